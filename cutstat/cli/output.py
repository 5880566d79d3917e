"""What reaches the terminal: data on stdout, messages on stderr, nothing raw from outside."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from cutstat.core.text import printable


def say(message: str, *, quiet: bool = False) -> None:
    """Print a message on stderr."""
    if not quiet:
        click.echo(printable(message), err=True)


def warn(message: str, *, quiet: bool = False) -> None:
    """Print a warning on stderr."""
    say(f"cutstat: {message}", quiet=quiet)


def emit(text: str) -> None:
    """Print a line of data on stdout as it is."""
    click.echo(text)


def emit_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    """Print a table: ruled on a terminal, tab-separated with a header when piped.

    Columns whose cells all look like numbers are set flush right.
    """
    cells = [[printable(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in [list(columns), *cells]:
            click.echo("\t".join(row))
        return
    from rich.console import Console  # slow to load
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", header_style="bold", box=None)
    for index, column in enumerate(columns):
        is_number = bool(cells) and all(_is_number(row[index]) for row in cells)
        table.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=sys.stdout, highlight=False).print(table)


def _is_number(text: str) -> bool:
    return not text or text.strip("+-−–% ").replace(".", "").replace(":", "").isdigit()
