"""A list that stands for an episode: it has a rate and an end, and its transitions fit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.errors import InputError
from cutstat.formats.clock import LONGEST_SECONDS, MOST_RATE
from cutstat.formats.format import Said


def make_whole(found: ShotList, *, said: Said) -> ShotList:
    """Fill in rate and number of frames, and look whether the transitions fit.

    Raises
    ------
    InputError
        If rate or end are not known or deny what the user says, or the transitions do not fit.
    """
    if said.rate is not None and found.rate not in (None, said.rate):
        raise InputError(
            f"has {found.rate} frames a second by its own account, not {said.rate}; "
            "leave out --rate"
        )
    rate = said.rate if found.rate is None else found.rate
    if rate is None:
        raise InputError("its places are frames; say with --rate how many there are a second")
    if not 1 <= rate <= MOST_RATE:
        raise InputError(f"no video has {float(rate):g} frames a second")
    found = _with_end(found, rate=rate, length=said.length)
    n_frames = found.n_frames
    if not n_frames or n_frames < 0:
        raise InputError("does not say where the video ends; add --length in seconds")
    if n_frames > LONGEST_SECONDS * rate:
        raise InputError(
            f"the video would last longer than {LONGEST_SECONDS // 3600} hours; look at "
            "the last line and --rate"
        )
    _check(found, n_frames=n_frames)
    return replace(found, rate=rate)


def _with_end(found: ShotList, *, rate: Fraction, length: Fraction | None) -> ShotList:
    """Without a length, the last transition of an open list is the end of the video."""
    if length is not None:
        return replace(found, n_frames=round(length * rate))
    if not found.is_open or found.n_frames is not None or not found.transitions:
        return found
    *cuts, last = found.transitions
    return replace(found, transitions=tuple(cuts), n_frames=last.start)


def _check(found: ShotList, *, n_frames: int) -> None:
    for one in found.transitions:
        if max(one.stop, one.border + 1) > n_frames:
            raise InputError(
                f"a transition at frame {one.start} lies behind the end, {n_frames} frames"
            )
    for before, after in pairwise((Transition(0, 0), *sorted(found.transitions))):
        if after.start < before.stop or after.border == before.border:
            raise InputError(f"the transition at frame {after.start} leaves no shot before it")
