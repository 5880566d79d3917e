"""Shows drawn at random, with a difference that is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

SHOTS, SECONDS = 300.0, 1190.0
"""Mean number of shots of an episode, and the length of its body."""

EPISODE_CV, SHOW_CV = 0.13, 0.15
"""Coefficients of variation of the cutting rate between episodes of a show, and between shows;
assumed, but for what `benchmarks.statistics.spread` can measure."""

LENGTH_DEVIATION = 0.7
"""Standard deviation of the logarithms of shot lengths within an episode."""

Tails = Literal["normal", "heavy"]
HEAVY = 3
"""Degrees of freedom of Student's t, by which episodes with heavy tails deviate."""


@dataclass(frozen=True, slots=True)
class Show:
    """How one show is cut, and how its shots are found."""

    episodes: int
    cv: float = EPISODE_CV
    """Coefficient of variation of the rate between episodes."""

    ratio: float = 1.0
    """Geometric mean rate, against the one that all shows share."""

    show_cv: float = 0.0
    """Coefficient of variation between the shows from which it is drawn; 0 leaves it as it is."""

    recall: float = 1.0
    """Share of the borders that is found, 0..1."""

    carry: float = 0.0
    """Correlation of the deviations of neighbouring episodes."""

    tails: Tails = "normal"
    """How the logarithms of the rates deviate."""

    length_deviation: float | None = None
    """Of the logarithms of shot lengths; None draws numbers of shots alone (Poisson)."""


def deviation_of(cv: float) -> float:
    """Give the standard deviation of the logarithm for a coefficient of variation (lognormal)."""
    return math.sqrt(math.log1p(cv**2))


def draw_means(show: Show, runs: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw how many shots episodes have on average, shape (runs, n_episodes)."""
    size = (runs, show.episodes)
    deviations = (
        rng.normal(size=size)
        if show.tails == "normal"
        else rng.standard_t(HEAVY, size) * math.sqrt((HEAVY - 2) / HEAVY)
    )
    if show.carry:
        fresh = math.sqrt(1 - show.carry**2)
        for k in range(1, show.episodes):
            deviations[:, k] = show.carry * deviations[:, k - 1] + fresh * deviations[:, k]
    of_show = deviation_of(show.show_cv) * rng.normal(size=(runs, 1))
    return SHOTS * show.ratio * np.exp(of_show + deviation_of(show.cv) * deviations)


def draw_counts(show: Show, runs: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw the numbers of shots that are found, shape (runs, n_episodes), each at least 1."""
    means = draw_means(show, runs, rng)
    if show.length_deviation is None:
        counts = np.maximum(rng.poisson(means), 1)
    else:
        lengths = [[len(one) for one in draw_lengths(show, row, rng)] for row in means]
        counts = np.array(lengths, np.int64)
    return counts if show.recall == 1 else 1 + rng.binomial(counts - 1, show.recall)


def draw_lengths(
    show: Show, means: NDArray[np.float64], rng: np.random.Generator
) -> list[NDArray[np.float64]]:
    """Draw the shot lengths of episodes, in seconds; the last shot ends with the episode.

    Parameters
    ----------
    show : Show
        With a deviation of lengths, or `LENGTH_DEVIATION` is taken.
    means : ndarray, shape (n_episodes,)
        Shots of each episode, on average.
    rng : numpy.random.Generator
        Source of chance.
    """
    deviation = LENGTH_DEVIATION if show.length_deviation is None else show.length_deviation
    size = (len(means), int(means.max() * 1.5) + 50)
    lengths = np.exp(deviation * rng.standard_normal(size) - deviation**2 / 2)
    stops = np.cumsum(lengths * (SECONDS / means)[:, None], axis=1)
    shots = 1 + (stops < SECONDS).sum(axis=1)
    return [
        np.diff(np.append(row[: n - 1], SECONDS), prepend=0.0)
        for row, n in zip(stops, shots, strict=True)
    ]


def log_rates(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the logarithms of shots per minute, the outcome of every comparison."""
    return np.log(counts * (60 / SECONDS))
