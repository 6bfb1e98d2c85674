# make            the environment, then build/brief.pdf and build/brief.pptx
# make help       all verbs
#
# Works with GNU make 3.81 and newer. Paths with spaces are refused: make cannot carry them.

ifneq ($(words $(CURDIR)),1)
$(error the path of this folder has a space in it; move the project to a path without)
endif

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/ready
REPORTGEN := $(VENV)/bin/reportgen
DOCUMENTS := $(patsubst content/%.md,%,$(wildcard content/*.md))
PDFS := $(patsubst %,build/%.pdf,$(DOCUMENTS))
DECKS := $(patsubst %,build/%.pptx,$(DOCUMENTS))
TOOL := $(shell find src/reportgen -type f ! -name '*.pyc' 2>/dev/null)

.PHONY: all test lint check clean distclean help
# Outputs appear whole, by rename: what is there stays, whatever becomes of a build.
.PRECIOUS: $(PDFS) $(DECKS)

all: $(PDFS) $(DECKS)

# One run makes both files: a pattern rule of two targets is run once for both, in every GNU make.
build/%.pdf build/%.pptx: content/%.md $(TOOL) $(READY)
	$(REPORTGEN) build --document $*

# What each was made from, as the last build wrote it; and what counts as soon as it is there.
-include $(wildcard build/.reportgen/*.d)
$(PDFS) $(DECKS): $(wildcard content/facts.yaml templates/_brand.yml templates/fonts/*.ttf)
$(PDFS): $(wildcard templates/*.html templates/*.css)

$(READY): pyproject.toml requirements.txt tools/setup
	@PYTHON="$(PYTHON)" tools/setup $(VENV)
	@touch $@

test: $(READY) ## all tests
	$(VENV)/bin/python -m pytest -q

lint: $(READY) ## style, types and layers
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

check: all ## the content and the finished files
	$(REPORTGEN) check

clean: ## delete build/
	rm -rf build

distclean: clean ## delete build/ and the environment
	rm -rf $(VENV)

help: ## this list
	@echo "make             build/brief.pdf and build/brief.pptx"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | \
	  while IFS="$$(printf '\t')" read -r verb what; do printf 'make %-11s %s\n' "$$verb" "$$what"; done
