"""Which files stand for the episodes of a series, and what the library holds of them."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeAlias

from cutstat.core.shots import Detection
from cutstat.core.track import Track
from cutstat.detection.detector import TrackDetector
from cutstat.detection.registry import OWN, make_detector
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.store import Library
from cutstat.scan.keys import detection_key, imported_key, track_key
from cutstat.video.identify import file_key


class Selection(NamedTuple):
    """The files of a series, sorted out."""

    episodes: tuple[LibraryEpisode, ...]
    """One file for each episode, in order."""

    left_out: tuple[str, ...]
    """One sentence for each other file."""


class Analysed(NamedTuple):
    """What the library holds of an episode."""

    track: Track
    detection: Detection


Place: TypeAlias = tuple[int, Fraction] | str
"""Season and number of an episode; the key of its file where it has no number."""


def select_episodes(library: Library, series: str) -> Selection:
    """Choose one file for each episode; specials, openings and the like are left out and named.

    Of files that claim to be the same episode one is taken, so that none counts twice: the newest
    release, of these one that is still there, of these the last seen.
    """
    entries = library.episodes(series)
    chosen = _chosen(entries)
    episodes: list[LibraryEpisode] = []
    left_out: list[str] = []
    for entry in entries:
        name, file = entry.name, entry.path.name
        if name.role != "episode":
            left_out.append(f"{file}: {name.role}, not an episode")
        elif (rival := chosen[_place(entry)]) is not entry:
            left_out.append(f"{file}: claims to be {name.label}, as {rival.path.name} does")
        else:
            episodes.append(entry)
    return Selection(tuple(episodes), tuple(left_out))


def load_analysed(library: Library, episode: LibraryEpisode, *, detector: str = OWN) -> Analysed:
    """Give track and transitions of an episode; the own detector is run again where it must be.

    The track comes without similarities, which only a detector needs.

    Of an imported list the transitions are those of the list, whichever detector is asked for.

    Raises
    ------
    InputError
        If the episode has not been scanned, or not with this detector.
    """
    chosen = make_detector(detector)
    track = find_track(library, episode.file_key)
    listed = library.get_detection(imported_key(episode.file_key, "shots"))
    if track is not None and listed is not None:
        return Analysed(track, listed)
    if track is None:
        raise InputError(
            f"{episode.path}: not analysed yet, or by another version; run `cutstat scan` on it"
        )
    key = detection_key(chosen.info, episode.file_key)
    detection = library.get_detection(key)
    if detection is None and isinstance(chosen, TrackDetector):
        whole = library.get_track(track_key(episode.file_key))
        if whole is None:
            raise InputError(
                f"{episode.path}: what the library holds of it is damaged; run `cutstat scan` on it"
            )
        detection = chosen.detect(whole)
        library.put_detection(detection, key=key, track_key=track_key(episode.file_key))
    if detection is None:
        raise InputError(
            f"{episode.path}: not analysed with the detector {detector!r}; "
            f"run `cutstat scan --detector {detector}` on it"
        )
    return Analysed(track, detection)


def find_video(library: Library, episode: LibraryEpisode) -> Path | None:
    """Find the video of an episode, wherever it was seen; None if it is not there now."""
    for path in library.paths(episode.file_key):
        with contextlib.suppress(InputError):
            if file_key(path) == episode.file_key:
                return path
    return None


def find_track(library: Library, file_key: str) -> Track | None:
    """Give the track of a file, or what stands for it of an imported list; None without either.

    Similarities are left out.
    """
    keys = (track_key(file_key), imported_key(file_key, "times"))
    tracks = (library.get_track(key, is_whole=False) for key in keys)
    return next((track for track in tracks if track is not None), None)


def _place(entry: LibraryEpisode) -> Place:
    number = entry.name.number
    return entry.file_key if number is None else (entry.name.season or 1, number)


def _chosen(entries: Sequence[LibraryEpisode]) -> dict[Place, LibraryEpisode]:
    """Choose one file for each episode."""
    rivals: dict[Place, list[LibraryEpisode]] = defaultdict(list)
    for entry in entries:
        if entry.name.role == "episode":
            rivals[_place(entry)].append(entry)
    return {place: max(group, key=_standing) for place, group in rivals.items()}


def _standing(entry: LibraryEpisode) -> tuple[bool, int, bool]:
    """Rank files of one episode: analysed ones, newer releases, those that are still there."""
    return entry.track_key is not None, entry.name.version or 1, entry.path.exists()
