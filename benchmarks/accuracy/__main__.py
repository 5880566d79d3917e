"""Measure how well detectors find transitions: ``python -m benchmarks.accuracy VIDEOS``.

VIDEOS is a folder of annotated videos (NAME.mp4 with NAME.json beside it). cutstat's own detector
and those of others are scored on them, and on the sample series, which are rendered into a
temporary folder. Results are kept in ``benchmarks/accuracy/results``; the page
``docs/benchmarks.md`` and its figure are made from them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.collection import find_annotated
from benchmarks.accuracy.figure import rows_of, write_figure
from benchmarks.accuracy.measure import measure
from benchmarks.accuracy.page import FIGURE, shown_set, to_markdown
from benchmarks.accuracy.results import (
    LEFT_OUT,
    MADE,
    ROOT,
    origin,
    read_left_out,
    read_sets,
    store,
)
from cutstat.core.atomic import atomic_path
from cutstat.errors import CutstatError, InputError
from cutstat.synth.samples import render_samples

DOCS = ROOT / "docs"
PAGE = DOCS / "benchmarks.md"


def main() -> None:
    """Measure, and make the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("videos", type=Path, nargs="?", help="folder of annotated videos")
    parser.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="GLOB",
        help="set videos apart whose names match; may be given more than once",
    )
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="processes; one video each"
    )
    parser.add_argument(
        "--unseen", action="store_true", help="cutstat was not trained on these videos"
    )
    parser.add_argument("--no-made", action="store_true", help="leave the sample series as stored")
    parser.add_argument(
        "--page-only", action="store_true", help="measure nothing, make page and figure anew"
    )
    asked = parser.parse_args()
    try:
        if not asked.page_only:
            if asked.videos is not None:
                measure_folder(
                    asked.videos,
                    name=_set_name(asked.videos),
                    exclude=asked.exclude,
                    is_trained_on=not asked.unseen,
                    jobs=asked.jobs,
                )
            if not asked.no_made:
                measure_made(jobs=asked.jobs)
        make_page()
    except CutstatError as error:
        sys.exit(str(error))


def measure_folder(
    folder: Path, *, name: str, is_trained_on: bool, jobs: int, exclude: Sequence[str] = ()
) -> None:
    """Score all detectors on the annotated videos of a folder, and keep the result."""
    files = find_annotated(folder, exclude=exclude)
    if all(file.is_apart for file in files):
        raise InputError(f"{folder}: every video is set apart; nothing is left to be measured")

    def progress(done: int) -> None:
        _say(f"{name}: {done} of {len(files)} videos")

    born = origin()  # before the code changes that is measured
    scores = measure(files, jobs=jobs, progress=progress)
    store({"name": name, **born, "is_trained_on": is_trained_on, **scores})


def measure_made(*, jobs: int) -> None:
    """Render the sample series and score all detectors on them."""
    with tempfile.TemporaryDirectory() as folder:
        render_samples(Path(folder), processes=jobs, progress=_say_rendered)
        measure_folder(Path(folder), name=MADE, is_trained_on=False, jobs=jobs)


def make_page() -> None:
    """Write the page and its figure from the stored results."""
    sets, left_out = read_sets(), read_left_out()
    write_figure(rows_of(shown_set(sets), left_out), DOCS / FIGURE)
    with atomic_path(PAGE) as temporary:
        temporary.write_text(to_markdown(sets, left_out), "utf-8")


def _set_name(folder: Path) -> str:
    name = folder.resolve().name
    if not name or name in (MADE, LEFT_OUT):
        raise InputError(f"{folder}: results cannot be called {name!r}; rename the folder")
    return name


def _say_rendered(done: int, total: int) -> None:
    _say(f"{MADE}: {done} of {total} clips rendered")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
