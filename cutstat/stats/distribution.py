"""Distributions of shot lengths and pacing over a series: what figures draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.pacing import pacing_curve, running_seconds
from cutstat.stats.sample import SeriesSample

PROGRESS_POINTS = 401
"""Fine enough that no cut falls between two points of a film: 25 s of smoothing span them up to
about three hours."""

BREAK_PLACES = (0.25, 0.75)
"""Where in the body the break between its halves may lie; most lie close to the middle."""


@dataclass(frozen=True, slots=True, eq=False)
class LengthDensity:
    """Density of shot lengths on a logarithmic axis, each episode weighing the same."""

    seconds: NDArray[np.float64]
    """Shot lengths, shape (n,), evenly spaced by logarithm."""

    density: NDArray[np.float64]
    """Share of shots per doubling of length, shape (n,)."""

    median_seconds: float
    mean_seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class SeriesPacing:
    """Cutting of a series over the course of its episodes."""

    progress: NDArray[np.float64]
    """Place in the body, 0..1, shape (n,), never decreasing. With parts 0.5 stands twice, for the
    end of part A and the start of part B."""

    episodes: NDArray[np.float64]
    """Cuts per minute of each episode, shape (n_episodes, n)."""

    has_parts: bool = False
    """Whether part A of every episode is stretched to 0..0.5 and part B to 0.5..1."""

    @property
    def median(self) -> NDArray[np.float64]:
        """Median over the episodes, shape (n,)."""
        return np.asarray(np.median(self.episodes, axis=0))

    @property
    def band(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Quartiles over the episodes, each of shape (n,)."""
        low, high = np.quantile(self.episodes, [0.25, 0.75], axis=0)
        return low, high


def length_density(sample: SeriesSample, *, points: int = 240) -> LengthDensity:
    """Estimate the density of log shot length.

    A Gaussian kernel with Silverman's bandwidth on log2 of the lengths. Each episode has the same
    weight, whatever its number of shots, since the episode is the unit. Shots that last no time,
    because a file gives several frames one time, have no place on the axis.
    """
    shots = [episode.body.shot_seconds for episode in sample.episodes]
    lengths = [np.log2(seconds[seconds > 0]) for seconds in shots]
    values = np.concatenate(lengths)
    low, high = np.quantile(values, [0.25, 0.75])
    spread = min(values.std(), (high - low) / 1.349) or values.std() or 0.5
    width = max(0.9 * spread * len(values) ** -0.2, 0.08)
    grid = np.linspace(values.min() - 3 * width, values.max() + 3 * width, points)
    kernels = (np.exp(-0.5 * ((grid[:, None] - own[None, :]) / width) ** 2) for own in lengths)
    density = np.mean([kernel.mean(axis=1) for kernel in kernels], axis=0)
    density /= width * np.sqrt(2 * np.pi)
    medians = [episode.body.median_seconds for episode in sample.episodes]
    means = [episode.body.asl_seconds for episode in sample.episodes]
    return LengthDensity(2**grid, density, float(np.median(medians)), float(np.mean(means)))


def has_break(sample: SeriesSample) -> bool:
    """Tell whether every episode of a series has a break between parts near its middle."""
    return all(break_seconds(episode) is not None for episode in sample.episodes)


def break_seconds(episode: EpisodeMeasures) -> float | None:
    """Give the body time of the break nearest to the middle; None if none lies near it."""
    body = episode.body
    seconds = episode.times.all_seconds()
    low, high = (place * body.seconds for place in BREAK_PLACES)
    places = running_seconds(body, np.array([seconds[k] for k in episode.segmentation.part_starts]))
    near = [float(place) for place in places if low <= place <= high]
    return min(near, key=lambda place: abs(place - body.seconds / 2), default=None)


def series_pacing(
    sample: SeriesSample, *, by_parts: bool = False, points: int = PROGRESS_POINTS
) -> SeriesPacing:
    """Put the pacing curves of all bodies on one axis from start (0) to end (1).

    Pieces of a body are put end to end, without the openings and the like between them.

    Parameters
    ----------
    sample : SeriesSample
        The episodes.
    by_parts : bool
        Whether part A of each episode is stretched to 0..0.5 and part B to 0.5..1, so that the
        break stands at one place. Only the axis is stretched: a rate stays one of real minutes.
    points : int > 1
        Points of a curve; with parts one more, since the break stands twice.

    Raises
    ------
    ValueError
        If an episode has no break near its middle, and `by_parts` is asked for.
    """
    if not by_parts:
        curves = [
            _curve(_body_cuts(episode), 0.0, episode.body.seconds, points)
            for episode in sample.episodes
        ]
        return SeriesPacing(np.linspace(0, 1, points), np.array(curves))
    half = points // 2 + 1
    progress = np.concatenate([np.linspace(0, 0.5, half), np.linspace(0.5, 1, half)])
    halves = [_halves(episode, half) for episode in sample.episodes]
    return SeriesPacing(progress, np.array(halves), has_parts=True)


def _halves(episode: EpisodeMeasures, points: int) -> NDArray[np.float64]:
    """Give the curves of part A and part B, one behind the other; B begins with a cut on it."""
    middle = break_seconds(episode)
    if middle is None:
        raise ValueError(f"{episode.name.label} has no break near its middle")
    cuts = _body_cuts(episode)
    first = _curve(cuts[cuts < middle], 0.0, middle, points)
    second = _curve(cuts[cuts >= middle], middle, episode.body.seconds, points)
    return np.concatenate([first, second])


def _curve(
    cuts: NDArray[np.float64], start: float, stop: float, points: int
) -> NDArray[np.float64]:
    return pacing_curve(cuts, start_seconds=start, stop_seconds=stop, points=points).cuts_per_minute


def _body_cuts(episode: EpisodeMeasures) -> NDArray[np.float64]:
    return running_seconds(episode.body, episode.body.border_seconds)
