"""One picture of a report as an image of its own, with its title and its caption."""

from __future__ import annotations

import io
import math
import re
from pathlib import Path
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.fonts import Typeface
from cutstat.figures.text import wrap
from cutstat.report.picture import MARGIN, PAGE_WIDTH, Panel
from cutstat.report.sheet import new_sheet

PIXELS = 1600
"""Width of an image made of pixels."""

MOST_PIXELS = 10_000_000
"""Pixels of an image at most: one of hundreds of episodes is narrower, so that it can be opened."""

TITLE_SIZE = 15.0
ALL = slice(None)
SALT = "cutstat"
"""Makes the ids within a drawing the same every time."""


def write_png(
    panel: Panel, path: Path, *, title: str, typeface: Typeface, shown: slice = ALL
) -> None:
    """Write one picture, 1600 pixels wide or less; the same panel gives the same bytes."""
    with mpl.rc_context(theme.style(typeface.families)):
        figure = _titled(panel, title, shown)
        width, height = figure.get_size_inches()
        dpi = min(PIXELS / width, math.sqrt(MOST_PIXELS / (width * height)))
        figure.savefig(path, format="png", dpi=dpi, metadata={"Software": None})


def write_svg(
    panel: Panel, path: Path, *, title: str, typeface: Typeface, shown: slice = ALL
) -> None:
    """Write one picture as a drawing, in which texts are outlines; the same panel, the same bytes.

    Title and caption are in it for those who cannot see it.
    """
    with mpl.rc_context(theme.style(typeface.families)):
        drawing = svg_of(_titled(panel, title, shown))
    told = f"<title>{escape(title)}</title>\n<desc>{escape(panel.caption)}</desc>\n"
    drawing = re.sub(r"(<svg[^>]*>\n)", lambda found: found[1] + told, drawing, count=1)
    path.write_text(drawing, "utf-8")


def svg_of(figure: Figure) -> str:
    """Draw a figure as SVG, the same every time."""
    drawn = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": SALT}):
        unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(drawn, format="svg", metadata=unsaid)
    return drawn.getvalue()


def _titled(panel: Panel, title: str, shown: slice) -> Figure:
    """Draw some rows of a picture below its title and its caption."""
    lines = wrap(title, PAGE_WIDTH - 2 * MARGIN, TITLE_SIZE, bold=True)
    caption = wrap(panel.caption, PAGE_WIDTH - 2 * MARGIN, theme.NORMAL)
    head = 12 + 7.2 * len(lines) + 4.6 * len(caption)
    height = head + panel.frame + sum(panel.rows[shown]) + 2
    figure = new_sheet(PAGE_WIDTH, height)
    FigureCanvasAgg(figure)
    left = MARGIN / PAGE_WIDTH
    figure.text(
        left,
        1 - 10 / height,
        "\n".join(lines),
        fontsize=TITLE_SIZE,
        fontweight="bold",
        va="top",
        linespacing=1.3,
    )
    figure.text(
        left,
        1 - (11.5 + 7.2 * len(lines)) / height,
        "\n".join(caption),
        color=theme.MUTED,
        va="top",
        linespacing=1.3,
    )
    panel.draw(figure, height - head, shown)
    return figure
