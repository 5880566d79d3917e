"""Paths that misbehave when they are looked at; processes can be sent them."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Any


class DeadlyPath(type(Path())):  # type: ignore[misc]
    """Kills the process that looks at it, as a decoder does that crashes."""

    def stat(self, **_: Any) -> os.stat_result:
        os._exit(1)


class DeadlyOncePath(type(Path())):  # type: ignore[misc]
    """Kills the first process that looks at it, as a lack of memory may that passes."""

    def stat(self, **_: Any) -> os.stat_result:
        trace = f"{os.fspath(self)[: -len(self.suffix)]}.dead"
        if not os.path.exists(trace):  # noqa: PTH110 - Path.exists looks at the path
            with open(trace, "xb"):  # noqa: PTH123 - the same
                pass
            os._exit(1)
        return os.stat(self)  # noqa: PTH116 - this is Path.stat


class VanishingPath(type(Path())):  # type: ignore[misc]
    """Is there at first, and no more when it has been decoded, as on a drive that drops out."""

    def stat(self, **_: Any) -> os.stat_result:
        trace = f"{os.fspath(self)[: -len(self.suffix)]}.seen"
        if os.path.exists(trace):  # noqa: PTH110 - Path.exists looks at the path
            raise OSError(errno.EIO, os.strerror(errno.EIO), os.fspath(self))
        with open(trace, "xb"):  # noqa: PTH123 - the same
            pass
        return os.stat(self)  # noqa: PTH116 - this is Path.stat


class OddPath(type(Path())):  # type: ignore[misc]
    """Raises what nobody has thought of."""

    def stat(self, **_: Any) -> os.stat_result:
        raise IndexError("list index out of range")


class EndlessPath(type(Path())):  # type: ignore[misc]
    """Keeps whoever looks at it at work, as a very long film does."""

    def stat(self, **_: Any) -> os.stat_result:
        while True:
            time.sleep(1)


class GrowingPath(type(Path())):  # type: ignore[misc]
    """Grows by a byte whenever it is looked at, as a file does that is still being copied."""

    def stat(self, **_: Any) -> os.stat_result:
        with open(self, "ab") as file:  # noqa: PTH123 - Path.open may look at the path
            file.write(b"\0")
        return os.stat(self)  # noqa: PTH116 - this is Path.stat
