"""Damaged texts, each read in this process under a time limit, and what became of them."""

from __future__ import annotations

import signal
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.attack.damage import KINDS, damaged
from benchmarks.attack.endings import Ending, Trial
from benchmarks.attack.sample_texts import Sample, samples
from cutstat.errors import CutstatError

PATIENCE_SECONDS = 10
"""A text of a few kilobytes that takes longer hangs."""

LONGEST_SENTENCE = 400
"""Characters beside the path that a sentence may have."""


class Hangs(BaseException):
    """No reader takes it for an error of its own."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What a text gives when it is whole, and which of its lines give it."""

    sample: Sample
    n_found: int
    lines: tuple[bytes, ...]
    gains: tuple[int, ...]
    """How many more are found with each line than without it and all that follow."""


def attack_texts(files: int, *, seed: int) -> Iterator[tuple[Trial, Path]]:
    """Damage so many texts and read each; its file lies there until the next."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wholes = [_whole(sample, folder) for sample in samples()]
        for number in range(files):
            whole = wholes[number % len(wholes)]
            kind = KINDS[(number // len(wholes) + number) % len(KINDS)]
            rng = np.random.default_rng([seed, number])
            path = folder / whole.sample.name
            path.write_bytes(damaged(whole.sample.data, kind, rng))
            ending, said = ending_of(whole, path)
            yield Trial(whole.sample.what, kind, ending, said), path
            path.unlink()


def ending_of(whole: Whole, path: Path) -> tuple[Ending, str]:
    """Read a damaged text, and say how that ended."""
    try:
        with _patience():
            found, notes = whole.sample.read(path)
    except CutstatError as error:
        said = str(error)
        is_sentence = "\n" not in said and len(said.replace(str(path), "")) <= LONGEST_SENTENCE
        return (Ending.SENTENCE if is_sentence else Ending.RAMBLING), said
    except Hangs:
        return Ending.HANG, f"{whole.sample.what}: no answer for {PATIENCE_SECONDS} s"
    except Exception as error:  # what is looked for
        return Ending.TRACEBACK, f"{whole.sample.what}: {type(error).__name__}: {error}"
    if notes:
        return Ending.NOTED, "; ".join(notes)
    least = least_of(whole, path.read_bytes())
    if found is not None and found < least:
        return Ending.SILENT_LOSS, f"{whole.sample.what}: {found} found, {least} are there"
    return Ending.RESULT, ""


def _whole(sample: Sample, folder: Path) -> Whole:
    """Read a whole text, and once more up to each of its lines."""
    path = folder / sample.name
    path.write_bytes(sample.data)
    n_found, _ = sample.read(path)
    lines = sample.data.splitlines(keepends=True)
    counts = [0]
    for stop in range(1, len(lines) + 1):
        count = _count(sample, path, b"".join(lines[:stop]))
        counts.append(max(counts[-1], count or 0))
    path.unlink()
    gains = tuple(after - before for before, after in pairwise(counts))
    return Whole(sample, n_found or 0, tuple(line.rstrip(b"\r\n") for line in lines), gains)


def least_of(whole: Whole, data: bytes) -> int:
    """Give how many must be found: those of the lines that are still there.

    A line that is gone takes with it what it gave, and what a later one gave by it: the first shot
    gives no border.
    """
    there = Counter(data.splitlines())
    least = whole.n_found
    for index, line in enumerate(whole.lines):
        if there[line]:
            there[line] -= 1
        else:
            following = next(filter(None, whole.gains[index + 1 :]), 0)
            least -= whole.gains[index] + following
    return least


def _count(sample: Sample, path: Path, data: bytes) -> int | None:
    path.write_bytes(data)
    try:
        return sample.read(path)[0]
    except CutstatError:
        return None


@contextmanager
def _patience() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
