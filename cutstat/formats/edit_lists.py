"""Shots as the lists of other programs: CMX 3600, PySceneDetect, Cinemetrics."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import pairwise

from cutstat.core.text import printable
from cutstat.core.timing import format_clock
from cutstat.errors import InputError
from cutstat.formats.otio import border_positions
from cutstat.measure.episode import EpisodeMeasures

MOST_RATE = 100
"""Frames of a timecode have two digits."""

SCENE_COLUMNS = (
    *("Scene Number", "Start Frame", "Start Timecode", "Start Time (seconds)"),
    *("End Frame", "End Timecode", "End Time (seconds)"),
    *("Length (frames)", "Length (timecode)", "Length (seconds)"),
)


def to_edl(episode: EpisodeMeasures) -> str:
    """Write an edit list (CMX 3600): an event a shot, in frames at the nominal rate, no drop frame.

    Gradual transitions are written as cuts at their middle, where shots are counted.

    Raises
    ------
    InputError
        If there are more frames a second than a timecode can number, as on the clock of a list of
        times.
    """
    nominal = round(episode.rate)
    if nominal > MOST_RATE:
        raise InputError(
            f"{episode.name.series} {episode.name.label}: its shots stand on a clock of {nominal} "
            "steps a second, which timecodes cannot number; export it as cinemetrics, or import "
            "its list with the --rate of its video"
        )
    lines = [f"TITLE: {printable(f'{episode.name.series} {episode.name.label}')}"]
    lines += ["FCM: NON-DROP FRAME", f"* FRAME RATE: {episode.rate}"]
    codes = [_timecode(frame, nominal) for frame in border_positions(episode)]
    for number, (start, stop) in enumerate(pairwise(codes), 1):
        lines.append(f"{number:03d}  AX       V     C        {start} {stop} {start} {stop}")
    return "\n".join(lines) + "\n"


def to_scenes(episode: EpisodeMeasures) -> str:
    """Write the list of PySceneDetect (``list-scenes``); its frames count from 1."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(SCENE_COLUMNS)
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


def to_cinemetrics(episode: EpisodeMeasures) -> str:
    """Write a table of shots with the time at which each ends and its length, in seconds."""
    lines = ["Shot\tTime\tLength"]
    for number, shot in enumerate(episode.shots, 1):
        stop = episode.times.seconds(shot.stop)
        length = episode.times.span_seconds(shot.start, shot.stop)
        lines.append(f"{number}\t{stop:.3f}\t{length:.3f}")
    return "\n".join(lines) + "\n"


WRITERS: dict[str, Callable[[EpisodeMeasures], str]] = {
    "cinemetrics": to_cinemetrics,
    "edl": to_edl,
    "scenes": to_scenes,
}


def _timecode(frame: int, nominal: int) -> str:
    seconds, frames = divmod(frame, nominal)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}:{frames:02d}"
