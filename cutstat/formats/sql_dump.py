"""Rows of a PostgreSQL dump in plain SQL, as a stream: COPY blocks and INSERT statements.

Both forms are described under pg_dump and COPY in PostgreSQL's manual
(https://www.postgresql.org/docs/current/app-pgdump.html, .../sql-copy.html). Rows may be
megabytes long; only one is held at a time.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any

from cutstat.errors import InputError

LONGEST_LINE = 256 * 2**20
"""Bytes of a line that are read; a longer one is no row of a dump."""

_COPY = re.compile(rb"^COPY\s+([\w.\"]+)\s*(?:\(([^)]*)\))?\s+FROM\s+stdin\b.*;\s*$", re.IGNORECASE)
_INSERT = re.compile(rb"^\s*INSERT\s+INTO\s+([\w.\"]+)\s*(\([^)]*\))?\s*VALUES\s*", re.IGNORECASE)
_CREATE = re.compile(rb"^CREATE\s+TABLE\s+(?:IF NOT EXISTS\s+)?([\w.\"]+)\s*\(", re.IGNORECASE)
_COLUMN = re.compile(rb"^\s+\"?(\w+)\"?\s+\w")
_NO_COLUMN = (b"CONSTRAINT", b"PRIMARY", b"UNIQUE", b"FOREIGN", b"CHECK", b"EXCLUDE")

_ESCAPES = {
    b"b": b"\b",
    b"f": b"\f",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"v": b"\v",
}
_ESCAPED = re.compile(rb"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_VALUE = re.compile(
    rb"\s*(?:[Ee]'([^'\\]*(?:(?:''|\\.)[^'\\]*)*)'|'([^']*(?:''[^']*)*)'|([^,()'\s]+))"
    rb"\s*(?:::[\w \[\]]+)?\s*",
    re.DOTALL,
)
"""A string with escapes, a plain string or anything else, and what it may be cast to."""


@dataclass(frozen=True, slots=True)
class DumpRow:
    """One row of a table, as texts; None for NULL."""

    table: str
    """Without its schema."""

    values: Mapping[str, str | None]
    """The columns that were asked for, as far as the dump has them."""

    line: int
    """Line of the dump on which it begins."""

    done: float
    """Share of the file that was read until then, 0..1."""


def read_rows(path: Path, wanted: Mapping[str, Collection[str]]) -> Iterator[DumpRow]:
    """Give the rows of some tables of a dump, ``.sql``, ``.sql.gz`` or ``.sql.zst``.

    Parameters
    ----------
    path : Path
        The dump.
    wanted : mapping of str to collection of str
        Tables by their names without a schema, each with the columns that are read; others are
        passed over unread.

    Raises
    ------
    InputError
        If the file cannot be read, is cut off, or a row does not fit its statement; the line is
        named.
    """
    reader = _Reader(path, wanted)
    with _opened(path) as (stream, source):
        size = path.stat().st_size or 1
        yield from reader.rows(stream, lambda: source.tell() / size)


class _Reader:
    """Goes through the lines of a dump."""

    def __init__(self, path: Path, wanted: Mapping[str, Collection[str]]) -> None:
        self._path = path
        self._wanted = wanted
        self._columns: dict[str, list[str]] = {}
        self._line = 0

    def rows(self, stream: IO[bytes], done: Any) -> Iterator[DumpRow]:
        """Give all rows that are wanted."""
        lines = self._lines(stream)
        for line in lines:
            if found := _COPY.match(line):
                table = _name(found[1])
                columns = _names(found[2]) if found[2] else self._columns.get(table, [])
                yield from self._copied(lines, table, columns, done)
            elif found := _INSERT.match(line):
                yield from self._inserted(lines, line, found, done)
            elif found := _CREATE.match(line):
                self._columns[_name(found[1])] = self._created(lines)

    def _lines(self, stream: IO[bytes]) -> Iterator[bytes]:
        while True:
            try:
                line = stream.readline(LONGEST_LINE)
            except (OSError, EOFError, ValueError) as error:
                raise self._wrong(f"the dump is damaged or cut off ({error})") from error
            if not line:
                return
            self._line += 1
            if len(line) == LONGEST_LINE:
                raise self._wrong(f"longer than {LONGEST_LINE >> 20} MiB: no row of a dump")
            yield line

    def _created(self, lines: Iterator[bytes]) -> list[str]:
        columns = []
        for line in lines:
            if line.lstrip().startswith(b")"):
                break
            found = _COLUMN.match(line)
            if found and not line.lstrip().upper().startswith(_NO_COLUMN):
                columns.append(found[1].decode())
        return columns

    def _copied(
        self, lines: Iterator[bytes], table: str, columns: list[str], done: Any
    ) -> Iterator[DumpRow]:
        """Read the rows of a COPY block up to its end."""
        wanted = self._places(table, columns)
        begin = self._line
        for line in lines:
            if line.rstrip(b"\r\n") == b"\\.":
                return
            if table not in self._wanted:
                continue
            fields = line.rstrip(b"\r\n").split(b"\t")
            if len(fields) != len(columns):
                raise self._wrong(
                    f"a row of {len(fields)} columns, where COPY {table} names {len(columns)}"
                )
            values = {name: _copied_text(fields[place]) for name, place in wanted}
            yield DumpRow(table, values, self._line, done())
        raise self._wrong(f"the dump is cut off within the COPY of {table} from line {begin}")

    def _inserted(
        self, lines: Iterator[bytes], line: bytes, found: re.Match[bytes], done: Any
    ) -> Iterator[DumpRow]:
        """Read the rows of an INSERT statement, which may go over several lines."""
        table, begin = _name(found[1]), self._line
        text = bytearray(line[found.end() :])
        while not _is_whole(text):
            more = next(lines, None)
            if more is None or len(text) > LONGEST_LINE:
                raise self._wrong(f"the dump is cut off within the INSERT of line {begin}")
            text += more
        if table not in self._wanted:
            return
        columns = _names(found[2][1:-1]) if found[2] else self._columns.get(table, [])
        wanted = self._places(table, columns)
        for fields in _tuples(bytes(text), self._wrong):
            if len(fields) != len(columns):
                raise self._wrong(
                    f"a row of {len(fields)} values, where INSERT INTO {table} names {len(columns)}"
                )
            values = {name: fields[place] for name, place in wanted}
            yield DumpRow(table, values, begin, done())

    def _places(self, table: str, columns: list[str]) -> list[tuple[str, int]]:
        if table not in self._wanted:
            return []
        if not columns:
            raise self._wrong(f"names no columns of {table}, nor did a CREATE TABLE before it")
        return [(name, columns.index(name)) for name in self._wanted[table] if name in columns]

    def _wrong(self, reason: str) -> InputError:
        return InputError(f"{self._path}: line {self._line}: {reason}")


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Open a dump for reading, and the file below it whose place says how far one is."""
    try:
        source = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    with source:
        head = source.read(6)
        source.seek(0)
        if head[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=source) as unpacked:
                yield unpacked, source  # type: ignore[misc]  # it has what is used of IO
        elif head[:4] == b"\x28\xb5\x2f\xfd":
            yield BufferedReader(_Zstd(source), 2**20), source
        elif head[:5] == b"PGDMP":
            raise InputError(
                f"{path}: a dump in PostgreSQL's own format; turn it into SQL with "
                "`pg_restore -f dump.sql`"
            )
        else:
            yield source, source


class _Zstd(RawIOBase):
    """Unpacks a file of Zstandard frames; one that ends within a frame is an error."""

    def __init__(self, source: IO[bytes]) -> None:
        import zstandard  # needed for such dumps alone

        self._source = source
        self._new = zstandard.ZstdDecompressor(max_window_size=2**31).decompressobj
        self._error = zstandard.ZstdError
        self._frame = self._new()
        self._is_within = False
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, as far as there is something."""
        while not self._ready:
            packed = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame, self._is_within = self._new(), False
            packed = packed or self._source.read(2**16)
            if not packed:
                if self._is_within:
                    raise EOFError("it ends within a packed frame")
                return 0
            self._is_within = True
            try:
                self._ready = self._frame.decompress(packed)
            except self._error as error:
                raise OSError(str(error)) from error
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


def _name(text: bytes) -> str:
    return text.decode("utf-8", "replace").replace('"', "").rsplit(".", 1)[-1]


def _names(text: bytes) -> list[str]:
    return [_name(part.strip()) for part in text.split(b",")]


def _copied_text(field: bytes) -> str | None:
    """Give the text of a field of COPY; a backslash and an N are NULL."""
    if field == b"\\N":
        return None
    if b"\\" in field:
        field = _ESCAPED.sub(_unescaped, field)
    return field.decode("utf-8", "replace")


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code[:1] == b"x" and len(code) > 1:
        return bytes([int(code[1:], 16)])
    if code[:1].isdigit() and code[:1] < b"8":
        return bytes([int(code, 8) & 255])
    return _ESCAPES.get(code, code)


def _is_whole(text: bytearray) -> bool:
    """Whether a statement has come to its end: a semicolon outside of quotes."""
    end = text.rstrip()
    if not end.endswith(b";"):
        return False
    # Doubled quotes count twice, so an even number means that none is open.
    escaped = end.count(b"\\'") if b"E'" in end else 0
    return (end.count(b"'") - escaped) % 2 == 0


def _tuples(text: bytes, wrong: Any) -> Iterator[list[str | None]]:
    """Give the rows of ``(...), (...);``."""
    place = 0
    while True:
        opening = text.find(b"(", place)
        if opening < 0:
            return
        place = opening + 1
        fields: list[str | None] = []
        while True:
            found = _VALUE.match(text, place)
            if found is None:
                raise wrong("an INSERT whose values cannot be read")
            fields.append(_value(found))
            place = found.end()
            mark = text[place : place + 1]
            place += 1
            if mark == b")":
                break
            if mark != b",":
                raise wrong("an INSERT whose values cannot be read")
        yield fields


def _value(found: re.Match[bytes]) -> str | None:
    escaped, quoted, plain = found.groups()
    if plain is not None:
        return None if plain.upper() == b"NULL" else str(plain.decode("utf-8", "replace"))
    text = (quoted if escaped is None else escaped).replace(b"''", b"'")
    if escaped is not None:
        text = _ESCAPED.sub(_unescaped, text)
    return str(text.decode("utf-8", "replace"))
