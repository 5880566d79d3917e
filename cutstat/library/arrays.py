"""The array files of the library, whole files only."""

from __future__ import annotations

import time
from pathlib import Path

from cutstat.core.atomic import TEMPORARY_PREFIX, atomic_path
from cutstat.errors import InputError, LibraryError

ARRAYS = "arrays"

STALE_SECONDS = 24 * 3600
"""Age of a temporary file from which the run that made it is taken for dead."""


class ArrayFiles:
    """Files of arrays by their keys, below the folder of a library.

    Raises
    ------
    LibraryError
        If their folder cannot be made.
    """

    def __init__(self, library: Path) -> None:
        self._folder = library / ARRAYS
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"{library}: the library cannot be made there ({error.strerror}); "
                "choose another folder with --library"
            ) from error

    def __contains__(self, key: str) -> bool:
        return self._file(key).is_file()

    def is_empty(self) -> bool:
        """Whether there is no file of arrays."""
        return next(self._folder.glob("*/*.npz"), None) is None

    def read(self, key: str) -> bytes:
        """Read a file; OSError without it."""
        return self._file(key).read_bytes()

    def write(self, key: str, data: bytes) -> None:
        """Write a file, whole or not at all."""
        try:
            with atomic_path(self._file(key)) as temporary:
                temporary.write_bytes(data)
        except InputError as error:
            raise LibraryError(str(error)) from error

    def remove(self, key: str) -> None:
        """Remove a file, if it is there."""
        self._file(key).unlink(missing_ok=True)

    def remove_stale(self) -> None:
        """Remove temporary files that a killed run has left behind."""
        limit = time.time() - STALE_SECONDS
        for file in self._folder.glob(f"*/{TEMPORARY_PREFIX}*"):
            try:
                if file.stat().st_mtime < limit:
                    file.unlink(missing_ok=True)
            except OSError:
                continue  # the run that made it has just finished, or is another user's

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.npz"
