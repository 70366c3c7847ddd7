# The words of daily work; continuous integration (.ci/run) and pre-commit use the same.
# Needs make, git and Python 3.11 or newer. Another Python: make demo PYTHON=python3.12

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TEST_OPTIONS ?= -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-truth bench-designed bench-charts bench-batch format coverage golden pictures sample requirements clean

help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/package.stamp ## notebook, deck, report and run record of the sample company, in reports/demo/
	@$(BIN)/valuestory demo

test: $(VENV)/dev.stamp ## run the tests; TEST_OPTIONS="tests/unit -k facts" chooses among them
	@$(BIN)/python -m pytest $(TEST_OPTIONS)

check: $(VENV)/dev.stamp ## format, lint, types and imports, as pre-commit does
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench-truth: $(VENV)/dev.stamp ## hold the contribution estimate against simulated companies, 200 draws a cell (half an hour)
	@VALUESTORY_REPLICATIONS=200 $(BIN)/python -m pytest -s -q tests/simulation
	@$(BIN)/python -m benchmarks.effect_time

bench-designed: $(VENV)/dev.stamp ## fill a designed file by valuestory and by five other tools, which are installed for it
	@$(BIN)/python benchmarks/designed/bench_designed.py $(BENCH_OPTIONS)

bench-charts: $(VENV)/dev.stamp ## a deck of 40 native charts against python-pptx by hand and against pictures
	@$(BIN)/python benchmarks/bench_charts.py $(BENCH_OPTIONS)

bench-batch: $(VENV)/dev.stamp ## 24 decks by a batch and by plain papermill, and the memory of a batch of 400
	@$(BIN)/python benchmarks/bench_batch.py $(BENCH_OPTIONS)

bench: $(VENV)/dev.stamp ## measure the fold against hand-written SQL and pandas; BENCH_OPTIONS="--sizes 1" a part of it
	@$(BIN)/python benchmarks/bench.py $(BENCH_OPTIONS)

format: $(VENV)/dev.stamp ## put the code in its format and mend what the linter can
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

coverage: $(VENV)/dev.stamp ## run the tests and show which lines and branches none of them reached
	@$(BIN)/python -m pytest $(TEST_OPTIONS) --cov --cov-report=term-missing

golden: $(VENV)/dev.stamp ## record expected outlines and generated pages anew; read the difference before you commit
	@$(BIN)/python -m valuestory.cli.reference > docs/commands.md.new && mv docs/commands.md.new docs/commands.md
	@$(BIN)/python -m valuestory.slides.published docs
	@VALUESTORY_RECORD=1 $(BIN)/python -m pytest $$(grep -rl --include='test_*.py' -e VALUESTORY_RECORD -e 'golden(' tests)
	@git --no-pager diff --stat -- tests/golden docs

pictures: demo ## draw the README's slide anew from the demo's deck; needs LibreOffice and pdftoppm
	@soffice --headless --convert-to pdf --outdir .cache/pictures reports/demo/deck.pptx > /dev/null
	@pdftoppm -r 110 -f 7 -l 7 -singlefile -png .cache/pictures/deck.pdf docs/images/slide

sample: $(VENV)/package.stamp ## make the sample company's tables anew (seeded: the same bytes)
	@$(BIN)/python data/sample/make_sample.py
	@$(BIN)/python data/sample/make_desks.py

requirements: $(VENV)/dev.stamp ## pin requirements/*.txt from pyproject.toml; UPGRADE=1 takes the newest versions
	@$(COMPILE) --group build --output-file requirements/run.txt
	@$(COMPILE) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

clean: ## remove caches and builds; reports/ and .venv/ stay
	@rm -rf .cache build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests data benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" $(if $(UPGRADE),--upgrade)

# Set-up. A stamp is older than the file it stands for where that has changed since: only then the step runs again.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "valuestory needs Python 3.11 or newer; $(PYTHON) is %d.%d: make demo PYTHON=python3.12" % sys.version_info[:2])'
	@echo "set-up: a Python environment in $(VENV)/"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/run.stamp: requirements/run.txt | $(BIN)/python
	@echo "set-up: the libraries of $<, by version and hash (some minutes, once)"
	@$(PIP) --require-hashes -r $<
	@touch $@

$(VENV)/package.stamp: pyproject.toml $(VENV)/run.stamp
	@echo "set-up: valuestory itself"
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/package.stamp
	@echo "set-up: the developers' tools of $<"
	@$(PIP) --require-hashes -r $<
	@touch $@
