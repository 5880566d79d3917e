"""A small picture is the average of the large one, however the large one is coded."""

from __future__ import annotations

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange
from numpy.typing import NDArray
from support.videos import picture

from cutstat.core.pictures import CHROMA_SHAPE, LUMA_SHAPE
from cutstat.video.shrink import Shrinker


def yuv_frame(
    luma: NDArray[np.integer], blue: NDArray[np.integer], red: NDArray[np.integer], *, name: str
) -> av.VideoFrame:
    """Make a frame of planes, written byte by byte."""
    height, width = luma.shape
    frame = av.VideoFrame(width, height, name)
    for plane, values in zip(frame.planes, (luma, blue, red), strict=False):
        rows = np.zeros((plane.height, plane.line_size), np.uint8)
        row_bytes = np.ascontiguousarray(values).view(np.uint8)
        rows[:, : row_bytes.shape[1]] = row_bytes
        plane.update(rows.tobytes())
    return frame


def planes(seed: int, *, width: int, height: int) -> tuple[NDArray[np.uint8], ...]:
    """Draw three planes of video range, the colour planes at half the size."""
    image = picture(seed, width=width, height=height).astype(float)
    luma = 16 + image[..., 0] * 219 / 255
    half = 16 + image[: height // 2 * 2 : 2, : width // 2 * 2 : 2, 1:] * 224 / 255
    return tuple(np.round(p).astype(np.uint8) for p in (luma, half[..., 0], half[..., 1]))


def area_average(plane: NDArray[np.integer], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Average every pixel of a plane whose sides are multiples of the small ones."""
    height, width = shape
    blocks = plane.astype(float).reshape(height, plane.shape[0] // height, width, -1)
    return blocks.mean(axis=(1, 3))


def full_range(luma: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip((luma - 16) * 255 / 219, 0, 255)


@pytest.mark.parametrize("times", [2, 4, 10, 20])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_small_picture_is_the_area_average_within_a_few_levels(times: int, seed: int) -> None:
    luma, blue, red = planes(seed, width=96 * times, height=54 * times)
    small, chroma = Shrinker().shrink(yuv_frame(luma, blue, red, name="yuv420p"))
    assert small.shape == LUMA_SHAPE
    assert chroma.shape == (2, *CHROMA_SHAPE)
    error = np.abs(small - full_range(area_average(luma, LUMA_SHAPE)))
    assert error.mean() < 1.5
    assert np.quantile(error, 0.95) < 12
    for got, plane in zip(chroma, (blue, red), strict=True):
        assert np.abs(got - area_average(plane, CHROMA_SHAPE)).mean() < 1.5


@pytest.mark.parametrize("level", [16, 60, 126, 200, 235])
def test_a_flat_picture_keeps_its_level_exactly(level: int) -> None:
    luma = np.full((360, 640), level, np.uint8)
    half = np.full((180, 320), 90, np.uint8)
    small, chroma = Shrinker().shrink(yuv_frame(luma, half, half + 50, name="yuv420p"))
    expected = round((level - 16) * 255 / 219)
    assert np.all(small == expected)
    assert np.all(chroma[0] == 90)
    assert np.all(chroma[1] == 140)


@pytest.mark.parametrize("bits", [10, 12])
def test_eight_and_more_bits_agree(bits: int) -> None:
    eight = planes(3, width=384, height=216)
    deep = [plane.astype("<u2") << (bits - 8) for plane in eight]
    one = Shrinker().shrink(yuv_frame(*eight, name="yuv420p"))
    other = Shrinker().shrink(yuv_frame(*deep, name=f"yuv420p{bits}le"))
    for a, b in zip(one, other, strict=True):
        assert np.abs(a.astype(int) - b.astype(int)).max() <= 2


@pytest.mark.parametrize("name", ["yuv420p", "nv12"])
def test_full_and_video_range_agree(name: str) -> None:
    luma, blue, red = planes(4, width=384, height=216)
    stretched = np.round(full_range(luma.astype(float))).astype(np.uint8)
    small, _ = Shrinker().shrink(yuv_frame(luma, blue, red, name="yuv420p"))
    frame = yuv_frame(stretched, blue, red, name="yuv420p")
    if name == "nv12":
        both = np.stack([blue, red], axis=-1).reshape(108, 384)
        frame = yuv_frame(stretched, both, both, name="nv12")
    frame.color_range = ColorRange.JPEG
    full, _ = Shrinker().shrink(frame)
    assert np.abs(small.astype(int) - full.astype(int)).mean() < 1.5


def test_the_old_names_of_full_range_formats_mean_full_range() -> None:
    luma, blue, red = planes(4, width=384, height=216)
    marked = yuv_frame(luma, blue, red, name="yuv420p")
    marked.color_range = ColorRange.JPEG
    one, _ = Shrinker().shrink(marked)
    other, _ = Shrinker().shrink(yuv_frame(luma, blue, red, name="yuvj420p"))
    assert np.array_equal(one, other)


def test_grey_video_has_the_brightness_of_the_same_in_colour_and_no_colour() -> None:
    luma, blue, red = planes(5, width=384, height=216)
    colour, _ = Shrinker().shrink(yuv_frame(luma, blue, red, name="yuv420p"))
    grey, chroma = Shrinker().shrink(yuv_frame(luma, blue, red, name="gray"))
    assert np.array_equal(grey, colour)
    assert np.all(chroma == 128)


@pytest.mark.parametrize("name", ["nv12", "rgb24", "yuv422p", "yuv444p", "yuv420p10le", "bgra"])
def test_every_format_gives_nearly_the_same_small_picture(name: str) -> None:
    frame = av.VideoFrame.from_ndarray(picture(6, width=384, height=216), format="rgb24")
    expected = Shrinker().shrink(frame.reformat(format="yuv420p"))
    got = Shrinker().shrink(frame.reformat(format=name))
    for a, b in zip(got, expected, strict=True):
        assert np.abs(a.astype(int) - b.astype(int)).mean() < 3


@pytest.mark.parametrize(("width", "height"), [(2, 2), (64, 36), (96, 54), (98, 1000), (641, 361)])
def test_pictures_of_any_size_are_shrunk(width: int, height: int) -> None:
    frame = av.VideoFrame.from_ndarray(np.full((height, width, 3), 200, np.uint8), format="rgb24")
    small, chroma = Shrinker().shrink(frame.reformat(format="yuv420p"))
    assert small.shape == LUMA_SHAPE
    assert np.abs(small.astype(int) - 200).max() <= 3
    assert np.abs(chroma.astype(int) - 128).max() <= 3


def test_padding_at_the_end_of_a_row_is_not_seen() -> None:
    width = 330  # rows are padded to a multiple of 32 or 64 bytes
    luma = np.full((200, width), 120, np.uint8)
    half = np.full((100, width // 2), 128, np.uint8)
    small, chroma = Shrinker().shrink(yuv_frame(luma, half, half, name="yuv420p"))
    assert len(np.unique(small)) == 1
    assert np.all(chroma == 128)


def test_size_and_format_may_change_midway() -> None:
    shrinker = Shrinker()
    image = picture(7, width=384, height=216)
    frame = av.VideoFrame.from_ndarray(image, format="rgb24")
    kinds = [
        frame.reformat(format="yuv420p"),
        frame.reformat(format="yuv420p10le", width=480, height=270),
        frame.reformat(format="gray"),
    ]
    smalls = [shrinker.shrink(kind)[0].astype(int) for kind in kinds]
    assert np.abs(smalls[0] - smalls[1]).mean() < 3
