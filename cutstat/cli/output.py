"""What reaches the terminal: data on stdout, messages on stderr, nothing raw from outside."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

import click

from cutstat.core.text import printable

if TYPE_CHECKING:
    from rich.console import Console


EMPTY_LIBRARY = "The library holds no episode yet; `cutstat scan` brings them in."


def say(message: str, *, quiet: bool = False) -> None:
    """Print a message on stderr."""
    if not quiet:
        text = printable(message)
        click.echo(wrapped(text) if sys.stderr.isatty() else text, err=True)


def warn(message: str, *, quiet: bool = False) -> None:
    """Print a warning on stderr."""
    say(f"cutstat: {message}", quiet=quiet)


def emit(text: str) -> None:
    """Print data on stdout: as it is when piped, with nothing raw from outside on a terminal."""
    click.echo(wrapped(printable_lines(text)) if sys.stdout.isatty() else text)


def wrapped(text: str) -> str:
    """Break lines at words, as wide as the terminal is; words and lines of data stay whole."""
    width = shutil.get_terminal_size().columns
    return "\n".join(
        textwrap.fill(
            line, width, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
        )
        if len(line) > width and not line.startswith(("{", "["))
        else line
        for line in text.split("\n")
    )


def printable_lines(text: str) -> str:
    """Escape what could move the cursor, but not the ends of lines."""
    return "\n".join(printable(line) for line in text.split("\n"))


def emit_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: ruled on a terminal, tab-separated with a header when piped.

    Columns whose cells all look like numbers are set flush right.
    """
    cells = [[printable(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in [list(columns), *cells]:
            click.echo("\t".join(row))
        return
    from rich.table import Table  # slow to load
    from rich.text import Text

    table = Table(header_style="bold", box=None)
    for index, column in enumerate(columns):
        is_number = bool(cells) and all(_is_number(row[index]) for row in cells)
        table.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console(sys.stdout).print(table)


def console(stream: TextIO) -> Console:
    """Give a terminal to draw on; with ``NO_COLOR`` not even bold letters."""
    from rich.console import Console  # slow to load

    plain = bool(os.environ.get("NO_COLOR"))
    return Console(file=stream, highlight=False, color_system=None if plain else "auto")


def _is_number(text: str) -> bool:
    return not text or text.strip("+-−–% ").replace(".", "").replace(":", "").isdigit()
