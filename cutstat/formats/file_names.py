"""Names of the files that are written, one an episode."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import chain, count

from cutstat.core.episodes import EpisodeName
from cutstat.core.text import printable

LONGEST_NAME = 60
"""Characters of a file name; file systems allow 255 bytes, of which one may take up to four."""

_REFUSED = re.compile(r'[\\/:*?"<>|]')


def episode_stem(name: EpisodeName) -> str:
    """Name a file after series and episode, without what a file system may refuse."""
    text = _REFUSED.sub("_", printable(f"{name.series} {name.label}"))
    return text[:LONGEST_NAME].strip(" .")


def free_name(stem: str, suffix: str, *, taken: Collection[str] = ()) -> str:
    """Give the name of a file, none of those that are `taken`, which are in lower case.

    Two episodes, or two videos in different folders, may be called alike; the second gets a number
    behind its name.
    """
    names = chain([f"{stem}{suffix}"], (f"{stem} ({k}){suffix}" for k in count(2)))
    return next(name for name in names if name.casefold() not in taken)
