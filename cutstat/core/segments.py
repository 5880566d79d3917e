"""Segments: labelled spans of an episode, and what is uncertain about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from cutstat.core.timing import FrameTimes, Position

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
class SegmentOverride:
    """What a user says of one episode: where a segment lies, or that it has none of this kind."""

    kind: SegmentKind
    start: Position | None
    """Place of its first frame; None, as `stop`, where there is no segment of this kind."""

    stop: Position | None
    """Place of the frame after its last."""

    source: str
    """Where it is said: ``cutstat.toml``, ``cutstat segments set``, the name of a chapter file."""

    def __post_init__(self) -> None:
        if self.kind not in SEGMENT_KINDS:
            raise ValueError(f"{self.kind!r} is none of {', '.join(SEGMENT_KINDS)}")
        if (self.start is None) != (self.stop is None):
            raise ValueError(
                f"a segment has both start and stop or neither, got {self.start} and {self.stop}"
            )
        if self.start and self.stop and _is_backwards(self.start, self.stop):
            raise ValueError(f"a segment stops after its start, got {self.start} to {self.stop}")

    @property
    def is_absent(self) -> bool:
        """Whether this says that the episode has no segment of this kind."""
        return self.start is None

    def span(self, times: FrameTimes) -> tuple[int, int]:
        """Give the half-open span of frames that is meant in a video.

        Raises
        ------
        ValueError
            If it does not lie in the video, holds no frame, or there is none (`is_absent`).
        """
        if self.start is None or self.stop is None:
            raise ValueError(f"there is no {self.kind}, so it has no span")
        start, stop = self.start.frame(times), self.stop.frame(times)
        if start >= stop:
            raise ValueError(
                f"{self.start} to {self.stop} holds no frame: it would begin at frame {start} "
                f"and stop before frame {stop} of {len(times)}"
            )
        return start, stop


def _is_backwards(start: Position, stop: Position) -> bool:
    """Whether two positions that are counted alike hold no frame, whatever the video."""
    if start.is_from_stop != stop.is_from_stop:
        return False
    sign = -1 if start.is_from_stop else 1
    if start.frames is not None and stop.frames is not None:
        return sign * start.frames >= sign * stop.frames
    if start.seconds is not None and stop.seconds is not None:
        return sign * start.seconds >= sign * stop.seconds
    return False


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

    def __post_init__(self) -> None:
        if not self.segments:
            raise ValueError("an episode has one segment at least, its body")

    @classmethod
    def whole(cls, n_frames: int) -> Segmentation:
        """Take the whole episode as body, as long as nothing is known of its parts."""
        return cls(whole_as_body(n_frames))

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
