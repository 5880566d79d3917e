"""One show with nothing to compare it with but single shows of which a count was published."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cutstat.measure.episode import STANDARD_BODY_MINUTES
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.published import PublishedFigure, published_figures
from cutstat.stats.sample import SeriesSample

SINGLE_KINDS = ("tv anime series", "tv anime episode", "part of an episode")
"""Kinds of published figures that speak of one show of TV anime, by a count on screen or board."""

NEAREST = 3
"""Published shows that are named beside the one in hand."""


@dataclass(frozen=True, slots=True)
class PublishedShow:
    """One show of which a count and a length were published."""

    title: str
    rate: float
    """Shots a minute."""

    figure: PublishedFigure

    @property
    def standard_shots(self) -> float:
        """Shots in a body of the standard length."""
        return self.rate * STANDARD_BODY_MINUTES


@dataclass(frozen=True, slots=True)
class SingleShow:
    """Where one show stands among shows of which a count was published; an estimate, no test."""

    series: str
    where: str
    """Of what its shots are those."""

    episodes: int
    shots: float
    """Geometric mean of the shots of a body."""

    minutes: float
    """Geometric mean of the length of a body, so that `shots` over it is `rate`."""

    rate: float
    """Geometric mean of the shots a minute."""

    interval: tuple[float, float] | None
    """Of the rate: chance between episodes, and what titles differ by in detection; None for one
    episode."""

    shows: tuple[PublishedShow, ...]
    """From the slowest to the fastest."""

    middle: float
    """Geometric mean of their rates."""

    share_below: float
    """Estimated share of all shows that are cut more slowly, 0..1."""

    share_range: tuple[float, float]
    """The same where the middle of all shows, and the rate, lie at either end of what is likely."""

    @property
    def nearest(self) -> tuple[PublishedShow, ...]:
        """Give the published shows that are nearest by rate, the nearest first."""
        return tuple(
            sorted(self.shows, key=lambda one: abs(math.log(one.rate / self.rate)))[:NEAREST]
        )


def published_shows() -> tuple[PublishedShow, ...]:
    """Give the single shows of TV anime of which a count and a length were published, by rate."""
    shows = [
        PublishedShow(figure.title, rate, figure)
        for figure in published_figures()
        if figure.kind in SINGLE_KINDS and (rate := figure.rates[0]) is not None
    ]
    return tuple(sorted(shows, key=lambda one: one.rate))


def rate_interval(
    sample: SeriesSample, settings: ComparisonSettings, *, more: int = 0
) -> tuple[float, float] | None:
    """Give the range of the mean rate: chance between episodes, and what titles differ by.

    Parameters
    ----------
    sample : SeriesSample
        The show; of one episode there is no range.
    settings : ComparisonSettings
        The error rate, and what titles differ by in detection.
    more : int
        Episodes that are thought of beside these, and vary as they do.
    """
    from scipy.stats import t as student  # slow to load

    if len(sample) < 2:
        return None
    count, middle = len(sample) + more, float(sample.log_rates.mean())
    error = math.hypot(sample.deviation / math.sqrt(count), settings.title_spread)
    reach = float(student.ppf(1 - settings.alpha / 2, count - 1)) * error
    return math.exp(middle - reach), math.exp(middle + reach)


def place_single(sample: SeriesSample, settings: ComparisonSettings | None = None) -> SingleShow:
    """Set the mean rate of a show among published shows.

    The published shows give the middle of all shows, the known spread between shows how far these
    lie about it. A further show of log rate x lies above a share ``F((x - m) / (s sqrt(1 + 1/n)))``
    of them, F being Student's distribution with the degrees of freedom of the known spread. The
    range is that of x - m, by the chance of episodes, what titles differ by in detection, and the
    chance of which shows were published.

    Parameters
    ----------
    sample : SeriesSample
        The show.
    settings : ComparisonSettings, optional
        The known spread with its degrees of freedom, and the error rate.
    """
    from scipy.stats import t as student  # slow to load

    settings = settings or ComparisonSettings()
    shows = published_shows()
    logs = np.log([one.rate for one in shows])
    spread, degrees = settings.known_spread, max(settings.known_degrees, 1)
    middle, own = float(logs.mean()), float(sample.log_rates.mean())
    by_episodes = (
        float(sample.log_rates.var(ddof=1)) / len(sample) if len(sample) > 1 else spread**2
    )
    error = math.sqrt(by_episodes + settings.title_spread**2)
    farther = float(student.ppf(1 - settings.alpha / 2, degrees)) * math.hypot(
        error, spread / math.sqrt(len(shows))
    )
    low, high = (
        float(student.cdf((own - middle + side * farther) / spread, degrees)) for side in (-1, 1)
    )
    further = spread * math.sqrt(1 + 1 / len(shows))
    return SingleShow(
        series=sample.name,
        where=sample.counted_where,
        episodes=len(sample),
        shots=sample.geometric_mean_shots,
        minutes=sample.geometric_mean_minutes,
        rate=math.exp(own),
        interval=rate_interval(sample, settings),
        shows=shows,
        middle=math.exp(middle),
        share_below=float(student.cdf((own - middle) / further, degrees)),
        share_range=(low, high),
    )
