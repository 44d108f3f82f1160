# Shortcuts; each line is one command that can be typed by hand as well. `make` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

FUZZ_SECONDS ?= 60
PARTS ?=
PREPARE := source tools/common.sh; source tools/node.sh; source tools/build.sh;

.PHONY: help run test quick checks format tidy tsan fuzz coverage bench soak chaos large openapi clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## build what changed and start the server with simulated platforms (./run)
	./run

test: ## everything: checks, C++ tests on both databases, dashboard, integration, browser (./test)
	./test

quick: ## the checks and the C++ tests that need no database server
	./test --quick

checks: ## layers, banned calls, migrations, formatting
	python3 tools/check_layers_test.py
	tools/check-layers
	tools/check-format

format: ## write all C++ files as clang-format would
	tools/check-format --all --fix

tidy: ## clang-tidy over every source file
	@tools/install-packages.sh test
	@$(PREPARE) build_server dev
	tools/tidy

tsan: ## the C++ tests under the thread sanitizer
	@tools/install-packages.sh test
	@$(PREPARE) build_server tsan
	TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:suppressions=$(CURDIR)/tools/tsan.supp \
	    tools/with-services --postgres --redis --fast -- ctest --preset tsan --output-on-failure -j $$(nproc)

fuzz: ## each fuzzer for FUZZ_SECONDS (60) from its seeds in tests/fuzz/seeds
	@tools/install-packages.sh test
	@$(PREPARE) build_server fuzz
	FUZZ_SECONDS=$(FUZZ_SECONDS) tools/fuzz

coverage: ## which lines the C++ tests reach: build/coverage/report/index.html
	@tools/install-packages.sh test
	@$(PREPARE) build_server coverage
	tools/with-services --postgres --redis --fast -- tools/coverage

bench: ## endpoints beside Express, the job queue beside two others, syncs beside Node.js (PARTS=sync: one of them)
	@tools/install-packages.sh bench
	bench/run $(PARTS)

SOAK ?= --connections 20000 --nodes 3 --hours 24
soak: ## a simulated day of three nodes with 20,000 connections, one killed every hour; SOAK="--connections 2000" for less
	@tools/install-packages.sh test
	@$(PREPARE) use_node; build_server release; install_node_modules tests/integration; \
	    ROSTRUM_BIN=$(CURDIR)/build/release/rostrum tools/with-services --postgres --fast -- node tests/soak/soak.mjs $(SOAK)

CHAOS ?= --posts 2000 --nodes 3
chaos: ## 2,000 posts by three nodes that are killed while platforms lose answers; CHAOS="--on sqlite --posts 300" for less
	@tools/install-packages.sh test
	@$(PREPARE) use_node; build_server release; install_node_modules tests/integration; \
	    ROSTRUM_BIN=$(CURDIR)/build/release/rostrum tools/with-services --postgres --fast -- node tests/chaos/chaos.mjs $(CHAOS)

LARGE ?= --megabytes 2048
large: ## a video of 2 GB through cuts and kills to YouTube and TikTok, bytes and memory checked; LARGE="--megabytes 200" for less
	@tools/install-packages.sh test
	@$(PREPARE) use_node; build_server release; install_node_modules tests/integration; \
	    ROSTRUM_BIN=$(CURDIR)/build/release/rostrum node tests/large/large.mjs $(LARGE)

openapi: ## take the OpenAPI document from the server, generate the dashboard's client from it
	@tools/install-packages.sh test
	@$(PREPARE) build_server dev
	tools/openapi --write

clean: ## remove everything that was built (the data stays)
	rm -rf build web/dist test-results
