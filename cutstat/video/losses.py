"""Pictures that a file promises and does not give: at its start, in gaps, and at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cutstat.core.timing import FrameTimes

STEADY_SHARE = 0.9
"""Share of pictures that last as long as is usual, from which on the others are gaps. Files with a
variable rate hold drawings instead, and gaps in them cannot be told from these."""

GAP_STEPS = 3
"""From so many usual steps on, pictures are missing. A single one that was dropped is common where
a broadcast was cut, and costs no shot: it is a slight loss."""

RARE_SHARE, FEW = 0.01, 3
"""Share and number of steps up to which those of two are pictures lost; where there are more, the
encoder left out pictures that were the same or came too late, and at times two in a row."""

EXACT_SECONDS, EXACT_PICTURES = 0.25, 3
"""What the end may fall short of a duration that is exact for the loss to be a slight one."""

ROUNDED_STEPS = 0.6
"""What it may fall short, in steps, without a word."""

LOOSE_SECONDS, LOOSE_SHARE = 1.0, 0.1
"""What it may fall short of a duration that may be that of the sound."""

START_SECONDS = 1.0
"""What may be lost at the start for the loss to be a slight one: a recording begins in the middle
of a group of pictures."""

LATE_SECONDS = 0.5
"""A first picture that is so late, or a sound that lasts so much longer, is told."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Pictures that are missing at one place."""

    frame: int
    """First frame that came after them."""

    message: str
    is_slight: bool = False
    """Whether they are so few that no shot can be missed: told, but not held against the file."""


@dataclass(frozen=True, slots=True)
class Promise:
    """How long the pictures last by what the container declares."""

    seconds: float
    is_exact: bool
    """Whether it is that of the pictures, and not perhaps of the sound."""

    counts_from_zero: bool
    """Whether it counts from the zero of the clock and not from the first picture."""


def lost_start(
    packets: Sequence[int | None], first: int | None, *, rate: float, is_key: bool = True
) -> tuple[Loss, ...]:
    """Say how many pictures before the first one could not be decoded, or were not there.

    Those that are shown before a picture from which decoding can start, and coded after it, are no
    loss: no player shows them.

    Parameters
    ----------
    packets : sequence of int or None
        Times of the packets, in order of coding, up to that of the first picture at least.
    first : int or None
        Time of the first picture.
    rate : float > 0
        Pictures a second.
    is_key : bool
        Whether a decoder can start at the first picture.
    """
    lost = packets.index(first) if first is not None and first in packets else 0
    if not lost:
        message = "the first picture builds on one that is not there"
        return () if is_key else (Loss(0, message, is_slight=True),)
    message = f"{_pictures(lost)} at the start cannot be decoded without what was before"
    return (Loss(0, message, is_slight=lost <= START_SECONDS * rate),)


def late_start(promise: Promise, *, first_seconds: float) -> tuple[Loss, ...]:
    """Say that there is no picture at the start of a file that counts its times from there."""
    if not promise.counts_from_zero or first_seconds <= LATE_SECONDS:
        return ()
    return (Loss(0, f"the first picture comes {first_seconds:.1f} s after the start", True),)


def no_promise() -> Loss:
    """Say that nothing tells whether a file is whole that should know it."""
    message = (
        "the header does not say how long the video is, so that no loss at its end can be seen"
    )
    return Loss(0, message, is_slight=True)


def gaps_between(times: FrameTimes) -> tuple[Loss, ...]:
    """Say once how many pictures of a steady video are missing, at the longest gap."""
    steps = np.diff(times.pts).astype(np.float64)
    if len(steps) < 2 or not np.any(steps > 0):
        return ()
    usual = float(np.median(steps[steps > 0]))
    tolerance = max(0.1 * usual, min(1.0, 0.3 * usual))  # clocks in milliseconds are rounded
    if np.mean(np.abs(steps - usual) <= tolerance) < STEADY_SHARE:
        return ()
    lost = np.where(steps >= 2 * usual - tolerance, np.round(steps / usual) - 1, 0)
    if np.count_nonzero(lost == 1) > max(FEW, RARE_SHARE * len(steps)):
        lost[lost < GAP_STEPS] = 0
    places = np.flatnonzero(lost)
    missing = int(lost.sum()) - np.count_nonzero(steps < usual / 2)
    if missing <= 0:  # the clock stands elsewhere for as long: nothing is lost
        return ()
    longest = int(np.argmax(lost))
    seconds = float(int(steps[longest]) * times.time_base)
    elsewhere = "" if len(places) == 1 else f", the longest of {len(places)} gaps"
    count = "1 picture is" if missing == 1 else f"about {missing} pictures are"
    return (
        Loss(
            longest + 1,
            f"{count} missing: none for {seconds:.1f} s before this one{elsewhere}",
            is_slight=int(lost[longest]) < GAP_STEPS - 1,
        ),
    )


def lost_end(
    packets: Sequence[int | None], last: int | None, *, frame: int, rate: float
) -> tuple[Loss, ...]:
    """Say how many packets at the end gave no picture.

    Parameters
    ----------
    packets : sequence of int or None
        Times of the last packets.
    last : int or None
        Time of the last picture.
    frame : int
        Pictures that there are.
    rate : float > 0
        Pictures a second.
    """
    lost = 0 if last is None else sum(time is not None and time > last for time in packets)
    if not lost:
        return ()
    message = f"{_pictures(lost)} at the end cannot be decoded"
    return (Loss(frame, message, is_slight=lost <= _slight_seconds(rate) * rate),)


def early_end(
    times: FrameTimes, promise: Promise, *, first_seconds: float, heard_seconds: float | None = None
) -> tuple[Loss, ...]:
    """Say how many pictures are missing at the end: half a copy decodes without any error.

    Parameters
    ----------
    times : FrameTimes
        Times of the pictures that were decoded.
    promise : Promise
        What the container declares.
    first_seconds : float
        Time of the first picture by the clock of the container.
    heard_seconds : float, optional
        Where the sound ends by that clock. If it, too, ends early, the file is cut short.
    """
    before = max(first_seconds, 0.0) if promise.counts_from_zero else 0.0
    rate, there = float(times.rate), times.duration_seconds + before
    missing = promise.seconds - there
    slight = _slight_seconds(rate)
    is_exact = promise.is_exact
    if not is_exact and heard_seconds is not None:
        heard = heard_seconds - (0.0 if promise.counts_from_zero else first_seconds)
        is_exact = promise.seconds - max(heard, there) > slight
    allowed = (
        ROUNDED_STEPS / rate if is_exact else max(LOOSE_SECONDS, LOOSE_SHARE * promise.seconds)
    )
    if missing <= allowed:
        return ()
    early = _pictures(max(round(missing * rate), 1))
    if missing <= slight:
        return (Loss(len(times), f"about {early} fewer than the header promises", is_slight=True),)
    message = (
        f"the video stops at {there:.1f} s of {promise.seconds:.1f} s, about {early} early; "
        "the file may be cut short"
    )
    return (Loss(len(times), message),)


def lasting_sound(
    times: FrameTimes, *, first_seconds: float, heard_seconds: float | None
) -> tuple[Loss, ...]:
    """Say that the sound goes on without pictures, where no header says how long these last.

    Both times are of the clock of the container.
    """
    behind = (heard_seconds or 0.0) - first_seconds - times.duration_seconds
    if behind <= LATE_SECONDS:
        return ()
    message = f"the sound goes on for {behind:.1f} s behind the last picture"
    return (Loss(len(times), message, is_slight=behind <= LOOSE_SECONDS),)


def _slight_seconds(rate: float) -> float:
    return max(EXACT_SECONDS, EXACT_PICTURES / rate)


def _pictures(count: int) -> str:
    return "1 picture" if count == 1 else f"{count} pictures"
