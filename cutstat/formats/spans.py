"""Shots listed one by one, each with its start and stop, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.core.words import count_of
from cutstat.formats.clock import shots_by_stops
from cutstat.formats.format import Said

NEAR = Fraction(1, 20)
"""Seconds by which two shots may overlap or stand apart: a frame, at 20 frames a second."""


def cuts_at(frames: Iterable[int]) -> tuple[Transition, ...]:
    """Give a cut at each frame, in order; at frame 0 there is none."""
    return tuple(Transition(frame, frame) for frame in sorted({*frames} - {0}))


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open span of frames of a shot, as a list has it."""

    line: int
    """Where it stands, from 1."""

    start: int
    stop: int


def transitions_of_spans(
    spans: Sequence[Span], *, gap_is_gradual: bool
) -> tuple[tuple[Transition, ...], tuple[str, ...]]:
    """Give what divides shots that follow each other.

    Lists whose ends are inclusive in one program and exclusive in another overlap by one frame: it
    is counted to the later shot, and a note says how often.

    Parameters
    ----------
    spans : sequence of Span
        In order of time, the first from frame 0.
    gap_is_gradual : bool
        Whether frames between two shots are a gradual transition. Else they are counted to the shot
        before them, and a note says how many.

    Returns
    -------
    tuple of Transition
    tuple of str
        Notes, a sentence each.

    Raises
    ------
    ValueError
        If a shot begins before the one before it stops, by more than a frame.
    """
    found: list[Transition] = []
    shared = lost = 0
    for before, span in pairwise(spans):
        gap = span.start - before.stop
        if gap < -1 or span.start <= before.start:
            raise ValueError(
                f"line {span.line}: the shot begins at frame {span.start}, "
                f"and the one before it stops at frame {before.stop}"
            )
        shared += gap == -1
        lost += 0 if gap_is_gradual else max(gap, 0)
        is_gradual = gap_is_gradual and gap > 0
        start = before.stop if is_gradual else span.start
        found.append(Transition(start, span.start, "dissolve" if is_gradual else "cut"))
    notes = []
    if shared:
        notes.append(f"{count_of(shared, 'frame')} in two shots at once, counted to the later one")
    if lost:
        notes.append(f"{count_of(lost, 'frame')} in no shot, counted to the one before")
    return tuple(found), tuple(notes)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A shot by its times, in seconds; None where a list leaves it open."""

    line: int
    start: Fraction | None
    stop: Fraction | None


def shots_of_times(spans: Sequence[TimeSpan], *, said: Said, video: str) -> ShotList:
    """Give the shots of labelled spans of time; a shot lasts until the next one begins.

    Raises
    ------
    ValueError
        If the first begins late, or one begins clearly before the one before it stops.
    """
    first = spans[0].start or Fraction(0)
    if first > NEAR:
        raise ValueError(
            f"line {spans[0].line}: the first shot begins at {float(first):g} s; "
            "what is before it would be in none"
        )
    stops, apart = [], 0
    for before, span in pairwise(spans):
        if span.start is None or (before.stop or span.start) - span.start > NEAR:
            raise ValueError(f"line {span.line}: the shot begins before the last one stops")
        apart += before.stop is not None and span.start - before.stop > NEAR
        stops.append(span.start)
    end = spans[-1].stop or said.length
    note = f"{count_of(apart, 'gap')} between two shots, counted to the one before"
    return shots_by_stops(
        [*stops, end] if end else stops,
        rate=said.rate,
        video=video,
        has_end=end is not None,
        notes=[note] if apart else [],
    )
