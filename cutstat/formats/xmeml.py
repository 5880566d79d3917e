"""Timelines of Final Cut Pro 7 (XMEML), which Premiere and DaVinci Resolve write, too.

Its elements are those of Apple's "Final Cut Pro XML Interchange Format", version 1 to 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from xml.etree import ElementTree as ET

from cutstat.core.shot_list import ShotList
from cutstat.formats.clock import parse_count
from cutstat.formats.format import Format, Said
from cutstat.formats.listing import Listing
from cutstat.formats.markup import has_root, parse_xml
from cutstat.formats.timelines import Blend, Clip, shots_of_timeline


def is_xmeml(listing: Listing) -> bool:
    """Whether it is such a document."""
    return has_root(listing, "xmeml")


def read_xmeml(listing: Listing, said: Said) -> Iterator[ShotList]:
    """Read the first video track with clips of each sequence.

    A clip that begins or ends within a transition has -1 there, and the transition its place.

    Raises
    ------
    ValueError
        If there is no sequence, or its rate or the place of a clip is not said.
    """
    found = list(_sequences(parse_xml(listing)))
    if not found:
        raise ValueError("there is no sequence")
    for sequence in found:
        video = listing.video if len(found) == 1 else sequence.findtext("name") or listing.video
        tracks = [track for track in sequence.iterfind("media/video/track") if list(_items(track))]
        notes = ["clips of further video tracks not counted"] if len(tracks) > 1 else []
        if not tracks:
            raise ValueError("there is no clip in a video track")
        rate = said.rate or _rate(sequence)
        clips, blends = _read_track(tracks[0], rate)
        yield shots_of_timeline(clips, blends, rate=rate, video=video, notes=notes)


def _sequences(element: ET.Element) -> Iterator[ET.Element]:
    """Give the sequences of a document, but not those that stand for a clip of another."""
    pending = list(element)
    while pending:
        child = pending.pop(0)
        if child.tag == "sequence":
            yield child
        elif child.tag not in ("clip", "clipitem"):
            pending = [*child, *pending]


def _items(track: ET.Element) -> Iterator[ET.Element]:
    for item in track:
        if item.tag == "clipitem" and (item.findtext("enabled") or "TRUE").upper() != "FALSE":
            yield item


def _rate(sequence: ET.Element) -> Fraction:
    base = sequence.findtext("rate/timebase")
    if base is None:
        raise ValueError("the sequence does not say how many frames there are a second")
    is_ntsc = (sequence.findtext("rate/ntsc") or "").strip().upper() == "TRUE"
    return parse_count(base) * (Fraction(1000, 1001) if is_ntsc else Fraction(1))


def _read_track(track: ET.Element, rate: Fraction) -> tuple[list[Clip], list[Blend]]:
    blends = [
        Blend(_place(one, "start") / rate, _place(one, "end") / rate)
        for one in track.iterfind("transitionitem")
    ]
    clips: list[Clip] = []
    middle: Fraction | None = None
    following = iter(blends)
    enabled = set(_items(track))
    for item in track:
        if item.tag == "transitionitem":
            blend = next(following)
            middle = (blend.start + blend.stop) / 2
            if clips and clips[-1].stop < 0:
                clips[-1] = Clip(clips[-1].start, middle)
        elif item in enabled:
            start, stop = (_place(item, key) for key in ("start", "end"))
            if start < 0 and middle is None:
                raise ValueError("a clip does not say where it begins")
            clips.append(
                Clip(
                    middle if start < 0 and middle is not None else start / rate,
                    Fraction(-1) if stop < 0 else stop / rate,
                )
            )
            middle = None
    if any(clip.stop < 0 for clip in clips):
        raise ValueError("a clip does not say where it ends")
    return clips, blends


def _place(item: ET.Element, key: str) -> Fraction:
    """Give a place in frames; -1 where a transition says it."""
    text = (item.findtext(key) or "").strip()
    return Fraction(-1 if text == "-1" else parse_count(text))


FORMAT = Format(key="xmeml", title="Final Cut Pro 7", rank=20, recognise=is_xmeml, read=read_xmeml)
