# shellcheck shell=bash
# What all measurements have in common. Source it.

# PostgreSQL as one would set it up on such a machine. fsync stays on: a commit is a commit for everybody who is measured.
postgres_settings=(
    --set shared_buffers=1GB
    --set effective_cache_size=4GB
    --set max_wal_size=4GB
    --set random_page_cost=1.1
)

# machine: one line that says where this was measured.
machine() {
    printf '%s, %s cores, %s GiB memory, Linux %s, %s\n' \
        "$(awk -F': ' '/^model name/ {print $2; exit}' /proc/cpuinfo)" "$(nproc)" \
        "$(awk '/^MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo)" "$(uname -r)" "$(date -u +%Y-%m-%d)"
}
