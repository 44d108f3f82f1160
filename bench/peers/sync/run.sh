#!/usr/bin/env bash
# Scheduled syncs and token refreshes of one node against simulated platforms, beside the same work in Node.js, and what
# becomes of memory and pick-up time when up to 1,000,000 connections are in the database.
#
#   bench/peers/sync/run.sh [beside | sizes]...     default: both
#
#   RUNS=3                          the servers take turns; the table shows each one's middle run
#   PASSES=3                        how often all accounts are synced and refreshed in a run, after one pass that does not count
#   WORKSPACES=20                   18 accounts each: 6 at TikTok, X and YouTube
#   SIZES=0,1000,100000,1000000     connections in the database beside those accounts
#
# Everything runs on this machine: platforms, PostgreSQL and server share its cores. The CPU time is the server's alone.
# The raw figures are left in build/bench/sync.jsonl.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
source tools/common.sh
source tools/node.sh
source tools/build.sh
source bench/settings.sh

case "${1:-}" in
    -h | --help)
        sed -n '2,/^set -e/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
        exit 0
        ;;
esac
parts=("$@")
((${#parts[@]} > 0)) || parts=(beside sizes)
for part in "${parts[@]}"; do
    [[ "$part" == beside || "$part" == sizes ]] || fail "bench: unknown part '$part'"
done

tools/install-packages.sh bench
use_node
install_node_modules bench/peers/sync
if [[ -z "${ROSTRUM_BIN:-}" ]]; then
    build_server release rostrum
fi
export ROSTRUM_BIN=${ROSTRUM_BIN:-$PWD/build/release/rostrum}
mkdir -p build/bench
output=build/bench/sync.jsonl
: >"$output"

# The newest Node.js with long-term support, whatever the machine has.
node="$PWD/bench/peers/sync/node_modules/.bin/node"
tools/with-services --postgres "${postgres_settings[@]}" -- "$node" bench/peers/sync/main.js "$output" "${parts[@]}"
printf '\n%s, PostgreSQL %s with fsync and the simulated platforms on the same cores\n' "$(machine)" "$(psql --version | awk '{print $3}')"
"$node" bench/peers/sync/report.js "$output"
