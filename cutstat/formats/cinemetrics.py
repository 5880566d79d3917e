"""Shots placed by time: lists of cuts, and what Cinemetrics works with."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Literal, get_args

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.formats.clock import MOST_RATE, parse_time, times_through

Unit = Literal["seconds", "tenths", "milliseconds"]
UNITS: tuple[Unit, ...] = get_args(Unit)
STEPS: dict[Unit, int] = {"seconds": 1, "tenths": 10, "milliseconds": 1000}
"""How many of a unit make a second."""

LEAST_RATE = 10
"""Steps a second into which times are put, at least. Where they are written more finely than at
most (`MOST_RATE`), the steps at cuts still have their exact times."""

LENGTHS = ("length", "shot length", "duration", "length_seconds", "sl")
STOPS = ("time", "end", "stop", "cumulative", "end time", "cut")
"""Titles of columns with the lengths of shots, and with the times at which they end."""

UNIT_NAMES: dict[str, Unit] = {
    **dict.fromkeys(("s", "sec", "seconds"), "seconds"),
    **dict.fromkeys(("ds", "1/10 s", "tenths"), "tenths"),
    **dict.fromkeys(("ms", "msec", "milliseconds"), "milliseconds"),
}
"""Units as the title of a column has them in brackets."""

SUBMISSION = "&@"
"""What stands before the first shot in the file that the measuring tool submits."""


def read_times(
    lines: Sequence[str],
    *,
    video: str,
    rate: Fraction | None = None,
    length: Fraction | None = None,
    unit: Unit | None = None,
) -> ShotList:
    """Read one cut a line, as a number (``12.4``) or on the clock (``00:01:02.500``).

    Parameters
    ----------
    lines : sequence of str
        The list; what follows a ``#`` is passed over.
    video : str
        Name of the video.
    rate : Fraction, optional
        Frames a second: each time is put on the nearest frame. Without it, the clock is fine enough
        for all times as they stand.
    length : Fraction, optional
        Length of the video in seconds; without it the last line is its end and no cut.
    unit : Unit, optional
        What numbers count; by default seconds.

    Raises
    ------
    ValueError
        If a line is no time, times do not increase, or only one is given.
    """
    times = [_seconds(line, unit) for line in _data(lines)]
    if length is not None:
        times.append(length)
    return _by_stops([time for time in times if time], rate=rate, video=video)


def read_cinemetrics(
    lines: Sequence[str],
    *,
    video: str,
    rate: Fraction | None = None,
    unit: Unit | None = None,
) -> ShotList:
    """Read shots as Cinemetrics has them, one length or one end time a shot.

    Cinemetrics describes no format. These were found in use, and are read:

    - the file that its measuring tool keeps and submits: a header of eight lines, then ``&@`` and
      rows ``number;length;end time;button`` in tenths of a second [1]_;
    - lengths in tenths of a second on one line, parted by commas [2]_;
    - tables in seconds, tenths or milliseconds, parted by tabs, commas or semicolons.

    With a header, the column is known by its title (`STOPS`, else `LENGTHS`), and its unit by what
    stands in brackets behind it, as in ``Length (ms)``. Without one, a counter 1, 2, 3 … in the
    first column is passed over, and the next column holds end times where it increases throughout,
    else lengths.

    Parameters
    ----------
    lines : sequence of str
        The table; what follows a ``#`` is passed over.
    video : str
        Name of the video.
    rate : Fraction, optional
        As for `read_times`.
    unit : Unit, optional
        What numbers count. Clocks and decimals are seconds if nothing else is said; the unit of
        whole numbers must be said, here or by the header.

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
    if any(SUBMISSION in line for line in lines):
        shots = "\n".join(lines).partition(SUBMISSION)[2].splitlines()
        values = _values(_rows(shots), 2, unit=unit or "tenths")
        return _by_stops(values, rate=rate, video=video)
    rows = _rows(lines)
    titles = [_title(cell) for cell in rows[0]] if rows else []
    if titles and not _is_time(rows[0][0].strip()):
        for names, is_stop in ((STOPS, True), (LENGTHS, False)):
            column = next((k for k, (title, _) in enumerate(titles) if title in names), None)
            if column is not None:
                unit = unit or UNIT_NAMES.get(titles[column][1])
                values = _values(rows[1:], column, unit=unit)
                return _by_stops(
                    values if is_stop else list(accumulate(values)), rate=rate, video=video
                )
        raise ValueError(f"no column is called {' or '.join((*LENGTHS[:3], *STOPS[:2]))}")
    if len(rows) == 1:
        rows = [[cell] for cell in rows[0]]
    counted = [row[0].strip() for row in rows] == [str(k) for k in range(1, len(rows) + 1)]
    values = _values(rows, 1 if counted and len(rows[0]) > 1 else 0, unit=unit)
    is_rising = len(values) > 2 and all(a < b for a, b in pairwise(values))
    return _by_stops(values if is_rising else list(accumulate(values)), rate=rate, video=video)


def is_cinemetrics(lines: Sequence[str]) -> bool:
    """Whether lines are what the measuring tool submits, or a table with a known title."""
    if any(SUBMISSION in line for line in lines):
        return True
    rows = _rows(lines[:5])
    return bool(rows) and any(_title(cell)[0] in {*LENGTHS, *STOPS} for cell in rows[0])


def _values(rows: Sequence[Sequence[str]], column: int, *, unit: Unit | None) -> list[Fraction]:
    """Give the times of a column, in seconds."""
    for number, row in enumerate(rows, 1):
        if len(row) <= column or not row[column].strip():
            raise ValueError(f"row {number} of the shots has too few columns")
    texts = [row[column] for row in rows]
    if texts and unit is None and all(text.strip().isdecimal() for text in texts):
        raise ValueError(f"what whole numbers count is not said; add --unit: {', '.join(UNITS)}")
    return [_seconds(text, unit) for text in texts]


def _seconds(text: str, unit: Unit | None) -> Fraction:
    """Read a number in a unit, or a clock."""
    return parse_time(text) / (1 if ":" in text else STEPS[unit or "seconds"])


def _title(cell: str) -> tuple[str, str]:
    """Part the title of a column from the unit in brackets behind it."""
    title, _, unit = cell.casefold().replace("[", "(").partition("(")
    return title.strip(), unit.strip(" )]")


def _by_stops(stops: Sequence[Fraction], *, rate: Fraction | None, video: str) -> ShotList:
    """Put shots that end at these times on frames, or on a clock fine enough for all of them."""
    if not stops:
        raise ValueError("there is no time")
    is_free = rate is None
    rate = rate or Fraction(max(LEAST_RATE, *(10 ** _decimals(time) for time in stops)))
    frames = [round(time * rate) for time in stops]
    for before, after in zip([0, *frames], frames, strict=False):
        if after <= before:
            raise ValueError(f"times must increase, and {float(after / rate):g} s does not")
    cuts = tuple(Transition(frame, frame) for frame in frames[:-1])
    is_even = all(frame == time * rate for frame, time in zip(frames, stops, strict=True))
    exact = is_free and not is_even
    times = times_through([0, *frames], [Fraction(0), *stops], rate=rate) if exact else None
    return ShotList(video, cuts, frames[-1], rate, times=times)


def _decimals(time: Fraction) -> int:
    """Count the decimals of a time, as far as a clock of `MOST_RATE` steps has them."""
    places = range(len(str(MOST_RATE)) - 1)
    return next((k for k in places if (time * 10**k).denominator == 1), len(places))


def _is_time(text: str) -> bool:
    return re.fullmatch(r"[\d.:]+s?", text) is not None


def _rows(lines: Sequence[str]) -> list[list[str]]:
    data = _data(lines)
    mark = next((mark for mark in "\t;," if data and mark in data[0]), "\t")
    if len(data) == 1 and all(_is_time(word) for word in data[0].split()):
        mark = " "
    return list(csv.reader(data, delimiter=mark))


def _data(lines: Sequence[str]) -> list[str]:
    stripped = (line.partition("#")[0].strip(" \r\n") for line in lines)
    return [line for line in stripped if line]
