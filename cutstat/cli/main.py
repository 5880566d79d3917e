"""The program ``cutstat``: its commands, its defaults, its errors and exit statuses."""

from __future__ import annotations

import importlib
import os
import sys
import tomllib
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from cutstat.core.text import printable
from cutstat.errors import CutstatError, InputError

COMMANDS = {
    "scan": "cutstat.cli.scan:scan",
    "detect": "cutstat.cli.detect:detect",
    "list": "cutstat.cli.list:list_",
    "show": "cutstat.cli.show:show",
    "compare": "cutstat.cli.compare:compare",
    "report": "cutstat.cli.report:report",
    "export": "cutstat.cli.export:export",
    "score": "cutstat.cli.score:score",
    "demo": "cutstat.cli.demo:demo",
    "doctor": "cutstat.cli.doctor:doctor",
}
INTERRUPTED = 130
CONFIGURATION = "cutstat.toml"


class _Commands(click.Group):
    """Loads a command when it is called for, so that ``--help`` is there at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        ctx.default_map = _defaults()
        return super().invoke(ctx)


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
    try:
        return int(cli.main(args=args, prog_name="cutstat", standalone_mode=False) or 0)
    except click.UsageError as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("cutstat: interrupted; the same command goes on from here", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough; nothing more may be written on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except CutstatError as error:
        return _fail(str(error), error.exit_status)
    except MemoryError:
        return _fail("there is not enough memory; try fewer --jobs", 1)
    except Exception as error:
        text = f"unexpected {type(error).__name__}: {error}; CUTSTAT_DEBUG=1 shows where"
        return _fail(text, 1)


def _fail(message: str, status: int) -> int:
    if os.environ.get("CUTSTAT_DEBUG") == "1":
        raise
    click.echo(f"cutstat: error: {printable(message)}", err=True)
    return status


def _defaults() -> dict[str, Any]:
    """Give the ``[options]`` of the user's and the project's configuration to every command."""
    import platformdirs

    options: dict[str, Any] = {}
    folders = (Path(platformdirs.user_config_dir("cutstat", appauthor=False)), Path.cwd())
    for file in (folder / CONFIGURATION for folder in folders):
        if file.is_file():
            try:
                options |= tomllib.loads(file.read_text("utf-8")).get("options", {})
            except (OSError, ValueError) as error:
                raise InputError(f"{file}: cannot be read ({error})") from error
    return dict.fromkeys(COMMANDS, options)


if __name__ == "__main__":
    sys.exit(main())
