"""A show among shows of which a count was published, and what sources call usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from cutstat.figures import theme
from cutstat.figures.marks import Mark, draw_interval, draw_point, write_beside
from cutstat.figures.text import fit_label

WIDEST = 1.5
"""End of the axis over the largest rate; intervals that reach farther are cut off."""


@dataclass(frozen=True, slots=True)
class RateRow:
    """One show."""

    label: str
    rate: float
    """Shots a minute."""

    text: str
    """What it rests on, in a few words."""

    interval: tuple[float, float] | None = None
    is_target: bool = False


def draw_published(
    axes: Axes,
    rows: Sequence[RateRow],
    *,
    band: tuple[float, float],
    shown: slice = slice(None),
) -> None:
    """Draw the rate of each show as a dot, over the band that sources call usual.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    rows : sequence of RateRow
        From top to bottom.
    band : (low, high)
        Shots a minute that are called usual.
    shown : slice
        Rows to draw, on axes that hold all of them.
    """
    rates = [*band, *(row.rate for row in rows)]
    ends = [end for row in rows for end in row.interval or ()]
    low = min(*rates, *ends)
    high = min(max(*rates, *ends), WIDEST * max(rates))
    rows = rows[shown]
    axes.set_xlim(max(low - 0.06 * (high - low), 0.0), high + 0.06 * (high - low))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    draw_usual(axes, band)
    for position, row in enumerate(rows):
        color = theme.TARGET if row.is_target else theme.PUBLISHED
        axes.axhline(position, color=theme.FAINT, lw=0.6, zorder=0)
        if row.interval:
            draw_interval(axes, row.interval, position, color=color, width=3.0)
        draw_point(axes, row.rate, position, color=color, size=8 if row.is_target else 6)
        write_beside(axes, position, row.text, color=color, size=theme.SMALL)
    labels = [fit_label(row.label, theme.LABEL_WIDTH, theme.NORMAL) for row in rows]
    axes.set_yticks(range(len(rows)), ["\n".join(lines) for lines in labels])
    for label, row in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_color(theme.TARGET if row.is_target else theme.INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.set_xlabel("Shots per minute; shaded: what sources call usual for TV anime")


def draw_usual(axes: Axes, band: tuple[float, float]) -> None:
    """Shade what sources call usual, behind all else."""
    axes.axvspan(*band, color=theme.PUBLISHED, alpha=0.13, lw=0, zorder=-1)


def published_marks(rows: Sequence[RateRow], *, shown: slice = slice(None)) -> list[Mark]:
    """Give what the rows that `draw_published` draws say."""
    return [
        Mark(row.rate, position, row.label, f"{row.rate:.1f} shots per minute, {row.text}")
        for position, row in enumerate(rows[shown])
    ]
