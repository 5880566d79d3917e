"""Chapters: what segments are called as such, and entries of files in order of time."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count, pairwise

from cutstat.core.segments import Segment, SegmentKind
from cutstat.core.track import Chapter
from cutstat.measure.episode import EpisodeMeasures

TITLES: dict[SegmentKind, str] = {
    "opening": "Opening",
    "ending": "Ending",
    "preview": "Preview",
    "eyecatch": "Eyecatch",
    "recap": "Recap",
    "card": "Card",
}
"""Names that players know, and that `cutstat.segment.chapters` reads as the same kinds."""

NANOSECONDS = 1_000_000_000
"""Units in a second, in both formats. The frames of no rate are so close that two could meet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter as it stands in a file."""

    title: str
    start: Fraction
    """In seconds."""

    stop: Fraction | None
    """In seconds; None if the file does not say it."""


def chapter_spans(episode: EpisodeMeasures) -> Iterator[tuple[str, int, int]]:
    """Give title, start and stop of each chapter, in nanoseconds after the first frame.

    Times are rounded to nanoseconds; the body is split where another part of it begins.
    """
    times = episode.times
    segments = _split(episode.segments, episode.segmentation.part_starts)
    for title, segment in zip(chapter_titles(segments), segments, strict=True):
        start, stop = (
            round(times.time(frame) * NANOSECONDS) for frame in (segment.start, segment.stop)
        )
        yield title, start, stop


def chapter_titles(segments: Sequence[Segment]) -> list[str]:
    """Name every segment: parts of the body by letters, and what stands before the opening.

    A body before the opening is named as part if more of the body stands there than after it:
    some episodes show their opening at the end. A body without any other segment is the episode.
    """
    if [segment.kind for segment in segments] == ["body"]:
        return ["Episode"]
    first = next((s.start for s in segments if s.kind == "opening"), 0)
    bodies = [segment for segment in segments if segment.kind == "body"]
    before = sum(body.stop - body.start for body in bodies if body.start < first)
    has_avant = 2 * before < sum(body.stop - body.start for body in bodies)
    number = count(1)
    titles = []
    for segment in segments:
        if segment.kind != "body":
            titles.append(TITLES[segment.kind])
        elif has_avant and segment.start < first:
            titles.append("Avant")
        else:
            titles.append(_part(next(number)))
    return titles


def _split(segments: Sequence[Segment], part_starts: Collection[int]) -> list[Segment]:
    """Split the body where another part of it begins."""
    pieces = []
    for segment in segments:
        inner = {frame for frame in part_starts if segment.start < frame < segment.stop}
        edges = [segment.start, *sorted(inner if segment.kind == "body" else ()), segment.stop]
        pieces += [replace(segment, start=start, stop=stop) for start, stop in pairwise(edges)]
    return pieces


def _part(number: int) -> str:
    return f"Part {chr(ord('A') + number - 1) if number <= 8 else number}"


def in_order(entries: Sequence[Entry]) -> tuple[Chapter, ...]:
    """Say where each chapter stops, and raise ValueError where times run backward."""
    chapters = []
    previous = Fraction(0)
    for number, entry in enumerate(entries, 1):
        if entry.start < previous:
            before = f"chapter {number - 1}" if number > 1 else "0"
            raise ValueError(f"chapter {number} starts before {before}; put them in order of time")
        if entry.stop is not None and entry.stop < entry.start:
            raise ValueError(f"chapter {number} stops before it starts")
        following = float(entries[number].start) if number < len(entries) else math.inf
        stop = following if entry.stop is None else float(entry.stop)
        chapters.append(Chapter(float(entry.start), stop, entry.title))
        previous = entry.start
    return tuple(chapters)
