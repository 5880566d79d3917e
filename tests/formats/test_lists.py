"""Shot lists that stand for an episode."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.lists import CMS, EDL, SCENES, TABLE_HEADER
from support.series import DETECTOR

from cutstat.core.shots import Detection
from cutstat.errors import InputError
from cutstat.formats.clock import Unit
from cutstat.formats.registry import keys_with, read_list


def listed(tmp_path: Path, text: str, name: str = "list.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_an_edit_list_counts_from_its_first_record_time(tmp_path: Path) -> None:
    (found,) = read_list(listed(tmp_path, EDL), rate=Fraction(25))
    spans = [(one.start, one.stop, one.kind) for one in found.transitions]
    assert spans == [(50, 62, "dissolve"), (130, 130, "cut")]
    assert (found.n_frames, found.rate) == (155, 25)


def test_drop_frame_timecodes_leave_out_what_they_leave_out(tmp_path: Path) -> None:
    text = (
        "FCM: DROP FRAME\n"
        "001  AX V C 00:00:00;00 00:01:00;02 00:00:00;00 00:01:00;02\n"
        "002  AX V C 00:00:00;00 00:09:00;00 00:01:00;02 00:10:00;00\n"
    )
    (found,) = read_list(listed(tmp_path, text), rate=Fraction(30000, 1001))
    assert [one.border for one in found.transitions] == [1800]
    assert found.n_frames == 17982


@pytest.mark.parametrize(
    ("text", "cuts", "frames", "rate"),
    [
        ("2.5\n4.0\n10.0\n", [25, 40], 100, 10),
        ("00:00:02.5\n00:01:04.125 # a note\n00:02:00\n", [2500, 64125], 120_000, 1000),
        ("Shot\tLength\n1\t2.5\n2\t1.25\n3\t4\n", [250, 375], 775, 100),
        ("1,2.0\n2,1.5\n3,4.0\n", [20, 35], 75, 10),
        ("1;2.0\n2;3.5\n3;7.5\n", [20, 35], 75, 10),
    ],
)
def test_times_stand_on_a_clock_fine_enough_for_them(
    text: str, cuts: list[int], frames: int, rate: int, tmp_path: Path
) -> None:
    form: str | None = None if "Length" in text or ":" in text or "\n4" in text else "cinemetrics"
    (found,) = read_list(listed(tmp_path, text), form=form)
    assert [one.border for one in found.transitions] == cuts
    assert (found.n_frames, found.rate) == (frames, rate)


def test_a_length_makes_the_last_line_a_cut(tmp_path: Path) -> None:
    path = listed(tmp_path, "2.5\n4.0\n")
    (found,) = read_list(path, length=Fraction(12))
    assert [one.border for one in found.transitions] == [25, 40]
    assert found.n_frames == 120


def test_a_rate_puts_times_on_the_frames_of_the_video(tmp_path: Path) -> None:
    rate = Fraction(24000, 1001)
    text = "\n".join(f"{float(frame / rate):.3f}" for frame in (17, 48, 49, 1440))
    (found,) = read_list(listed(tmp_path, text), rate=rate)
    assert [one.border for one in found.transitions] == [17, 48, 49]
    assert (found.n_frames, found.rate) == (1440, rate)


def test_a_rate_that_the_list_denies_is_refused(tmp_path: Path) -> None:
    text = "Scene Number,Start Frame,End Frame,End Time (seconds)\n1,1,100,4.000\n2,101,200,8.000\n"
    path = listed(tmp_path, text)
    (found,) = read_list(path, rate=Fraction(25))
    assert ([one.border for one in found.transitions], found.rate) == ([100], 25)
    with pytest.raises(InputError, match="has 25 frames a second by its own account, not 24"):
        read_list(path, rate=Fraction(24))


def test_the_output_of_detect_holds_a_video_a_line(tmp_path: Path) -> None:
    line = '{{"file": "{}.mkv", "frames": 99, "fps": "25", "transitions": [{}]}}\n'
    fade = '{"kind": "fade", "start": 40, "stop": 50, "confidence": 0.9}'
    first, second = read_list(listed(tmp_path, line.format("a", fade) + line.format("b", "")))
    assert [(one.kind, one.border) for one in first.transitions] == [("fade", 45)]
    assert (second.video, second.transitions, second.n_frames) == ("b.mkv", (), 99)


def test_gaps_between_shots_are_gradual_transitions(tmp_path: Path) -> None:
    (found,) = read_list(listed(tmp_path, "0 632\n650 770\n771 891\n"), rate=Fraction(25))
    assert [(one.start, one.stop) for one in found.transitions] == [(633, 650), (771, 771)]
    assert found.n_frames == 892


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ("", None, "holds nothing"),
        ("5 10\n11 20\n", "bbc", "the first shot begins at frame 5"),
        ("12\n40\n", None, "its format is not clear; name it with --format"),
        ("12\n40\n", "frames", "say with --rate how many"),
        (EDL, None, "an edit list needs --rate"),
        (EDL.replace("01:00:05:05 01:00:06:05", "01:00:05:03 01:00:06:05"), "edl", "overlaps"),
        (EDL.replace("01:00:05:05 01:00:06:05", "01:00:05:05 01:00:05:01"), "edl", "stops before"),
        (EDL.replace(":00\n002", ":00 002", 1), "edl", "line 4: .* has not four timecodes"),
        (EDL.replace("DROP FRAME\n\n", "DROP ", 1), "edl", "line 2: .* cannot be read"),
        (EDL.replace("FCM: NON-", "FCM: "), "edl", "drop-frame timecodes have 30000/1001"),
        ("1\t35\n2\t20\n", "cinemetrics", "add --unit: seconds, tenths, milliseconds"),
        ("1 35\n2 20\n", None, "its format is not clear"),
        ("1\n&@1;35;35\n2;25;x\n", None, "'x' is no time"),
        (
            f"{TABLE_HEADER}\na.mkv,1,0,9,0,0.4,body,,\na.mkv,2,9,9,0.4,0.4,body,cut,1\n",
            None,
            "no length",
        ),
        (
            f"{TABLE_HEADER}\na.mkv,1,0,9,0,0.4,body,,\na.mkv,2,12,20,0.4,1,body,cut,1\n",
            None,
            "does not begin",
        ),
        (f"{TABLE_HEADER}\na.mkv,1,0\n", None, "line 2 has too few columns"),
        ("file,start_frame,stop_frame\na,0,1\n", None, "no column 'shot'"),
        ("0 632\n650 770\n", None, "say with --rate"),
        ("1.0\n0.5\n", None, "times must increase"),
        ("1.0\nlater\n", "times", "'later' is no time"),
        ("Shot\tScale\n1\tCU\n", "cinemetrics", "no column is called"),
        ("0 632\nx y\n", "bbc", "as bbc \\(line 2: 'x' is no number"),
        ("9 5\n", None, "a shot cannot go from frame 9 to frame 5"),
        ("0 5\n4 9\n", None, "line 2: the shot begins at frame 4, and the one before it stops at"),
        ("1\t2.5\n2\n", "cinemetrics", "line 2 has too few columns"),
        ("1.0\n90000.0\n", None, "longer than 24 hours"),
        (
            '{"fps": "0", "frames": 9, "transitions": []}',
            None,
            "0 frames a second are none that a video has",
        ),
        ("[" * 100_000, None, "nested too deeply"),
        (
            '{"fps": "25", "frames": 9, "transitions": [{"start": 5, "stop": 5},'
            ' {"start": 5, "stop": 5}]}',
            None,
            "the transition at frame 5 leaves no shot before it",
        ),
        (
            '{"fps": "25", "frames": 9, "transitions": [{"start": 0, "stop": 0}]}',
            None,
            "the transition at frame 0 leaves no shot before it",
        ),
        ('{"transitions": []}', None, "say with --rate"),
        ('{"fps": "25", "transitions": []}', None, "does not say where the video ends"),
        (
            '{"fps": "25", "frames": 10, "transitions": [{"start": 46, "stop": 46}]}',
            None,
            "behind the end",
        ),
    ],
)
def test_what_cannot_be_read_says_why(
    text: str, form: str | None, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=reason):
        read_list(listed(tmp_path, text), form=form, rate=Fraction(25) if form == "edl" else None)


def test_a_timecode_that_does_not_exist_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"line 4: timecode 01:00:02:24 does not exist at 24 frames"
    ):
        read_list(listed(tmp_path, EDL.replace("01:00:02:00", "01:00:02:24", 1)), rate=Fraction(24))


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        (CMS, None, [3.5, 4.75, 8.75]),
        ("35,12,40\n", "tenths", [3.5, 4.7, 8.7]),
        ("Length (ms)\n3500\n1250\n4000\n", None, [3.5, 4.75, 8.75]),
        ("Shot;Time [1/10 s]\n1;35\n2;47\n3;87\n", None, [3.5, 4.7, 8.7]),
        ("Shot;Time [1/10 s]\n1;35\n2;47\n3;87\n", "seconds", [35, 47, 87]),
    ],
)
def test_cinemetrics_counts_in_several_units(
    text: str, unit: Unit | None, seconds: list[float], tmp_path: Path
) -> None:
    (found,) = read_list(listed(tmp_path, text), form="cinemetrics", unit=unit)
    assert found.rate is not None
    assert found.n_frames is not None
    ends = [*(one.border for one in found.transitions), found.n_frames]
    assert [float(end / found.rate) for end in ends] == seconds


def test_the_file_of_the_measuring_tool_is_known_by_its_content(tmp_path: Path) -> None:
    (found,) = read_list(listed(tmp_path, CMS, "film.cms"))
    assert (found.found_by, found.n_frames, found.rate) == ("cinemetrics", 875, 100)


def test_times_finer_than_a_millisecond_stay_exact(tmp_path: Path) -> None:
    stops = ["1.0000005", "2.345678", "10.1"]
    (found,) = read_list(listed(tmp_path, "\n".join(stops)))
    assert found.times is not None
    cuts = [found.times.time(one.border) for one in found.transitions]
    assert [*cuts, found.times.time(len(found.times))] == [Fraction(stop) for stop in stops]


def test_a_table_of_a_variable_rate_keeps_frames_and_times(tmp_path: Path) -> None:
    rows = ["v.mkv,1,0,20,0,1.5,body,,", "v.mkv,2,20,30,1.5,1.933367,body,cut,1"]
    (found,) = read_list(listed(tmp_path, "\n".join([TABLE_HEADER, *rows])))
    assert found.times is not None
    assert [one.border for one in found.transitions] == [20]
    assert (found.times.time(20), found.times.time(30)) == (Fraction("1.5"), Fraction("1.933367"))


def test_files_of_one_name_in_two_series_are_two_videos(tmp_path: Path) -> None:
    rows = [f"{series},01.mkv,1,0,25,0,1,body,," for series in ("A", "B")]
    first, second = read_list(listed(tmp_path, "\n".join([f"series,{TABLE_HEADER}", *rows])))
    assert first.video == second.video == "01.mkv"


def test_the_table_of_shots_carries_segments(tmp_path: Path) -> None:
    kinds = ["body", "opening", "opening", "body", "ending"]
    rows = [
        f"a.mkv,{k + 1},{25 * k},{25 * k + 25},{k},{k + 1},{kind},," for k, kind in enumerate(kinds)
    ]
    (found,) = read_list(listed(tmp_path, "\n".join([TABLE_HEADER, *rows])))
    spans = [(one.kind, one.start, one.stop) for one in found.segments]
    assert spans == [("opening", 25, 75), ("ending", 100, 125)]


def test_detect_names_its_detector(tmp_path: Path) -> None:
    text = (
        '{"fps": "25", "frames": 9, "transitions": [], '
        '"detector": {"name": "cutstat", "version": "2", "parameters": {"threshold": 0.5}}}'
    )
    (found,) = read_list(listed(tmp_path, text))
    assert found.found_by == "cutstat 2 (threshold=0.5)"


@pytest.mark.parametrize(
    ("before", "after", "rate"),
    [
        ("TITLE: Reel", "TITLE: Reel 23.976 fps", Fraction(24000, 1001)),
        ("TITLE: Reel", "TITLE: Reel\n* FRAME RATE: 25", Fraction(25)),
        ("TITLE: Reel", "TITLE: Reel\n* Frame rate: 30000/1001", Fraction(30000, 1001)),
        ("FCM: NON-DROP FRAME", "FCM: DROP FRAME", Fraction(30000, 1001)),
    ],
)
def test_an_edit_list_may_say_its_rate(
    before: str, after: str, rate: Fraction, tmp_path: Path
) -> None:
    (found,) = read_list(listed(tmp_path, EDL.replace(before, after)))
    assert found.rate == rate


def test_the_name_of_a_clip_is_no_frame_rate(tmp_path: Path) -> None:
    path = listed(tmp_path, EDL.replace("CLIP NAME: A", "CLIP NAME: A 24 fps"))
    with pytest.raises(InputError, match="needs --rate"):
        read_list(path)


def test_a_timecode_that_drop_frame_leaves_out_is_refused(tmp_path: Path) -> None:
    text = "001  AX V C 00:00:00;00 00:01:00;01 00:00:00;00 00:01:00;01\n"
    with pytest.raises(InputError, match="00:01:00;01 is one that drop frame leaves out"):
        read_list(listed(tmp_path, text), rate=Fraction(30000, 1001))


VALID = (
    EDL,
    CMS,
    SCENES,
    f"{TABLE_HEADER}\na.mkv,1,0,9,0,0.36,opening,,\na.mkv,2,9,20,0.36,0.8,body,cut,1\n",
    '{"fps": "25", "frames": 99, "transitions": [{"kind": "fade", "start": 40, "stop": 50}]}\n',
    "0 24\n25 49\n60 99\n",
    "1.5\n00:00:02.5\n7.25\n",
    "12\n40\n90\n",
)
PIECES = (
    "",
    "0",
    "-1",
    "9" * 30,
    "1e999",
    "nan",
    "\t",
    ";",
    ",",
    "\n",
    ":",
    "00:00",
    "x",
    "\0",
    "é",
    '"',
    "{",
    "null",
)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.sampled_from(VALID),
    place=st.floats(0, 1),
    length=st.integers(0, 8),
    piece=st.sampled_from(PIECES),
    form=st.sampled_from([None, *keys_with("read")]),
)
def test_a_spoiled_list_is_read_or_refused_in_one_sentence(
    text: str, place: float, length: int, piece: str, form: str | None, tmp_path: Path
) -> None:
    start = int(place * len(text))
    path = listed(tmp_path, text[:start] + piece + text[start + length :])
    try:
        read = read_list(path, form=form, rate=Fraction(25))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        return
    for one in read:
        assert one.n_frames is not None
        Detection(DETECTOR, tuple(sorted(one.transitions)), np.zeros(one.n_frames, np.float32), 0.5)
        assert one.times is None or len(one.times) == one.n_frames
