"""Shot-length distributions on a logarithmic axis, one row a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import NDArray

from cutstat.figures import theme
from cutstat.figures.marks import Mark, spaced_ticks
from cutstat.figures.text import fit_label

_TICKS = (0.04, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 900, 3600)


@dataclass(frozen=True, slots=True, eq=False)
class LengthRow:
    """The shot lengths of one series."""

    label: str
    seconds: NDArray[np.float64]
    """Shot lengths at which the density is known, shape (n,), increasing."""

    density: NDArray[np.float64]
    """Share of shots per doubling of length, shape (n,)."""

    median_seconds: float
    mean_seconds: float
    share_under_1_s: float
    share_over_10_s: float
    is_target: bool = False


def draw_shot_lengths(axes: Axes, rows: Sequence[LengthRow], *, shown: slice = slice(None)) -> None:
    """Draw the density of shot lengths of each series, with median (line) and mean (triangle).

    Every curve is drawn to the same height: a series whose shots are all alike would else press
    the others flat.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    rows : sequence of LengthRow
        From top to bottom.
    shown : slice
        Rows to draw, on axes that hold all of them.
    """
    ends = [row.seconds[row.density > 0.002 * row.density.max()][[0, -1]] for row in rows]
    low, high = min(float(first) for first, _ in ends), max(float(last) for _, last in ends)
    rows = rows[shown]
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(-0.15, len(rows) - 0.05)
    for index, row in enumerate(rows):
        base = len(rows) - 1 - index
        color = theme.TARGET if row.is_target else theme.BASELINE
        scale = 0.78 / float(row.density.max())
        curve = base + scale * row.density
        axes.fill_between(row.seconds, base, curve, color=color, alpha=0.22, lw=0)
        axes.plot(row.seconds, curve, color=color, lw=1.4)
        height = base + scale * float(np.interp(row.median_seconds, row.seconds, row.density))
        axes.plot([row.median_seconds] * 2, [base, height], color=color, lw=1.4)
        axes.plot([row.mean_seconds], [base], "^", color=color, ms=6, mec="white", clip_on=False)
        axes.annotate(
            f"median {theme.seconds(row.median_seconds)}\nmean {theme.seconds(row.mean_seconds)}\n"
            f"under 1 s {theme.share(row.share_under_1_s)}\n"
            f"over 10 s {theme.share(row.share_over_10_s)}",
            (1.0, base + 0.4),
            xycoords=("axes fraction", "data"),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=theme.SMALL,
            color=theme.INK,
            linespacing=1.35,
            annotation_clip=False,
        )
    positions = [len(rows) - 1 - index + 0.4 for index in range(len(rows))]
    labels = [fit_label(row.label, theme.LABEL_WIDTH, theme.NORMAL) for row in rows]
    axes.set_yticks(positions, ["\n".join(lines) for lines in labels])
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_color(theme.TARGET if row.is_target else theme.INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    ticks = spaced_ticks(_TICKS, low, high, steps=12)
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("Shot length in seconds (logarithmic); line: median, triangle: mean")


def length_marks(rows: Sequence[LengthRow], *, shown: slice = slice(None)) -> list[Mark]:
    """Give what the rows that `draw_shot_lengths` draws say, at median and mean."""
    marks: list[Mark] = []
    for base, row in enumerate(reversed(rows[shown])):
        median, mean = row.median_seconds, row.mean_seconds
        marks += [
            Mark(median, base, row.label, f"median {theme.seconds(median)}"),
            Mark(mean, base, row.label, f"mean {theme.seconds(mean)}"),
        ]
    return marks
