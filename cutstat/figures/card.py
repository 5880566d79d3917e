"""One episode on a card: its course, its colours, pictures of its fastest and slowest minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from cutstat.core.timing import format_clock
from cutstat.figures import theme
from cutstat.figures.marks import Mark, draw_cuts
from cutstat.figures.season import CUT_WIDTH, SeasonSpan, draw_spans
from cutstat.figures.text import text_width

BAND = 0.28
"""Height of the band of segments under the curve, as a share of the curve's."""

VOICES, MUSIC = "#22796F", "#6A51A3"

FASTEST, SLOWEST = "fastest minute", "slowest minute"


@dataclass(frozen=True, slots=True)
class Minute:
    """A passage of an episode, in minutes after the first frame of the file."""

    start: float
    stop: float
    cuts: int


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """Pictures of a passage, in order."""

    caption: str
    images: tuple[NDArray[np.uint8], ...]
    """Red, green, blue, each of shape (height, width, 3)."""


@dataclass(frozen=True, slots=True, eq=False)
class EpisodeCard:
    """What a card shows."""

    title: str
    facts: str
    """Its numbers, in a line."""

    minutes: float
    """Duration of the file."""

    spans: tuple[SeasonSpan, ...]
    doubts: tuple[SeasonSpan, ...]
    cuts: NDArray[np.float64]
    """Borders between shots, shape (n_cuts,), in minutes after the first frame."""

    curve: NDArray[np.float64]
    """Cuts per minute, shape (n,), evenly spaced over the whole file."""

    top: float
    """Cuts per minute at the upper edge, the same on all cards of a report."""

    fastest: Minute | None
    slowest: Minute | None
    colours: NDArray[np.uint8]
    """Mean colours, shape (n, 3), evenly spaced over the whole file; of no length if unknown."""

    films: tuple[Film, ...]
    lines: tuple[str, ...]
    """What else there is to say, such as its longest shots."""

    voices: tuple[tuple[float, float], ...] = ()
    music: tuple[tuple[float, float], ...] = ()
    """Spans in minutes after the first frame; both empty where nothing was told of the sound."""


def draw_course(axes: Axes, card: EpisodeCard) -> None:
    """Draw cuts per minute over the file, above its segments and its cuts."""
    axes.set_xlim(0, card.minutes)
    axes.set_ylim(-BAND * card.top, card.top)
    named = [(card.fastest, FASTEST, theme.TARGET), (card.slowest, SLOWEST, theme.BASELINE)]
    for minute, _, color in named:
        if minute:
            axes.axvspan(minute.start, minute.stop, ymin=BAND / (1 + BAND), color=color, alpha=0.13)
    draw_spans(axes, card.spans, card.doubts, -0.06 * card.top, -BAND * card.top)
    minutes = np.linspace(0, card.minutes, len(card.curve))
    curve = np.minimum(card.curve, card.top)
    axes.fill_between(minutes, 0, curve, color=theme.TARGET, alpha=0.2, lw=0)
    axes.plot(minutes, curve, color=theme.TARGET, lw=1.0)
    draw_cuts(axes, card.cuts, -0.06 * card.top, -0.2 * card.top, color=theme.INK, width=CUT_WIDTH)
    _label_minutes(axes, [(one.start, one.stop, text, c) for one, text, c in named if one])
    axes.set_yticks([0, card.top], ["0", f"{card.top:.0f}/min"])
    axes.tick_params(labelsize=theme.SMALL, length=2)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def course_marks(card: EpisodeCard) -> list[Mark]:
    """Give what the cuts that `draw_course` draws say: where a shot begins, and its length."""
    edges = np.array([0.0, *card.cuts, card.minutes]) * 60
    return [
        Mark(
            start / 60,
            -0.13 * card.top,
            card.title,
            f"shot {number} at {format_clock(start)}, {theme.seconds(stop - start)}",
        )
        for number, (start, stop) in enumerate(pairwise(edges.tolist()), 1)
    ]


def draw_colours(axes: Axes, card: EpisodeCard) -> None:
    """Draw the mean colours of the pictures from start to end."""
    axes.set_xlim(0, card.minutes)
    axes.set_ylim(0, 1)
    if len(card.colours):
        axes.imshow(
            card.colours[None],
            aspect="auto",
            interpolation="nearest",
            extent=(0, card.minutes, 0, 1),
        )


def draw_sound(axes: Axes, card: EpisodeCard) -> None:
    """Draw voices above music, from start to end."""
    axes.set_xlim(0, card.minutes)
    axes.set_ylim(0, 2)
    for bottom, spans, color in ((1.1, card.voices, VOICES), (0.1, card.music, MUSIC)):
        axes.broken_barh(
            [(start, stop - start) for start, stop in spans], (bottom, 0.8), color=color, lw=0
        )


def draw_minutes(axes: Axes) -> None:
    """Label the lower edge of axes of which the data are minutes, and nothing else."""
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=theme.SMALL, length=2)
    axes.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    for spine in axes.spines.values():
        spine.set_visible(False)


def draw_film(axes: Axes, film: Film, *, width: float, gap: float) -> None:
    """Draw pictures side by side, from the left.

    Parameters
    ----------
    axes : Axes
        Where to draw; its data become mm.
    film : Film
        The pictures.
    width, gap : float
        Width of a picture, and room between two, in mm.
    """
    height = axes.bbox.height / axes.figure.dpi * theme.MM_PER_INCH
    axes.set_axis_off()
    axes.set_xlim(0, axes.bbox.width / axes.figure.dpi * theme.MM_PER_INCH)
    axes.set_ylim(0, height)
    axes.set_autoscale_on(False)
    for index, image in enumerate(film.images):
        left = index * (width + gap)
        tall = min(width * image.shape[0] / image.shape[1], height)
        wide = tall * image.shape[1] / image.shape[0]
        axes.imshow(image, extent=(left, left + wide, height - tall, height), aspect="auto")
        axes.add_patch(
            Rectangle(
                (left, height - tall), wide, tall, facecolor="none", edgecolor=theme.FAINT, lw=0.4
            )
        )


def _label_minutes(axes: Axes, minutes: Sequence[tuple[float, float, str, str]]) -> None:
    """Name passages above the axes, the names moved apart where they would touch."""
    low, high = axes.get_xlim()
    scale = (high - low) / (axes.bbox.width / axes.figure.dpi * theme.MM_PER_INCH)
    places: list[tuple[float, float, str, str]] = []
    for start, stop, text, color in sorted(minutes):
        room = (text_width(text, theme.SMALL) + 2) * scale
        middle = min(max((start + stop) / 2, low + room / 2), high - room / 2)
        places.append((middle, room, text, color))
    if len(places) == 2:
        (one, room, *_), (other, other_room, *_) = places
        over = (room + other_room) / 2 - (other - one)
        if over > 0:
            left = max(one - over / 2, low + room / 2)
            right = min(left + (room + other_room) / 2, high - other_room / 2)
            left = min(left, right - (room + other_room) / 2)
            places = [(left, *places[0][1:]), (right, *places[1][1:])]
    for place, _, text, color in places:
        axes.annotate(
            text,
            (place, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=theme.SMALL,
            color=color,
            annotation_clip=False,
        )
