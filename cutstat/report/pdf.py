"""The report as A4 pages."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.fonts import Typeface
from cutstat.report.model import METHOD, Report, Table
from cutstat.report.panels import MARGIN, MM_PER_INCH, PAGE_HEIGHT, PAGE_WIDTH, panels
from cutstat.report.text import shorten, wrap

WIDTH = PAGE_WIDTH - 2 * MARGIN
BOTTOM = 20.0
LINE = 1.45
"""Distance of lines over font size."""

ROW = 4.8
"""Height of a table row, in mm."""


def write_pdf(report: Report, path: Path, *, typeface: Typeface) -> None:
    """Write the pages of a report; the same report gives the same bytes.

    Parameters
    ----------
    report : Report
        What is said.
    path : Path
        File to write.
    typeface : Typeface
        Fonts that can write its texts.
    """
    with mpl.rc_context(theme.style(typeface.families)):
        pages = _Pages(report.title, typeface)
        _first_page(pages, report)
        for panel in panels(report)[1:]:
            pages.need(panel.height + 12)
            pages.heading(panel.title, panel.caption)
            panel.draw(pages.figure, pages.top)
            pages.top -= panel.height
        _table(pages, "All episodes", report.episodes, first=52)
        _basis(pages, report)
        pages.save(path)


class _Pages:
    """Figures the size of a page, filled from top to bottom. Places are mm from the bottom."""

    def __init__(self, title: str, typeface: Typeface) -> None:
        self._title = title
        self._typeface = typeface
        self._figures: list[Figure] = []
        self.begin()

    @property
    def figure(self) -> Figure:
        return self._figures[-1]

    def begin(self) -> None:
        """Begin a new page."""
        size = (PAGE_WIDTH / MM_PER_INCH, PAGE_HEIGHT / MM_PER_INCH)
        self._figures.append(Figure(figsize=size))
        self.top = PAGE_HEIGHT - MARGIN
        if len(self._figures) > 1:
            self._put(shorten(self._title, WIDTH, theme.SMALL), theme.SMALL, theme.MUTED)
            self.top -= 12

    def need(self, height: float) -> None:
        """Begin a new page unless there is this much room."""
        if self.top - height < BOTTOM:
            self.begin()

    def heading(self, title: str, caption: str = "") -> None:
        """Write the heading of a section."""
        self._put(title, 13, theme.INK, bold=True)
        self.top -= 6.5
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
        """Write a text over the width of the page, on several pages if it must be."""
        for line in wrap(self._typeface.fit(text), WIDTH - indent, size, bold=bold):
            height = size * LINE * MM_PER_INCH / 72
            self.need(height)
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
        y = self.top / PAGE_HEIGHT
        x = (MARGIN / PAGE_WIDTH, 1 - MARGIN / PAGE_WIDTH)
        self.figure.add_artist(mpl.lines.Line2D(x, (y, y), color=theme.FAINT, lw=0.7))

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
        self.figure.text(
            left / PAGE_WIDTH,
            self.top / PAGE_HEIGHT,
            self._typeface.fit(text),
            fontsize=size,
            color=color,
            fontweight="bold" if bold else "normal",
            ha=align,
            va="top",
            linespacing=1.2,
        )

    def save(self, path: Path) -> None:
        """Write page numbers, then the file."""
        count = len(self._figures)
        information = {
            "Title": self._title,
            "Creator": "cutstat",
            "Producer": "cutstat, matplotlib",
            "CreationDate": None,
        }
        with PdfPages(path, metadata=information) as pdf:
            for number, figure in enumerate(self._figures, 1):
                figure.text(
                    1 - MARGIN / PAGE_WIDTH,
                    10 / PAGE_HEIGHT,
                    f"{number} / {count}",
                    ha="right",
                    fontsize=theme.SMALL,
                    color=theme.MUTED,
                )
                pdf.savefig(figure)


def _first_page(pages: _Pages, report: Report) -> None:
    pages.paragraph(report.title, size=theme.LARGE, color=theme.MUTED)
    pages.top -= 5
    pages.paragraph(report.verdict, size=19, bold=True)
    pages.top -= 2
    pages.paragraph(report.rank, size=theme.LARGE)
    pages.top -= 3
    for sentence in report.caveats:
        pages.paragraph(sentence, size=theme.NORMAL, color=theme.MUTED)
        pages.top -= 0.8
    pages.top -= 7
    first = panels(report)[0]
    pages.need(first.height + 12)
    pages.heading(first.title, first.caption)
    first.draw(pages.figure, pages.top)
    pages.top -= first.height
    _table(pages, "The series", report.headline, first=62)


def _table(pages: _Pages, title: str, table: Table, *, first: float) -> None:
    """Write a table; the first column is `first` mm wide, the others share the rest."""
    pages.need(12 + 3 * ROW)
    pages.heading(title)
    is_text = [not _is_number(table, column) for column in range(len(table.columns))]
    second = 24.0 if len(is_text) > 1 and is_text[1] else 0.0
    others = len(table.columns) - (2 if second else 1)
    step = (WIDTH - first - second) / others
    rights = [MARGIN + first + second + step * (k + 1) for k in range(others)]

    def write(row: tuple[str, ...], *, color: str, bold: bool = False) -> None:
        pages.cell(shorten(row[0], first - 3, theme.SMALL), MARGIN, color=color, bold=bold)
        if second:
            label = shorten(row[1], second - 2, theme.SMALL)
            pages.cell(label, MARGIN + first, color=color, bold=bold)
        for text, right in zip(row[2 if second else 1 :], rights, strict=True):
            pages.cell(text, right, right=True, color=color, bold=bold)

    def head() -> None:
        write(table.columns, color=theme.MUTED)
        pages.top -= 2 * ROW - 1.5
        pages.rule()
        pages.top -= 1.6

    head()
    target = table.rows[0][0]
    for row in table.rows:
        if pages.top - ROW < BOTTOM:
            pages.begin()
            head()
        write(row, color=theme.TARGET if row[0] == target else theme.INK)
        pages.top -= ROW
    pages.top -= 8


def _is_number(table: Table, column: int) -> bool:
    return column > 1 or (
        all(row[column].isdigit() for row in table.rows)
        and column == 1
        and (table.columns[column] != "Episode")
    )


def _basis(pages: _Pages, report: Report) -> None:
    pages.need(90)
    pages.heading("What it rests on")
    for what, found in report.basis:
        pages.need(6)
        pages.cell(what, MARGIN, color=theme.MUTED)
        pages.paragraph(found, size=theme.SMALL, indent=34)
        pages.top -= 1
    pages.top -= 4
    pages.heading("Method")
    pages.paragraph(METHOD, size=theme.SMALL)
    if report.notes:
        pages.top -= 5
        pages.heading("Notes on the files")
        for note in report.notes:
            pages.paragraph(note, size=theme.SMALL)
