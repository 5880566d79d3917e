"""Segments: labelled spans of an episode, and what is uncertain about them."""

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


@dataclass(frozen=True, slots=True)
class Doubt:
    """A segment that may be there but could not be shown: its frames count as body."""

    kind: SegmentKind
    start: int
    """First frame of the stretch in which it may lie."""

    stop: int
    """Frame after the last of that stretch."""

    frames: int
    """How long it would be at most."""

    reason: str
    """Why it is not labelled, a sentence without its full stop."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise ValueError(f"a doubt needs 0 <= start < stop, got [{self.start}, {self.stop})")
        if not 0 < self.frames <= self.stop - self.start:
            raise ValueError(f"{self.frames} frames do not fit into [{self.start}, {self.stop})")


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What is known of the parts of one episode."""

    segments: tuple[Segment, ...]
    """Cover the episode without gap or overlap."""

    doubts: tuple[Doubt, ...] = ()
    part_starts: tuple[int, ...] = ()
    """Frames at which another part of the body (B, C) begins, after an eyecatch or by a chapter."""

    bank: tuple[tuple[int, int], ...] = ()
    """Half-open spans of the body that other bodies show too (stock footage); they still count."""

    notes: tuple[str, ...] = ()
    """What else a reader should know, sentences without their full stops."""

    @property
    def is_certain(self) -> bool:
        """Whether nothing is left in doubt."""
        return not self.doubts


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
