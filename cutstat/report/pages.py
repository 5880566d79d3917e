"""Pages of a PDF: planned from top to bottom, and drawn once all have their place."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pypdf
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from cutstat.figures import theme
from cutstat.figures.text import shorten, wrap
from cutstat.report.picture import MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from cutstat.report.sheet import new_sheet

# Fonts hold tables of their editors that are left out of a PDF, which nobody needs to be told.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)

WIDTH = PAGE_WIDTH - 2 * MARGIN
BOTTOM = 20.0
LINE = 1.45
"""Distance of lines over font size."""

TITLE, TITLE_LINE = 13.0, 6.5
"""Size of the title of a heading in points, and the distance of its lines in mm."""

LEAST, MOST = 0.8, 1.3
"""Heights of rows that are stretched for their page to be full, over those that they have alone."""


@dataclass(frozen=True, slots=True)
class _Item:
    """Something on a page."""

    top: float
    draw: Callable[[Figure, float, float], object]
    """Draws it from a height on, with its rows stretched."""

    rows: float = 0.0
    """Planned height of its rows that can be stretched, in mm."""


@dataclass(slots=True)
class _Page:
    """What stands on a page, from top to bottom."""

    items: list[_Item] = field(default_factory=list)
    end: float = 0.0
    """Where it ends, in mm from the bottom; below the margin where its rows are to be shrunk."""

    @property
    def rows(self) -> float:
        """Height of all rows that can be stretched, in mm."""
        return sum(item.rows for item in self.items)


class Pages:
    """Pages, filled from top to bottom. Places are mm from the bottom.

    Nothing is drawn before all of it is planned, and then one page after the other, so that a long
    report takes hardly more memory than a short one.

    Parameters
    ----------
    title : str
        Stands on every page.
    stretch : float
        Height of rows that can be stretched, over that which they have alone. When it is drawn,
        every page changes it within `LEAST` and `MOST` so that it becomes full.
    """

    def __init__(self, title: str, *, stretch: float = 1.0) -> None:
        self._title = title
        self.stretch = stretch
        self._bookmarks: list[tuple[str, int]] = []
        self._pages: list[_Page] = []
        self.top = 0.0
        self.begin()

    def begin(self) -> None:
        """Begin a new page."""
        self._close()
        self._pages.append(_Page())
        self.top = PAGE_HEIGHT - MARGIN
        if len(self._pages) > 1:
            self._put(shorten(self._title, WIDTH, theme.SMALL), theme.SMALL, theme.MUTED)
            self.top -= 12

    def _close(self) -> None:
        if self._pages:
            self._pages[-1].end = self.top

    def need(self, height: float) -> None:
        """Begin a new page unless there is this much room."""
        if self.top - height < BOTTOM:
            self.begin()

    @property
    def left(self) -> float:
        """Room on the page that was begun, in mm."""
        return self.top - BOTTOM

    @property
    def least_left(self) -> float:
        """Room on it that stays if its rows are stretched as far as they may, in mm."""
        return self.left - self._pages[-1].rows * (MOST / self.stretch - 1)

    @property
    def most_left(self) -> float:
        """Room on it that there is if its rows are shrunk as far as they may, in mm."""
        return self.left + self.shrinkage(self._pages[-1].rows)

    @property
    def share_left(self) -> float:
        """Share of it that is empty."""
        return self.top / PAGE_HEIGHT

    def shrinkage(self, rows: float) -> float:
        """Give the height by which rows of a planned height can be lower, in mm."""
        return rows * (1 - LEAST / self.stretch)

    def bookmark(self, title: str) -> None:
        """Let readers jump to the current page."""
        self._bookmarks.append((title, len(self._pages) - 1))

    def place(
        self, draw: Callable[[Figure, float, float], object], height: float, *, rows: float = 0.0
    ) -> None:
        """Place what draws itself into a figure, from a height on, with its rows stretched."""
        self._pages[-1].items.append(_Item(self.top, draw, rows))
        self.top -= height

    def heading(self, title: str, caption: str = "", *, follow: float = 0.0) -> None:
        """Write the heading of a section, on a page that has room for what follows too."""
        self.need(heading_height(title, caption) + follow)
        for line in wrap(title, WIDTH, TITLE, bold=True):
            self._put(line, TITLE, theme.INK, bold=True)
            self.top -= TITLE_LINE
        if caption:
            self.paragraph(caption, size=theme.SMALL, color=theme.MUTED)
        self.top -= 1

    def paragraph(
        self,
        text: str,
        *,
        size: float = theme.NORMAL,
        color: str = theme.INK,
        bold: bool = False,
        indent: float = 0.0,
    ) -> None:
        """Write a text over the width of the page, on several pages if it must be.

        No line of it stands alone at the end or the beginning of a page.
        """
        height = size * LINE * theme.MM_PER_INCH / 72
        lines = wrap(text, WIDTH - indent, size, bold=bold)
        for k, line in enumerate(lines):
            rest = len(lines) - k
            together = min(rest, 3 if rest == 3 else 2) if k == 0 or rest == 2 else 1
            self.need(together * height)
            self._put(line, size, color, bold=bold, left=MARGIN + indent)
            self.top -= height

    def cell(
        self,
        text: str,
        left: float,
        *,
        right: bool = False,
        color: str = theme.INK,
        bold: bool = False,
    ) -> None:
        """Write a table cell at the current height."""
        self._put(
            text, theme.SMALL, color, bold=bold, left=left, align="right" if right else "left"
        )

    def rule(self) -> None:
        """Draw a fine line across the page."""

        def draw(figure: Figure, top: float, _: float) -> None:
            x = (MARGIN / PAGE_WIDTH, 1 - MARGIN / PAGE_WIDTH)
            y = (top / PAGE_HEIGHT,) * 2
            figure.add_artist(mpl.lines.Line2D(x, y, color=theme.FAINT, lw=0.7))

        self.place(draw, 0)

    def _put(
        self,
        text: str,
        size: float,
        color: str,
        *,
        bold: bool = False,
        left: float = MARGIN,
        align: str = "left",
    ) -> None:
        how: dict[str, Any] = {
            "ha": align,
            "va": "top",
            "linespacing": 1.2,
            "fontsize": size,
            "color": color,
        }

        def draw(figure: Figure, top: float, _: float) -> None:
            weight = "bold" if bold else "normal"
            figure.text(left / PAGE_WIDTH, top / PAGE_HEIGHT, text, fontweight=weight, **how)

        self.place(draw, 0)

    def save(self, path: Path) -> None:
        """Draw all pages, and write the file; the same pages give the same bytes."""
        self._close()
        drawn = BytesIO()
        information = {
            "Title": self._title,
            "Creator": "cutstat",
            "Producer": "cutstat, matplotlib",
            "CreationDate": None,
        }
        with PdfPages(drawn, metadata=information) as pdf:
            for number, page in enumerate(self._pages, 1):
                pdf.savefig(self._drawn(page, number))
        self._write_outline(drawn, path)

    def _drawn(self, page: _Page, number: int) -> Figure:
        """Draw a page with its number, its rows stretched so that it is full."""
        figure = new_sheet(PAGE_WIDTH, PAGE_HEIGHT)
        spare = page.end - BOTTOM
        if number == len(self._pages):
            spare = min(spare, 0)
        stretch = self.stretch * (1 + spare / page.rows if page.rows else 1)
        stretch = min(max(stretch, LEAST), MOST)
        moved = 0.0
        for item in page.items:
            item.draw(figure, item.top - moved, stretch if item.rows else 1.0)
            moved += (stretch / self.stretch - 1) * item.rows
        figure.text(
            1 - MARGIN / PAGE_WIDTH,
            10 / PAGE_HEIGHT,
            str(number),
            ha="right",
            fontsize=theme.SMALL,
            color=theme.MUTED,
        )
        return figure

    def _write_outline(self, drawn: BytesIO, path: Path) -> None:
        """Add what matplotlib cannot write: bookmarks, and how a reader is to show the file."""
        writer = pypdf.PdfWriter(clone_from=drawn)
        for title, page in self._bookmarks:
            writer.add_outline_item(title=title, page_number=page)
        writer.page_mode = "/UseOutlines"
        writer.pdf_header = "%PDF-1.7"
        writer.root_object[NameObject("/Lang")] = TextStringObject("en")
        writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
            {NameObject("/DisplayDocTitle"): BooleanObject(True)}
        )
        writer.write(path)


def heading_height(title: str, caption: str = "") -> float:
    """Give the room for a heading, in mm."""
    titles = TITLE_LINE * len(wrap(title, WIDTH, TITLE, bold=True))
    return titles + 1 + lines_height([caption] if caption else [], theme.SMALL)


def lines_height(texts: Sequence[str], size: float) -> float:
    """Give the room for texts over the width of a page, in mm."""
    lines = sum(len(wrap(text, WIDTH, size)) for text in texts)
    return lines * size * LINE * theme.MM_PER_INCH / 72
