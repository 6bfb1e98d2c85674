# make            the environment, then build/brief.pdf and build/brief.pptx
# make help       all verbs
#
# The tool's own: its environment, tests and lint. What builds a project is in the Makefile that
# `reportgen new` gives each of them, included here.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/ready
REPORTGEN := $(VENV)/bin/reportgen
TOOL := $(shell find src/reportgen -type f ! -name '*.pyc' 2>/dev/null)

include src/reportgen/starter/Makefile

.PHONY: fuzz soak test coverage wheel lint bench distclean

$(READY): pyproject.toml requirements.txt tools/setup
	@PYTHON="$(PYTHON)" tools/setup $(VENV)
	@touch $@

test: $(READY) ## all tests
	$(VENV)/bin/python -m pytest -q -n auto $(TESTS)

coverage: $(READY) ## all tests, and which lines they run
	$(VENV)/bin/python -m pytest -q -n auto --cov --cov-report=term:skip-covered

wheel: $(READY) ## the wheel, alone in a new environment, makes, builds and checks a project
	tools/wheel_alone $(VENV)

lint: $(READY) ## style, types and layers
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

fuzz: $(READY) ## 2,000 documents by chance, then 5,000 broken inputs: sound, or refused with a place
	FUZZ_DOCUMENTS=$${FUZZ_DOCUMENTS:-2000} $(VENV)/bin/python -m pytest -q -n auto tests/fuzz
	$(VENV)/bin/python tests/fuzz/mutate.py --cases 5000

soak: $(READY) ## 300 random edits in a warm process, each compared with a cold build; 500 in a preview (hours)
	KEPT_EDITS=$${KEPT_EDITS:-300} $(VENV)/bin/python -m pytest -q tests/test_kept_pages.py
	$(VENV)/bin/python benchmarks/preview.py 500

bench: $(READY) ## the benchmarks (20 minutes)
	$(VENV)/bin/python -m pip install --quiet typst==0.15.2
	for one in builds growth slides citations stress preview; do $(VENV)/bin/python benchmarks/$$one.py; done

distclean: clean ## delete build/ and the environment
	rm -rf $(VENV)
