"""The pictures of a report, placed by millimetres; pages and single images share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.episodes import draw_episodes
from cutstat.figures.lengths import draw_shot_lengths
from cutstat.figures.pacing import draw_heat, draw_pacing
from cutstat.figures.verdict import draw_verdict
from cutstat.measure.episode import STANDARD_BODY_MINUTES
from cutstat.report.model import Report

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
"""A4, in mm."""

MARGIN = 18.0
LABELS = 44.0
"""Room for row labels at the left, in mm."""

NUMBERS = 48.0
"""Room for numbers at the right, in mm."""

MM_PER_INCH = 25.4
HEAT_ROW, HEAT_MAX = 5.0, 60.0
HEAT_GAP = 9.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture with its title and what a reader should know to read it."""

    key: str
    title: str
    caption: str
    height: float
    """Room that the picture needs below its title, in mm."""

    draw: Callable[[Figure, float], None]
    """Draws it into a figure; the second argument is its upper edge, in mm from the bottom."""


def panels(report: Report) -> tuple[Panel, ...]:
    """Give the pictures of a report, in order."""
    rows = len(report.dots)
    heat_heights = [min(HEAT_ROW * len(line.names), HEAT_MAX) for line in report.pacing]
    return (
        Panel(
            "verdict",
            "How much faster",
            "Ratio of mean cutting rates with 95 % intervals.",
            26 + 9 * len(report.ratios),
            lambda figure, top: draw_verdict(
                _axes(figure, top - 4, 9 * len(report.ratios) + 6),
                report.ratios,
                margin=report.margin,
            ),
        ),
        Panel(
            "episodes",
            "Shots per episode",
            "Means are geometric; bars are their 95 % intervals.",
            42 + 15 * rows,
            lambda figure, top: draw_episodes(
                _axes(figure, top - 18, 15 * rows + 4),
                report.dots,
                standard_minutes=STANDARD_BODY_MINUTES,
            ),
        ),
        Panel(
            "shot-lengths",
            "Shot lengths",
            "Every episode weighs the same, whatever its number of shots.",
            26 + 21 * rows,
            lambda figure, top: draw_shot_lengths(
                _axes(figure, top - 4, 21 * rows + 4), report.lengths
            ),
        ),
        Panel(
            "pacing",
            "Pacing",
            "Median over the episodes of each series; the band holds the middle half of "
            "the target's episodes. Cuts are smoothed over 25 s.",
            96,
            lambda figure, top: draw_pacing(_axes(figure, top - 4, 74, left=14.0), report.pacing),
        ),
        Panel(
            "heat-map",
            "Every episode from start to end",
            "One row an episode; brighter means more cuts per minute.",
            22 + sum(heat_heights) + HEAT_GAP * len(heat_heights),
            lambda figure, top: _draw_heat_maps(figure, top, report, heat_heights),
        ),
    )


def _draw_heat_maps(figure: Figure, top: float, report: Report, heights: list[float]) -> None:
    peak = max(float(line.episodes.max()) for line in report.pacing) or 1.0
    position = top
    axes = None
    for line, height in zip(report.pacing, heights, strict=True):
        position -= HEAT_GAP
        axes = _axes(figure, position, height, left=20.0, right=26.0)
        image = draw_heat(axes, line, top=peak)
        if line is not report.pacing[-1]:
            axes.tick_params(axis="x", labelbottom=False)
        position -= height
    if axes is None:
        return
    axes.set_xlabel("Place in the episode")
    bar = _axes(
        figure,
        top - HEAT_GAP,
        min(heights[0] + 20, 40),
        left=PAGE_WIDTH - 2 * MARGIN - 18,
        right=14,
    )
    colorbar = figure.colorbar(image, cax=bar)
    colorbar.outline.set_visible(False)
    bar.tick_params(length=0, labelsize=theme.SMALL)
    bar.set_title("Cuts/min", fontsize=theme.SMALL, color=theme.MUTED, loc="left")


def _axes(
    figure: Figure, top: float, height: float, *, left: float = LABELS, right: float = NUMBERS
) -> Axes:
    """Add axes whose upper edge lies `top` mm above the bottom of the figure."""
    figure_width, figure_height = (size * MM_PER_INCH for size in figure.get_size_inches())
    width = figure_width - 2 * MARGIN - left - right
    return figure.add_axes(
        (
            (MARGIN + left) / figure_width,
            (top - height) / figure_height,
            width / figure_width,
            height / figure_height,
        )
    )
