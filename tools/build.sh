# shellcheck shell=bash
# What ./run and ./test share: building the server and the dashboard, each only when something changed.
# Source it after tools/common.sh and tools/node.sh, from the root of the repository.

# build_server PRESET [TARGET]: configures when that is new or its preset changed (ninja itself notices the rest), builds.
build_server() {
    local preset=$1 target=${2:-} stamp="build/$1/.presets.sha256" presets
    [[ -f CMakeLists.txt ]] || fail "server: there is no CMakeLists.txt here"
    presets=$(sha256sum CMakePresets.json | cut -d' ' -f1)
    export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(build_jobs)}
    if [[ ! -f "build/$preset/build.ninja" || "$(cat "$stamp" 2>/dev/null)" != "$presets" ]]; then
        say "server: configuring the preset '$preset'"
        mkdir -p "build/$preset"
        if ! cmake --preset "$preset" >"build/$preset/configure.log" 2>&1; then
            tail -n 40 "build/$preset/configure.log" >&2
            fail "server: configuring failed (build/$preset/configure.log)"
        fi
        printf '%s\n' "$presets" >"$stamp"
    fi
    say "server: building the preset '$preset' with $CMAKE_BUILD_PARALLEL_LEVEL jobs (minutes the first time, seconds after)"
    cmake --build --preset "$preset" ${target:+--target "$target"} || fail "server: building failed"
}

# install_node_modules FOLDER: npm ci, when its package-lock.json or Node.js changed since the last time.
install_node_modules() {
    local folder=$1 stamp state
    stamp="build/stamps/${folder//\//-}.modules"
    state="$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1) $(node --version)"
    if [[ -d "$folder/node_modules" && "$(cat "$stamp" 2>/dev/null)" == "$state" ]]; then
        return 0
    fi
    say "$folder: installing its npm packages"
    npm ci --prefix "$folder" --loglevel=error >/dev/null || fail "$folder: npm ci failed"
    mkdir -p build/stamps
    printf '%s\n' "$state" >"$stamp"
}

# build_web: the dashboard into web/dist, when its sources changed since the last time.
build_web() {
    local stamp=build/stamps/web.dist state log=build/stamps/web.log
    install_node_modules web
    state=$(tree_hash web)
    if [[ -f web/dist/index.html && "$(cat "$stamp" 2>/dev/null)" == "$state" ]]; then
        say "dashboard: up to date"
        return 0
    fi
    say "dashboard: building"
    if ! npm --prefix web run build >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        fail "dashboard: building failed"
    fi
    # Hashed again: the build may have written generated types into the sources.
    tree_hash web >"$stamp"
}
