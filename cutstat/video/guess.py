"""What guessit reads in a file name that cutstat's own rules cannot read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cutstat.video.name_text import NO_EPISODES


@dataclass(frozen=True, slots=True)
class Guess:
    """Episode, season and titles as guessit reads them."""

    number: int
    last: int
    """Last episode that the file holds; `number` itself if it is the only one."""

    series: str
    """Title of the series; empty if there is none."""

    season: int | None
    title: str | None
    """Title of the episode."""


def guess_name(file: str) -> Guess | None:
    """Ask guessit which episode a file name means.

    Folders are not shown to it; it would join their names to the title.

    Parameters
    ----------
    file : str
        Name of the file with its suffix.

    Returns
    -------
    Guess or None
        None if guessit is not installed or reads no number. A year or the height of a picture is
        none, though guessit takes ``blade runner 2049`` for an episode.
    """
    try:
        from guessit import api  # slow to load
    except ModuleNotFoundError:
        return None
    try:
        # Else ``105`` would be the fifth episode of a first season, and ``1234`` of a twelfth.
        found: Mapping[str, object] = api.guessit(
            file, {"type": "episode", "episode_prefer_number": True}
        )
    except api.GuessitException:  # its own mistake on an odd name; the number stays in doubt
        return None
    numbers = _numbers(found.get("episode"))
    if not numbers or NO_EPISODES.fullmatch(str(numbers[0])):
        return None
    seasons = _numbers(found.get("season"))
    return Guess(
        number=numbers[0],
        last=numbers[-1],
        series=_text(found.get("title")),
        season=seasons[0] if seasons else None,
        title=_text(found.get("episode_title")) or None,
    )


def _numbers(value: object) -> list[int]:
    return [one for one in _listed(value) if isinstance(one, int)]


def _text(value: object) -> str:
    return next((one for one in _listed(value) if isinstance(one, str)), "")


def _listed(value: object) -> list[object]:
    """Give one value or several, as guessit does, as a list."""
    return list(value) if isinstance(value, list) else [value]
