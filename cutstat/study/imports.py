"""From shot lists that others made to episodes in the library; no video is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePath

import numpy as np

from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.core.segments import SegmentOverride
from cutstat.core.shot_list import ShotList
from cutstat.core.shots import IMPORTED, Detection, DetectorInfo
from cutstat.core.timing import FrameTimes, Position
from cutstat.core.track import ListedTrack
from cutstat.errors import InputError
from cutstat.formats.clock import Unit
from cutstat.formats.registry import read_list
from cutstat.library.records import LibraryEpisode
from cutstat.library.reviews import move_review
from cutstat.library.segments import put_overrides, segment_overrides
from cutstat.library.store import Library
from cutstat.scan.keys import imported_key, stage_key
from cutstat.video.find import natural_key
from cutstat.video.identify import file_key
from cutstat.video.names import parse_name


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of lists."""

    kept: tuple[LibraryEpisode, ...]
    """The episodes that are in the library now."""

    failed: tuple[InputError, ...]
    """What is wrong with each list of which nothing was kept."""

    notes: tuple[str, ...]
    """What was put right or taken for granted, a sentence each."""


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
) -> Imported:
    """Take shot lists for the episodes of a series, and go on past those that cannot be taken.

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
        If there is none that can be read, stands alone for its episode, and for one that no other
        file stands for already; if the title is empty.
    """
    if not series.strip():
        raise InputError(f"a series needs a title, and {series!r} is empty")
    failed: list[InputError] = []
    read: list[tuple[Path, ShotList | None]] = []
    for path in sorted(paths, key=lambda one: natural_key(str(one))):
        try:
            lists = read_list(path, form=form, rate=rate, length=length, unit=unit)
        except InputError as error:
            failed.append(error)
            read.append((path, None))  # it counts where numbers go by the order of names
        else:
            read += [(path, shots) for shots in lists]
    videos = [shots.video if shots else path.stem for path, shots in read]
    names, is_counted = _names(videos, series)
    named = [
        (path, shots, name)
        for (path, shots), name in zip(read, names, strict=True)
        if shots is not None
    ]
    reasons = _conflicts(library, named)
    chosen = [one for one in named if one[2].label not in reasons]
    failed += [InputError(reason) for reason in reasons.values()]
    if not chosen:
        more = "" if len(failed) < 4 else f"; and {len(failed) - 3} more"
        raise InputError("; ".join(str(error) for error in failed[:3]) + more)
    notes = [f"{path}: {note}" for path, shots, _ in chosen for note in shots.notes]
    if is_counted and len(read) > 1:
        notes.append("not every name has a number, so they count in the order of their names")
    alone = Counter(path for path, _ in read)
    files = [
        _keep(
            *(library, path, shots),
            name=name,
            is_alone=alone[path] == 1,
            by=by or shots.found_by,
        )
        for path, shots, name in chosen
    ]
    known = {episode.path: episode for episode in library.episodes(files[0].name.series)}
    return Imported(tuple(known[file.path] for file in files), tuple(failed), tuple(notes))


def _conflicts(
    library: Library, named: Sequence[tuple[Path, ShotList, EpisodeName]]
) -> dict[str, str]:
    """Say for which episodes, by their labels, no list can be taken, and why."""
    reasons = {}
    for path, _, name in named:
        videos = [other.video for _, other, its in named if its.label == name.label]
        rival = _rival(library, path.absolute(), name)
        if len(videos) > 1:
            reasons[name.label] = (
                f"{' and '.join(videos[:3])} both stand for {name.series} {name.label}; "
                "give the files other numbers"
            )
        elif rival is not None:
            reasons[name.label] = (
                f"{name.series} {name.label} is there already, from {rival.path}; forget that with "
                "`cutstat forget`, or give this list another title or number"
            )
    return reasons


def _names(videos: Sequence[str], series: str) -> tuple[list[EpisodeName], bool]:
    """Name the episodes, and say whether they are merely counted."""
    read = [parse_name(Path(f"{video}.mkv")).name for video in videos]
    if any(name.number is None for name in read):
        return [EpisodeName(series, Fraction(k)) for k in range(1, len(videos) + 1)], True
    return [EpisodeName(series, name.number, name.season) for name in read], False


def _beside(path: Path, series: str) -> Path:
    """Give the place of a list that stands in another series too, whose title may have slashes."""
    return path.with_name(f"{path.name} ({series})".replace("/", "\N{DIVISION SLASH}"))


def _rival(library: Library, path: Path, name: EpisodeName) -> LibraryEpisode | None:
    """Give the episode of this name that comes of another file, if there is one."""
    own = (path, _beside(path, name.series))
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
        place = _beside(place, name.series)
    file = EpisodeFile(
        place,
        name,
        (f"imported from a list ({by}); no video was looked at", *shots.notes),
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
    detection = _detection(shots, by=by)
    before = [known.file_key for known in library.episodes() if known.path == place]
    kept = library.put_file(file, key=key, size=path.stat().st_size)
    library.put_track(_listed(shots), key=times_key, file_key=key)
    library.put_detection(detection, key=imported_key(key, "shots"), track_key=times_key)
    put_overrides(library, key, _said(shots, source=path.name), is_command=False)
    for old in before:
        if old != key and library.has_track(imported_key(old, "times")):
            put_overrides(
                library, key, segment_overrides(library, old, is_command=True), is_command=True
            )
            move_review(library, old, to=key)
            library.forget(old)
    return kept


def _said(shots: ShotList, *, source: str) -> list[SegmentOverride]:
    """Take the segments that a list knows of for what a manifest would say."""
    return [
        SegmentOverride(one.kind, Position(frames=one.start), Position(frames=one.stop), source)
        for one in shots.segments
    ]


def _listed(shots: ShotList) -> ListedTrack:
    """Give what stands for the track: exact times, and no pictures."""
    assert shots.n_frames is not None
    assert shots.rate is not None
    return ListedTrack(shots.times or FrameTimes.constant(shots.n_frames, shots.rate))


def _detection(shots: ShotList, *, by: str) -> Detection:
    assert shots.n_frames is not None
    info = DetectorInfo(IMPORTED, "1", {"by": by})
    curve = np.full(shots.n_frames, np.nan, np.float32)
    return Detection(info, tuple(sorted(shots.transitions)), curve, 0.5)
