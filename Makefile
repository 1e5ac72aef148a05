# Short verbs for everything; `make` lists them. Works with GNU make 3.81 (macOS) and later.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --quiet
KG := $(BIN)/kg
DEMO := demo
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help install demo test check lock generate clean distclean

help:
	@echo "make demo       read the sample articles, print who backs whom, draw the graph ($(DEMO)/graph.html)"
	@echo "make test       the whole test suite: style, types, floors, tests"
	@echo "make install    the environment alone ($(VENV)), with the pinned dependencies and the kg command"
	@echo "make generate   write the generated files again (vocabulary, reference pages)"
	@echo "make lock       write requirements/*.txt again from pyproject.toml (UPGRADE=--upgrade for newer versions)"
	@echo "make clean      remove the demo, builds and caches; make distclean removes $(VENV) as well"
	@echo
	@echo "Another interpreter: make demo PYTHON=python3.12 (3.11 or later is needed)"

# The environment. A stamp file stands for each finished step, so that a second run has nothing to do.

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "make: there is no $(PYTHON); install Python 3.11 or later, or say make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "make: $(PYTHON) is `$(PYTHON) --version`; 3.11 or later is needed: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making the environment $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "make: the venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@echo "Installing the pinned dependencies (about 600 MB on disk, a minute or two) ..."
	@$(PIP) --require-hashes -r requirements/runtime.txt
	@$(PIP) --require-hashes -r requirements/build.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	@echo "Installing the pinned tools for the tests ..."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

install: $(VENV)/.runtime

# What users run.

demo: $(VENV)/.runtime
	$(KG) build kg/data/sample --store $(DEMO)/store
	$(KG) evidence --relation backs --store $(DEMO)/store
	$(KG) viz --store $(DEMO)/store --output $(DEMO)/graph.html
	@echo "Open in a browser: $(CURDIR)/$(DEMO)/graph.html"

# What developers run.

# The pages are tried in a browser beside everything else, since that takes minutes of waiting.
test: check
	@$(BIN)/pytest -p no:cacheprovider tests/visual >$(VENV)/pages.log 2>&1 & pages=$$!; \
	trap 'kill $$pages' INT TERM; \
	$(BIN)/pytest --ignore=tests/visual; rest=$$?; \
	wait $$pages; pages=$$?; cat $(VENV)/pages.log; \
	test $$rest -eq 0 && test $$pages -eq 0

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

generate: $(VENV)/.dev
	@for script in scripts/generate_*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

lock: $(VENV)/.dev
	$(LOCK) pyproject.toml --output-file requirements/runtime.txt
	$(LOCK) --group build --constraint requirements/runtime.txt --output-file requirements/build.txt
	$(LOCK) pyproject.toml --group dev --constraint requirements/runtime.txt --constraint requirements/build.txt \
		--output-file requirements/dev.txt

clean:
	rm -rf $(DEMO) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find kg scripts tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV)
