"""What a person at a terminal sees: lines broken at words, help in the order of work."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.shows import run_cli

from cutstat.cli.main import COMMANDS, GROUPS
from cutstat.cli.output import wrapped


def test_lines_break_at_words_and_data_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = wrapped("Night Courier is cut twice as fast as these two other shows.\nshort")
    assert text.splitlines() == [
        "Night Courier is cut twice as fast as",
        "these two other shows.",
        "short",
    ]
    path = "/a/very/long/path/that-has-no-space/but-is-longer-than-the-line.mkv"
    assert wrapped(path) == path
    document = '{"file": "a", "frames": 100, "fps": "24000/1001", "more": 1}'
    assert wrapped(document) == document


def test_every_command_stands_in_one_group_of_the_help() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(COMMANDS)
    ran = run_cli("--help")
    assert ran.status == 0
    assert ran.stdout.count("...") == 2  # COMMAND [ARGS]... and FILE...
    assert max(map(len, ran.stdout.splitlines())) <= 80
    places = [ran.stdout.index(f"{title}:") for title in GROUPS]
    assert places == sorted(places)


def test_a_mistyped_command_is_guessed() -> None:
    ran = run_cli("comparre", "A")
    assert ran.status == 2
    assert "No such command 'comparre'. Did you mean compare" in ran.stderr
    assert "Did you mean" not in run_cli("xyzzy").stderr


@pytest.mark.parametrize(
    "args", [("show", "no/such.mkv"), ("compare", "no/such"), ("report", f"no{os.sep}such")]
)
def test_what_looks_like_a_path_is_said_to_be_no_file(args: tuple[str, ...], home: Path) -> None:
    ran = run_cli(*args)
    assert ran.status == 1
    assert f"{args[1]}: no such file" in ran.stderr


@pytest.mark.parametrize("command", ["list", "segments"])
def test_an_empty_library_is_said_to_be_empty(command: str, home: Path) -> None:
    ran = run_cli(command)
    assert ran.status == 0
    assert "The library holds no episode yet" in ran.stderr


def test_forgetting_a_title_forgets_all_of_the_series(library: Path) -> None:
    ran = run_cli("forget", "Slow")
    assert ran.status == 0
    assert ran.stderr.count("Slow 0") == 5
    assert [line.split("\t")[0] for line in run_cli("list").stdout.splitlines()[1:]] == [
        "Fast",
        "Lone Wolf",
    ]
