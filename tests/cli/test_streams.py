"""Data on stdout, messages on stderr, and what a terminal gets to see."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.shows import PATHS, run_cli

from cutstat.cli.progress import count_bar, scan_listener
from cutstat.scan.scan import ScanEvent

COMMANDS: dict[str, list[str]] = {
    "list": ["list"],
    "show": ["show", "Fast 01"],
    "compare": ["compare", "Fast", "--against", "Slow"],
    "export": ["export"],
    "doctor": ["doctor"],
}


def on_a_terminal(*args: str | Path, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run the program on a terminal, and give its status and all that was written there."""
    leader, follower = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "cutstat", *map(str, args)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "PYTHONPATH": PATHS, "TERM": "xterm-256color", **(env or {})},
    )
    os.close(follower)
    written = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        written += piece
    os.close(leader)
    return run.wait(timeout=60), written.decode()


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_piped_holds_no_escape(library: Path, name: str) -> None:
    for env in ({}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color", "COLORTERM": "truecolor"}):
        ran = run_cli(*COMMANDS[name], env=env)
        assert ran.status == 0
        assert "\x1b" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ["list", "show", "compare"])
def test_quiet_leaves_the_data_and_no_message(library: Path, name: str) -> None:
    loud, quiet = run_cli(*COMMANDS[name]), run_cli(*COMMANDS[name], "--quiet")
    assert quiet.stdout == loud.stdout
    assert quiet.stderr == ""


def test_quiet_scan_still_names_its_error(home: Path, videos: Path) -> None:
    (home / "Show - 01.mkv").write_text("this is no video")
    ran = run_cli("scan", home, videos / "Fast", "-q", "-j", "1")
    assert ran.status == 3
    (line,) = ran.stderr.splitlines()
    assert line.startswith("cutstat: error: 1 of 6 files could not be analysed; first, ")
    assert "Show - 01.mkv: not a video that FFmpeg can read" in line
    assert run_cli("scan", videos / "Fast", "-q").stderr == ""


def test_verbose_names_the_files_that_are_known_already(library: Path, videos: Path) -> None:
    file = videos / "Fast" / "Fast - 01.mkv"
    silent = run_cli("scan", file)
    verbose = run_cli("scan", file, "-v")
    assert verbose.stdout == silent.stdout
    assert verbose.stderr.splitlines() == [
        f"{file}: already in the library",
        *silent.stderr.splitlines(),
    ]


def test_json_is_the_same_whether_quiet_or_not(library: Path) -> None:
    for command in (["list"], ["show", "Fast 01"], ["compare", "Fast", "--against", "Slow"]):
        assert run_cli(*command, "--json").stdout == run_cli(*command, "--json", "-q").stdout


# On a terminal


def test_a_terminal_sees_a_ruled_table_and_colour_only_if_it_may(library: Path) -> None:
    status, coloured = on_a_terminal("list")
    assert status == 0
    assert "\x1b[" in coloured
    assert "Lone Wolf" in coloured
    assert "\t" not in coloured
    status, plain = on_a_terminal("list", env={"NO_COLOR": "1"})
    assert status == 0
    assert "\x1b" not in plain
    assert "Lone Wolf" in plain


def test_a_terminal_sees_what_is_damaged_and_no_empty_column(
    library: Path, videos: Path, home: Path
) -> None:
    whole = (videos / "Fast" / "Fast - 01.mkv").read_bytes()
    (home / "Cut - 01.mkv").write_bytes(whole[: len(whole) * 2 // 3])
    run_cli("scan", home, "-j", "1")
    _, ranked = on_a_terminal("list")
    assert "1, 1 damaged" in ranked
    assert "In brackets is the 95 % range" in ranked
    _, whole_ones = on_a_terminal("list", "Fast", env={"NO_COLOR": "1"})
    heads, *_ = whole_ones.splitlines()
    assert heads.split() == ["Episode", "Minutes", "Body", "shots", "A", "minute", "File"]
    _, damaged = on_a_terminal("list", "Cut")
    assert "Damaged" in damaged
    assert max(map(len, whole_ones.splitlines())) <= 80


def test_a_terminal_sees_bars_while_a_scan_runs_and_a_line_a_file(videos: Path) -> None:
    status, written = on_a_terminal("scan", videos / "Fast", "-j", "1")
    assert status == 0
    assert "Episodes" in written
    for number in range(1, 6):
        assert f"Fast - 0{number}.mkv: 5 shots" in written
    assert "5 analysed, 0 known already" in written
    status, written = on_a_terminal("scan", videos / "Fast", "-v")
    assert "Fast - 01.mkv: already in the library" in written


def test_names_never_reach_a_terminal_raw(home: Path, videos: Path) -> None:
    file = home / "red \x1b[31m\x9b title - 01.mkv"
    file.write_bytes((videos / "Fast" / "Fast - 01.mkv").read_bytes())
    env = {"NO_COLOR": "1"}
    for command in (
        ["scan", ".", "-q"],
        ["list"],
        ["list", "--json"],
        ["export"],
        ["show", file],
        ["detect", file, "--json"],
    ):
        status, written = on_a_terminal(*command, env=env)
        assert status == 0, written
        assert "\x1b" not in written
        assert "\x9b" not in written


def test_whoever_has_read_enough_is_left_in_peace(library: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "cutstat", "export", "--table", "shots"],
        stdout=writer,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": PATHS},
        check=False,
    )
    os.close(writer)
    assert (run.returncode, run.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("latin-1", rb"\u6d77\u306e\u99c5"),
        ("utf-8", "海の駅".encode()),
        ("ascii", "海の駅".encode()),  # Click takes it for a wrong setting and writes UTF-8
    ],
)
def test_a_terminal_that_lacks_letters_gets_escapes(encoding: str, shown: bytes) -> None:
    Path("海の駅").mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "cutstat", "scan", "海の駅"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": PATHS, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith(b"cutstat: error: " + shown + b": holds no video files")


# Progress


def lines_of(
    capsys: pytest.CaptureFixture[str], *events: ScanEvent, verbose: bool = False
) -> list[str]:
    with scan_listener(quiet=False, verbose=verbose) as hear:
        for event in events:
            hear(event)
    return capsys.readouterr().err.splitlines()


def test_a_line_tells_of_every_file_that_is_finished(capsys: pytest.CaptureFixture[str]) -> None:
    a, b, c = Path("a.mkv"), Path("b.mkv"), Path("c.mkv")
    assert lines_of(
        capsys,
        ScanEvent("failed", c, message="c.mkv: cannot be read"),
        ScanEvent("reused", b),
        ScanEvent("found", files=2),
        ScanEvent("progress", a, frames=9, seconds=1.0),
        ScanEvent("done", a, shots=7),
        ScanEvent("failed", b, message="b.mkv: no video"),
    ) == ["c.mkv: cannot be read", "1/2 a.mkv: 7 shots", "2/2 b.mkv: no video"]


def test_the_count_begins_anew_with_every_scan(capsys: pytest.CaptureFixture[str]) -> None:
    scan = (ScanEvent("found", files=1), ScanEvent("done", Path("a.mkv"), shots=2))
    assert lines_of(capsys, *scan, *scan) == ["1/1 a.mkv: 2 shots"] * 2


def test_quiet_progress_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with scan_listener(quiet=True) as hear, count_bar("Rendering", quiet=True) as count:
        hear(ScanEvent("done", Path("a.mkv"), shots=7))
        count(1, 2)
    assert capsys.readouterr() == ("", "")


def test_counts_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    with count_bar("Rendering", quiet=False) as count:
        count(1, 2)
    assert capsys.readouterr().err == "Rendering: 1/2\n"
