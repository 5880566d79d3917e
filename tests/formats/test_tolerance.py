"""What spreadsheets, editors and other encodings do to a list changes no shot of it."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.lists import CMS, EDL, LISTS, SCENES, TABLE_HEADER, put
from support.series import DETECTOR

from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Detection
from cutstat.errors import InputError
from cutstat.formats.clock import parse_count, parse_rate, parse_time
from cutstat.formats.registry import keys_with, read_list, read_shot_lists

RATE = Fraction(25)
SHOTS = f"{TABLE_HEADER}\nä.mkv,1,0,40,0,1.6,body,,\nä.mkv,2,40,100,1.6,4.0,body,cut,0.9\n"


def borders(found: ShotList) -> list[int]:
    return [one.border for one in found.transitions]


def by_comma(text: str, mark: str = ";") -> str:
    """Write a table as a spreadsheet of a country with a decimal comma saves it."""
    return text.replace(",", mark).replace(".", ",").replace(",mkv", ".mkv")


@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize(("text", "cuts", "frames"), [(SHOTS, [40], 100), (SCENES, [100], 200)])
def test_tables_with_a_decimal_comma_hold_the_same(
    text: str, cuts: list[int], frames: int, mark: str, tmp_path: Path
) -> None:
    (found,) = read_list(put(tmp_path, by_comma(text, mark)))
    assert (borders(found), found.n_frames, found.rate) == (cuts, frames, RATE)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_in_every_encoding_that_a_spreadsheet_saves(
    encoding: str, end: str, tmp_path: Path
) -> None:
    content = SHOTS.replace("\n", end).encode(encoding)
    (found,) = read_list(put(tmp_path, content))
    assert (found.video, borders(found), found.n_frames) == ("ä.mkv", [40], 100)


def test_cells_of_text_may_hold_the_other_marks(tmp_path: Path) -> None:
    (found,) = read_list(put(tmp_path, SHOTS.replace("ä.mkv", '"ä; b, c.mkv"')))
    assert (found.video, borders(found)) == ("ä; b, c.mkv", [40])


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("12.4", "12.4"),
        (" 12,4 s", "12.4"),
        ("00:01:02,500", "62.5"),
        ("01:02.5", "62.5"),
        ("12:01:05 AM", "65"),
        ("1:00:05.25 pm", "46805.25"),
        ("5e-05", "0.00005"),
        ("1.2345678904", "1.23456789"),
    ],
)
def test_times_are_read_as_people_and_spreadsheets_write_them(text: str, seconds: str) -> None:
    assert parse_time(text) == Fraction(seconds)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,5E+03", "was shortened by a spreadsheet"),
        ("2026-11-30 00:01", "is a date, which a spreadsheet made of a time"),
        ("30.11.2026", "is a date"),
        ("5-Aug", "is a date"),
        ("05. Mär", "is a date"),
        ("Aug 58", "is a date"),
        ("1.234,5", "is no time; write seconds"),
        ("00:61:00", "is no time"),
        ("9" * 5000, "is no time"),
        ("-1", "is no time"),
        ("nan", "is no time"),
    ],
)
def test_what_a_spreadsheet_made_of_a_time_is_named(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        parse_time(text)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(("value", "count"), [("12", 12), (12, 12), (12.0, 12), ("12,00", 12)])
def test_numbers_of_frames_may_have_zeros_behind_them(value: object, count: int) -> None:
    assert parse_count(value) == count


@pytest.mark.parametrize(
    "value", ["12.5", 12.5, "-1", -1, True, None, "1 200", "1.000", "1e3", "9" * 13]
)
def test_what_is_no_whole_number_is_no_frame(value: object) -> None:
    with pytest.raises(ValueError, match="is no number of frames"):
        parse_count(value)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", Fraction(25)),
        ("24.0", Fraction(24)),
        ("23,976", Fraction(24000, 1001)),
        ("23.976023976023978", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("60000/1001", Fraction(60000, 1001)),
    ],
)
def test_rates_are_made_exact(text: str, rate: Fraction) -> None:
    assert parse_rate(text) == rate


def test_pyscenedetect_counts_from_0_in_its_old_lists(tmp_path: Path) -> None:
    text = SCENES.replace("1,1,100", "1,0,100").replace("2,101,200", "2,100,200")
    (found,) = read_list(put(tmp_path, text))
    assert (borders(found), found.n_frames, found.rate) == ([100], 200, RATE)


def test_timecodes_count_the_frames_of_the_rate(tmp_path: Path) -> None:
    path = put(tmp_path, "00:00:05:19\n00:00:08:22\n00:00:20:22\n")
    (found,) = read_list(path, rate=Fraction(24))
    assert (borders(found), found.n_frames) == ([139, 214], 502)
    with pytest.raises(InputError, match="timecodes need --rate"):
        read_list(path)
    with pytest.raises(InputError, match=r"line 2: timecode 00:00:08:22 does not exist at 20 fr"):
        read_list(path, rate=Fraction(20))


def test_timecodes_of_a_reel_count_from_its_hour(tmp_path: Path) -> None:
    path = put(tmp_path, "01:00:05:00\n01:00:08:12\n01:00:20:00\n")
    (found,) = read_list(path, rate=Fraction(24000, 1001))
    assert (borders(found), found.n_frames) == ([120, 204], 480)


@pytest.mark.parametrize(
    ("text", "cuts", "frames", "n_notes"),
    [
        ("0 100\n100 200\n200 300\n", [100, 200], 300, 0),  # ends are exclusive throughout
        ("0 99\n99 200\n201 300\n", [99, 201], 301, 1),
        ("0 99\n100 200\n", [100], 201, 0),
    ],
)
def test_one_frame_of_overlap_is_a_note_and_no_error(
    text: str, cuts: list[int], frames: int, n_notes: int, tmp_path: Path
) -> None:
    (found,) = read_list(put(tmp_path, text), rate=RATE)
    assert (borders(found), found.n_frames, len(found.notes)) == (cuts, frames, n_notes)


@pytest.mark.parametrize(
    ("text", "key", "cuts"),
    [
        ("0,99\n100,199\n200,299\n", "bbc", [100, 200]),
        ("0;99\n100;199\n200;299\n", "bbc", [100, 200]),
        ("0, 99\n100, 199\n200, 299\n", "bbc", [100, 200]),
        ("2,52\n4,76\n10,0\n", "times", [63, 119]),
        ("0,5\n6,75\n10,0\n", "times", [12, 169]),
        ("Einstellung;Länge (s)\n1;2,52\n2;1,48\n", "cinemetrics", [63]),
        ("Plan;Durée [sec.]\n1;2,52\n2;1,48\n", "cinemetrics", [63]),
        ("shot,duration_s\n1,2.52\n2,1.48\n", "cinemetrics", [63]),
        ("Shot,Time,Length (s)\n1,0,2.52\n2,2.52,1.48\n", "cinemetrics", [63]),
        (
            "Nr.;Beginn;Ende;Dauer\n1;0:00:00,00;0:00:02,52;2,52\n2;0:00:02,52;0:00:04,00;1,48\n",
            "cinemetrics",
            [63],
        ),
        ("Length in seconds\n2.52\n1.48\n", "cinemetrics", [63]),
        ("sep=;\nshot;length\n1;2,52\n2;1,48\n", "cinemetrics", [63]),
        (SCENES.replace(",", "|"), "scenes", [100]),
        ("sep=;\n" + SCENES.replace(",", ";"), "scenes", [100]),
        (SCENES.replace("1,1,100", "1,0,99").replace("2,101,200", "2,100,199"), "scenes", [100]),
    ],
)
def test_a_comma_is_known_for_what_it_is(
    text: str, key: str, cuts: list[int], tmp_path: Path
) -> None:
    (found,) = read_list(put(tmp_path, text), rate=RATE)
    assert (found.form, borders(found)) == (key, cuts)


def test_markers_of_editing_programs_are_cuts(tmp_path: Path) -> None:
    text = "Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type\n" + "".join(
        f"\t\t00:00:0{second}:12\t00:00:0{second}:12\t00:00:00:00\tComment\n" for second in (2, 4)
    )
    (found,) = read_list(put(tmp_path, text.encode("utf-16")), rate=RATE, length=Fraction(10))
    assert (borders(found), found.n_frames) == ([62, 112], 250)
    resolve = "TITLE: T\nFCM: NON-DROP FRAME\n\n" + "".join(
        f"00{k}  001 V C 01:00:0{k}:12 01:00:0{k}:13 01:00:0{k}:12 01:00:0{k}:13  \n"
        f" |C:ResolveColorBlue |M:Marker {k} |D:1\n\n"
        for k in (2, 4)
    )
    (found,) = read_list(put(tmp_path, resolve), rate=RATE, length=Fraction(10))
    assert (borders(found), found.n_frames) == ([62, 112], 250)


# --- edit lists -----------------------------------------------------------------------------

LAST = "004  AX       V     C        00:00:09:00 00:00:10:00 01:00:05:05 01:00:06:05"


@pytest.mark.parametrize(
    "line",
    [
        "004  A001C002 AA/V  C        20:59:23:01 20:59:24:01 01:00:05:05 01:00:06:05",
        "004  my clip 3.mov V  C      00:00:09:00 00:00:10:00 01:00:05:05 01:00:06:05",
        "004  AX       V     K B 025  00:00:09:00 00:00:10:00 01:00:05:05 01:00:06:05",
        "000004 AX B C 00:00:09:00 00:00:10:00 01:00:05:05 01:00:06:05",
        LAST.replace("01:00:05:05", "01:00:05:04"),  # one frame shared with the event before
    ],
)
def test_an_event_is_read_however_its_columns_look(line: str, tmp_path: Path) -> None:
    (found,) = read_list(put(tmp_path, EDL.replace(LAST, line)), rate=RATE)
    shared = "01:00:05:04" in line
    assert [one.start for one in found.transitions] == [50, 129 if shared else 130]
    assert found.n_frames == 155
    assert len(found.notes) == shared


@pytest.mark.parametrize(
    "line",
    [
        LAST.replace("01:00:05:05", "01:0x:05:05"),
        LAST.replace("01:00:05:05", "01:00:05"),
        LAST.replace(" C ", " X "),
        LAST.replace("004", "O04"),
        LAST[:60],
        "004  AX",
    ],
)
def test_an_event_that_cannot_be_read_is_named(line: str, tmp_path: Path) -> None:
    path = put(tmp_path, EDL.replace(LAST, line))
    with pytest.raises(InputError, match=r"as edl \(line 9: the event .* cannot be read\)"):
        read_list(path, rate=RATE)


def test_remarks_of_an_edit_list_are_passed_over(tmp_path: Path) -> None:
    remarks = (
        "* SOURCE FILE: 12:00:00:00 13:00:00:00\nM2   AX  024.0  00:00:09:00\n"
        "SPLIT: AUDIO DELAY= 00:00:00:05\n>>> SOURCE 1 AX\nFINAL CUT PRO REEL: a REPLACED BY: b\n"
    )
    (found,) = read_list(put(tmp_path, EDL + remarks), rate=RATE)
    assert found.n_frames == 155


def test_drop_frame_is_a_matter_of_the_head_and_of_thirty_or_sixty_frames(tmp_path: Path) -> None:
    text = "TITLE: A\nFCM: DROP FRAME\n" + "".join(
        f"00{k}  AX V C 00:00:00:00 00:00:01:30 01:00:0{k}:00 01:00:0{k}:{frame}\n"
        for k, frame in ((0, 59), (1, 59))
    )
    (found,) = read_list(put(tmp_path, text))
    assert (borders(found), found.n_frames, found.rate) == ([60], 119, Fraction(60000, 1001))
    mixed = EDL.replace("003  AX", "FCM: DROP FRAME\n003  AX")  # of the source
    (found,) = read_list(put(tmp_path, mixed), rate=RATE)
    assert found.n_frames == 155


def test_a_second_video_track_is_said_and_not_counted(tmp_path: Path) -> None:
    text = EDL + LAST.replace("   V  ", "   V2 ") + "\n"
    (found,) = read_list(put(tmp_path, text), rate=RATE)
    assert found.n_frames == 155
    assert found.notes == ("1 event of a second video track not counted",)


# --- whatever happens to a list -------------------------------------------------------------

TEXTS = [EDL, CMS, SCENES, SHOTS, *(text for _, text, _, _ in LISTS)]
PIECES = [
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
    "00:00",
    "x",
    "é",
    '"',
    "<",
]


@settings(
    max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.sampled_from(TEXTS),
    place=st.floats(0, 1),
    length=st.integers(0, 12),
    piece=st.sampled_from(PIECES),
)
def test_a_spoiled_list_is_read_or_refused_in_one_short_sentence(
    text: str, place: float, length: int, piece: str, tmp_path: Path
) -> None:
    start = int(place * len(text))
    path = put(tmp_path, text[:start] + piece + text[start + length :])
    try:
        found = read_list(path, rate=None if "ä" in text else Fraction(24), length=Fraction(50))
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        assert len(str(error)) < len(str(path)) + 450  # noqa: PT017
        return
    for one in found:
        assert one.n_frames is not None
        Detection(DETECTOR, tuple(sorted(one.transitions)), np.zeros(one.n_frames, np.float32), 0.5)


@pytest.mark.parametrize(
    "text",
    [
        *("1 a" + " " * 10_000 + "b", "TITLE:" + "1" * 10_000, "FCM:\n" + "1/" * 10_000),
        *("{ cutSegments: " + "/*" * 10_000, "{ cutSegments: '" + "\\" * 10_000),
        *("Length" + " _" * 10_000 + "x;b\n1;2", "1" * 10_000 + ";" * 10_000, "0,\t" * 10_000),
        *("n: 1 pts:" + " 1" * 10_000, "# keyframe format v1\n" + "1 " * 10_000, ":" * 10_000),
    ],
)
@pytest.mark.parametrize("form", [None, *keys_with("read")])
def test_a_long_line_takes_no_time(text: str, form: str | None, tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(InputError):
        read_list(put(tmp_path, text), form=form, rate=RATE)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "<xmeml>" + "<a>" * 100_000, "9" * 100_000]
)
def test_depth_and_size_end_in_a_short_sentence(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_shot_lists(put(tmp_path, text))
    assert len(str(caught.value)) < len(str(tmp_path)) + 450
