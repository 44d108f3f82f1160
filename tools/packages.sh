#!/usr/bin/env bash
# The one list of the Debian 12 packages that Rostrum needs, by purpose. Everything that installs, checks or documents
# packages reads it from here.
#
#   tools/packages.sh                 the whole list with the reasons
#   tools/packages.sh build|test|bench   only the names, one per line
#
# Groups: build (what ./run needs), test (what ./test needs as well), bench (what `make bench` needs as well),
# node (only where the machine has no npm: see tools/node.sh).
set -euo pipefail

package_table() {
    cat <<'TABLE'
# --- compiler and build tools
build  clang-19                    the compiler (C++23; g++ 12 miscompiles coroutines)
build  lld-19                      links several times faster than ld
build  llvm-19                     llvm-symbolizer for sanitizer reports, llvm-cov for coverage
build  libclang-rt-19-dev          runtimes of the sanitizers and of libFuzzer
build  ccache                      the second build takes seconds
build  cmake                       describes the build
build  ninja-build                 runs the build
build  pkg-config                  finds the libraries
build  git                         the version that the binary reports
build  ca-certificates             TLS to the platforms and to the npm registry
# --- libraries
build  libboost1.81-dev            Asio, Beast, Describe
build  libboost-json1.81-dev       JSON
build  libboost-url1.81-dev        URLs
build  libcurl4-openssl-dev        HTTP client
build  libssl-dev                  AES-GCM, HMAC, TLS
build  libpq-dev                   PostgreSQL client
build  libsqlite3-dev              SQLite, the default database
build  libhiredis-dev              Redis' protocol, for rate limits that several nodes share
build  libargon2-dev               password hashing
build  libfmt-dev                  text formatting
build  libspdlog-dev               structured logs
build  prometheus-cpp-dev          metrics
build  libcli11-dev                command line
build  libtomlplusplus-dev         configuration file
build  libhowardhinnant-date-dev   time zones (libstdc++ 12 has none)
build  libutf8proc-dev             Unicode: how long platforms think a text is, and where it may be cut
build  zlib1g-dev                  compressed responses
build  libmagic-dev                tells uploaded files by their content
build  ffmpeg                      ffprobe, which looks into uploaded videos
# --- tests and checks
test   clang-format-19             the one opinion about layout
test   clang-tidy-19               static analysis
test   libgtest-dev                unit tests
test   libgmock-dev                matchers
test   libbenchmark-dev            micro benchmarks are built with the tests, so that they keep compiling
test   postgresql                  a private cluster per test run (tools/with-services)
test   redis-server                a private server per test run (tools/with-services)
test   chromium                    browser tests
test   chromium-sandbox            lets it isolate pages when it is not root
test   fonts-liberation            screenshots look the same on every machine
test   fonts-dejavu-core           Arabic and Hebrew captions in screenshots
test   fonts-noto-color-emoji      emoji in screenshots
test   python3                     tools/check-layers
# --- benchmarks
bench  wrk                         load generator
# --- only where npm is missing
node   nodejs                      runs npm until it has fetched a newer Node.js
node   npm                         packages of the dashboard and of the tests
TABLE
}

# packages_of GROUP...: the names of those groups, one per line.
packages_of() {
    local group
    for group in "$@"; do
        package_table | awk -v group="$group" '$1 == group {print $2}'
    done
}

if [[ "${BASH_SOURCE[0]}" == "$0" ]]; then
    if (($# == 0)); then
        package_table
    else
        packages_of "$@"
    fi
fi
