"""Rows of tables: which mark parts their cells, where their header is, what stands in a column."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cutstat.formats.clock import parse_count, parse_time
from cutstat.formats.listing import Listing, on_line

MARKS = "\t;|,"
"""What may part cells, the least ambiguous first: a comma may be a decimal one, too."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    line: int
    """The line in which it stands, or stops, from 1."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a header. A row that is too short is an error that names its line."""

    columns: dict[str, int]
    rows: tuple[Row, ...]

    def text(self, row: Row, column: str) -> str:
        """Give what stands in a column."""
        if column not in self.columns:
            raise ValueError(f"there is no column {column!r}")
        if len(row.cells) <= self.columns[column]:
            raise ValueError(f"line {row.line} has too few columns")
        return row.cells[self.columns[column]]

    def count(self, row: Row, column: str) -> int:
        """Give a number of frames."""
        text = self.text(row, column)
        with on_line(row.line):
            return parse_count(text)

    def seconds(self, row: Row, column: str) -> Fraction:
        """Give a time in seconds."""
        text = self.text(row, column)
        with on_line(row.line):
            return parse_time(text)


def split_rows(lines: Sequence[tuple[int, str]]) -> tuple[Row, ...]:
    """Part numbered lines into cells, by the mark that stands in the first and most of the others.

    Spreadsheets of countries with a decimal comma part cells by semicolons.
    """
    texts = [text for _, text in lines]
    mark = next((one for one in MARKS if _is_mark(one, texts)), ",")
    reader = csv.reader((f"{text}\n" for text in texts), delimiter=mark)
    return tuple(Row(lines[reader.line_num - 1][0], tuple(cells)) for cells in reader if any(cells))


def _is_mark(mark: str, texts: Sequence[str]) -> bool:
    has_it = [mark in "".join(text.split('"')[::2]) for text in texts[:200]]
    return bool(has_it) and has_it[0] and 2 * sum(has_it) >= len(has_it)


def find_table(
    listing: Listing, is_header: Callable[[Sequence[str]], bool], *, among: int = 1
) -> Table | None:
    """Give the table below the header, which is one of the first `among` rows; None without it."""
    numbered = enumerate(listing.lines, 1)
    lines = tuple((number, line) for number, line in numbered if line.strip())
    for index in range(0 if listing.text.startswith("<") else min(among, len(lines))):
        for row in split_rows(lines[index : index + 1]):
            names = [cell.strip() for cell in row.cells]
            if is_header(names):
                return Table(
                    {name: k for k, name in enumerate(names)}, split_rows(lines[index:])[1:]
                )
    return None


def records_table(records: Iterable[dict[str, object]]) -> Table:
    """Give the objects of a JSON document as a table; a line is the number of an object."""
    entries = list(records)
    columns = {name: k for k, name in enumerate(entries[0])} if entries else {}
    rows = [
        Row(k, tuple("" if one.get(name) is None else str(one[name]) for name in columns))
        for k, one in enumerate(entries, 1)
    ]
    return Table(columns, tuple(rows))
