"""The program ``cutstat``: its commands, its defaults, its errors and exit statuses."""

from __future__ import annotations

import difflib
import importlib
import io
import itertools
import os
import re
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import Any

import click

from cutstat.cli.configuration import read_defaults
from cutstat.cli.output import printable_lines, wrapped
from cutstat.core.text import printable
from cutstat.errors import CutstatError, with_short_quotes

GROUPS = {
    "See your episodes": (
        "scan",
        "list",
        "show",
        "segments",
        "lines",
        "stretches",
        "review",
        "forget",
    ),
    "Say how fast a show is cut": ("compare", "claim", "report", "plot", "audit"),
    "What others counted": ("published", "population"),
    "Other programs, other people": ("detect", "score", "export", "import", "pack", "unpack"),
    "The program itself": ("demo", "doctor"),
}
"""Commands in the order of work, as the help lists them."""

COMMANDS = {
    "scan": "cutstat.cli.scan:scan",
    "detect": "cutstat.cli.detect:detect",
    "list": "cutstat.cli.list:list_",
    "show": "cutstat.cli.show:show",
    "segments": "cutstat.cli.segments:segments",
    "lines": "cutstat.cli.lines:lines",
    "stretches": "cutstat.cli.stretches:stretches",
    "review": "cutstat.cli.review:review",
    "compare": "cutstat.cli.compare:compare",
    "claim": "cutstat.cli.claim:claim",
    "audit": "cutstat.cli.audit:audit",
    "report": "cutstat.cli.report:report",
    "plot": "cutstat.cli.plot:plot",
    "published": "cutstat.cli.published:published",
    "population": "cutstat.cli.population:population",
    "export": "cutstat.cli.export:export",
    "import": "cutstat.cli.import_:import_",
    "pack": "cutstat.cli.pack:pack",
    "unpack": "cutstat.cli.unpack:unpack",
    "forget": "cutstat.cli.forget:forget",
    "score": "cutstat.cli.score:score",
    "demo": "cutstat.cli.demo:demo",
    "doctor": "cutstat.cli.doctor:doctor",
}
INTERRUPTED = 130


class _Commands(click.Group):
    """Loads a command when it is called for, so that ``--help`` is there at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by what they are for, each with its whole first sentence."""
        for title, names in GROUPS.items():
            rows = [
                (name, _first_sentence(command.help or ""))
                for name in names
                if (command := self.get_command(ctx, name)) is not None
            ]
            with formatter.section(title):
                formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=2, cutoff=0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        _refuse_empty(ctx, args)
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None and command is not None:
            _refuse_blank_variables(ctx, command)
            ctx.default_map = {name: read_defaults(command, self, ctx)}
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read the output has enough; nothing more may be written on exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


def _refuse_empty(ctx: click.Context, args: Sequence[str]) -> None:
    """Refuse an empty text, such as a shell makes of a variable that is not set: it names nothing.

    Raises
    ------
    click.UsageError
        If there is one.
    """
    for before, arg in itertools.pairwise(args):
        option, sign, value = arg.partition("=")
        is_joined = bool(sign) and option.startswith("--")
        if not (value if is_joined else arg).strip() and not ctx.resilient_parsing:
            place = option if is_joined else before
            ctx.fail(f"What follows {place!r} is empty; say what is meant, or leave it out.")


def _refuse_blank_variables(ctx: click.Context, command: click.Command) -> None:
    """Refuse an environment variable of blanks; an empty one is as good as none.

    Raises
    ------
    click.UsageError
        If there is one.
    """
    for parameter in command.params:
        variable = parameter.envvar
        said = os.environ.get(variable, "") if isinstance(variable, str) else ""
        if said and not said.strip():
            ctx.fail(f"The environment variable {variable} is blank; fill it, or unset it.")


def _first_sentence(text: str) -> str:
    """Give the first sentence of a help text in one line."""
    return re.split(r"(?<=[^.][.!?])\s", " ".join(text.split()), maxsplit=1)[0]


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(metadata.version("cutstat"), "-V", "--version", prog_name="cutstat")
def cli() -> None:
    """Count the cuts of episodes, and say whether a show is cut faster than others.

    From files to a verdict: cutstat report "Shows/Hero Mask" --against "Shows/Psycho-Pass"
    """


def main(args: Sequence[str] | None = None) -> int:
    """Run the program and give its exit status.

    0 done, 1 error, 2 usage, 3 some episodes failed, 4 refused, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a notebook's streams are none
            stream.reconfigure(errors="backslashreplace")
    try:
        return int(cli.main(args=args, prog_name="cutstat", standalone_mode=False) or 0)
    except click.UsageError as error:
        shown = io.StringIO()
        error.show(shown)
        click.echo(printable_lines(with_short_quotes(shown.getvalue())), nl=False, err=True)
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except Exception as error:
        if _is_of_interrupt(error):
            return _interrupted()
        if isinstance(error, CutstatError):
            return _fail(str(error), error.exit_status)
        if isinstance(error, MemoryError):
            return _fail("there is not enough memory; try fewer --jobs", 1)
        said = with_short_quotes(str(error))
        text = f"unexpected {type(error).__name__}: {said}; CUTSTAT_DEBUG=1 shows where"
        return _fail(text, 1)


def _interrupted() -> int:
    click.echo("cutstat: interrupted; the same command goes on from here", err=True)
    return INTERRUPTED


def _is_of_interrupt(error: BaseException) -> bool:
    """Whether an error came up while Ctrl-C ended what was at work, such as an open archive."""
    context = error.__context__
    return context is not None and (
        isinstance(context, KeyboardInterrupt) or _is_of_interrupt(context)
    )


def _fail(message: str, status: int) -> int:
    if os.environ.get("CUTSTAT_DEBUG") == "1":
        raise
    text = f"cutstat: error: {printable(message)}"
    click.echo(wrapped(text) if sys.stderr.isatty() else text, err=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
