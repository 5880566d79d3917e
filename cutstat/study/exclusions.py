"""Episodes that a user leaves out beforehand."""

from __future__ import annotations

from collections.abc import Collection

from cutstat.errors import InputError
from cutstat.library.lookup import find_episode
from cutstat.library.store import Library


def excluded_key(library: Library, text: str, *, series: Collection[str]) -> str:
    """Give the key of the file of an episode that is left out.

    Parameters
    ----------
    library : Library
        Holds the episode.
    text : str
        The episode as the user names it, like ``"Hero Mask 13"``.
    series : collection of str
        Titles that it may belong to.

    Raises
    ------
    InputError
        If the library has no such episode, or it belongs to another series.
    """
    episode = find_episode(library, text)
    if episode.name.series not in series:
        raise InputError(
            f"{text!r} is an episode of {episode.name.series!r}, which is not compared here; "
            "exclude episodes of the series that are"
        )
    return episode.file_key
