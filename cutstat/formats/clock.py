"""Frame rates and times as lists write them, made exact."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from cutstat.core.timing import FrameTimes

USUAL_RATES = tuple(
    Fraction(*rate)
    for rate in (
        (24000, 1001),
        (24, 1),
        (25, 1),
        (30000, 1001),
        (30, 1),
        (50, 1),
        (60000, 1001),
        (60, 1),
    )
)

LONGEST_SECONDS = 24 * 3600
"""Longest video that a list may speak of; a longer one is a wrong unit or a wrong rate."""

MOST_RATE = 1000
"""Frames a second, at most."""

RATE_TOLERANCE = 2e-4
"""Relative difference up to which a measured rate is taken for a usual one: 24 and 24000/1001 lie
five times as far apart."""


def parse_rate(text: str) -> Fraction:
    """Read frames a second: ``25``, ``24000/1001``, or a rounded ``23.976`` or ``29.97``.

    Raises
    ------
    ValueError
        If it is no number, or none that a video has.
    """
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)(?:/(\d{1,9}))?", text.strip())
    if match is None or not int(match[2] or 1):
        raise ValueError(f"{text!r} is no frame rate; write 25 or 24000/1001")
    rate = Fraction(match[1]) / int(match[2] or 1)
    if not 1 <= rate <= MOST_RATE:
        raise ValueError(f"{text} frames a second are none that a video has")
    rounded = Fraction(math.ceil(rate) * 1000, 1001)
    is_rounded = "." in text and abs(rate - rounded) < Fraction(1, 100)
    return rounded if is_rounded else rate


def parse_time(text: str) -> Fraction:
    """Read seconds, or hours, minutes and seconds.

    Raises
    ------
    ValueError
        If the text is neither.
    """
    text = text.strip().removesuffix("s")
    parts = text.split(":")
    number = r"\d{1,12}(\.\d{1,9}0*)?"
    if not 1 <= len(parts) <= 3 or not all(re.fullmatch(number, part) for part in parts):
        raise ValueError(f"{text!r} is no time; write seconds (12.4) or a clock (00:01:02.500)")
    seconds = Fraction(0)
    for part in parts:
        seconds = seconds * 60 + Fraction(part)
    return seconds


def rate_and_times(
    frames: Sequence[int], seconds: Sequence[Fraction]
) -> tuple[Fraction, FrameTimes | None]:
    """Give the nominal rate of frames at listed times, and the times where they are not even.

    Parameters
    ----------
    frames : sequence of int
        Frames of which the times are known, strictly increasing from 0; the last is the number of
        frames.
    seconds : sequence of Fraction
        Their times.

    Returns
    -------
    Fraction
        The usual rate that fits, else the mean.
    FrameTimes or None
        None where the frames of that rate have these times, to their last decimal.

    Raises
    ------
    ValueError
        If the times do not increase with the frames.
    """
    _check_increasing(frames, seconds)
    resolution = Fraction(1, _steps(seconds))
    mean = frames[-1] / seconds[-1]
    tolerance = max(RATE_TOLERANCE, float(resolution / seconds[-1]))
    near = [usual for usual in USUAL_RATES if abs(mean / usual - 1) < tolerance]
    rate = min(near, key=lambda usual: abs(mean - usual), default=mean.limit_denominator(1001))
    even = all(abs(k / rate - s) <= resolution / 2 for k, s in zip(frames, seconds, strict=True))
    return rate, None if even else times_through(frames, seconds, rate=rate)


def times_through(
    frames: Sequence[int], seconds: Sequence[Fraction], *, rate: Fraction
) -> FrameTimes:
    """Give frames that are shown at exact times where these are known, and evenly between them.

    `frames` and `seconds` are those of `rate_and_times`.
    """
    _check_increasing(frames, seconds)
    steps = _steps(seconds)
    places = [int(time * steps) for time in seconds]
    pts = np.rint(np.interp(np.arange(frames[-1]), frames, places)).astype(np.int64)
    return FrameTimes(pts, places[-1], Fraction(1, steps), rate)


def _check_increasing(frames: Sequence[int], seconds: Sequence[Fraction]) -> None:
    if seconds[-1] > LONGEST_SECONDS or frames[-1] > LONGEST_SECONDS * MOST_RATE:
        raise ValueError(f"the video would last longer than {LONGEST_SECONDS // 3600} hours")
    for (frame, time), (next_frame, next_time) in pairwise(zip(frames, seconds, strict=True)):
        if next_frame <= frame or next_time <= time:
            raise ValueError(f"the shot that stops at {float(next_time):g} s has no length")


def _steps(seconds: Sequence[Fraction]) -> int:
    """Give how many steps a second hold all times exactly."""
    return math.lcm(*(time.denominator for time in seconds))
