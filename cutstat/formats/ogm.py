"""Chapters in the simple form of the OGM tools, which mkvmerge reads too.

mkvtoolnix.download/doc/mkvmerge.html#mkvmerge.chapters.simple describes it.
"""

from __future__ import annotations

import re
from fractions import Fraction

from cutstat.core.timing import parse_clock
from cutstat.errors import quoted
from cutstat.formats.chapters import Entry
from cutstat.formats.format import Format
from cutstat.formats.listing import Listing, on_line

_LINE = re.compile(r"(?i)\s*CHAPTER(\d{1,6})(NAME)?\s*=(.*)")


def is_ogm(listing: Listing) -> bool:
    """Whether the first line is one of a chapter."""
    return _LINE.match(listing.text) is not None


def read_ogm(listing: Listing) -> list[Entry]:
    """Read lines ``CHAPTER01=00:00:00.000`` and ``CHAPTER01NAME=Opening``, in any order."""
    starts: dict[int, Fraction] = {}
    names: dict[int, str] = {}
    for number, line in enumerate(listing.lines, 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(
                f"line {number} is {quoted(line)}, expected CHAPTERnn= or CHAPTERnnNAME="
            )
        known = names if match[2] else starts
        if int(match[1]) in known:
            raise ValueError(f"line {number} gives chapter {match[1]} once more")
        if match[2]:
            names[int(match[1])] = match[3].strip()
        else:
            with on_line(number):
                starts[int(match[1])] = parse_clock(match[3].strip())
    if nameless := sorted(names.keys() - starts.keys()):
        raise ValueError(f"chapter {nameless[0]} has a name, but no time")
    return [Entry(names.get(chapter, ""), start, None) for chapter, start in starts.items()]


FORMAT = Format(
    key="ogm",
    title="chapters as lines CHAPTER01=00:00:00.000",
    rank=20,
    recognise=is_ogm,
    read_chapters=read_ogm,
)
