"""Distributions of shot lengths and pacing over a series: what figures draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.measure.pacing import pacing_curve
from cutstat.stats.sample import SeriesSample

PROGRESS_POINTS = 401
"""Fine enough that no cut falls between two points of a film: 25 s of smoothing span them up to
about three hours."""


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
    """Place in the episode, 0..1, shape (n,)."""

    episodes: NDArray[np.float64]
    """Cuts per minute of each episode, shape (n_episodes, n)."""

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
    weights = np.concatenate([np.full(len(v), 1 / len(v) / len(lengths)) for v in lengths])
    low, high = np.quantile(values, [0.25, 0.75])
    spread = min(values.std(), (high - low) / 1.349) or values.std() or 0.5
    width = max(0.9 * spread * len(values) ** -0.2, 0.08)
    grid = np.linspace(values.min() - 3 * width, values.max() + 3 * width, points)
    kernel = np.exp(-0.5 * ((grid[:, None] - values[None, :]) / width) ** 2)
    density = kernel @ weights / (width * np.sqrt(2 * np.pi))
    medians = [episode.body.median_seconds for episode in sample.episodes]
    means = [episode.body.asl_seconds for episode in sample.episodes]
    return LengthDensity(2**grid, density, float(np.median(medians)), float(np.mean(means)))


def series_pacing(sample: SeriesSample, *, points: int = PROGRESS_POINTS) -> SeriesPacing:
    """Put the pacing curves of all episodes on one axis from start (0) to end (1)."""
    curves = [
        pacing_curve(
            episode.whole.border_seconds,
            start_seconds=0.0,
            stop_seconds=episode.whole.seconds,
            points=points,
        ).cuts_per_minute
        for episode in sample.episodes
    ]
    return SeriesPacing(np.linspace(0, 1, points), np.array(curves))
