"""Segments as chapters, for players and muxers, and chapters read back from such files."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import blake2b
from itertools import chain, count, pairwise
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET
from xml.parsers import expat

from cutstat.core.segments import Segment, SegmentKind
from cutstat.core.timing import FrameTimes
from cutstat.core.track import Chapter
from cutstat.errors import InputError

ChapterForm = Literal["chapters-xml", "ffmetadata"]
SUFFIXES: dict[ChapterForm, str] = {"chapters-xml": ".chapters.xml", "ffmetadata": ".ffmetadata"}

TITLES: dict[SegmentKind, str] = {
    "opening": "Opening",
    "ending": "Ending",
    "preview": "Preview",
    "eyecatch": "Eyecatch",
    "recap": "Recap",
    "card": "Card",
}
"""Names that players know, and that `cutstat.segment.chapters` reads as the same kinds."""

NANOSECONDS = 1_000_000_000
"""Units in a second, in both formats. The frames of no rate are so close that two could meet."""

LARGEST_FILE = 8_000_000
"""Bytes above which a file is none of chapters: thousands of them take less than a megabyte."""

_CLOCK = re.compile(r"\s*(\d{1,4})\s*:\s*([0-5]?\d)\s*:\s*([0-5]?\d)(?:\s*[.,]\s*(\d{1,9}))?\s*")
_OGM = re.compile(r"(?i)\s*CHAPTER(\d{1,6})(NAME)?\s*=(.*)")


def to_matroska_xml(
    segments: Sequence[Segment], *, times: FrameTimes, part_starts: Collection[int] = ()
) -> str:
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
    spans = list(_spans(_split(segments, part_starts), times=times))
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


def to_ffmetadata(
    segments: Sequence[Segment], *, times: FrameTimes, part_starts: Collection[int] = ()
) -> str:
    """Write segments as chapters in the metadata format of FFmpeg; times as in the other format."""
    parts = [";FFMETADATA1\n"]
    for title, start, stop in _spans(_split(segments, part_starts), times=times):
        parts.append(
            f"[CHAPTER]\nTIMEBASE=1/{NANOSECONDS}\nSTART={start}\nEND={stop}\n"
            f"title={_escaped(title)}\n"
        )
    return "".join(parts)


def chapter_titles(segments: Sequence[Segment]) -> list[str]:
    """Name every segment: parts of the body by letters, and what stands before the opening.

    A body before the opening is named as part if more of the body stands there than after it:
    some episodes show their opening at the end. A body without any other segment is the episode.
    """
    if [segment.kind for segment in segments] == ["body"]:
        return ["Episode"]
    first = next((s.start for s in segments if s.kind == "opening"), 0)
    bodies = [segment for segment in segments if segment.kind == "body"]
    before = sum(body.stop - body.start for body in bodies if body.start < first)
    has_avant = 2 * before < sum(body.stop - body.start for body in bodies)
    number = count(1)
    titles = []
    for segment in segments:
        if segment.kind != "body":
            titles.append(TITLES[segment.kind])
        elif has_avant and segment.start < first:
            titles.append("Avant")
        else:
            titles.append(_part(next(number)))
    return titles


def file_name(video: Path, *, form: ChapterForm, taken: Collection[str] = ()) -> str:
    """Name a file of chapters after its video.

    Two videos in different folders may be called alike; one whose name is in `taken`, which are
    names in lower case, gets a number behind it.
    """
    stem, suffix = video.stem, SUFFIXES[form]
    numbered = (f"{stem} ({number}){suffix}" for number in count(2))
    names = chain([f"{stem}{suffix}"], numbered)
    return next(name for name in names if name.casefold() not in taken)


def _split(segments: Sequence[Segment], part_starts: Collection[int]) -> list[Segment]:
    """Split the body where another part of it begins."""
    pieces = []
    for segment in segments:
        inner = {frame for frame in part_starts if segment.start < frame < segment.stop}
        edges = [segment.start, *sorted(inner if segment.kind == "body" else ()), segment.stop]
        pieces += [replace(segment, start=start, stop=stop) for start, stop in pairwise(edges)]
    return pieces


def _spans(segments: Sequence[Segment], *, times: FrameTimes) -> Iterator[tuple[str, int, int]]:
    """Give title, start and stop of each chapter, in nanoseconds after the first frame."""
    for title, segment in zip(chapter_titles(segments), segments, strict=True):
        start, stop = (
            round(times.time(frame) * NANOSECONDS) for frame in (segment.start, segment.stop)
        )
        yield title, start, stop


def _part(number: int) -> str:
    return f"Part {chr(ord('A') + number - 1) if number <= 8 else number}"


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


def _escaped(text: str) -> str:
    return re.sub(r"([=;#\\\n])", r"\\\1", text)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A chapter as it stands in a file."""

    title: str
    start: Fraction
    """In seconds."""

    stop: Fraction | None
    """In seconds; None if the file does not say it."""


def read_chapters(path: Path) -> tuple[Chapter, ...]:
    """Read a file of chapters: Matroska XML, FFmpeg metadata, or the simple form of OGM tools.

    The format is known by its content. Of Matroska XML the default edition is read, its top level
    alone, without chapters that are hidden, switched off or in another file.

    Returns
    -------
    tuple of Chapter
        In order of time. They may overlap or leave gaps, as the file has it. Where the file does
        not say when a chapter stops, it stops at the start of the next; the last then stops at
        infinity, for the file does not know how long the video is: clip it.

    Raises
    ------
    InputError
        If the file cannot be read, is in none of these formats, is damaged, holds no chapter, or
        if its times are out of order.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(data) > LARGEST_FILE:
        raise InputError(f"{path}: too large for a file of chapters; was a video meant?")
    try:
        chapters = _in_order(_read(data))
    except ValueError as error:
        raise InputError(f"{path}: cannot be read as chapters ({error})") from error
    if not chapters:
        raise InputError(f"{path}: holds no chapter that is shown; choose another file")
    return chapters


def _read(data: bytes) -> list[_Entry]:
    """Read the entries of a file in whichever format it is."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    begin = data[:400].decode("utf-16" if is_wide else "utf-8-sig", "replace").lstrip()
    if begin.startswith("<"):
        return _read_xml(data)
    if begin.startswith(";FFMETADATA") or _OGM.match(begin):
        try:
            text = data.decode("utf-16" if is_wide else "utf-8-sig")
        except UnicodeDecodeError:
            raise ValueError("the text is not UTF-8; save it as UTF-8") from None
        return _read_ogm(text) if _OGM.match(begin) else _read_ffmetadata(text)
    raise ValueError("expected Matroska XML, FFmpeg metadata or lines CHAPTER01=00:00:00.000")


def _read_xml(data: bytes) -> list[_Entry]:
    """Read Matroska chapters: of several editions the default one, else the first."""
    root = _parse(data)
    if root.tag != "Chapters":
        raise ValueError(f"the document is of <{root.tag[:40]}>, expected <Chapters>")
    editions = [one for one in root.iterfind("EditionEntry") if not _flag(one, "EditionFlagHidden")]
    if not editions:
        return []
    default = (one for one in editions if _flag(one, "EditionFlagDefault"))
    edition = next(default, editions[0])
    entries = [
        _Entry(
            (atom.findtext("ChapterDisplay/ChapterString") or "").strip(),
            _time(atom.findtext("ChapterTimeStart") or ""),
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


def _parse(data: bytes) -> ET.Element:
    """Parse XML that may be hostile: entities, which could grow without bounds, are refused."""

    def refuse(name: str, *_: object) -> None:
        raise ValueError(f"it has the entity {name[:40]!r}, which chapters need none of; remove it")

    builder = ET.TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(f"the XML is damaged: {error}") from error
    return builder.close()


def _flag(element: ET.Element, tag: str, *, default: bool = False) -> bool:
    text = (element.findtext(tag) or "").strip()
    return text != "0" if text else default


def _time(text: str) -> Fraction:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:40]!r} is no time; expected HH:MM:SS.nnnnnnnnn")
    hours, minutes, seconds = (int(match[group]) for group in (1, 2, 3))
    fraction = match[4] or "0"
    return Fraction(hours * 3600 + minutes * 60 + seconds) + Fraction(
        int(fraction), 10 ** len(fraction)
    )


def _read_ffmetadata(text: str) -> list[_Entry]:
    """Read the sections ``[CHAPTER]``; a backslash takes the next character as it is."""
    sections: list[dict[str, str]] = []
    current: dict[str, str] = {}
    for match in re.finditer(r"((?:\\.|[^\n])*)(?:\n|\Z)", text.replace("\r\n", "\n"), re.DOTALL):
        line = match[1]
        if line.startswith("["):
            current = {}
            if line.startswith("[CHAPTER]"):
                sections.append(current)
        elif pair := re.fullmatch(r"([^;#](?:\\.|[^\\=])*)=(.*)", line, re.DOTALL):
            key, value = (re.sub(r"(?s)\\(.)", r"\1", part) for part in pair.groups())
            current[key.upper()] = value
    return [_section_entry(section, number=number) for number, section in enumerate(sections, 1)]


def _section_entry(section: dict[str, str], *, number: int) -> _Entry:
    base = re.fullmatch(
        r"\s*([1-9]\d{0,9})\s*/\s*([1-9]\d{0,9})\s*", section.get("TIMEBASE", f"1/{NANOSECONDS}")
    )
    if base is None:
        raise ValueError(f"chapter {number} has the time base {section['TIMEBASE'][:40]!r}")
    edges: list[Fraction | None] = []
    for key in ("START", "END"):
        value = section.get(key, "").strip()
        if value and not re.fullmatch(r"-?\d{1,19}", value):
            raise ValueError(f"chapter {number} has {key}={value[:40]}, expected a whole number")
        edges.append(Fraction(int(value) * int(base[1]), int(base[2])) if value else None)
    if edges[0] is None:
        raise ValueError(f"chapter {number} has no START")
    return _Entry(section.get("TITLE", ""), edges[0], edges[1])


def _read_ogm(text: str) -> list[_Entry]:
    """Read lines ``CHAPTER01=00:00:00.000`` and ``CHAPTER01NAME=Opening``, in any order."""
    starts: dict[int, Fraction] = {}
    names: dict[int, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        match = _OGM.fullmatch(line)
        if match is None:
            raise ValueError(
                f"line {number} is {line[:40]!r}, expected CHAPTERnn= or CHAPTERnnNAME="
            )
        known = names if match[2] else starts
        if int(match[1]) in known:
            raise ValueError(f"line {number} gives chapter {match[1]} once more")
        if match[2]:
            names[int(match[1])] = match[3].strip()
        else:
            starts[int(match[1])] = _time(match[3])
    if nameless := sorted(names.keys() - starts.keys()):
        raise ValueError(f"chapter {nameless[0]} has a name, but no time")
    return [_Entry(names.get(chapter, ""), start, None) for chapter, start in starts.items()]


def _in_order(entries: Sequence[_Entry]) -> tuple[Chapter, ...]:
    """Say where each chapter stops, and raise ValueError where times run backward."""
    chapters = []
    previous = Fraction(0)
    for number, entry in enumerate(entries, 1):
        if entry.start < previous:
            before = f"chapter {number - 1}" if number > 1 else "0"
            raise ValueError(f"chapter {number} starts before {before}; put them in order of time")
        if entry.stop is not None and entry.stop < entry.start:
            raise ValueError(f"chapter {number} stops before it starts")
        following = float(entries[number].start) if number < len(entries) else math.inf
        stop = following if entry.stop is None else float(entry.stop)
        chapters.append(Chapter(float(entry.start), stop, entry.title))
        previous = entry.start
    return tuple(chapters)
