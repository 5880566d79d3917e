#!/usr/bin/env bash
# Try a built wheel without development packages: bash tests/smoke.sh dist/cutstat-*.whl
set -euo pipefail
wheel=$(realpath "$1")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "$wheel"
venv/bin/python -c 'import cv2' 2>/dev/null || venv/bin/pip install --quiet --force-reinstall \
    --no-deps "opencv-python-headless==$(venv/bin/pip show opencv-python | sed -n 's/^Version: //p')"

export CUTSTAT_LIBRARY="$place/library"
venv/bin/cutstat --version
venv/bin/cutstat doctor > doctor.txt
venv/bin/python - <<'PYTHON'
from dataclasses import replace
from pathlib import Path

from cutstat.synth.samples import render_episode, sample_series

for episodes in sample_series()[:2]:
    episode = replace(episodes[0], parts=episodes[0].parts[:1])
    render_episode(episode, Path(f"{episode.series.title} - 01{episode.series.suffix}"))
PYTHON
venv/bin/cutstat detect "Night Courier - 01.mkv" --json > found.json
venv/bin/cutstat score found.json "Night Courier - 01.json"
venv/bin/cutstat scan . --quiet
status=0
venv/bin/cutstat report "Night Courier" --against "Tea at Four" --output report --quiet || status=$?
test "$status" -eq 4  # one episode a series: refused, and the report is written all the same
test -s report/report.pdf
test -s report/post.png
echo "the wheel works"
