"""Numbers, frame rates and times as lists write them, made exact."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal, get_args

import numpy as np

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.core.timing import FrameTimes, parse_clock
from cutstat.errors import quoted

Unit = Literal["seconds", "tenths", "milliseconds"]
UNITS: tuple[Unit, ...] = get_args(Unit)
STEPS: dict[Unit, int] = {"seconds": 1, "tenths": 10, "milliseconds": 1000}
"""How many of a unit make a second."""

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

LEAST_RATE = 10
"""Steps a second into which times are put, at least. Where they are written more finely than at
most (`MOST_RATE`), the steps at cuts still have their exact times."""

FINEST = 10**9
"""Steps a second on which times are rounded: no video is timed more finely."""

DROP_RATES = (Fraction(30000, 1001), Fraction(60000, 1001))
"""Rates at which some numbers of timecodes are dropped, so that they keep to the clock."""

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
    match = re.fullmatch(r"([0-9]{1,9}(?:[.,][0-9]{1,20})?)(?:/([0-9]{1,9}))?", text.strip())
    if match is None or not int(match[2] or 1):
        raise ValueError(f"{quoted(text)} is no frame rate; write 25 or 24000/1001")
    rate = Fraction(match[1].replace(",", ".")) / int(match[2] or 1)
    if not 1 <= rate <= MOST_RATE:
        raise ValueError(f"{text.strip()} frames a second are none that a video has")
    rounded = Fraction(math.ceil(rate) * 1000, 1001)
    is_rounded = rate.denominator > 1 and not match[2] and abs(rate - rounded) < Fraction(1, 100)
    return rounded if is_rounded else rate


def parse_count(value: object) -> int:
    """Read a number of frames, from text or JSON; spreadsheets may have added zeros to it.

    Three of them would be those of a thousand.

    Raises
    ------
    ValueError
        If it is no whole number, or too large for a video.
    """
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,12}(?:[.,](?:0{1,2}|0{4,9}))?", text):
        raise ValueError(f"{quoted(value)} is no number of frames")
    return int(re.split("[.,]", text)[0])


_DATE = (
    r"[0-9]{1,4}[-/.][0-9A-Za-z]{1,9}[-/.]|[0-9]{1,4}[-./ ]{1,2}[^\W\d_]{3}|[^\W\d_]{3}[-./ ]+[0-9]"
)
"""How spreadsheets write what they take for a date: 30.11.2026, 5-Aug, 05. Aug, Aug 58."""


def parse_time(text: str) -> Fraction:
    """Read seconds, or hours, minutes and seconds; decimals stand behind a point or a comma.

    More than nine decimals are rounded to nanoseconds.

    Raises
    ------
    ValueError
        If the text is neither.
    """
    written = text.strip()
    number = written.removesuffix("s").rstrip()
    if re.fullmatch(r"[0-9]{1,12}(?:[.,][0-9]{1,30})?(?:[eE]-[0-9]{1,2})?", number):
        exact = Fraction(number.replace(",", "."))
        return exact if exact.denominator <= FINEST else Fraction(round(exact * FINEST), FINEST)
    if half := re.fullmatch(r"(0?[1-9]|1[0-2])(:[0-9:.,]+) ?([AaPp])[Mm]", written):
        hours = int(half[1]) % 12 + (12 if half[3] in "Pp" else 0)
        return parse_clock(f"{hours}{half[2]}")  # as a spreadsheet shows a time
    if re.fullmatch(r"[0-9]{1,12}(?:[.,][0-9]*)?[eE]\+?[0-9]{1,3}", number):
        raise ValueError(f"{quoted(text)} was shortened by a spreadsheet; save all its digits")
    if re.match(_DATE, written):
        raise ValueError(
            f"{quoted(text)} is a date, which a spreadsheet made of a time; keep times as text"
        )
    try:
        return parse_clock(number)
    except ValueError:
        raise ValueError(
            f"{quoted(text)} is no time; write seconds (12.4) or a clock (00:01:02.500)"
        ) from None


_TIMECODE = re.compile(r"([0-9]{1,2}):([0-9]{2}):([0-9]{2})([:;.,])([0-9]{2,3})")


def parse_timecode(text: str, *, rate: Fraction, is_drop: bool = False) -> int:
    """Turn a timecode, ``HH:MM:SS:FF``, into a number of frames.

    Timecodes count whole frames: 24 a second at 24000/1001. Drop-frame codes (with a semicolon, or
    as `is_drop` says) leave out the first two numbers of a minute, four at 60, unless it is one of
    the tens (SMPTE 12M).

    Raises
    ------
    ValueError
        If it is none, or does not exist at this rate.
    """
    code = _TIMECODE.fullmatch(text)
    if code is None:
        raise ValueError(f"{quoted(text)} is no timecode; it is written like 01:00:02:12")
    hours, minutes, seconds, frames = (int(code[k]) for k in (1, 2, 3, 5))
    nominal = round(rate)
    if frames >= nominal or seconds > 59 or minutes > 59:
        raise ValueError(
            f"timecode {text} does not exist at {nominal} frames a second; "
            "another rate may be meant"
        )
    total = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames
    if is_drop or code[4] == ";":
        if rate not in DROP_RATES:
            raise ValueError(
                f"drop-frame timecodes have 30000/1001 or 60000/1001 frames a second, not {rate}"
            )
        if minutes % 10 and seconds == 0 and frames < nominal // 15:
            raise ValueError(f"timecode {text} is one that drop frame leaves out")
        all_minutes = hours * 60 + minutes
        total -= nominal // 15 * (all_minutes - all_minutes // 10)
    return total


def shots_by_stops(
    stops: Sequence[Fraction],
    *,
    rate: Fraction | None,
    video: str,
    is_open: bool = False,
    has_end: bool = True,
    notes: Sequence[str] = (),
) -> ShotList:
    """Put shots that stop at these times on frames, or on a clock fine enough for all of them.

    Parameters
    ----------
    stops : sequence of Fraction
        In seconds, increasing.
    rate : Fraction or None
        Frames a second: each time is put on the nearest frame. Without it, frames are steps of a
        clock.
    video : str
        Name of the video.
    is_open : bool
        Whether the last of them may be a cut as well as the end.
    has_end : bool
        Whether the last of them is the end; else all are cuts, and where the video ends is not
        known.
    notes : sequence of str
        What was put right.

    Raises
    ------
    ValueError
        If they do not increase, or there is none.
    """
    if not stops:
        raise ValueError("there is no time")
    is_timed = rate is None
    rate = rate or Fraction(max(LEAST_RATE, *(10 ** _decimals(time) for time in stops)))
    frames = [round(time * rate) for time in stops]
    for before, after in zip([0, *frames], frames, strict=False):
        if after <= before:
            raise ValueError(f"times must increase, and {float(after / rate):g} s does not")
    cuts = tuple(Transition(frame, frame) for frame in (frames[:-1] if has_end else frames))
    is_even = all(frame == time * rate for frame, time in zip(frames, stops, strict=True))
    exact = is_timed and has_end and not is_even
    times = times_through([0, *frames], [Fraction(0), *stops], rate=rate) if exact else None
    return ShotList(
        *(video, cuts, frames[-1] if has_end else None, rate),
        times=times,
        is_timed=is_timed,
        is_open=is_open,
        notes=tuple(notes),
    )


def _decimals(time: Fraction) -> int:
    """Count the decimals of a time, as far as a clock of `MOST_RATE` steps has them."""
    places = range(len(str(MOST_RATE)) - 1)
    return next((k for k in places if (time * 10**k).denominator == 1), len(places))


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
    # Programs cut off decimals as well as round them.
    even = all(abs(k / rate - s) <= resolution for k, s in zip(frames, seconds, strict=True))
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
