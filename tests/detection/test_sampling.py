"""Time, not frames: a film shows the same at whatever rate it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from support.videos import shot_frames

from cutstat.detection.detector import CutstatDetector, peaks_of
from cutstat.detection.rhythm import steps_of
from cutstat.detection.sampling import step_of
from cutstat.scan.analyse import read_track
from cutstat.synth.encode import Encoding, write_video

Image = NDArray[np.uint8]
SHOTS = [40, 12, 30, 8, 40]


@pytest.mark.parametrize(
    ("rate", "step"),
    [
        *((Fraction(24000, 1001), 1), (Fraction(25), 1), (Fraction(30000, 1001), 1)),
        *((Fraction(50), 2), (Fraction(60000, 1001), 2), (Fraction(120), 4), (None, 1)),
        *((Fraction(12), 1), (Fraction(1, 5), 1)),
    ],
)
def test_a_step_lasts_about_as_long_as_a_picture_of_a_film(
    rate: Fraction | None, step: int
) -> None:
    assert step_of(rate) == step


def test_change_over_a_step_is_that_of_the_film_where_frames_are_repeated() -> None:
    film = np.array([0, 5, 1, 9, 2], np.float32)
    repeated = np.zeros(10, np.float32)
    repeated[::2] = film
    np.testing.assert_array_equal(steps_of(repeated, step=2)[1:-1:2], film[1:])
    np.testing.assert_array_equal(steps_of(film, step=1), film)


def test_of_frames_near_each_other_only_the_likeliest_begins_a_shot() -> None:
    curve = np.array([0, 0.6, 0.9, 0.7, 0, 0.8, 0.8, 0], np.float32)
    assert np.flatnonzero(peaks_of(curve)).tolist() == [2, 5]
    assert np.flatnonzero(peaks_of(curve, reach=3)).tolist() == [2]


def at_sixty(images: Iterable[Image], *, blended: bool) -> Iterator[Image]:
    """Convert 24 frames a second to 60: pictures are shown for three and two frames, or mixed."""
    frames = list(images)
    for k in range((len(frames) - 1) * 5 // 2):
        place, share = divmod(k * 2 / 5, 1)
        old, new = frames[int(place)], frames[int(place) + 1]
        if blended and share:
            yield np.asarray(cv2.addWeighted(old, 1 - share, new, share, 0), np.uint8)
        else:
            yield old


@pytest.mark.parametrize("blended", [False, True])
def test_sixty_frames_a_second_made_of_film_have_its_shots(blended: bool, tmp_path: Path) -> None:
    encoding = Encoding(options={"preset": "ultrafast", "crf": "18", "threads": "1"})
    starts: list[list[float]] = []
    for name, images, rate in (
        ("film", shot_frames(SHOTS, seed=6), Fraction(24)),
        ("sixty", at_sixty(shot_frames(SHOTS, seed=6), blended=blended), Fraction(60)),
    ):
        path = tmp_path / f"{name}.mkv"
        write_video(path, images, encoding=replace(encoding, rate=rate))
        found = CutstatDetector().detect(read_track(path)).transitions
        starts.append([float(one.border / rate) for one in found])
    assert len(starts[0]) == len(SHOTS) - 1
    assert starts[1] == pytest.approx(starts[0], abs=1.5 / 24)
