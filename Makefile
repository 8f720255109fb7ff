# Everything starts here; `make` alone lists it. Needs git, make and Python 3.11 or newer.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Inside the environment, so that removing it removes them too.
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

PORT := $(or $(PORT),$(shell sed -n 's/^PORT=//p' .env 2>/dev/null),8000)
# A machine without a .env is a developer's; one with it says itself what it is.
DEVELOP := $(if $(wildcard .env),,DEBUG=$${DEBUG:-true})
OURS := contacts contactsite workspaces scripts tests manage.py

# Development settings for tools that only load the site; they leave the real data alone.
LOADED := DEBUG=true DATA_DIR=build/check DATABASE_URL=sqlite:///build/check/check.sqlite3
DEPLOYED := DEBUG=false ALLOWED_HOSTS=contacts.example.com DATA_DIR=build/check \
  DATABASE_URL=sqlite:///build/check/check.sqlite3

.PHONY: help run test check lint tests-complete format bench mutants audit load lock port-is-free

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 16

run: port-is-free $(INSTALLED) ## Serve the site with demo data on http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(DEVELOP) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEVELOP) $(BIN)/python manage.py seed_demo
	@$(DEVELOP) exec $(BIN)/python manage.py serve --port $(PORT)

test: $(INSTALLED_DEV) ## Run the tests on each database and in the browser, as far as this machine has them
	@$(BIN)/python -m scripts.run_tests

check: lint tests-complete ## Do all that CI does; fails where Chromium or PostgreSQL is missing

lint: $(INSTALLED_DEV) ## The checks that need no database: format, lint, types, templates, imports and more
	@mkdir -p build/check
	$(BIN)/ruff format --check $(OURS)
	$(BIN)/ruff check $(OURS)
	$(LOADED) $(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(LOADED) $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .
	$(BIN)/python -m scripts.dead_code
	$(DEPLOYED) SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

tests-complete: $(INSTALLED_DEV)
	@$(BIN)/python -m scripts.run_tests --complete

format: $(INSTALLED_DEV) ## Format the code and mend what can be mended by itself
	$(BIN)/ruff check --fix $(OURS)
	$(BIN)/ruff format $(OURS)

bench: $(INSTALLED_DEV) ## Measure speed on SQLite and PostgreSQL (DATABASE_URL: only there)
	@$(BIN)/python -m tests.benchmarks

mutants: $(INSTALLED_DEV) ## Take each safeguard away: the tests must notice (two hours; goes on where it was stopped)
	@$(BIN)/python -m scripts.mutants

# Whoever judges the locked versions is not locked itself: the newest knows most.
audit: $(INSTALLED_DEV) ## Ask whether a locked dependency has a known vulnerability (needs the network)
	@test -x $(BIN)/pip-audit || $(BIN)/python -m pip install --quiet pip-audit || true
	@$(BIN)/python -m scripts.audit

load: $(INSTALLED_DEV) ## 50 people at work during an import, 400 slow connections, 16 writers (DATABASE=postgresql)
	@$(BIN)/python -m tests.load --database $(or $(DATABASE),sqlite)

lock: $(INSTALLED) ## Lock the newest allowed dependencies, with hashes, into the requirements files
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --extra dev --constraints requirements.txt --output-file requirements-dev.txt

# Hosts stay out of the lock files: whoever installs uses the index configured on that machine.
LOCK = $(BIN)/uv pip compile --quiet --upgrade --no-strip-extras --universal --python-version 3.11 --generate-hashes \
  --no-annotate --no-header --no-emit-index-url --no-emit-find-links

# --- What the targets above stand on ---

port-is-free:
	@$(PYTHON) -m contactsite.listening $(PORT)

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv is incomplete (Debian: apt-get install python3-venv)." >&2; exit 1; }
	@touch $@

$(INSTALLED): requirements.txt $(VENV)/.made
	@echo "Installing (once, and when requirements.txt changes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	@echo "Installing development tools (once, and when requirements-dev.txt changes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
