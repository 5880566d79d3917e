"""A list as text: one tolerant way to read files, strict about what would be lost."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from cutstat.errors import InputError

LARGEST_FILE = 200_000_000
"""Bytes above which a file is no list: the shots of 2,000 episodes take as much."""

HEAD = 65_536
"""Bytes by which a video is told from a text, before the rest of it is read."""

Value = TypeVar("Value")

_TAILS = re.compile(
    r"(?i)(?:[-.]scenes|\.shots|\.predictions|[._-]keyframes|"
    r"\.(?:mkv|mp4|m4v|avi|mov|webm|m?ts|mpe?g|wmv|flv))$"
)
"""What programs add to the name of a video for the name of its list."""

_JSON = re.compile(r'\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:[][{"\d-]|true|false|null))')


@contextmanager
def on_line(number: int) -> Iterator[None]:
    """Name the line, counted from 1, in every ValueError that is raised within."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"line {number}: {error}") from error


def each_line(lines: Iterable[tuple[int, str]], read: Callable[[str], Value]) -> list[Value]:
    """Read numbered lines one by one; an error names the line."""
    values = []
    for number, text in lines:
        with on_line(number):
            values.append(read(text))
    return values


@dataclass(frozen=True)
class Listing:
    """A file that was read, in the forms in which readers look at it."""

    path: Path
    data: bytes
    text: str
    is_guessed: bool = False
    """Whether the encoding is not said and not UTF-8, so that letters beyond ASCII may be wrong."""

    @property
    def video(self) -> str:
        """Name of the video, as the name of the list has it."""
        stem = self.path.stem
        while shorter := _TAILS.sub("", stem):
            if shorter == stem:
                break
            stem = shorter
        return stem

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if re.fullmatch(r'"?sep=.?"?', lines[0]):  # said to a spreadsheet
            lines[0] = ""
        return tuple(lines if lines[-1] else lines[:-1])

    @cached_property
    def data_lines(self) -> tuple[tuple[int, str], ...]:
        """The lines with their numbers, without comments (``#``) and without empty ones."""
        stripped = ((k, line.partition("#")[0].strip()) for k, line in enumerate(self.lines, 1))
        return tuple((k, line) for k, line in stripped if line)

    def is_mostly(self, pattern: str) -> bool:
        """Whether the first line with data, and more than half of them, are written like this."""
        matching = [re.fullmatch(pattern, line) is not None for _, line in self.data_lines]
        return bool(matching) and matching[0] and 2 * sum(matching) > len(matching)

    @property
    def is_json(self) -> bool:
        """Whether it begins as a JSON document does."""
        return _JSON.match(self.text) is not None

    @cached_property
    def document(self) -> Any:
        """The JSON document, or the list of those that stand one a line; None if it is no JSON.

        Raises
        ------
        ValueError
            If it begins like JSON and is damaged.
        """
        if not self.is_json:
            return None
        try:
            return json.loads(self.text)
        except json.JSONDecodeError as error:
            if len(self.lines) == 1 or error.msg != "Extra data":
                raise ValueError(f"line {error.lineno}: the JSON is damaged: {error.msg}") from None
        documents = []
        for number, line in enumerate(self.lines, 1):
            if line.strip():
                try:
                    documents.append(json.loads(line))
                except json.JSONDecodeError as error:
                    raise ValueError(f"line {number}: the JSON is damaged: {error.msg}") from None
        return documents


def read_listing(path: Path) -> Listing:
    """Read a text file in UTF-8, with a mark or without, or in UTF-16 as Windows programs write it.

    What is neither, but holds no control characters, is taken for the Western code page of Windows,
    in which spreadsheets save tables: figures and marks are the same in all of these.

    Raises
    ------
    InputError
        If it cannot be read, is no text, or is too large for a list.
    """
    try:
        with path.open("rb") as file:
            data = file.read(HEAD)
            _decode(data, path=path, is_whole=False)
            data += file.read(LARGEST_FILE + 1 - HEAD)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(data) > LARGEST_FILE:
        raise InputError(f"{path}: too large for a list; was a video meant?")
    text, is_guessed = _decode(data, path=path)
    if not text.strip():
        raise InputError(f"{path}: holds nothing")
    return Listing(path, data, text, is_guessed)


def _decode(data: bytes, *, path: Path, is_whole: bool = True) -> tuple[str, bool]:
    """Give the text, and whether its encoding is a guess; of a head the last letter may be cut."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError(f"{path}: a spreadsheet or an archive; save the table as CSV")
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data[1:4:2] == b"\0\0" or data[:3:2] == b"\0\0":
        encoding = "utf-16-le" if data[:1] != b"\0" else "utf-16-be"
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text, is_guessed = decoder.decode(data, is_whole), False
    except UnicodeDecodeError:
        if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data):
            raise InputError(f"{path}: no text file; was a video meant?") from None
        text, is_guessed = data.decode("cp1252", "replace"), True
    if "\0" in text:
        raise InputError(f"{path}: no text file; was a video meant?")
    return text, is_guessed
