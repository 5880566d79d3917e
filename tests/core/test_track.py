"""Tracks, pictures and evidence refuse arrays that do not fit each other."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from cutstat.core.pictures import CHROMA_SHAPE, LUMA_SHAPE, Pictures
from cutstat.core.timing import FrameTimes
from cutstat.core.track import Evidence, Observations, Track, VideoHeader

HEADER = VideoHeader("mkv", "h264", "yuv420p", 160, 90, Fraction(1), Fraction(25), None)


def track(**changes: object) -> Track:
    n = 5
    facts: dict[str, object] = {
        "header": HEADER,
        "times": FrameTimes.constant(n, Fraction(25)),
        "is_key": np.zeros(n, bool),
        "is_intra": np.zeros(n, bool),
        "seen": seen(n),
    }
    return Track(**{**facts, **changes})  # type: ignore[arg-type]


def seen(n: int, **changes: object) -> Observations:
    facts: dict[str, object] = {
        "fingerprints": np.zeros(n, np.uint64),
        "colours": np.zeros((n, 3), np.uint8),
        "similarities": np.zeros((n, 3, 2), np.uint8),
        "curves": {"brightness": np.zeros(n, np.float32)},
        "evidence": Evidence(np.zeros(0, np.int32), (), np.zeros((0, 0), np.float32)),
    }
    return Observations(**{**facts, **changes})  # type: ignore[arg-type]


def test_a_track_has_as_many_frames_as_times() -> None:
    assert track().n_frames == 5


@pytest.mark.parametrize("name", ["is_key", "is_intra"])
def test_every_flag_of_a_track_has_a_value_for_every_frame(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} has 4 values for 5 frames"):
        track(**{name: np.zeros(4)})


@pytest.mark.parametrize("name", ["fingerprints", "colours", "similarities"])
def test_every_observation_of_a_track_has_a_value_for_every_frame(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} has 4 values for 5 frames"):
        track(seen=seen(5, **{name: np.zeros(4)}))


def test_every_curve_of_a_track_has_a_value_for_every_frame() -> None:
    with pytest.raises(ValueError, match="sound has 6 values for 5 frames"):
        track(seen=seen(5, curves={"sound": np.zeros(6, np.float32)}))


def test_evidence_has_a_row_for_every_frame_and_a_column_for_every_name() -> None:
    frames = np.array([3, 8], np.int32)
    Evidence(frames, ("a", "b", "c"), np.zeros((2, 3), np.float32))
    with pytest.raises(ValueError, match=r"evidence of shape \(3, 2\) for 2 frames and 3 names"):
        Evidence(frames, ("a", "b", "c"), np.zeros((3, 2), np.float32))


def test_pictures_are_stacked_in_order() -> None:
    singles = [
        (np.full(LUMA_SHAPE, k, np.uint8), np.full((2, *CHROMA_SHAPE), 100 + k, np.uint8))
        for k in range(3)
    ]
    pictures = Pictures.stack(singles)
    assert len(pictures) == 3
    assert pictures.luma[:, 0, 0].tolist() == [0, 1, 2]
    assert pictures.chroma[:, 1, 0, 0].tolist() == [100, 101, 102]


def test_pictures_of_another_shape_are_refused() -> None:
    luma = np.zeros((2, *LUMA_SHAPE), np.uint8)
    chroma = np.zeros((2, 2, *CHROMA_SHAPE), np.uint8)
    with pytest.raises(ValueError, match="luma has shape"):
        Pictures(luma[:, 1:], chroma)
    with pytest.raises(ValueError, match=r"chroma has shape .* for 2 frames"):
        Pictures(luma, chroma[:1])
