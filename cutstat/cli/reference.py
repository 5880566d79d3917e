"""The reference of all commands, made from their help texts: ``docs/cli.md``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cutstat.cli.main import cli

WIDTH = 88


def to_markdown() -> str:
    """Write the help of the program, of every command and of the commands below it."""
    parts = [
        "# Command line",
        "",
        "Made from `cutstat --help` by `make docs`; do not edit.",
        "",
        *_block(_context(cli, "cutstat")),
        *_sections(cli, _context(cli, "cutstat"), level=2),
    ]
    return "\n".join(parts) + "\n"


def _sections(group: click.Group, context: click.Context, *, level: int) -> Iterator[str]:
    """Give a section for every command of a group, below it those of a command that is a group."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        own = _context(command, name, parent=context)
        yield from ("", f"{'#' * level} {own.command_path}", "", *_block(own))
        if isinstance(command, click.Group):
            yield from _sections(command, own, level=level + 1)


def _context(
    command: click.Command, name: str, *, parent: click.Context | None = None
) -> click.Context:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)


def _block(context: click.Context) -> list[str]:
    with context:
        return ["```text", context.command.get_help(context).rstrip(), "```"]


if __name__ == "__main__":
    import sys

    sys.stdout.write(to_markdown())
