"""Each picture of a report as an image for posting."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.fonts import Typeface
from cutstat.figures.text import wrap
from cutstat.report.panels import MARGIN, MM_PER_INCH, PAGE_WIDTH, Panel

PIXELS = 1600
"""Width of an image."""

TITLE_SIZE = 15.0


def write_png(panel: Panel, path: Path, *, title: str, typeface: Typeface) -> None:
    """Write one picture, 1600 pixels wide; the same panel gives the same bytes."""
    with mpl.rc_context(theme.style(typeface.families)):
        lines = wrap(title, PAGE_WIDTH - 2 * MARGIN, TITLE_SIZE, bold=True)
        caption = wrap(panel.caption, PAGE_WIDTH - 2 * MARGIN, theme.NORMAL)
        head = 12 + 7.2 * len(lines) + 4.6 * len(caption)
        height = head + panel.height + 2
        figure = Figure(figsize=(PAGE_WIDTH / MM_PER_INCH, height / MM_PER_INCH))
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
        panel.draw(figure, height - head, slice(None))
        dpi = PIXELS / (PAGE_WIDTH / MM_PER_INCH)
        figure.savefig(path, format="png", dpi=dpi, metadata={"Software": None})
