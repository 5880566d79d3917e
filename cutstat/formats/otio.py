"""Shots as timelines of OpenTimelineIO, which editing programs read."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction
from itertools import chain, count
from pathlib import Path
from typing import Any

from cutstat.core.episodes import EpisodeName
from cutstat.core.shots import IMPORTED
from cutstat.core.text import printable
from cutstat.errors import MissingPackageError
from cutstat.formats.tables import shot_rows
from cutstat.measure.episode import EpisodeMeasures

METADATA = "cutstat"
"""Key below which clips and timelines keep what only cutstat knows."""

LONGEST_NAME = 60
"""Characters of a file name; file systems allow 255 bytes, of which one may take up to four."""

_REFUSED = re.compile(r'[\\/:*?"<>|]')

FACTS = (
    *("shot", "start_frame", "stop_frame", "start_seconds", "stop_seconds"),
    *("segment", "transition", "confidence"),
)
"""What the metadata of a clip hold, as in the table of shots. The transition is the one that leads
into the shot; the first has none."""


def to_otio(episode: EpisodeMeasures, *, path: Path) -> str:
    """Write an episode as a timeline: one video track, one clip a shot, segments as markers.

    OpenTimelineIO knows a single rate a clip, so positions are frames at the nominal rate, and
    0 is the first frame of the video, however late the file starts. They come from the exact
    times, rounded to the nearest frame: where the rate is constant they are the frames as decoded;
    in a file of variable rate they stand where an editor, which plays at the nominal rate, shows
    them. Clips touch, and each lasts at least one frame. The frames as decoded and the exact
    seconds are in the metadata of each clip.

    Parameters
    ----------
    episode : EpisodeMeasures
        The episode with its shots.
    path : Path
        The video file that the clips refer to; those of an imported list refer to none.

    Returns
    -------
    str
        A JSON document, the content of an ``.otio`` file.

    Raises
    ------
    MissingPackageError
        If the package ``opentimelineio`` is not installed.
    """
    otio = _load()
    rate = float(episode.rate)

    def span(start: int, stop: int) -> Any:
        return otio.opentime.TimeRange(
            otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(stop - start, rate)
        )

    positions = border_positions(episode)
    media = otio.schema.ExternalReference(
        target_url=path.absolute().as_uri(), available_range=span(0, positions[-1])
    )
    if episode.detector.name == IMPORTED:
        media = otio.schema.MissingReference(available_range=span(0, positions[-1]))
    track = otio.schema.Track(name="shots", kind=otio.schema.TrackKind.Video)
    for index, row in enumerate(shot_rows([episode])):
        track.append(
            otio.schema.Clip(
                name=f"shot {row['shot']}",
                media_reference=media.clone(),
                source_range=span(positions[index], positions[index + 1]),
                metadata={METADATA: {key: row[key] for key in FACTS}},
            )
        )
    name = episode.name
    timeline = otio.schema.Timeline(name=printable(f"{name.series} {name.label}"))
    timeline.metadata[METADATA] = {
        "series": printable(name.series),
        "episode": printable(name.label),
        "file": printable(episode.file),
        "frames": episode.n_frames,
        "fps": str(episode.rate),
        "detector": str(episode.detector),
    }
    timeline.tracks.append(track)
    for segment in episode.segments:
        if segment.kind != "body":
            start = _position(episode, segment.start)
            marker = otio.schema.Marker(
                name=segment.kind,
                marked_range=span(start, max(start + 1, _position(episode, segment.stop))),
                metadata={METADATA: {"evidence": printable(segment.evidence)}},
            )
            timeline.tracks.markers.append(marker)
    return str(timeline.to_json_string(indent=4)) + "\n"


def file_name(name: EpisodeName, *, taken: Collection[str] = (), suffix: str = ".otio") -> str:
    """Name a timeline after series and episode, without what a file system may refuse.

    Two episodes may be called alike; one whose name is in `taken`, which are names in lower case,
    gets a number behind it.
    """
    plain = _REFUSED.sub("_", printable(f"{name.series} {name.label}"))[:LONGEST_NAME].strip(" .")
    numbered = (f"{plain} ({number}){suffix}" for number in count(2))
    return next(one for one in chain([f"{plain}{suffix}"], numbered) if one.casefold() not in taken)


def border_positions(episode: EpisodeMeasures) -> list[int]:
    """Give where each shot begins and the last one ends, in frames at the nominal rate.

    Returns
    -------
    list of int
        One more than there are shots, from 0, strictly increasing.
    """
    positions = [0]
    for shot in episode.shots:
        positions.append(max(positions[-1] + 1, _position(episode, shot.stop)))
    return positions


def _position(episode: EpisodeMeasures, frame: int) -> int:
    """Give the place of a frame at the nominal rate."""
    exact: Fraction = episode.times.time(frame) * episode.rate
    return round(exact)


def _load() -> Any:
    try:
        import opentimelineio
    except ImportError as error:
        raise MissingPackageError(
            'OpenTimelineIO is not installed; install it with: pip install "cutstat[otio]"'
        ) from error
    return opentimelineio
