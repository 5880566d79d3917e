"""The errors that a user may meet, each one sentence: what was found, where, what to do."""

from __future__ import annotations

from typing import ClassVar


class CutstatError(Exception):
    """Something that the user can understand and act upon.

    The message is one sentence from the user's side. The command line prints it without a
    traceback and ends with `exit_status`.
    """

    exit_status: ClassVar[int] = 1
    """Exit status of the command that ends with this error."""


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
