"""Scan damaged and hostile files: ``python -m benchmarks.fuzz --files 2000``.

Small videos in many containers and codecs are made, their bytes are damaged at random, and each is
analysed as a scan does it. Every one must end with a result or with a sentence. It is said how many
did, in which ways, and with how much memory; the status is 1 if one ended otherwise. Files that did
are kept in the folder of ``--keep``.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.fuzz.mutate import make_seeds, mutate
from cutstat.scan.executors import Job, Outcome, ProcessExecutor

PATIENCE_SECONDS = 60.0
"""A clip of two seconds that takes longer hangs."""

BATCH = 100
"""Files that lie on the disk at once."""

ENDINGS = {
    "unexpected": "an error that nobody has thought of",
    "the decoder crashed": "a crash inside a codec, which cost this file alone",
    "no frame has come": "a decoder that hangs, which cost this file alone",
}
"""Words in a reason that tell of what must be looked into."""

HARMLESS = ("the decoder crashed", "no frame has come")
"""Of these, what costs the file and not the run."""


def main() -> None:
    """Damage, analyse and count."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--files", type=int, default=2000, help="how many files are damaged")
    parser.add_argument("--seed", type=int, default=1, help="another seed damages otherwise")
    parser.add_argument("--keep", type=Path, help="folder for files that ended otherwise")
    asked = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it
    begun = time.monotonic()
    counts: Counter[str] = Counter()
    for outcome in fuzz(asked.files, seed=asked.seed):
        ending = ending_of(outcome)
        counts[ending] += 1
        if ending in ENDINGS:
            sys.stderr.write(f"{outcome.reason}\n")
            if asked.keep:
                asked.keep.mkdir(parents=True, exist_ok=True)
                (asked.keep / outcome.job.path.name).write_bytes(outcome.job.path.read_bytes())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{asked.files} files, seed {asked.seed}, {time.monotonic() - begun:.0f} s")  # noqa: T201
    for ending, count in counts.most_common():
        print(f"{count:6d}  {ENDINGS.get(ending, ending)}")  # noqa: T201
    print(f"{peak:6.0f}  MiB in the largest process")  # noqa: T201
    sys.exit(1 if set(counts) & (ENDINGS.keys() - set(HARMLESS)) else 0)


def fuzz(files: int, *, seed: int) -> Iterator[Outcome]:
    """Damage so many files and analyse them; each is there until the next outcome is asked for."""
    rng = np.random.default_rng(seed)
    seeds = make_seeds()
    with tempfile.TemporaryDirectory() as temporary:
        for first in range(0, files, BATCH):
            jobs: list[Job] = []
            for number in range(first, min(first + BATCH, files)):
                chosen = seeds[number % len(seeds)]
                path = Path(temporary) / f"{number:05d}-{chosen.name}{chosen.suffix}"
                path.write_bytes(mutate(chosen.data, rng))
                jobs.append(Job(path, 1))
            executor = ProcessExecutor(2, patience_seconds=PATIENCE_SECONDS)
            yield from executor.run(jobs, progress=lambda *_: None)
            for job in jobs:
                job.path.unlink()


def ending_of(outcome: Outcome) -> str:
    """Say how a file ended."""
    if outcome.result is not None:
        return "a result with damage noted" if outcome.result[0].damage else "a result"
    reason = outcome.reason or ""
    return next((words for words in ENDINGS if words in reason), "a sentence")


if __name__ == "__main__":
    main()
