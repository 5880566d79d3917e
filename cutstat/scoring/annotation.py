"""What a person, or a detector, says about the transitions of one video."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cutstat.core.shots import Transition


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A closed span of frames with a reason."""

    first: int
    last: int
    reason: str

    def touches(self, transition: Transition, *, tolerance: int) -> bool:
        """Whether a transition lies in the span, or within `tolerance` frames of it."""
        return (
            transition.stop >= self.first - tolerance and transition.start <= self.last + tolerance
        )


@dataclass(frozen=True, slots=True)
class Annotation:
    """Transitions of one video. Frames are 0-based, spans half-open."""

    video: str
    transitions: tuple[Transition, ...]
    n_frames: int | None = None
    rate: Fraction | None = None
    """Frames a second."""

    ambiguous: tuple[MarkedSpan, ...] = ()
    """Where an estimate counts neither for nor against."""

    hard: tuple[MarkedSpan, ...] = ()
    """Spans that tempt a detector into a false cut."""
