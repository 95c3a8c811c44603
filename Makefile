# Every command a developer needs; `make` alone lists them. Kept to GNU make 3.81, which macOS has.

PORT ?= 8000
# More words for pytest: make test ARGS="-k quotes -x"
ARGS ?=
# Compiled once, not by every process of the tests; `make clean` removes it.
unexport PYTHONDONTWRITEBYTECODE
PYTEST = .venv/bin/python -m pytest
# More processes than that spend their time making databases.
PARALLEL = -n auto --maxprocesses 4 --dist worksteal

.PHONY: help run test test-browser test-postgres check format coverage shell lock clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.* ## /\1	/p' Makefile | expand -t 16

run: ## set up, load the sample data if the database is empty, serve on 127.0.0.1:8000 (PORT=...)
	@scripts/environment run
	@SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}"; export SITE_URL; exec env DEBUG=1 .venv/bin/python manage.py start_local $(PORT)

test: ## every test, lint, type and import check but those of the next two; no network
	@scripts/environment test
	@$(PYTEST) $(PARALLEL) $(ARGS)

test-browser: ## the pages in a real browser (CHROMIUM=/path/to/chromium)
	@scripts/environment test
	@$(PYTEST) -m browser $(ARGS)

test-postgres: ## the same tests on PostgreSQL: the server in DATABASE_URL, or one started for it
	@scripts/environment test
	@scripts/with-postgres $(PYTEST) $(PARALLEL) -m "not browser and not tool" $(ARGS)

check: ## only lint, formatting, types and import rules
	@scripts/environment test
	@$(PYTEST) $(PARALLEL) -m tool $(ARGS)

format: ## format Python and template tags, and mend what the linter can
	@scripts/environment test
	@.venv/bin/ruff check --fix --quiet || true
	@.venv/bin/ruff format
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

coverage: ## the tests, and which lines of the code they never reach
	@scripts/environment test
	@$(PYTEST) $(PARALLEL) -m "not browser and not tool" --cov $(ARGS)

shell: ## Django's shell on the local database
	@scripts/environment run
	@exec env DEBUG=1 .venv/bin/python manage.py shell

lock: ## write requirements*.txt anew from pyproject.toml (ARGS=--upgrade for newer versions)
	@scripts/lock $(ARGS)

clean: ## remove the environment and everything the tools left behind
	rm -rf .venv .coverage htmlcov test-results static-collected .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
