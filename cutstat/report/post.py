"""The picture to post: the answer, a minute of each series, the numbers, in 1200 by 630 pixels."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.fonts import Typeface
from cutstat.figures.strip import Strip, draw_strips
from cutstat.figures.text import shorten, wrap
from cutstat.report.model import Report
from cutstat.report.strip_panel import blocks_said

PIXELS = (1200, 630)
"""Width and height that sites show whole beside a link."""

DPI = 150
MARGIN = 9.0
"""In mm."""

HEADLINE, NUMBERS, SOURCE = 23.0, 11.5, 8.5
"""Sizes of texts, in points."""

MOST_LINES = 2
MOST_STRIPS = 4
ROW = 16.0
"""Height of a strip at most, in mm."""

LINE = 1.3
"""Distance of lines over font size."""


def write_post(report: Report, path: Path, *, typeface: Typeface) -> None:
    """Write the picture; the same report gives the same bytes."""
    with mpl.rc_context(theme.style(typeface.families)):
        figure = Figure(figsize=(PIXELS[0] / DPI, PIXELS[1] / DPI), dpi=DPI)
        FigureCanvasAgg(figure)
        _draw(figure, report)
        figure.savefig(path, format="png", dpi=DPI, metadata={"Software": None})


def _draw(figure: Figure, report: Report) -> None:
    width, height = (size * theme.MM_PER_INCH for size in figure.get_size_inches())
    room = width - 2 * MARGIN
    top = MARGIN

    def write(text: str, size: float, *, bold: bool = False, color: str = theme.INK) -> float:
        """Write a line below the last one; gives the height that it takes."""
        figure.text(
            MARGIN / width,
            1 - top / height,
            text,
            fontsize=size,
            fontweight="bold" if bold else "normal",
            color=color,
            va="top",
        )
        return size * LINE * theme.MM_PER_INCH / 72

    lines = wrap(report.said.headline, room, HEADLINE, bold=True)
    if len(lines) > MOST_LINES:
        rest = " ".join(lines[MOST_LINES - 1 :])
        lines = [*lines[: MOST_LINES - 1], shorten(rest, room, HEADLINE, bold=True)]
    for line in lines:
        top += write(line, HEADLINE, bold=True)
    top += 1.5
    for line in wrap(report.said.numbers, room, NUMBERS)[:MOST_LINES]:
        top += write(line, NUMBERS)
    strips: tuple[Strip, ...] = report.values("strip")[:MOST_STRIPS]
    floor = height - MARGIN - 10
    row = min((floor - top - 2) / len(strips), ROW)
    axes = figure.add_axes(
        (
            MARGIN / width,
            1 - (top + 2 + row * len(strips)) / height,
            room / width,
            row * len(strips) / height,
        )
    )
    draw_strips(axes, strips)
    top = height - MARGIN - 6
    top += write(f"{blocks_said(strips)}.", SOURCE, color=theme.MUTED)
    source = shorten(report.said.source, room - 16, SOURCE)
    write(f"{source} · cutstat", SOURCE, color=theme.MUTED)
