"""PySceneDetect's ``-Scenes.csv``: one row a shot, with or without the leading list of cuts.

The columns are those of ``write_scene_list`` (github.com/Breakthrough/PySceneDetect,
``scenedetect/scene_manager.py``, in 0.7 ``scenedetect/output``). From 0.6 on ``Start Frame``
counts from 1; in 0.5 from 0 (issue 158 there). ``End Frame`` is where the next shot begins,
counted from 0, in both.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from cutstat.core.shot_list import ShotList
from cutstat.core.timing import format_clock
from cutstat.formats.clock import rate_and_times
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing
from cutstat.formats.rows import Table, find_table
from cutstat.formats.spans import Span, cuts_at, transitions_of_spans
from cutstat.measure.episode import EpisodeMeasures

START, STOP, SECONDS = "Start Frame", "End Frame", "End Time (seconds)"
COLUMNS = (
    *("Scene Number", START, "Start Timecode", "Start Time (seconds)"),
    *(STOP, "End Timecode", SECONDS),
    *("Length (frames)", "Length (timecode)", "Length (seconds)"),
)


def is_scene_list(listing: Listing) -> bool:
    """Whether one of the first rows is the header of such a list."""
    return any(START in line for line in listing.lines[:3])


def read_scenes(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read the rows of a file.

    Its times, where it has them, give the frame rate; where they are not even, they are kept.

    Raises
    ------
    ValueError
        If there is no column ``Start Frame``, a value is no number, or scenes overlap.
    """
    table = find_table(listing, lambda names: START in names, among=3)
    if table is None:
        raise ValueError(f"there is no column {START!r}")
    if not table.rows:
        return (ShotList(listing.video, ()),)
    first = table.count(table.rows[0], START)
    if first > 1:
        raise ValueError(
            f"the first scene begins at frame {first}; frames before it would be in none"
        )
    starts = [table.count(row, START) - first for row in table.rows]
    if STOP not in table.columns:
        return (ShotList(listing.video, cuts_at(starts)),)
    stops = [table.count(row, STOP) for row in table.rows]
    if len(stops) > 1 and all(
        start == stop + 1 for start, stop in zip(starts[1:], stops, strict=False)
    ):
        stops = [stop + 1 for stop in stops]  # the last frame, inclusively
    spans = [
        Span(row.line, start, stop)
        for row, start, stop in zip(table.rows, starts, stops, strict=True)
    ]
    transitions, notes = transitions_of_spans(spans, gap_is_gradual=False)
    found = ShotList(listing.video, transitions, n_frames=stops[-1], notes=notes)
    return (_timed(found, table, stops) if SECONDS in table.columns else found,)


def _timed(found: ShotList, table: Table, stops: list[int]) -> ShotList:
    seconds = [table.seconds(row, SECONDS) for row in table.rows]
    rate, times = rate_and_times([0, *stops], [Fraction(0), *seconds])
    return replace(found, rate=rate, times=times)


def to_scenes(episode: EpisodeMeasures, path: Path) -> str:
    """Write the list of PySceneDetect (``list-scenes``); its frames count from 1."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    times = episode.times
    for number, shot in enumerate(episode.shots, 1):
        start, stop = times.seconds(shot.start), times.seconds(shot.stop)
        length = times.span_seconds(shot.start, shot.stop)
        writer.writerow(
            (
                *(number, shot.start + 1, format_clock(start), f"{start:.3f}"),
                *(shot.stop, format_clock(stop), f"{stop:.3f}"),
                *(len(shot), format_clock(length), f"{length:.3f}"),
            )
        )
    return buffer.getvalue()


FORMAT = Format(
    key="scenes",
    title="PySceneDetect",
    rank=30,
    recognise=is_scene_list,
    read=read_scenes,
    write=to_scenes,
    suffix=".csv",
    plural="scene lists",
)
