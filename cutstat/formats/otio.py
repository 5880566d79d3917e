"""Shots as timelines of OpenTimelineIO, which editing programs read and write.

Its JSON is described in opentimelineio.readthedocs.io, "OpenTimelineIO Serialized Schema
Documentation"; reading it needs no package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import IMPORTED
from cutstat.core.text import printable
from cutstat.errors import MissingPackageError, quoted
from cutstat.formats.clock import parse_rate
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing
from cutstat.formats.rows import records_table
from cutstat.formats.shots import read_rows
from cutstat.formats.tables import shot_rows
from cutstat.formats.timelines import Blend, Clip, shots_of_timeline
from cutstat.measure.episode import EpisodeMeasures

METADATA = "cutstat"
"""Key below which clips and timelines keep what only cutstat knows."""

FACTS = (
    *("shot", "start_frame", "stop_frame", "start_seconds", "stop_seconds"),
    *("segment", "transition", "confidence"),
)
"""What the metadata of a clip hold, as in the table of shots. The transition is the one that leads
into the shot; the first has none."""


def to_otio(episode: EpisodeMeasures, path: Path) -> str:
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


def is_otio(listing: Listing) -> bool:
    """Whether it is a document of OpenTimelineIO."""
    return isinstance(listing.document, dict) and "OTIO_SCHEMA" in listing.document


def read_otio(listing: Listing, said: Said) -> Iterator[ShotList]:
    """Read the first video track of each timeline.

    Timelines that cutstat wrote, and nobody changed since, have the frames and times of the video
    in their metadata; of others, positions in the track count, at the rate of its first clip.

    Raises
    ------
    ValueError
        If there is no timeline, or no clip in a video track.
    """
    timelines = list(_timelines(listing.document))
    if not timelines:
        raise ValueError(f"it holds no timeline, but {_schema(listing.document) or 'nothing'}")
    for timeline in timelines:
        tracks = [
            one
            for one in timeline["tracks"]["children"]
            if one.get("kind") == "Video" and any(_schema(each) == "Clip" for each in _inside(one))
        ]
        own = _own(timeline, tracks)
        video = listing.video if len(timelines) == 1 else str(timeline.get("name"))
        yield own or _read_track(tracks, video=video, rate=said.rate)


def _schema(entry: dict[str, Any]) -> str:
    return str(entry.get("OTIO_SCHEMA", "")).partition(".")[0]


def _timelines(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if _schema(document) == "Timeline":
        yield document
    elif _schema(document) == "SerializableCollection":
        for child in document["children"]:
            yield from _timelines(child)


def _inside(track: dict[str, Any]) -> list[dict[str, Any]]:
    children: list[dict[str, Any]] = track.get("children") or []
    return children


def _own(timeline: dict[str, Any], tracks: Sequence[dict[str, Any]]) -> ShotList | None:
    """Read what cutstat keeps in the metadata, if the track is still as it was written."""
    known = (timeline.get("metadata") or {}).get(METADATA)
    if not known or len(tracks) != 1:
        return None
    clips = _inside(tracks[0])
    facts = [fact for one in clips if (fact := (one.get("metadata") or {}).get(METADATA))]
    ranges = [span for one in clips if (span := one.get("source_range"))]
    if not len(facts) == len(ranges) == len(clips):
        return None
    places = [(one["start_time"]["value"], one["duration"]["value"]) for one in ranges]
    is_whole = facts[0]["start_frame"] == 0 and facts[-1]["stop_frame"] == known["frames"]
    has_all = all(a["stop_frame"] == b["start_frame"] for a, b in pairwise(facts))
    if not (is_whole and has_all and all(a + n == b for (a, n), (b, _) in pairwise(places))):
        return None
    table = records_table({**row, "file": known["file"]} for row in facts)
    found = read_rows(table, table.rows)
    rate = parse_rate(known["fps"])
    times = None if found.times is None else replace(found.times, rate=rate)
    return replace(found, rate=rate, times=times, found_by=str(known.get("detector", "")))


def _read_track(tracks: Sequence[dict[str, Any]], *, video: str, rate: Fraction | None) -> ShotList:
    if not tracks:
        raise ValueError("there is no clip in a video track")
    clips: list[Clip] = []
    blends: list[Blend] = []
    place = Fraction(0)
    for child in _inside(tracks[0]):
        if _schema(child) == "Transition":
            edges = (place - _seconds(child["in_offset"]), place + _seconds(child["out_offset"]))
            is_wipe = "wipe" in str(child.get("transition_type")).lower()
            blends.append(Blend(*edges, "wipe" if is_wipe else "dissolve"))
            continue
        seconds = _duration(child)
        if _schema(child) != "Gap":
            clips.append(Clip(place, place + seconds))
            rate = rate or _rate(child)
        place += seconds
    if rate is None:
        raise ValueError("no clip says how many frames it has a second")
    notes = ["clips of further video tracks not counted"] if len(tracks) > 1 else []
    return shots_of_timeline(clips, blends, rate=rate, video=video, notes=notes)


def _range(item: dict[str, Any]) -> dict[str, Any] | None:
    """Give the range that a clip shows: its own, or all of its media."""
    media = item.get("media_reference") or (item.get("media_references") or {}).get(
        item.get("active_media_reference_key", "DEFAULT_MEDIA")
    )
    found: dict[str, Any] | None = item.get("source_range") or (media or {}).get("available_range")
    return found


def _duration(item: dict[str, Any]) -> Fraction:
    """Give how long an item lasts in its track, in seconds."""
    span = _range(item)
    if span is not None:
        return _seconds(span["duration"])
    inner = [_duration(one) for one in _inside(item) if _schema(one) != "Transition"]
    if not inner:
        raise ValueError(f"the length of {quoted(item.get('name'))} is not said")
    return max(inner) if _schema(item) == "Stack" else sum(inner, Fraction(0))


def _rate(item: dict[str, Any]) -> Fraction | None:
    span = _range(item)
    return None if span is None else parse_rate(str(span["duration"]["rate"]))


def _seconds(time: dict[str, Any]) -> Fraction:
    return Fraction(time["value"]) / parse_rate(str(time["rate"]))


FORMAT = Format(
    key="otio",
    title="OpenTimelineIO",
    rank=20,
    recognise=is_otio,
    read=read_otio,
    write=to_otio,
    suffix=".otio",
    plural="timelines",
)
