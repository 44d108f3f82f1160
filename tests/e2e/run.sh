#!/usr/bin/env bash
# Runs the browser tests against a server of their own: free ports, temporary data, stopped and removed afterwards.
#
#   tests/e2e/run.sh [--database sqlite|postgres]
#
# The tests find ROSTRUM_URL, ROSTRUM_SANDBOX_URL, CHROMIUM_BIN (Debian's chromium unless set) and ROSTRUM_SCREENSHOTS (a
# folder for what they saw) in their environment. ROSTRUM_BIN says which server (default: build/dev/rostrum).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/common.sh
source tools/node.sh
use_node

database=sqlite
if [[ "${1:-}" == --database ]]; then
    database=${2:?--database needs sqlite or postgres}
fi
CHROMIUM_BIN=${CHROMIUM_BIN:-$(command -v chromium || command -v chromium-browser || true)}
[[ -n "$CHROMIUM_BIN" ]] || fail "browser: there is no chromium (tools/install-packages.sh test)"
export CHROMIUM_BIN
export ROSTRUM_SCREENSHOTS=${ROSTRUM_SCREENSHOTS:-$PWD/test-results/screenshots/$database}
mkdir -p "$ROSTRUM_SCREENSHOTS"

say "browser: tests on $database, screenshots in ${ROSTRUM_SCREENSHOTS#"$PWD"/}"
exec tools/with-server --database "$database" -- npm --prefix web run e2e
