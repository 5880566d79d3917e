"""Annotations of the data set SHOT: transitions of many videos in one file.

github.com/wentaozhu/AutoShot, ``kuaishou_v2.txt``: a line with the name of a video and its last
frame, then the last frame of the old and the first of the new shot of each transition.
"""

from __future__ import annotations

import re

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition, TransitionKind
from cutstat.errors import quoted
from cutstat.formats.clock import parse_count
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing, on_line

_VIDEO = re.compile(r"(\S+\.\w{2,4})\s+(\d+)")


def is_autoshot(listing: Listing) -> bool:
    """Whether the first line names a video and the next one is a pair of frames."""
    lines = listing.data_lines
    return (
        len(lines) > 1
        and _VIDEO.fullmatch(lines[0][1]) is not None
        and re.fullmatch(r"\d+,\d+,?", lines[1][1]) is not None
    )


def read_autoshot(listing: Listing, said: Said) -> tuple[ShotList, ...]:
    """Read the transitions of each video; frames are 0-based.

    Raises
    ------
    ValueError
        If a line is neither a video nor a pair of frames in order.
    """
    found: list[tuple[str, int, list[Transition]]] = []
    for number, line in listing.data_lines:
        if video := _VIDEO.fullmatch(line):
            found.append((video[1], parse_count(video[2]) + 1, []))
            continue
        pair = re.fullmatch(r"(\d+),(\d+),?", line)
        if pair is None or not found:
            raise ValueError(f"line {number}: {quoted(line)} is no pair of frames")
        with on_line(number):
            last, first = parse_count(pair[1]), parse_count(pair[2])
            if last >= first:
                raise ValueError(f"a transition cannot go from frame {last} to frame {first}")
        is_cut = first == last + 1
        kind: TransitionKind = "cut" if is_cut else "dissolve"
        found[-1][2].append(Transition(first if is_cut else last + 1, first, kind))
    return tuple(ShotList(name, tuple(sorted(pairs)), count) for name, count, pairs in found)


FORMAT = Format(
    key="autoshot",
    title="annotations of AutoShot",
    rank=20,
    recognise=is_autoshot,
    read=read_autoshot,
)
