"""Time and memory against the number of episodes, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from benchmarks.accuracy.figure import DPI, MM_PER_INCH
from benchmarks.segments.growth import BASE, n_log_n
from cutstat.core.atomic import atomic_path
from cutstat.figures import theme
from cutstat.figures.fonts import LATIN

WIDTH, HEIGHT = 190.0, 75.0
LEFT, RIGHT, BOTTOM, TOP, GAP = 16.0, 6.0, 14.0, 9.0, 22.0
"""In mm: the figure, its margins, and the room between the panels."""


def write_figure(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Draw the growth into a PNG; the same rows give the same bytes."""
    panel = (WIDTH - LEFT - RIGHT - GAP) / 2
    with mpl.rc_context(theme.style((LATIN,))):
        figure = Figure(figsize=(WIDTH / MM_PER_INCH, HEIGHT / MM_PER_INCH))
        FigureCanvasAgg(figure)
        for index, (key, title) in enumerate(
            {"seconds": "Time, s", "peak_mib": "Peak memory, MiB"}.items()
        ):
            axes = figure.add_axes(
                (
                    (LEFT + index * (panel + GAP)) / WIDTH,
                    BOTTOM / HEIGHT,
                    panel / WIDTH,
                    (HEIGHT - BOTTOM - TOP) / HEIGHT,
                )
            )
            draw_growth(axes, rows, key=key)
            axes.set_title(title)
        with atomic_path(path) as temporary:
            figure.savefig(temporary, format="png", dpi=DPI, metadata={"Software": None})


def draw_growth(axes: Axes, rows: Sequence[dict[str, Any]], *, key: str) -> None:
    """Draw one number of all sizes on logarithmic axes, and for time n log n beside it."""
    sizes = [row["episodes"] for row in rows]
    values = [row[key] for row in rows]
    axes.set_xscale("log")
    axes.set_yscale("log")
    base = next((row[key] for row in rows if row["episodes"] == BASE), None)
    if key == "seconds" and base is not None:
        line = np.geomspace(sizes[0], sizes[-1], 60)
        axes.plot(
            line,
            [base * n_log_n(size) for size in line],
            color=theme.BASELINE,
            ls="--",
            lw=1,
            label=f"n log n through {BASE} episodes",
        )
        axes.legend(frameon=False, fontsize=theme.SMALL, loc="upper left", labelcolor=theme.MUTED)
    axes.plot(sizes, values, "-o", color=theme.TARGET, ms=6, mec="white", mew=1)
    for size, value in zip(sizes, values, strict=True):
        axes.annotate(
            written(value),
            (size, value),
            xytext=(4, -6),
            textcoords="offset points",
            va="top",
            fontsize=theme.SMALL,
            color=theme.TARGET,
        )
    low, high = axes.get_ylim()
    axes.set_ylim(low * 0.5, high * 1.3)  # room for the numbers under the dots
    axes.set_xlim(sizes[0] * 0.85, sizes[-1] * 1.5)
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_xlabel("Episodes of 24 minutes", fontsize=theme.SMALL)


def written(value: float) -> str:
    """Write a number with about two digits that count."""
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 10 else f"{value:.0f}"
