"""Tempo over time, and the stretches where it stays high."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cutstat.core.sound import LEVEL_SECONDS
from cutstat.core.timing import format_clock

STEP = 1.0
"""Seconds between two values of the tempo."""

BANDWIDTH = 8.0
"""Standard deviation of the kernel, in seconds: a stretch of 20 s is to stand out."""

HIGH, LEAST = 1.0, 20.0
"""An action stretch is where the tempo is above the first number for at least so many seconds."""

SNAP = 3.0
"""Seconds within which an edge moves to a transition, where the stretch stays long enough."""

ORDERS = 60
SEED = 20_240_607


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which the tempo stays high, in seconds after the first frame."""

    start: float
    stop: float
    name: str = ""
    """What a person calls it; empty if nobody has said."""

    @property
    def text(self) -> str:
        """Name and times."""
        times = f"{format_clock(self.start)[:8]} to {format_clock(self.stop)[:8]}"
        return f"{self.name} ({times})" if self.name else times


@dataclass(frozen=True, slots=True, eq=False)
class Tempo:
    """How lively an episode is over time, against its own mean."""

    seconds: NDArray[np.float64]
    """Times after the first frame, shape (n,)."""

    values: NDArray[np.float64]
    """Tempo in standard deviations of the body, shape (n,)."""

    stretches: tuple[Stretch, ...]
    """The action stretches."""

    voices: tuple[str, ...]
    """What the tempo was made of."""

    cleared: tuple[Stretch, ...] = ()
    """Stretches of which a person says that they are none."""

    unused: tuple[tuple[float, str | None], ...] = ()
    """Second and name of what a person says of stretches that are not found any more."""

    def with_words(self, words: Sequence[tuple[float, str | None]]) -> Tempo:
        """Name stretches, or clear them, as a person says; the last word on a stretch counts.

        `words` are a second within each stretch and its name, None where it is none.
        """
        said: dict[Stretch, str | None] = {}
        unused: list[tuple[float, str | None]] = []
        for second, name in words:
            stretch = stretch_at(self.stretches, second)
            if stretch is None:
                unused.append((second, name))
            else:
                said[stretch] = name
        return replace(
            self,
            stretches=tuple(
                replace(one, name=said.get(one, "") or "")
                for one in self.stretches
                if said.get(one, "") is not None
            ),
            cleared=tuple(one for one in self.stretches if said.get(one, "") is None),
            unused=tuple(unused),
        )


@dataclass(frozen=True, slots=True)
class ActionSpan:
    """Action stretches within one or more spans of an episode."""

    share: float
    """Share of the time in action stretches, 0..1."""

    stretches: int
    rate_ratio: float
    """Cuts a minute in the stretches over those in the rest; nan where either has none."""

    excess: float
    """The same over its mean for the episode's own shots in random orders."""


def half_second_motion(
    change: NDArray[np.float32],
    seconds: NDArray[np.float64],
    transitions: Sequence[tuple[int, int]],
) -> NDArray[np.float32]:
    """Sum the change of frames over half seconds, those at transitions left out.

    Drawings are held for two or three frames, so single frames say nothing.

    Parameters
    ----------
    change : ndarray of float, shape (n_frames,)
        Change of each frame from the one before.
    seconds : ndarray of float, shape (n_frames,) or more
        Time of each frame after the first.
    transitions : sequence of (int, int)
        First frame of each transition and the first after it.
    """
    still = np.nan_to_num(change).astype(float).copy()
    for start, stop in transitions:
        still[start : stop + 1] = 0.0
    bins = (seconds[: len(still)] / 0.5).astype(int)
    return np.bincount(np.maximum(bins, 0), weights=still).astype(np.float32)


def tempo_of(
    borders: NDArray[np.float64],
    motion: NDArray[np.float32],
    *,
    spans: Sequence[tuple[float, float]],
    levels: NDArray[np.float32] | None = None,
    levels_start: float = 0.0,
) -> Tempo | None:
    """Give the tempo of an episode: density of cuts, motion and, where it is known, loudness.

    Each is smoothed and set against mean and deviation within `spans`; the tempo is their mean,
    set against its own deviation in turn [1]_. None where the spans are under a minute.

    References
    ----------
    .. [1] Adams, Dorai and Venkatesh (2002), Toward automatic extraction of expressive elements
       from motion pictures: tempo.
    """
    stop = max((b for _, b in spans), default=0.0)
    grid = np.arange(0.5 * STEP, stop, STEP)
    is_inside = np.zeros(len(grid), bool)
    for a, b in spans:
        is_inside |= (grid >= a) & (grid < b)
    if is_inside.sum() * STEP < 60:
        return None
    parts = {
        "cuts": np.log(_smooth(_counts(borders, grid)) * 60 + 1),
        "motion": np.log(_smooth(_per_step(motion, 0.5, 0.0, len(grid))) + 1e-3),
    }
    if levels is not None and len(levels):
        parts["loudness"] = _smooth(
            np.maximum(_per_step(levels, LEVEL_SECONDS, levels_start, len(grid)), -60.0)
        )
    known = {name: _standard(part, is_inside) for name, part in parts.items()}
    values = _standard(np.mean(list(known.values()), axis=0), is_inside)
    values[~is_inside] = 0.0
    found = _stretches(values, borders)
    return Tempo(grid, values, found, tuple(known))


def measure_action(
    tempo: Tempo, borders: NDArray[np.float64], spans: Sequence[tuple[float, float]]
) -> ActionSpan:
    """Measure the action stretches within spans of seconds.

    Quick cuts are among what a stretch is found by, so its rate is above the rest by itself. The
    excess takes that out: the same cuts are put into random orders between the spans' edges, and
    the quickest time of the same length is taken of each.
    """
    total = sum(b - a for a, b in spans)
    inside = [
        (max(a, c), min(b, d))
        for a, b in spans
        for c, d in ((one.start, one.stop) for one in tempo.stretches)
        if max(a, c) < min(b, d)
    ]
    covered = sum(b - a for a, b in inside)
    if not total:
        return ActionSpan(math.nan, 0, math.nan, math.nan)
    cuts = np.concatenate([borders[(borders > a) & (borders < b)] for a, b in spans] or [borders])
    within = sum(int(np.count_nonzero((cuts >= a) & (cuts < b))) for a, b in inside)
    rest = len(cuts) - within
    ratio = math.nan
    if covered and total > covered and rest:
        ratio = (within / covered) / (rest / (total - covered))
    return ActionSpan(covered / total, len(inside), ratio, _excess(cuts, spans, covered, within))


def _excess(
    cuts: NDArray[np.float64], spans: Sequence[tuple[float, float]], covered: float, within: int
) -> float:
    """Give cuts in the stretches over those in the quickest seconds of shuffled shots."""
    steps = round(covered / STEP)
    edges = np.concatenate([[0.0], np.cumsum([b - a for a, b in spans])])
    run = np.concatenate(
        [cuts[(cuts > a) & (cuts < b)] - a + e for (a, b), e in zip(spans, edges, strict=False)]
        or [cuts]
    )
    lengths = np.diff(np.concatenate([[0.0], np.sort(run), edges[-1:]]))
    if not steps or len(lengths) < 10:
        return math.nan
    rng = np.random.default_rng(SEED)
    grid = np.arange(0.5 * STEP, edges[-1], STEP)
    found = []
    for _ in range(ORDERS):
        counts = _counts(np.cumsum(rng.permutation(lengths))[:-1], grid)
        found.append(counts[_quickest(_smooth(counts), steps)].sum())
    middle = float(np.mean(found))
    return within / middle if middle else math.nan


def _quickest(tempo: NDArray[np.float64], steps: int) -> NDArray[np.intp]:
    """Give the places of so many of the highest values; of equal ones the first count."""
    if steps >= len(tempo):
        return np.arange(len(tempo))
    least = np.partition(tempo, len(tempo) - steps)[len(tempo) - steps]
    above = np.flatnonzero(tempo > least)
    return np.concatenate([above, np.flatnonzero(tempo == least)[: steps - len(above)]])


def _counts(times: NDArray[np.float64], grid: NDArray[np.float64]) -> NDArray[np.float64]:
    at = np.clip((times / STEP).astype(int), 0, max(len(grid) - 1, 0))
    return np.bincount(at, minlength=len(grid)).astype(float)


def _per_step(
    values: NDArray[np.float32], step: float, start: float, count: int
) -> NDArray[np.float64]:
    """Average values at even times over the steps of the grid; a step without any is as before."""
    at = np.floor((start + step * (np.arange(len(values)) + 0.5)) / STEP).astype(int)
    is_in = (at >= 0) & (at < count)
    sums = np.bincount(at[is_in], weights=values[is_in], minlength=count)
    numbers = np.bincount(at[is_in], minlength=count)
    known = np.flatnonzero(numbers)
    if not len(known):
        return np.zeros(count)
    return np.interp(np.arange(count), known, sums[known] / numbers[known])


def _smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth by a Gaussian kernel; at the edges by what of it lies inside."""
    kernel, weights = _kernel(len(values))
    reach = len(kernel) // 2
    return np.asarray(np.convolve(values, kernel)[reach : reach + len(values)] / weights)


@lru_cache(maxsize=8)
def _kernel(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the kernel, and what of it lies inside at each of so many values."""
    reach = round(3 * BANDWIDTH / STEP)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP / BANDWIDTH) ** 2)
    return kernel, np.convolve(np.ones(count), kernel)[reach : reach + count]


def _standard(values: NDArray[np.float64], is_inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    deviation = float(values[is_inside].std())
    if deviation < 1e-9:
        return np.zeros(len(values))
    return np.asarray((values - values[is_inside].mean()) / deviation)


def stretch_at(stretches: Sequence[Stretch], second: float) -> Stretch | None:
    """Give the stretch in which a moment lies."""
    return next((one for one in stretches if one.start <= second < one.stop), None)


def _stretches(values: NDArray[np.float64], borders: NDArray[np.float64]) -> tuple[Stretch, ...]:
    is_high = np.concatenate([[False], values > HIGH, [False]]).astype(np.int8)
    runs = np.flatnonzero(np.diff(is_high)).reshape(-1, 2) * STEP
    found: list[Stretch] = []
    for start, stop in runs[np.diff(runs)[:, 0] >= LEAST].tolist():
        edges = _snapped(start, borders), _snapped(stop, borders)
        found.append(Stretch(*(edges if edges[1] - edges[0] >= LEAST else (start, stop))))
    return tuple(found)


def _snapped(time: float, borders: NDArray[np.float64]) -> float:
    near = borders[np.abs(borders - time) <= SNAP]
    return float(near[np.abs(near - time).argmin()]) if len(near) else time
