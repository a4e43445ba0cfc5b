# `make` builds the graph into dist/ from a fresh clone; `make help` lists the rest.
# Settings of the tools stand in pyproject.toml.

PYTHON ?= python3
WORKERS ?= auto
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9

# The stamp is written last, so an interrupted install is begun anew.
READY := $(VENV)/.ready
# The folders are listed too: their dates tell of a deleted file.
INPUTS = $(shell find ontology shapes queries) $(shell find src -name '*.py')

# Says the first thing that is missing, with the command that brings it; nothing when all is there.
# ensurepip is asked for by name: Debian keeps it, and so a working venv, in a package of its own.
define first_missing
command -v git >/dev/null || \
  { echo 'git is missing; install it: apt-get install git'; exit; }; \
command -v $(PYTHON) >/dev/null || \
  { echo '$(PYTHON) is missing; install it: apt-get install python3 python3-venv'; exit; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
  { echo '$(PYTHON) is older than 3.11; name a newer one: make PYTHON=python3.11'; exit; }; \
$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
  { echo '$(PYTHON) has no venv module; install it: apt-get install python3-venv'; exit; }
endef

.PHONY: all test bench linking mutants readme lock clean help
.DELETE_ON_ERROR:

all: dist/lms.nq ## build the graph into dist/ (the default)

$(READY): pyproject.toml requirements-dev.lock
	@$(if $(missing),$(error $(missing)))
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Asked only when the environment is to be made.
missing = $(shell $(first_missing))

dist/lms.nq: $(READY) $(INPUTS)
	$(BIN)/lmskg build -o dist
	@touch $@ # a build that changes no byte may leave the file's date

test: $(READY) ## everything that CI runs: format, lint, types, tests, coverage, README and docs
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest -n $(WORKERS) --cov --cov-report=term

bench: all ## measure side by side with the bare engines and print ratios
	$(BIN)/python bench/bench.py
	$(BIN)/python bench/scale.py
	-$(BIN)/python -m bench.neo4j_load

# --universal: one file serves Linux, macOS and Windows, by markers. No index is written into it.
# The old file is the starting point, so only what has to change does; `make lock UPGRADE=--upgrade` renews all.
COMPILE = $$tmp/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
  --generate-hashes --custom-compile-command 'make lock' $(UPGRADE)

mutants: $(READY) ## ask of every small change of every claim whether it is noticed (about half an hour)
	LMSKG_MUTANTS=all $(BIN)/pytest -n $(WORKERS) -q -p no:randomly tests/test_mutants.py

linking: $(READY) ## measure linking anew and write the tables of docs/linking.md (needs ../shared/data)
	$(BIN)/python -m bench.linking

readme: $(READY) ## put what the README's commands print now into the README
	$(BIN)/python -m tests.readme

lock: ## resolve pyproject.toml into the two lock files
	@$(if $(missing),$(error $(missing)))
	tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
	$(PYTHON) -m venv $$tmp && $$tmp/bin/python -m pip install --quiet uv==$(UV_VERSION) && \
	$(COMPILE) --output-file requirements.lock && \
	$(COMPILE) --constraints requirements.lock --all-extras --group dev --output-file requirements-dev.lock

clean: ## remove what was made: dist/, the environment, caches
	rm -rf dist $(VENV) .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests bench -name __pycache__ -prune -exec rm -rf {} +

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | sed 's/^make all|/make|/' | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'
