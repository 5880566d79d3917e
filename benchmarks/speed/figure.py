"""CPU time of the programs on each file, and how it grows with the length, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.accuracy.figure import DPI, MM_PER_INCH
from benchmarks.speed.measure import DECODING, HEIGHTS, LABELS, OWN
from cutstat.core.atomic import atomic_path
from cutstat.figures import theme
from cutstat.figures.fonts import LATIN

WIDTH, ROW, GROUP = 190.0, 5.0, 9.0
LEFT, RIGHT, BOTTOM, TOP, GAP, GROWTH = 42.0, 6.0, 14.0, 9.0, 18.0, 55.0
"""In mm: the figure, a program, a heading, the margins, between the panels, the right panel."""

COLOURS = {OWN: theme.TARGET, DECODING: theme.BASELINE}


def write_figure(result: dict[str, Any], path: Path) -> None:
    """Draw the stored result into a PNG; the same result gives the same bytes."""
    rows = sum(len(video["cpu_ratios"]) for video in result["videos"])
    height = BOTTOM + TOP + max(rows * ROW + len(result["videos"]) * GROUP, 45.0)
    panel = WIDTH - LEFT - RIGHT - GAP - GROWTH
    with mpl.rc_context(theme.style((LATIN,))):
        figure = Figure(figsize=(WIDTH / MM_PER_INCH, height / MM_PER_INCH))
        FigureCanvasAgg(figure)
        sides = BOTTOM / height, (height - BOTTOM - TOP) / height
        axes = figure.add_axes((LEFT / WIDTH, sides[0], panel / WIDTH, sides[1]))
        draw_ratios(axes, result["videos"])
        axes.set_title("CPU time, decoding alone is 1")
        axes = figure.add_axes(((LEFT + panel + GAP) / WIDTH, sides[0], GROWTH / WIDTH, sides[1]))
        draw_growth(axes, result["growth"])
        axes.set_title(f"CPU time at {HEIGHTS[0]} lines, s")
        with atomic_path(path) as temporary:
            figure.savefig(temporary, format="png", dpi=DPI, metadata={"Software": None})


def draw_ratios(axes: Axes, videos: list[dict[str, Any]]) -> None:
    """Draw the cost of each program on each file as a bar."""
    place = 0.0
    ticks: list[tuple[float, str]] = []
    for video in videos:
        axes.text(
            0,
            place,
            f"{video['video']}, {video['frames']} frames",
            va="center",
            fontsize=theme.SMALL,
            color=theme.MUTED,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
        place += GROUP / ROW / 2
        for name, ratio in video["cpu_ratios"].items():
            colour = COLOURS.get(name, theme.MUTED)
            axes.barh(place, ratio, height=0.6, color=colour)
            axes.text(ratio, place, f" {ratio:.2f}", va="center", fontsize=theme.SMALL)
            ticks.append((place, LABELS[name]))
            place += 1
        place += GROUP / ROW / 2
    axes.axvline(1, color=theme.BASELINE, lw=1, ls="--", zorder=0)
    axes.set_yticks([tick for tick, _ in ticks], [label for _, label in ticks])
    axes.tick_params(axis="y", length=0, labelsize=theme.SMALL)
    axes.set_ylim(place - GROUP / ROW / 2 - 0.4, -0.8)
    axes.set_xlim(0, 1.15 * max(max(video["cpu_ratios"].values()) for video in videos))


def draw_growth(axes: Axes, rows: list[dict[str, Any]]) -> None:
    """Draw the cost against the length of the video."""
    rows = sorted(
        (row for row in rows if row["height"] == HEIGHTS[0]), key=lambda row: row["seconds"]
    )
    lengths = [row["seconds"] for row in rows]
    for name, style in ((DECODING, "--"), (OWN, "-")):
        values = [row[f"{name}_cpu_seconds"] for row in rows]
        axes.plot(lengths, values, style, marker="o", color=COLOURS[name], label=LABELS[name])
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)
    axes.set_xlabel("Length, s", fontsize=theme.SMALL)
    axes.legend(frameon=False, fontsize=theme.SMALL, labelcolor=theme.MUTED, loc="upper left")
