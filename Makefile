# Everything sets itself up: a virtual environment in .venv, and what the target needs in it.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check lint docs clean

demo: .venv/run.stamp  ## make the sample series, scan them, write the report into reports/demo
	$(BIN)/cutstat demo

test: .venv/dev.stamp  ## run the tests
	$(BIN)/pytest -n 2

check: lint test  ## all that CI checks

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/dev.stamp  ## make the generated pages anew
	$(BIN)/python -m cutstat.measure.table > docs/measures.md
	$(BIN)/python -m cutstat.cli.reference > docs/cli.md

clean:
	rm -rf .venv demo build dist

.venv/run.stamp: pyproject.toml tools/setup.sh
	PYTHON=$(PYTHON) sh tools/setup.sh .
	touch $@

.venv/dev.stamp: pyproject.toml tools/setup.sh
	PYTHON=$(PYTHON) sh tools/setup.sh ".[dev]"
	touch $@ .venv/run.stamp
