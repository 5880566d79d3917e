"""Edit decision lists in the format CMX 3600: one event an edit, placed by timecodes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition, TransitionKind
from cutstat.formats.clock import parse_rate

_EVENT = re.compile(
    r"^\d+\s+\S+\s+(?P<track>\S+)\s+(?P<edit>C|D|W\d*|K\w*)\s+(?P<length>\d+)?\s*"
    r"(?P<codes>(?:\d{1,2}:\d\d:\d\d[:;.]\d\d\s*){4})"
)
_RATE = re.compile(
    r"\s*(?:\*\s*)?FRAME[ _]?RATE\s*[:=]?\s*(?P<after>[\d./]+)"
    r"|(?:TITLE|FCM):.*?(?P<before>[\d./]+)\s*FPS\b",
    re.IGNORECASE,
)
_VIDEO = re.compile(r"V1?|B|A+\d*/V")
DROP_RATES = (Fraction(30000, 1001), Fraction(60000, 1001))
"""Rates at which some numbers are dropped, so that timecodes keep to the clock."""

_CODE = re.compile(r"(\d{1,2}):(\d\d):(\d\d)([:;.])(\d\d)")
KINDS: dict[str, TransitionKind] = {"C": "cut", "D": "dissolve", "W": "wipe", "K": "wipe"}


def is_edl(lines: Sequence[str]) -> bool:
    """Whether lines hold an event."""
    return any(_EVENT.match(line) for line in lines)


def said_rate(lines: Sequence[str]) -> Fraction | None:
    """Give the frames a second that a title or a comment says, or that drop-frame codes mean."""
    for line in lines:
        match = _RATE.match(line)
        if match is not None:
            with suppress(ValueError):
                return parse_rate(match["after"] or match["before"])
    is_drop = any(re.match(r"FCM:\s*DROP", line, re.IGNORECASE) for line in lines)
    return DROP_RATES[0] if is_drop else None


def read_edl(lines: Sequence[str], *, video: str, rate: Fraction) -> ShotList:
    """Read the video events; frames count from the first record time.

    Events without length, which name the outgoing clip of a dissolve, and those of sound alone are
    passed over. Timecodes count whole frames: 24 a second at 24000/1001, and drop-frame codes (with
    a semicolon, or after ``FCM: DROP FRAME``) leave out the numbers that they leave out. Where
    nothing is recorded between two events, the first lasts until the second.

    Raises
    ------
    ValueError
        If there is no event, a timecode has no meaning, or events overlap.
    """
    drop = False
    events: list[tuple[int, int, Transition]] = []
    for number, line in enumerate(lines, 1):
        if line.upper().startswith("FCM:"):
            drop = "NON" not in line.upper()
        match = _EVENT.match(line)
        if match is None or not _VIDEO.fullmatch(match["track"]):
            continue
        start, stop = (
            _frames(code, rate=rate, drop=drop, line=number)
            for code in _CODE.findall(match["codes"])[2:]
        )
        if start == stop:
            continue
        if start > stop:
            raise ValueError(f"line {number}: the event stops before it starts")
        kind = KINDS[match["edit"][0]]
        length = int(match["length"] or 0)
        events.append((start, stop, Transition(start, start + length, kind if length else "cut")))
    if not events:
        raise ValueError("there is no event of the video track")
    events.sort(key=lambda event: event[:2])
    for (_, stop, _), (start, _, _) in pairwise(events):
        if start < stop:
            raise ValueError(f"two events overlap, from frame {start - events[0][0]}")
    first = events[0][0]
    return ShotList(
        video=video,
        transitions=tuple(
            Transition(found.start - first, found.stop - first, found.kind)
            for _, _, found in events[1:]
        ),
        n_frames=max(stop for _, stop, _ in events) - first,
        rate=rate,
    )


def _frames(code: tuple[str, ...], *, rate: Fraction, drop: bool, line: int) -> int:
    """Turn a timecode into a number of frames."""
    hours, minutes, seconds, frames = (int(code[k]) for k in (0, 1, 2, 4))
    nominal = round(rate)
    shown = f"{':'.join(code[:3])}{code[3]}{code[4]}"
    if frames >= nominal or seconds > 59 or minutes > 59:
        raise ValueError(
            f"line {line}: timecode {shown} does not exist at {nominal} frames a second; "
            "another rate may be meant"
        )
    total = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames
    if drop or code[3] == ";":
        if rate not in DROP_RATES:
            raise ValueError(
                f"line {line}: drop-frame timecodes have 30000/1001 or 60000/1001 frames a second, "
                f"not {rate}"
            )
        if minutes % 10 and seconds == 0 and frames < nominal // 15:
            raise ValueError(f"line {line}: timecode {shown} is one that drop frame leaves out")
        all_minutes = hours * 60 + minutes
        total -= nominal // 15 * (all_minutes - all_minutes // 10)
    return total
