"""The verdict as a picture: how much faster, against each baseline, with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from cutstat.figures import theme
from cutstat.figures.marks import Mark, draw_interval, draw_point, spaced_ticks, write_beside
from cutstat.figures.text import fit_label
from cutstat.stats.numbers import change

RatioKind = Literal["primary", "baseline", "usual", "published"]
"""What the verdict rests on, one baseline, the range of shows like these, what is published."""

COLOURS: dict[RatioKind, str] = {
    "primary": theme.TARGET,
    "baseline": theme.BASELINE,
    "usual": theme.BASELINE,
    "published": theme.PUBLISHED,
}


@dataclass(frozen=True, slots=True)
class RatioRow:
    """One row of the picture."""

    label: str
    ratio: float | None
    """Target over baseline; above 1 the target is cut faster. None for a range of shows."""

    interval: tuple[float, float] | None
    """95 % interval, or the range; None where none can be given."""

    kind: RatioKind = "baseline"


_TICKS = (
    *(0.01, 0.02, 0.05, 0.1, 0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1.0),
    *(1.1, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0, 20.0, 50.0, 100.0),
)
IN_WORDS = {0.5: "half as fast", 1.0: "the same", 2.0: "twice as fast"}
"""Ratios of the axis that have a word; where they are on it, they stand there before others."""

_FARTHEST = 120.0
"""Ratios beyond this, either way, stand as arrows at the edge."""

_WIDEST = 8.0
"""Ends of intervals beyond this do not widen the axis, which would press all else together."""


def draw_verdict(
    axes: Axes, rows: Sequence[RatioRow], *, margin: float, shown: slice = slice(None)
) -> None:
    """Draw ratios with their intervals on a logarithmic axis.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    rows : sequence of RatioRow
        From top to bottom.
    margin : float
        Smallest difference of interest, drawn as a band: 0.10 is 10 %.
    shown : slice
        Rows to draw, on axes that hold all of them.
    """
    low, high = _limits(rows, margin)
    rows = rows[shown]
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvspan(1 / (1 + margin), 1 + margin, color=theme.BAND, lw=0, zorder=0)
    axes.axvline(1, color=theme.MUTED, lw=0.8, zorder=1)
    for position, row in enumerate(rows):
        color, is_primary = COLOURS[row.kind], row.kind == "primary"
        if row.ratio is None and row.interval:
            draw_interval(axes, row.interval, position, color=color, width=9.0, alpha=0.35)
        elif row.interval:
            width = 3.0 if is_primary else 1.8
            draw_interval(axes, row.interval, position, color=color, width=width)
        if row.ratio is not None:
            draw_point(axes, row.ratio, position, color=color, size=8 if is_primary else 6)
        write_beside(
            axes, position, _text(row), color=color if is_primary else theme.INK, size=theme.SMALL
        )
    labels = [
        fit_label(row.label, theme.LABEL_WIDTH, theme.NORMAL, bold=row.kind == "primary")
        for row in rows
    ]
    axes.set_yticks(range(len(rows)), ["\n".join(lines) for lines in labels])
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_color(theme.INK)
        label.set_fontweight("bold" if row.kind == "primary" else "normal")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(FixedLocator(_ticks(low, high)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value)))
    axes.set_xlabel(f"The target against each row; shaded: less than {theme.share(margin)} apart")


def _ticks(low: float, high: float) -> list[float]:
    """Choose the ticks: half, the same and twice where they are on the axis, and few beyond."""
    if not low < min(IN_WORDS) or not max(IN_WORDS) < high:
        return spaced_ticks(_TICKS, low, high, steps=6)
    gap = math.log(high / low) / 5
    if math.log(2) < gap:  # half and twice would touch the middle
        return spaced_ticks(_TICKS, low, high, steps=5)
    beyond = [tick for tick in _TICKS if abs(math.log(tick)) >= math.log(2) + gap]
    return sorted({*IN_WORDS, *spaced_ticks(beyond, low, high, steps=5)})


def _tick(ratio: float) -> str:
    return IN_WORDS.get(ratio) or change(ratio)


def verdict_marks(rows: Sequence[RatioRow], *, shown: slice = slice(None)) -> list[Mark]:
    """Give what the rows that `draw_verdict` draws say."""
    marks: list[Mark] = []
    for position, row in enumerate(rows[shown]):
        low, high = row.interval or (1.0, 1.0)
        middle = math.sqrt(low * high) if row.ratio is None else row.ratio
        marks.append(Mark(middle, position, row.label, _text(row)))
    return marks


def _text(row: RatioRow) -> str:
    if row.ratio is None and row.interval:
        return f"{change(row.interval[0])} to {change(row.interval[1])}"
    if row.ratio is None:
        return ""
    if row.interval is None:
        return change(row.ratio)
    return f"{change(row.ratio)}  ({change(row.interval[0])} to {change(row.interval[1])})"


def _limits(rows: Sequence[RatioRow], margin: float) -> tuple[float, float]:
    ratios = [abs(math.log(row.ratio)) for row in rows if row.ratio]
    ends = [abs(math.log(end)) for row in rows if row.interval for end in row.interval if end > 0]
    reach = max(*ratios, *(min(end, math.log(_WIDEST)) for end in ends), 2 * math.log1p(margin))
    reach = min(1.15 * reach, math.log(_FARTHEST))
    return math.exp(-reach), math.exp(reach)
