"""A season at a glance: every episode a row, with its colours, its cuts and its segments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from cutstat.core.segments import SEGMENT_KINDS, SegmentKind
from cutstat.core.timing import format_clock
from cutstat.figures import theme
from cutstat.figures.marks import Mark, draw_cuts
from cutstat.figures.pacing import LINE_HEIGHT, NAME_WIDTH
from cutstat.figures.text import shorten, text_width

COLOURS_TOP, COLOURS_FLOOR = 0.06, 0.66
BAND_TOP, BAND_FLOOR = 0.66, 0.88
"""Places within a row that has colours, from its upper edge (0) to its lower one (1)."""

BARE_TOP, BARE_FLOOR = 0.12, 0.88
"""The same of the band of segments in a row without colours."""

TICKS = 0.62
"""Share of the band that cuts stand in; below them the colours are seen undisturbed."""

CUT_WIDTH = 0.28
"""Width of a cut in points: 800 of them over 150 mm still stand apart."""

HATCH = "////"
KEY_SQUARE, KEY_GAP = 3.0, 4.0
"""Sizes in the key, in mm."""


@dataclass(frozen=True, slots=True)
class SeasonSpan:
    """A segment of an episode."""

    kind: SegmentKind
    start: float
    """In minutes after the first frame of the file."""

    stop: float


@dataclass(frozen=True, slots=True, eq=False)
class SeasonRow:
    """One episode."""

    label: str
    minutes: float
    """Duration of the file."""

    spans: tuple[SeasonSpan, ...]
    """Its segments, in order."""

    cuts: NDArray[np.float64]
    """Borders between shots, shape (n_cuts,), in minutes after the first frame."""

    doubts: tuple[SeasonSpan, ...] = ()
    """Stretches in which a segment may lie."""

    colours: NDArray[np.uint8] | None = None
    """Mean colours, shape (n, 3), evenly spaced over the whole file."""


@dataclass(frozen=True, slots=True, eq=False)
class SeasonBlock:
    """The episodes of one series."""

    label: str
    rows: tuple[SeasonRow, ...]
    minutes: float
    """Right edge of the axis."""

    is_target: bool = False

    @property
    def has_colours(self) -> bool:
        """Whether the colours of any row are known."""
        return any(row.colours is not None for row in self.rows)

    @property
    def ticks(self) -> tuple[float, float]:
        """Where cuts stand within a row: across the colours, else in the band of segments."""
        if self.has_colours:
            return COLOURS_TOP, COLOURS_FLOOR
        return BARE_TOP, BARE_TOP + TICKS * (BARE_FLOOR - BARE_TOP)

    @property
    def kinds(self) -> frozenset[SegmentKind]:
        """Kinds of segments in it."""
        return frozenset(span.kind for row in self.rows for span in row.spans)

    @property
    def has_doubts(self) -> bool:
        """Whether anything in it is uncertain."""
        return any(row.doubts for row in self.rows)


def draw_season(axes: Axes, block: SeasonBlock) -> None:
    """Draw the episodes of a series as rows, time to the right."""
    axes.set_xlim(0, block.minutes)
    axes.set_ylim(len(block.rows), 0)
    color = theme.TARGET if block.is_target else theme.BASELINE
    upper, lower = (BAND_TOP, BAND_FLOOR) if block.has_colours else (BARE_TOP, BARE_FLOOR)
    axes.set_autoscale_on(False)
    for index, row in enumerate(block.rows):
        draw_spans(axes, row.spans, row.doubts, index + upper, index + lower)
        if row.colours is not None:
            axes.imshow(
                row.colours[None],
                extent=(0, row.minutes, index + COLOURS_FLOOR, index + COLOURS_TOP),
                aspect="auto",
                interpolation="nearest",
            )
    _draw_cuts(axes, block)
    _label(axes, block, color=color)


def season_marks(block: SeasonBlock) -> list[Mark]:
    """Give what the rows that `draw_season` draws say: where each shot begins, and its length."""
    middle = sum(block.ticks) / 2
    marks: list[Mark] = []
    for index, row in enumerate(block.rows):
        edges = np.array([0.0, *row.cuts, row.minutes]) * 60
        marks += [
            Mark(
                start / 60,
                index + middle,
                f"{block.label} {row.label}",
                f"shot {number} at {format_clock(start)}, {theme.seconds(stop - start)}",
            )
            for number, (start, stop) in enumerate(pairwise(edges.tolist()), 1)
        ]
    return marks


def draw_key(axes: Axes, kinds: Collection[SegmentKind], *, has_doubts: bool) -> None:
    """Draw what the colours mean, in one line from the left."""
    width, height = (
        size / axes.figure.dpi * theme.MM_PER_INCH for size in (axes.bbox.width, axes.bbox.height)
    )
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    present = [kind for kind in SEGMENT_KINDS if kind in kinds]
    entries = [
        *((str(kind), theme.SEGMENTS[kind], "") for kind in present),
        *([("uncertain", "none", HATCH)] if has_doubts else []),
    ]
    place = 0.0
    for name, color, hatch in entries:
        axes.add_patch(
            Rectangle(
                (place, (height - KEY_SQUARE) / 2),
                KEY_SQUARE * 1.5,
                KEY_SQUARE,
                facecolor=color,
                edgecolor=theme.MUTED,
                hatch=hatch,
                lw=0.4,
            )
        )
        place += KEY_SQUARE * 1.5 + 1.2
        axes.text(
            place, height / 2, name, va="center_baseline", fontsize=theme.SMALL, color=theme.MUTED
        )
        place += text_width(name, theme.SMALL) + KEY_GAP


def draw_spans(
    axes: Axes,
    spans: Sequence[SeasonSpan],
    doubts: Sequence[SeasonSpan],
    upper: float,
    lower: float,
) -> None:
    """Draw the segments of an episode as a band between two heights, and hatch what is in doubt."""
    for span in spans:
        axes.add_artist(
            Rectangle(
                (span.start, upper),
                span.stop - span.start,
                lower - upper,
                facecolor=theme.SEGMENTS[span.kind],
                lw=0,
            )
        )
    for doubt in doubts:
        axes.add_artist(
            Rectangle(
                (doubt.start, upper),
                doubt.stop - doubt.start,
                lower - upper,
                facecolor="none",
                edgecolor=theme.MUTED,
                hatch=HATCH,
                lw=0.4,
            )
        )


def _draw_cuts(axes: Axes, block: SeasonBlock) -> None:
    """Draw the cuts of every row."""
    rows = np.repeat(np.arange(len(block.rows), dtype=float), [len(row.cuts) for row in block.rows])
    upper, lower = block.ticks
    draw_cuts(
        axes,
        np.concatenate([row.cuts for row in block.rows]),
        rows + upper,
        rows + lower,
        color="white" if block.has_colours else theme.INK,
        width=CUT_WIDTH,
    )


def _label(axes: Axes, block: SeasonBlock, *, color: str) -> None:
    width, height = (
        size / axes.figure.dpi * theme.MM_PER_INCH for size in (axes.bbox.width, axes.bbox.height)
    )
    axes.set_title(
        shorten(block.label, width, theme.NORMAL),
        loc="left",
        fontsize=theme.NORMAL,
        color=color if block.is_target else theme.INK,
    )
    count = len(block.rows)
    step = max(1, -(-int(LINE_HEIGHT * count) // int(height)))
    shown = range(0, count, step)
    axes.set_yticks(
        [k + 0.5 for k in shown],
        [shorten(block.rows[k].label, NAME_WIDTH, theme.SMALL) for k in shown],
    )
    axes.tick_params(axis="y", length=0, labelsize=theme.SMALL)
    axes.tick_params(axis="x", labelsize=theme.SMALL, length=2)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
