# make demo       two sample letters, one cited answer, then the app on http://127.0.0.1:7860
# make test       everything, end-to-end tests on real parts included
# make lint       ruff, mypy, the rooms
# make format     ruff's fixes and layout
# make evaluate   CORPUS=folder GOLD=folder [EVAL=folder of scorers]: measures the whole road on gold data
# make bench      ratios in one run: reading, ingest, ask and /sparql against the bare parts, hostile queries
#                 (CORPUS=folder of PDFs instead of the sample letters; BENCH=more arguments)
# make ontology   writes what is generated from the ontology
# make conformance  runs the cases of the SPARQL standards on the running server (CONFORMANCE=folder of the W3C's cases)
# make screenshots  takes the pictures of docs/images (needs Chromium)
# make test-llm   asks questions without and with a small real model: no harm done (QUESTIONS=, LIBRARY=, WAIT=seconds)
# make kills      kills an ingest at random moments, again and again, and compares (KILLS=arguments)
#
# Variables: PYTHON (3.11 or newer), VENV, PORT, PYTEST (more arguments for pytest),
# TORCH_INDEX (address of PyTorch's CPU wheel index: saves gigabytes on Linux, see README).

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
PORT ?= 7860
TORCH_INDEX ?=
PYTEST ?=
BIN := $(VENV)/bin
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	$(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -c constraints.txt
DEMO := build/demo
QUESTION ?= What needs to improve in Isles of Scilly?

.PHONY: demo test test-llm lint format evaluate bench ontology conformance screenshots kills clean

demo: $(VENV)/installed
	$(BIN)/letters --version
	$(BIN)/letters ingest data/letters --library $(DEMO)
	$(BIN)/letters ask "$(QUESTION)" --library $(DEMO)
	$(BIN)/letters serve --library $(DEMO) --port $(PORT)

test: $(VENV)/installed-dev
	scripts/install-chromium.sh
	$(BIN)/python -m pytest $(PYTEST)

test-llm: $(VENV)/installed-dev
	$(PIP_INSTALL) -e '.[test-llm]'
	$(BIN)/python scripts/test_llm.py $(if $(QUESTIONS),--questions $(QUESTIONS)) $(if $(LIBRARY),--library "$(LIBRARY)") \
		$(if $(WAIT),--seconds $(WAIT))

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evaluate: $(VENV)/installed-dev
	$(BIN)/python scripts/evaluate.py --corpus "$(CORPUS)" --gold "$(GOLD)" $(if $(EVAL),--scorers "$(EVAL)")

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.bench $(if $(CORPUS),--corpus "$(CORPUS)") --output build/bench.md $(BENCH)

ontology: $(VENV)/installed
	$(BIN)/python -m ontology.build

conformance: $(VENV)/installed-dev
	$(BIN)/python -m tests.conformance $(if $(CONFORMANCE),"$(CONFORMANCE)")

screenshots: $(VENV)/installed-dev
	scripts/install-chromium.sh
	$(BIN)/python scripts/screenshots.py

kills: $(VENV)/installed-dev
	$(BIN)/python tests/tools/kills.py $(KILLS)

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. If it is not on the PATH: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt ui/web/package-lock.json | $(BIN)/python
	$(PIP_INSTALL) -e .
	scripts/install-web.sh
	touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt ui/web/package-lock.json | $(BIN)/python
	$(PIP_INSTALL) -e '.[dev]'
	scripts/install-web.sh
	touch $(VENV)/installed $@
