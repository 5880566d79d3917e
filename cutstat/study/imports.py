"""From shot lists that others made to episodes in the library; no video is needed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path, PurePath

import numpy as np

from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.core.segments import SaidSegment
from cutstat.core.shot_list import ShotList
from cutstat.core.shots import IMPORTED, Detection, DetectorInfo
from cutstat.core.timing import FrameTimes, Position
from cutstat.core.track import Evidence, Track, VideoHeader
from cutstat.errors import InputError
from cutstat.formats.clock import Unit
from cutstat.formats.registry import read_list
from cutstat.library.records import LibraryEpisode
from cutstat.library.segments import put_said, said_segments
from cutstat.library.store import Library
from cutstat.scan.keys import imported_key, stage_key
from cutstat.video.find import natural_key
from cutstat.video.identify import file_key
from cutstat.video.names import parse_name

CONTAINER = "shot list"
"""What the header of an imported episode calls its file."""


def import_lists(
    library: Library,
    paths: Sequence[Path],
    *,
    series: str,
    form: str | None = None,
    rate: Fraction | None = None,
    length: Fraction | None = None,
    unit: Unit | None = None,
    by: str | None = None,
) -> tuple[EpisodeFile, ...]:
    """Take shot lists for the episodes of a series.

    Each video of a list is an episode. Its number is read from its name; where that is not possible
    for all of them, they are numbered in the order of their names. A list that is imported again
    takes the place of what it said before; what the user said of its segments stays.

    Parameters
    ----------
    library : Library
        Where the episodes are kept.
    paths : sequence of Path
        The lists.
    series : str
        Title of the series.
    form, rate, length, unit
        As for `read_list`.
    by : str, optional
        Who, or what, found the shots; by default the detector that a list names, else its format.
        What was found by different means is not compared.

    Raises
    ------
    InputError
        If a list cannot be read, two stand for one episode, or another file stands for it already.
        Nothing is kept then.
    """
    read = [
        (path, shots)
        for path in sorted(paths, key=lambda one: natural_key(str(one)))
        for shots in read_list(path, form=form, rate=rate, length=length, unit=unit)
    ]
    names = _names([shots.video for _, shots in read], series=series)
    taken: dict[str, str] = {}
    for name, (_, shots) in zip(names, read, strict=True):
        if name.label in taken:
            raise InputError(
                f"{taken[name.label]} and {shots.video} both stand for {series} {name.label}; "
                "give the files other numbers"
            )
        taken[name.label] = shots.video
    for (path, _), name in zip(read, names, strict=True):
        rival = _rival(library, path.absolute(), name)
        if rival is not None:
            raise InputError(
                f"{series} {name.label} is there already, from {rival.path}; forget that with "
                f"`cutstat forget`, or give this list another title or number"
            )
    return tuple(
        _keep(
            library,
            path,
            shots,
            name=name,
            is_alone=sum(path == other for other, _ in read) == 1,
            by=by or shots.found_by,
        )
        for (path, shots), name in zip(read, names, strict=True)
    )


def _names(videos: Sequence[str], *, series: str) -> list[EpisodeName]:
    read = [parse_name(Path(f"{video}.mkv")).name for video in videos]
    if any(name.number is None for name in read):
        return [EpisodeName(series, Fraction(k)) for k in range(1, len(videos) + 1)]
    return [EpisodeName(series, name.number, name.season) for name in read]


def _rival(library: Library, path: Path, name: EpisodeName) -> LibraryEpisode | None:
    """Give the episode of this name that comes of another file, if there is one."""
    own = (path, path.with_name(f"{path.name} ({name.series})"))
    return next(
        (
            known
            for known in library.episodes(name.series)
            if known.name.label == name.label
            and not any(place == known.path or place in known.path.parents for place in own)
        ),
        None,
    )


def _keep(
    library: Library,
    path: Path,
    shots: ShotList,
    *,
    name: EpisodeName,
    is_alone: bool,
    by: str,
) -> EpisodeFile:
    """Keep one episode.

    The same list may stand in several series and be read in several ways, so its key holds all of
    it: nothing that was found or said of one reading is taken for another.
    """
    path = path.absolute()
    place = path if is_alone else path.joinpath(*PurePath(f"/{shots.video}").parts[1:])
    elsewhere = any(
        known.path == place and known.name.series != name.series for known in library.episodes()
    )
    if elsewhere:
        place = place.with_name(f"{place.name} ({name.series})")
    file = EpisodeFile(
        place,
        name,
        (f"imported from a list ({by}); no video was looked at",),
        series_from="option",
    )
    key = stage_key(
        "imported file",
        version="1",
        parameters={
            **{"series": name.series, "video": shots.video, "by": by},
            **{"form": shots.form, "rate": str(shots.rate), "frames": shots.n_frames or 0},
            "shots": str(shots.transitions),
        },
        inputs=(file_key(path),),
    )
    times_key = imported_key(key, "times")
    track, detection = _track(shots), _detection(shots, by=by)
    before = [known.file_key for known in library.episodes() if known.path == place]
    kept = library.put_file(file, key=key, size=path.stat().st_size)
    library.put_track(track, key=times_key, file_key=key)
    library.put_detection(detection, key=imported_key(key, "shots"), track_key=times_key)
    put_said(library, key, _said(shots, source=path.name), is_command=False)
    for old in before:
        if old != key and library.has_track(imported_key(old, "times")):
            put_said(library, key, said_segments(library, old, is_command=True), is_command=True)
            library.forget(old)
    return kept


def _said(shots: ShotList, *, source: str) -> list[SaidSegment]:
    """Take the segments that a list knows of for what a manifest would say."""
    return [
        SaidSegment(one.kind, Position(frames=one.start), Position(frames=one.stop), source)
        for one in shots.segments
    ]


def _track(shots: ShotList) -> Track:
    """Give what stands for the track: exact times, and unknown pictures, which prove nothing."""
    assert shots.n_frames is not None
    assert shots.rate is not None
    n = shots.n_frames
    header = VideoHeader(CONTAINER, "", "", 0, 0, Fraction(1), shots.rate, n)
    nothing = np.zeros(n, bool)
    return Track(
        header=header,
        times=shots.times or FrameTimes.constant(n, shots.rate),
        is_key=nothing,
        is_intra=nothing,
        fingerprints=np.zeros(n, np.uint64),
        colours=np.zeros((n, 3), np.uint8),
        curves={"deviation": np.full(n, np.nan, np.float32)},
        evidence=Evidence(np.zeros(0, np.int32), (), np.zeros((0, 0), np.float32)),
        similarities=np.zeros((n, 0, 0), np.uint8),
    )


def _detection(shots: ShotList, *, by: str) -> Detection:
    assert shots.n_frames is not None
    info = DetectorInfo(IMPORTED, "1", {"by": by})
    curve = np.full(shots.n_frames, np.nan, np.float32)
    return Detection(info, tuple(sorted(shots.transitions)), curve, 0.5)
