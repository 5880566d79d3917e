"""The ``[options]`` that stand in ``cutstat.toml``, the user's and the project's."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click

from cutstat.errors import InputError

CONFIGURATION = "cutstat.toml"


def read_defaults(
    command: click.Command, program: click.Group, context: click.Context
) -> dict[str, Any]:
    """Give the defaults of a command, by parameter, from the user's and the project's file.

    Options are written as on the command line, without their dashes: ``jobs = 2``. One that only
    other commands have says nothing to this one.

    Raises
    ------
    InputError
        If a file cannot be read, names an option that no command has, or leaves one empty.
    """
    import platformdirs

    defaults: dict[str, Any] = {}
    own = _parameters(command)
    folders = (Path(platformdirs.user_config_dir("cutstat", appauthor=False)), Path.cwd())
    for file in (folder / CONFIGURATION for folder in folders):
        for option, value in _read_options(file).items():
            if any(isinstance(one, str) and not one.strip() for one in _each(value)):
                raise InputError(f"{file}: [options] {option!r} is empty; fill or delete it")
            if option in own:
                parameter = own[option]
                is_path = isinstance(parameter.type, click.Path)
                if is_path and not all(isinstance(one, str) for one in _each(value)):
                    raise InputError(f"{file}: [options] {option!r} is a path, write it in quotes")
                defaults[str(parameter.name)] = value
            elif option not in _all_options(program, context):
                raise InputError(f"{file}: [options] {option!r} is no option of any command")
    return defaults


def _read_options(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        options = tomllib.loads(file.read_text("utf-8")).get("options", {})
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: cannot be read ({error})") from error
    except RecursionError as error:
        raise InputError(f"{file}: cannot be read (nested too deeply)") from error
    if not isinstance(options, dict):
        raise InputError(f"{file}: options must be written as an [options] table")
    return options


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _all_options(program: click.Group, context: click.Context) -> set[str]:
    commands = (program.get_command(context, name) for name in program.list_commands(context))
    return {option for command in commands if command for option in _parameters(command)}


def _parameters(command: click.Command) -> dict[str, click.Option]:
    """Give the parameters of a command by the long names of their options."""
    return {
        name.removeprefix("--"): parameter
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.name
        for name in parameter.opts
        if name.startswith("--")
    }
