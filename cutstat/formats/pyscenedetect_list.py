"""PySceneDetect's ``-Scenes.csv``: one row a shot, with or without the leading list of cuts."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fractions import Fraction

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.formats.clock import parse_time, rate_and_times

START = "Start Frame"
SECONDS = "End Time (seconds)"


def read_rows(lines: Sequence[str], *, video: str) -> ShotList:
    """Read the rows of a file; ``Start Frame`` counts from 1, so the 0-based frame is one less.

    Its times, where it has them, give the frame rate; where they are not even, they are kept.

    Raises
    ------
    ValueError
        If there is no column ``Start Frame``, or a value in it is no number.
    """
    rows = list(csv.reader(lines))
    header = next((k for k, row in enumerate(rows) if START in row), None)
    if header is None:
        raise ValueError(f"there is no column {START!r}")
    column = rows[header].index(START)
    last = rows[header].index("End Frame") if "End Frame" in rows[header] else None
    shots = [row for row in rows[header + 1 :] if len(row) > column]
    seconds = rows[header].index(SECONDS) if SECONDS in rows[header] else None
    rate, times = None, None
    if shots and last is not None and seconds is not None:
        rate, times = rate_and_times(
            [0, *(int(row[last]) for row in shots)],
            [Fraction(0), *(parse_time(row[seconds]) for row in shots)],
        )
    starts = [int(row[column]) - 1 for row in shots]
    if starts and starts[0]:
        raise ValueError(
            f"the first scene begins at frame {starts[0] + 1}; frames before it would be in none"
        )
    return ShotList(
        video=video,
        transitions=tuple(Transition(start, start) for start in starts if start > 0),
        n_frames=int(shots[-1][last]) if last is not None and shots else None,
        rate=rate,
        times=times,
    )
