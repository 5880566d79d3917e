"""What the shell offers of the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from cutstat.cli.main import cli


def offered(*words: str) -> list[str]:
    """Give what is offered for the last word."""
    *before, last = words
    completer = ShellComplete(cli, {}, "cutstat", "_CUTSTAT_COMPLETE")
    return [
        item.value if item.type == "plain" else item.type
        for item in completer.get_completions(before, last)
    ]


@pytest.mark.parametrize("command", ["compare", "report", "list", "export", "segments", "pack"])
def test_titles_of_series_are_offered_whatever_their_case(command: str, library: Path) -> None:
    assert offered(command, "")[:3] == ["Fast", "Lone Wolf", "Slow"]
    assert offered(command, "lo") == ["Lone Wolf"]


def test_baselines_and_episodes_are_offered(library: Path) -> None:
    assert offered("compare", "Fast", "--against", "s") == ["Slow"]
    assert offered("show", "slow 0") == [f"Slow 0{k}" for k in range(1, 6)]
    assert offered("forget", "Lone") == ["Lone Wolf", "Lone Wolf 01"]
    assert offered("sc") == ["scan", "score"]


def test_files_are_offered_where_no_title_begins_so(library: Path) -> None:
    assert offered("show", "videos/") == ["file"]


def test_a_library_of_another_place_is_asked(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUTSTAT_LIBRARY", str(tmp_path / "nowhere"))
    assert offered("show", "") == ["file"]
    assert not (tmp_path / "nowhere").exists()
    assert offered("show", "--library", str(library), "lone") == ["Lone Wolf 01"]


def test_bash_gets_spaces_as_it_takes_them(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CUTSTAT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "cutstat list Lo")
    assert offered("list", "Lo") == ["Lone\\ Wolf"]
    monkeypatch.setenv("COMP_WORDS", 'cutstat list "Lo')
    assert offered("list", "Lo") == ["Lone Wolf"]
