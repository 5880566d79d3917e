from __future__ import annotations

from pathlib import Path

import pytest
from support.shows import run_cli


@pytest.fixture
def lists(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"Show - {number:02d}.txt" for number in (1, 2)]
    for path in paths:
        path.write_text("0 24\n25 49\n60 99\n", "utf-8")
    return paths


def test_import_prints_the_episodes_and_show_says_where_they_are_from(
    lists: list[Path], tmp_path: Path
) -> None:
    library = ("--library", tmp_path / "library")
    ran = run_cli("import", *lists, "--series", "Show", "--rate", "25", "--by", "me", *library)
    assert ran.status == 0, ran.stderr
    assert ran.stdout.splitlines() == [
        "Series\tEpisode\tFrames\tList",
        "Show\t01\t100\tShow - 01.txt",
        "Show\t02\t100\tShow - 02.txt",
    ]
    shown = run_cli("show", "Show 02", *library)
    assert shown.stdout.splitlines()[1] == "Shots\t3\t3\tcount"
    assert "imported from a list (me); no video was looked at" in shown.stderr


@pytest.mark.parametrize("rate", ["23.976", "24000/1001"])
def test_rates_are_read_as_people_write_them(rate: str, lists: list[Path], tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")
    assert run_cli("import", *lists, "--series", "S", "--rate", rate, *library).status == 0
    document = run_cli("show", "S 01", "--json", *library).stdout
    assert '"fps": "24000/1001"' in document


@pytest.mark.parametrize(
    ("options", "status", "reason"),
    [
        ((), 1, "say with --rate how many there are a second"),
        (("--rate", "0"), 2, "none that a video has"),
        (("--rate", "fast"), 2, "is no frame rate"),
        (("--format", "edl", "--rate", "25"), 1, "there is no event of the video track"),
        (("--format", "xml"), 2, "is not one of"),
        (("--rate", "25", "--length", "2"), 1, "behind the end"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    options: tuple[str, ...], status: int, reason: str, lists: list[Path], tmp_path: Path
) -> None:
    ran = run_cli("import", *lists, "--series", "S", *options, "--library", tmp_path / "library")
    assert ran.status == status
    assert reason in ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.stdout == ""


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    ran = run_cli("import", tmp_path / "none.txt", "--series", "S", "--library", tmp_path / "lib")
    assert ran.status == 1
    assert "none.txt: cannot be read (No such file or directory)" in ran.stderr
