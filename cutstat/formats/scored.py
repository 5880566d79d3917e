"""Two files of shot lists, one scored against the other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from cutstat.core.shot_list import ShotList
from cutstat.errors import InputError
from cutstat.formats.registry import read_pair
from cutstat.stats.score import Score, score


class ScoredFiles(NamedTuple):
    """The scores of the videos that two files have in common."""

    scores: tuple[Score, ...]
    not_estimated: tuple[str, ...]
    """Videos of the reference alone."""

    without_reference: tuple[str, ...]
    """Videos of the estimate alone."""


def score_files(
    reference: Path, estimate: Path, *, tolerance: int = 1, rate: Fraction | None = None
) -> ScoredFiles:
    """Score an estimate against a reference, video by video.

    Parameters
    ----------
    reference, estimate : Path
        Files in any format. With one video each, these are a pair whatever they are called.
    tolerance : int >= 0
        Frames by which an estimate may be off.
    rate : Fraction, optional
        Frames a second, where neither says it.

    Raises
    ------
    InputError
        If a file cannot be read, or they have no video in common or do not fit.
    """
    references, estimates = read_pair(reference, estimate, rate=rate)
    pairs = [(references[0], estimates[0])]
    not_estimated: list[str] = []
    without_reference: list[str] = []
    if len(references) > 1 or len(estimates) > 1:
        truths, guesses = _by_name(references, reference), _by_name(estimates, estimate)
        pairs = [(truths[name], guesses[name]) for name in truths if name in guesses]
        if not pairs:
            raise InputError(f"{estimate} and {reference} have no video in common")
        not_estimated = [name for name in truths if name not in guesses]
        without_reference = [name for name in guesses if name not in truths]
    try:
        scores = tuple(score(truth, guess, tolerance=tolerance) for truth, guess in pairs)
    except ValueError as error:
        raise InputError(f"{estimate} and {reference} do not fit: {error}") from error
    return ScoredFiles(scores, tuple(not_estimated), tuple(without_reference))


def _by_name(lists: Sequence[ShotList], file: Path) -> dict[str, ShotList]:
    """Give lists by the file name of their videos."""
    found = {Path(one.video).name: one for one in lists}
    if len(found) < len(lists):
        raise InputError(f"{file}: speaks of two videos with the same name; score them one by one")
    return found
