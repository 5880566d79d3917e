"""The tables of a report: the series, and all of their episodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from cutstat.figures import theme
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.pacing import fastest_minute, slowest_minute
from cutstat.stats.distribution import length_density
from cutstat.stats.sample import SeriesSample, common_unit

SERIES = (
    *(("Series",), ("{unit}s",), ("Shots per", "body"), ("Shots per", "file")),
    *(("Minutes", "of body"), ("Shots per", "minute"), ("Median", "shot"), ("Average", "shot")),
    ("Under", "1 s"),
)
EPISODES = (
    *(("Series",), ("{unit}",), ("Shots", "in body"), ("Shots", "in file")),
    *(("Minutes", "of body"), ("Shots per", "minute"), ("Median", "shot"), ("Average", "shot")),
    *(("Under", "1 s"), ("Over", "10 s"), ("Fastest", "minute")),
)
"""Heads of the tables, with ``{unit}`` where an episode is named, or a film."""

SHORT_MINUTES = 10.0
"""Length of a body under which a tenth of a minute is too coarse."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under column heads."""

    columns: tuple[tuple[str, ...], ...]
    """Heads, each of one line or of two."""

    rows: tuple[tuple[str, ...], ...]
    names: int = 1
    """How many of the columns, from the left, hold names; the others hold numbers."""

    def without_empty_columns(self) -> Table:
        """Leave out columns of numbers in which no row has one."""
        cells = zip(*self.rows, strict=True)
        kept = [k < self.names or set(column) != {theme.UNKNOWN} for k, column in enumerate(cells)]
        rows = tuple(tuple(compress(row, kept)) for row in self.rows)
        return Table(tuple(compress(self.columns, kept)), rows, self.names)


def series_table(everyone: Sequence[SeriesSample]) -> Table:
    """Give a row for each series."""
    table = Table(_heads(SERIES, everyone), tuple(map(_series_row, everyone)))
    return table.without_empty_columns()


def episode_table(everyone: Sequence[SeriesSample]) -> Table:
    """Give a row for each episode of each series."""
    rows = (_episode_row(one, episode) for one in everyone for episode in one.episodes)
    return Table(_heads(EPISODES, everyone), tuple(rows), names=2).without_empty_columns()


def _heads(
    columns: Sequence[tuple[str, ...]], everyone: Sequence[SeriesSample]
) -> tuple[tuple[str, ...], ...]:
    unit = common_unit(everyone).capitalize()
    return tuple(tuple(line.format(unit=unit) for line in head) for head in columns)


def _series_row(sample: SeriesSample) -> tuple[str, ...]:
    density = length_density(sample)
    bodies = [episode.body for episode in sample.episodes]
    return (
        sample.name,
        str(len(sample)),
        f"{sample.geometric_mean_shots:.0f}",
        f"{_geometric([episode.whole.shots for episode in sample.episodes]):.0f}",
        _minutes(sample.geometric_mean_minutes),
        theme.rate(sample.geometric_mean_rate),
        theme.seconds(density.median_seconds),
        theme.seconds(60 / sample.geometric_mean_rate),
        theme.share(float(np.mean([body.share_shorter(1.0) for body in bodies]))),
    )


def _minutes(minutes: float) -> str:
    """Write a length so that shots over it give the rate beside it."""
    return f"{minutes:.1f}" if minutes >= SHORT_MINUTES else f"{minutes:.2f}"


def _geometric(values: Sequence[float]) -> float:
    return float(np.exp(np.log(values).mean()))


def _episode_row(sample: SeriesSample, episode: EpisodeMeasures) -> tuple[str, ...]:
    body = episode.body
    return (
        sample.name,
        episode.name.label,
        str(body.shots),
        str(episode.whole.shots),
        _minutes(body.minutes),
        theme.rate(body.cutting_rate),
        theme.seconds(body.median_seconds),
        theme.seconds(body.asl_seconds),
        theme.share(body.share_shorter(1.0)),
        theme.share(body.share_longer(10.0)),
        str(fastest_minute(body)[1]) if slowest_minute(body) else theme.UNKNOWN,
    )
