"""Do quick cuts come in bursts? An episode against its own shots in random order."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from cutstat.measure.episode import SpanMeasures

ORDERS = 60
"""Random orders that an episode is set against; the mean of 60 is known to a few per cent."""

SEED = 20_240_607
"""Of the orders, so that the same shots give the same number."""

WINDOW_SECONDS, STEP_SECONDS = 60.0, 10.0
"""Length of a minute, and how far apart the minutes begin that are looked at."""

LENGTH_DEVIATION = 0.7
"""Standard deviation of the logarithms of shot lengths by which a rate implies a share of short
shots: what anime of about 15 shots a minute has, with a share of .05 under a second."""


def fastest_minute_excess(span: SpanMeasures) -> float:
    """Give the cuts of the fastest minute over those of the same shots in random order.

    Both are of the spans put end to end. A show with more shots has a faster fastest minute, and a
    smaller ratio of it to its median minute, with no fight at all; against its own shots both are 1
    where shots are in no order.

    Returns
    -------
    float
        Above 1 where quick shots stand together; nan below two minutes or three shots.
    """
    counts = _counts(span)
    if counts is None:
        return math.nan
    own, *others = counts.max(axis=1).tolist()
    return float(own / np.mean(others))


def dispersion_excess(span: SpanMeasures) -> float:
    """Give the index of dispersion of cuts a minute over that of the shots in random order.

    The index is the variance over the mean [1]_ of the cuts within minutes that begin every ten
    seconds. It looks at the whole episode, not at one minute, and so varies less.

    Returns
    -------
    float
        Above 1 where quick shots stand together; nan below two minutes or three shots.

    References
    ----------
    .. [1] Cox and Lewis (1966), The statistical analysis of series of events, chapter 4.
    """
    counts = _counts(span)
    if counts is None:
        return math.nan
    own, *others = (counts.var(axis=1) / counts.mean(axis=1)).tolist()
    middle = float(np.mean(others))
    return float(own / middle) if middle else math.nan


def implied_share_shorter(rate: float, seconds: float) -> float:
    """Give the share of shots under so many seconds that a cutting rate implies by itself.

    Lengths are taken as lognormal with the deviation `LENGTH_DEVIATION`: 0.05 under a second at 15
    shots a minute, 0.11 at 20.

    Parameters
    ----------
    rate : float > 0
        Shots per minute.
    seconds : float > 0
        Length below which a shot is short.
    """
    middle = math.log(60 / rate) - LENGTH_DEVIATION**2 / 2
    return 0.5 * math.erfc((middle - math.log(seconds)) / LENGTH_DEVIATION / math.sqrt(2))


def short_shot_excess(span: SpanMeasures, seconds: float = 1.0) -> float:
    """Give the share of shots under a second over that which the cutting rate implies.

    The share is taken as ``(count + 0.5) / (n + 1)``, so that it is not 0; nan without a shot.
    """
    if not span.shots or not span.seconds:
        return math.nan
    share = (span.share_shorter(seconds) * span.shots + 0.5) / (span.shots + 1)
    return share / implied_share_shorter(span.cutting_rate, seconds)


def _counts(span: SpanMeasures) -> NDArray[np.float64] | None:
    """Count the cuts within minutes of the shots as they are, and in random orders.

    Returns
    -------
    ndarray of float, shape (1 + ORDERS, n_minutes), or None
        The shots as they are first.
    """
    lengths = span.shot_seconds
    total = float(lengths.sum())
    if len(lengths) < 3 or total < 2 * WINDOW_SECONDS:
        return None
    rng = np.random.default_rng(SEED)
    orders = rng.permuted(np.tile(lengths, (ORDERS, 1)), axis=1)
    borders = np.concatenate([lengths[None], orders]).cumsum(axis=1)[:, :-1]
    begins = np.arange(0.0, total - WINDOW_SECONDS, STEP_SECONDS)
    return np.array(
        [
            np.searchsorted(row, begins + WINDOW_SECONDS) - np.searchsorted(row, begins)
            for row in borders
        ],
        dtype=np.float64,
    )
