"""What a person, or a detector, says about the transitions of one video."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from cutstat.core.segments import Segment
from cutstat.core.shots import Transition
from cutstat.core.timing import FrameTimes


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
class ShotList:
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

    times: FrameTimes | None = field(default=None, compare=False)
    """Exact times of the frames, where `rate` alone does not give them."""

    segments: tuple[Segment, ...] = ()
    """What is known of opening, ending and so on; not the body."""

    found_by: str = field(default="", compare=False)
    """Who or what found the transitions, where it is said."""

    form: str = field(default="", compare=False)
    """Key of the format that it was read from."""

    is_timed: bool = field(default=False, compare=False)
    """Whether it stands on a clock that is fine enough for its times, as the rate of the video is
    not known."""

    is_open: bool = field(default=False, compare=False)
    """Whether its last transition may be the end of the video, which is not said."""

    notes: tuple[str, ...] = field(default=(), compare=False)
    """What was put right in reading it, one sentence each."""
