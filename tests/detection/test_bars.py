"""Letterbox bars are found and left out."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from support.small import small_pictures
from support.videos import picture, shot_frames

from cutstat.core.pictures import LUMA_SHAPE, Pictures
from cutstat.detection.bars import WHOLE, BarCutter, cut_to, find_frame
from cutstat.detection.observe import Observer

Image = NDArray[np.uint8]


def boxed(image: Image, *, rows: int = 0, columns: int = 0) -> Image:
    return np.pad(image, ((rows, rows), (columns, columns), (0, 0)))


def captioned(image: Image, text: str) -> Image:
    written = image.copy()
    place = (30, image.shape[0] - 8)
    cv2.putText(written, text, place, cv2.FONT_HERSHEY_DUPLEX, 0.6, (255, 255, 255), 1)
    return written


def cut(pictures: Pictures) -> Pictures:
    cutter = BarCutter()
    return Pictures.join([*cutter.feed(pictures), *cutter.finish()])


@pytest.mark.parametrize(("rows", "columns"), [(30, 0), (0, 50)])
def test_what_lies_between_two_bars_is_the_picture(rows: int, columns: int) -> None:
    frames = shot_frames([20, 20, 20], seed=3)
    found = find_frame(small_pictures([boxed(f, rows=rows, columns=columns) for f in frames]).luma)
    height, width = picture(1).shape[:2]
    top = rows / (height + 2 * rows) * LUMA_SHAPE[0]
    left = columns / (width + 2 * columns) * LUMA_SHAPE[1]
    for part, first, size in zip(found, (top, left), LUMA_SHAPE, strict=True):
        assert first <= part.start <= first + 3 or (first == part.start == 0)
        assert size - first - 3 <= part.stop <= size - first


def test_a_picture_that_fills_the_frame_is_left_as_it_is() -> None:
    pictures = small_pictures(shot_frames([20, 20], seed=4))
    assert find_frame(pictures.luma) == WHOLE
    assert np.array_equal(cut(pictures).luma, pictures.luma)


def test_text_in_a_bar_does_not_hide_it() -> None:
    frames = [boxed(f, rows=30) for f in shot_frames([20, 20, 20], seed=3)]
    written = [captioned(f, "said by nobody") if k // 7 % 2 else f for k, f in enumerate(frames)]
    assert find_frame(small_pictures(written).luma) == find_frame(small_pictures(frames).luma)


def test_a_line_that_fills_most_of_a_bar_does_not_hide_it() -> None:
    frames = [boxed(f, rows=30) for f in shot_frames([20, 20, 20], seed=3)]
    written = [captioned(f, "a line of a talk that is long") for f in frames]
    assert find_frame(small_pictures(written).luma) == find_frame(small_pictures(frames).luma)


def test_a_film_that_is_dark_at_one_edge_has_no_bars() -> None:
    frames = [f.copy() for f in shot_frames([20, 20, 20], seed=5)]
    for frame in frames:
        frame[: frame.shape[0] // 4] = 0
    assert find_frame(small_pictures(frames).luma) == WHOLE


def test_black_tells_nothing_of_bars() -> None:
    assert find_frame(np.zeros((40, *LUMA_SHAPE), np.uint8)) == WHOLE


def test_a_picture_between_bars_looks_like_the_picture_without() -> None:
    frames = list(shot_frames([12, 12], seed=6))
    plain = small_pictures(frames)
    between = cut(small_pictures([boxed(f, rows=30) for f in frames]))
    assert np.abs(between.luma.astype(int) - plain.luma).mean() < 8


def test_frames_that_are_held_back_come_in_order_and_none_is_lost() -> None:
    pictures = small_pictures([boxed(f, rows=30) for f in shot_frames([15, 15], seed=7)])
    whole = cut_to(find_frame(pictures.luma), pictures)
    cutter = BarCutter()
    parts = [p for k in range(0, 30, 7) for p in cutter.feed(pictures[k : k + 7])]
    assert np.array_equal(Pictures.join([*parts, *cutter.finish()]).luma, whole.luma)


def test_text_that_changes_in_a_bar_changes_nothing_that_is_observed() -> None:
    frames = [boxed(f, rows=30) for f in shot_frames([25, 25], seed=8)]
    texts = ("one line", "quite another line", "")
    written = [captioned(f, texts[k // 9 % 3]) for k, f in enumerate(frames)]
    seen = []
    for images in (frames, written):
        observer = Observer()
        observer.feed(small_pictures(images))
        seen.append(observer.finish())
    np.testing.assert_array_equal(seen[0].curves["change"], seen[1].curves["change"])
    np.testing.assert_array_equal(seen[0].evidence.frames, seen[1].evidence.frames)
