# The commands of the house. What they need is set up by scripts/setup.py, with the machine's own Python.

PYTHON ?= python3
PY = .venv/bin/python
# How many processes run the suite; 0 runs it in one.
PYTEST_WORKERS ?= 2
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help python run tools test check lint types imports templates migrations tables coverage translations
.PHONY: messages requirements bench

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 22

python:
	@command -v $(PYTHON) >/dev/null || { \
	    echo "make: no $(PYTHON) on this machine. Run: apt-get update && apt-get install -y python3 python3-venv" >&2; exit 1; }

run: python ## set everything up and start the demo county: web, worker, beat (MINGCHA_BIND=127.0.0.1:8001 for another port)
	@MINGCHA_DEMO=$${MINGCHA_DEMO-1} exec $(PYTHON) scripts/setup.py run

tools: python ## the environment with the tools of the suite and the checks
	@$(PYTHON) scripts/setup.py tools

# Browser journeys are part of the suite; a machine without the browser fails here, it does not skip them.
test: tools ## the whole suite; TEST_DATABASE_URL and TEST_BROKER_URL choose PostgreSQL and a real broker; ARGS="tests/ops -k lock"
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	    echo "make test: no Chromium for the browser journeys. Run: apt-get update && apt-get install -y chromium" >&2; exit 1; }
	$(PY) -m pytest -q -n $(PYTEST_WORKERS) $(ARGS)

check: lint types imports templates migrations tables coverage translations ## all checks below; `make -k check` goes on past the first fault

lint: tools ## ruff, and its format
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: tools ## mypy, strict in the rooms that pyproject.toml names
	MINGCHA_DEMO=1 $(PY) -m mypy

imports: tools ## imports run one way
	.venv/bin/lint-imports --no-cache

templates: tools ## indentation of the templates
	.venv/bin/djhtml --tabwidth 4 --check $$(find . -path ./.venv -prune -o -path ./data -prune -o -name '*.html' -print)

migrations: tools ## no model without its migration
	MINGCHA_DEMO=1 $(PY) manage.py makemigrations --check --dry-run

tables: tools ## docs/procedure/ is what the declarations say
	MINGCHA_DEMO=1 $(PY) manage.py procedure_tables --check

coverage: tools ## every provision of the law notes has a rule or a reason, and docs/law-coverage.md says so
	$(PY) scripts/law_coverage.py --check

translations: tools ## every interface string has its English
	$(PY) scripts/translations.py check

messages: tools ## bring locale/ up to date with the sources, then compile it
	$(PY) scripts/translations.py extract
	$(PY) scripts/translations.py compile

bench: tools ## page and step times at 1,000 and 100,000 matters, into docs/benchmarks.md
	MINGCHA_DEMO=1 $(PY) manage.py bench

requirements: tools ## compile requirements*.txt from the .in files, with hashes
	@command -v uv >/dev/null || test -x .venv/bin/uv || $(PY) -m pip install -q --require-hashes -r requirements-uv.txt
	@PATH="$$PATH:$$PWD/.venv/bin"; for name in requirements requirements-dev requirements-uv; do \
	    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	        --custom-compile-command "make requirements" $$name.in -o $$name.txt || exit 1; done
