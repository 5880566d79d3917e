"""Scores: which segments were found, and how far their edges are off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.segments.script import Span
from cutstat.core.segments import SEGMENT_KINDS, SegmentKind

SCORED: tuple[SegmentKind, ...] = tuple(kind for kind in SEGMENT_KINDS if kind != "body")
"""Kinds that are counted; the body is what is left."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How segments of one kind were found."""

    found: int = 0
    """Segments of the truth that a label of their kind overlaps."""

    missed: int = 0
    """Segments of the truth that none overlaps."""

    false: int = 0
    """Labels that overlap no segment of the truth of their kind."""

    errors: tuple[tuple[int, int], ...] = ()
    """Of each segment found: start and stop of its label less its own, in frames."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.found + other.found,
            self.missed + other.missed,
            self.false + other.false,
            self.errors + other.errors,
        )

    @property
    def edges(self) -> tuple[int, ...]:
        """How far each edge is off, without its sign, in frames; two a segment."""
        return tuple(abs(edge) for pair in self.errors for edge in pair)

    def within(self, frames: int) -> float:
        """Give the share of edges that are off by at most so many frames; NaN without any."""
        edges = self.edges
        return sum(edge <= frames for edge in edges) / len(edges) if edges else float("nan")

    @property
    def largest(self) -> int | None:
        """How far the worst edge is off, in frames; None without any."""
        return max(self.edges, default=None)

    def to_document(self) -> dict[str, Any]:
        """Give what is stored."""
        return {
            "found": self.found,
            "missed": self.missed,
            "false": self.false,
            "errors": [list(pair) for pair in self.errors],
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Tally:
        """Read what `to_document` gave."""
        errors = tuple((start, stop) for start, stop in document["errors"])
        return cls(document["found"], document["missed"], document["false"], errors)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A segment that was missed, or a label that is false."""

    is_missed: bool
    span: Span


def score_episode(
    truth: Iterable[Span], labels: Iterable[Span]
) -> tuple[dict[SegmentKind, Tally], list[Wrong]]:
    """Score the labels of an episode against its truth, kind by kind.

    The edges of a segment are compared with those of the label that overlaps it most. A second
    label on the same segment is neither found nor false.
    """
    truth, labels = list(truth), list(labels)
    tallies: dict[SegmentKind, Tally] = {}
    wrong: list[Wrong] = []
    for kind in SCORED:
        own = [span for span in truth if span.kind == kind]
        said = [span for span in labels if span.kind == kind]
        errors: list[tuple[int, int]] = []
        for span in own:
            best = max(said, key=partial(overlap, span), default=None)
            if best is None or not overlap(best, span):
                wrong.append(Wrong(True, span))
            else:
                errors.append((best.start - span.start, best.stop - span.stop))
        false = [label for label in said if not any(overlap(label, span) for span in own)]
        wrong += [Wrong(False, label) for label in false]
        tallies[kind] = Tally(len(errors), len(own) - len(errors), len(false), tuple(errors))
    return tallies, wrong


def overlap(one: Span, other: Span) -> int:
    """Give how many frames two spans have in common."""
    return max(min(one.stop, other.stop) - max(one.start, other.start), 0)


def frames_right(truth: Sequence[Span], labels: Sequence[Span]) -> int:
    """Count the frames whose label is the true one; both cover the episode."""
    return sum(overlap(one, other) for one in truth for other in labels if one.kind == other.kind)


def added(tallies: Iterable[dict[SegmentKind, Tally]]) -> dict[SegmentKind, Tally]:
    """Add up tallies by kind."""
    total = dict.fromkeys(SCORED, Tally())
    for one in tallies:
        total = {kind: total[kind] + one[kind] for kind in SCORED}
    return total
