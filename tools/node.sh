#!/usr/bin/env bash
# Makes sure that npm and Node.js are usable: 20.19 and newer, or 22.12 and newer (what Vite asks for). Two ways to use it:
#
#   source tools/node.sh && use_node      puts both on PATH of the calling script
#   eval "$(tools/node.sh)"               the same for a terminal
#
# The machine's own are taken when they are new enough. Otherwise Debian's nodejs and npm fetch a newer Node.js as the
# npm package `node` into build/node, and nothing outside this directory changes.
node_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/common.sh
source "$node_root/tools/common.sh"

node_minimum='20.19.0'
node_minimum_later='22.12.0'
node_package='node@22'
node_directory="$node_root/build/node"

at_least() { printf '%s\n' "$1" "$2" | sort -V -C; }

# node_is_usable: whether the first node on PATH is new enough and npm is there, too.
node_is_usable() {
    local version
    command -v npm >/dev/null || return 1
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    case "$version" in
        20.*) at_least "$node_minimum" "$version" ;;
        *) at_least "$node_minimum_later" "$version" ;;
    esac
}

use_node() {
    # Nothing here downloads a browser: the tests use Debian's chromium.
    export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1
    export npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false
    node_is_usable && return 0
    export PATH="$node_directory/node_modules/.bin:$PATH"
    node_is_usable && return 0
    if ! command -v npm >/dev/null; then
        "$node_root/tools/install-packages.sh" node
    fi
    say "node: the machine's is $(node --version 2>/dev/null || echo missing), $node_minimum is needed: fetching $node_package into build/node"
    mkdir -p "$node_directory"
    npm install --prefix "$node_directory" --no-save --loglevel=error "$node_package" >/dev/null ||
        fail "node: npm could not fetch $node_package; with Node.js $node_minimum or newer on PATH this step is not needed"
    hash -r
    node_is_usable || fail "node: build/node has $(node --version 2>/dev/null || echo no node); remove build/node and try again"
    say "node: $(node --version)"
}

if [[ "${BASH_SOURCE[0]}" == "$0" ]]; then
    set -euo pipefail
    use_node >&2
    printf 'export PATH=%q\n' "$PATH"
fi
