# The portal's commands. Each works on a fresh machine that has Python 3.11 or newer; each may be repeated.
.DEFAULT_GOAL := help
.PHONY: help run test check fix bench corpora soak assets lock clean

# A distribution's own is optimised for its machine: tests take a fifth longer with one that a version manager built.
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>&- \
	&& echo /usr/bin/python3 || echo python3)
BOOTSTRAP = command -v $(PYTHON) >/dev/null || { echo "The portal needs Python 3.11 or newer: install python3." >&2; exit 1; }; $(PYTHON) bin/bootstrap
VENV = .venv/bin

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: ## the whole portal with demonstration data at http://127.0.0.1:8000 (PORT=8001 make run for another port)
	@$(BOOTSTRAP) run

test: ## every test; also on PostgreSQL and Redis when TEST_DATABASE_URL and TEST_REDIS_URL are set
	@$(BOOTSTRAP) test && bin/test

check: ## everything that can be said without running the portal; changes nothing
	@$(BOOTSTRAP) check && $(VENV)/python bin/check.py

fix: ## what can be mended by machine: formatting, import order, generated documents
	@$(BOOTSTRAP) check && $(VENV)/python bin/check.py --fix

bench: ## how fast it is, compared with an empty page measured in the same run
	@$(BOOTSTRAP) check && $(VENV)/python manage.py bench

corpora: ## the corpora of which make test takes a share: every page in both widths, every form with every hostile value
	@$(BOOTSTRAP) test && bin/test corpora

soak: ## the long tests: years of simulation, thousands of changed files, and all of the corpora
	@$(BOOTSTRAP) test && bin/test soak

assets: ## styles and behaviour of the pages, built again when their sources changed
	@$(BOOTSTRAP) assets

lock: ## newer versions of every package, within the limits of pyproject.toml and package.json
	@$(BOOTSTRAP) lock

clean: ## what set-up and tests made, except the data in var/
	rm -rf .venv .setup node_modules static/built test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
