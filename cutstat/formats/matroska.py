"""Chapters as Matroska XML, which mkvmerge and mkvpropedit read and write.

The elements are those of the Matroska specification: matroska.org/technical/chapters.html.
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2b
from pathlib import Path
from xml.etree import ElementTree as ET

from cutstat.core.timing import parse_clock
from cutstat.formats.chapters import NANOSECONDS, Entry, chapter_spans
from cutstat.formats.format import Format
from cutstat.formats.listing import Listing
from cutstat.formats.markup import has_root, parse_xml
from cutstat.measure.episode import EpisodeMeasures


def is_matroska_xml(listing: Listing) -> bool:
    """Whether it is an XML document of chapters, or of what else mkvextract writes."""
    return has_root(listing, "Chapters", "Tags")


def read_matroska_xml(listing: Listing) -> list[Entry]:
    """Read Matroska chapters: of several editions the default one, else the first.

    Its top level alone counts, without chapters that are hidden, switched off or in another file.
    """
    root = parse_xml(listing)
    if root.tag != "Chapters":
        raise ValueError(f"the document is of <{root.tag[:40]}>, expected <Chapters>")
    editions = [one for one in root.iterfind("EditionEntry") if not _flag(one, "EditionFlagHidden")]
    if not editions:
        return []
    default = (one for one in editions if _flag(one, "EditionFlagDefault"))
    edition = next(default, editions[0])
    entries = [
        Entry(
            (atom.findtext("ChapterDisplay/ChapterString") or "").strip(),
            _time(atom.findtext("ChapterTimeStart")),
            _time(stop) if (stop := (atom.findtext("ChapterTimeEnd") or "").strip()) else None,
        )
        for atom in edition.iterfind("ChapterAtom")
        if not _flag(atom, "ChapterFlagHidden")
        and _flag(atom, "ChapterFlagEnabled", default=True)
        and atom.find("ChapterSegmentUID") is None  # its pictures are in another file
    ]
    if _flag(edition, "EditionFlagOrdered"):  # these play in the order of the list
        entries.sort(key=lambda entry: entry.start)
    return entries


def _time(text: str | None) -> Fraction:
    return parse_clock((text or "").strip())


def _flag(element: ET.Element, tag: str, *, default: bool = False) -> bool:
    text = (element.findtext(tag) or "").strip()
    return text != "0" if text else default


def to_matroska_xml(episode: EpisodeMeasures, path: Path) -> str:
    """Write segments as Matroska chapters, as mkvmerge and mkvpropedit read them.

    Times count from the first frame, as everywhere in cutstat, and are rounded to nanoseconds.

    Parameters
    ----------
    segments : sequence of Segment
        Cover the episode without gap or overlap.
    times : FrameTimes
        Exact times of its frames.
    part_starts : collection of int
        Frames within the body at which another part of it begins.

    Returns
    -------
    str
        An XML document. The same segments give the same text: identities are hashes.
    """
    root = ET.Element("Chapters")
    edition = ET.SubElement(root, "EditionEntry")
    _add(edition, "EditionFlagHidden", "0")
    _add(edition, "EditionFlagDefault", "1")
    spans = list(chapter_spans(episode))
    _add(edition, "EditionUID", _identity("edition", *spans))
    for number, (title, start, stop) in enumerate(spans, 1):
        atom = ET.SubElement(edition, "ChapterAtom")
        _add(atom, "ChapterUID", _identity("chapter", number, title, start, stop))
        _add(atom, "ChapterTimeStart", _clock(start))
        _add(atom, "ChapterTimeEnd", _clock(stop))
        _add(atom, "ChapterFlagHidden", "0")
        _add(atom, "ChapterFlagEnabled", "1")
        display = ET.SubElement(atom, "ChapterDisplay")
        _add(display, "ChapterString", title)
        _add(display, "ChapterLanguage", "eng")
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _clock(nanoseconds: int) -> str:
    seconds, rest = divmod(nanoseconds, NANOSECONDS)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:09d}"


def _identity(*content: object) -> str:
    """Give a number that is unique to its content and, as Matroska wants, never 0."""
    digest = blake2b(repr(content).encode(), digest_size=8).digest()
    return str(int.from_bytes(digest, "big") or 1)


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


FORMAT = Format(
    key="chapters-xml",
    title="chapters as Matroska XML for mkvmerge and players",
    rank=20,
    recognise=is_matroska_xml,
    read_chapters=read_matroska_xml,
    write=to_matroska_xml,
    suffix=".chapters.xml",
    plural="chapter files",
    is_beside_video=True,
)
