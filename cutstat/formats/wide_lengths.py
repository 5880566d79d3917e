"""Tables of shot lengths with a film a column, as Redfern and Baxter share them.

Their titles are the header, and a column ends where its film does: M. Baxter, Notes on Cinemetric
Data Analysis (2014), section 3.2; N. Redfern's tables for R have ``NA`` there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from cutstat.core.shot_list import ShotList
from cutstat.formats.clock import UNITS, shots_by_stops
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, each_line
from cutstat.formats.rows import Table, find_table
from cutstat.formats.times import parse_seconds

NOTHING = ("", "NA", "NaN", "#N/A")


def is_wide(listing: Listing) -> bool:
    """Whether below a header of titles every cell is a number, or empty from some row on.

    Two films hardly ever have as many shots: columns of one length are other things.
    """
    table = find_table(listing, _is_header)
    if table is None or len(_films(table)) < 2 or not table.rows:
        return False
    cells = [cell.strip() for row in table.rows for cell in row.cells]
    numbers = (cell.replace(".", "", 1).replace(",", "", 1) for cell in cells)
    last = [cell.strip() for cell in table.rows[-1].cells]
    is_uneven = len(last) < len(table.columns) or any(cell in NOTHING for cell in last)
    return is_uneven and all(cell in NOTHING or cell.isdecimal() for cell in numbers)


def read_wide(listing: Listing, said: Said) -> Iterator[ShotList]:
    """Read the lengths of each film, in seconds; the unit of whole numbers must be said.

    Raises
    ------
    ValueError
        If a cell is no length, stands below an empty one, or the unit is not known.
    """
    table = find_table(listing, _is_header)
    if table is None:
        raise ValueError("there is no header with the titles of films")
    for title in _films(table):
        yield _read_column(table, title, said)


def _is_header(names: Sequence[str]) -> bool:
    return len(names) > 1 and not any(name.replace(".", "").isdecimal() for name in names)


def _films(table: Table) -> list[str]:
    """Name the columns, without those that merely count the rows."""
    counter = [str(k) for k in range(1, len(table.rows) + 1)]
    return [
        title
        for title, column in table.columns.items()
        if [row.cells[column] for row in table.rows if column < len(row.cells)] != counter
    ]


def _read_column(table: Table, title: str, said: Said) -> ShotList:
    column = table.columns[title]
    texts = [
        (row.line, row.cells[column].strip() if column < len(row.cells) else "")
        for row in table.rows
    ]
    while texts and texts[-1][1] in NOTHING:
        texts.pop()
    if said.unit is None and all(text.isdecimal() for _, text in texts):
        raise ValueError(f"what whole numbers count is not said; add --unit: {', '.join(UNITS)}")
    lengths = each_line(texts, lambda text: parse_seconds(text, said.unit))
    return shots_by_stops(list(accumulate(lengths)), rate=said.rate, video=title)


FORMAT = Format(
    key="wide",
    title="shot lengths, a film a column",
    rank=75,
    recognise=is_wide,
    read=read_wide,
)
