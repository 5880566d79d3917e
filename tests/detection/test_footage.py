"""Drawn, rendered or filmed: told from the video, or by the user."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from support.small import small_pictures
from support.videos import picture

from cutstat.core.pictures import FOOTAGE_KINDS, Pictures
from cutstat.detection.detector import CutstatDetector
from cutstat.detection.footage import Footage, footage_features
from cutstat.detection.model import shipped_model
from cutstat.detection.observe import Observer
from cutstat.detection.registry import make_detector
from cutstat.errors import InputError
from cutstat.scan.analyse import read_track
from cutstat.synth.encode import write_video

Image = NDArray[np.uint8]


def curves_of(images: Iterator[Image], *, rate: int = 24) -> dict[str, NDArray[np.float32]]:
    observer = Observer(rate=rate)
    observer.feed(small_pictures(images))
    return dict(observer.finish().curves)


def drawn(hold: int, count: int = 120) -> Iterator[Image]:
    """Move a flat figure with an outline before a flat background, a new drawing every `hold`."""
    for k in range(count):
        place = 20 + 5 * (k // hold * hold)
        image = np.full((180, 320, 3), (200, 170, 120), np.uint8)
        cv2.rectangle(image, (0, 120), (320, 180), (90, 140, 80), -1)
        cv2.circle(image, (place % 320, 90), 40, (40, 40, 190), -1)
        cv2.circle(image, (place % 320, 90), 40, (10, 10, 10), 2)
        yield image


def filmed(count: int = 120) -> Iterator[Image]:
    """Move a camera over a blurred picture with grain, in every frame."""
    random = np.random.default_rng(0)
    wide = cv2.GaussianBlur(np.hstack([picture(1), picture(2), picture(3)]), (0, 0), 5)
    for k in range(count):
        view = wide[:, 4 * k : 4 * k + 320].astype(np.float32)
        grain = random.normal(0, 4, view.shape)
        yield np.clip(view + grain, 0, 255).astype(np.uint8)


def chance_drawn(curves: dict[str, NDArray[np.float32]], *, step: int = 1) -> float:
    features = footage_features(curves, step=step)
    assert features is not None
    return float(shipped_model().footage.probability(features)[0])


@pytest.mark.parametrize("hold", [2, 3])
def test_drawings_held_for_two_or_three_frames_are_drawn(hold: int) -> None:
    assert chance_drawn(curves_of(drawn(hold))) > 0.5


def test_a_camera_that_moves_with_every_frame_was_not_drawn() -> None:
    assert chance_drawn(curves_of(filmed())) < 0.5


def grainy(frames: Iterator[Image], *, strength: float = 11) -> Iterator[Image]:
    random = np.random.default_rng(3)
    for frame in frames:
        noise = random.normal(0, strength, frame.shape)
        yield np.clip(frame + noise, 0, 255).astype(np.uint8)


def test_strong_grain_hides_no_held_drawings() -> None:
    clean, grain = (curves_of(one) for one in (drawn(2), grainy(drawn(2))))
    assert np.quantile(grain["change"], 0.1) > 3
    assert chance_drawn(grain) > 0.5
    before, after = footage_features(clean, step=1), footage_features(grain, step=1)
    assert before is not None
    assert after is not None
    assert after[0, 0] == pytest.approx(before[0, 0], abs=0.12)
    assert after[0, 1] > 0.6  # flat places are seen through grain
    assert chance_drawn(curves_of(grainy(filmed()))) < 0.5


def twice_blended(frames: Iterator[Image], *, late: bool) -> Iterator[Image]:
    """Put a mixture between every two frames; late, it begins with one."""
    before = next(frames)
    if not late:
        yield before
    for frame in frames:
        yield np.asarray(cv2.addWeighted(before, 0.5, frame, 0.5, 0), np.uint8)
        yield frame
        before = frame


@pytest.mark.parametrize("late", [False, True])
def test_drawings_are_held_wherever_a_blended_film_begins(late: bool) -> None:
    """A step of two frames may begin with the mixed one: half of a change lies in each step."""
    film = footage_features(curves_of(drawn(2)), step=1)
    blended = curves_of(twice_blended(drawn(2), late=late), rate=60)
    features = footage_features(blended, step=2)
    assert film is not None
    assert features is not None
    assert features[0, 0] == pytest.approx(film[0, 0], abs=0.05)
    assert chance_drawn(blended, step=2) > 0.5
    moving = curves_of(twice_blended(filmed(), late=late), rate=60)
    assert chance_drawn(moving, step=2) < 0.5


def test_film_whose_every_fourth_frame_is_repeated_holds_no_drawings() -> None:
    """Thirty frames a second made of twenty-four."""
    frames = list(filmed())
    repeated = [f for k, f in enumerate(frames) for _ in range(2 if k % 4 == 3 else 1)]
    features = footage_features(curves_of(iter(repeated), rate=30), step=1)
    assert features is not None
    assert features[0, 0] < 0.05


def test_the_same_film_at_twice_the_rate_looks_as_drawn() -> None:
    frames = list(drawn(2))
    twice = curves_of((f for f in frames for _ in range(2)), rate=48)
    assert chance_drawn(twice, step=2) == pytest.approx(
        chance_drawn(curves_of(iter(frames))), abs=0.1
    )


def test_a_still_says_nothing() -> None:
    assert footage_features(curves_of(iter([picture(1)] * 40)), step=1) is None


def test_what_is_said_stands_above_what_is_seen() -> None:
    for kind in FOOTAGE_KINDS:
        detector = make_detector(f"cutstat:{kind}")
        assert isinstance(detector, CutstatDetector)
        assert detector.info.parameters["footage"] == kind
        assert Footage.surely(kind).kind == kind


def speaker(seed: int, *, jump: int, count: int = 90) -> Iterator[Image]:
    """Show a head that sways before a room; at the jump it has moved, the room has not."""
    random = np.random.default_rng(seed)
    room = cv2.GaussianBlur(picture(seed), (0, 0), 3)
    head = cv2.GaussianBlur(cv2.resize(picture(seed + 50), (110, 120)), (0, 0), 2)
    mask = np.zeros((120, 110), np.float32)
    cv2.ellipse(mask, (55, 60), (50, 56), 0, 0, 360, 1, -1)
    share = cv2.GaussianBlur(mask, (0, 0), 3)[..., None]
    for k in range(count):
        x = 100 + int(6 * np.sin(k / 9)) + (22 if k >= jump else 0)
        y = 50 + int(3 * np.cos(k / 7)) - (8 if k >= jump else 0)
        image = room.astype(np.float32)
        image[y : y + 120, x : x + 110] *= 1 - share
        image[y : y + 120, x : x + 110] += head * share
        yield np.clip(image + random.normal(0, 3, image.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_leap_within_one_framing_is_a_cut_in_film_and_the_next_drawing_in_a_drawn_one(
    seed: int, tmp_path: Path
) -> None:
    path = tmp_path / "speaker.mkv"
    write_video(path, speaker(seed, jump=45))
    track = read_track(path)
    found = {
        kind: [one.start for one in CutstatDetector(footage=kind).detect(track).transitions]
        for kind in FOOTAGE_KINDS
    }
    assert found == {"drawn": [], "rendered": [45], "filmed": [45]}


def test_what_is_not_said_is_no_parameter() -> None:
    assert "footage" not in make_detector("cutstat@0.6").info.parameters


def test_footage_may_follow_a_sensitivity() -> None:
    parameters = make_detector("cutstat@0.6:filmed").info.parameters
    assert (parameters["footage"], parameters["threshold"]) == ("filmed", 0.4)


def test_unknown_footage_is_refused_with_the_known_kinds() -> None:
    with pytest.raises(InputError, match="no footage is called 'painted'; choose one of drawn"):
        make_detector("cutstat:painted")


def test_nothing_of_the_size_of_batches_changes_what_is_seen() -> None:
    whole = small_pictures(drawn(2))
    one, many = Observer(), Observer()
    one.feed(whole)
    for start in range(0, len(whole), 17):
        many.feed(Pictures(whole.luma[start : start + 17], whole.chroma[start : start + 17]))
    seen = many.finish().curves
    for name, curve in one.finish().curves.items():
        np.testing.assert_allclose(seen[name], curve, atol=1e-4)
