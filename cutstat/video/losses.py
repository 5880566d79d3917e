"""Pictures that a file promises and does not give: gaps between pictures, and an early end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cutstat.core.timing import FrameTimes
from cutstat.core.track import Damage

STEADY_SHARE = 0.9
"""Share of pictures that last as long as is usual, from which on the others are gaps. Files with a
variable rate hold drawings instead, and gaps in them cannot be told from these."""

GAP_STEPS = 3
"""From so many usual steps on, pictures are missing. A single one that was dropped is common where
a broadcast was cut, and costs no shot."""

EXACT_SECONDS, EXACT_PICTURES = 0.25, 3
"""What the end may fall short of a duration that is exact, by rounding and last pictures."""

LOOSE_SECONDS, LOOSE_SHARE = 1.0, 0.1
"""What it may fall short of a duration that may be that of the sound."""


_PACKETS = {188: 0, 192: 4, 204: 0}
"""Bytes in a packet of a transport stream, and where in it the byte of its begin stands: as
broadcast, as on a disc and with checks (ISO/IEC 13818-1, BDAV)."""


@dataclass(frozen=True, slots=True)
class Promise:
    """How long the pictures last by what the container declares."""

    seconds: float
    is_exact: bool
    """Whether it is that of the pictures, and not perhaps of the sound."""

    counts_from_zero: bool
    """Whether it counts from the zero of the clock and not from the first picture."""


def gaps_between(times: FrameTimes) -> tuple[Damage, ...]:
    """Say once how many pictures of a steady video are missing, at the longest gap."""
    steps = np.diff(times.pts).astype(np.float64)
    if len(steps) < 2 or not np.any(steps > 0):
        return ()
    usual = float(np.median(steps[steps > 0]))
    tolerance = max(0.1 * usual, min(1.0, 0.3 * usual))  # clocks in milliseconds are rounded
    if np.mean(np.abs(steps - usual) <= tolerance) < STEADY_SHARE:
        return ()
    lost = np.where(steps >= GAP_STEPS * usual - tolerance, np.round(steps / usual) - 1, 0)
    places = np.flatnonzero(lost)
    if not len(places):
        return ()
    longest = int(np.argmax(lost))
    seconds = float(int(steps[longest]) * times.time_base)
    elsewhere = "" if len(places) == 1 else f", the longest of {len(places)} gaps"
    return (
        Damage(
            longest + 1,
            f"about {int(lost.sum())} pictures are missing: none for {seconds:.1f} s before this "
            f"one{elsewhere}",
        ),
    )


def early_end(times: FrameTimes, promise: Promise, *, first_seconds: float) -> tuple[Damage, ...]:
    """Say how many pictures are missing at the end: half a copy decodes without any error.

    Parameters
    ----------
    times : FrameTimes
        Times of the pictures that were decoded.
    promise : Promise
        What the container declares.
    first_seconds : float
        Time of the first picture by the clock of the container.
    """
    there = times.duration_seconds + (max(first_seconds, 0.0) if promise.counts_from_zero else 0.0)
    missing = promise.seconds - there
    allowed = (
        max(EXACT_SECONDS, EXACT_PICTURES / float(times.rate))
        if promise.is_exact
        else max(LOOSE_SECONDS, LOOSE_SHARE * promise.seconds)
    )
    if missing <= allowed:
        return ()
    return (
        Damage(
            len(times),
            f"the video stops at {there:.1f} s of {promise.seconds:.1f} s, about "
            f"{round(missing * float(times.rate))} pictures early; the file may be cut short",
        ),
    )


def torn_end(path: Path, n_frames: int) -> tuple[Damage, ...]:
    """Say where a transport stream ends within a packet; nothing else tells that it is cut."""
    size = path.stat().st_size
    with path.open("rb") as file:
        begin = file.read(3 * max(_PACKETS))
    for packet, place in _PACKETS.items():
        if begin[place::packet][:3] == b"\x47" * 3:
            torn = size % packet
            message = f"the file ends within a packet, {torn} bytes into it; it may be cut short"
            return (Damage(n_frames, message),) if torn else ()
    return ()
