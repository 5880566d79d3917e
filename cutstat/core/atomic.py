"""Write files so that they are there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from cutstat.errors import InputError

TEMPORARY_PREFIX = ".cutstat-"


@contextlib.contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """Give a temporary path beside `target`, and move it there once all is written.

    Folders above the target are made. If the body raises, the temporary file is removed and the
    target stays what it was.

    Raises
    ------
    InputError
        If the target cannot be written; other errors of the body are left as they are.
    """
    with _blamed(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _new_file(target)
    try:
        yield temporary
        with _blamed(target):
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(target)
    except OSError as error:
        # What fails within the body is the target's fault only if it speaks of it.
        if error.errno == errno.ENOSPC or error.filename == str(temporary):
            raise InputError(f"{target}: cannot be written ({write_reason(error)})") from error
        raise
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _blamed(target: Path) -> Iterator[None]:
    """Turn what the system says into a sentence about the target."""
    try:
        yield
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({write_reason(error)})") from error


def _new_file(target: Path) -> Path:
    """Make an empty file beside the target that nobody else has.

    `tempfile` makes files that their owner alone may read; here the system applies its umask.
    """
    while True:
        name = f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}{target.suffix}"
        path = target.with_name(name)
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            continue
        return path


def write_reason(error: OSError) -> str:
    """Say in words why a file could not be written."""
    if error.errno == errno.ENOSPC:
        return "the disk is full; free some space or choose another folder"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "no permission; choose another folder"
    return (error.strerror or str(error)).lower()
