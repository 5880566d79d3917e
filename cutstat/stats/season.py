"""What the order of episodes, and of shots within them, tells of a season.

How episodes hang together decides how far a test of them may be trusted. How shots hang together
is exploratory: it is described with wide intervals, and no verdict rests on it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST_FOR_LAG = 20
"""Episodes below which a correlation between neighbours is mostly chance: its standard error is
about ``1 / sqrt(n)``."""

LEAST_EPISODES = 5
"""Episodes below which resampling them says nothing."""

LEAST_SHOTS = 64
"""Shots that fill all lags and octaves."""

LAGS = 20
"""Lags of the partial autocorrelation, as Cutting and others use."""

BOUND = 2 / math.sqrt(300)
"""Two standard errors of a partial autocorrelation of 300 shots, an episode's usual number. It is
the same for all seasons, so that more shots alone give no higher index."""

OCTAVES = 5
"""Octaves of frequency, from half a cycle a shot downward to one in 64 shots."""

COVERAGE = 0.95

_NO_VARIATION = 1e-9
"""Differences and powers under which there is nothing but rounding."""

_DECAYS = np.geomspace(0.005, 5, 240)
"""Rates a lag, of the exponentials that are tried."""


@dataclass(frozen=True, slots=True)
class SeasonRhythm:
    """How shot lengths hang together along the episodes of a season; exploratory."""

    autoregressive_index: float
    """Modified autoregressive index (mAR): up to how many shots apart lengths are alike, in 0..20
    lags; 0 where they are not."""

    index_interval: tuple[float, float]

    slope: float
    """Exponent of a spectrum ``1 / f^slope``: 0 for lengths in random order, 1 for pink noise."""

    slope_interval: tuple[float, float]

    episodes: int
    """Episodes that have shots enough."""


def season_rhythm(
    lengths: Sequence[ArrayLike], *, draws: int = 2000, seed: int = 20_240_607
) -> SeasonRhythm | None:
    """Describe how the lengths of shots hang together along episodes.

    Exploratory: the indices were made for feature films, they depend on the shots that a detector
    misses, and with a season or less their intervals are wide and still too narrow. Compare
    nothing by them alone.

    Parameters
    ----------
    lengths : sequence of array_like of float, each of shape (n_shots,)
        Shot lengths of each episode in their order, in seconds. Shots without time are passed
        over, and so are episodes with fewer than 64 others, or with all shots alike.
    draws : int > 0
        How often the episodes are drawn anew for the intervals.
    seed : int
        Of the draws.

    Returns
    -------
    SeasonRhythm or None
        None with fewer than five episodes that have shots enough.

    Notes
    -----
    For the index, the partial autocorrelations of log lengths are averaged over the episodes, lag
    by lag, and a falling exponential is fitted to them by least squares. Where it meets the bound
    of chance lies the index [1]_. The original takes raw lengths, which one long shot can rule
    [2]_, and the bound of each film.

    For the slope, periodograms of log lengths are averaged over episodes and octaves, and a line is
    fitted to the logarithms [3]_. Intervals are 95 % percentiles of draws of episodes.

    References
    ----------
    .. [1] Cutting, DeLong and Nothelfer (2010), Attention and the evolution of Hollywood film.
    .. [2] Redfern (2014), Robust estimation of the mAR index of high grossing films at the US box
       office, 1935 to 2005.
    .. [3] Gilden (2001), Cognitive emissions of 1/f noise.
    """
    rows = [_standardised(one) for one in lengths]
    known = [row for row in rows if row is not None]
    if len(known) < LEAST_EPISODES:
        return None
    partial = np.array([partial_autocorrelation(row, lags=LAGS) for row in known])
    power = np.array([_octave_power(row) for row in known])
    chosen = np.random.default_rng(seed).integers(len(known), size=(draws, len(known)))
    indices, slopes = _index(partial[chosen].mean(axis=1)), _slope(power[chosen].mean(axis=1))
    tails = [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]
    low_index, high_index = np.quantile(indices, tails).tolist()
    low_slope, high_slope = np.quantile(slopes, tails).tolist()
    return SeasonRhythm(
        autoregressive_index=float(_index(partial.mean(axis=0, keepdims=True))[0]),
        index_interval=(low_index, high_index),
        slope=float(_slope(power.mean(axis=0, keepdims=True))[0]),
        slope_interval=(low_slope, high_slope),
        episodes=len(known),
    )


def partial_autocorrelation(values: NDArray[np.float64], *, lags: int) -> NDArray[np.float64]:
    """Give the partial autocorrelations at lags 1 to `lags`, by Durbin's recursion [1]_.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        A series with some variation, longer than `lags`.
    lags : int > 0
        Largest lag.

    Returns
    -------
    ndarray of float, shape (lags,)
        In -1..1. Autocovariances are divided by n, which keeps them there.

    References
    ----------
    .. [1] Durbin (1960), The fitting of time-series models.
    """
    centred = values - values.mean()
    covariances = [float(centred[: len(centred) - lag] @ centred[lag:]) for lag in range(lags + 1)]
    correlations = np.array(covariances[1:]) / covariances[0]
    found = np.empty(lags)
    weights = np.empty(0)
    for lag in range(lags):
        before = correlations[:lag]
        last = (correlations[lag] - weights @ before[::-1]) / (1 - weights @ before)
        weights = np.append(weights - last * weights[::-1], last)
        found[lag] = last
    return found


def lag_one(values: ArrayLike) -> float | None:
    """Give the correlation between neighbouring episodes; None below 20, or without variation.

    The usual estimate, ``sum((x[t] - m)(x[t + 1] - m)) / sum((x[t] - m)^2)`` [1]_. It is biased
    towards less by about ``(1 + 4 r) / n``.

    Parameters
    ----------
    values : array_like of float, shape (n_episodes,)
        One value an episode, in order of broadcast and without gaps.

    References
    ----------
    .. [1] Box and Jenkins (1976), Time series analysis: forecasting and control.
    """
    series = np.asarray(values, dtype=np.float64)
    if len(series) < LEAST_FOR_LAG:
        return None
    centred = series - series.mean()
    if np.ptp(series) < _NO_VARIATION:
        return None
    return float(centred[:-1] @ centred[1:] / (centred @ centred))


def tipping_phi(
    log_ratio: float, standard_error: float, degrees: float, *, alpha: float
) -> float | None:
    """Give the correlation between neighbouring episodes at which a difference is chance.

    If episodes follow an AR(1) process, the variance of a series' mean is that of independent
    episodes times about ``(1 + phi) / (1 - phi)`` [1]_. This is the `phi` at which the two-sided
    p of Welch's test reaches `alpha`, if all series share it. Degrees of freedom stay as they are.

    Parameters
    ----------
    log_ratio : float
        Difference of means on the logarithmic scale.
    standard_error : float > 0
        Of the log ratio, for independent episodes.
    degrees : float > 0
        Degrees of freedom (Welch and Satterthwaite).
    alpha : float
        Error rate, two-sided, in 0..1.

    Returns
    -------
    float or None
        In 0..1, without 0; None where p is `alpha` or more as it is.

    Raises
    ------
    ValueError
        If the standard error is not above 0.

    References
    ----------
    .. [1] Bartlett (1935), Some aspects of the time-correlation problem in regard to tests of
       significance.
    """
    from scipy.stats import t as student  # slow to load

    if not standard_error > 0:
        raise ValueError(f"a standard error is above 0, got {standard_error:g}")
    critical = float(student.ppf(1 - alpha / 2, degrees))
    inflation = (log_ratio / (standard_error * critical)) ** 2
    return (inflation - 1) / (inflation + 1) if inflation > 1 else None


def _standardised(lengths: ArrayLike) -> NDArray[np.float64] | None:
    """Give log lengths with mean 0 and variance 1; None if there are too few, or all are alike."""
    seconds = np.asarray(lengths, dtype=np.float64)
    logs = np.log(seconds[seconds > 0])
    if len(logs) < LEAST_SHOTS or np.ptp(logs) < _NO_VARIATION:
        return None
    return np.asarray((logs - logs.mean()) / logs.std())


def _octave_power(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the mean power in each octave, shape (OCTAVES,), the highest frequencies first."""
    power = np.abs(np.fft.rfft(values)[1:]) ** 2 / len(values)
    octave = np.floor(-np.log2(np.fft.rfftfreq(len(values))[1:])).astype(int) - 1
    counted = octave < OCTAVES
    sums = np.bincount(octave[counted], power[counted], minlength=OCTAVES)
    return np.asarray(sums / np.bincount(octave[counted], minlength=OCTAVES))


def _slope(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the slope of log power over octaves of each row, shape (n_rows,)."""
    octaves = np.arange(OCTAVES) - (OCTAVES - 1) / 2
    return np.asarray(np.log2(power + _NO_VARIATION) @ octaves / (octaves @ octaves))


def _index(partial: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the lag at which the best exponential of each row meets the bound, shape (n_rows,)."""
    shapes = np.exp(-_DECAYS[:, None] * np.arange(1, LAGS + 1))
    norms = (shapes**2).sum(axis=1)
    heights = np.maximum(partial @ shapes.T, 0) / norms
    best = (heights**2 * norms).argmax(axis=1)  # the most of the sum of squares explained
    height = heights[np.arange(len(partial)), best]
    crossing = np.log(np.maximum(height, BOUND) / BOUND) / _DECAYS[best]
    return np.asarray(np.clip(crossing, 0, LAGS))
