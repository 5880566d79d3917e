# Everything sets itself up: a virtual environment in .venv, and what the target needs in it.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check lint docs shelf clean

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
	$(BIN)/python -m cutstat.formats.schemas docs/schemas

shelf: .venv/run.stamp  ## pack the sample series anew, with the detector as it is now
	$(BIN)/cutstat demo
	$(BIN)/cutstat pack "Night Courier" "Tea at Four" "海の駅" -o samples/shelf.cutstat \
	    --library demo/.library

clean:
	rm -rf .venv demo build dist

.venv/run.stamp: pyproject.toml Makefile
	$(call install,)
	touch $@

.venv/dev.stamp: pyproject.toml Makefile
	$(call install,--group dev)
	touch $@ .venv/run.stamp

# Makes .venv, unless it is there, and installs the project into it. opencv-python brings windows and
# needs libGL; where that is missing, the headless build of the same version takes its place.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "cutstat needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; \
	    exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv || { \
	    echo "Python cannot make virtual environments; on Debian: apt install python3-venv" >&2; \
	    exit 1; }
	@$(PIP) --upgrade "pip>=25.1"  # from there on it knows dependency groups
	$(PIP) --editable '.[sound]' $(1)
	@$(BIN)/python -c 'import cv2' 2>/dev/null || { \
	    echo "opencv-python cannot be loaded here; installing its headless build instead."; \
	    $(PIP) --force-reinstall --no-deps "opencv-python-headless==$$($(BIN)/python -c \
	        'from importlib.metadata import version; print(version("opencv-python"))')"; }
endef
