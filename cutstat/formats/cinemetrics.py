"""Lengths or end times of shots, in what Cinemetrics works with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path

from cutstat.core.shot_list import ShotList
from cutstat.errors import quoted
from cutstat.formats.clock import UNITS, Unit, shots_by_stops
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, each_line
from cutstat.formats.rows import Row, split_rows
from cutstat.formats.times import parse_seconds
from cutstat.measure.episode import EpisodeMeasures

LENGTHS = (
    *("length", "shot length", "duration", "length_seconds", "sl"),
    *("shotlength", "shot_length", "einstellungslänge", "länge", "dauer", "durée", "longueur"),
    *("durata", "lunghezza", "duración", "duração", "長さ", "时长", "時長"),
)
STOPS = (
    *("time", "end", "stop", "cumulative", "end time", "end_time", "cut", "zeit", "ende"),
    *("fin", "fine", "tiempo", "temps", "tempo"),
)
"""Titles of columns with the lengths of shots, and with the times at which they end."""

UNIT_NAMES: dict[str, Unit] = {
    **dict.fromkeys(("s", "sec", "secs", "seconds", "sekunden"), "seconds"),
    **dict.fromkeys(("ds", "1/10 s", "tenths"), "tenths"),
    **dict.fromkeys(("ms", "msec", "milliseconds"), "milliseconds"),
}
"""Units as the title of a column has them in brackets."""

SUBMISSION = "&@"
"""What stands before the first shot in the file that the measuring tool submits."""


def read_cinemetrics(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read shots as Cinemetrics has them, one length or one end time a shot.

    Cinemetrics describes no format. These were found in use, and are read:

    - the file that its measuring tool keeps and submits: a header of eight lines, then ``&@`` and
      rows ``number;length;end time;button`` in tenths of a second [1]_;
    - lengths in tenths of a second on one line, parted by commas [2]_;
    - tables in seconds, tenths or milliseconds, parted by tabs, commas or semicolons;
    - the JSON of cinemetrics.uchicago.edu, whose ``shots`` have a ``shotLength`` in seconds.

    With a header, the column is known by its title (`STOPS`, else `LENGTHS`), and its unit by what
    stands in brackets behind it, as in ``Length (ms)``. Without one, a counter 1, 2, 3 … in the
    first column is passed over, and the next column holds end times where it increases throughout,
    else lengths.

    Clocks and decimals are seconds if nothing else is said; the unit of whole numbers must be said,
    by the user or the header.

    Raises
    ------
    ValueError
        If there is no such column, a value is no time, or the unit is not known.

    References
    ----------
    .. [1] As github.com/tre3x/FilmEditDetection writes it (``.cms``); not tried on a file of
       the measuring tool itself.
    .. [2] As the graph of cinemetrics.lv took its parameter ``shots``.
    """
    if listing.is_json:
        shots = listing.document["shots"]
        lengths = [parse_seconds(str(shot["shotLength"]), said.unit) for shot in shots]
        stops = list(accumulate(lengths))
    else:
        stops = _stops(listing.data_lines, said.unit)
    found = shots_by_stops(stops, rate=said.rate, video=listing.video)
    promised = _promised(listing.data_lines)
    if promised is not None and promised != len(stops):
        note = f"says that it holds {promised} shots, and {len(stops)} are there"
        found = replace(found, notes=(*found.notes, note))
    return (found,)


def is_cinemetrics(listing: Listing) -> bool:
    """Whether a list is what the measuring tool submits, or a table with a known title."""
    if listing.is_json:
        document = listing.document
        shots = document.get("shots") if isinstance(document, dict) else None
        return isinstance(shots, list) and all(
            isinstance(shot, dict) and "shotLength" in shot for shot in shots
        )
    lines = listing.data_lines
    if any(SUBMISSION in line for _, line in lines):
        return True
    rows = split_rows(lines[:5])
    return bool(rows) and any(_title(cell)[0] in {*LENGTHS, *STOPS} for cell in rows[0].cells)


def _promised(lines: Sequence[tuple[int, str]]) -> int | None:
    """Give the number of shots that the head of a submission says in its second line."""
    is_submission = any(SUBMISSION in line for _, line in lines[2:])
    second = lines[1][1].strip() if is_submission else ""
    return int(second) if re.fullmatch(r"\d{1,6}", second) else None


def _stops(lines: Sequence[tuple[int, str]], unit: Unit | None) -> list[Fraction]:
    """Give when each shot ends, in seconds."""
    start = next((k for k, (_, line) in enumerate(lines) if SUBMISSION in line), None)
    if start is not None:
        shots = [(number, line.rpartition(SUBMISSION)[2]) for number, line in lines[start:]]
        return _values(split_rows([shot for shot in shots if shot[1]]), 2, unit=unit or "tenths")
    words = lines[0][1].split() if len(lines) == 1 else []
    if len(words) > 1 and all(_is_time(word) for word in words):
        rows: tuple[Row, ...] = (Row(lines[0][0], tuple(words)),)
    else:
        rows = split_rows(lines)
    titles = [_title(cell) for cell in rows[0].cells] if rows else []
    if titles and not _is_time(rows[0].cells[0].strip()):
        if numbers := [cell for cell in rows[0].cells if _is_time(cell.strip())]:
            raise ValueError(f"line {rows[0].line} is a header, and holds {quoted(numbers[0])}")
        return _column_stops(rows, titles, unit)
    if len(rows) == 1:
        rows = tuple(Row(rows[0].line, (cell,)) for cell in rows[0].cells)
    counted = [row.cells[0].strip() for row in rows] == [str(k) for k in range(1, len(rows) + 1)]
    has_counter = bool(rows) and counted and len(rows[0].cells) > 1
    values = _values(rows, 1 if has_counter else 0, unit=unit)
    is_rising = len(values) > 2 and all(a < b for a, b in pairwise(values))
    return values if is_rising else list(accumulate(values))


def _column_stops(
    rows: Sequence[Row], titles: Sequence[tuple[str, str]], unit: Unit | None
) -> list[Fraction]:
    """Give when each shot ends by the column that a header names."""
    for names in (STOPS, LENGTHS):
        column = next((k for k, (title, _) in enumerate(titles) if title in names), None)
        if column is None:
            continue
        values = _values(rows[1:], column, unit=unit or UNIT_NAMES.get(titles[column][1]))
        if names is LENGTHS:
            return list(accumulate(values))
        if not values or values[0]:
            return values  # else these are the begins of shots
    raise ValueError(f"no column is called {' or '.join((*LENGTHS[:3], *STOPS[:2]))}")


def _values(rows: Sequence[Row], column: int, *, unit: Unit | None) -> list[Fraction]:
    """Give the times of a column, in seconds."""
    for row in rows:
        if len(row.cells) <= column or not row.cells[column].strip():
            raise ValueError(f"line {row.line} has too few columns")
    texts = [(row.line, row.cells[column]) for row in rows]
    if texts and unit is None and all(text.strip().isdecimal() for _, text in texts):
        raise ValueError(f"what whole numbers count is not said; add --unit: {', '.join(UNITS)}")
    return each_line(texts, lambda text: parse_seconds(text, unit))


def _title(cell: str) -> tuple[str, str]:
    """Part the title of a column from the unit in brackets behind it."""
    text = re.sub(
        r"[\s_]+(?:in[\s_]+)?(ms|msec|sec|secs|seconds|s|sekunden)\.?$",
        r" (\1",
        cell[:80].casefold(),
    )
    title, _, unit = text.replace("[", "(").partition("(")
    return title.strip(), unit.strip(" )].")


def _is_time(text: str) -> bool:
    return re.fullmatch(r"[\d.,:]+s?", text) is not None


def to_cinemetrics(episode: EpisodeMeasures, path: Path) -> str:
    """Write a table of shots with the time at which each ends and its length, in seconds."""
    lines = ["Shot\tTime\tLength"]
    for number, shot in enumerate(episode.shots, 1):
        stop = episode.times.seconds(shot.stop)
        length = episode.times.span_seconds(shot.start, shot.stop)
        lines.append(f"{number}\t{stop:.3f}\t{length:.3f}")
    return "\n".join(lines) + "\n"


FORMAT = Format(
    key="cinemetrics",
    title="lengths or end times of shots, as Cinemetrics has them",
    rank=60,
    recognise=is_cinemetrics,
    read=read_cinemetrics,
    write=to_cinemetrics,
    suffix=".tsv",
    plural="shot lists",
)
