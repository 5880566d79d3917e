"""Chapters in the metadata format of FFmpeg: ffmpeg.org/ffmpeg-formats.html#Metadata."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from cutstat.errors import quoted
from cutstat.formats.chapters import NANOSECONDS, Entry, chapter_spans
from cutstat.formats.format import Format
from cutstat.formats.listing import Listing
from cutstat.measure.episode import EpisodeMeasures


def is_ffmetadata(listing: Listing) -> bool:
    """Whether it begins as FFmpeg wants it."""
    return listing.text.startswith(";FFMETADATA")


_EDGES = ("TIMEBASE", "START", "END")


def read_ffmetadata(listing: Listing) -> list[Entry]:
    """Read the sections ``[CHAPTER]``; a backslash takes the next character as it is."""
    sections: list[dict[str, str]] = []
    current: dict[str, str] = {}
    for match in re.finditer(
        r"((?:\\.|[^\n])*)(?:\n|\Z)", listing.text.replace("\r\n", "\n"), re.DOTALL
    ):
        line = match[1]
        if section := re.fullmatch(r"\[(CHAPTER|STREAM)\]\s*", line):
            current = {}
            if section[1] == "CHAPTER":
                sections.append(current)
        elif pair := re.fullmatch(r"([^;#[](?:\\.|[^\\=])*)=(.*)", line, re.DOTALL):
            key, value = (re.sub(r"(?s)\\(.)", r"\1", part) for part in pair.groups())
            if current.setdefault(key.upper(), value) != value and key.upper() in _EDGES:
                raise ValueError(f"{quoted(line)} says {key} a second time in one chapter")
        elif line.strip() and not line.startswith((";", "#")):
            raise ValueError(f"{quoted(line)} cannot be read")
    return [_section_entry(section, number=number) for number, section in enumerate(sections, 1)]


def _section_entry(section: dict[str, str], *, number: int) -> Entry:
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
    return Entry(section.get("TITLE", ""), edges[0], edges[1])


def to_ffmetadata(episode: EpisodeMeasures, path: Path) -> str:
    """Write segments as chapters in the metadata format of FFmpeg; times as in the other format."""
    parts = [";FFMETADATA1\n"]
    for title, start, stop in chapter_spans(episode):
        parts.append(
            f"[CHAPTER]\nTIMEBASE=1/{NANOSECONDS}\nSTART={start}\nEND={stop}\n"
            f"title={_escaped(title)}\n"
        )
    return "".join(parts)


def _escaped(text: str) -> str:
    return re.sub(r"([=;#\\\n])", r"\\\1", text)


FORMAT = Format(
    key="ffmetadata",
    title="chapters for FFmpeg",
    rank=20,
    recognise=is_ffmetadata,
    read_chapters=read_ffmetadata,
    write=to_ffmetadata,
    suffix=".ffmetadata",
    plural="chapter files",
    is_beside_video=True,
)
