#!/usr/bin/env bash
# How long Rostrum takes to be ready on an existing SQLite database, and how much memory it then keeps while nothing happens.
#
#   bench/load/idle.sh
#
#   STARTS=11   how often it is started; the middle and the worst time are shown
#   SETTLE=10   seconds without a request before the memory is read
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/common.sh
source tools/build.sh
source bench/settings.sh

starts=${STARTS:-11}
settle=${SETTLE:-10}
binary=${ROSTRUM_BIN:-$PWD/build/release/rostrum}
if [[ -z "${ROSTRUM_BIN:-}" ]]; then
    tools/install-packages.sh build
    build_server release rostrum
fi
directory=$(mktemp -d)
server_pid=''
trap '[[ -z "$server_pid" ]] || kill -TERM "$server_pid" 2>/dev/null || true; rm -rf "$directory"' EXIT

export DATA_DIR="$directory/data" LOG_LEVEL=warn
unset DATABASE_URL
mkdir -p "$DATA_DIR"

# start: starts the server and prints its process id and the milliseconds until /readyz was answered with 200. Asks every
# half millisecond, which a shell cannot.
start() {
    PORT=$(free_port) python3 - "$binary" "$directory/log" <<'PYTHON'
import http.client, os, subprocess, sys, time
binary, log = sys.argv[1:]
port = int(os.environ["PORT"])
began = time.monotonic()
server = subprocess.Popen([binary, "serve"], stdin=subprocess.DEVNULL, stdout=open(log, "a"), stderr=subprocess.STDOUT)
while True:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/readyz")
        if connection.getresponse().status == 200:
            break
    except OSError:
        pass
    if server.poll() is not None or time.monotonic() - began > 30:
        sys.exit("the server did not start, see its log: " + open(log).read()[-2000:])
    time.sleep(0.0005)
print(server.pid, f"{(time.monotonic() - began) * 1000:.1f}")
PYTHON
}
gone() { [[ ! -d "/proc/$1" ]] || grep -q '^State:[[:space:]]*Z' "/proc/$1/status"; }
stop() {
    kill -TERM "$server_pid"
    wait_until 30 gone "$server_pid"
    server_pid=''
}

say "idle: making the database"
read -r server_pid _ < <(start)
stop
times=()
for ((count = 0; count < starts; count++)); do
    read -r server_pid milliseconds < <(start)
    times+=("$milliseconds")
    ((count == starts - 1)) || stop
done
say "idle: $settle s without a request"
sleep "$settle"
resident=$(awk '/^VmRSS/ {printf "%.1f", $2 / 1024}' "/proc/$server_pid/status")
private=$(awk '/^Private_(Clean|Dirty)/ {sum += $2} END {printf "%.1f", sum / 1024}' "/proc/$server_pid/smaps_rollup")
stop

printf '\n%s\n\n' "$(machine)"
printf '| | |\n| --- | ---: |\n'
printf '%s\n' "${times[@]}" | sort -n | awk -v n="$starts" '
    NR == int((n + 1) / 2) {printf "| ready on an existing SQLite database, middle of %d starts | %s ms |\n", n, $1}
    END {printf "| the slowest of them | %s ms |\n", $1}'
printf '| resident after %s s of nothing | %s MB |\n| of which private | %s MB |\n' "$settle" "$resident" "$private"
