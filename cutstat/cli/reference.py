"""The reference of all commands, made from their help texts: ``docs/cli.md``."""

from __future__ import annotations

import click

from cutstat.cli.main import cli

WIDTH = 88


def to_markdown() -> str:
    """Write the help of the program and of every command."""
    parts = [
        "# Command line",
        "",
        "Made from `cutstat --help` by `make docs`; do not edit.",
        "",
        *_block("cutstat", cli),
    ]
    context = click.Context(cli, info_name="cutstat", **cli.context_settings)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        parts += ["", f"## cutstat {name}", "", *_block(name, command, parent=context)]
    return "\n".join(parts) + "\n"


def _block(name: str, command: click.Command, *, parent: click.Context | None = None) -> list[str]:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    with click.Context(command, info_name=name, parent=parent, **settings) as ctx:
        text = command.get_help(ctx)
    return ["```text", text.rstrip(), "```"]


if __name__ == "__main__":
    import sys

    sys.stdout.write(to_markdown())
