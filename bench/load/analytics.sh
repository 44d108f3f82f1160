#!/usr/bin/env bash
# Two reading endpoints of Rostrum beside the same two in Express 4, on one PostgreSQL with 100,000 connections.
#
#   bench/load/analytics.sh [--peer-only | --rostrum-only]
#
#   SECONDS_EACH=20   how long each endpoint is measured, after WARM_UP=5 seconds that do not count
#   CLIENTS=64        connections of the load generator (wrk)
#   WORKSPACES=1000 ACCOUNTS=100 POSTS=5   how much is in the database: accounts per workspace, posts per account
#   RUNS=3            the servers take turns; the table shows each one's middle run by requests per second
#
# Everything runs on this machine: the load generator, PostgreSQL and the server share its cores. The CPU time is the
# server's alone, over all its processes, from /proc. The raw figures are left in build/bench/analytics.jsonl.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/common.sh
source tools/node.sh
source tools/build.sh
source bench/settings.sh

seconds_each=${SECONDS_EACH:-20}
warm_up=${WARM_UP:-5}
clients=${CLIENTS:-64}
runs=${RUNS:-3}
workspaces=${WORKSPACES:-1000}
accounts=${ACCOUNTS:-100}
posts=${POSTS:-5}
tokens_count=$((workspaces < 200 ? workspaces : 200))
ready_seconds_max=30
paths=(/api/v1/analytics/connections /api/v1/analytics)

servers=(express rostrum)
case "${1:-}" in
    '') ;;
    --peer-only) servers=(express) ;;
    --rostrum-only) servers=(rostrum) ;;
    -h | --help)
        sed -n '2,/^set -e/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
        exit 0
        ;;
    *) fail "bench: unknown option '$1'" ;;
esac
binary=${ROSTRUM_BIN:-$PWD/build/release/rostrum}
needs_rostrum() { [[ " ${servers[*]} " == *' rostrum '* ]]; }

if [[ -z "${BENCH_PREPARED:-}" ]]; then
    tools/install-packages.sh bench
    use_node
    install_node_modules bench/peers/express
    if needs_rostrum && [[ -z "${ROSTRUM_BIN:-}" ]]; then
        build_server release rostrum
    fi
    export BENCH_PREPARED=yes
    exec tools/with-services --postgres "${postgres_settings[@]}" -- bench/load/analytics.sh "$@"
fi

# The peer gets the newest Node.js with long-term support, whatever the machine has.
node="$PWD/bench/peers/express/node_modules/.bin/node"
output=build/bench
mkdir -p "$output"
rm -f "$output"/*.json "$output/analytics.jsonl"
temporary=$(mktemp -d)
server_pid=''
# Processes of a shell script are not job-controlled: the family is found through /proc.
family() {
    local child children
    printf '%s\n' "$1"
    read -ra children < <(cat "/proc/$1/task/"*/children 2>/dev/null) || true
    for child in "${children[@]}"; do
        family "$child"
    done
}
stop_server() {
    [[ -n "$server_pid" ]] || return 0
    local members
    mapfile -t members < <(family "$server_pid")
    kill -TERM "${members[@]}" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=''
}
trap 'stop_server; rm -rf "$temporary"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

export DATABASE_URL=$ROSTRUM_TEST_POSTGRES_URL
SESSION_SECRET=$(head -c 32 /dev/urandom | sha256sum | cut -d' ' -f1)
export SESSION_SECRET BENCH_PASSWORD='a password for the benchmark'
database() { psql "$DATABASE_URL" --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }

is_ready() { "$node" -e 'fetch(process.argv[1]).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))' "$url/readyz"; }

# start_server NAME: sets url and server_pid.
start_server() {
    local port
    port=$(free_port)
    url="http://127.0.0.1:$port"
    case "$1" in
        express) PORT=$port NODE_ENV=production "$node" bench/peers/express/server.js >"$temporary/$1.log" 2>&1 & ;;
        rostrum)
            # The peer limits nobody.
            PORT=$port DATA_DIR="$temporary/data" LOG_LEVEL=warn RATE_LIMIT_GENERAL=off RATE_LIMIT_SIGNED_IN=off RATE_LIMIT_SIGN_IN=off \
                "$binary" serve >"$temporary/$1.log" 2>&1 &
            ;;
    esac
    server_pid=$!
    if ! wait_until "$ready_seconds_max" is_ready; then
        tail -n 40 "$temporary/$1.log" >&2
        fail "bench: $1 did not start"
    fi
}

# ---- the database

seed() {
    local hash='-'
    if needs_rostrum; then
        # The server makes its tables, and one user whose password then is everybody's.
        start_server rostrum
        "$node" bench/load/request.js POST "$url/api/v1/auth/register" - \
            "{\"email\":\"first@bench.example\",\"password\":\"$BENCH_PASSWORD\",\"name\":\"First\"}" >/dev/null
        stop_server
        hash=$(database --tuples-only --no-align --command "SELECT password_hash FROM users WHERE email = 'first@bench.example'")
    else
        local migration
        for migration in migrations/postgres/*.sql; do
            database --single-transaction --file "$migration"
        done
    fi
    database --output /dev/null --set workspaces="$workspaces" --set accounts="$accounts" --set posts="$posts" --set password_hash="$hash" \
        --file bench/load/seed.sql
}
say "bench: filling the database: $((workspaces * accounts)) connections in $workspaces workspaces, $posts posts each"
seed

# ---- measuring

cpu_ticks() {
    local pid total=0 line
    for pid in $(family "$server_pid"); do
        # Behind the name in parentheses, user and system time are the 12th and 13th word.
        line=$(<"/proc/$pid/stat")
        read -ra words <<<"${line##*) }"
        total=$((total + words[11] + words[12]))
    done
    printf '%s\n' "$total"
}
resident_kb() {
    local pid total=0
    for pid in $(family "$server_pid"); do
        total=$((total + $(awk '/^VmRSS/ {print $2}' "/proc/$pid/status")))
    done
    printf '%s\n' "$total"
}
ticks_per_second=$(getconf CLK_TCK)
generator() { TOKENS="$tokens" wrk -t 2 -c "$clients" -d "$1s" --latency -s bench/load/get.lua "$url$2"; }

measure() {
    local server=$1 run=$2 path before after figures
    start_server "$server"
    tokens="$temporary/$server.tokens"
    if [[ "$server" == express ]]; then
        "$node" bench/load/tokens.js peer "$tokens_count" >"$tokens"
    else
        "$node" bench/load/tokens.js rostrum "$tokens_count" "$url" >"$tokens"
    fi
    for path in "${paths[@]}"; do
        "$node" bench/load/request.js GET "$url$path" "$(head -n 1 "$tokens")" >"$output/$server${path//\//-}.json"
        generator "$warm_up" "$path" >/dev/null
        before=$(cpu_ticks)
        figures=$(generator "$seconds_each" "$path" | tail -n 1)
        after=$(cpu_ticks)
        printf '{"server":"%s","run":%d,"path":"%s","cpuSeconds":%s,"residentMb":%s,%s\n' "$server" "$run" "$path" \
            "$(awk -v ticks=$((after - before)) -v per="$ticks_per_second" 'BEGIN {printf "%.2f", ticks / per}')" \
            "$(awk -v kb="$(resident_kb)" 'BEGIN {printf "%.1f", kb / 1024}')" "${figures#\{}" >>"$output/analytics.jsonl"
        say "bench: $server, run $run of $runs, $path: $(tail -n 1 "$output/analytics.jsonl" | sed -E 's/.*"requests":([0-9]+),"seconds":([0-9.]+).*/\1 requests in \2 s/')"
    done
    stop_server
}

for ((run = 1; run <= runs; run++)); do
    for server in "${servers[@]}"; do
        measure "$server" "$run"
    done
done

if ((${#servers[@]} == 2)); then
    for path in "${paths[@]}"; do
        "$node" bench/load/compare.js "$output/express${path//\//-}.json" "$output/rostrum${path//\//-}.json" ||
            warn "bench: the two servers answer GET $path differently"
    done
fi
printf '\n%s\n' "$(machine)"
printf '%d clients, %d connections, %d posts, %d s each, middle of %d runs; load generator and PostgreSQL %s on the same cores\n\n' "$clients" \
    $((workspaces * accounts)) $((workspaces * accounts * posts)) "$seconds_each" "$runs" "$(psql --version | awk '{print $3}')"
"$node" bench/load/report.js "$output/analytics.jsonl"
