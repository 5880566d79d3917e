"""What named chapters say of segments that the pictures do not show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cutstat.core.segments import SegmentKind
from cutstat.core.track import Chapter
from cutstat.errors import quoted
from cutstat.segment.chapters import is_part, is_vague, kind_of_title
from cutstat.segment.footage import Footage
from cutstat.segment.label import Label, Labels, is_usual
from cutstat.segment.shared import snap

LENGTHS: dict[SegmentKind, tuple[float, float]] = {
    "opening": (30, 150),
    "ending": (30, 150),
    "preview": (5, 65),
    "recap": (5, 180),
    "eyecatch": (1, 15),
    "card": (1, 30),
}
"""Lengths that a chapter must have to be what its title says, in seconds. An "Intro" of 3 s is the
logo of a studio, one of 600 s half the programme."""

PLACES: dict[SegmentKind, tuple[float, float]] = {
    "opening": (0.0, 0.6),
    "ending": (0.4, 1.0),
    "preview": (0.7, 1.0),
    "recap": (0.0, 0.25),
    "eyecatch": (0.05, 0.95),
    "card": (0.0, 1.0),
}
"""Where in the episode it must begin, 0..1."""

SAME_SECONDS = 1.0
"""Chapters of several episodes that differ in length by less than this agree."""

SNAP_SECONDS = 0.5
"""Authors of chapters set them on key frames or by ear; a border between shots is where it is."""


def label_chapters(series: Sequence[Footage], labels: Labels) -> None:
    """Label kinds that an episode's chapters name and its pictures do not show.

    A title is one voice. Place and length must be possible, and a title that also means other
    things ("Intro") needs the usual length or chapters of other episodes that agree.
    """
    named = [_named(footage) for footage in series]
    lengths: dict[SegmentKind, list[float]] = defaultdict(list)
    for own in named:
        for kind, _, start, stop in own:
            lengths[kind].append(stop - start)
    for episode, (footage, own) in enumerate(zip(series, named, strict=True)):
        known = {label.kind for label in labels[episode]}
        for kind, title, start, stop in own:
            if kind in known and kind not in ("eyecatch", "card"):
                continue
            seconds = stop - start
            agreeing = sum(abs(seconds - other) <= SAME_SECONDS for other in lengths[kind]) - 1
            if not _is_possible(footage, kind, start, seconds, agreeing):
                continue
            is_long = is_usual(seconds, footage.source.times.rate)
            if is_vague(title) and not (is_long or agreeing >= 2):
                continue
            evidence = (
                f"a chapter named {quoted(title)} of {seconds:.1f} s, at a place where one stands"
            )
            if agreeing > 0:
                evidence += f"; as long in {agreeing} other episodes"
            edges = _edges(footage, start, stop)
            if edges[1] - edges[0] >= 1:
                labels[episode].append(Label(kind, *edges, evidence))


def part_starts(footage: Footage) -> list[int]:
    """Give the ticks at which chapters begin further parts of the body (B, C)."""
    starts = [
        footage.ticks(chapter.start_seconds)
        for chapter in footage.source.chapters
        if is_part(chapter.title) and chapter.start_seconds < footage.seconds(len(footage))
    ]
    return [snap(footage, tick, reach=footage.ticks(SNAP_SECONDS)) for tick in sorted(starts)[1:]]


def _named(footage: Footage) -> list[tuple[SegmentKind, str, float, float]]:
    """List the chapters that name a kind: kind, title, start and stop in seconds."""
    duration = footage.source.times.duration_seconds
    found: list[tuple[SegmentKind, str, float, float]] = []
    chapters = footage.source.chapters
    for chapter in chapters:
        others = (other for other in chapters if other is not chapter)
        if any(_overlap(chapter, other, duration) > SAME_SECONDS for other in others):
            continue  # its times are those of another file, or wrong
        kind = kind_of_title(chapter.title)
        start, stop = max(chapter.start_seconds, 0.0), min(chapter.stop_seconds, duration)
        if kind is not None and kind != "body" and start < stop:
            found.append((kind, chapter.title, start, stop))
    return found


def _overlap(chapter: Chapter, other: Chapter, duration: float) -> float:
    """Give the seconds of the episode that two chapters both claim."""
    start = max(chapter.start_seconds, other.start_seconds)
    return min(chapter.stop_seconds, other.stop_seconds, duration) - start


def _is_possible(
    footage: Footage, kind: SegmentKind, start: float, seconds: float, agreeing: int
) -> bool:
    shortest, longest = LENGTHS[kind]
    if kind in ("opening", "ending") and agreeing >= 2:
        shortest = 10  # short openings exist; then all of a season's are short
    place = start / footage.source.times.duration_seconds
    return shortest <= seconds <= longest and PLACES[kind][0] <= place <= PLACES[kind][1]


def _edges(footage: Footage, start: float, stop: float) -> tuple[int, int]:
    reach = footage.ticks(SNAP_SECONDS)
    first, last = footage.ticks(start), min(footage.ticks(stop), len(footage))
    return snap(footage, first, reach=reach), snap(footage, last, reach=reach)
