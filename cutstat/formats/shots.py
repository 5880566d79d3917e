"""cutstat's own table of shots, as CSV or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from cutstat.core.segments import SEGMENT_KINDS, Segment, SegmentKind
from cutstat.core.shot_list import ShotList
from cutstat.core.shots import TRANSITION_KINDS, Transition, TransitionKind
from cutstat.formats.clock import parse_time, rate_and_times
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing
from cutstat.formats.rows import Row, Table, find_table, records_table

IDENTITY = ("series", "season", "number", "file")
COLUMNS = (
    *("file", "shot", "start_frame", "stop_frame", "start_seconds", "stop_seconds"),
    *("segment", "transition", "confidence"),
)
OF_SHOTS, OF_EPISODES = {"file", "start_frame", "stop_frame"}, {"file", "body_shots"}
"""Columns by which the two tables of ``cutstat export`` are known."""


def is_table(listing: Listing) -> bool:
    """Whether a list is one of the tables of ``cutstat export``, of shots or of episodes."""
    return _table(listing) is not None


def read_shot_table(listing: Listing, said: Said) -> Iterator[ShotList]:
    """Read the table of shots (``cutstat export --table shots``): an entry a file.

    The table says of a gradual transition where shots are counted to divide, no more, and of a
    segment which shots begin in it; so a segment lasts from the first of them to the end of the
    last.

    Raises
    ------
    ValueError
        If it is the table of episodes, a column is missing, the shots of a file do not touch, or
        their times do not fit.
    """
    table = _table(listing)
    if table is None or not table.rows:
        raise ValueError("there is no table of shots")
    if table.columns.keys() >= OF_EPISODES:
        raise ValueError(
            "it is the table of episodes, which holds no shots; `cutstat export --table shots` "
            "writes them"
        )
    by_file: dict[tuple[str, ...], list[Row]] = {}
    known = [column for column in IDENTITY if column in table.columns]
    for row in table.rows:
        for column in COLUMNS:
            table.text(row, column)
        by_file.setdefault(tuple(table.text(row, key) for key in known), []).append(row)
    for rows in by_file.values():
        yield read_rows(table, rows)


def _table(listing: Listing) -> Table | None:
    if listing.is_json:
        document = listing.document
        if not isinstance(document, list) or not all(isinstance(one, dict) for one in document):
            return None
        table = records_table(document)
        names = table.columns.keys()
        return table if names >= OF_SHOTS or names >= OF_EPISODES else None
    return find_table(listing, lambda names: {*names} >= OF_SHOTS or {*names} >= OF_EPISODES)


def read_rows(table: Table, rows: Sequence[Row]) -> ShotList:
    """Read the shots of one file."""
    file = table.text(rows[0], "file")
    starts, stops = (
        [table.count(row, column) for row in rows] for column in ("start_frame", "stop_frame")
    )
    transitions: list[Transition] = []
    for row, start, (before, _) in zip(rows[1:], starts[1:], pairwise(stops), strict=True):
        if before != start:
            raise ValueError(
                f"line {row.line}: the shot does not begin where the last one of {file} stops"
            )
        named = table.text(row, "transition")
        kind: TransitionKind = next((one for one in TRANSITION_KINDS if one == named), "cut")
        confidence = float(parse_time(table.text(row, "confidence") or "1"))
        transitions.append(
            Transition(start, start if kind == "cut" else start + 1, kind, confidence)
        )
    if starts[0]:
        raise ValueError(f"line {rows[0].line}: the first shot of {file} is missing")
    seconds = [table.seconds(row, "stop_seconds") for row in rows]
    rate, times = rate_and_times([0, *stops], [Fraction(0), *seconds])
    return ShotList(
        file,
        tuple(transitions),
        stops[-1],
        rate,
        times=times,
        segments=_segments([table.text(row, "segment") for row in rows], starts, stops),
    )


def _segments(
    kinds: Sequence[str], starts: Sequence[int], stops: Sequence[int]
) -> tuple[Segment, ...]:
    found: list[Segment] = []
    for named, group in groupby(zip(kinds, starts, stops, strict=True), key=lambda shot: shot[0]):
        shots = list(group)
        kind: SegmentKind = next((one for one in SEGMENT_KINDS if one == named), "body")
        if kind != "body":
            found.append(Segment(kind, shots[0][1], shots[-1][2], "as the table of shots says"))
    return tuple(found)


FORMAT = Format(
    key="shots",
    title="cutstat's table of shots, CSV or JSON",
    rank=10,
    recognise=is_table,
    read=read_shot_table,
)
