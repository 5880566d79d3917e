"""What goes wrong is said in one sentence: what was found, where, what to do."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from support.shows import Ran, run_cli

from cutstat.cli import main as main_module

RAW = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"]
"""Control characters that a terminal would obey."""


def sentence(ran: Ran) -> str:
    """Give the one sentence of a run that failed, and check that it is one."""
    line = ran.stderr.splitlines()[-1]
    assert line.startswith("cutstat: error: "), ran.stderr
    assert ran.stderr.count("cutstat: error: ") == 1
    assert "Traceback" not in ran.stderr
    assert "unexpected" not in ran.stderr
    assert not any(char in ran.stdout + ran.stderr for char in RAW)
    return line.removeprefix("cutstat: error: ")


def write_sound(path: Path) -> None:
    """Write a file that holds a second of silence and no picture."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.int16), layout="mono")
        frame.sample_rate = 8000
        frame.time_base = Fraction(1, 8000)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


BAD_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "absent": (lambda path: None, "no such file; check the path"),
    "text": (lambda path: path.write_text("this is no video"), "not a video that FFmpeg can read"),
    "empty": (lambda path: path.touch(), "the file is empty (0 bytes); copy it again"),
    "sound": (write_sound, "holds no video that can be decoded, only audio"),
    "folder": (lambda path: path.mkdir(), "a folder, where a video file is needed"),
    "list": (
        lambda path: path.write_text("ffconcat version 1.0\nfile other.mkv\n"),
        "",
    ),
    "pipe": (os.mkfifo, "no file but a pipe or device"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_a_sentence_that_names_it(home: Path, kind: str) -> None:
    make, message = BAD_FILES[kind]
    make(home / "bad.mkv")
    ran = run_cli("detect", "bad.mkv", "--json")
    assert (ran.status, ran.stdout) == (1, "")
    assert sentence(ran).startswith(f"bad.mkv: {message}")


@pytest.mark.parametrize("share", [0.0005, 0.02])
def test_a_file_cut_off_at_its_head_is_a_sentence(home: Path, videos: Path, share: float) -> None:
    whole = (videos / "Fast" / "Fast - 01.mkv").read_bytes()
    (home / "bad.mkv").write_bytes(whole[: max(1, int(len(whole) * share))])
    ran = run_cli("detect", "bad.mkv")
    assert ran.status == 1
    assert sentence(ran).startswith("bad.mkv: ")


def test_a_file_that_breaks_off_gives_what_there_is(home: Path, videos: Path) -> None:
    whole = (videos / "Slow" / "Slow - 01.mkv").read_bytes()
    (home / "short.mkv").write_bytes(whole[: len(whole) * 2 // 3])
    ran = run_cli("detect", "short.mkv", "--json")
    assert ran.status == 0
    assert json.loads(ran.stdout)["frames"] > 10


def test_one_bad_file_among_several_is_named_and_the_rest_done(home: Path, videos: Path) -> None:
    (home / "bad.mkv").write_text("this is no video")
    ran = run_cli("detect", "bad.mkv", videos / "Fast" / "Fast - 01.mkv", "--json")
    assert ran.status == 3
    assert len(ran.stdout.splitlines()) == 1
    assert sentence(ran) == "1 of 2 files could not be analysed"
    assert "cutstat: bad.mkv: not a video" in ran.stderr


def test_only_bad_files_are_an_error(home: Path) -> None:
    (home / "bad.mkv").write_text("this is no video")
    ran = run_cli("detect", "bad.mkv", "absent.mkv")
    assert (ran.status, ran.stdout) == (1, "")
    assert sentence(ran) == "no file could be analysed"
    assert "cutstat: absent.mkv: no such file" in ran.stderr


@pytest.mark.parametrize(
    ("make", "argument", "message"),
    [
        (lambda home: None, "absent", "absent: no such file or folder; check the path"),
        (lambda home: None, "absent/*.mkv", "absent/*.mkv: no file matches this pattern"),
        (lambda home: (home / "empty").mkdir(), "empty", "empty: holds no video files; looked for"),
        (
            lambda home: (home / "notes.txt").write_text("x"),
            ".",
            ".: holds no video files; looked for",
        ),
        (
            lambda home: (home / "notes.txt").write_text("x"),
            "*.txt",
            "*.txt: none of the 1 files that match is a video file",
        ),
    ],
)
def test_a_path_without_videos_is_a_sentence(
    home: Path, make: Callable[[Path], object], argument: str, message: str
) -> None:
    make(home)
    ran = run_cli("scan", argument)
    assert (ran.status, ran.stdout) == (1, "")
    assert sentence(ran).startswith(message)


def test_bad_files_in_a_folder_do_not_stop_a_scan(home: Path, videos: Path) -> None:
    for number, (make, _) in enumerate(BAD_FILES[k] for k in ("text", "empty", "sound")):
        make(home / f"Bad - 0{number}.mkv")
    good = home / "Good - 01.mkv"
    good.write_bytes((videos / "Fast" / "Fast - 01.mkv").read_bytes())
    ran = run_cli("scan", ".", "-j", "1")
    assert ran.status == 3
    assert sentence(ran) == "2 of 3 files could not be analysed"
    assert "Good" in ran.stdout
    assert "Bad - 00.mkv: not a video" in ran.stderr
    assert "skipped Bad - 01.mkv: the file is empty (0 bytes)" in ran.stderr
    assert "Bad - 02.mkv: holds no video that can be decoded, only audio" in ran.stderr
    assert ran.stderr.count("1/3 ") == ran.stderr.count("3/3 ") == 1


# Libraries

LIBRARY_COMMANDS = [
    ["list"],
    ["show", "Fast 01"],
    ["segments", "Slow"],
    ["compare", "Fast", "--against", "Slow"],
    ["report", "Fast", "--against", "Slow"],
    ["export"],
    ["scan", "."],
]


def make_newer(folder: Path) -> None:
    connection = sqlite3.connect(folder / "library.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def make_damaged(folder: Path) -> None:
    (folder / "library.sqlite").write_bytes(b"no database " * 1000)


def make_foreign(folder: Path) -> None:
    (folder / "library.sqlite").unlink()
    connection = sqlite3.connect(folder / "library.sqlite")
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()


@pytest.mark.parametrize("command", LIBRARY_COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (make_newer, "the library has version 99, this program reads up to 9; update cutstat"),
        (make_damaged, "library.sqlite is damaged (file is not a database); move it away"),
        (make_foreign, "library.sqlite there belongs to another program; choose another folder"),
    ],
)
def test_a_library_that_cannot_be_used_is_a_sentence_in_every_command(
    library: Path, command: list[str], harm: Callable[[Path], None], message: str
) -> None:
    harm(library)
    ran = run_cli(*command)
    assert (ran.status, ran.stdout) == (1, "")
    assert sentence(ran).startswith(f"{library}: {message}")


def test_a_library_that_is_a_file_is_a_sentence(home: Path) -> None:
    (home / "file").write_text("x")
    ran = run_cli("list", "--library", "file")
    assert ran.status == 1
    assert sentence(ran) == "file: a file, where the library needs a folder"


def test_an_unknown_series_is_answered_with_the_nearest(library: Path) -> None:
    for command in (["list", "Lone Wulf"], ["export", "Lone Wulf"]):
        ran = run_cli(*command)
        assert ran.status == 1
        assert sentence(ran) == ("no series 'Lone Wulf' in the library; did you mean 'Lone Wolf'?")
    ran = run_cli("compare", "Fast", "--against", "Slw")
    assert sentence(ran) == "no series 'Slw' in the library; did you mean 'Slow'?"


def test_an_unknown_episode_is_answered_with_the_nearest(library: Path) -> None:
    ran = run_cli("show", "Slow 99")
    assert ran.status == 1
    assert "did you mean 'Slow 0" in sentence(ran)


def test_an_endless_name_is_only_unknown(library: Path) -> None:
    assert sentence(run_cli("show", "a" * 3000)).startswith("no episode 'aaa")


# Places to write to


def test_a_file_where_a_report_should_go_is_a_usage_error(library: Path, home: Path) -> None:
    (home / "out").write_text("mine")
    ran = run_cli("report", "Fast", "--against", "Slow", "-o", "out")
    assert (ran.status, ran.stdout) == (2, "")
    assert "'--output': Directory 'out' is a file" in ran.stderr
    assert (home / "out").read_text() == "mine"


def test_a_folder_where_an_export_should_go_is_a_usage_error(library: Path, home: Path) -> None:
    (home / "out").mkdir()
    ran = run_cli("export", "-o", "out")
    assert (ran.status, ran.stdout) == (2, "")
    assert "File 'out' is a directory" in ran.stderr


def test_an_export_below_a_file_is_a_sentence(library: Path, home: Path) -> None:
    (home / "file").write_text("mine")
    ran = run_cli("export", "-o", "file/table.csv")
    assert ran.status == 1
    assert sentence(ran).startswith("file/table.csv: cannot be written (")


# Annotations


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "truth.txt: cannot be read (No such file or directory)"),
        ("", "truth.txt: holds nothing"),
        ("these are words", "truth.txt: its format is not clear; it is none of those"),
        ("{", "truth.txt: cannot be read as a list (line 1: the JSON is damaged"),
    ],
)
def test_annotations_that_cannot_be_read_are_a_sentence(
    home: Path, content: str | None, message: str
) -> None:
    (home / "found.txt").write_text("10\n")
    if content is not None:
        (home / "truth.txt").write_text(content)
    ran = run_cli("score", "found.txt", "truth.txt")
    assert (ran.status, ran.stdout) == (1, "")
    assert sentence(ran).startswith(message)


# Wrong calls


@pytest.mark.parametrize(
    "args",
    [
        ["nonsense"],
        ["detect"],
        ["scan"],
        ["detect", "x.mkv", "--detector", "nonsense"],
        ["scan", ".", "-j", "-1"],
        ["scan", ".", "-j", "many"],
        ["compare", "--against", "Slow"],
        ["report", "Fast", "--against", "Slow", "--format", "docx"],
        ["list", "--nonsense"],
        ["score", "one"],
        ["show", "a", "b\x1b[31m\x9b"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_shown_its_usage(args: list[str]) -> None:
    ran = run_cli(*args)
    assert (ran.status, ran.stdout) == (2, "")
    assert ran.stderr.startswith("Usage: cutstat ")
    assert "Error: " in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not any(char in ran.stderr for char in RAW)


def test_no_command_at_all_shows_the_help() -> None:
    ran = run_cli()
    assert ran.status == 2
    assert "See your episodes:" in ran.stderr


# What nobody has thought of


def fail(*_: object, **__: object) -> None:
    raise ZeroDivisionError("division\nby \x1b[31mzero")


def test_an_unexpected_error_is_one_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main_module.cli, "invoke", fail)
    ran = run_cli("list")
    assert ran.status == 1
    assert ran.stderr == (
        "cutstat: error: unexpected ZeroDivisionError: division\\nby \\x1b[31mzero; "
        "CUTSTAT_DEBUG=1 shows where\n"
    )


def test_debugging_shows_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main_module.cli, "invoke", fail)
    with pytest.raises(ZeroDivisionError):
        run_cli("list", env={"CUTSTAT_DEBUG": "1"})


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [(KeyboardInterrupt, 130, "interrupted; the same command"), (MemoryError, 1, "fewer --jobs")],
)
def test_interrupts_and_lack_of_memory_are_sentences(
    monkeypatch: pytest.MonkeyPatch, error: type[BaseException], status: int, words: str
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(main_module.cli, "invoke", stop)
    ran = run_cli("list")
    assert ran.status == status
    assert words in ran.stderr


def test_an_error_that_came_up_while_ctrl_c_ended_the_work_is_an_interrupt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A half-written archive cannot be closed, and says so in place of the interrupt."""

    def interrupted(**_: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise ValueError("an open archive cannot be closed")

    monkeypatch.setattr(main_module.cli, "main", interrupted)
    ran = run_cli("doctor")
    assert ran.status == 130
    assert ran.stderr == "cutstat: interrupted; the same command goes on from here\n"


# Names of all kinds

NAMES = [
    "with space - 01.mkv",
    'it\'s "quoted" - 01.mkv',
    "emoji 😀 - 01.mkv",
    "line\nbreak - 01.mkv",
    "red \x1b[31m title - 01.mkv",
    "turned \u202e title - 01.mkv",
    "c1 \x9b31m - 01.mkv",
    os.fsdecode(b"caf\xe9 - 01.mkv"),
    "[brackets] - 01.mkv",
    "海の駅 第01話.mkv",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_of_all_kinds_work_and_never_reach_the_terminal_raw(
    home: Path, videos: Path, name: str
) -> None:
    file = home / name
    file.write_bytes((videos / "Fast" / "Fast - 01.mkv").read_bytes())
    found = run_cli("detect", file, "--json")
    assert found.status == 0, found.stderr
    assert json.loads(found.stdout)["frames"] > 0
    assert run_cli("scan", home, "-j", "1").status == 0
    for command in (["list"], ["show", str(file)], ["detect", str(file)], ["scan", "."]):
        ran = run_cli(*command)
        assert ran.status == 0, ran.stderr
        assert not any(char in ran.stdout + ran.stderr for char in [*RAW, "\u202e"])
        assert len({line.count("\t") for line in ran.stdout.splitlines()}) == 1
    (entry,) = json.loads(run_cli("list", "--json").stdout)["episodes"]
    if "\udce9" not in name:
        assert entry["file"] == str(file)


def test_where_nothing_can_be_analysed_the_status_says_so(home: Path) -> None:
    (home / "Show - 01.mkv").touch()
    ran = run_cli("scan", home)
    assert ran.status == 1
    assert "the file is empty (0 bytes)" in ran.stderr
    assert "none of these files could be analysed" in ran.stderr


def test_who_wants_quiet_is_told_why_a_file_was_passed_over(home: Path) -> None:
    (home / "Empty").mkdir()
    (home / "Empty" / "Empty - 01.mkv").touch()
    for command in ("scan", "report"):
        ran = run_cli(command, "Empty", "-q")
        assert ran.status == 1
        assert "; first, Empty/Empty - 01.mkv: the file is empty (0 bytes)" in ran.stderr
