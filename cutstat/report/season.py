"""The season view of a report: segments, cuts and pacing of every episode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from cutstat.figures.season import SeasonBlock, SeasonRow, SeasonSpan
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.pacing import pacing_curve
from cutstat.report.look import EpisodeLook
from cutstat.stats.sample import SeriesSample

CURVE_POINTS = 240

ALIKE = 0.6
"""Longest episode of a series over the longest of all, from which on both share an axis. A short
film beside a long one would else be a line."""


def season_blocks(
    everyone: Sequence[SeriesSample],
    *,
    target: str | None = None,
    looks: Mapping[str, Sequence[EpisodeLook]] | None = None,
) -> tuple[SeasonBlock, ...]:
    """Give series as rows; `target` is the one asked about, `looks` know colours of episodes."""
    longest = {one.name: max(episode.whole.minutes for episode in one.episodes) for one in everyone}
    overall = max(longest.values())
    return tuple(
        SeasonBlock(
            sample.name,
            _rows(sample, (looks or {}).get(sample.name)),
            overall if longest[sample.name] >= ALIKE * overall else longest[sample.name],
            is_target=sample.name == target,
        )
        for sample in everyone
    )


def _rows(sample: SeriesSample, looks: Sequence[EpisodeLook] | None) -> tuple[SeasonRow, ...]:
    known = [one.colours if len(one.colours) else None for one in looks or ()]
    return tuple(
        SeasonRow(
            label=episode.name.label,
            minutes=episode.whole.minutes,
            spans=episode_spans(episode)[0],
            cuts=episode.whole.border_seconds / 60,
            doubts=episode_spans(episode)[1],
            colours=known[index] if known else None,
        )
        for index, episode in enumerate(sample.episodes)
    )


def episode_spans(
    episode: EpisodeMeasures,
) -> tuple[tuple[SeasonSpan, ...], tuple[SeasonSpan, ...]]:
    """Give the segments of an episode, and where others may lie."""
    spans, doubts = (
        tuple(SeasonSpan(one.kind, *_minutes(episode, one.start, one.stop)) for one in some)
        for some in (episode.segments, episode.segmentation.doubts)
    )
    return spans, doubts


def _minutes(episode: EpisodeMeasures, start: int, stop: int) -> tuple[float, float]:
    return episode.times.seconds(start) / 60, episode.times.seconds(stop) / 60


def episode_curve(episode: EpisodeMeasures) -> NDArray[np.float64]:
    """Give cuts per minute over the whole file, openings and the like with it."""
    return pacing_curve(
        episode.whole.border_seconds,
        start_seconds=0.0,
        stop_seconds=episode.whole.seconds,
        points=CURVE_POINTS,
    ).cuts_per_minute
