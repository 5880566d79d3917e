"""The report as A4 pages: what stands on them, in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from operator import itemgetter
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.fonts import Typeface
from cutstat.figures.text import shorten, text_width
from cutstat.report.model import Report
from cutstat.report.pages import BOTTOM, WIDTH, Pages, heading_height, lines_height
from cutstat.report.picture import MARGIN, PAGE_HEIGHT, Panel, Parts
from cutstat.report.tables import Table

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

HOLE = 60.0
"""Room that a page may leave empty, in mm: a little less than a third of it, with its margin."""

MOST_TOLD = 50.0
"""Room that a text gets at once, in mm: of a longer one the rest may stand on the next page."""

STRETCHES = (1.0, 0.95, 1.05, 0.9, 1.1, 0.85, 1.15)
"""Heights of rows that are tried, in this order, until all stands where it should, and the last
page is full enough too."""

MOST_LEFT = 1 / 3
"""Share of the last page that may stay empty, if any of them leaves no more."""


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
        plans: list[tuple[bool, float, Pages]] = []
        for stretch in STRETCHES:
            pages, is_early = _plan(report, stretch)
            plans.append((is_early, max(pages.share_left, MOST_LEFT), pages))
            if plans[-1][:2] == (False, MOST_LEFT):
                break
        min(plans, key=itemgetter(0, 1))[2].save(path)


def _plan(report: Report, stretch: float) -> tuple[Pages, bool]:
    """Place all that a report says on pages; say if the answer in full had to come early."""
    pages = Pages(report.said.title, stretch=stretch)
    panels = [one.stretched(stretch, room=PAGE_ROOM) for one in report.panels]
    _first_page(pages, report, panels[: len(report.front)])
    panels = panels[len(report.front) :]
    keys = [panel.key for panel in panels]
    first = keys.index(report.appendix) if report.appendix else len(panels)
    in_full = partial(_in_full, pages, report) if report.appendix else None
    is_early = _fill(pages, panels[:first], then=in_full)
    _fill(pages, panels[first:], then=partial(_all_episodes, pages, report))
    _basis(pages, report)
    return pages, is_early


def _first_page(pages: Pages, report: Report, front: Sequence[Panel]) -> None:
    """Write what was found, the pictures of it, and what the claim is answered."""
    said = report.said
    pages.bookmark("The answer")
    pages.paragraph(said.title, size=theme.NORMAL, color=theme.MUTED)
    pages.top -= 4
    pages.paragraph(said.headline, size=22, bold=True)
    pages.top -= 2.5
    pages.paragraph(said.numbers, size=theme.LARGE)
    pages.top -= 6
    _fill(pages, front, then=partial(_paragraph, pages, said.paragraph) if said.paragraph else None)
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


def _paragraph(pages: Pages, text: str) -> None:
    """Write what can be quoted."""
    pages.heading("In a paragraph", follow=_height_of([text], []))
    pages.paragraph(text)
    pages.top -= 5


def _height_of(told: Sequence[str], weighed: Sequence[str]) -> float:
    """Give the room for sentences to read and for small ones, in mm; at most `MOST_TOLD`."""
    height = lines_height(told, theme.NORMAL) + lines_height(weighed, theme.SMALL)
    return min(height + len(told) + len(weighed) + 2, MOST_TOLD)


def _fill(pages: Pages, panels: Sequence[Panel], *, then: Callable[[], None] | None = None) -> bool:
    """Place pictures in their order, and what comes then, and leave no page too empty.

    Where the next has no room, one that has comes before it; where none has and too much would stay
    empty, one is parted, or what comes then comes now. Gives whether the last was so.
    """
    is_early = False
    waiting = list(panels)
    while waiting:
        panel, parts = _next(pages, waiting)
        if parts is None and then is not None and pages.least_left > HOLE:
            then()
            then = None
            is_early = True
            continue
        waiting.remove(panel)
        _panel(pages, panel, parts or panel.parts(PAGE_ROOM))
    if then is not None:
        then()
    return is_early


def _next(pages: Pages, waiting: Sequence[Panel]) -> tuple[Panel, Parts | None]:
    """Give the picture to place next, and in which parts; None if nothing has room on this page.

    Those whose rows stand for themselves speak of pictures before them, and wait for their turn.
    """
    for panel in waiting:
        spare = pages.shrinkage(panel.rows[0]) if panel.stretches else 0
        parts = panel.parts(PAGE_ROOM, left=_room(pages, panel) + spare)
        rows, height = parts[0]
        spare = pages.shrinkage(sum(panel.rows[rows])) if panel.stretches else 0
        has_turn = panel is waiting[0] or not panel.is_flowing
        if has_turn and height - spare <= _room(pages, panel):
            return panel, parts
    if pages.least_left > HOLE:
        for panel in waiting:
            parted = panel.parted(PAGE_ROOM, left=_room(pages, panel))
            if parted and not panel.is_flowing:
                return panel, parted
    return waiting[0], None


def _room(pages: Pages, panel: Panel) -> float:
    """Give the room for a picture below its heading on the page that was begun, in mm."""
    return pages.most_left - heading_height(panel.title, _caption(panel))


def _all_episodes(pages: Pages, report: Report) -> None:
    """Write the table of episodes; of very many, those of the target."""
    rows, caption = report.episodes.rows, ""
    if len(rows) > MOST_ROWS:
        own = tuple(row for row in rows if row[0] == rows[0][0])
        caption = f"Those of {rows[0][0]}; {len(rows) - len(own)} more are in the HTML report."
        rows = own
    table = replace(report.episodes, rows=rows).without_empty_columns()
    _table(pages, f"All {report.unit}s", table, first=40, caption=caption)


def _in_full(pages: Pages, report: Report) -> None:
    """Write the answer with its intervals, and all that weighs on it."""
    said = report.said
    told = (said.verdict, said.rank, *said.published[:1])
    weighed = (*said.caveats, *said.published[1:])
    pages.heading("The answer in full", follow=_height_of(told, weighed))
    pages.bookmark("The answer in full")
    for sentence in told:
        pages.paragraph(sentence)
        pages.top -= 1
    pages.top -= 2
    for sentence in weighed:
        pages.paragraph(sentence, size=theme.SMALL, color=theme.MUTED)
        pages.top -= 0.8
    pages.top -= 5


def _panel(pages: Pages, panel: Panel, parts: Parts) -> None:
    """Place a picture, on several pages where one cannot hold its rows."""
    title, caption = panel.title, _caption(panel)
    for shown, height in parts:
        rows = sum(panel.rows[shown]) if panel.stretches else 0.0
        spare = pages.most_left - pages.left + pages.shrinkage(rows)
        pages.heading(title, caption, follow=height - spare)
        if title == panel.title:
            pages.bookmark(title)
        pages.place(partial(_draw_rows, panel, shown), height, rows=rows)
        title, caption = f"{panel.title}, continued", ""


def _draw_rows(panel: Panel, shown: slice, figure: Figure, top: float, stretch: float) -> None:
    panel.draw(figure, top, shown, stretch)


def _caption(panel: Panel) -> str:
    """Give the caption, with how many rows are left out."""
    hidden = len(panel.rows) - len(panel.rows[panel.printed])
    more = f" {hidden} more {'is' if hidden == 1 else 'are'} in the HTML report." if hidden else ""
    return panel.caption + more


def _table(pages: Pages, title: str, table: Table, *, first: float, caption: str = "") -> None:
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
    pages.top -= 6


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


def _basis(pages: Pages, report: Report) -> None:
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
