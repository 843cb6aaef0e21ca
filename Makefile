# GNU make and Python 3.11 or newer are all this needs; `make` alone lists the targets.

PYTHON ?= python3
PORT ?= 8000
# How many processes share the tests: `make test WORKERS=0` runs them in one, for a debugger.
WORKERS ?= auto
# Absolute addresses (previews, feeds, the sitemap) follow the port, unless the site has a name of its own.
SITE_URL ?= http://127.0.0.1:$(PORT)
export SITE_URL

VENV := .venv
BIN := $(VENV)/bin
# An empty file made when the pins it stands for are installed; a newer requirements file makes it stale.
RUNTIME := $(VENV)/.installed-runtime
DEVELOPMENT := $(VENV)/.installed-development
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run dev editor test check check-code check-templates check-content check-catalogue messages pins audit benchmark clean

help:  ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed; if you have it by another name: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	    || { echo "Python's venv module is missing: on Debian or Ubuntu, apt-get install python3-venv"; exit 1; }

$(RUNTIME): requirements.txt | $(VENV)/bin/pip
	@echo "Installing what the site needs into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt | $(VENV)/bin/pip
	@echo "Installing what the tests and checks need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# The server would share a port with another that is already there, and each would get some of the requests.
define port_is_free
@$(BIN)/python -c 'import socket, sys; sys.exit(socket.socket().connect_ex(("127.0.0.1", $(PORT))) == 0)' \
    || { echo "Port $(PORT) is taken: stop what uses it, or choose another (make $@ PORT=8001)."; exit 1; }
endef

run: $(RUNTIME)  ## Serve the site on http://127.0.0.1:8000/ (PORT=8001 for another port)
	$(port_is_free)
	@$(MANAGE) prepare_site
	@echo
	@echo "  Open $(SITE_URL)/"
	@echo "  Editors work at $(SITE_URL)/admin/ ('make editor' in another terminal makes an account)."
	@echo "  Ctrl-C stops it."
# One worker, because the memory cache and the limits on floods of ratings live in a process: a second
# would halve the one and double the other. Four threads, so that a slow reader or a writer waiting for
# SQLite's one write lock does not hold up the rest; the interpreter lock would waste more. Several
# workers need CACHE_URL and DATABASE_URL. The timeout, because a Ctrl-C while it starts would hang for ever.
# The schedule runs beside it and ends with it, however that ends: the shell's number becomes the server's.
	@$(MANAGE) run_schedule --every 60 --beside $$$$ & \
	    exec $(BIN)/granian careersite.wsgi:application --interface wsgi --host 127.0.0.1 --port $(PORT) \
	    --workers 1 --blocking-threads 4 --workers-kill-timeout 5 --no-ws --no-access-log --log-level warning

dev: export SITE_DEBUG = 1
dev: $(RUNTIME)  ## The same with reloading and error pages, to work on it
	@$(MANAGE) prepare_site
	@$(MANAGE) build_assets --watch & watcher=$$!; trap 'kill $$watcher' EXIT INT TERM; \
	    $(MANAGE) run_schedule --every 60 --beside $$$$ & \
	    $(MANAGE) runserver 127.0.0.1:$(PORT)

editor: $(RUNTIME)  ## Make an editor's account for /admin/
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) createsuperuser $(if $(DJANGO_SUPERUSER_PASSWORD),--no-input)

test: $(DEVELOPMENT)  ## The whole suite, on every processor (browser tests are skipped where there is no Chromium)
# In the order of collection (with a database, in the browser, the rest), not the files with most tests first:
# what takes seconds a test is begun before what takes none, so no worker waits for another's last file.
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: check-code check-templates check-content check-catalogue  ## Linters, content and catalogue (needs gettext)

check-code: $(DEVELOPMENT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-templates: $(DEVELOPMENT)
	$(BIN)/djlint --quiet --lint templates

check-content: $(DEVELOPMENT)
	$(MANAGE) check_content

check-catalogue: $(DEVELOPMENT)
	$(MANAGE) check_catalogue

messages: $(DEVELOPMENT)  ## Collect the interface's words into the Welsh catalogue (needs gettext)
	$(MANAGE) makemessages --locale cy --add-location file --no-obsolete --no-wrap \
	    --ignore var --ignore node_modules --ignore tests

pins: $(DEVELOPMENT)  ## Write requirements*.txt anew from requirements*.in
	$(BIN)/uv pip compile $(PIN) requirements.in -o requirements.txt
	$(BIN)/uv pip compile $(PIN) requirements-production.in -c requirements.txt -o requirements-production.txt
	$(BIN)/uv pip compile $(PIN) requirements-dev.in -c requirements-production.txt -o requirements-dev.txt

# For every platform and Python from 3.11, and without naming the host the packages came from.
# UPGRADE=--upgrade takes the newest releases; without it what need not change stays.
PIN = --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $(UPGRADE)

audit: $(DEVELOPMENT)  ## Ask whether a pinned package has a known weakness (needs the network)
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements-dev.txt

benchmark: $(DEVELOPMENT)  ## Time pages with one career and with many; prints, asserts nothing
	@$(BIN)/python -m pytest -m benchmark -s tests/benchmarks $(ARGS)

clean:  ## Remove what can be made again; never var/ (the database and uploads)
	rm -rf $(VENV) node_modules .pytest_cache .ruff_cache .hypothesis .coverage
	find careersite profiles tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find careersite/locale -name '*.mo' -delete
