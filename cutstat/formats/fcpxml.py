"""Timelines of Final Cut Pro X: FCPXML, which DaVinci Resolve and Premiere write, too.

Elements and times are those of developer.apple.com/documentation/professional-video-applications/
fcpxml-reference: a spine holds clips, gaps and transitions, whose times are rationals in seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from xml.etree import ElementTree as ET

from cutstat.core.shot_list import ShotList
from cutstat.core.words import count_of
from cutstat.errors import quoted
from cutstat.formats.clock import parse_rate
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing
from cutstat.formats.markup import has_root, parse_xml
from cutstat.formats.timelines import Blend, Clip, shots_of_timeline

CLIPS = {"asset-clip", "clip", "video", "ref-clip", "sync-clip", "mc-clip", "title", "audition"}
"""Elements of a spine that show pictures."""


def is_fcpxml(listing: Listing) -> bool:
    """Whether it is such a document."""
    return has_root(listing, "fcpxml")


def read_fcpxml(listing: Listing, said: Said) -> Iterator[ShotList]:
    """Read the primary storyline of each sequence; connected clips are passed over, with a note.

    Raises
    ------
    ValueError
        If there is no sequence, a time is no rational, or nothing says the rate.
    """
    root = parse_xml(listing)
    formats = {one.get("id"): one.get("frameDuration") for one in root.iter("format")}
    named = [(one.get("name"), one.find("sequence")) for one in root.iter("project")]
    found = [(name, one) for name, one in named if one is not None]
    found = found or [(None, one) for one in root.iter("sequence")]
    if not found:
        raise ValueError("there is no sequence")
    for name, sequence in found:
        duration = formats.get(sequence.get("format"))
        rate = said.rate or (parse_rate(str(1 / _seconds(duration))) if duration else None)
        if rate is None:
            raise ValueError("its format does not say how many frames there are a second")
        video = listing.video if len(found) == 1 else str(name)
        yield _read_spine(sequence, rate=rate, video=video)


def _read_spine(sequence: ET.Element, *, rate: Fraction, video: str) -> ShotList:
    spine = sequence.find("spine")
    place = start = _seconds(sequence.get("tcStart", "0s"))
    clips: list[Clip] = []
    blends: list[Blend] = []
    connected = 0
    for child in () if spine is None else spine:
        if "duration" not in child.attrib and child.tag not in {*CLIPS, "gap", "transition"}:
            continue
        offset = _seconds(child.get("offset", f"{place}s"))
        stop = offset + _seconds(child.get("duration", ""))
        if child.tag == "transition":
            blends.append(Blend(offset - start, stop - start))
            continue
        if child.tag in CLIPS:
            clips.append(Clip(offset - start, stop - start))
        connected += any(one.get("lane") and one.tag in CLIPS for one in child)
        place = stop
    notes = [f"connected clips over {count_of(connected, 'clip')}, not counted"]
    return shots_of_timeline(
        clips, blends, rate=rate, video=video, notes=notes if connected else ()
    )


def _seconds(text: str) -> Fraction:
    match = re.fullmatch(r"([0-9]{1,18}(?:\.[0-9]{1,9})?)(?:/([0-9]{1,18}))?s?", text.strip())
    if match is None or not int(match[2] or 1):
        raise ValueError(f"{quoted(text)} is no time; it is written like 1001/24000s")
    return Fraction(match[1]) / int(match[2] or 1)


FORMAT = Format(
    key="fcpxml", title="Final Cut Pro X", rank=20, recognise=is_fcpxml, read=read_fcpxml
)
