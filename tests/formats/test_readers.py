"""Annotation sets disagree on how frames are counted; every format has its rule here."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.series import DETECTOR

from cutstat.core.shot_list import MarkedSpan, ShotList
from cutstat.core.shots import Detection, Transition
from cutstat.errors import InputError
from cutstat.formats.json_documents import detection_document, to_json
from cutstat.formats.registry import read_shot_lists
from cutstat.stats.score import score

DATA = Path(__file__).parents[3] / "shared" / "data"

BBC_SHOTS = {
    "01.shots.txt": 445,
    "02.shots.txt": 383,
    "03.shots.txt": 421,
    "04.shots.txt": 472,
    "05.shots.txt": 460,
    "06.shots.txt": 526,
}
"""Lines of each file."""


def read(folder: Path, text: str, *, name: str = "video.txt") -> tuple[ShotList, ...]:
    file = folder / name
    file.write_text(text, "utf-8")
    return read_shot_lists(file)


def read_one(folder: Path, text: str, *, name: str = "video.txt") -> ShotList:
    (annotation,) = read(folder, text, name=name)
    return annotation


def test_own_annotations_count_from_0_with_half_open_spans(tmp_path: Path) -> None:
    document = {
        "video": "a.mkv",
        "frames": 500,
        "fps": "24000/1001",
        "transitions": [
            {"kind": "dissolve", "start": 200, "stop": 224},
            {"kind": "cut", "start": 46, "stop": 46},
        ],
        "ambiguous": [[300, 310, "smoke"]],
        "hard": [[10, 20, "flash"]],
    }
    assert read_one(tmp_path, json.dumps(document)) == ShotList(
        "a.mkv",
        (Transition(46, 46), Transition(200, 224, "dissolve")),
        n_frames=500,
        rate=Fraction(24000, 1001),
        ambiguous=(MarkedSpan(300, 309, "smoke"),),
        hard=(MarkedSpan(10, 19, "flash"),),
    )


def test_a_list_of_own_annotations_is_read(tmp_path: Path) -> None:
    text = json.dumps([{"video": name, "transitions": []} for name in ("a", "b")])
    assert [one.video for one in read(tmp_path, text)] == ["a", "b"]


def test_what_detect_prints_is_read_back_a_line_a_video(tmp_path: Path) -> None:
    found = (Transition(46, 46, confidence=0.99), Transition(80, 90, "fade", confidence=0.5))
    detection = Detection(DETECTOR, found, np.zeros(120, dtype=np.float32), 0.5)
    lines = [
        to_json(detection_document(name, detection, rate=Fraction(24000, 1001)))
        for name in ("a.mkv", "b\n.mkv")
    ]
    first, second = read(tmp_path, "\n".join(lines) + "\n")
    assert first == ShotList("a.mkv", found, n_frames=120, rate=Fraction(24000, 1001))
    assert second.video == "b\n.mkv"
    (single,) = read(tmp_path, lines[0])
    assert single == first


HEADER = "Scene Number,Start Frame,Start Timecode,Start Time (seconds),End Frame,End Timecode"
ROWS = """\
1,1,00:00:00.000,0.000,90,00:00:03.754
2,91,00:00:03.754,3.754,210,00:00:08.759
3,211,00:00:08.759,8.759,240,00:00:10.010
"""


@pytest.mark.parametrize("first", ["", "Timecode List:,00:00:03.754,00:00:08.759\n"])
def test_pyscenedetect_counts_from_1_with_or_without_its_list_of_cuts(
    tmp_path: Path, first: str
) -> None:
    # Start Frame 91, counted from 1, is frame 90: the first of the new shot.
    read_back = read_one(tmp_path, f"{first}{HEADER}\n{ROWS}", name="a-Scenes.csv")
    assert read_back.transitions == (Transition(90, 90), Transition(210, 210))
    assert read_back.n_frames == 240
    assert read_back.video == "a"


def test_pyscenedetect_without_a_cut_has_one_row(tmp_path: Path) -> None:
    read_back = read_one(tmp_path, f"{HEADER}\n1,1,00:00:00.000,0.000,90,00:00:03.754\n")
    assert read_back.transitions == ()
    assert read_back.n_frames == 90


def test_bbc_shots_have_first_and_last_frame_from_0(tmp_path: Path) -> None:
    # Frames 201..219 belong to neither shot.
    read_back = read_one(tmp_path, "0\t99\n100\t200\n220\t300\n")
    assert read_back.transitions == (Transition(100, 100), Transition(201, 220, "dissolve"))
    assert read_back.n_frames == 301


def test_clipshots_names_the_last_frame_of_the_old_and_the_first_of_the_new_shot(
    tmp_path: Path,
) -> None:
    document = {
        "a.mp4": {"transitions": [[200, 220], [45, 46]], "frame_num": 500.0},
        "b.mp4": {"transitions": []},
    }
    first, second = read(tmp_path, json.dumps(document))
    assert first == ShotList(
        "a.mp4", (Transition(46, 46), Transition(201, 220, "dissolve")), n_frames=500
    )
    assert second == ShotList("b.mp4", ())


def test_a_plain_list_holds_the_first_frames_of_new_shots_from_0(tmp_path: Path) -> None:
    text = "# by eye\n\n0\n90  # a flash before it\n46\n90\n"
    read_back = read_one(tmp_path, text)
    assert read_back.transitions == (Transition(46, 46), Transition(90, 90))
    assert read_back.n_frames is None
    assert read_back.video == "video"


def test_a_byte_order_mark_and_windows_lines_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf0\t9\r\n10\t20\r\n")
    (read_back,) = read_shot_lists(tmp_path / "a.txt")
    assert read_back.transitions == (Transition(10, 10),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "holds nothing"),
        ("\n# nothing\n", "none of those that `cutstat import --help` lists (it begins with"),
        ("[]", "it holds no shot"),
        ("hello", "none of those that `cutstat import --help` lists (it begins with"),
        ("-5\n", "line 1: '-5' is no number of frames"),
        ("0 99\n100\n200 300\n", "line 2: '100' is no shot"),
        ("0 99\n50 200\n", "line 2: the shot begins at frame 50, and the one before it stops at"),
        ("{", "line 1: the JSON is damaged: Expecting property name"),
        ('{"frames": 5}', "a JSON document of no known kind"),
        ("[1, 2]", "a JSON document of no known kind"),
        ('{"transitions": 5}', "not what the format has there"),
        ('{"transitions": [12]}', "a transition needs kind, start and stop, got 12"),
        ('{"transitions": [{"kind": "cut", "start": 5}]}', "there is no 'stop'"),
        ('{"transitions": [{"kind": "pan", "start": 5, "stop": 5}]}', "kind 'pan' is unknown"),
        (
            '{"transitions": [{"start": 5, "stop": 5, "confidence": 7}]}',
            "confidence must lie in 0..1",
        ),
        ('{"transitions": [], "fps": "1/0"}', "'1/0' is no frame rate"),
        ('{"transitions": [], "frames": Infinity}', "inf is no number of frames"),
        ('{"transitions": [], "hard": [[1, 2]]}', "not what the format has there"),
        ('{"a.mp4": {"frame_num": 5}}', "there is no 'transitions'"),
        ('{"a.mp4": {"transitions": [[5]]}}', "not what the format has there"),
        ('{"a.mp4": {"transitions": [[9, 5]]}}', "0 <= start <= stop"),
        ("Scene Number,Start Frame\n1,one\n", "line 2: 'one' is no number of frames"),
        ("Scene,Start Frame (1)\n1,1\n", "there is no column 'Start Frame'"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_file_is_one_sentence(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "video.txt"))
    assert reason in message
    assert "\n" not in message


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.txt: cannot be read \(No such file"):
        read_shot_lists(tmp_path / "no.txt")


def test_a_video_instead_of_annotations_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.mkv").write_bytes(b"\x1a\x45\xdf\xa3\xff\xfe")
    with pytest.raises(InputError, match=r"a\.mkv: no text file; was a video meant\?"):
        read_shot_lists(tmp_path / "a.mkv")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["transitions", "kind", "start", "stop", "fps", "hard", "frames", "a"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(json_values | st.text(alphabet='0123456789 \n,#-{}[]:"Start Frame', max_size=60))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path: Path, content: object) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    try:
        annotations = read(tmp_path, text)
    except InputError:
        return
    assert annotations


@pytest.mark.skipif(not (DATA / "bbc").is_dir(), reason=f"{DATA / 'bbc'} is not there")
@pytest.mark.parametrize("name", BBC_SHOTS)
def test_real_bbc_lists_are_read_whole(name: str) -> None:
    (annotation,) = read_shot_lists(DATA / "bbc" / name)
    assert len(annotation.transitions) + 1 == BBC_SHOTS[name]
    last = (DATA / "bbc" / name).read_text().split()[-1]
    assert annotation.n_frames == int(last) + 1
    perfect = score(annotation, annotation)
    assert perfect.pooled.f1 == 1
    assert perfect.gradual.hits == sum(one.is_gradual for one in annotation.transitions) > 0


@pytest.mark.skipif(not (DATA / "annotated").is_dir(), reason=f"{DATA / 'annotated'} is not there")
def test_real_annotations_are_read_whole() -> None:
    files = sorted((DATA / "annotated").glob("*.json"))
    assert files
    for file in files:
        document = json.loads(file.read_text())
        (annotation,) = read_shot_lists(file)
        assert len(annotation.transitions) == len(document["transitions"]), file.name
        assert annotation.n_frames == document["frames"], file.name
        assert score(annotation, annotation, tolerance=0).pooled.f1 == 1, file.name
