"""Attack cutstat: ``python -m benchmarks.attack --videos 2000 --texts 2000 --kills 20 --disks 8``.

Small videos in all containers, shot lists in all formats, TOML files, subtitles and names are
damaged at random, and each is read as a scan or an import does it; scans are killed, and run out of
disk. Every one must end with a result, a result with a note, or a sentence. The tables say how many
did; the status is 1 if one ended otherwise. Files that did are kept in the folder of ``--keep``.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks.attack.endings import Trial, counted
from benchmarks.attack.stops import fill_disk, kill_scans
from benchmarks.attack.texts import attack_texts
from benchmarks.attack.videos import attack_videos, make_seeds

DISK_STEP = 60
"""Kilobytes: eight steps of these lie between an empty library and one that holds all."""


def main() -> None:
    """Damage, read and count."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack", description=__doc__)
    parser.add_argument("--videos", type=int, default=2000, help="how many videos are damaged")
    parser.add_argument("--texts", type=int, default=2000, help="how many texts are damaged")
    parser.add_argument("--kills", type=int, default=20, help="how many scans are killed")
    parser.add_argument("--disks", type=int, default=8, help="how many disks are too small")
    parser.add_argument("--seed", type=int, default=1, help="another seed damages otherwise")
    parser.add_argument("--processes", type=int, default=2, help="how many videos at once")
    parser.add_argument("--keep", type=Path, help="folder for files that ended otherwise")
    asked = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it
    trials: list[Trial] = []
    for name, attack in (
        ("videos", attack_videos(asked.videos, seed=asked.seed, processes=asked.processes)),
        ("texts", attack_texts(asked.texts, seed=asked.seed)),
        ("stops", _stops(asked.kills, asked.disks, seed=asked.seed)),
    ):
        begun, own = time.monotonic(), []
        for trial, path in attack:
            own.append(trial)
            if trial.ending.is_wrong:
                sys.stderr.write(f"{trial.ending.value}, {trial.kind}: {trial.said}\n")
                if asked.keep and path is not None:
                    asked.keep.mkdir(parents=True, exist_ok=True)
                    (asked.keep / f"{len(own)}-{path.name}").write_bytes(path.read_bytes())
        if own:
            print(f"\n{len(own)} {name}, seed {asked.seed}, {time.monotonic() - begun:.0f} s")  # noqa: T201
            print("\n".join([*counted(own, by="what"), "", *counted(own, by="kind")]))  # noqa: T201
        trials += own
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\n{peak:.0f} MiB in the largest process that decoded")  # noqa: T201
    sys.exit(1 if any(one.ending.is_wrong for one in trials) else 0)


def _stops(kills: int, disks: int, *, seed: int) -> Iterator[tuple[Trial, None]]:
    """Stop scans, by a kill and by disks of one step of `DISK_STEP` after the other."""
    seeds = make_seeds() if kills or disks else ()
    sizes = [DISK_STEP * k for k in range(1, disks + 1)]
    for trial in chain(
        kill_scans(kills, seeds, seed=seed) if kills else (),
        fill_disk(sizes, seeds) if disks else (),
    ):
        yield trial, None


if __name__ == "__main__":
    main()
