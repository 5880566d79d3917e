"""Titles and episodes of the library, offered by the shell as they are typed."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from cutstat.library.records import LibraryEpisode


class _Known(click.ParamType[str]):
    """A text that may be one of those that the library knows; else a file."""

    name = "text"

    def known(self, episodes: tuple[LibraryEpisode, ...]) -> list[str]:
        """Give what can be named."""
        raise NotImplementedError

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer what begins so; where nothing does, files."""
        return self.offers(ctx, incomplete) or [CompletionItem(incomplete, type="file")]

    def offers(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer what begins so, whatever its case."""
        begin = incomplete.casefold()
        names = dict.fromkeys(self.known(_episodes(ctx)))
        return [CompletionItem(_typed(name)) for name in names if name.casefold().startswith(begin)]


class SeriesTitle(_Known):
    """The title of a series or a film."""

    def known(self, episodes: tuple[LibraryEpisode, ...]) -> list[str]:
        """Give the titles of series, and of films."""
        films = [one.name.title for one in episodes if one.name.role == "film"]
        return [one.name.series for one in episodes] + [title for title in films if title]


class EpisodeTitle(_Known):
    """An episode, as the title of its series and its number; a film by its title."""

    def known(self, episodes: tuple[LibraryEpisode, ...]) -> list[str]:
        """Give the names of episodes."""
        return [
            one.name.label if one.name.role == "film" else f"{one.name.series} {one.name.label}"
            for one in episodes
        ]


class EpisodeOrSeries(EpisodeTitle):
    """Either of them."""

    def known(self, episodes: tuple[LibraryEpisode, ...]) -> list[str]:
        """Give titles first."""
        return [one.name.series for one in episodes] + super().known(episodes)


def _episodes(ctx: click.Context) -> tuple[LibraryEpisode, ...]:
    """List what the library knows; nothing where there is none, for a shell asks without a word."""
    from cutstat.library.location import default_folder
    from cutstat.library.store import Library

    folder = Path(ctx.params.get("library") or default_folder())
    if not folder.is_dir():
        return ()
    with contextlib.suppress(Exception), Library(folder) as library:
        return library.episodes()
    return ()


def _typed(name: str) -> str:
    """Write a name as bash takes it from who has begun it without a quote; others quote it."""
    words = os.environ.get("COMP_WORDS", "")
    is_bash = os.environ.get("_CUTSTAT_COMPLETE", "").startswith("bash")
    if not is_bash or words.count('"') % 2 or words.count("'") % 2:
        return name
    return "".join(f"\\{char}" if char in " '\"()&;!$`\\[]*?<>|#" else char for char in name)


SERIES, EPISODE, EITHER = SeriesTitle(), EpisodeTitle(), EpisodeOrSeries()
