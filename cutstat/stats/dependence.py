"""How neighbouring episodes hang together, which decides how far a test of them may be trusted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

LEAST_FOR_LAG = 20
"""Episodes below which a correlation between neighbours is mostly chance: its standard error is
about ``1 / sqrt(n)``."""


_NO_VARIATION = 1e-9
"""Differences under which there is nothing but rounding."""


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
