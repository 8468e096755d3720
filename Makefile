# `make demo` and `make test` are all that a new machine needs besides Python 3.11, git and make.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
NPM := $(shell command -v npm)

.PHONY: demo test quick check format script clean

demo: $(VENV)/installed
	$(BIN)/rakneverk demo --port $(PORT)

test: $(VENV)/tested browser compiler $(if $(NPM),node_modules/.bin/esbuild) check
	$(BIN)/pytest

quick: $(VENV)/tested
	$(BIN)/pytest -m quick

# Format, lint, types and the arrows between packages: the same for people and CI.
check: $(VENV)/tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What is served of static/: made from the readable sources, and committed.
script: node_modules/.bin/esbuild
	$< static/script.js --minify --target=es2020 --outfile=static/script.min.js
	$< static/banner.css --minify --target=es2020 --outfile=static/banner.min.css

clean:
	rm -rf $(VENV) node_modules build *.egg-info

$(VENV)/installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/pip install --quiet --disable-pip-version-check --group test --group lint
	touch $@

# Debian's package where there is no Chromium; elsewhere install one and have it on the PATH.
.PHONY: browser compiler
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || $(call install,chromium)

# The crash test preloads a library of a few lines of C.
compiler:
	@command -v cc >/dev/null || $(call install,gcc libc6-dev)

install = { apt-get update -q && apt-get install -y -q --no-install-recommends $(1); }

node_modules/.bin/esbuild:
	$(NPM) install --no-save --no-package-lock --no-audit --no-fund --loglevel=error esbuild@0.28
