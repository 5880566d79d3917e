"""From the library to the segments of a series, kept there until something changes them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from cutstat.core.segments import (
    SEGMENT_KINDS,
    Doubt,
    SaidSegment,
    Segment,
    Segmentation,
    SegmentKind,
)
from cutstat.core.timing import FrameTimes
from cutstat.detection.registry import OWN, make_detector
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.segments import get_segmentation, put_segmentation, said_segments
from cutstat.library.store import Library
from cutstat.scan.keys import detection_key, stage_key
from cutstat.segment.footage import Source
from cutstat.segment.segmenter import SEGMENT_VERSION, segment_series
from cutstat.study.selection import Analysed, load_analysed, select_episodes


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
        what = ", ".join(found) or "nothing that the episodes share; the whole file is the body"
        return f"{self.title}: {what}"


def segment_in_library(library: Library, series: str, *, detector: str = OWN) -> SeriesSegments:
    """Find the segments of the episodes of a series; the videos are not needed.

    What was found is kept, and found anew when an episode, the detector or the user's word changes.
    """
    selection = select_episodes(library, series)
    info = make_detector(detector).info
    said = [said_segments(library, episode.file_key) for episode in selection.episodes]
    key = stage_key(
        "segments",
        version=SEGMENT_VERSION,
        parameters={"said": json.dumps([[_words(one) for one in words] for words in said])},
        inputs=tuple(
            f"{detection_key(info, episode.file_key)} {episode.track_key} {episode.name.number}"
            for episode in selection.episodes
        ),
    )
    kept = get_segmentation(library, series, detector=str(info))
    before = {} if kept is None else _from_json(kept[1])
    if kept is not None and kept[0] == key and before:
        known = [e for e in selection.episodes if e.file_key in before]
        lost = [
            _why_not_analysed(library, episode, detector=detector)
            for episode in selection.episodes
            if episode.file_key not in before
        ]
        if None not in lost:  # an episode that was scanned since then is more evidence
            return SeriesSegments(
                series,
                tuple(known),
                tuple(before[episode.file_key] for episode in known),
                left_out=tuple(reason for reason in lost if reason is not None),
            )
    episodes: list[LibraryEpisode] = []
    sources: list[Source] = []
    words: list[Sequence[SaidSegment]] = []
    left_out: list[str] = []
    for episode, own in zip(selection.episodes, said, strict=True):
        try:
            analysed = load_analysed(library, episode, detector=detector)
        except InputError as error:
            left_out.append(str(error))
            continue
        episodes.append(episode)
        sources.append(_source(episode, analysed))
        words.append(own)
    found = _segment(sources, words)
    result = SeriesSegments(
        series,
        tuple(episodes),
        found,
        tuple(_changes(episodes, found, before)),
        tuple(left_out),
    )
    document = _to_json(result)
    put_segmentation(library, series, detector=str(info), key=key, document=document)
    return result


def _why_not_analysed(library: Library, episode: LibraryEpisode, *, detector: str) -> str | None:
    try:
        load_analysed(library, episode, detector=detector)
    except InputError as error:
        return str(error)
    return None


def segment_alone(library: Library, episode: LibraryEpisode, analysed: Analysed) -> Segmentation:
    """Segment a file that stands for no episode of a series: by chapters and the user's word."""
    words = said_segments(library, episode.file_key)
    return _segment([_source(episode, analysed)], [words])[0]


def _segment(
    sources: Sequence[Source], said: Sequence[Sequence[SaidSegment]]
) -> tuple[Segmentation, ...]:
    """Run the stage with those of the user's words that fit into their episodes."""
    usable: list[list[SaidSegment]] = []
    refused: list[list[str]] = []
    for source, words in zip(sources, said, strict=True):
        checked = [(word, _misfit(word, source.times)) for word in words]
        usable.append([word for word, reason in checked if reason is None])
        refused.append([reason for _, reason in checked if reason is not None])
    found = segment_series(sources, usable)
    return tuple(
        replace(one, notes=(*one.notes, *notes)) for one, notes in zip(found, refused, strict=True)
    )


def _misfit(word: SaidSegment, times: FrameTimes) -> str | None:
    """Say why a word cannot be used in an episode; None if it can."""
    if word.is_absent:
        return None
    try:
        word.span(times)
    except ValueError as error:
        return f"the {word.kind} said in {word.source} is not used: {error}"
    return None


def _source(episode: LibraryEpisode, analysed: Analysed) -> Source:
    track, detection = analysed
    number = episode.name.number
    return Source(
        number=None if number is None else float(number),
        times=track.times,
        fingerprints=track.fingerprints,
        colours=track.colours,
        deviation=track.curves["deviation"],
        borders=np.array([found.border for found in detection.transitions], np.intp),
        chapters=track.header.chapters,
    )


def _words(said: SaidSegment) -> list[str | None]:
    return [said.kind, *(None if one is None else str(one) for one in (said.start, said.stop))]


def _changes(
    episodes: Sequence[LibraryEpisode],
    found: Sequence[Segmentation],
    before: Mapping[str, Segmentation],
) -> list[str]:
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
    return changes


def _spans(one: Segmentation) -> dict[SegmentKind, list[tuple[int, int]]]:
    spans: dict[SegmentKind, list[tuple[int, int]]] = {}
    for segment in one.segments:
        if segment.kind != "body":
            spans.setdefault(segment.kind, []).append((segment.start, segment.stop))
    return spans


def _to_json(result: SeriesSegments) -> str:
    return json.dumps(
        {
            episode.file_key: asdict(found)
            for episode, found in zip(result.episodes, result.segmentations, strict=True)
        }
    )


def _from_json(document: str) -> dict[str, Segmentation]:
    """Read segments back; a document of another version is as good as none."""
    try:
        return {key: _segmentation(fields) for key, fields in json.loads(document).items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _segmentation(fields: Mapping[str, Any]) -> Segmentation:
    return Segmentation(
        segments=tuple(Segment(**one) for one in fields["segments"]),
        doubts=tuple(Doubt(**one) for one in fields["doubts"]),
        part_starts=tuple(fields["part_starts"]),
        bank=tuple((start, stop) for start, stop in fields["bank"]),
        notes=tuple(fields["notes"]),
    )
