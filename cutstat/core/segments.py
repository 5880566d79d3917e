"""Segments: labelled spans of an episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

SegmentKind = Literal["opening", "ending", "preview", "eyecatch", "recap", "card", "body"]
SEGMENT_KINDS: tuple[SegmentKind, ...] = get_args(SegmentKind)


@dataclass(frozen=True, slots=True)
class Segment:
    """A labelled half-open span of frames ``[start, stop)``."""

    kind: SegmentKind
    start: int
    stop: int
    evidence: str
    """What the label rests on, in words."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise ValueError(f"a segment needs 0 <= start < stop, got [{self.start}, {self.stop})")


def check_cover(segments: Sequence[Segment], *, n_frames: int) -> None:
    """Raise ValueError unless the segments cover the episode without gap or overlap."""
    position = 0
    for segment in segments:
        if segment.start != position:
            raise ValueError(f"{segment} does not begin at frame {position}")
        position = segment.stop
    if position != n_frames:
        raise ValueError(f"segments end at frame {position} of {n_frames}")


def whole_as_body(n_frames: int) -> tuple[Segment, ...]:
    """Take the whole episode as body, as long as nothing is known of its parts."""
    return (Segment("body", 0, n_frames, "not segmented: the whole file is taken as body"),)
