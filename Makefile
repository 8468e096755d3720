# `make demo` and `make test` are all that a new machine needs besides Python 3.11, git and make.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
NPM := $(shell command -v npm)

.PHONY: demo test quick check format script bench-hit bench-panel bench-script bench-banner bench-audit pictures clean

demo: $(VENV)/installed
	$(BIN)/rakneverk demo --port $(PORT)

test: $(VENV)/tested browser compiler servers $(if $(NPM),node_modules/.bin/esbuild) check
	$(BIN)/pytest -n 2 --dist loadfile  # browsers wait more than they work; the tests of one file share what they began

quick: $(VENV)/tested
	$(BIN)/pytest -n 2 --dist loadfile -m quick --hypothesis-profile quick

# Format, lint, types and the arrows between packages: the same for people and CI.
check: $(VENV)/tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What is served of static/: made from the readable sources, and committed. Each has the parts that it names (see
# static/script/policy.js); the smallest bundle is for most policies, and those with NOTICE for 30 days after a change.
script: node_modules/.bin/esbuild
	$(call bundle,script,statistics,)
	$(call bundle,script-notice,statistics,NOTICE)
	$(call bundle,optional,statistics,OPTIONAL)
	$(call bundle,optional-notice,statistics,OPTIONAL NOTICE)
	$(call bundle,acts,statistics,OPTIONAL CLICKS MEASURES)
	$(call bundle,acts-notice,statistics,OPTIONAL CLICKS MEASURES NOTICE)
	$(call bundle,measures,statistics,OPTIONAL MEASURES)
	$(call bundle,measures-notice,statistics,OPTIONAL MEASURES NOTICE)
	$(call bundle,vitals,statistics,OPTIONAL MEASURES VITALS)
	$(call bundle,vitals-notice,statistics,OPTIONAL MEASURES VITALS NOTICE)
	$(call bundle,all,statistics,OPTIONAL CLICKS MEASURES VITALS)
	$(call bundle,all-notice,statistics,OPTIONAL CLICKS MEASURES VITALS NOTICE)
	$(call bundle,services,services,SERVICES OPTIONAL NOTICE)
	$(call bundle,services-all,services,SERVICES OPTIONAL CLICKS MEASURES VITALS NOTICE)
	$< static/banner.css static/services.css --minify --target=es2020 --charset=utf8 --out-extension:.css=.min.css --outdir=static

# A minute or two; writes the tables of docs/bench.md on hits.
bench-hit: $(VENV)/tested
	$(BIN)/python -m bench.hit

# A year of ten million page views and what it takes to look at it: ten minutes; writes the table of docs/bench.md on panels.
bench-panel: $(VENV)/tested
	$(BIN)/python -m bench.panel

# What each optional statistic adds to the script; writes the figures of docs/statistics.md.
bench-script: $(VENV)/tested node_modules/.bin/esbuild
	$(BIN)/python -m bench.script

# Some minutes on a machine that does nothing else; writes the tables of docs/bench.md.
bench-banner: $(VENV)/tested browser
	$(BIN)/python -m bench.banner

# The audit on others' banners and ours; writes the table of docs/audit.md.
bench-audit: $(VENV)/tested browser
	$(BIN)/python -m bench.audit

# The pictures of docs/images; PICTURES=DIR puts every page there besides, in light and dark, wide and narrow, and as on paper.
pictures: $(VENV)/tested browser
	$(BIN)/python -m bench.pictures $(PICTURES)

# The newest lists for collector/data; LISTS=--check says what they change and writes nothing.
.PHONY: lists
lists: $(VENV)/tested
	$(BIN)/python -m lists $(LISTS) || test $$? -eq 1

PARTS := OPTIONAL CLICKS MEASURES VITALS NOTICE SERVICES
with = $(foreach part,$(PARTS),--define:$(part)=$(if $(filter $(part),$(1)),true,false))
bundle = $< static/script/$(2).js $(call with,$(3)) $(BUNDLED) | $(SHORTENED) --output static/$(1).min.js
BUNDLED := --bundle --format=iife --target=es2020 --charset=utf8
SHORTENED := node_modules/.bin/terser --ecma 2020 --toplevel --mangle --compress passes=3,unsafe_arrows,pure_getters

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
.PHONY: browser compiler servers
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || $(call install,chromium)

# The crash test preloads a library of a few lines of C.
compiler:
	@command -v cc >/dev/null || $(call install,gcc libc6-dev)

# The tests put real web servers in front of a site. Where there is systemd, Debian also starts what it installs.
servers:
	@{ command -v nginx && command -v apache2 && command -v caddy; } >/dev/null || $(call install,nginx-light apache2-bin caddy)

install = { apt-get update -q && apt-get install -y -q --no-install-recommends $(1); }

node_modules/.bin/esbuild:
	$(NPM) install --no-save --no-package-lock --no-audit --no-fund --loglevel=error esbuild@0.28 terser@5 typescript@7
