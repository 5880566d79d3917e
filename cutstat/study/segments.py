"""The segments of a series: from what its episodes look like, and as the library keeps them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cutstat.core.episodes import unit_role
from cutstat.core.segments import (
    SEGMENT_KINDS,
    Segmentation,
    SegmentKind,
    SegmentOverride,
)
from cutstat.core.shots import Detection, DetectorInfo
from cutstat.core.timing import FrameTimes, Position
from cutstat.core.track import ListedTrack, Track
from cutstat.library.records import LibraryEpisode
from cutstat.library.segments import segment_overrides
from cutstat.library.store import Library
from cutstat.scan.keys import detection_key, stage_key
from cutstat.segment.footage import Source
from cutstat.segment.segmenter import SEGMENT_VERSION, segment_series


@dataclass(frozen=True, slots=True)
class SeriesSegments:
    """The segments of the episodes of a series."""

    title: str
    episodes: tuple[LibraryEpisode, ...]
    """Those that could be looked at, in order."""

    segmentations: tuple[Segmentation, ...]
    """One for each of them."""

    changes: tuple[str, ...] = ()
    """What differs from the last time, one sentence each, now that there is more evidence."""

    left_out: tuple[str, ...] = ()
    """One sentence for each file that could not be looked at."""

    def of(self, file_key: str) -> Segmentation | None:
        """Give the segments of a file, or None if it is none of these episodes."""
        for episode, found in zip(self.episodes, self.segmentations, strict=True):
            if episode.file_key == file_key:
                return found
        return None

    @property
    def summary(self) -> str:
        """How many episodes have segments of each kind, in one line."""
        n = len(self.episodes)
        counts = Counter(
            kind for one in self.segmentations for kind in {s.kind for s in one.segments}
        )
        found = [
            f"{kind} in {counts[kind]} of {n}"
            for kind in SEGMENT_KINDS
            if kind != "body" and counts[kind]
        ]
        unit = unit_role(one.name for one in self.episodes)
        shared = f"nothing that the {unit}s share; the whole file is the body"
        what = ", ".join(found) or shared
        return f"{self.title}: {what}"


NOT_IN_FILMS: tuple[SegmentKind, ...] = ("opening", "ending", "preview", "recap", "eyecatch")


def said_of(library: Library, entry: LibraryEpisode) -> tuple[SegmentOverride, ...]:
    """Give what is said of the segments of a file, and of a film that it has none of a series."""
    said = segment_overrides(library, entry.file_key)
    if entry.name.role != "film":
        return said
    kinds = {one.kind for one in said}
    none = (SegmentOverride(kind, None, None, "a film") for kind in NOT_IN_FILMS)
    return (*said, *(one for one in none if one.kind not in kinds))


def segment_sources(
    sources: Sequence[Source], said: Sequence[Sequence[SegmentOverride]]
) -> tuple[Segmentation, ...]:
    """Find the segments of episodes, with those of the user's words that fit into them.

    What another library has found stays as it is, but for what the user says. Where fingerprints
    came with it, its pictures help to find the segments of the others.
    """
    usable: list[list[SegmentOverride]] = []
    refused: list[list[str]] = []
    for source, words in zip(sources, said, strict=True):
        checked = [(word, _misfit(word, source.times)) for word in words]
        usable.append([word for word, reason in checked if reason is None])
        refused.append([reason for _, reason in checked if reason is not None])
    seen = [k for k, source in enumerate(sources) if source.known is None or source.is_seen]
    segmented = segment_series([sources[k] for k in seen], [usable[k] for k in seen])
    by_index = dict(zip(seen, segmented, strict=True))
    found = [
        by_index[k] if source.known is None else _with_words(source, source.known, usable[k])
        for k, source in enumerate(sources)
    ]
    return tuple(
        replace(one, notes=(*one.notes, *notes)) for one, notes in zip(found, refused, strict=True)
    )


def _with_words(
    source: Source, known: Segmentation, said: Sequence[SegmentOverride]
) -> Segmentation:
    """Put a user's words on top of what another library has found."""
    if not said:
        return known
    kinds = {word.kind for word in said}
    kept = [
        SegmentOverride(
            *(one.kind, Position(frames=one.start), Position(frames=one.stop), "its shelf")
        )
        for one in known.segments
        if one.kind != "body" and one.kind not in kinds
    ]
    return segment_series([source], [[*said, *kept]])[0]


def _misfit(word: SegmentOverride, times: FrameTimes) -> str | None:
    """Say why a word cannot be used in an episode; None if it can."""
    if word.is_absent:
        return None
    try:
        word.span(times)
    except ValueError as error:
        return f"the {word.kind} said in {word.source} is not used: {error}"
    return None


def source_of(entry: LibraryEpisode, track: Track, detection: Detection) -> Source:
    """Give what segments are found by of a video."""
    seen, sound = track.seen, track.making.sound
    return Source(
        number=_number(entry),
        times=track.times,
        fingerprints=seen.fingerprints,
        colours=seen.colours,
        deviation=seen.curves["deviation"],
        borders=_borders(detection),
        chapters=track.header.chapters,
        prints=np.zeros(0, np.uint32) if sound is None else sound.prints,
        prints_start=0.0 if sound is None else sound.start_seconds,
        unit=unit_role([entry.name]),
    )


def source_of_list(entry: LibraryEpisode, listed: ListedTrack, detection: Detection) -> Source:
    """Give the same of a shot list: unless fingerprints came with it, its pictures are unknown."""
    n_frames, packed = len(listed.times), listed.packed
    seen = packed.pictures if packed is not None else None
    sound = packed.making.sound if packed is not None else None
    return Source(
        number=_number(entry),
        times=listed.times,
        fingerprints=np.zeros(n_frames, np.uint64) if seen is None else seen.fingerprints,
        colours=np.zeros((n_frames, 3), np.uint8) if seen is None else seen.colours,
        deviation=np.full(n_frames, np.nan, np.float32) if seen is None else seen.deviation,
        borders=_borders(detection),
        known=None if packed is None else packed.segmentation,
        prints=np.zeros(0, np.uint32) if sound is None else sound.prints,
        prints_start=0.0 if sound is None else sound.start_seconds,
        unit=unit_role([entry.name]),
    )


def _number(entry: LibraryEpisode) -> float | None:
    return None if entry.name.number is None else float(entry.name.number)


def _borders(detection: Detection) -> NDArray[np.intp]:
    return np.array([found.border for found in detection.transitions], np.intp)


def segmentation_key(
    info: DetectorInfo,
    episodes: Sequence[LibraryEpisode],
    said: Sequence[Sequence[SegmentOverride]],
) -> str:
    """Give the key of the segments of a series: all that they depend on."""
    return stage_key(
        "segments",
        version=SEGMENT_VERSION,
        parameters={"said": json.dumps([[override_words(one) for one in own] for own in said])},
        inputs=tuple(
            f"{detection_key(info, one.file_key)} {one.track_key} {one.name.number}"
            for one in episodes
        ),
    )


def override_words(said: SegmentOverride) -> list[str | None]:
    """Write what a user says of a segment, but for where: of two that are equal one counts."""
    return [said.kind, *(None if one is None else str(one) for one in (said.start, said.stop))]


def changes_of(
    episodes: Sequence[LibraryEpisode],
    found: Sequence[Segmentation],
    before: Mapping[str, Segmentation],
) -> tuple[str, ...]:
    """Say what differs in episodes that were looked at before."""
    changes: list[str] = []
    for episode, now in zip(episodes, found, strict=True):
        then = before.get(episode.file_key)
        if then is None:
            continue
        old, new = _spans(then), _spans(now)
        gone = [kind for kind in SEGMENT_KINDS if kind in old and kind not in new]
        come = [kind for kind in SEGMENT_KINDS if kind in new and kind not in old]
        moved = [kind for kind in SEGMENT_KINDS if kind in new and kind in old]
        moved = [kind for kind in moved if new[kind] != old[kind]]
        said = [
            f"{', '.join(kinds)} {word}"
            for kinds, word in ((come, "found"), (gone, "no longer found"), (moved, "moved"))
            if kinds
        ]
        if said:
            changes.append(f"{episode.name.series} {episode.name.label}: {'; '.join(said)}")
    return tuple(changes)


def _spans(one: Segmentation) -> dict[SegmentKind, list[tuple[int, int]]]:
    spans: dict[SegmentKind, list[tuple[int, int]]] = {}
    for segment in one.segments:
        if segment.kind != "body":
            spans.setdefault(segment.kind, []).append((segment.start, segment.stop))
    return spans
