"""Times of pictures, also where the clock of a file breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cutstat.core.track import CLOCK_BREAKS, Damage

BACK_SECONDS = 1
"""A clock that goes back by more has begun anew. Less is disorder: a coder reorders at most sixteen
pictures."""

STRAY_PICTURES = 12
"""So many pictures at most stray; behind them the clock goes on where it was."""

STANDING_PICTURES = 8
"""A clock that says the same for so many pictures stands."""

DURATION_RATIO = (Fraction(3, 4), Fraction(7, 2))
"""What a picture may last, in usual steps: repeated fields make it last up to three times as long.
A picture that came as two fields declares the half, which is the duration of one field."""

NEAR_PICTURES = 100
"""Pictures on each side of a place in the file among which one of the same time is looked for:
coders put sound and pictures of one time up to a second or two apart."""

NEAR_SECONDS = 2.0
"""How far from such a picture a time may lie to be of the same clock."""


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """The times of all pictures, and where they had to be mended."""

    pts: NDArray[np.int64]
    """Times in the unit of the stream, never decreasing, shape (n,)."""

    damage: tuple[Damage, ...] = ()
    """One note for each kind of break, at its first place."""

    def moved(
        self, time: float, place: int, *, declared: Sequence[int | None], unit: float
    ) -> int | None:
        """Give by how much the pictures are moved that lie by a time of the file, in its unit.

        None if no picture near the place has a time like that; of several, the nearest counts.
        """
        start = max(place - NEAR_PICTURES, 0)
        times = np.array(declared[start : place + NEAR_PICTURES], float) * unit  # None is nan
        away = np.maximum(np.abs(times - time), NEAR_SECONDS / 20)
        nearest = np.flatnonzero(away <= np.nanmin(away, initial=NEAR_SECONDS)) + start
        if not len(nearest):
            return None
        index = int(nearest[np.argmin(np.abs(nearest - place))])
        then = declared[index]
        return None if then is None else int(self.pts[index]) - then


def read_clock(
    declared: Sequence[int | None],
    *,
    durations: Sequence[int],
    step: Fraction,
    unit: Fraction,
    jump_seconds: float,
) -> Clock:
    """Give every picture a time; where the clock breaks, by the durations of the pictures.

    A clock that begins anew or jumps ahead goes on behind the picture before. So do a few pictures
    that lie elsewhere, those for which the clock stands and those without a time. A time a little
    before the last one is raised to it, so that order stays the order of decoding.

    Parameters
    ----------
    declared : sequence of int or None, length n > 0
        Times of the pictures in order of decoding.
    durations : sequence of int, length n
        What each declares to last, 0 if nothing.
    step : Fraction > 0
        What a picture lasts at the nominal rate. All three are in units of the stream.
    unit : Fraction > 0
        Seconds in one such unit.
    jump_seconds : float > 0
        A time further ahead than this is a jump of the clock.
    """
    times = list(declared)
    standing = _standing(times)
    for index in standing:
        times[index] = None
    back, ahead = Fraction(BACK_SECONDS) / unit, Fraction(jump_seconds) / unit
    parts, strays = _parts(times, back=float(back), ahead=float(ahead))
    for index in strays:
        times[index] = None
    restarts = [part[0] for part in parts[1:]]
    lasting = [_lasting(duration, step) for duration in durations]
    return Clock(
        _follow(times, restarts=set(restarts), lasting=lasting),
        (
            *_note(restarts, f"{CLOCK_BREAKS}; it goes on behind the picture before"),
            *_note(strays, "a time that lies elsewhere; the picture follows the one before"),
            *_note(standing, "the clock stands; pictures follow by their own durations"),
        ),
    )


def _standing(times: Sequence[int | None]) -> list[int]:
    """List the pictures, but for the first, of each stretch for which the clock says the same."""
    found: list[int] = []
    start = 0
    for index in range(1, len(times) + 1):
        if index < len(times) and times[index] is not None and times[index] == times[start]:
            continue
        if index - start >= STANDING_PICTURES:
            found += range(start + 1, index)
        start = index
    return found


def _parts(
    times: Sequence[int | None], *, back: float, ahead: float
) -> tuple[list[list[int]], list[int]]:
    """Part the pictures where the clock jumps or begins anew; strays belong to no part."""
    known = [index for index, time in enumerate(times) if time is not None]
    if not known:
        return [], []
    values = np.array([times[index] for index in known], np.int64)
    steps = np.diff(values)
    edges = (np.flatnonzero(np.abs(steps) > back) + 1).tolist()
    pieces = [known[a:b] for a, b in zip([0, *edges], [*edges, len(known)], strict=True)]
    parts: list[list[int]] = []
    strays: list[int] = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        before = parts[-1] if parts else None
        is_short = len(piece) <= STRAY_PICTURES and following is not None
        is_passed_by = before and following and abs(_between(times, before, following)) <= back
        if before and not is_passed_by and -back <= _between(times, before, piece) <= ahead:
            before += piece
        elif is_short and (is_passed_by or not _leads_on(times, piece, following, back, ahead)):
            strays += piece
        else:
            parts.append(piece)
    return parts, strays


def _leads_on(
    times: Sequence[int | None],
    piece: list[int],
    following: list[int] | None,
    back: float,
    ahead: float,
) -> bool:
    """Whether the clock goes on from one piece to the next."""
    return following is not None and -back <= _between(times, piece, following) <= ahead


def _between(times: Sequence[int | None], before: list[int], behind: list[int]) -> int:
    """Give the time from the last picture of a piece to the first of another."""
    return _time(times, behind[0]) - _time(times, before[-1])


def _time(times: Sequence[int | None], index: int) -> int:
    time = times[index]
    assert time is not None
    return time


def _follow(
    times: Sequence[int | None], *, restarts: set[int], lasting: Sequence[Fraction]
) -> NDArray[np.int64]:
    """Give a time to pictures without one and behind a break, and keep times from decreasing."""
    pts = np.empty(len(times), np.int64)
    first = next((index for index, time in enumerate(times) if time is not None), 0)
    last = Fraction(times[first] or 0) - sum(lasting[:first], Fraction(0))
    shift = Fraction(0)
    pts[0] = int(last)
    for index in range(1, len(times)):
        follow, time = last + lasting[index - 1], times[index]
        if time is not None and index in restarts:
            shift = follow - time
        last = max(follow if time is None else time + shift, last)
        pts[index] = int(last)
    return pts


def _lasting(duration: int, step: Fraction) -> Fraction:
    """Give what a picture lasts by its own word, if that is possible and no rounded step."""
    shortest, longest = DURATION_RATIO
    if abs(duration - step) < 1:
        return step
    return Fraction(duration) if shortest * step <= duration <= longest * step else step


def _note(places: Sequence[int], message: str) -> tuple[Damage, ...]:
    """Note what befell pictures once, at the first of them."""
    if not places:
        return ()
    others = f" (so do {len(places) - 1} more)" if len(places) > 1 else ""
    return (Damage(places[0], message + others),)
