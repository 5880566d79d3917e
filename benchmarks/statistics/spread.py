"""How much episodes of one real series differ, measured on lists of their shots."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shot_list import ShotList
from cutstat.errors import InputError
from cutstat.formats.registry import read_shot_lists

RATE = 25
"""Frames a second of the lists, which do not say it; the spread does not hang on it."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What lists of shots of one series say."""

    episodes: int
    shots: int
    rates: tuple[float, ...]
    """Shots per minute of each episode, gaps between shots included."""

    cv: float
    """Coefficient of variation of the rate between episodes, chance within episodes included."""

    interval: tuple[float, float]
    """95 % interval of it, from the chi-squared distribution of a variance."""

    length_deviation: float
    """Standard deviation of the logarithms of shot lengths within an episode, pooled."""

    def to_document(self) -> dict[str, Any]:
        """Give what is stored."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Spread:
        """Read what is stored."""
        lists = {key: tuple(document[key]) for key in ("rates", "interval")}
        return cls(**{**document, **lists})


def measure_spread(folder: Path) -> Spread:
    """Measure the spread between the episodes whose shot lists (``*.shots.txt``) a folder holds.

    Raises
    ------
    InputError
        If there are fewer than three, or one says nothing of its frames.
    """
    files = sorted(folder.glob("*.shots.txt"))
    if len(files) < 3:
        raise InputError(f"{folder}: holds {len(files)} shot lists (*.shots.txt), and 3 are needed")
    lengths = [shot_lengths(one) for file in files for one in read_shot_lists(file)]
    rates = [float(len(one) / (one.sum() / RATE / 60)) for one in lengths]
    within = [np.log(one[one > 0]) for one in lengths]
    squares = sum(float(((one - one.mean()) ** 2).sum()) for one in within)
    cv, interval = spread_of(rates)
    return Spread(
        episodes=len(lengths),
        shots=sum(map(len, lengths)),
        rates=tuple(rates),
        cv=cv,
        interval=interval,
        length_deviation=math.sqrt(squares / sum(len(one) - 1 for one in within)),
    )


def shot_lengths(annotation: ShotList) -> NDArray[np.int64]:
    """Give the length of each shot in frames; a gradual transition is split in its middle.

    Raises
    ------
    InputError
        If the number of frames is not known.
    """
    if annotation.n_frames is None:
        raise InputError(f"{annotation.video}: its list does not say where the last shot ends")
    borders = [(one.start + one.stop) // 2 for one in annotation.transitions]
    return np.diff([0, *borders, annotation.n_frames])


def spread_of(rates: Sequence[float]) -> tuple[float, tuple[float, float]]:
    """Give the coefficient of variation of lognormal rates, and its 95 % interval."""
    from scipy.stats import chi2  # slow to load

    logs = np.log(rates)
    degrees = len(logs) - 1
    squares = float(((logs - logs.mean()) ** 2).sum())
    variances = squares / np.array([degrees, *chi2.ppf([0.975, 0.025], degrees)])
    cv, low, high = np.sqrt(np.expm1(variances)).tolist()
    return cv, (low, high)
