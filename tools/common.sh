# shellcheck shell=bash
# Small helpers that the shell scripts of this project share. Source it; it changes nothing by itself.

# Terminal colours, only when somebody is looking and did not object (NO_COLOR).
if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
    bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' dim=$'\e[2m' plain=$'\e[0m'
else
    bold='' red='' green='' yellow='' dim='' plain=''
fi

# say TEXT: one line about what is going on, with the seconds since the script began.
say() { printf '%s[%4ds]%s %s\n' "$dim" "$SECONDS" "$plain" "$*"; }

# warn TEXT, fail TEXT: the same on stderr; fail ends the script.
warn() { printf '%s[%4ds] %s%s\n' "$yellow" "$SECONDS" "$*" "$plain" >&2; }
fail() {
    printf '%s[%4ds] %s%s\n' "$red" "$SECONDS" "$*" "$plain" >&2
    exit 1
}

# free_port: prints a TCP port of the loopback interface that nobody listens on. Ports below 32768 are outside the
# range from which the kernel takes the ports of outgoing connections, so nobody is given the same one by accident.
free_port() {
    local port attempt
    for ((attempt = 0; attempt < 200; attempt++)); do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s\n' "$port"
            return 0
        fi
    done
    return 1
}

# wait_until SECONDS COMMAND...: runs the command every 50 ms until it succeeds; fails when the time is up.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < deadline)) || return 1
        sleep 0.05
    done
}

# tree_hash PATH...: one hash over names and contents of all files below, to see whether anything changed.
tree_hash() {
    find "$@" -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/test-results/*' -print0 |
        LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

# build_jobs: how many compilers fit: one per processor, but no more than one per 2 GiB of memory.
build_jobs() {
    local processors memory_gib
    processors=$(nproc)
    memory_gib=$(awk '/^MemTotal/ {print int($2 / 1048576)}' /proc/meminfo)
    local fitting=$(((memory_gib + 1) / 2))
    ((fitting >= 1)) || fitting=1
    printf '%s\n' $((processors < fitting ? processors : fitting))
}
