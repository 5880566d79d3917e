"""Pages made from the program stay as the program makes them, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from cutstat.cli.main import COMMANDS, cli
from cutstat.cli.reference import to_markdown as cli_page
from cutstat.measure.table import MEASURES
from cutstat.measure.table import to_markdown as measures_page

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|^\[[^\]]+\]:\s*(\S+)", re.M)


def commands(group: click.Group = cli, *, path: str = "") -> dict[str, click.Command]:
    """Give all commands by what a user types after ``cutstat``, those of groups after the group."""
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found[path + name] = command
        if isinstance(command, click.Group):
            found |= commands(command, path=f"{path}{name} ")
    return found


def test_the_page_of_the_command_line_is_up_to_date() -> None:
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == cli_page(), "run `make docs`"


def test_the_page_of_measures_is_up_to_date() -> None:
    assert (ROOT / "docs" / "measures.md").read_text("utf-8") == measures_page(), "run `make docs`"


def test_the_page_is_the_same_on_every_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cli_page()
    monkeypatch.setenv("COLUMNS", "40")
    assert cli_page() == before


def test_every_command_is_documented_with_all_its_options() -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert len(COMMANDS) >= 10
    assert {*COMMANDS, "segments set", "segments show"} <= set(commands())
    for name, command in commands().items():
        heading = f"\n##{'#' * name.count(' ')} cutstat {name}\n"
        assert text.count(heading) == 1, name
        section = re.split(r"\n#+ cutstat ", text.partition(heading)[2])[0]
        assert f"Usage: cutstat {name} " in section
        for parameter in command.params:
            for option in parameter.opts if isinstance(parameter, click.Option) else []:
                assert option in section, f"{name} {option}"


@pytest.mark.parametrize("name", commands())
def test_every_help_text_is_a_sentence_and_an_example(name: str) -> None:
    text = commands()[name].help or ""
    summary = text.split("\n\n")[0]
    assert summary.endswith(".")
    assert f"Example: cutstat {name}" in text


def test_every_measure_is_documented() -> None:
    text = (ROOT / "docs" / "measures.md").read_text("utf-8")
    assert len(MEASURES) > 10
    for measure in MEASURES:
        assert f"`{measure.key}`" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_project_lead_to_files_that_exist(page: Path) -> None:
    dead = []
    for match in LINK.finditer(re.sub(r"(?s)```.*?```|`[^`\n]*`", "", page.read_text("utf-8"))):
        target = (match[1] or match[2]).partition("#")[0]
        if target and not re.match(r"[a-z]+:", target) and not (page.parent / target).exists():
            dead.append(target)
    assert dead == []


def test_links_are_seen_in_all_their_forms() -> None:
    text = 'see [a](one.md), ![b](two.png "title") and [c]\n\n[c]: three.md\n'
    assert [match[1] or match[2] for match in LINK.finditer(text)] == [
        "one.md",
        "two.png",
        "three.md",
    ]
