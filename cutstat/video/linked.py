"""Chapters of Matroska files as they stand there: nested ones, and those of other files.

FFmpeg tells of the outer chapters alone, and not which file their pictures are in. With ordered
chapters an opening may be kept once for a whole season: then its times are those of the other file.

References
----------
.. [1] RFC 9559, Matroska Media Container Format Specification, 5.1.7 and 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:  # PyAV has the type in its stubs alone
    from av.container.core import Chapter as ContainerChapter

_SEGMENT, _INFO, _CHAPTERS = 0x18538067, 0x1549A966, 0x1043A770
_SEGMENT_UID, _EDITION, _ATOM = 0x73A4, 0x45B9, 0xB6
_START, _STOP, _OTHER_SEGMENT, _DISPLAY, _TITLE = 0x91, 0x92, 0x6E67, 0x80, 0x85
_HIDDEN = 0x98

LARGEST_CHAPTERS = 8 * 2**20
"""Bytes that the chapters of a file may take."""

_NANOSECOND = Fraction(1, 10**9)

DEEPEST = 8
"""Levels of chapters within chapters that are read."""


@dataclass(frozen=True, slots=True)
class MatroskaChapter:
    """A chapter that holds no other."""

    start: int
    """Start, in nanoseconds."""

    stop: int | None
    """End, in nanoseconds, if it says so."""

    title: str
    is_elsewhere: bool
    """Whether its pictures are in another file."""

    is_nested: bool
    """Whether it stands within another chapter."""


def matroska_chapters(path: Path) -> tuple[MatroskaChapter, ...]:
    """Read the chapters of the first edition; none if the file is no Matroska file or has none."""
    try:
        with path.open("rb") as file:
            return _read(file)
    except (OSError, EOFError, ValueError):
        return ()


def mend_chapters(
    listed: list[ContainerChapter], path: Path
) -> tuple[list[ContainerChapter], tuple[str, ...]]:
    """Give the chapters whose pictures are in a file, and say which are not.

    Parameters
    ----------
    listed : list of chapters
        What FFmpeg tells of them; it stays where no chapter is nested or of another file.
    path : Path
        The file.
    """
    found = matroska_chapters(path)
    if not any(one.is_elsewhere or one.is_nested for one in found):
        return listed, ()
    here = [one for one in found if not one.is_elsewhere]
    starts = sorted({one.start for one in here})
    chapters: list[ContainerChapter] = []
    for number, one in enumerate(here, 1):
        following = next((start for start in starts if start > one.start), one.start)
        chapters.append(
            {
                "id": number,
                "start": one.start,
                "end": following if one.stop is None else one.stop,
                "time_base": _NANOSECOND,
                "metadata": {"title": one.title},
            }
        )
    away = [repr(one.title[:40]) for one in found if one.is_elsewhere]
    note = f"the pictures of chapter {', '.join(away)} are in another file and not counted"
    return chapters, (note,) if away else ()


def _read(file: BinaryIO) -> tuple[MatroskaChapter, ...]:
    own, chapters = b"", b""
    size = file.seek(0, 2)
    file.seek(0)
    _skip(file, size)  # the header
    kind, _ = _head(file)
    if kind != _SEGMENT:
        return ()
    while file.tell() < size:
        kind, length = _head(file)
        if length is None:  # a stream as it was recorded: nothing can be found behind
            break
        if kind in (_INFO, _CHAPTERS) and length <= LARGEST_CHAPTERS:
            content = file.read(length)
            if kind == _CHAPTERS:
                chapters = content
            else:
                own = dict(_elements(content)).get(_SEGMENT_UID, b"")
        else:
            file.seek(length, 1)
    for kind, edition in _elements(chapters):
        if kind == _EDITION:
            return tuple(_atoms(edition, own, elsewhere=False, depth=0))
    return ()


def _atoms(content: bytes, own: bytes, *, elsewhere: bool, depth: int) -> Iterator[MatroskaChapter]:
    """Give the chapters in an edition or chapter that hold no others."""
    for kind, atom in _elements(content):
        if kind != _ATOM:
            continue
        parts = dict(reversed(list(_elements(atom))))
        other = parts.get(_OTHER_SEGMENT, b"")
        is_elsewhere = elsewhere or bool(other and other != own)
        if int.from_bytes(parts.get(_HIDDEN, b"")):
            continue
        if _ATOM in parts and depth < DEEPEST:
            yield from _atoms(atom, own, elsewhere=is_elsewhere, depth=depth + 1)
            continue
        title = dict(reversed(list(_elements(parts.get(_DISPLAY, b""))))).get(_TITLE, b"")
        stop = int.from_bytes(parts[_STOP]) if _STOP in parts else None
        yield MatroskaChapter(
            int.from_bytes(parts.get(_START, b"")),
            stop,
            title.rstrip(b"\0").decode("utf-8", "replace"),
            is_elsewhere,
            depth > 0,
        )


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the elements in a piece of EBML; what is broken ends it."""
    place = 0
    while place < len(content):
        kind, place = _number(content, place, keep=True)
        length, place = _number(content, place, keep=False)
        yield kind, content[place : place + length]
        place += length


def _number(content: bytes, place: int, *, keep: bool) -> tuple[int, int]:
    """Read a number of variable size: its value, with or without its mark, and where it ends."""
    first = content[place] if place < len(content) else 0
    width = 9 - first.bit_length()
    if width > 8 or place + width > len(content):
        raise EOFError
    value = int.from_bytes(content[place : place + width])
    return (value if keep else value & ~(1 << 7 * width)), place + width


def _head(file: BinaryIO) -> tuple[int, int | None]:
    """Read the head of an element: what it is, and its size unless that is unknown."""
    place = file.tell()
    content = file.read(12)
    kind, used = _number(content, 0, keep=True)
    length, stop = _number(content, used, keep=False)
    file.seek(place + stop)
    is_unknown = length == (1 << 7 * (stop - used)) - 1
    return kind, None if is_unknown else length


def _skip(file: BinaryIO, size: int) -> None:
    _, length = _head(file)
    if length is None or length > size:
        raise ValueError("no Matroska file")
    file.seek(length, 1)
