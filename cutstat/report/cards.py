"""The cards of a report: what each episode of the target looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cutstat.core.timing import format_clock
from cutstat.figures import theme
from cutstat.figures.card import FASTEST, SLOWEST, EpisodeCard, Film, Minute
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.pacing import WINDOW_SECONDS, fastest_minute, slowest_minute
from cutstat.report.look import EpisodeLook
from cutstat.report.season import episode_curve, episode_spans
from cutstat.stats.sample import SeriesSample

Pair: TypeAlias = tuple[float, float]

STILLS = 5
"""Of a minute; twice as many where a body has none."""

LONGEST = 3
"""Shots that a card names."""

MOST_DOUBTS = 4
"""Doubtful transitions that a card names."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Frames of an episode of which a card shows some."""

    caption: str
    frames: NDArray[np.intp]
    """Increasing, shape (n,)."""

    pictures: int
    """How many are shown."""


def passages(episode: EpisodeMeasures) -> tuple[Passage, ...]:
    """Give what a card has pictures of: the fastest and the slowest minute, else the whole body."""
    minutes = [(FASTEST, fastest_of(episode)), (SLOWEST, slowest_of(episode))]
    found = [
        Passage(
            f"{name} from {format_clock(minute.start * 60)}: {minute.cuts} cuts",
            np.arange(*(episode.times.frame_at(edge * 60) for edge in (minute.start, minute.stop))),
            STILLS,
        )
        for name, minute in minutes
        if minute
    ]
    if found or not episode.body_spans:
        return tuple(found)
    frames = np.concatenate([np.arange(start, stop) for start, stop in episode.body_spans])
    return (Passage("The body from start to end", frames, 2 * STILLS),)


def fastest_of(episode: EpisodeMeasures) -> Minute | None:
    """Give the fastest minute of the body; None where no span of it is a minute long."""
    if slowest_minute(episode.body) is None:
        return None
    start, cuts = fastest_minute(episode.body)
    return Minute(start / 60, (start + WINDOW_SECONDS) / 60, cuts)


def slowest_of(episode: EpisodeMeasures) -> Minute | None:
    """Give the slowest minute of the body; None where no span of it is a minute long."""
    found = slowest_minute(episode.body)
    return found and Minute(found[0] / 60, (found[0] + WINDOW_SECONDS) / 60, found[1])


def episode_cards(
    target: SeriesSample, looks: Sequence[EpisodeLook] | None
) -> tuple[EpisodeCard, ...]:
    """Make a card for each episode; `looks` are in their order."""
    curves = [episode_curve(episode) for episode in target.episodes]
    top = max((float(curve.max()) for curve in curves), default=0.0) or 1.0
    known = looks or [EpisodeLook("", np.zeros((0, 3), np.uint8))] * len(target)
    return tuple(
        _card(episode, look, curve, top=top)
        for episode, look, curve in zip(target.episodes, known, curves, strict=True)
    )


def _card(
    episode: EpisodeMeasures, look: EpisodeLook, curve: NDArray[np.float64], *, top: float
) -> EpisodeCard:
    body = episode.body
    fastest, slowest = fastest_of(episode), slowest_of(episode)
    spans, doubts = episode_spans(episode)
    films = [
        Film(passage.caption, images)
        for passage, images in zip(passages(episode), look.films, strict=False)
    ]
    return EpisodeCard(
        title=f"{episode.name.series} {episode.name.label}",
        facts=f"{body.shots} shots in {body.minutes:.1f} min · {theme.rate(body.cutting_rate)} per "
        f"minute · median {theme.seconds(body.median_seconds)} · average "
        f"{theme.seconds(body.asl_seconds)} · under 1 s {theme.share(body.share_shorter(1.0))}",
        minutes=episode.whole.minutes,
        spans=spans,
        doubts=doubts,
        cuts=episode.whole.border_seconds / 60,
        curve=curve,
        top=top,
        fastest=fastest,
        slowest=slowest,
        colours=look.colours,
        films=tuple(films),
        lines=tuple(line for line in (_longest(episode), _doubtful(episode)) if line),
        voices=_minutes(episode, "voices"),
        music=_minutes(episode, "music"),
    )


def _minutes(episode: EpisodeMeasures, kind: Literal["voices", "music"]) -> tuple[Pair, ...]:
    """Give when voices or music are heard, in minutes."""
    heard = episode.making.heard
    if heard is None:
        return ()
    spans = heard.voices if kind == "voices" else heard.music
    return tuple((float(start) / 60, float(stop) / 60) for start, stop in spans)


def _longest(episode: EpisodeMeasures) -> str:
    shots = sorted(
        (
            (-episode.times.span_seconds(start, stop), episode.times.seconds(start))
            for start, stop in _body_shots(episode)
        ),
    )[:LONGEST]
    places = [f"{theme.seconds(-length)} from {format_clock(start)}" for length, start in shots]
    return f"Longest shots: {', '.join(places)}." if places else ""


def _doubtful(episode: EpisodeMeasures) -> str:
    doubtful = sorted(episode.doubtful, key=lambda one: one.confidence)
    if not doubtful:
        return ""
    named = sorted(doubtful[:MOST_DOUBTS])
    places = [
        f"{format_clock(episode.times.seconds(one.start))} ({one.confidence:.2f})" for one in named
    ]
    more = f" and {len(doubtful) - len(places)} more" if len(doubtful) > len(places) else ""
    return f"Least certain transitions: {', '.join(places)}{more}."


def _body_shots(episode: EpisodeMeasures) -> list[tuple[int, int]]:
    """List the shots of the body as spans of frames."""
    borders = [one.border for one in episode.body_transitions]
    shots: list[tuple[int, int]] = []
    for start, stop in episode.body_spans:
        edges = [start, *(border for border in borders if start < border < stop), stop]
        shots += pairwise(edges)
    return shots
