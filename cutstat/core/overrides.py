"""What a person says of transitions, place by place, and what a detection is with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from cutstat.core.shots import Detection, Transition

NEAR_SECONDS = 0.1
"""How far from its place an override takes hold of what another detection finds: two pictures of
a film, as far as a person's mark and a detector's are apart where both mean the same border."""

State = Literal["in use", "agrees", "not used"]
"""Whether an override changes the detection, says what it says anyway, or no longer fits it."""


@dataclass(frozen=True, slots=True)
class TransitionOverride:
    """What a person says of one place in an episode."""

    place: int
    """Border of what was found there, or frame of what was missed."""

    said: Transition | None
    """What is there; None where there is no transition."""

    said_at: str = ""
    """When it was said, UTC, ISO 8601."""

    number: int = 0
    """By which the library knows it; 0 before it is kept."""


@dataclass(frozen=True, slots=True)
class ReviewTally:
    """What a person has changed in an episode."""

    kept: int = 0
    """Transitions that were found and stand."""

    removed: int = 0
    added: int = 0
    moved: int = 0
    """Transitions that stand elsewhere, or are of another kind, than was found."""

    unused: int = 0
    """Words that no longer fit what is found."""

    is_whole: bool = False
    """Whether the whole body was gone through, so that its count is exact."""

    @property
    def changed(self) -> int:
        """Transitions that are other than they were found."""
        return self.removed + self.added + self.moved

    @property
    def phrase(self) -> str:
        """What was done, without a full stop; empty where nothing was."""
        done = [
            f"{count} {word}"
            for count, word in (
                (self.removed, "taken out"),
                (self.added, "put in"),
                (self.moved, "moved or of another kind"),
                (self.kept, "confirmed"),
            )
            if count
        ]
        looked = "a person looked at its transitions"
        said = f"{looked}: {', '.join(done)}" if done else ""
        return f"{said or looked}; the whole body was gone through" if self.is_whole else said


class CorrectedDetection(NamedTuple):
    """A detection with what a person says of it."""

    detection: Detection
    states: tuple[State, ...]
    """Of each override."""

    tally: ReviewTally
    removed: tuple[Transition, ...] = ()
    """What was found and is no transition."""

    added: tuple[Transition, ...] = ()
    """Transitions that were not found."""

    holds: tuple[int | None, ...] = ()
    """Index of the transition that was found and each override is about; None where there is none.
    """


def correct(
    detection: Detection, overrides: Sequence[TransitionOverride], *, near: int
) -> CorrectedDetection:
    """Put what a person says in the place of what was found.

    An override takes hold of the transition that is found at its place, or nearest to it; no two
    take hold of the same one. Whatever else overlaps what a person says gives way to it. Of two
    words that contradict each other the later one counts.

    Parameters
    ----------
    detection : Detection
        What was found.
    overrides : sequence of TransitionOverride
        One a place, the earlier first.
    near : int >= 0
        Frames from a place within which a transition is meant.

    Returns
    -------
    CorrectedDetection
        What a person says has a confidence of 1, in the curve too where that holds confidences;
        where there is no transition the curve is 0.
    """
    if not overrides:
        return CorrectedDetection(detection, (), ReviewTally())
    held = _held(detection.transitions, overrides, near=near)
    taken = set(held.values())
    standing = [one for k, one in enumerate(detection.transitions) if k not in taken]
    said: list[Transition] = []
    states: list[State] = ["not used"] * len(overrides)
    removed: list[Transition] = []
    added: list[Transition] = []
    moved = kept = 0
    for index in reversed(range(len(overrides))):
        one, found = overrides[index].said, _at(detection, held.get(index))
        if one is None:
            states[index] = "agrees" if found is None else "in use"
            removed += [] if found is None else [found]
            continue
        if not _fits(one, detection.n_frames) or _clashes(one, said):
            standing += [] if found is None else [found]
            continue
        insort(said, replace(one, confidence=1.0))
        is_same = found is not None and _place(found) == _place(one)
        states[index] = "agrees" if is_same else "in use"
        kept += is_same
        added += [one] if found is None else []
        moved += found is not None and not is_same
    gives_way = {one for one in standing if _clashes(one, said)}
    left = [one for one in standing if one not in gives_way]
    removed += sorted(gives_way)
    tally = ReviewTally(kept, len(removed), len(added), moved, states.count("not used"))
    return CorrectedDetection(
        _with(detection, tuple(sorted([*left, *said]))),
        tuple(states),
        tally,
        tuple(removed),
        tuple(added),
        tuple(held.get(index) for index in range(len(overrides))),
    )


def overlap(
    spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Give what half-open spans have in common with others, which do not overlap each other."""
    found: list[tuple[int, int]] = []
    for low, high in others:
        position = low
        for start, stop in sorted(spans):
            start, stop = max(start, position), min(stop, high)
            if start < stop:
                joins = bool(found) and found[-1][1] == start and start > low
                found.append((found.pop()[0] if joins else start, stop))
                position = stop
    return found


def _held(
    found: Sequence[Transition], overrides: Sequence[TransitionOverride], *, near: int
) -> dict[int, int]:
    """Give the index of the transition that each override takes hold of, if there is one.

    The nearest go first, unlike in a score: what was said of a place where something is found is
    meant for that. One that was moved is known by where it is now, too.
    """
    borders = [one.border for one in found]
    reach = max([near, *(one.stop - one.start for one in found)])
    pairs: list[tuple[int, int, int, int]] = []
    for index, override in enumerate(overrides):
        said = override.said
        for rank, place in enumerate([override.place, *([] if said is None else [said.border])]):
            low, high = bisect_left(borders, place - reach), bisect_right(borders, place + reach)
            for k, one in enumerate(found[low:high], low):
                distance = abs(one.border - place)
                if distance <= near or one.start <= place < one.stop:
                    pairs.append((rank, distance, index, k))
    held: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, index, k in sorted(pairs):
        if index not in held and k not in taken:
            held[index] = k
            taken.add(k)
    return held


def _at(detection: Detection, index: int | None) -> Transition | None:
    return None if index is None else detection.transitions[index]


def _place(one: Transition) -> tuple[int, int, str]:
    return one.start, one.stop, one.kind


def _fits(one: Transition, n_frames: int) -> bool:
    return 1 <= one.border < n_frames and one.stop <= n_frames


def _clashes(one: Transition, others: Sequence[Transition]) -> bool:
    """Whether a transition cannot be there with others, which are in order and do not overlap."""
    first = bisect_left(others, one.start, key=_start) - 1  # the only earlier one that may reach it
    last = bisect_right(others, one.stop, key=_start)
    return any(
        one.border == other.border or (one.start < other.stop and other.start < one.stop)
        for other in others[max(first, 0) : last]
    )


def _start(one: Transition) -> int:
    return one.start


def _with(detection: Detection, transitions: tuple[Transition, ...]) -> Detection:
    """Give the detection with other transitions, and a curve that says the same of these."""
    curve = detection.curve.copy()
    is_sure = 0 < detection.threshold < 1  # the curve holds confidences
    stand = {_place(one) for one in transitions}
    for one in detection.transitions:
        if _place(one) not in stand:
            curve[max(one.start - 1, 0) : one.stop + 2] *= 0  # nan stays nan: no detector saw it
    as_found = set(detection.transitions)
    for one in transitions:
        if not one.is_gradual:
            before = detection.curve[one.border]
            curve[one.border] = before if one in as_found or not is_sure else before * 0 + 1
    return replace(detection, transitions=transitions, curve=curve)
