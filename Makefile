# Every command sets itself up: `.venv` from requirements.txt, the pinned tools in `.tools/bin`. Both are safe to delete.

# For the set-up only: everything else runs in .venv.
PYTHON ?= python3
# Given to the command: make test ARGS="-k locate", make render ARGS="--env prod"
ARGS ?=

CATALOG := .venv/bin/kubecatalog
BOOTSTRAP := $(PYTHON) -I generator/tools/bootstrap.py
READY := .venv/.ready

# The commands use every core themselves, and one reads what another writes.
.NOTPARALLEL:

.PHONY: help render validate diff test check bench parity schemas tools FORCE

help: ## show the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' Makefile

render: $(READY) ## catalog -> base/, overlays/, delivery/
	@$(CATALOG) render $(ARGS)

validate: $(READY) ## check every rendered manifest
	@$(CATALOG) validate $(ARGS)

diff: $(READY) ## what render would change; fails when there is anything
	@$(CATALOG) render --check $(ARGS)

test: $(READY) ## run the tests
	@.venv/bin/python -m pytest -q -n 2 --dist worksteal $(ARGS)

check: $(READY) ## all that CI checks beside the tests: format, lint, types, generated files
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/python -m generator.docs --check
	@.venv/bin/python -m generator.schemas.vendor --check
	@$(CATALOG) render --check

bench: $(READY) ## measure speed
	@.venv/bin/python -m tests.bench $(ARGS)

# The sets of labelled objects are named after it: make parity FILE-OR-FOLDER...
SETS := $(if $(filter parity,$(firstword $(MAKECMDGOALS))),$(wordlist 2,99,$(MAKECMDGOALS)))

parity: $(READY) ## agreement with labelled objects: make parity PATH...
	@.venv/bin/python -m tests.parity $(SETS) $(ARGS)

ifneq ($(SETS),)
.PHONY: $(SETS)
$(SETS): ; @:
endif

schemas: $(READY) ## vendor the Kubernetes and CRD schemas anew
	@.venv/bin/python -m generator.schemas.vendor $(ARGS)

tools: ## set up .venv and the pinned tools, repair what is missing, and show them
	@$(BOOTSTRAP) --list

# Set-up runs when one of its inputs is newer than its last run, when an interpreter or the tools are gone, and when the
# checkout was moved or copied: an environment holds its own absolute path. All of it is known without a process.
ifneq ($(file <$(READY)),$(CURDIR))
STALE := FORCE
else ifeq ($(and $(realpath .venv/bin/python),$(realpath .tools/.ready)),)
STALE := FORCE
endif

$(READY): requirements.txt pyproject.toml generator/__init__.py $(wildcard generator/tools/*.py) $(STALE)
	@$(BOOTSTRAP)
