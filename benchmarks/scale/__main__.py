"""Measure commands on a large library: ``python -m benchmarks.scale VIDEO...``.

A library is generated, by default of 100,000 episodes: two series are made of the footage of the
given videos, at full length, the others are rows and small files. Then each command runs in a
process of its own, and its time and peak memory are printed as a table. `docs/scale.md` says what
follows from them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.accuracy.words import table
from benchmarks.scale.library import FAST, LONG, SLOW, make_library
from benchmarks.speed.measure import Cost, run
from cutstat.errors import CutstatError


def main() -> None:
    """Generate the library, run the commands, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("videos", type=Path, nargs="+", help="files whose footage is used")
    parser.add_argument("--episodes", type=int, default=100_000, help="episodes in the library")
    asked = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as temporary:
            shelf = Path(temporary) / "library"
            make_library(shelf, asked.videos, episodes=asked.episodes)
            size = sum(file.stat().st_size for file in shelf.rglob("*.npz")) / 2**20
            rows = [(name, *_written(cost)) for name, cost in measure(shelf, Path(temporary))]
            database = (shelf / "library.sqlite").stat().st_size / 2**20
    except CutstatError as error:
        sys.exit(str(error))
    _say(f"{asked.episodes} episodes, {2 * LONG} of them at full length:")
    _say(f"database {database:.0f} MiB, array files {size:.0f} MiB")
    _say("\n".join(table(("Command", "Time", "Peak memory"), rows)))


def measure(shelf: Path, folder: Path) -> list[tuple[str, Cost]]:
    """Run the commands one after the other; the first comparison finds the segments as well."""
    report = ["--against", SLOW, "--output", str(folder / "report"), "--no-pictures"]
    commands = {
        "list": ["list", "--json"],
        "show EPISODE": ["show", f"{FAST} 03"],
        "compare, for the first time": ["compare", FAST, "--against", SLOW],
        "compare, again": ["compare", FAST, "--against", SLOW],
        "report": ["report", FAST, *report],
    }
    return [
        (name, run([sys.executable, "-m", "cutstat", *command, "--library", str(shelf)])[0])
        for name, command in commands.items()
    ]


def _written(cost: Cost) -> tuple[str, str]:
    return f"{cost.wall_seconds:.1f} s", f"{cost.peak_mib:.0f} MiB"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
