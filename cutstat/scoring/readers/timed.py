"""Shots placed by time: lists of cuts, and the tables of Cinemetrics and of cutstat."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from cutstat.core.shots import TRANSITION_KINDS, Transition
from cutstat.scoring.annotation import Annotation

LEAST_RATE = 10
"""Steps a second into which times are put, at least; Cinemetrics counts tenths."""

MOST_DECIMALS = 3

USUAL_RATES = tuple(
    Fraction(*rate)
    for rate in (
        (24000, 1001),
        (24, 1),
        (25, 1),
        (30000, 1001),
        (30, 1),
        (50, 1),
        (60000, 1001),
        (60, 1),
    )
)

LENGTHS = ("length", "shot length", "duration", "length_seconds", "sl")
STOPS = ("time", "end", "stop", "cumulative", "end time", "cut")
"""Titles of columns with the lengths of shots, and with the times at which they end."""


def read_times(lines: Sequence[str], *, video: str, length: Fraction | None = None) -> Annotation:
    """Read one cut a line, in seconds (``12.4``) or on the clock (``00:01:02.500``).

    Parameters
    ----------
    lines : sequence of str
        The list; what follows a ``#`` is passed over.
    video : str
        Name of the video.
    length : Fraction, optional
        Length of the video in seconds; without it the last line is its end and no cut.

    Raises
    ------
    ValueError
        If a line is no time, times do not increase, or only one is given.
    """
    times = [_time(line) for line in _data(lines)]
    if length is not None:
        times.append(length)
    return _by_stops([time for time in times if time], video=video)


def read_cinemetrics(lines: Sequence[str], *, video: str) -> Annotation:
    """Read a table of shots with one length, or one end time, a row, in seconds.

    Columns are parted by tabs, commas or semicolons. With a header, the column is known by its
    title (`STOPS`, else `LENGTHS`). Without one, a counter 1, 2, 3 … in the first column is passed
    over, and the next column holds end times where it increases throughout, else lengths.

    Raises
    ------
    ValueError
        If there is no such column, or a value is no time.
    """
    rows = _rows(lines)
    titles = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if titles and not _is_time(titles[0]):
        for names, is_stop in ((STOPS, True), (LENGTHS, False)):
            column = next((k for k, title in enumerate(titles) if title in names), None)
            if column is not None:
                return _column(rows[1:], column, is_stop=is_stop, video=video)
        raise ValueError(f"no column is called {' or '.join((*LENGTHS[:3], *STOPS[:2]))}")
    counted = [row[0].strip() for row in rows] == [str(k) for k in range(1, len(rows) + 1)]
    column = 1 if counted and len(rows[0]) > 1 else 0
    values = [_time(row[column]) for row in rows]
    rising = len(values) > 2 and all(a < b for a, b in pairwise(values))
    return _column(rows, column, is_stop=rising, video=video)


def read_shot_table(lines: Sequence[str], *, rate: Fraction | None) -> tuple[Annotation, ...]:
    """Read cutstat's own table of shots (``cutstat export --table shots``): an entry a file.

    Raises
    ------
    ValueError
        If a column is missing, or the shots of a file do not touch.
    """
    by_file: dict[str, list[Mapping[str, str]]] = {}
    for row in csv.DictReader(lines):
        by_file.setdefault(row["file"], []).append(row)
    return tuple(_shot_rows(file, rows, rate=rate) for file, rows in by_file.items())


def usual_rate(frames: int, seconds: float) -> Fraction | None:
    """Give the usual frame rate at which so many frames last so long; None if there is none."""
    fit = [rate for rate in USUAL_RATES if seconds and abs(frames / seconds / rate - 1) < 2e-4]
    return min(fit, key=lambda rate: abs(frames / seconds - rate), default=None)


def _shot_rows(
    file: str, rows: Sequence[Mapping[str, str]], *, rate: Fraction | None
) -> Annotation:
    last = rows[-1]
    rate = rate or usual_rate(int(last["stop_frame"]), float(last["stop_seconds"]))
    transitions: list[Transition] = []
    for before, row in pairwise(rows):
        start = int(row["start_frame"])
        if int(before["stop_frame"]) != start:
            raise ValueError(f"{file}: shot {row['shot']} does not begin where the last one stops")
        kind = row["transition"] if row["transition"] in TRANSITION_KINDS else "cut"
        confidence = float(row["confidence"] or 1)
        stop = start if kind == "cut" else start + 1  # the table holds no more than the border
        transitions.append(Transition(start, stop, kind, confidence))
    return Annotation(file, tuple(transitions), int(rows[-1]["stop_frame"]), rate)


def _column(rows: Sequence[Sequence[str]], column: int, *, is_stop: bool, video: str) -> Annotation:
    values = [_time(row[column]) for row in rows if len(row) > column and row[column].strip()]
    return _by_stops(values if is_stop else list(accumulate(values)), video=video)


def _by_stops(stops: Sequence[Fraction], *, video: str) -> Annotation:
    """Put shots that end at these times on a clock that is fine enough for all of them."""
    if not stops:
        raise ValueError("there is no time")
    fine = max(1, *(_decimals(time) for time in stops)) if len(stops) > 1 else _decimals(stops[0])
    rate = Fraction(max(LEAST_RATE, 10**fine))
    frames = [round(time * rate) for time in stops]
    for before, after in zip([0, *frames], frames, strict=False):
        if after <= before:
            raise ValueError(f"times must increase, and {float(after / rate):g} s does not")
    cuts = tuple(Transition(frame, frame) for frame in frames[:-1])
    return Annotation(video, cuts, frames[-1], rate)


def _decimals(time: Fraction) -> int:
    decimals = next((k for k in range(MOST_DECIMALS) if (time * 10**k).denominator == 1), None)
    return MOST_DECIMALS if decimals is None else decimals


def _time(text: str) -> Fraction:
    """Read seconds, or hours, minutes and seconds."""
    text = text.strip().removesuffix("s")
    parts = text.split(":")
    if not 1 <= len(parts) <= 3 or not all(re.fullmatch(r"\d+(\.\d+)?", part) for part in parts):
        raise ValueError(f"{text!r} is no time; write seconds (12.4) or a clock (00:01:02.500)")
    seconds = Fraction(0)
    for part in parts:
        seconds = seconds * 60 + Fraction(part)
    return seconds


def _is_time(text: str) -> bool:
    return re.fullmatch(r"[\d.:]+s?", text) is not None


def _rows(lines: Sequence[str]) -> list[list[str]]:
    data = _data(lines)
    mark = next((mark for mark in "\t;," if data and mark in data[0]), "\t")
    return list(csv.reader(data, delimiter=mark))


def _data(lines: Sequence[str]) -> list[str]:
    stripped = (line.partition("#")[0].strip(" \r\n") for line in lines)
    return [line for line in stripped if line]
