"""The verdict as a picture: how much faster, against each baseline, with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from cutstat.figures import theme


@dataclass(frozen=True, slots=True)
class RatioRow:
    """One row of the picture."""

    label: str
    ratio: float
    """Target over baseline; above 1 the target is cut faster."""

    interval: tuple[float, float] | None
    """95 % interval; None where none can be given."""

    is_primary: bool = False
    """Whether the row is the one that the verdict rests on."""


_TICKS = (0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0)


def draw_verdict(axes: Axes, rows: Sequence[RatioRow], *, margin: float) -> None:
    """Draw ratios with their intervals on a logarithmic axis.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    rows : sequence of RatioRow
        From top to bottom.
    margin : float
        Smallest difference of interest, drawn as a band: 0.10 is 10 %.
    """
    low, high = _limits(rows, margin)
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvspan(1 / (1 + margin), 1 + margin, color=theme.BAND, lw=0, zorder=0)
    axes.axvline(1, color=theme.MUTED, lw=0.8, zorder=1)
    for position, row in enumerate(rows):
        color = theme.TARGET if row.is_primary else theme.BASELINE
        if row.interval:
            left, right = max(row.interval[0], low), min(row.interval[1], high)
            width = 3.0 if row.is_primary else 1.8
            axes.plot([left, right], [position] * 2, color=color, lw=width, solid_capstyle="butt")
        size = 8 if row.is_primary else 6
        axes.plot([row.ratio], [position], "o", color=color, ms=size, mec="white", mew=1)
        text = theme.change(row.ratio)
        if row.interval:
            text += f"  ({theme.change(row.interval[0])} to {theme.change(row.interval[1])})"
        axes.annotate(
            text,
            (1.0, position),
            xycoords=("axes fraction", "data"),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=color if row.is_primary else theme.INK,
            fontsize=theme.NORMAL,
            annotation_clip=False,
        )
    axes.set_yticks(range(len(rows)), [theme.row_label(row.label) for row in rows])
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_color(theme.INK)
        label.set_fontweight("bold" if row.is_primary else "normal")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(FixedLocator(_ticks(low, high)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: theme.change(value)))
    axes.set_xlabel(f"Difference in shots per minute; shaded: under {margin * 100:.0f} %")


def _limits(rows: Sequence[RatioRow], margin: float) -> tuple[float, float]:
    ends = [row.ratio for row in rows] + [
        end for row in rows if row.interval for end in row.interval
    ]
    reach = max(abs(math.log(end)) for end in ends if end > 0)
    reach = min(max(1.15 * reach, 2 * math.log1p(margin)), math.log(8))
    return math.exp(-reach), math.exp(reach)


def _ticks(low: float, high: float) -> list[float]:
    """Choose ticks that stand far enough apart to be read."""
    inside = [tick for tick in _TICKS if low < tick < high]
    gap = math.log(high / low) / 8
    chosen: list[float] = [1.0]
    for tick in sorted(inside, key=lambda tick: -abs(math.log(tick))):
        if all(abs(math.log(tick / other)) >= gap for other in chosen):
            chosen.append(tick)
    return sorted(chosen)
