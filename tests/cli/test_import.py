from __future__ import annotations

import json
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
        "Series\tEpisode\tLength\tList",
        "Show\t01\t00:00:04.000\tShow - 01.txt",
        "Show\t02\t00:00:04.000\tShow - 02.txt",
    ]
    shown = run_cli("show", "Show 02", *library)
    assert shown.stdout.splitlines()[1] == "Shots\t3\t3\tcount"
    assert "imported from a list (me); no video was looked at" in shown.stderr


def test_import_prints_json(lists: list[Path], tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")
    ran = run_cli("import", lists[0], "--series", "Show", "--rate", "25", "--json", *library)
    row = {"series": "Show", "episode": "01", "frames": 100, "duration_seconds": 4.0}
    row["file"] = str(lists[0])
    assert json.loads(ran.stdout) == {"episodes": [row]}


def test_an_imported_list_is_shown_by_its_file(lists: list[Path], tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")
    run_cli("import", *lists, "--series", "Show", "--rate", "25", *library)
    assert run_cli("show", lists[1], *library).stdout.splitlines()[1] == "Shots\t3\t3\tcount"


def test_the_unit_of_whole_numbers_is_asked_for(tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")
    path = tmp_path / "Show - 01.csv"
    path.write_text("Shot,Length\n1,35\n2,12\n", "utf-8")
    ran = run_cli("import", path, "--series", "Show", *library)
    assert (ran.status, ran.stdout) == (1, "")
    assert "add --unit: seconds, tenths, milliseconds" in ran.stderr
    ran = run_cli("import", path, "--series", "Show", "--unit", "tenths", *library)
    assert ran.stdout.splitlines()[1] == "Show\t01\t00:00:04.700\tShow - 01.csv"


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
        (("--format", "edl", "--rate", "25"), 1, "line 1: the event '0 24' cannot be read"),
        (("--format", "xml"), 2, "is not one of"),
        (("--rate", "25", "--length", "2"), 1, "behind the end"),
        (("--rate", "25", "--length", "inf"), 2, "'inf' is no time"),
        (("--rate", "25", "--length", "0"), 2, "no length that a video has"),
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


@pytest.mark.parametrize("form", ["cinemetrics", "edl", "scenes"])
def test_exported_lists_are_imported_again(form: str, lists: list[Path], tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")
    run_cli("import", *lists, "--series", "Show", "--rate", "25", *library)
    folder = tmp_path / "out"
    ran = run_cli("export", "Show", "--format", form, "--output", folder, *library)
    assert ran.status == 0, ran.stderr
    written = sorted(folder.iterdir())
    assert len(written) == 2
    ran = run_cli("import", *written, "--series", "Back", "--rate", "25", *library)
    assert ran.status == 0, ran.stderr
    before, after = (
        run_cli("show", f"{series} 02", *library).stdout for series in ("Show", "Back")
    )
    assert before == after.replace("Back", "Show")
    assert "Shots\t3\t3\tcount" in after


def test_a_list_of_times_without_a_rate_makes_no_edit_list(tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")
    path = tmp_path / "Show - 01.txt"
    path.write_text("1.125\n2.5\n", "utf-8")
    run_cli("import", path, "--series", "Show", *library)
    ran = run_cli("export", "Show", "--format", "edl", "--output", tmp_path / "out", *library)
    assert ran.status == 1
    assert "a clock of 1000 steps a second, which timecodes cannot number" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_series_needs_a_title(lists: list[Path], tmp_path: Path) -> None:
    for said, answer in (([], "say with --series"), (["--series", " "], "'--series' is empty")):
        ran = run_cli("import", *lists, *said, "--library", tmp_path / "library")
        assert ran.status == 2
        assert answer in ran.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    ran = run_cli("import", tmp_path / "none.txt", "--series", "S", "--library", tmp_path / "lib")
    assert ran.status == 1
    assert "none.txt: cannot be read (No such file or directory)" in ran.stderr


def test_a_second_list_for_an_episode_is_refused_until_the_first_is_forgotten(
    lists: list[Path], tmp_path: Path
) -> None:
    options = ("--series", "Show", "--rate", "25", "--library", tmp_path / "library")
    assert run_cli("import", lists[0], *options).status == 0
    assert run_cli("import", lists[0], *options).status == 0  # the same list again takes its place
    other = tmp_path / "Other - 01.txt"
    other.write_bytes(lists[0].read_bytes())
    ran = run_cli("import", other, *options)
    assert ran.status == 1
    assert f"Show 01 is there already, from {lists[0]}; forget that with" in ran.stderr
    ran = run_cli("forget", "Show 01", "--library", tmp_path / "library")
    assert (ran.status, ran.stderr) == (0, f"Show 01: forgotten ({lists[0]})\n")
    assert run_cli("import", other, *options).status == 0
    assert run_cli("forget", "Show 07", "--library", tmp_path / "library").status == 1


def test_segments_of_an_annotation_are_taken_over(tmp_path: Path) -> None:
    document = {
        **{"video": "Show - 01.mkv", "frames": 1000, "fps": "25", "transitions": []},
        "segments": [
            {"kind": "opening", "start": 0, "stop": 400},
            {"kind": "body", "start": 400, "stop": 1000},
        ],
    }
    file = tmp_path / "list.json"
    file.write_text(json.dumps(document))
    library = ("--library", tmp_path / "library")
    assert run_cli("import", file, "--series", "Show", *library).status == 0
    shown = json.loads(run_cli("show", "Show 01", "--json", *library).stdout)
    assert shown["body"]["minutes"] == 0.4


def test_import_goes_on_past_a_bad_list_and_says_so_by_its_status(
    lists: list[Path], tmp_path: Path
) -> None:
    lists[0].write_text("0 24\n20 49\n", "utf-8")
    options = ("--series", "Show", "--rate", "25", "--library", tmp_path / "library")
    ran = run_cli("import", *lists, *options)
    assert ran.status == 3
    assert ran.stdout.splitlines()[1:] == ["Show\t02\t00:00:04.000\tShow - 02.txt"]
    assert f"{lists[0]}: cannot be read as bbc (line 2: the shot begins at frame 20" in ran.stderr
    assert "1 of 2 lists could not be imported" in ran.stderr
    lists[1].write_text("later\n", "utf-8")
    ran = run_cli("import", *lists, *options)
    assert (ran.status, ran.stdout) == (1, "")
    assert all(str(path) in ran.stderr for path in lists)


def test_a_timeline_is_exported_and_imported_again_with_its_segments(
    lists: list[Path], tmp_path: Path
) -> None:
    pytest.importorskip("opentimelineio")
    library = ("--library", tmp_path / "library")
    run_cli("import", *lists, "--series", "Show", "--rate", "25", *library)
    run_cli("segments", "set", "Show", "opening", "0", "25", *library)
    folder = tmp_path / "out"
    assert run_cli("export", "Show", "--format", "otio", "-o", folder, *library).status == 0
    ran = run_cli("import", *folder.iterdir(), "--series", "Back", *library)
    assert ran.status == 0, ran.stderr
    before, after = (
        run_cli("show", f"{series} 02", *library).stdout for series in ("Show", "Back")
    )
    assert before == after.replace("Back", "Show")
    assert "Shots\t2\t3\tcount" in after


def test_exported_tables_are_scored_against_the_lists_that_they_are_of(
    lists: list[Path], tmp_path: Path
) -> None:
    library = ("--library", tmp_path / "library")
    run_cli("import", lists[0], "--series", "Show", "--rate", "25", *library)
    for form in ("csv", "json"):
        table = tmp_path / f"table.{form}"
        options = ("--format", form, "--table", "shots", "-o", table)
        assert run_cli("export", "Show", *options, *library).status == 0
        ran = run_cli("score", table, lists[0], "--json", "--tolerance", "10")
        assert json.loads(ran.stdout)["f1"] == 1.0, ran.stderr
    episodes = tmp_path / "episodes.csv"
    run_cli("export", "Show", "-o", episodes, *library)
    ran = run_cli("score", episodes, lists[0])
    assert (ran.status, ran.stdout) == (1, "")
    assert "the table of episodes, which holds no shots" in ran.stderr
