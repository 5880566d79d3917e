"""Shots listed one by one, each with its start and stop, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cutstat.core.shots import Transition


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
        notes.append(f"{shared} times two shots share a frame, which is counted to the later one")
    if lost:
        notes.append(f"{lost} frames are in no shot, and are counted to the shot before them")
    return tuple(found), tuple(notes)
