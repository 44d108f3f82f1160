#!/usr/bin/env bash
# Runs both job queues, each in a fresh private PostgreSQL cluster, and prints one line of JSON per run.
#
#   JOBS=100000 PROFILE=fast|plain bench/peers/jobs/run.sh [graphile-worker|pg-boss]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
source tools/common.sh
source tools/node.sh
source tools/build.sh
source bench/settings.sh

use_node >&2
install_node_modules bench/peers/jobs >&2
queues=("$@")
((${#queues[@]} > 0)) || queues=(graphile-worker pg-boss)
for queue in "${queues[@]}"; do
    tools/with-services --postgres --quiet "${postgres_settings[@]}" -- npm --prefix bench/peers/jobs run --silent "$queue"
done
