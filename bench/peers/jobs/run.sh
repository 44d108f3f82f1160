#!/usr/bin/env bash
# Empty jobs per second on PostgreSQL: Rostrum's queue beside two others, in turn, each in a fresh private cluster; ends with the
# middle of the runs and the ratios as Markdown.
#
#   RUNS=3 JOBS=200000 bench/peers/jobs/run.sh [rostrum|graphile-worker|pg-boss|graphile-worker:plain]...
#
# A peer runs at the fastest settings that were found for it; `:plain` is as it comes, with a tenth of the jobs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
source tools/common.sh
source tools/node.sh
source tools/build.sh
source bench/settings.sh

runs=${RUNS:-3} jobs=${JOBS:-200000}
use_node
install_node_modules bench/peers/jobs
build_server release micro_bench
queues=("$@")
((${#queues[@]} > 0)) || queues=(rostrum graphile-worker pg-boss graphile-worker:plain)
mkdir -p build/bench
output=build/bench/jobs.jsonl
: >"$output"

measure() {
    local queue=$1 profile=fast count=$jobs command
    if [[ "$queue" == *:plain ]]; then
        profile=plain count=$((jobs / 10))
    fi
    if [[ "$queue" == rostrum ]]; then
        command=(build/release/bench/micro/jobs_bench)
    else
        command=(npm --prefix bench/peers/jobs run --silent "${queue%:plain}")
    fi
    JOBS=$count PROFILE=$profile tools/with-services --postgres --quiet "${postgres_settings[@]}" -- "${command[@]}" |
        sed "s/^{/{\"queue\":\"$queue\",/" >>"$output"
    say "bench: $queue: $(sed -nE '$s/.*"jobsPerSecond":([0-9]+).*/\1 jobs\/s/p' "$output")"
}

for ((run = 1; run <= runs; run++)); do
    for queue in "${queues[@]}"; do measure "$queue"; done
done

printf '\n%s\n' "$(machine)"
printf '%d empty jobs (a tenth of that for :plain), PostgreSQL %s with fsync on the same cores, middle of %d runs\n\n' "$jobs" \
    "$(psql --version | awk '{print $3}')" "$runs"
node bench/peers/jobs/report.js "$output"
