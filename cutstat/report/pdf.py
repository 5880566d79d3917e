"""The report as A4 pages."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import pypdf
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from cutstat.figures import theme
from cutstat.figures.fonts import Typeface
from cutstat.figures.text import shorten, text_width, wrap
from cutstat.report.model import Report
from cutstat.report.picture import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, Panel
from cutstat.report.tables import Table

# Fonts hold tables of their editors that are left out of a PDF, which nobody needs to be told.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)

WIDTH = PAGE_WIDTH - 2 * MARGIN
BOTTOM = 20.0
LINE = 1.45
"""Distance of lines over font size."""

ROW = 4.8
"""Height of a table row, in mm."""

HEADING = 20.0
"""Room for a heading with a caption of three lines, in mm."""

PAGE_ROOM = PAGE_HEIGHT - MARGIN - 12 - HEADING - BOTTOM
"""Room for a picture on a page of its own, in mm."""

MOST_ROWS = 80
"""Rows of the table of episodes that are printed: some two pages."""

COLUMN_GAP = 3.0
MOST_NAME = 28.0
"""Room for a name that is not the first of its row, in mm."""


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
        pages = _Pages(report.said.title)
        _first_page(pages, report)
        panels = list(report.panels[len(report.front) :])
        keys = [panel.key for panel in panels]
        first = keys.index(report.appendix) if report.appendix else len(panels)
        _fill(pages, panels[:first])
        if report.appendix:
            _in_full(pages, report)
        for panel in panels[first:]:
            _panel(pages, panel)
        _all_episodes(pages, report)
        _basis(pages, report)
        pages.save(path)


class _Pages:
    """Figures the size of a page, filled from top to bottom. Places are mm from the bottom.

    A page is written once it is full, so that a long report takes no more memory than a short one.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._bookmarks: list[tuple[str, int]] = []
        self._drawn = BytesIO()
        information = {
            "Title": title,
            "Creator": "cutstat",
            "Producer": "cutstat, matplotlib",
            "CreationDate": None,
        }
        self._pdf = PdfPages(self._drawn, metadata=information)
        self._number = 0
        self.begin()

    def begin(self) -> None:
        """Begin a new page."""
        if self._number:
            self._write()
        self._number += 1
        size = (PAGE_WIDTH / theme.MM_PER_INCH, PAGE_HEIGHT / theme.MM_PER_INCH)
        self.figure = Figure(figsize=size)
        self.top = PAGE_HEIGHT - MARGIN
        if self._number > 1:
            self._put(shorten(self._title, WIDTH, theme.SMALL), theme.SMALL, theme.MUTED)
            self.top -= 12

    def need(self, height: float) -> None:
        """Begin a new page unless there is this much room."""
        if self.top - height < BOTTOM:
            self.begin()

    @property
    def left(self) -> float:
        """Room for a picture below its heading, in mm."""
        return self.top - BOTTOM - HEADING

    def has_room(self, panel: Panel) -> bool:
        """Whether a picture, or the first part of it, has room on this page."""
        return panel.parts(PAGE_ROOM, left=self.left)[0][1] <= self.left

    def height_of(self, told: Sequence[str], weighed: Sequence[str]) -> float:
        """Give the room for sentences to read and for small ones, in mm; at most half a page."""
        lines = (
            len(wrap(text, WIDTH, size)) * size * LINE * theme.MM_PER_INCH / 72 + 1
            for texts, size in ((told, theme.NORMAL), (weighed, theme.SMALL))
            for text in texts
        )
        return min(sum(lines) + 2, PAGE_HEIGHT / 2)

    def bookmark(self, title: str) -> None:
        """Let readers jump to the current page."""
        self._bookmarks.append((title, self._number - 1))

    def heading(self, title: str, caption: str = "", *, follow: float = 0.0) -> None:
        """Write the heading of a section, on a page that has room for what follows too."""
        lines = wrap(caption, WIDTH, theme.SMALL)
        self.need(7.5 + len(lines) * theme.SMALL * LINE * theme.MM_PER_INCH / 72 + follow)
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
            text,
            fontsize=size,
            color=color,
            fontweight="bold" if bold else "normal",
            ha=align,
            va="top",
            linespacing=1.2,
        )

    def save(self, path: Path) -> None:
        """Write the last page, then the file."""
        self._write()
        self._pdf.close()  # type: ignore[no-untyped-call]  # matplotlib types it as such
        self._write_outline(self._drawn, path)

    def _write(self) -> None:
        """Write the page that is full, with its number."""
        self.figure.text(
            1 - MARGIN / PAGE_WIDTH,
            10 / PAGE_HEIGHT,
            str(self._number),
            ha="right",
            fontsize=theme.SMALL,
            color=theme.MUTED,
        )
        self._pdf.savefig(self.figure)  # type: ignore[no-untyped-call]

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


def _first_page(pages: _Pages, report: Report) -> None:
    """Write what was found, the pictures of it, and what the claim is answered."""
    said = report.said
    pages.bookmark("The answer")
    pages.paragraph(said.title, size=theme.NORMAL, color=theme.MUTED)
    pages.top -= 4
    pages.paragraph(said.headline, size=22, bold=True)
    pages.top -= 2.5
    pages.paragraph(said.numbers, size=theme.LARGE)
    pages.top -= 6
    told = not said.paragraph
    for panel in report.panels[: len(report.front)]:
        if not told and not pages.has_room(panel):  # it goes where the page would stay empty
            told = True
            _paragraph(pages, said.paragraph)
        _panel(pages, panel)
    if not told:
        _paragraph(pages, said.paragraph)
    if said.answers:
        pages.heading("The claim", follow=20)
        pages.bookmark("The claim")
    for text, answer in said.answers:
        pages.need(12)
        pages.paragraph(f"“{text}”", bold=True)
        pages.paragraph(answer)
        pages.top -= 2
    pages.top -= 3
    _table(pages, "The series", report.series, first=40)


def _paragraph(pages: _Pages, text: str) -> None:
    """Write what can be quoted, on one page."""
    pages.heading("In a paragraph", follow=pages.height_of([text], []))
    pages.paragraph(text)
    pages.top -= 5


def _fill(pages: _Pages, panels: Sequence[Panel]) -> None:
    """Draw pictures in their order, but where the next has no room any that has comes before it.

    Those whose rows stand for themselves speak of pictures before them, and wait for their turn.
    """
    waiting = list(panels)
    while waiting:
        panel = waiting[0]
        if not pages.has_room(panel):
            others = (one for one in waiting if not one.is_flowing and pages.has_room(one))
            panel = next(others, panel)
        waiting.remove(panel)
        _panel(pages, panel)


def _all_episodes(pages: _Pages, report: Report) -> None:
    """Write the table of episodes; of very many, those of the target."""
    rows, caption = report.episodes.rows, ""
    if len(rows) > MOST_ROWS:
        own = tuple(row for row in rows if row[0] == rows[0][0])
        caption = f"Those of {rows[0][0]}; {len(rows) - len(own)} more are in the HTML report."
        rows = own
    table = replace(report.episodes, rows=rows).without_empty_columns()
    _table(pages, f"All {report.unit}s", table, first=40, caption=caption)


def _in_full(pages: _Pages, report: Report) -> None:
    """Write the answer with its intervals, and all that weighs on it."""
    said = report.said
    told = (said.verdict, said.rank, *said.published[:1])
    weighed = (*said.caveats, *said.published[1:])
    pages.heading("The answer in full", follow=pages.height_of(told, weighed))
    pages.bookmark("The answer in full")
    for sentence in told:
        pages.paragraph(sentence)
        pages.top -= 1
    pages.top -= 2
    for sentence in weighed:
        pages.paragraph(sentence, size=theme.SMALL, color=theme.MUTED)
        pages.top -= 0.8
    pages.top -= 5


def _panel(pages: _Pages, panel: Panel) -> None:
    """Draw a picture, on several pages where one cannot hold its rows."""
    hidden = len(panel.rows) - len(panel.rows[panel.printed])
    more = f" {hidden} more {'is' if hidden == 1 else 'are'} in the HTML report." if hidden else ""
    title, caption = panel.title, panel.caption + more
    for shown, height in panel.parts(PAGE_ROOM, left=pages.left):
        pages.heading(title, caption, follow=height)
        if title == panel.title:
            pages.bookmark(title)
        panel.draw(pages.figure, pages.top, shown)
        pages.top -= height
        title, caption = f"{panel.title}, continued", ""


def _table(pages: _Pages, title: str, table: Table, *, first: float, caption: str = "") -> None:
    """Write a table; its first column is at least `first` mm wide."""
    pages.heading(title, caption, follow=6 * ROW)
    pages.bookmark(title)
    widths = _column_widths(table, first)
    edges = [MARGIN, *(MARGIN + sum(widths[: k + 1]) for k in range(len(widths)))]

    def write(row: tuple[str, ...], *, color: str) -> None:
        for column, text in enumerate(row):
            if column < table.names:
                room = widths[column] - COLUMN_GAP
                pages.cell(shorten(text, room, theme.SMALL), edges[column], color=color)
            else:
                pages.cell(text, edges[column + 1], right=True, color=color)

    def head() -> None:
        write(tuple("\n".join(lines) for lines in table.columns), color=theme.MUTED)
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


def _column_widths(table: Table, first: float) -> list[float]:
    """Give numbers the room that they need, names what is left, and share out the rest, in mm."""
    needs = [
        max(text_width(text, theme.SMALL) for text in (*head, *column)) + COLUMN_GAP
        for head, *column in zip(table.columns, *table.rows, strict=True)
    ]
    numbers = needs[table.names :]
    others = [min(need, MOST_NAME) for need in needs[1 : table.names]]
    left = WIDTH - sum(numbers) - sum(others)
    name = min(max(needs[0], first), left)
    spare = (left - name) / len(numbers)
    return [name, *others, *(need + spare for need in numbers)]


def _basis(pages: _Pages, report: Report) -> None:
    pages.heading("What it rests on", follow=50)
    pages.bookmark("What it rests on")
    for what, found in report.basis:
        pages.need(13)  # with three lines, which may not be parted
        pages.cell(what, MARGIN, color=theme.MUTED)
        for line in found:
            pages.paragraph(line, size=theme.SMALL, indent=34)
        pages.top -= 1
    pages.top -= 4
    pages.heading("Method", follow=25)
    pages.bookmark("Method")
    pages.paragraph(report.said.method, size=theme.SMALL)
    if report.notes:
        pages.top -= 5
        pages.heading("Notes on the files", follow=15)
        pages.bookmark("Notes on the files")
        for note in report.notes:
            pages.paragraph(note, size=theme.SMALL)
