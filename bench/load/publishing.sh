#!/usr/bin/env bash
# How late posts start that are all due within one minute, and whether posts to come make that later.
#
#   bench/load/publishing.sh
#
#   RUNS="sqlite:100000:0 sqlite:100000:1000000 postgresql:20000:0 postgresql:20000:1000000 postgresql:100000:0"
#                    database : posts due : posts to come, each in a database of its own
#   ACCOUNTS=20000   that the posts are dealt out to
#   CONCURRENCY=48   posts that are worked on at the same time
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/common.sh
source tools/build.sh
source bench/settings.sh

tools/install-packages.sh build
build_server release publishing_bench
program=build/release/bench/micro/publishing_bench
raw=build/bench/publishing.jsonl
mkdir -p build/bench
: >"$raw"
folder=$(mktemp -d "$PWD/build/bench/publishing.XXXXXX")
trap 'rm -rf "$folder"' EXIT
for run in ${RUNS:-sqlite:100000:0 sqlite:100000:1000000 postgresql:20000:0 postgresql:20000:1000000 postgresql:100000:0}; do
    IFS=: read -r engine due future <<<"$run"
    say "publishing: $due posts within a minute, $future to come, on $engine"
    export POSTS=$due FUTURE=$future
    case "$engine" in
        sqlite)
            rm -f "$folder"/*
            DATABASE_URL="sqlite://$folder/rostrum.db" "$program"
            ;;
        postgresql) tools/with-services --postgres --quiet "${postgres_settings[@]}" -- "$program" ;;
        *) fail "publishing: there is no database '$engine'" ;;
    esac | tee -a "$raw" >&2
done

machine
printf '\n| database | due in a minute | to come | accounts | all begun after s | posts/s | start p50 ms | start p99 ms |\n'
printf '|---|---:|---:|---:|---:|---:|---:|---:|\n'
python3 - "$raw" <<'PYTHON'
import json, sys
for line in open(sys.argv[1]):
    run = json.loads(line)
    print(f"| {run['database']} | {run['posts']:,} | {run['future']:,} | {run['accounts']:,} | {run['seconds']:.1f} | {run['postsPerSecond']:,.0f}"
          f" | {run['p50Seconds'] * 1000:,.0f} | {run['p99Seconds'] * 1000:,.0f} |")
PYTHON
