#!/usr/bin/env bash
# Installs the Debian packages that are missing for a purpose; does nothing, quickly, when all are there.
#
#   tools/install-packages.sh [build|test|bench|node]...     default: build
#
# `test` includes `build`, `bench` includes both. Needs root, or sudo; without either it says what to ask for.
# Nothing that is installed here is started as a service: tests start their own private servers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tools/common.sh
source tools/packages.sh

groups=()
for purpose in "${@:-build}"; do
    case "$purpose" in
        build | node) groups+=("$purpose") ;;
        test) groups+=(build test) ;;
        bench) groups+=(build test bench) ;;
        -h | --help)
            sed -n '2,/^set -e/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
            exit 0
            ;;
        *) fail "unknown purpose '$purpose': use build, test, bench or node" ;;
    esac
done
mapfile -t wanted < <(packages_of "${groups[@]}" | LC_ALL=C sort -u)

if [[ -n "${ROSTRUM_SKIP_PACKAGES:-}" ]]; then
    say "packages: not checked (ROSTRUM_SKIP_PACKAGES is set)"
    exit 0
fi
if ! command -v dpkg-query >/dev/null; then
    fail "this machine has no dpkg: install what 'tools/packages.sh' lists by its own means, then set ROSTRUM_SKIP_PACKAGES=1"
fi

# One call for all; dpkg-query complains about unknown names and that is an answer, too.
installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | awk '$1 == "installed" {print $2}' || true)
mapfile -t missing < <(LC_ALL=C comm -23 <(printf '%s\n' "${wanted[@]}") <(LC_ALL=C sort -u <<<"$installed"))
if ((${#missing[@]} == 0)); then
    say "packages: all ${#wanted[@]} for '${*:-build}' are installed"
    exit 0
fi

say "packages: ${#missing[@]} of ${#wanted[@]} are missing: ${missing[*]}"

as_root=()
if ((EUID != 0)); then
    if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
        say "packages: using sudo, for apt-get only"
        as_root=(sudo)
    else
        cat >&2 <<TEXT

  These Debian packages are needed and this user may not install them:
$(printf '    %s\n' "${missing[@]}")

  Ask the administrator of this machine to run

    apt-get update && apt-get install --no-install-recommends ${missing[*]}

  and start this again as the same user; nothing else needs root.
TEXT
        exit 1
    fi
fi
root() { "${as_root[@]}" "$@"; }

# Debian starts services when it installs them. Ours are private to a test run, so: no first PostgreSQL cluster, no
# service started during this installation, Redis not enabled at boot. Whatever was installed before stays as it is.
policy=/usr/sbin/policy-rc.d
log=$(mktemp)
cleanup() {
    rm -f "$log"
    [[ -z "${policy_is_ours:-}" ]] || root rm -f "$policy"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
newly() { [[ " ${missing[*]} " == *" $1 "* ]]; }
if newly postgresql || newly redis-server; then
    if [[ ! -e "$policy" ]]; then
        policy_is_ours=yes
        printf '#!/bin/sh\nexit 101\n' | root tee "$policy" >/dev/null
        root chmod 755 "$policy"
    fi
    if newly postgresql && ! dpkg-query -W postgresql-common >/dev/null 2>&1; then
        root mkdir -p /etc/postgresql-common/createcluster.d
        root tee /etc/postgresql-common/createcluster.d/no-main-cluster.conf >/dev/null <<'CONF'
# Installed for tests that start clusters of their own. Delete this file to let Debian create 'main' again.
create_main_cluster = false
CONF
    fi
fi

apt() { root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 -o APT::Install-Recommends=false "$@"; }
logged() {
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        fail "packages: '$*' failed"
    fi
}
say "packages: reading the package lists"
logged apt update
say "packages: installing (some hundred MB the first time)"
logged apt install -y "${missing[@]}"
if newly redis-server && [[ -d /run/systemd/system ]]; then
    root systemctl disable --quiet redis-server || true
fi
say "packages: installed"
