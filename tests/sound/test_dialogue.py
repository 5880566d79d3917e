"""Which events of subtitles are dialogue: a table by hand, as such tracks are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cutstat.core.subtitles import Dropped, OverruledStyle
from cutstat.sound.dialogue import Event, lines_of, why_no_dialogue
from cutstat.sound.subtitles import subtitles_beside

ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20
Style: Signs,Arial,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,I'll be late.
Dialogue: 0,0:00:02.00,0:00:04.00,Default,,0,0,0,,Wait!
Dialogue: 0,0:00:05.00,0:00:06.00,Signs,,0,0,0,,Night Street
Comment: 0,0:00:06.00,0:00:07.00,Default,,0,0,0,,check this line
Dialogue: 0,0:00:08.00,0:00:09.50,Default,,0,0,0,,{\\i1}Who is there?{\\i0}
"""


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (Event(0, 2, "Default", "I'll be late."), None),
        (Event(0, 2, "Default", r"{\i1}Thinking{\i0}"), None),
        (Event(0, 2, "Default", r"{\an8}Above the picture"), None),
        (Event(0, 2, "Opinion", "A style that only begins like OP"), None),
        (Event(0, 2, "Main", "-[door] Who is it?"), None),
        (Event(0, 2), None),
        (Event(0, 2, "Default", "note", is_comment=True), "comment"),
        (Event(0, 0.1, "Default", "A"), "short"),
        (Event(0, 2, "OP-Romaji", "la la"), "song"),
        (Event(0, 2, "ED1", "la la"), "song"),
        (Event(0, 2, "songLyrics", "la la"), "song"),
        (Event(0, 2, "Default", "♪ la la ♪"), "song"),
        (Event(0, 2, "Signs_Main", "Night Street"), "sign"),
        (Event(0, 2, "Episode Title", "The Courier"), "sign"),
        (Event(0, 2, "Default", r"{\pos(320,40)}Night Street"), "placed"),
        (Event(0, 2, "Default", r"{\fad(1,1)\move(0,0,1,1)}x"), "placed"),
        (Event(0, 2, "Default", r"{\k20}la{\k30}la"), "karaoke"),
        (Event(0, 2, "Default", r"{\p1}m 0 0 l 10 10"), "drawing"),
        (Event(0, 2, "Default", "[door slams]"), "sound"),
        (Event(0, 2, "Default", "(laughs)"), "sound"),
        # What is no line whatever a person says of its style comes first.
        (Event(0, 2, "Signs", "[door slams]"), "sound"),
        (Event(0, 2, "Signs", r"{\p1}m 0 0 l 10 10"), "drawing"),
        (Event(0, 2, "Signs", r"{\pos(3,4)}Night Street"), "sign"),
    ],
)
def test_events_are_dialogue_by_style_and_text(event: Event, reason: str | None) -> None:
    assert why_no_dialogue(event) == reason


def test_what_is_dropped_is_counted_by_style_and_reason() -> None:
    track = lines_of(
        [
            Event(4, 5, "Default", "Second"),
            Event(1, 2, "Default", "First"),
            Event(2, 3, "Signs", "Street"),
            Event(3, 4, "Signs", "Shop"),
            Event(5, 6, "Default", "[wind]"),
        ],
        source="2",
    )
    assert track.starts.tolist() == [1, 4]
    assert track.dropped == (
        Dropped("Default", "sound", 1),
        Dropped("Signs", "sign", 2, ((2, 3), (3, 4))),
    )
    assert track.styles == ("Default", "Default")
    assert track.keeps_styles


OVERRULED = [
    Event(1, 2, "Default", "First"),
    Event(3, 4, "Titles", "The Courier"),
    Event(5, 5.1, "Titles", "x"),
    Event(6, 7, "Titles", "y", is_comment=True),
    Event(8, 9, "Main", "A poem in the picture"),
]


def test_a_style_is_dialogue_if_a_person_says_so() -> None:
    track = lines_of(OVERRULED, source="2").with_styles({"Titles": True, "Nowhere": True})
    assert track.starts.tolist() == [1, 3, 8]
    assert track.stops.tolist() == [2, 4, 9]
    assert track.styles == ("Default", "Titles", "Main")
    # Comments and what is too short to be read are none whatever is said.
    assert [(one.style, one.reason) for one in track.dropped] == [
        ("Titles", "comment"),
        ("Titles", "short"),
    ]
    assert track.overruled == (OverruledStyle("Titles", is_dialogue=True, count=1),)


def test_a_style_is_no_dialogue_if_a_person_says_so() -> None:
    read = lines_of(OVERRULED, source="2")
    track = read.with_styles({"Main": False})
    assert track.starts.tolist() == [1]
    assert Dropped("Main", "said", 1, ((8, 9),)) in track.dropped
    assert track.overruled == (OverruledStyle("Main", is_dialogue=False, count=1),)
    assert read.with_styles({}).starts.tolist() == [1, 8]
    assert read.slowed(2.0).with_styles({"Titles": True}).starts.tolist() == [2, 6, 16]


def test_a_track_that_keeps_no_styles_stays_as_it_is() -> None:
    read = lines_of(OVERRULED, source="2")
    old = replace(read, styles=())
    assert not old.keeps_styles
    assert old.with_styles({"Default": False}) is old
    counted = replace(read, dropped=tuple(replace(one, times=()) for one in read.dropped))
    assert not counted.keeps_styles


def test_files_beside_a_video_are_its_subtitles(tmp_path: Path) -> None:
    video = tmp_path / "Show - 01.mkv"
    (tmp_path / "Show - 01.en.ass").write_text(ASS, "utf-8")
    (tmp_path / "Show - 01.srt").write_text("1\n00:00:01,000 --> 00:00:02,500\nHello\n", "utf-8")
    (tmp_path / "Show - 010.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nNo\n", "utf-8")
    (tmp_path / "Show - 01.vtt").write_bytes(b"\x00\x01 no subtitles")
    tracks, notes = subtitles_beside(video)
    assert notes == ("'Show - 01.vtt' holds no subtitles that can be read",)
    found = {track.source: track for track in tracks}
    assert set(found) == {"Show - 01.en.ass", "Show - 01.srt"}
    ass = found["Show - 01.en.ass"]
    assert (ass.language, ass.codec) == ("en", "ass")
    assert ass.starts.tolist() == [1, 2, 8]
    assert {(one.style, one.reason) for one in ass.dropped} == {
        ("Signs", "sign"),
        ("Default", "comment"),
    }
    assert found["Show - 01.srt"].stops.tolist() == [2.5]


def test_lines_of_subtitles_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    line = "{0}\n00:00:0{0},000 --> 00:00:0{0},500\nHello\n\n"
    text = "".join(line.format(k) for k in range(1, 6)).replace("00:00:03,000", "00:xx:03,000")
    (tmp_path / "Show - 01.srt").write_text(text, "utf-8")
    (tmp_path / "Show - 01.en.srt").write_text("", "utf-8")
    tracks, notes = subtitles_beside(tmp_path / "Show - 01.mkv")
    assert [len(track) for track in tracks if track.source == "Show - 01.srt"] == [4]
    assert "subtitles 'Show - 01.srt': 1 line cannot be read" in notes
    assert any("'Show - 01.en.srt'" in note for note in notes)


def test_a_file_over_which_the_reader_stumbles_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise IndexError("string index out of range")

    monkeypatch.setattr("pysubs2.SSAFile.from_string", stumble)
    (tmp_path / "Show - 01.ass").write_text(ASS, "utf-8")
    notes = subtitles_beside(tmp_path / "Show - 01.mkv")[1]
    assert notes == ("'Show - 01.ass' holds no subtitles that can be read",)
