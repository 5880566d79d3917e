"""PySceneDetect's ``-Scenes.csv``: one row a shot, with or without the leading list of cuts."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from cutstat.core.shots import Transition
from cutstat.scoring.annotation import Annotation
from cutstat.scoring.readers.timed import usual_rate

START = "Start Frame"
SECONDS = "End Time (seconds)"


def read_rows(lines: Sequence[str], *, video: str) -> Annotation:
    """Read the rows of a file; ``Start Frame`` counts from 1, so the 0-based frame is one less.

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
    rate = None
    if shots and last is not None and seconds is not None:
        rate = usual_rate(int(shots[-1][last]), float(shots[-1][seconds]))
    starts = [int(row[column]) - 1 for row in shots]
    return Annotation(
        video=video,
        transitions=tuple(Transition(start, start) for start in starts if start > 0),
        n_frames=int(shots[-1][last]) if last is not None and shots else None,
        rate=rate,
    )
