# run, test, check, bench, chaos, screenshots: each works on a fresh clone as the first command.
# Everything lives in .venv/ (Python, node, npm) and node_modules/; only python3 with venv is assumed.
PORT = 8000
HOST = 127.0.0.1
DATA = .demo
ARGS =

BIN := .venv/bin
MADE := .venv/.made
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --loglevel=error
TRANSLATIONS := server/translations
MO := $(patsubst %.po,%.mo,$(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/messages.po))
CODE := $(wildcard server kiosk display counter track)

# One set is installed per call: the runtime's, or the developer's, which holds it.
SET := $(if $(filter-out run,$(or $(MAKECMDGOALS),run)),dev,run)
READY = $(MADE)/package $(MADE)/node-$(SET) $(MO)

.DELETE_ON_ERROR:
.PHONY: run test check lint types scripts templates catalogue bench chaos screenshots lock babel clean browser

run: $(READY)
	@exec $(BIN)/layso demo --host $(HOST) --port $(PORT) --data $(DATA)

test: $(READY) browser
	@exec $(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint types scripts templates catalogue

bench: $(READY)
	@exec $(BIN)/python -m bench $(ARGS)

chaos: $(READY)
	@exec $(BIN)/python -m tests.chaos $(ARGS)

screenshots: $(READY) browser
	@exec $(BIN)/python -m tools.screenshots $(ARGS)

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy --strict

scripts: $(READY)
	$(BIN)/node node_modules/typescript/bin/tsc --checkJs -p tsconfig.json

templates: $(READY)
	$(BIN)/djlint --lint --quiet $(CODE)

# --- languages: `make babel` after changing a page's words, then translate what it added ---
EXTRACT = $(BIN)/pybabel -q extract -F pyproject.toml -k _l -k lazy_gettext --no-location --sort-output \
	--project=layso --version=1 --copyright-holder="Lấy Số" -o $(MADE)/messages.pot $(CODE)
UPDATE = $(BIN)/pybabel -q update -i $(MADE)/messages.pot -d $(TRANSLATIONS) --no-fuzzy-matching \
	--ignore-obsolete --ignore-pot-creation-date --width=110

babel: $(READY)
	@mkdir -p $(TRANSLATIONS)
	$(EXTRACT)
	@for language in vi en; do test -e $(TRANSLATIONS)/$$language/LC_MESSAGES/messages.po || \
		$(BIN)/pybabel -q init -i $(MADE)/messages.pot -d $(TRANSLATIONS) -l $$language; done
	$(UPDATE)
	$(BIN)/pybabel -q compile -d $(TRANSLATIONS)

catalogue: $(READY)
	$(EXTRACT)
	$(UPDATE) --check

%.mo: %.po | $(MADE)/python-$(SET)
	@$(BIN)/pybabel -q compile -i $< -o $@

# --- setting up ---
$(MADE)/venv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@echo "Setting up, once: a Python environment in .venv/ ..."
	@test -x $(BIN)/pip || python3 -m venv --clear .venv
	@mkdir -p $(MADE) && touch $@

$(MADE)/python-run $(MADE)/python-dev: $(MADE)/python-%: requirements/%.txt $(MADE)/venv
	@echo "Setting up, once: Python packages (about 20 s) ..."
	@$(PIP) --require-hashes --only-binary :all: -r $<
	@touch $@ $(MADE)/python-run

$(MADE)/package: pyproject.toml | $(MADE)/python-$(SET)
	@echo "Setting up, once: the layso command ..."
	@$(PIP) -e . --no-deps --no-build-isolation
	@touch $@

$(MADE)/node-run $(MADE)/node-dev: $(MADE)/node-%: package-lock.json tools/vendor.py | $(MADE)/python-$(SET)
	@echo "Setting up, once: the browser's parts ..."
	@$(NPM) ci $(if $(filter run,$*),--omit=dev) >/dev/null
	@$(BIN)/python tools/vendor.py
	@touch $@ $(MADE)/node-run

browser:
	@missing=; command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || \
		missing="chromium-headless-shell"; \
	command -v zbarimg >/dev/null || missing="$$missing zbar-tools"; \
	test -z "$$missing" && exit; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo "The tests need a browser and a QR reader. Please run:" >&2; \
		echo "  sudo apt-get install -y --no-install-recommends $$missing" >&2; exit 1; fi; \
	echo "Setting up, once: $$missing ..."; \
	apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
		apt-get -qq install -y --no-install-recommends $$missing >/dev/null

# The locks name versions and hashes, never where to fetch them. ARGS=--upgrade takes the newest.
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" pyproject.toml

lock: $(MADE)/python-dev
	$(COMPILE) $(ARGS) --extra build -o requirements/run.txt
	$(COMPILE) $(ARGS) --extra dev -c requirements/run.txt -o requirements/dev.txt
	$(NPM) install --package-lock-only

clean:
	rm -rf .venv node_modules server/shell/static/vendor kiosk/fonts build *.egg-info $(MO)
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
