"""All shows of a population as a histogram, with one show in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import NDArray

from cutstat.figures import theme
from cutstat.figures.marks import Mark
from cutstat.figures.text import shorten

BINS = 40
TICKS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 60, 100, 150, 200, 300, 400, 600, 1000)


@dataclass(frozen=True, slots=True, eq=False)
class PopulationShape:
    """The means of all shows, and that of the show in question."""

    label: str
    log_means: NDArray[np.float64]
    """Natural logarithms, shape (n_shows,)."""

    mean: float
    middle: float
    unit: str
    digits: int
    said: str
    """Where the show lies, in a few words."""


def draw_population(axes: Axes, shape: PopulationShape) -> None:
    """Draw how common each number is among the shows, and where one of them lies."""
    values = np.exp(shape.log_means)
    low, high = min(values.min(), shape.mean), max(values.max(), shape.mean)
    edges = np.exp(np.linspace(np.log(low) - 0.05, np.log(high) + 0.05, BINS + 1))
    counts, _ = np.histogram(values, edges)
    axes.set_xscale("log")
    axes.set_xlim(edges[0], edges[-1])
    axes.set_ylim(0, 1.18 * max(int(counts.max()), 1))
    axes.bar(
        edges[:-1], counts, width=np.diff(edges), align="edge", color=theme.BASELINE, alpha=0.55
    )
    axes.axvline(shape.middle, color=theme.MUTED, lw=1.0, ls=":")
    axes.axvline(shape.mean, color=theme.TARGET, lw=2.0)
    is_right = shape.mean > shape.middle
    width = axes.bbox.width / axes.figure.dpi * theme.MM_PER_INCH
    axes.annotate(
        shorten(f"{shape.label}: {shape.mean:.{shape.digits}f}", width * 0.45, theme.NORMAL),
        (shape.mean, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(-5 if is_right else 5, -2),
        textcoords="offset points",
        ha="right" if is_right else "left",
        va="top",
        color=theme.TARGET,
    )
    axes.xaxis.set_major_locator(FixedLocator([one for one in TICKS if low <= one <= high]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel(f"{shape.unit.capitalize()} (logarithmic); dotted: the middle of all shows")
    axes.set_ylabel("Shows")


def population_marks(shape: PopulationShape) -> list[Mark]:
    """Give what the line of the show in `draw_population` says."""
    return [Mark(shape.mean, 0.0, shape.label, shape.said)]
