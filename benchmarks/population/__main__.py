"""Import a made dump and ask it: ``python -m benchmarks.population [--shows N] [--keep FOLDER]``.

Says the size of the dump, seconds and peak memory of the import, how the counts of bodies differ
from the truth, and seconds of a list, a comparison and a claim.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.population.dump import made_show, write_dump
from cutstat.library.population import PopulationStore

EPISODES = 12
BATCH = 500
"""Shows that are made together, so that making them takes no memory."""

CLAIM = """
show = "Show No. 7"
baselines = ["population"]

[[statement]]
text = "has more cuts per episode than usual for a TV anime"
measure = "shots"
direction = "higher"
against = "usual"
"""


def main() -> None:
    """Make, import, ask."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.population", description=__doc__)
    parser.add_argument("--shows", type=int, default=8400, help="shows of twelve episodes")
    parser.add_argument("--layout", type=int, default=2000, help="bytes of color_layout a row")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        dump, library = folder / "made.sql.zst", folder / "library"
        shows = {k: made_show(k, episodes=EPISODES) for k in range(1, asked.shows + 1)}
        write_dump(dump, shows, layout_bytes=asked.layout)
        truth = {one.file: one.body_shots for some in shows.values() for one in some}
        del shows
        _say(f"{len(truth)} files, {dump.stat().st_size / 1e6:.0f} MB packed")
        run("population", "import", dump, "-q", library=library)
        with PopulationStore(library) as store:
            found = [one for show in store.shows() for one in store.body_counts(show.id)]
        ratios = np.array([shots / truth[file] for file, shots in found])
        _say(f"bodies over truth: mean {ratios.mean():.4f}, deviation {ratios.std():.4f}")
        run("population", library=library)
        run("compare", "Show No. 7", "--against", "population", library=library)
        claim = folder / "claim.toml"
        claim.write_text(CLAIM, "utf-8")
        run("claim", claim, library=library)


def run(*args: str | Path, library: Path) -> None:
    """Run a command and say its time and its peak memory."""
    began = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    command = [sys.executable, "-m", "cutstat", *map(str, args), "--library", str(library)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    shown = f"{peak / 1e3:.0f} MB" if peak > before else f"under {peak / 1e3:.0f} MB"
    seconds = time.perf_counter() - began
    _say(f"{' '.join(map(str, args[:2]))}: {seconds:.1f} s, {shown}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
