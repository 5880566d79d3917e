"""Lists as other programs write them, by the shots that they hold, counted by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support.lists import FCPXML, LISTS, SCDET, SHOWINFO, X264, XVID, Expected, put, timeline

from cutstat.errors import InputError
from cutstat.formats.listing import read_listing
from cutstat.formats.registry import find_format, read_list, read_shot_lists


@pytest.mark.parametrize(("key", "text", "said", "expected"), LISTS)
def test_a_list_of_another_program_is_known_and_read(
    key: str, text: str, said: dict[str, Any], expected: Expected, tmp_path: Path
) -> None:
    path = put(tmp_path, text)
    assert find_format(read_listing(path)).key == key
    (found,) = read_list(path, **said)
    spans = [(one.start, one.stop) for one in found.transitions]
    assert (spans, found.n_frames, found.rate) == expected
    assert (found.form, found.found_by) == (key, key)


def test_autoshot_holds_many_videos(tmp_path: Path) -> None:
    text = "a.mp4 1499\n130,131\n254,260\n\nb.mp4  99\n10,11,\n"
    first, second = read_list(put(tmp_path, text), rate=Fraction(25))
    assert [(one.start, one.stop) for one in first.transitions] == [(131, 131), (255, 260)]
    assert (first.video, first.n_frames) == ("a.mp4", 1500)
    assert (second.video, [one.start for one in second.transitions]) == ("b.mp4", [11])


def test_a_wide_table_holds_a_film_a_column(tmp_path: Path) -> None:
    text = "Shot,Rope (1948),The Kid\n1,2.5,4\n2,1.5,3.5\n3,,2\n4,NA,\n"
    first, second = read_list(put(tmp_path, text), rate=Fraction(24))
    assert (first.video, first.n_frames) == ("Rope (1948)", 96)
    assert [one.start for one in second.transitions] == [96, 180]
    with pytest.raises(InputError, match=r"line 3: '' is no time"):
        read_list(put(tmp_path, "A,B\n1.5,2.5\n,3.5\n2.5,1.5\n"), form="wide")


def test_a_table_of_numbers_is_not_taken_for_films(tmp_path: Path) -> None:
    text = "Shot,Start (s),People\n1,0,2\n2,2.5,3\n3,4,1\n"
    with pytest.raises(InputError, match="its format is not clear"):
        read_list(put(tmp_path, text))


def test_key_frames_of_an_encoder_say_that_they_are_none_of_a_person(tmp_path: Path) -> None:
    (found,) = read_shot_lists(put(tmp_path, "0 K\n48 K\n"))
    assert found.notes == ("these are key frames, which encoders set without a cut, too",)


def test_what_lies_over_a_timeline_is_not_counted_and_said(tmp_path: Path) -> None:
    (found,) = read_list(put(tmp_path, FCPXML))
    assert found.notes == ("connected clips over 1 clip, not counted",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a.mp4 99\n10,11\n568,,569\n", "as autoshot (line 3: '568,,569' is no pair of frames)"),
        ("a.mp4 99\n10,11\n72,57\n", "line 3: a transition cannot go from frame 72 to frame 57"),
        (XVID + "i 2\nq 2\n", "as keyframes (line 5: 'q 2' is no frame; expected i, p or b)"),
        (X264 + "in:0 out:0 type:I\nin:1\n", "as keyframes (line 3: 'in:1' is no frame)"),
        ("# keyframe format v1\nfps 0\n0\nx\n", "line 4: 'x' is no key frame"),
        ("# keyframe format v1\nfps 24\n0\n9\n", "does not say where the video ends; add --len"),
        (SCDET.replace("time: 7.75", "time: nan"), "as scdet (line 5: 'nan' is no time"),
        (SHOWINFO, "does not say where the video ends; add --length"),
        (
            "".join(f"frame:{k} pts:{k} pts_time:{k / 24:.3f}\n" for k in range(99)),
            "as scdet (it lists frame after frame; select those at a cut",
        ),
        (
            '{"frames":9,"scenes":[{"start_frame":0,"end_frame":5},{"start_frame":2,"end_frame":9}]}',
            "as av1an (line 2: the shot begins at frame 2, and the one before it stops at frame 5",
        ),
        ('{"frames":9,"scenes":[{"start_frame":0}]}', "as av1an (there is no 'end_frame')"),
        ('{"scene_changes":[0,"x"]}', "as av-scenechange ('x' is no number of frames)"),
        ("<fcpxml version='1.9'/>", "as fcpxml (there is no sequence)"),
        ("<fcpxml><project><sequence/></project></fcpxml>", "does not say how many frames"),
        (FCPXML.replace("48048/24000s", "soon"), "as fcpxml ('soon' is no time"),
        ("<xmeml><sequence></sequence></xmeml>", "as xmeml (there is no clip in a video track)"),
        ("<xmeml>", "as xmeml (the XML is damaged"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><xmeml>&a;</xmeml>', "it has the entity 'a'"),
        ('{"OTIO_SCHEMA":"Clip.2"}', "as otio (it holds no timeline, but Clip)"),
        (timeline(), "as otio (there is no clip in a video track)"),
        ("5.0\t6.0\ta\n6.0\t7.0\tb\n", "line 1: the first shot begins at 5 s"),
        ("0.0\t6.0\ta\n5.0\t7.0\tb\n", "line 2: the shot begins before the last one stops"),
        ("0.0\t6.0\ta\n6.0\t6.0\tb\n", "line 2: the label is a point, and others have a length"),
        ('{"a": {"b": 1}}', "a JSON document of no known kind"),
        ("<html></html>", "its format is not clear"),
        (
            "hello\nworld",
            "one of those that `cutstat import --help` lists (it begins with 'hello')",
        ),
        ('{"frames":9,"scenes":"x"}', "as av1an (a part of it is not what the format has there)"),
        ("PK\x03\x04", "a spreadsheet or an archive; save the table as CSV"),
    ],
)
def test_what_is_recognised_but_wrong_is_said_in_its_own_terms(
    text: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_list(put(tmp_path, text))
    assert reason in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path))
    assert "\n" not in str(caught.value)
