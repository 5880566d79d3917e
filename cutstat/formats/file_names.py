"""Names of the files that are written, one an episode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import chain, count

from cutstat.core.episodes import EpisodeName
from cutstat.core.text import printable

LONGEST_NAME = 60
"""Characters of a file name; file systems allow 255 bytes, of which one may take up to four."""

_REFUSED = re.compile(r'[\\/:*?"<>|]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)")
"""What names a device under Windows, whatever suffix stands behind it."""


def episode_stem(name: EpisodeName) -> str:
    """Name a file after series and episode, without what a file system may refuse."""
    text = _REFUSED.sub("_", printable(f"{name.series} {name.label}"))
    stem = text[:LONGEST_NAME].strip(" .") or "episode"
    return f"_{stem}" if _DEVICE.match(stem) else stem


def free_name(stem: str, suffix: str, *, taken: Collection[str] = ()) -> str:
    """Give the name of a file, none of those that are `taken`, each as `folded` gives it.

    Two episodes, or two videos in different folders, may be called alike; the second gets a number
    behind its name.
    """
    names = chain([f"{stem}{suffix}"], (f"{stem} ({k}){suffix}" for k in count(2)))
    return next(name for name in names if folded(name) not in taken)


def folded(name: str) -> str:
    """Fold a name so that those are alike which some disk takes for the same.

    Disks of Windows and macOS do not tell capital letters; those of macOS, nor a letter with its
    accent from the two signs.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
