"""How far the numbers of a body could be off, as long as some segments are in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.segments import Doubt
from cutstat.core.timing import FrameTimes

_LEAST_MINUTES = 1e-6
"""Body that must be left: less is the rounding of sums of seconds."""

_CONVERGED = 1e-12
"""Relative change of a rate under which there is nothing but rounding."""


@dataclass(frozen=True, slots=True)
class BodyBounds:
    """What the doubts leave open."""

    shots: tuple[int, int]
    """Fewest and most shots of the body."""

    rate: tuple[float, float]
    """Lowest and highest cutting rate of the body, in shots per minute; nan without a body."""


@dataclass(frozen=True, slots=True, eq=False)
class _Removals:
    """What each place that a doubtful segment may have would take away from the body."""

    shots: NDArray[np.intp]
    """Shots fewer, shape (n_places,); -1 where a segment would lie within one shot and part it."""

    minutes: NDArray[np.float64]
    """Minutes less, shape (n_places,)."""


def body_bounds(
    doubts: Sequence[Doubt],
    *,
    spans: Sequence[tuple[int, int]],
    borders: Sequence[int],
    times: FrameTimes,
) -> BodyBounds:
    """Say between which numbers the body lies, whether the doubtful segments are there or not.

    A doubtful segment counts as body, so what is counted is the upper bound of the shots. The lower
    one leaves out, for each doubt, the window of its length that takes the most shots away. The
    rates are the lowest and the highest that any choice of windows gives, one or none for each
    doubt. What windows of several doubts take away adds up.

    Parameters
    ----------
    doubts : sequence of Doubt
        Segments that may be there.
    spans : sequence of (int, int)
        Half-open spans of the body, apart from each other.
    borders : sequence of int
        Frames at which shots begin, increasing.
    times : FrameTimes
        Exact times of the frames.

    Notes
    -----
    A rate is a quotient of two sums, whose extremes are found after Dinkelbach [1]_. Doubts that
    would leave no body together with those before them cannot all be true, and are passed over.

    References
    ----------
    .. [1] Dinkelbach (1967), On nonlinear fractional programming.
    """
    edges = np.array(borders, dtype=np.intp)
    shots = sum(_count(edges, np.array([start]), np.array([stop]))[0] for start, stop in spans)
    minutes = sum(times.span_seconds(start, stop) for start, stop in spans) / 60
    removals = [_removals(doubt, spans=spans, borders=edges, times=times) for doubt in doubts]
    fewest = int(shots) - sum(max(0, int(one.shots.max())) for one in removals)
    possible: list[_Removals] = []
    left = minutes
    for one in removals:
        if left - float(one.minutes.max()) > _LEAST_MINUTES:
            left -= float(one.minutes.max())
            possible.append(one)
    if not minutes:
        return BodyBounds((0, int(shots)), (float("nan"), float("nan")))
    lowest = _extreme_rate(int(shots), minutes, possible, sign=1)
    highest = _extreme_rate(int(shots), minutes, possible, sign=-1)
    return BodyBounds((max(fewest, 0), int(shots)), (max(lowest, 1 / minutes), highest))


def _removals(
    doubt: Doubt,
    *,
    spans: Sequence[tuple[int, int]],
    borders: NDArray[np.intp],
    times: FrameTimes,
) -> _Removals:
    seconds = times.all_seconds()
    starts = np.arange(doubt.start, doubt.stop - doubt.frames + 1)
    shots = np.zeros(len(starts), dtype=np.intp)
    lost = np.zeros(len(starts))
    for low, high in spans:
        first, last = np.clip(starts, low, high), np.clip(starts + doubt.frames, low, high)
        whole = _count(borders, np.array([low]), np.array([high]))
        low_edges, high_edges = np.full_like(first, low), np.full_like(last, high)
        shots += whole - _count(borders, low_edges, first) - _count(borders, last, high_edges)
        lost += seconds[last] - seconds[first]
    return _Removals(shots, lost / 60)


def _count(
    borders: NDArray[np.intp], starts: NDArray[np.intp], stops: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Count the shots in half-open spans of frames; there is none in an empty span."""
    inside = np.searchsorted(borders, stops) - np.searchsorted(borders, starts, side="right")
    return np.where(starts < stops, inside + 1, 0)


def _extreme_rate(shots: int, minutes: float, removals: Sequence[_Removals], *, sign: int) -> float:
    """Give the lowest (sign 1) or highest (sign -1) rate that leaving out windows can give."""
    rate = shots / minutes
    while True:
        fewer, shorter = 0, 0.0
        for one in removals:
            gains = sign * (one.shots - rate * one.minutes)
            best = int(gains.argmax())
            if gains[best] > 0:  # else it is better to leave nothing out
                fewer += int(one.shots[best])
                shorter += float(one.minutes[best])
        better = (shots - fewer) / (minutes - shorter)
        if sign * (rate - better) <= _CONVERGED * rate:
            return rate
        rate = better
