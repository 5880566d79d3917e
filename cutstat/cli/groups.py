"""Commands that show what was found, with others below them by which a person says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from cutstat.cli.completion import SERIES
from cutstat.cli.output import say
from cutstat.core.timing import Position, parse_position

if TYPE_CHECKING:
    from cutstat.library.records import LibraryEpisode

DEFAULT = "show"


class ShowingGroup(click.Group):
    """Gives everything to its default command that does not begin with the name of another."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the default command before what names no other."""
        first = args[0] if args else ""
        is_named = first in self.commands or first in ctx.help_option_names
        # What a shell completes are its own commands and options.
        return super().parse_args(
            ctx, args if is_named or ctx.resilient_parsing else [DEFAULT, *args]
        )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer titles and the other commands."""
        return [*SERIES.offers(ctx, incomplete), *super().shell_complete(ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Hand on the defaults that are configured."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None:
            ctx.default_map = {name: dict(ctx.default_map or {})}
        return name, command, rest


def share_options(group: click.Group, show: click.Command) -> None:
    """Give a group the options of its default command: in its help, for shells and configuration.

    Those that are given are parsed by the default command.
    """
    group.params = [option for option in show.params if isinstance(option, click.Option)]


def position(text: str) -> Position:
    """Read an argument; one that counts from the end looks like an option, and is none."""
    if text.startswith("--"):
        raise click.NoSuchOption(text)
    try:
        return parse_position(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def say_cleared(
    cleared: Sequence[tuple[LibraryEpisode, int]], *, what: str = "nothing", quiet: bool
) -> None:
    """Say of which episodes how much was taken back, or that there was `what` to take back."""
    for episode, count in cleared:
        say(f"{episode.name.series} {episode.name.label}: {count} taken back", quiet=quiet)
    if not cleared:
        say(f"There was {what} to take back.", quiet=quiet)
