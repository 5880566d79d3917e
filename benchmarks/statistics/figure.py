"""What is said of two shows, by their true difference, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.accuracy.figure import DPI, MM_PER_INCH
from benchmarks.statistics.page import DECISIONS
from benchmarks.statistics.scenarios import RATIOS, SIZES, verdict_name
from cutstat.core.atomic import atomic_path
from cutstat.figures import theme
from cutstat.figures.fonts import LATIN

WIDTH, HEIGHT = 190.0, 80.0
LEFT, RIGHT, BOTTOM, TOP, GAP = 15.0, 5.0, 25.0, 9.0, 14.0
"""In mm: the figure, its margins (names of the verdicts at the foot), and between the panels."""

COLOURS = {
    "higher": theme.TARGET,
    "higher-size-uncertain": "#EDA07F",
    "higher-small": "#F6D5C5",
    "inconclusive": theme.FAINT,
    "equivalent": "#8FB7CF",
    "lower-small": "#B8B8B8",
    "lower-size-uncertain": "#5A5A5A",
    "lower": theme.INK,
}
"""From the warm side of "faster" to the dark one of "slower"."""


def write_figure(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Draw the verdicts into a PNG; the same rows give the same bytes."""
    panel = (WIDTH - LEFT - RIGHT - GAP) / len(SIZES)
    with mpl.rc_context(theme.style((LATIN,))):
        figure = Figure(figsize=(WIDTH / MM_PER_INCH, HEIGHT / MM_PER_INCH))
        FigureCanvasAgg(figure)
        for index, episodes in enumerate(SIZES):
            left = LEFT + index * (panel + GAP)
            axes = figure.add_axes(
                (left / WIDTH, BOTTOM / HEIGHT, panel / WIDTH, (HEIGHT - BOTTOM - TOP) / HEIGHT)
            )
            draw_verdicts(axes, rows, episodes=episodes)
            if index == 0:
                axes.set_ylabel("Share of verdicts, %", fontsize=theme.SMALL)
            axes.set_title(f"{episodes} against {episodes} episodes")
        handles, labels = figure.axes[0].get_legend_handles_labels()
        figure.legend(
            handles,
            labels,
            loc="lower center",
            ncols=3,
            frameon=False,
            fontsize=theme.SMALL,
            labelcolor=theme.INK,
        )
        with atomic_path(path) as temporary:
            figure.savefig(temporary, format="png", dpi=DPI, metadata={"Software": None})


def draw_verdicts(axes: Axes, rows: Sequence[dict[str, Any]], *, episodes: int) -> None:
    """Stack the shares of all verdicts over the true differences."""
    by_name = {row["name"]: row for row in rows if row["group"] == "verdict"}
    shown = [by_name[verdict_name(episodes, ratio)] for ratio in RATIOS]
    shares = np.array(
        [[100 * row["decisions"].get(key, 0) / row["runs"] for row in shown] for key in DECISIONS]
    )
    percent = [(ratio - 1) * 100 for ratio in RATIOS]
    axes.stackplot(
        percent,
        shares,
        colors=[COLOURS[key] for key in DECISIONS],
        labels=list(DECISIONS.values()),
        edgecolor="white",
        lw=0.5,
    )
    axes.axvline(10, color=theme.INK, ls=":", lw=0.8)
    axes.set_xlim(percent[0], percent[-1])
    axes.set_ylim(0, 100)
    axes.set_xlabel("True difference, %", fontsize=theme.SMALL)
