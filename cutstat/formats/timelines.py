"""Timelines of editing programs: clips in a track, as the shots that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition, TransitionKind


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a clip lies in the timeline, in exact seconds."""

    start: Fraction
    stop: Fraction


@dataclass(frozen=True, slots=True)
class Blend:
    """A gradual transition between two clips, in exact seconds."""

    start: Fraction
    stop: Fraction
    kind: TransitionKind = "dissolve"


def shots_of_timeline(
    clips: Sequence[Clip],
    blends: Sequence[Blend],
    *,
    rate: Fraction,
    video: str,
    notes: Sequence[str] = (),
) -> ShotList:
    """Give the shots of a track; frames count from the start of its first clip.

    Where there is no clip between two others, the first of them lasts until the second, as in an
    edit list.

    Raises
    ------
    ValueError
        If there is no clip, or clips overlap.
    """
    shown = sorted((one for one in clips if one.start < one.stop), key=lambda one: one.start)
    if not shown:
        raise ValueError("there is no clip in a video track")
    first = shown[0].start

    def frame(seconds: Fraction) -> int:
        return round((seconds - first) * rate)

    transitions = []
    for before, clip in pairwise(shown):
        if frame(clip.start) < frame(before.stop) - 1:
            raise ValueError(f"two clips overlap, from {float(clip.start):g} s")
        blend = next((one for one in blends if one.start <= clip.start <= one.stop), None)
        start, stop = (
            (frame(clip.start),) * 2 if blend is None else (frame(blend.start), frame(blend.stop))
        )
        kind = "cut" if blend is None or start == stop else blend.kind
        transitions.append(Transition(start, stop, kind))
    return ShotList(video, tuple(transitions), frame(shown[-1].stop), rate, notes=tuple(notes))
