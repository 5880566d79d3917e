#!/bin/sh
# Make .venv and install the project into it: sh tools/setup.sh ".[dev]"
set -eu
python="${PYTHON:-python3}"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "cutstat needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2
    exit 1
}
[ -x .venv/bin/python ] || "$python" -m venv .venv || {
    echo "Python cannot make virtual environments here; on Debian: apt install python3-venv" >&2
    exit 1
}
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable "$1"

# opencv-python brings windows and needs libGL; the headless build of the same version does not.
if ! .venv/bin/python -c 'import cv2' 2>/dev/null; then
    version=$(.venv/bin/python -c 'from importlib.metadata import version; print(version("opencv-python"))')
    echo "opencv-python $version cannot be loaded here; installing its headless build instead."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps \
        "opencv-python-headless==$version"
fi
