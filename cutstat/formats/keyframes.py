"""Key frames of encoders: of Aegisub, SCXvid and XviD, x264 and x265, WWXD and qpfiles.

Their first lines are those that Aegisub knows (``libaegisub/common/keyframe.cpp``). The statistics
of an encoder have a line for every frame; the other lists have one for every key frame.
"""

from __future__ import annotations

import re
from fractions import Fraction

from cutstat.core.shot_list import ShotList
from cutstat.errors import quoted
from cutstat.formats.clock import parse_count, parse_rate
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, on_line
from cutstat.formats.spans import cuts_at

_XVID = re.compile(r"# (?:XviD 2pass stat file|\S+ 2-pass log file, using xvid codec)")
_QP = re.compile(r"(\d+)(?:\s+([IKiPBb])(?:\s+-?\d+(?:\.\d+)?)?)?")
_X264 = re.compile(r"in:\s*(\d+)\s+out:\s*\d+\s+type:\s*(\w)\b.*")
NOTE = "these are key frames, which encoders set without a cut, too"


def is_key_frames(listing: Listing) -> bool:
    """Whether the first line is that of such a list, or all lines are of a qpfile."""
    first = listing.lines[0].strip()
    if re.match(r"# keyframe format v1|# WWXD log file|#options:", first) or _XVID.match(first):
        return True
    return listing.is_mostly(r"\d+\s+[IKiPBb](\s+-?\d+(\.\d+)?)?")


def read_key_frames(listing: Listing, said: Said) -> tuple[ShotList]:
    """Read key frames as cuts; frame 0 is none.

    Raises
    ------
    ValueError
        If a line is none of the format.
    """
    first = listing.lines[0].strip()
    numbered = [
        (number, line.strip())
        for number, line in enumerate(listing.lines, 1)
        if line.strip() and not line.startswith("#")
    ]
    rate: Fraction | None = None
    count: int | None = None
    frames: list[int] = []
    if _XVID.match(first):
        for index, (number, line) in enumerate(numbered):
            if line[0] not in "ipbs" or line[1:2].strip():
                raise ValueError(f"line {number}: {quoted(line)} is no frame; expected i, p or b")
            frames += [index] if line[0] == "i" else []
        count = len(numbered)
    elif first.startswith("#options:"):
        for number, line in numbered:
            match = _X264.fullmatch(line)
            if match is None:
                raise ValueError(f"line {number}: {quoted(line)} is no frame")
            frames += [parse_count(match[1])] if match[2] in "Ii" else []
        count = len(numbered)
        if found := re.search(r"\bfps=(\d+/\d+)", first):
            rate = parse_rate(found[1])
    else:
        for number, line in numbered:
            if said_rate := re.fullmatch(r"fps\s+([\d./]+)", line):
                with on_line(number):
                    rate = parse_rate(said_rate[1]) if float(said_rate[1]) else None
                continue
            match = _QP.fullmatch(line)
            if match is None:
                raise ValueError(f"line {number}: {quoted(line)} is no key frame")
            frames += [parse_count(match[1])] if match[2] is None or match[2] in "IKi" else []
    return (ShotList(listing.video, cuts_at(frames), count, rate, notes=(NOTE,)),)


FORMAT = Format(
    key="keyframes",
    title="key frames of Aegisub, XviD, x264 or a qpfile",
    rank=25,
    recognise=is_key_frames,
    read=read_key_frames,
)
