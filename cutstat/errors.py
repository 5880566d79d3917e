"""The errors that a user may meet, each one sentence: what was found, where, what to do."""

from __future__ import annotations

import re
from typing import ClassVar

QUOTED = 80
"""Characters of what was found that a message shows, at most."""

_LONG_QUOTE = re.compile(r"(?<![\w\\])(['\"])(?:\\.|(?!\1)[^\\]){79,}\1(?!\w)", re.DOTALL)
"""What `repr` writes of a text of more than `QUOTED` characters."""

_PATH = re.compile(r"(?:^|\()['\"]?(?:/|[A-Za-z]:\\)")
"""The begin of a path, at the start of a quote or in brackets in it."""


def quoted(found: object) -> str:
    """Quote what was found, not longer than a line can hold."""
    text = repr(found)
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def with_short_quotes(message: str) -> str:
    """Shorten what a sentence quotes to `QUOTED` characters; names of files stay whole."""

    def short(match: re.Match[str]) -> str:
        return match[0] if _PATH.search(match[0]) else f"{match[0][: QUOTED - 1]}…"

    return _LONG_QUOTE.sub(short, message)


class CutstatError(Exception):
    """Something that the user can understand and act upon.

    The message is one sentence from the user's side. The command line prints it without a
    traceback and ends with `exit_status`.
    """

    exit_status: ClassVar[int] = 1
    """Exit status of the command that ends with this error."""

    def __init__(self, message: str = "") -> None:
        super().__init__(with_short_quotes(message))


class InputError(CutstatError):
    """A path, file or value given by the user cannot be used."""


class DecodeError(CutstatError):
    """A file could not be read as video."""


class LibraryError(CutstatError):
    """The library cannot be opened, read or written."""


class MissingPackageError(CutstatError):
    """An optional package, or a system library that a package needs, is absent."""


class PartialError(CutstatError):
    """Some episodes failed, the rest is done."""

    exit_status: ClassVar[int] = 3


class RefusedError(CutstatError):
    """The data do not allow the answer that was asked for."""

    exit_status: ClassVar[int] = 4
