"""How series are made beside their cuts: shares of time, and the course of each episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from cutstat.core.timing import format_clock
from cutstat.figures import theme
from cutstat.figures.card import MUSIC, VOICES, draw_minutes
from cutstat.figures.marks import Mark, draw_cuts
from cutstat.figures.text import shorten

LANES = ("cuts", "pictures", "voices", "music", "tempo")
"""From top to bottom; a lane is one high."""

NUMBERED = 4
NUMBER_POINTS = 30
"""Series whose numbers stand at the right, and the room of each, in points."""

TEMPO_RANGE = 3.0
"""Deviations from the mean of the tempo that its lane reaches, both ways."""


@dataclass(frozen=True, slots=True)
class MadeRow:
    """One share of time of the target and of its baselines."""

    title: str
    shares: tuple[tuple[str, float], ...]
    """Each series with the mean of its episodes, the target first; nan where it is not known."""


@dataclass(frozen=True, slots=True)
class MadeShares:
    """All shares; the first row of the picture."""

    rows: tuple[MadeRow, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MadeCourse:
    """The course of one episode, in minutes after the first frame of the file."""

    title: str
    facts: str
    minutes: float
    body: NDArray[np.float64]
    """Start and stop of each span of the body, shape (n, 2)."""

    cuts: NDArray[np.float64]
    pictures: NDArray[np.float64]
    """New pictures a minute, evenly spaced over the file, shape (n,); of no length if unknown."""

    top: float
    """New pictures a minute at the upper edge of the lane, the same for all episodes."""

    voices: NDArray[np.float64]
    music: NDArray[np.float64]
    """Start and stop of each span, shape (n, 2)."""

    tempo: NDArray[np.float64]
    """Minute and tempo, shape (n, 2); of no length if unknown."""

    stretches: NDArray[np.float64]
    """Start and stop of each action stretch, shape (n, 2)."""

    names: tuple[str, ...] = ()
    """What each stretch is called; empty where nobody has said."""

    note: str = ""
    """Why there are no voices and no music; empty where there may be."""


def draw_made_shares(axes: Axes, shares: MadeShares) -> None:
    """Draw a line for each share, with a dot for each series; numbers stand at the right."""
    axes.set_xlim(0, 1)
    axes.set_ylim(len(shares.rows) - 0.5, -0.5)
    for height, row in enumerate(shares.rows):
        axes.plot([0, 1], [height] * 2, color=theme.FAINT, lw=0.8, zorder=1)
        for index, (_, share) in reversed(list(enumerate(row.shares))):
            if np.isnan(share):
                continue
            color = _color(index)
            size = 7.5 if index == 0 else 5.5
            (dot,) = axes.plot([share], [height], "o", color=color, ms=size, mec="white", zorder=3)
            dot.set_clip_on(False)
        for index, (_, share) in enumerate(row.shares[:NUMBERED]):
            axes.annotate(
                "–" if np.isnan(share) else theme.share(share),
                (1.0, height),
                xytext=(12 + NUMBER_POINTS * index, 0),
                textcoords="offset points",
                va="center",
                fontsize=theme.SMALL,
                color=_color(index),
                annotation_clip=False,
            )
    axes.set_yticks(range(len(shares.rows)), [row.title for row in shares.rows])
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    axes.tick_params(length=0, labelsize=theme.SMALL)
    for spine in axes.spines.values():
        spine.set_visible(False)
    names = [name for name, _ in shares.rows[0].shares] if shares.rows else []
    place = 0.0
    for index, name in enumerate(names[:NUMBERED]):
        text = shorten(name, 34, theme.SMALL)
        axes.annotate(
            f"● {text}",
            (place, 1.0),
            xycoords="axes fraction",
            xytext=(0, 5),
            textcoords="offset points",
            fontsize=theme.SMALL,
            color=_color(index),
            fontweight="bold" if index == 0 else "normal",
            annotation_clip=False,
        )
        place += 0.33


def _color(index: int) -> str:
    if index == 0:
        return theme.TARGET
    return theme.BASELINE_TINTS[(index - 1) % len(theme.BASELINE_TINTS)]


def draw_made_course(axes: Axes, course: MadeCourse) -> None:
    """Draw cuts, new pictures, voices, music and tempo of an episode in lanes, on one axis."""
    n_lanes = len(LANES)
    axes.set_xlim(0, course.minutes)
    axes.set_ylim(0, n_lanes)
    bottom = {name: float(n_lanes - 1 - k) for k, name in enumerate(LANES)}
    for start, stop in course.body:
        axes.axvspan(start, stop, color=theme.SEGMENTS["body"], alpha=0.6, lw=0, zorder=0)
    for start, stop in course.stretches:
        axes.axvspan(start, stop, color=theme.TARGET, alpha=0.12, lw=0, zorder=1)
    draw_cuts(
        axes, course.cuts, bottom["cuts"] + 0.1, bottom["cuts"] + 0.9, color=theme.INK, width=0.5
    )
    if len(course.pictures):
        at = (np.arange(len(course.pictures)) + 0.5) * course.minutes / len(course.pictures)
        low = bottom["pictures"] + 0.06
        high = low + 0.86 * np.minimum(course.pictures / course.top, 1)
        axes.fill_between(at, low, high, color=theme.BASELINE, alpha=0.45, lw=0, zorder=2)
    for name, spans, color in (("voices", course.voices, VOICES), ("music", course.music, MUSIC)):
        axes.broken_barh(
            [(start, stop - start) for start, stop in spans],
            (bottom[name] + 0.2, 0.6),
            color=color,
            lw=0,
            zorder=2,
        )
    if len(course.tempo):
        low = bottom["tempo"]
        scaled = np.clip(course.tempo[:, 1] / TEMPO_RANGE, -1, 1)
        axes.plot(course.tempo[:, 0], low + 0.5 + 0.44 * scaled, color=theme.TARGET, lw=0.9)
        axes.plot([0, course.minutes], [low + 0.5] * 2, color=theme.FAINT, lw=0.5, zorder=1)
    axes.set_yticks([bottom[name] + 0.5 for name in LANES], LANES)
    draw_minutes_below(axes)
    _draw_names(axes, course)


def _draw_names(axes: Axes, course: MadeCourse) -> None:
    """Write the names of stretches above them, as far as there is room between neighbours."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    width = theme.MM_PER_INCH * figure.get_size_inches()[0] * axes.get_position().width
    scale = width / course.minutes
    named = [k for k, name in enumerate(course.names) if name]
    middles = course.stretches.mean(axis=1)[named]
    edges = [0.0, *((middles[1:] + middles[:-1]) / 2), course.minutes]
    for k, middle, left, right in zip(named, middles, edges, edges[1:], strict=False):
        room = 2 * min(middle - left, right - middle) * scale - 2
        axes.annotate(
            shorten(course.names[k], room, theme.SMALL),
            (middle, len(LANES)),
            xytext=(0, 1),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=theme.SMALL,
            color=theme.TARGET,
            annotation_clip=False,
        )


def draw_minutes_below(axes: Axes) -> None:
    """Label minutes below the lanes, and keep the names of the lanes."""
    ticks, labels = axes.get_yticks(), [label.get_text() for label in axes.get_yticklabels()]
    draw_minutes(axes)
    axes.set_yticks(ticks, labels)
    axes.tick_params(axis="y", length=0, labelsize=theme.SMALL)


def made_marks(course: MadeCourse) -> list[Mark]:
    """Give what voices, music and stretches say: what they are, from when to when."""
    lanes: Sequence[tuple[str, NDArray[np.float64], float]] = (
        ("voices", course.voices, 2.5),
        ("music", course.music, 1.5),
        *(
            (name or "stretch that stands out", course.stretches[k : k + 1], 0.5)
            for k, name in enumerate(course.names)
        ),
    )
    return [
        Mark(
            float(start + stop) / 2,
            height,
            course.title,
            f"{name} from {format_clock(start * 60)} to {format_clock(stop * 60)}",
        )
        for name, spans, height in lanes
        for start, stop in spans
    ]
