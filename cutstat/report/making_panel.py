"""The page on how a series is made: shares of time beside the baselines, and every episode."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from cutstat.figures import theme
from cutstat.figures.making import (
    MadeCourse,
    MadeRow,
    MadeShares,
    draw_made_course,
    draw_made_shares,
    made_marks,
)
from cutstat.figures.marks import Marks, placed, together
from cutstat.figures.text import shorten
from cutstat.measure.drawings import new_pictures
from cutstat.measure.episode import EpisodeMeasures
from cutstat.report.picture import MARGIN, Material, Picture, axes_at
from cutstat.stats.claim import find_measure
from cutstat.stats.making import known_values

SHARES = (
    *("held_share", "share_on_ones", "share_on_twos", "share_on_threes"),
    *("voices_share", "music_share", "voices_without_music_share", "lines_share"),
    *("action_share", "share_of_time_over_8_s"),
)
"""Measures that are shares of the time, or of movement."""

SHARE_ROW, COURSE, HEAD, AXIS = 6.0, 22.0, 6.0, 8.0
"""Heights, in mm."""

POSTED = slice(4)
"""Rows of an image: the shares and a few episodes; more are no picture any more."""

PRINTED = slice(2)
"""Rows of pages to print: the shares, and one episode to see what there is."""

LEGEND = 8.0
CELL_SECONDS = 5.0
"""Time over which new pictures are counted."""

Made = tuple[MadeShares | MadeCourse, ...]


def _made(material: Material) -> Made:
    """Give the shares, then the episodes of the target; nothing where nothing was looked at."""
    target = material.everyone[0]
    if not any(_is_known(episode) for episode in target.episodes):
        return ()
    rows = []
    for key in SHARES:
        measure = find_measure(key)
        values = [known_values(one, measure) for one in material.everyone]
        if len(values[0]):
            means = [float(one.mean()) if len(one) else math.nan for one in values]
            names = (one.name for one in material.everyone)
            rows.append(MadeRow(measure.title, tuple(zip(names, means, strict=True))))
    pictures = [_pictures(episode) for episode in target.episodes]
    top = max((float(one.max()) for one in pictures if len(one)), default=0.0) or 1.0
    courses = (
        _course(episode, own, top) for episode, own in zip(target.episodes, pictures, strict=True)
    )
    return (MadeShares(tuple(rows)), *courses)


def _is_known(episode: EpisodeMeasures) -> bool:
    return episode.making.drawings is not None or episode.making.heard is not None


def _pictures(episode: EpisodeMeasures) -> NDArray[np.float64]:
    """Count the new pictures a minute in cells of time."""
    drawings, times = episode.making.drawings, episode.times
    if drawings is None:
        return np.zeros(0)
    seconds = times.all_seconds()
    new = seconds[:-1][new_pictures(drawings, times)]
    count = max(round(float(seconds[-1]) / CELL_SECONDS), 1)
    found, edges = np.histogram(new, bins=count, range=(0.0, float(seconds[-1]) or 1.0))
    return np.asarray(found / (edges[1] - edges[0]) * 60)


def _course(episode: EpisodeMeasures, pictures: NDArray[np.float64], top: float) -> MadeCourse:
    making, tempo = episode.making, episode.tempo
    heard = making.heard
    nothing = np.zeros((0, 2))
    return MadeCourse(
        title=f"{episode.name.series} {episode.name.label}",
        facts=_facts(episode),
        minutes=episode.whole.minutes,
        body=np.array(episode.body.span_seconds, float).reshape(-1, 2) / 60,
        cuts=episode.whole.border_seconds / 60,
        pictures=pictures,
        top=top,
        voices=nothing if heard is None else heard.voices / 60,
        music=nothing if heard is None else heard.music / 60,
        tempo=nothing if tempo is None else np.stack([tempo.seconds / 60, tempo.values], axis=1),
        stretches=nothing
        if tempo is None
        else np.array([(one.start, one.stop) for one in tempo.stretches]).reshape(-1, 2) / 60,
        names=() if tempo is None else tuple(one.name for one in tempo.stretches),
        note=making.why_unheard,
    )


def _facts(episode: EpisodeMeasures) -> str:
    made = episode.body.made
    parts: list[str] = []
    if made.drawn is not None:
        held = theme.share(made.drawn.held_share)
        parts.append(f"{made.drawn.distinct:,} pictures at least, {held} held")
    if made.heard is not None and not math.isnan(made.heard.voices):
        parts.append(f"voices {theme.share(made.heard.voices)}")
        parts.append(f"music {theme.share(made.heard.music)}")
    elif episode.making.why_unheard:
        parts.append(episode.making.why_unheard)
    return " · ".join(parts)


def _caption(values: Made, material: Material) -> str:
    if not values:
        return "Neither drawings nor sound were looked at."
    return (
        "First, means of the bodies; their own errors are in the list of measures. Then "
        f"{material.unit}s of the series in question: cuts, new pictures a minute with camera "
        "moves left out, voices (shouts and gasps count), music (whether it plays inside the story "
        "cannot be told), and tempo, made of cuts, motion and loudness; stretches in which it "
        "stays high are shaded, whatever happens in them. The body is tinted."
    )


def _rows(values: Made) -> tuple[float, ...]:
    return tuple(
        LEGEND + SHARE_ROW * len(one.rows) + AXIS
        if isinstance(one, MadeShares)
        else HEAD + COURSE + AXIS
        for one in values
    )


def _draw(figure: Figure, top: float, values: Made, shown: slice) -> Marks:
    marks: list[Marks] = []
    position = top - 4
    for one, height in zip(values[shown], _rows(values)[shown], strict=True):
        if isinstance(one, MadeShares):
            axes = axes_at(figure, position - LEGEND, SHARE_ROW * len(one.rows))
            draw_made_shares(axes, one)
        else:
            marks.append(_draw_course(figure, position, one))
        position -= height
    return together(marks)


def _draw_course(figure: Figure, top: float, course: MadeCourse) -> Marks:
    width, height = (size * theme.MM_PER_INCH for size in figure.get_size_inches())
    for text, left, side in (
        (course.title, 0.0, "left"),
        (course.facts, width - 2 * MARGIN, "right"),
    ):
        is_title = side == "left"
        figure.text(
            (MARGIN + left) / width,
            top / height,
            shorten(text, 70 if is_title else 100, theme.SMALL, bold=is_title),
            fontsize=theme.SMALL,
            fontweight="bold" if is_title else "normal",
            color=theme.INK if is_title else theme.MUTED,
            ha=side,
            va="top",
        )
    axes = axes_at(figure, top - HEAD, COURSE, left=16.0, right=0)
    draw_made_course(axes, course)
    return placed(axes, partial(made_marks, course))


MAKING = Picture(
    "making",
    "How it is made",
    _made,
    _caption,
    8,
    _rows,
    _draw,
    posted=POSTED,
    printed=PRINTED,
    fits=lambda material: bool(_made(material)),
    needs="drawings or sound of the target, which `cutstat scan --complete` adds",
)
