"""``cutstat lines`` and ``cutstat stretches``: what a person says of them counts everywhere."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from support.shows import run_cli
from support.stored import make_detection, make_file, make_track

import cutstat
from cutstat.core.timing import FrameTimes
from cutstat.detection.registry import make_detector
from cutstat.library.store import Library
from cutstat.scan.keys import detection_key, track_key

ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20
Style: Titles,Arial,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.20,0:00:00.60,Default,,0,0,0,,I'll be late.
Dialogue: 0,0:00:00.80,0:00:01.20,Titles,,0,0,0,,And he said so.
Dialogue: 0,0:00:01.30,0:00:01.60,Titles,,0,0,0,,[door slams]
"""


def read(*command: str | Path) -> dict[str, object]:
    ran = run_cli(*command, "--json")
    assert ran.status == 0, ran.stderr
    return json.loads(ran.stdout)


# Lines


@pytest.fixture
def said(videos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a library with one episode that has subtitles beside it."""
    video = tmp_path / "Said" / "Said - 01.mkv"
    video.parent.mkdir()
    shutil.copy(videos / "Slow" / "Slow - 01.mkv", video)
    (video.parent / "Said - 01.en.ass").write_text(ASS, "utf-8")
    monkeypatch.setenv("CUTSTAT_LIBRARY", str(tmp_path / "said"))
    assert run_cli("scan", video, "-j", "1").status == 0
    return tmp_path / "said"


def test_lines_are_listed_by_style_with_what_is_left_out(said: Path) -> None:
    ran = run_cli("lines", "Said")
    rows = [line.split("\t") for line in ran.stdout.splitlines()]
    assert rows == [
        ["Episode", "Track", "Style", "Lines", "Left out", "You say"],
        ["Said 01", "* subtitles Said - 01.en.ass (en)", "Default", "1", "", ""],
        ["Said 01", "* subtitles Said - 01.en.ass (en)", "Titles", "0", "1 sign, 1 sound", ""],
    ]


def test_a_word_on_a_style_reaches_the_measures_and_is_named(said: Path) -> None:
    before = read("show", "Said 01")
    ran = run_cli("lines", "set", "Said", "Titles", "--dialogue")
    assert (ran.status, ran.stderr) == (0, "Said 01: 1 line of 'Titles' is dialogue now\n")
    after = read("show", "Said 01")
    assert after["body"]["lines_share"] > before["body"]["lines_share"]
    subtitles = after["making"]["subtitles"]
    assert subtitles["lines"] == 2
    assert subtitles["overruled"] == [{"style": "Titles", "is_dialogue": True, "count": 1}]
    said_of_it = "what has the style 'Titles' is dialogue, as you say (1 line)"
    assert said_of_it in after["warnings"]
    assert f"Note: {said_of_it}." in run_cli("show", "Said 01").stderr
    style = read("lines", "Said 01")["tracks"][0]["styles"][1]
    dropped = {"sign": 1, "sound": 1}
    assert style == {"style": "Titles", "lines": 0, "dropped": dropped, "is_dialogue": True}
    assert run_cli("lines", "set", "Said 01", "Default", "--no-dialogue").status == 0
    assert read("show", "Said 01")["making"]["subtitles"]["lines"] == 1
    assert run_cli("lines", "clear", "Said", "Titles").stderr == "Said 01: 1 taken back\n"
    assert run_cli("lines", "clear", "Said").stderr == "Said 01: 1 taken back\n"
    assert run_cli("lines", "clear", "Said").stderr == "There was nothing to take back.\n"
    assert read("show", "Said 01") == before


def test_a_word_outlives_a_new_scan_and_goes_along_with_a_shelf(said: Path, tmp_path: Path) -> None:
    cutstat.set_lines("Said", "Titles", is_dialogue=True, library=said)
    cutstat.pack("Said", output=tmp_path / "shelf.cutstat", library=said)
    cutstat.unpack(tmp_path / "shelf.cutstat", library=tmp_path / "other")
    (episode,) = cutstat.lines(library=tmp_path / "other")
    assert [one.is_dialogue for one in episode.tracks[0].styles] == [None, True]
    lines = cutstat.show("Said 01", library=tmp_path / "other").making.lines
    assert lines is not None
    assert len(lines) == 2


def test_a_style_that_nobody_has_is_a_sentence(said: Path) -> None:
    ran = run_cli("lines", "set", "Said", "Title", "--dialogue")
    assert ran.status == 1
    assert (
        "Said: no style of its subtitles is called 'Title', only 'Default', 'Titles'" in ran.stderr
    )
    assert run_cli("lines", "set", "Said", "Titles").status == 2


def test_tracks_without_styles_say_how_to_get_them(said: Path) -> None:
    with Library(said) as library:
        (entry,) = library.episodes()
        key = track_key(entry.file_key)
        track = library.get_track(key)
        assert track is not None
        old = [replace(one, styles=()) for one in track.making.subtitles]
        making = replace(track.making, subtitles=tuple(old))
        library.put_track(replace(track, making=making), key=key, file_key=entry.file_key)
    assert "kept without its styles; `cutstat scan --complete`" in run_cli("lines").stderr
    ran = run_cli("lines", "set", "Said", "Titles", "--dialogue")
    assert "`cutstat scan --complete` on the file adds them" in ran.stderr
    assert "what you say of styles does not count" in run_cli("show", "Said 01").stderr
    video = said.parent / "Said" / "Said - 01.mkv"
    assert "styles of subtitles" in run_cli("scan", video, "-j", "1").stderr
    assert run_cli("scan", video, "--complete", "-j", "1").status == 0
    assert read("show", "Said 01")["making"]["subtitles"]["lines"] == 2


# Stretches


@pytest.fixture
def lively(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a library with an episode of ten minutes, two of whose minutes are quick."""
    n_frames = 6000
    change = np.full(n_frames, 0.02, np.float32)
    cuts = set(range(50, n_frames, 50))
    for start in (2000, 4000):
        change[start : start + 600] = 0.2
        cuts |= set(range(start, start + 600, 10))
    track = make_track(n_frames)
    track = replace(
        track,
        times=FrameTimes.constant(n_frames, Fraction(10)),
        seen=replace(track.seen, curves={**track.seen.curves, "change": change}),
    )
    detector = make_detector("cutstat")
    found = replace(make_detection(sorted(cuts), n_frames=n_frames), detector=detector.info)
    key = "0123456789abcdef0123"
    with Library(tmp_path / "lively") as library:
        library.put_file(make_file(tmp_path / "Show - 01.mkv"), key=key, size=1)
        library.put_track(track, key=track_key(key), file_key=key)
        own = detection_key(detector.info, key)
        library.put_detection(found, key=own, track_key=track_key(key))
    monkeypatch.setenv("CUTSTAT_LIBRARY", str(tmp_path / "lively"))
    return tmp_path / "lively"


def test_stretches_are_named_cleared_and_had_back(lively: Path) -> None:
    before = read("show", "Show 01")
    first, second = before["making"]["action_stretches"]
    assert first["name"] is None
    ran = run_cli("stretches", "set", "Show 01", "00:03:50", "the duel")
    assert ran.status == 0
    assert ran.stderr.endswith(" is 'the duel'\n")
    assert run_cli("stretches", "set", "Show 01", "00:07:10", "--none").status == 0
    rows = [line.split("\t") for line in run_cli("stretches", "Show").stdout.splitlines()]
    assert [row[-1] for row in rows] == ["You say", "the duel", "no stretch"]
    document = read("show", "Show 01")
    assert document["making"]["action_stretches"] == [{**first, "name": "the duel"}]
    assert document["making"]["cleared_stretches"] == [second]
    assert document["body"]["action_share"] < 0.7 * before["body"]["action_share"]
    said = " ".join(document["making"]["sentences"])
    assert "the duel (00:03:" in said
    (warning,) = set(document["warnings"]) - set(before["warnings"])
    assert warning.startswith("the stretch at 00:06:")
    assert warning.endswith(" does not count, as you say")
    listed = read("stretches", "Show 01")
    assert (listed["stretches"], listed["cleared"]) == ([{**first, "name": "the duel"}], [second])
    # Where all are cleared, some do stand out, and what they stand out by is what is known.
    assert run_cli("stretches", "set", "Show 01", "00:03:50", "--none").status == 0
    said = " ".join(read("show", "Show 01")["making"]["sentences"])
    assert "No other stretch of 20 s or more stands out by cuts and motion." in said
    assert run_cli("stretches", "set", "Show 01", "00:03:50", "the duel").status == 0
    # A second word on a stretch takes the place of the first, also on one that was cleared.
    assert run_cli("stretches", "set", "Show 01", "00:07:00", "the chase").status == 0
    names = [one["name"] for one in read("show", "Show 01")["making"]["action_stretches"]]
    assert names == ["the duel", "the chase"]
    ran = run_cli("stretches", "clear", "Show 01", "00:07:10")
    assert ran.stderr == "Show 01: 1 taken back\n"
    assert run_cli("stretches", "clear", "Show").stderr == "Show 01: 1 taken back\n"
    assert read("show", "Show 01") == before


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["00:01:00", "x"], 1, "Show 01: no stretch stands out at 00:01:00.000; there is 00:03:"),
        (["99999", "x"], 1, "Show 01: 99999 lies outside"),
        (["00:03:50"], 2, "a stretch needs a NAME, or --none"),
        (["00:03:50", "x", "--none"], 2, "a stretch needs a NAME, or --none"),
        (["00:03:50", " "], 2, "What follows '00:03:50' is empty"),
        (["00:03:50", "--non"], 2, "No such option"),
    ],
)
def test_what_is_said_wrongly_is_a_sentence(
    lively: Path, arguments: list[str], status: int, message: str
) -> None:
    ran = run_cli("stretches", "set", "Show 01", *arguments)
    assert ran.status == status
    assert message in ran.stderr


def test_a_word_on_a_stretch_that_is_not_found_any_more_is_said(lively: Path) -> None:
    cutstat.set_stretch("Show 01", "00:03:50", "the duel")
    cutstat.set_segments("Show 01", "opening", 0, 3000)
    ran = run_cli("show", "Show 01")
    assert "a stretch called 'the duel' at 00:03:5" in ran.stderr
    assert "none is found there now" in ran.stderr


def test_words_on_stretches_go_along_with_a_shelf(lively: Path, tmp_path: Path) -> None:
    cutstat.set_stretch("Show 01", "00:03:50", "the duel", library=lively)
    cutstat.pack("Show", output=tmp_path / "shelf.cutstat", library=lively)
    cutstat.unpack(tmp_path / "shelf.cutstat", library=tmp_path / "other")
    (episode,), left_out = cutstat.stretches(library=tmp_path / "other")
    assert left_out == ()
    assert episode.tempo is not None
    assert [one.name for one in episode.tempo.stretches] == ["the duel", ""]
