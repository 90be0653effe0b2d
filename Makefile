# Earshot. `make help` lists what there is.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
STAMP := $(VENV)/.installed
DEVSTAMP := $(VENV)/.installed-dev
SOURCES := src tests tools bench

.PHONY: help setup develop run test check contract journeys bench format messages clean
help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## install what running needs, into .venv; leaves .venv/bin/earshot

develop: $(DEVSTAMP) ## install what testing needs as well

run: setup ## set up and start Earshot; prints its addresses and a one-time sign-in link
	@$(BIN)/earshot up $(ARGS)

test: develop ## the fast tests, under three minutes
	$(BIN)/python -m pytest -m "not servers and not journey"

check: develop ## lint, types, strata, texts
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python tools/messages check

contract: develop ## connectors against real servers on loopback (installs them below .servers)
	$(BIN)/python -m pytest -m servers tests/contracts tests/servers

journeys: develop ## the main job in a real browser, from an empty folder
	$(BIN)/python -m pytest -m journey tests/journeys

bench: develop ## all measurements; writes nothing, prints the figures for docs/benchmarks.md
	$(BIN)/python -m bench

format: develop ## put the code in order
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

messages: develop ## collect the texts to translate and compile the catalogues
	$(BIN)/python tools/messages collect

$(VENV)/bin/python:
	@sh tools/venv $(PYTHON) $(VENV)

$(STAMP): $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Installing (a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python tools/compile_messages
	@touch $@

$(DEVSTAMP): $(STAMP) requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean: ## remove what was installed here
	rm -rf $(VENV) .servers .mypy_cache .ruff_cache .hypothesis
