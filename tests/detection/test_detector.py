"""The detector on made pictures: what is a transition and what only looks like one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from support.videos import picture, shot_frames

from cutstat.core.shots import Detection
from cutstat.detection.detector import CutstatDetector
from cutstat.errors import InputError
from cutstat.scan.analyse import read_track
from cutstat.synth.encode import Encoding, write_video

Image = NDArray[np.uint8]
Detect = Callable[[Iterable[Image]], Detection]

PAINTED = Encoding(options={"preset": "ultrafast", "crf": "16", "threads": "1", "g": "50",
                            "sc_threshold": "0"})  # fmt: skip
"""Fixed groups of pictures: the encoder says nothing about cuts."""


@pytest.fixture
def detect(tmp_path: Path) -> Detect:
    def run(frames: Iterable[Image]) -> Detection:
        path = tmp_path / "made.mkv"
        write_video(path, frames, encoding=PAINTED)
        return CutstatDetector().detect(read_track(path))

    return run


def starts(detection: Detection) -> list[int]:
    return [found.start for found in detection.transitions]


def view(seed: int, length: int) -> list[Image]:
    return list(shot_frames([length], seed=seed))


def lit(image: Image, share: float, level: int = 255) -> Image:
    flat = np.full_like(image, level)
    return np.asarray(cv2.addWeighted(image, 1 - share, flat, share, 0), np.uint8)


def moved(image: Image, right: int, down: int = 0) -> Image:
    matrix = np.array([[1.0, 0, right], [0, 1.0, down]])
    size = (image.shape[1], image.shape[0])
    bent = cv2.warpAffine(image, matrix, size, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(bent, np.uint8)


FAST = [12] * 5


@pytest.mark.parametrize(
    "lengths",
    [[40, 40], [20] * 6, [30, 5, 6, 5, 30], [*FAST, 4, *FAST], [*FAST, 3, *FAST]],
)
def test_cuts_are_found_however_short_the_shots(detect: Detect, lengths: list[int]) -> None:
    found = detect(shot_frames(lengths, seed=3))
    assert starts(found) == [int(border) for border in np.cumsum(lengths)[:-1]]
    assert all(each.kind == "cut" for each in found.transitions)


def test_three_frames_of_another_picture_in_calm_surroundings_are_doubtful(detect: Detect) -> None:
    found = detect(shot_frames([24, 3, 24], seed=3))
    assert starts(found) == []  # an impact frame more often than a shot
    assert found.curve[[24, 27]].min() > 0.1
    assert np.delete(found.curve, [24, 27]).max() < 0.05


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_flash_is_no_cut(detect: Detect, length: int) -> None:
    frames = view(5, 60)
    for k in range(length):
        frames[30 + k] = lit(frames[30 + k], 0.9 - 0.2 * k)
    assert starts(detect(frames)) == []


def test_impact_frames_are_no_cut(detect: Detect) -> None:
    frames = view(6, 60)
    for k in (30, 31):
        frames[k] = 255 - frames[k]
    assert starts(detect(frames)) == []


def test_a_strobe_is_no_cut(detect: Detect) -> None:
    frames = view(7, 80)
    for k in range(24, 56):
        if k // 2 % 2:
            frames[k] = lit(frames[k], 0.7, level=0)
    assert starts(detect(frames)) == []


def test_a_camera_shaken_on_threes_is_no_cut(detect: Detect) -> None:
    random = np.random.default_rng(1)
    image = picture(8)
    jolts = [random.normal(0, 6, 2) for _ in range(30)]
    frames = [moved(image, *(int(v) for v in jolts[k // 3])) for k in range(90)]
    assert starts(detect(frames)) == []


def test_a_pan_is_no_transition(detect: Detect) -> None:
    wide = np.hstack([picture(9), picture(10)])
    frames = [wide[:, 2 * k : 2 * k + 320].copy() for k in range(120)]
    assert starts(detect(frames)) == []


def test_light_that_goes_on_is_no_cut(detect: Detect) -> None:
    frames = [lit(image, 0.0 if k < 40 else 0.45, level=0) for k, image in enumerate(view(11, 80))]
    assert starts(detect(frames)) == []


def test_a_cut_under_a_flash_is_one_cut(detect: Detect) -> None:
    frames = [*view(12, 40), *view(13, 40)]
    for k, share in ((39, 0.4), (40, 0.7), (41, 0.4)):
        frames[k] = lit(frames[k], share)
    found = starts(detect(frames))
    assert len(found) == 1
    assert abs(found[0] - 40) <= 1


@pytest.mark.parametrize("length", [8, 16, 30])
def test_a_dissolve_is_one_transition(detect: Detect, length: int) -> None:
    old, new = picture(14), picture(15)
    mixed = [
        np.asarray(cv2.addWeighted(old, 1 - a, new, a, 0), np.uint8)
        for a in (np.arange(length) + 1) / (length + 1)
    ]
    found = detect([old] * 50 + mixed + [new] * 50).transitions
    assert [each.kind for each in found] == ["dissolve"]
    assert abs(found[0].border - (50 + length // 2)) <= length // 2


@pytest.mark.parametrize(("level", "held"), [(0, 6), (0, 40), (255, 6)])
def test_a_fade_out_and_in_is_one_transition(detect: Detect, level: int, held: int) -> None:
    old, new = picture(16), picture(17)
    ramp = (np.arange(12) + 1) / 13
    frames = [old] * 50
    frames += [lit(old, float(a), level) for a in ramp] + [lit(old, 1.0, level)] * held
    frames += [lit(new, 1 - float(a), level) for a in ramp] + [new] * 50
    found = detect(frames).transitions
    assert [each.kind for each in found] == ["fade"]
    assert 44 <= found[0].start <= 62
    assert 62 + held <= found[0].stop <= 74 + held + 6


def test_a_wipe_is_one_transition(detect: Detect) -> None:
    old, new = picture(18), picture(19)
    frames = [old] * 50
    for k in range(16):
        edge = round((k + 1) / 17 * 320)
        frames.append(np.hstack([new[:, :edge], old[:, edge:]]))
    found = detect(frames + [new] * 50).transitions
    assert len(found) == 1
    assert found[0].is_gradual
    assert 46 <= found[0].border <= 70


def test_black_at_start_and_end_leads_nowhere(detect: Detect) -> None:
    image = picture(20)
    ramp = (np.arange(12) + 1) / 13
    black = lit(image, 1.0, 0)
    frames = [black] * 20 + [lit(image, 1 - float(a), 0) for a in ramp] + [image] * 60
    frames += [lit(image, float(a), 0) for a in ramp] + [black] * 20
    assert starts(detect(frames)) == []


def test_hard_cuts_to_and_from_black_are_found(detect: Detect) -> None:
    black = np.zeros_like(picture(21))
    found = starts(detect([*view(21, 40), *([black] * 24), *view(22, 40)]))
    assert found
    assert all(min(abs(frame - 40), abs(frame - 64)) <= 1 for frame in found)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_shortest_videos_have_one_shot(detect: Detect, count: int) -> None:
    found = detect([picture(23)] * count)
    assert found.transitions == ()
    assert len(found.curve) == count


def test_every_frame_has_a_score_and_cuts_stand_on_its_peaks(detect: Detect) -> None:
    found = detect(shot_frames([30, 30, 30], seed=4))
    assert found.curve.shape == (90,)
    assert np.all((found.curve >= 0) & (found.curve <= 1))
    for each in found.transitions:
        assert found.curve[each.start] == pytest.approx(each.confidence)
        assert each.confidence >= found.threshold


def test_a_lower_threshold_never_loses_a_sure_cut(tmp_path: Path) -> None:
    path = tmp_path / "made.mkv"
    write_video(path, shot_frames([30, 8, 30, 5, 30], seed=6), encoding=PAINTED)
    track = read_track(path)
    strict, lax = (
        {each.start for each in CutstatDetector(threshold=level).detect(track).transitions}
        for level in (0.9, 0.2)
    )
    assert strict <= lax


def test_the_frame_rate_of_film_plays_no_part(tmp_path: Path) -> None:
    found: list[list[int]] = []
    for rate in (Fraction(24000, 1001), Fraction(25), Fraction(30)):
        path = tmp_path / f"at-{rate.numerator}.mkv"
        encoding = Encoding(rate=rate, options=PAINTED.options)
        write_video(path, shot_frames([30, 8, 30], seed=6), encoding=encoding)
        found.append(starts(CutstatDetector().detect(read_track(path))))
    assert found == [[30, 38]] * 3


@pytest.mark.parametrize(("out", "into"), [(0, 0), (10, 0), (0, 10), (10, 10)])
@pytest.mark.parametrize("level", [0, 255])
def test_black_or_white_between_two_shots_is_one_transition(
    detect: Detect, out: int, into: int, level: int
) -> None:
    """Cut, black, cut; fade out, black, cut in; cut, black, fade in; fade out, black, fade in."""
    old, new = picture(31), picture(32)
    flat = np.full_like(old, level)
    frames = [old] * 40
    frames += [lit(old, (k + 1) / (out + 1), level) for k in range(out)] + [flat] * 14
    frames += [lit(new, 1 - (k + 1) / (into + 1), level) for k in range(into)] + [new] * 40
    found = detect(frames).transitions
    assert len(found) == 1
    assert found[0].kind == "fade"
    assert found[0].start <= 40 + out + 14
    assert found[0].stop >= 40 + out


def test_a_picture_that_flickers_between_positive_and_negative_is_one_shot(
    detect: Detect,
) -> None:
    frames = view(33, 90)
    for k in range(25, 65):
        if k // 3 % 2:
            frames[k] = 255 - frames[k]
    assert starts(detect(frames)) == []


def test_a_track_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "made.mkv"
    write_video(path, view(34, 20), encoding=PAINTED)
    track = read_track(path)
    old = replace(track, seen=replace(track.seen, similarities=track.seen.similarities[:, :, :4]))
    with pytest.raises(InputError, match="made by another version of cutstat; scan the video"):
        CutstatDetector().detect(old)
