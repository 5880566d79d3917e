"""``cutstat segments set``, ``clear`` and ``import``: the user's word on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.shows import lengths_of, run_cli

from cutstat.library.segments import segment_overrides
from cutstat.library.store import Library


def said(library: Path, series: str) -> dict[str, list[str]]:
    """Give what is said of each episode of a series, as ``opening 0 25``."""
    with Library(library) as shelf:
        return {
            episode.name.label: [
                f"no {one.kind}" if one.is_absent else f"{one.kind} {one.start} {one.stop}"
                for one in segment_overrides(shelf, episode.file_key)
            ]
            for episode in shelf.episodes(series)
        }


def frames(number: int) -> int:
    """Give the frames of an episode of `Slow`."""
    return sum(lengths_of(number, pace=20))


@pytest.mark.parametrize(
    ("start", "stop", "kept"),
    [
        ("0", "24", "opening 0 24"),
        ("0", "1s", "opening 0 1s"),
        ("-2s", "-1.5s", "opening -2s -1.5s"),
        ("-00:00:02", "end", "opening -2s end"),
        ("-30", "-10", "opening -30 -10"),
        ("00:01", "00:00:02.002", "opening 1s 2.002s"),
    ],
)
def test_a_segment_is_set_by_frames_seconds_or_clock_from_either_end(
    library: Path, start: str, stop: str, kept: str
) -> None:
    ran = run_cli("segments", "set", "Slow 03", "opening", start, stop)
    assert (ran.status, ran.stdout) == (0, ""), ran.stderr
    assert said(library, "Slow") == {"01": [], "02": [], "03": [kept], "04": [], "05": []}


def test_what_was_set_is_said_for_every_episode_with_its_times(library: Path) -> None:
    ran = run_cli("segments", "set", "Slow", "ending", "-24", "end")
    assert ran.status == 0
    lines = ran.stderr.splitlines()
    assert len(lines) == 5
    for number, line in enumerate(lines, 1):
        stop = frames(number)
        assert line.startswith(f"Slow 0{number}: ending 00:00:0")
        assert line.endswith(f", frames {stop - 24} to {stop}")
    second = f"{frames(1) * 1001 / 24000:.3f}"
    assert f" to 00:00:0{second}, frames" in lines[0]
    assert all(value == ["ending -24 end"] for value in said(library, "Slow").values())


def test_quiet_says_nothing(library: Path) -> None:
    assert run_cli("segments", "set", "Slow", "ending", "-24", "end", "-q").stderr == ""
    assert run_cli("segments", "clear", "Slow", "-q").stderr == ""


def test_there_can_be_none_of_a_kind(library: Path) -> None:
    ran = run_cli("segments", "set", "Slow 01", "preview", "--none")
    assert (ran.status, ran.stderr) == (0, "Slow 01: no preview\n")
    assert said(library, "Slow")["01"] == ["no preview"]


def test_to_set_replaces_the_kind_and_to_add_keeps_it(library: Path) -> None:
    for args in (("5", "9"), ("10", "12"), ("20", "22", "--add")):
        assert run_cli("segments", "set", "Slow 01", "eyecatch", *args).status == 0
    assert said(library, "Slow")["01"] == ["eyecatch 10 12", "eyecatch 20 22"]
    run_cli("segments", "set", "Slow 01", "card", "0", "5")
    run_cli("segments", "set", "Slow 01", "eyecatch", "--none")
    assert said(library, "Slow")["01"] == ["card 0 5", "no eyecatch"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["0", "99999"], "99999 lies outside the "),
        (["-00:24:00", "end"], "-1440s lies before the first frame of a video of 00:00:0"),
        (["60s", "end"], "60s to end holds no frame: it would begin at frame"),
    ],
)
def test_a_segment_outside_of_an_episode_is_a_sentence_and_nothing_is_set(
    library: Path, args: list[str], message: str
) -> None:
    ran = run_cli("segments", "set", "Slow", "opening", *args)
    assert (ran.status, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"cutstat: error: Slow 01: opening {message}")
    assert ran.stderr.endswith("; nothing was set\n")
    assert said(library, "Slow") == {f"0{number}": [] for number in range(1, 6)}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["Slow", "opening"], "a segment needs START and STOP, or --none"),
        (["Slow", "opening", "5"], "a segment needs START and STOP, or --none"),
        (["Slow", "opening", "5", "9", "--none"], "--none stands alone"),
        (["Slow", "opening", "--none", "--add"], "--none stands alone"),
        (["Slow", "opening", "9", "5"], "a segment stops after its start, got 9 to 5"),
        (["Slow", "opening", "5", "nine"], "'nine' is no position in an episode; write a frame"),
        (["Slow", "opening", "-5x", "end"], "'-5x' is no position in an episode; write a frame"),
        (["Slow", "opening", "5", "--noen"], "No such option '--noen'"),
        (["Slow", "outro", "5", "9"], "'outro' is not one of 'opening', 'ending'"),
        (["Slow", "opening", "5", "9", "12"], "Got unexpected extra argument (12)"),
        (["Slow"], "Missing argument"),
    ],
)
def test_what_is_written_wrongly_is_shown_the_usage(
    library: Path, args: list[str], message: str
) -> None:
    ran = run_cli("segments", "set", *args)
    assert (ran.status, ran.stdout) == (2, "")
    assert ran.stderr.startswith("Usage: cutstat segments set ")
    assert message in " ".join(ran.stderr.split())
    assert all(value == [] for value in said(library, "Slow").values())


def test_an_unknown_series_or_episode_is_a_sentence(library: Path) -> None:
    ran = run_cli("segments", "set", "Slaw", "opening", "--none")
    assert ran.status == 1
    assert ran.stderr == ("cutstat: error: no series 'Slaw' in the library; did you mean 'Slow'?\n")
    ran = run_cli("segments", "clear", "Slow 77")
    assert "no episode 'Slow 77' in the library" in ran.stderr


# clear


def test_what_was_set_is_taken_back_of_one_kind_or_of_all(library: Path) -> None:
    run_cli("segments", "set", "Slow", "opening", "0", "5")
    run_cli("segments", "set", "Slow", "card", "--none")
    ran = run_cli("segments", "clear", "Slow 02", "card")
    assert (ran.status, ran.stdout, ran.stderr) == (0, "", "Slow 02: 1 taken back\n")
    assert said(library, "Slow")["02"] == ["opening 0 5"]
    ran = run_cli("segments", "clear", "Slow")
    assert ran.stderr.splitlines()[:2] == ["Slow 01: 2 taken back", "Slow 02: 1 taken back"]
    assert all(value == [] for value in said(library, "Slow").values())
    assert run_cli("segments", "clear", "Slow").stderr == "There was nothing to take back.\n"
    assert run_cli("segments", "clear", "Slow", "card").stderr == (
        "There was no card to take back.\n"
    )


# import


def write_chapters(path: Path, *chapters: tuple[str, str]) -> None:
    """Write chapters in the simplest form: where each begins, and its title."""
    lines = [
        f"CHAPTER{number:02d}={start}\nCHAPTER{number:02d}NAME={title}\n"
        for number, (start, title) in enumerate(chapters, 1)
    ]
    path.write_text("".join(lines), "utf-8")


def test_chapters_named_like_segments_become_the_users_word(library: Path, home: Path) -> None:
    write_chapters(
        home / "chapters.txt",
        ("00:00:00.000", "OP"),
        ("00:00:01.001", "Chapter 2"),
        ("00:00:02.002", "エンディング"),
    )
    run_cli("segments", "set", "Slow 01", "opening", "--none")
    run_cli("segments", "set", "Slow 01", "card", "30", "31")
    ran = run_cli("segments", "import", "Slow 01", "chapters.txt")
    assert (ran.status, ran.stdout) == (0, ""), ran.stderr
    assert ran.stderr.splitlines() == [
        "Slow 01: opening 00:00:00.000 to 00:00:01.001, frames 0 to 24",
        f"Slow 01: ending 00:00:02.002 to 00:00:0{frames(1) * 1001 / 24000:.3f}, "
        f"frames 48 to {frames(1)}",
    ]
    assert said(library, "Slow")["01"] == ["card 30 31", "opening 0s 1.001s", "ending 2.002s end"]
    with Library(library) as shelf:
        key = shelf.episodes("Slow")[0].file_key
        assert segment_overrides(shelf, key)[-1].source == "chapters.txt"


def test_chapters_of_one_kind_are_all_taken(library: Path, home: Path) -> None:
    write_chapters(
        home / "chapters.txt",
        *(("00:00:00.000", "Eyecatch"), ("00:00:00.500", "Story")),
        *(("00:00:01.000", "Eyecatch 2"), ("00:00:01.500", "Story")),
    )
    assert run_cli("segments", "import", "Slow 01", "chapters.txt").status == 0
    assert said(library, "Slow")["01"] == ["eyecatch 0s 0.5s", "eyecatch 1s 1.5s"]


@pytest.mark.parametrize(
    ("chapters", "message"),
    [
        (
            [("00:00:00.000", "Chapter 1"), ("00:00:01.000", "x")],
            "chapters.txt: no chapter is called like a segment (found 'Chapter 1', 'x'); call",
        ),
        (
            [("00:00:02.000", "Opening"), ("00:00:02.000", "x")],
            "chapters.txt: chapter 'Opening': a segment stops after its start, got 2s to 2s",
        ),
        (
            [("00:00:00.000", "Opening"), ("00:01:00.000", "Ending")],
            "Slow 01: ending 60s to end holds no frame",
        ),
    ],
)
def test_chapters_that_say_nothing_are_a_sentence(
    library: Path, home: Path, chapters: list[tuple[str, str]], message: str
) -> None:
    write_chapters(home / "chapters.txt", *chapters)
    ran = run_cli("segments", "import", "Slow 01", "chapters.txt")
    assert (ran.status, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"cutstat: error: {message}")
    assert said(library, "Slow")["01"] == []


def test_a_chapter_file_that_is_absent_is_a_sentence(library: Path) -> None:
    ran = run_cli("segments", "import", "Slow 01", "absent.xml")
    assert ran.status == 1
    assert ran.stderr.startswith("cutstat: error: absent.xml: ")


# Commands within the command


def test_words_that_name_no_command_are_for_the_default_one() -> None:
    for args in (["Slow"], ["--json", "Slow"], ["show", "Slow"], ["Slow", "set"]):
        assert "No such command" not in run_cli("segments", *args).stderr
    ran = run_cli("segments", "Slow", "--nonsense")
    assert ran.status == 2
    assert ran.stderr.startswith("Usage: cutstat segments show ")


@pytest.mark.parametrize("name", ["show", "set", "clear", "import"])
def test_every_command_has_its_help_with_an_example(name: str) -> None:
    ran = run_cli("segments", name, "--help")
    assert ran.status == 0
    assert ran.stdout.startswith(f"Usage: cutstat segments {name} ")
    assert f"Example: cutstat segments {name} " in ran.stdout


def test_the_help_lists_the_commands_and_the_options_of_the_default_one() -> None:
    ran = run_cli("segments", "-h")
    assert ran.stdout.startswith("Usage: cutstat segments [OPTIONS] SERIES... | COMMAND ")
    for word in ("--json", "--library", "--detector", "show ", "set ", "clear ", "import "):
        assert f"\n  {word}" in ran.stdout or f", {word}" in ran.stdout


def test_defaults_of_the_project_reach_the_commands(library: Path, home: Path) -> None:
    (home / "cutstat.toml").write_text('[options]\nquiet = true\nlibrary = "elsewhere"\n')
    ran = run_cli("segments", "set", "Slow", "card", "--none", env={"CUTSTAT_LIBRARY": None})
    assert "no series 'Slow' in the library" in ran.stderr
    assert (home / "elsewhere").is_dir()
    ran = run_cli("segments", "set", "Slow", "card", "--none")
    assert (ran.status, ran.stderr) == (0, "")


def test_who_says_where_the_body_lies_leaves_nothing_in_doubt(library: Path) -> None:
    def doubts() -> list[list[object]]:
        lines = run_cli("segments", "Slow", "--json").stdout.splitlines()
        return [json.loads(line)["doubts"] for line in lines]

    assert all(doubts())
    assert run_cli("segments", "set", "Slow", "body", "0", "end").status == 0
    assert not any(doubts())
    assert run_cli("segments", "clear", "Slow").status == 0
    assert all(doubts())
