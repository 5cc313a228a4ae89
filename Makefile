# make demo     CM Desk on the embedded demo network; without a display it draws pictures
# make test     everything a change must pass
# make servers  install the real servers that some tests talk to (root or sudo)
# make often    the tests twenty times, to show races        make fix   formatting and easy repairs
VENV ?= .venv
BIN = $(VENV)/bin
DEMO ?= demo
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
DISPLAYED = $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter-out Linux,$(shell uname -s)))

ifneq ($(DISPLAYED),)
demo: $(VENV)/ready
	$(BIN)/cm-desk --data $(DEMO) demo
else
demo: $(VENV)/ready
	packaging/system-libraries fonts
	@echo "There is no display here, so the demo runs without a window and draws its pictures."
	QT_QPA_PLATFORM=offscreen $(BIN)/cm-desk --data $(DEMO) demo --once
	QT_QPA_PLATFORM=offscreen $(BIN)/cm-desk tour $(DEMO)/pictures
	@echo "The pictures of every screen are in $(DEMO)/pictures."
endif

test: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -rs -n auto --dist loadfile

servers:
	for each in tests/servers/*/install; do $(if $(filter-out 0,$(shell id -u)),sudo --preserve-env=CMDESK_SERVERS) $$each || exit 1; done

often: $(VENV)/ready
	for i in $$(seq 20); do QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -p no:cacheprovider || exit 1; done

fix: $(VENV)/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

libraries:
	packaging/system-libraries

$(VENV)/ready: pyproject.toml | libraries
	$(if $(PYTHON),,$(error CM Desk needs Python 3.11, 3.12 or 3.13, and found none))
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --editable . --group dev
	touch $@

.PHONY: demo test servers often fix libraries
