"""cutstat's own table of shots."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from cutstat.core.segments import SEGMENT_KINDS, Segment
from cutstat.core.shot_list import ShotList
from cutstat.core.shots import TRANSITION_KINDS, Transition
from cutstat.formats.clock import parse_time, rate_and_times

IDENTITY = ("series", "season", "number", "file")
COLUMNS = (
    *("file", "shot", "start_frame", "stop_frame", "start_seconds", "stop_seconds"),
    *("segment", "transition", "confidence"),
)

Row = Mapping[str, str]


def read_shot_table(lines: Sequence[str]) -> tuple[ShotList, ...]:
    """Read the table of shots (``cutstat export --table shots``): an entry a file.

    The table says of a gradual transition where shots are counted to divide, no more, and of a
    segment which shots begin in it; so a segment lasts from the first of them to the end of the
    last.

    Raises
    ------
    ValueError
        If a column is missing, the shots of a file do not touch, or their times do not fit.
    """
    by_file: dict[tuple[str, ...], list[Row]] = {}
    reader = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"there is no column {missing[0]!r}")
    for row in reader:
        if any(row[column] is None for column in COLUMNS):
            raise ValueError(f"line {reader.line_num} has too few columns")
        by_file.setdefault(tuple(row.get(key, "") for key in IDENTITY), []).append(row)
    return tuple(_read_file(rows) for rows in by_file.values())


def _read_file(rows: Sequence[Row]) -> ShotList:
    file = rows[0]["file"]
    transitions: list[Transition] = []
    for before, row in pairwise(rows):
        if before["stop_frame"] != row["start_frame"]:
            raise ValueError(f"{file}: shot {row['shot']} does not begin where the last one stops")
        start = int(row["start_frame"])
        kind = row["transition"] if row["transition"] in TRANSITION_KINDS else "cut"
        stop = start if kind == "cut" else start + 1
        transitions.append(Transition(start, stop, kind, float(row["confidence"] or 1)))
    if int(rows[0]["start_frame"]):
        raise ValueError(f"{file}: its first shot is missing")
    rate, times = rate_and_times(
        [0, *(int(row["stop_frame"]) for row in rows)],
        [Fraction(0), *(parse_time(row["stop_seconds"]) for row in rows)],
    )
    return ShotList(
        file,
        tuple(transitions),
        int(rows[-1]["stop_frame"]),
        rate,
        times=times,
        segments=_segments(rows),
    )


def _segments(rows: Sequence[Row]) -> tuple[Segment, ...]:
    found: list[Segment] = []
    for kind, group in groupby(rows, key=lambda row: row["segment"]):
        shots = list(group)
        if kind in SEGMENT_KINDS and kind != "body":
            start, stop = int(shots[0]["start_frame"]), int(shots[-1]["stop_frame"])
            found.append(Segment(kind, start, stop, "as the table of shots says"))
    return tuple(found)
