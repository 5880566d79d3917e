"""Measure what a scan costs: ``python -m benchmarks.speed VIDEO...``.

cutstat, decoding alone, PySceneDetect and ffmpeg's scdet run in turn on the same files; then the
first of these is encoded at several sizes and lengths, and scanned by one process and by two. The
result is kept in ``benchmarks/speed/results``; a section of ``docs/benchmarks.md`` and a figure are
made from it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.page import to_markdown
from benchmarks.accuracy.results import ROOT, origin, read_left_out, read_sets, store
from benchmarks.speed.figure import write_figure
from benchmarks.speed.measure import LABELS, compare_on, growth_of, throughput_of
from benchmarks.speed.page import FIGURE, NAME, RESULTS, read_speed
from cutstat.core.atomic import atomic_path
from cutstat.errors import CutstatError


def main() -> None:
    """Measure, and make the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument(
        "videos", type=Path, nargs="*", help="files; without them the page is made anew"
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each program runs")
    asked = parser.parse_args()
    try:
        if asked.videos:
            document = measure(asked.videos, rounds=asked.rounds)
            RESULTS.mkdir(exist_ok=True)
            store(document, folder=RESULTS)
        if (stored := read_speed()) is not None:
            write_figure(stored, ROOT / "docs" / FIGURE)
        with atomic_path(ROOT / "docs" / "benchmarks.md") as temporary:
            temporary.write_text(to_markdown(read_sets(), read_left_out()), "utf-8")
    except CutstatError as error:
        sys.exit(str(error))


def measure(videos: Sequence[Path], *, rounds: int) -> dict[str, Any]:
    """Run all programs on the files; give the document."""
    born = origin()  # before the code changes that is measured
    rows = []
    for video in videos:
        row = compare_on(video, rounds=rounds)
        rows.append(row)
        for name, ratio in row["cpu_ratios"].items():
            _say(f"{video.name}: {LABELS[name]} {ratio:.2f} × the CPU time of decoding")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        growth = growth_of(videos[0], folder, tell=_say)
        throughput = throughput_of(videos[0], folder, rounds=rounds)
    _say(f"two processes: {throughput['ratio']:.2f} × the throughput of one")
    return {
        "name": NAME,
        **born,
        "rounds": rounds,
        "videos": rows,
        "growth": growth,
        "throughput": throughput,
    }


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
