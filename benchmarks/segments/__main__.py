"""Measure how well segments are found: ``python -m benchmarks.segments VIDEOS``.

VIDEOS is a folder of any videos, of some minutes together. Seasons with known segments are joined
from pieces of them in a temporary folder, decoded and segmented; then seasons of up to 200 long
episodes are timed. The result is kept in ``benchmarks/segments/results``; a section of the page
``docs/benchmarks.md`` and a figure are made from it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.page import to_markdown
from benchmarks.accuracy.results import ROOT, origin, read_left_out, read_sets, store
from benchmarks.segments.figure import write_figure
from benchmarks.segments.growth import BASE, Pool, measure_growth, n_log_n
from benchmarks.segments.measure import read_sources, season_document
from benchmarks.segments.page import FIGURE, RESULTS, read_segments
from benchmarks.segments.reels import read_stock
from benchmarks.segments.seasons import SEED, Season, make_seasons, n_frames
from cutstat.core.atomic import atomic_path
from cutstat.errors import CutstatError, InputError
from cutstat.segment.footage import Source
from cutstat.segment.segmenter import SEGMENT_VERSION

DOCS = ROOT / "docs"


def main() -> None:
    """Measure, and make the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.segments", description=__doc__)
    parser.add_argument(
        "videos", type=Path, nargs="?", help="folder of videos; without it the page is made anew"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="another seed joins other seasons")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="processes; one episode each"
    )
    asked = parser.parse_args()
    try:
        if asked.videos is not None:
            document = measure(asked.videos, seed=asked.seed, jobs=asked.jobs)
            RESULTS.mkdir(exist_ok=True)
            store(document, folder=RESULTS)
        make_page()
    except CutstatError as error:
        sys.exit(str(error))


def measure(videos: Path, *, seed: int, jobs: int) -> dict[str, Any]:
    """Join seasons from a folder of videos, score them, time long ones; give the document."""
    name = videos.resolve().name
    if not name:
        raise InputError(f"{videos}: results cannot be called {name!r}; name a folder of videos")
    born = origin()  # before the code changes that is measured
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        stock = read_stock(videos, folder / "reels", jobs=jobs)
        seasons = make_seasons(stock, seed=seed)
        total = sum(len(season.scripts) for season in seasons)
        _say(f"{total} episodes of {n_frames(seasons)} frames")
        sources = read_sources(
            seasons,
            reels=stock.folder,
            folder=folder,
            jobs=jobs,
            progress=lambda done: _say(f"{done} of {total} episodes"),
        )
    found = [season_document(one, own) for one, own in zip(seasons, sources, strict=True)]
    growth = measure_growth(pool_of(seasons, sources), progress=_say_grown)
    _say_ratios(growth)
    return {
        "name": name,
        **born,
        "segmenter": SEGMENT_VERSION,
        "seed": seed,
        "videos": len(stock.lengths),
        "seasons": found,
        "growth": growth,
    }


def pool_of(seasons: Sequence[Season], sources: Sequence[Sequence[Source]]) -> Pool:
    """Gather the footage of all seasons, with the opening and ending of the first episode."""
    truth = {span.kind: span for span in seasons[0].scripts[0].truth}
    opening, ending = truth["opening"], truth["ending"]
    return Pool(
        tuple(source for own in sources for source in own),
        (0, opening.start, opening.stop),
        (0, ending.start, ending.stop),
    )


def make_page() -> None:
    """Write the page of all benchmarks and the figure of this one from the stored results."""
    results = read_segments()
    if results:
        write_figure(results[0]["growth"], DOCS / FIGURE)
    with atomic_path(DOCS / "benchmarks.md") as temporary:
        temporary.write_text(to_markdown(read_sets(), read_left_out()), "utf-8")


def _say_grown(row: dict[str, Any]) -> None:
    _say(f"{row['episodes']} long episodes: {row['seconds']:.2f} s, {row['peak_mib']:.0f} MiB")


def _say_ratios(growth: Sequence[dict[str, Any]]) -> None:
    base = next(row["seconds"] for row in growth if row["episodes"] == BASE)
    for row in growth:
        ratio, expected = row["seconds"] / base, n_log_n(row["episodes"])
        _say(f"{row['episodes']:4d}: {ratio:6.2f} times {BASE}; n log n: {expected:6.2f}")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    main()
