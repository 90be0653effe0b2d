# Earshot. `make help` lists what there is.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
STAMP := $(VENV)/.installed
DEVSTAMP := $(VENV)/.installed-dev
CATALOGUES := $(VENV)/.compiled
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NO_PACKAGES := "The packages could not be installed; pip says why above. Can this machine reach its Python package index?"
SOURCES := src tests tools bench
# With pytest's cache, which remembers what failed; everything else runs without it.
JOURNEYS := $(BIN)/python -m pytest -o "addopts=-q --strict-markers --strict-config -p tests.home" -rfEs --tb=short -m journey

.PHONY: help setup fast develop run test check contract journeys bench long format messages clean
help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-12s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) $(CATALOGUES) ## install what running needs, into .venv; leaves .venv/bin/earshot

develop: setup $(DEVSTAMP) ## install what testing needs as well

fast: setup ## install the extra earshot[fast] (numba, 210 MB): machine code for very many topics
	@$(PIP) --require-hashes -r requirements-fast.lock || { echo $(NO_PACKAGES) >&2; exit 1; }

run: setup ## set up and start Earshot; prints its addresses and a one-time sign-in link
	@$(BIN)/earshot up $(ARGS)

test: develop ## the fast tests, under three minutes
	$(BIN)/python -m pytest -rfEs -m "not servers and not whole and not journey" -n 2 --dist loadfile --no-loadscope-reorder

check: develop ## lint, types, strata, texts, and that the pages about the code say what it does
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python tools/messages check
	$(BIN)/python tools/road check

contract: develop ## connectors against real servers on loopback (installs them below .servers); whole homes
	$(BIN)/python -m pytest -rfEs -m "whole and not servers and not journey" -n 2 --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m pytest -rfEs -m "servers and not journey"

journeys: develop ## the main job in a real browser, from an empty folder
	$(JOURNEYS) --cache-clear || { \
		echo "Once more, what failed. A journey that passes only now is unsteady: find out why, and mend it."; \
		$(JOURNEYS) --last-failed --last-failed-no-failures none; }

long: develop ## the long suites: 10,000 random policies, 10,000 races, 1,000 times 50 steps (hours)
	EARSHOT_EXPLORE=1 EARSHOT_RANDOM_POLICIES=10000 EARSHOT_RACES=10000 EARSHOT_STATEFUL_RUNS=1000 EARSHOT_STATEFUL_STEPS=50 \
		$(BIN)/python -m pytest -m "not journey" tests/engine/proofs tests/properties

bench: develop ## the measurements (the long ones by name: python -m bench); writes nothing, prints the figures for docs/benchmarks.md
	$(BIN)/python -m bench

format: develop ## put the code in order
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

messages: develop ## collect the texts to translate and compile the catalogues
	$(BIN)/python tools/messages collect

# An environment whose folder was moved, or whose Python is gone, is made anew: its programs name the old place.
ifneq ($(shell test -x $(BIN)/python && cat $(VENV)/.place 2>/dev/null),$(CURDIR))
.PHONY: $(STAMP)
endif

$(STAMP): requirements.lock pyproject.toml tools/venv
	@sh tools/venv $(PYTHON) $(VENV)
	@echo "Installing (a minute the first time) ..."
	@$(PIP) --require-hashes -r requirements.lock || { echo $(NO_PACKAGES) >&2; exit 1; }
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(CATALOGUES): $(STAMP) tools/compile_messages $(shell find src -name __pycache__ -prune -o -name '*.po' -print)
	@$(BIN)/python tools/compile_messages
	@touch $@

$(DEVSTAMP): $(STAMP) requirements-dev.lock requirements-fast.lock
	@$(PIP) --require-hashes -r requirements-dev.lock || { echo $(NO_PACKAGES) >&2; exit 1; }
	@$(PIP) --require-hashes -r requirements-fast.lock || echo "Without numba: the tests of the batch kernel are skipped."
	@touch $@

clean: ## remove what was installed here
	rm -rf $(VENV) .servers .mypy_cache .ruff_cache .hypothesis
