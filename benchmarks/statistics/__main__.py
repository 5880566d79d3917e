"""Simulate how often the verdict is right: ``python -m benchmarks.statistics``.

Shows are drawn at random with a known difference, and the functions that every comparison calls
judge them. The result is kept in ``benchmarks/statistics/results``; a section of the page
``docs/benchmarks.md`` and a figure are made from it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.accuracy.page import to_markdown
from benchmarks.accuracy.results import ROOT, origin, read_left_out, read_sets, store
from benchmarks.statistics.figure import write_figure
from benchmarks.statistics.measure import interval_of, rate_of, simulate_all, standard_error
from benchmarks.statistics.page import FIGURE, NAME, RESULTS, not_kept, read_simulation
from benchmarks.statistics.scenarios import RUNS, all_scenarios
from benchmarks.statistics.spread import Spread, measure_spread
from cutstat.core.atomic import atomic_path
from cutstat.errors import CutstatError

DOCS = ROOT / "docs"
SEED = 20_240_607
PACKAGES = ("cutstat", "numpy", "scipy", "statsmodels")


def main() -> None:
    """Simulate, and make the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statistics", description=__doc__)
    parser.add_argument(
        "--lists",
        type=Path,
        help="folder of shot lists of one series (*.shots.txt), to measure how much episodes "
        "differ; without it, what was measured the last time is taken",
    )
    parser.add_argument(
        "--runs", type=int, default=RUNS, help="runs of each test that cutstat uses"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="another seed draws other shows")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument(
        "--page-only", action="store_true", help="make the page anew from what is stored"
    )
    asked = parser.parse_args()
    if asked.runs < 1 or asked.jobs < 1:
        parser.error("--runs and --jobs are at least 1")
    try:
        if not asked.page_only:
            spread = measure_spread(asked.lists) if asked.lists else stored_spread()
            document = measure(spread, runs=asked.runs, seed=asked.seed, jobs=asked.jobs)
            RESULTS.mkdir(exist_ok=True)
            store(document, folder=RESULTS)
        make_page()
    except CutstatError as error:
        sys.exit(str(error))


def stored_spread() -> Spread | None:
    """Give the spread that was measured the last time, if one was."""
    stored = read_simulation()
    return Spread.from_document(stored["measured"]) if stored and stored["measured"] else None


def measure(spread: Spread | None, *, runs: int, seed: int, jobs: int) -> dict[str, Any]:
    """Run all scenarios, and give the document."""
    born = origin()  # before the code changes that is measured
    born["machine"]["packages"] = {name: version(name) for name in PACKAGES}
    start = time.perf_counter()
    rows = []
    for row in simulate_all(all_scenarios(spread, runs=runs), seed=seed, jobs=jobs):
        _say(row)
        rows.append(row)
    for row in not_kept(rows):
        sys.stderr.write(f"Not where it has to be: {row['name']}\n")
    return {
        "name": NAME,
        **born,
        "seed": seed,
        "seconds": time.perf_counter() - start,
        "measured": spread and spread.to_document(),
        "rows": rows,
    }


def make_page() -> None:
    """Write the page of all benchmarks and the figure of this one from the stored results."""
    result = read_simulation()
    if result is not None:
        write_figure(result["rows"], DOCS / FIGURE)
    with atomic_path(DOCS / "benchmarks.md") as temporary:
        temporary.write_text(to_markdown(read_sets(), read_left_out()), "utf-8")


def _say(row: dict[str, Any]) -> None:
    low, high = interval_of(row)
    sys.stderr.write(
        f"{row['group']:13} {row['name']:58} {row['runs']:6} runs {rate_of(row):7.2%} "
        f"± {standard_error(row):.2%} ({low:.2%} to {high:.2%})\n"
    )


if __name__ == "__main__":
    main()
