"""Contact sheets: pages of pictures for a person to judge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.contact import GAP, ContactBlock, draw_blocks
from cutstat.figures.fonts import Typeface

DPI = 100
"""Pixels per inch: font sizes in points are read at this resolution."""

MARGIN = 20
HEAD = 54


def write_sheet(
    blocks: Sequence[ContactBlock],
    path: Path,
    *,
    title: str,
    question: str,
    size: tuple[int, int],
    typeface: Typeface,
) -> None:
    """Write one sheet as PNG; the same pictures give the same bytes.

    Parameters
    ----------
    blocks : sequence of ContactBlock
        From top to bottom.
    path : Path
        The file.
    title, question : str
        Two lines above them.
    size : (width, height)
        Box of a picture in pixels.
    typeface : Typeface
        Fonts that can write all of it.
    """
    columns = max(block.columns for block in blocks)
    width = 2 * MARGIN + GAP + columns * (size[0] + GAP)
    inner = sum(block.height(size) for block in blocks)
    height = HEAD + inner + MARGIN
    with mpl.rc_context(theme.style(typeface.families)):
        figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
        FigureCanvasAgg(figure)
        figure.text(
            MARGIN / width, 1 - 24 / height, typeface.fit(title), fontsize=12, fontweight="bold"
        )
        figure.text(
            *(MARGIN / width, 1 - 44 / height),
            question,
            fontsize=theme.NORMAL,
            color=theme.MUTED,
        )
        axes = figure.add_axes(
            (MARGIN / width, MARGIN / height, 1 - 2 * MARGIN / width, inner / height)
        )
        draw_blocks(axes, blocks, size=size)
        axes.set_xlim(0, width - 2 * MARGIN)
        axes.set_ylim(inner, 0)
        axes.set_axis_off()
        figure.savefig(path, format="png", dpi=DPI, metadata={"Software": None})
