"""Shot lists that stand for an episode."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from cutstat.errors import InputError
from cutstat.scoring.readers.lists import ListForm, read_list

EDL = """\
TITLE: Reel
FCM: NON-DROP FRAME

001  AX       V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
002  AX       A     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
003  AX       V     C        00:00:05:00 00:00:05:00 01:00:02:00 01:00:02:00
003  BL       V     D    012 00:00:00:00 00:00:03:05 01:00:02:00 01:00:05:05
* FROM CLIP NAME: A
004  AX       V     C        00:00:09:00 00:00:10:00 01:00:05:05 01:00:06:05
"""


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
    form: ListForm | None = (
        None if "Length" in text or ":" in text or "\n4" in text else "cinemetrics"
    )
    (found,) = read_list(listed(tmp_path, text), form=form)
    assert [one.border for one in found.transitions] == cuts
    assert (found.n_frames, found.rate) == (frames, rate)


def test_a_length_makes_the_last_line_a_cut(tmp_path: Path) -> None:
    path = listed(tmp_path, "2.5\n4.0\n")
    (found,) = read_list(path, length=Fraction(12))
    assert [one.border for one in found.transitions] == [25, 40]
    assert found.n_frames == 120


def test_gaps_between_shots_are_gradual_transitions(tmp_path: Path) -> None:
    (found,) = read_list(listed(tmp_path, "0 632\n650 770\n771 891\n"), rate=Fraction(25))
    assert [(one.start, one.stop) for one in found.transitions] == [(633, 650), (771, 771)]
    assert found.n_frames == 892


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ("", None, "its format is not clear"),
        ("12\n40\n", None, "its format is not clear; name it with --format"),
        ("12\n40\n", "frames", "say with --rate how many"),
        (EDL, None, "an edit list needs --rate"),
        ("0 632\n650 770\n", None, "say with --rate"),
        ("1.0\n0.5\n", None, "times must increase"),
        ("1.0\nlater\n", "times", "'later' is no time"),
        ("Shot\tScale\n1\tCU\n", "cinemetrics", "no column is called"),
        ("0 632\nx y\n", "bbc", "cannot be read as bbc"),
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
    text: str, form: ListForm | None, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=reason):
        read_list(listed(tmp_path, text), form=form)


def test_a_timecode_that_does_not_exist_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"line 4: timecode 01:00:02:24 does not exist at 24 frames"
    ):
        read_list(listed(tmp_path, EDL.replace("01:00:02:00", "01:00:02:24", 1)), rate=Fraction(24))
