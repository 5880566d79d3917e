"""The same film in other encodings gives the same shots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from cutstat.detection.detector import CutstatDetector
from cutstat.scan.analyse import read_track
from cutstat.synth.encode import Encoding, write_video
from cutstat.synth.render import frames, truth
from cutstat.synth.samples import sample_series
from cutstat.synth.script import EpisodeScript

Image = NDArray[np.uint8]
Change = Callable[[Iterable[Image]], Iterator[Image]]


def reel() -> EpisodeScript:
    """Take cold open, opening and first part of a sample episode: action, effects, gradual ones."""
    episode = sample_series()[0][0]
    # Bars and lines below are made for this size.
    series = replace(episode.series, size=(480, 270))
    return replace(episode, series=series, parts=episode.parts[:3])


def same(images: Iterable[Image]) -> Iterator[Image]:
    yield from images


def resized(width: int, height: int) -> Change:
    def change(images: Iterable[Image]) -> Iterator[Image]:
        for image in images:
            shrunk = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
            yield np.asarray(shrunk, np.uint8)

    return change


def letterboxed(images: Iterable[Image]) -> Iterator[Image]:
    for image in images:
        yield np.pad(image, ((44, 44), (0, 0), (0, 0)))


def pillarboxed(images: Iterable[Image]) -> Iterator[Image]:
    for image in images:
        yield np.pad(image, ((0, 0), (80, 80), (0, 0)))


def repeated(images: Iterable[Image]) -> Iterator[Image]:
    """Convert 24 frames a second to 30: every fourth frame comes twice."""
    for k, image in enumerate(images):
        yield image
        if k % 4 == 3:
            yield image


def blended(images: Iterable[Image]) -> Iterator[Image]:
    """Convert 24 frames a second to 30: every fifth frame is a mixture of its neighbours."""
    before: Image | None = None
    for k, image in enumerate(images):
        if k % 4 == 0 and before is not None:
            yield np.asarray(cv2.addWeighted(before, 0.5, image, 0.5, 0), np.uint8)
        yield image
        before = image


def interlaced(images: Iterable[Image]) -> Iterator[Image]:
    """Convert 24 frames a second to 30 by 3:2 pulldown: two of five frames hold two pictures."""
    group: list[Image] = []
    for image in images:
        group.append(image)
        if len(group) < 4:
            continue
        a, b, c, d = group
        yield from (a, b, _woven(b, c), _woven(c, d), d)
        group = []
    yield from group


def _woven(top: Image, bottom: Image) -> Image:
    woven = top.copy()
    woven[1::2] = bottom[1::2]
    return woven


def subtitled(images: Iterable[Image]) -> Iterator[Image]:
    """Burn in a line that changes every 31 frames, now and then on no cut."""
    for k, image in enumerate(images):
        written = image.copy()
        if k // 31 % 3:
            text = f"This is line {k // 31}, said by nobody"
            place = (40, image.shape[0] - 22)
            cv2.putText(written, text, place, cv2.FONT_HERSHEY_DUPLEX, 0.7, (0, 0, 0), 5)
            cv2.putText(written, text, place, cv2.FONT_HERSHEY_DUPLEX, 0.7, (255, 255, 255), 1)
        yield written


def boxed_and_subtitled(images: Iterable[Image]) -> Iterator[Image]:
    yield from subtitled(letterboxed(images))


def coded(codec: str, pixel_format: str = "yuv420p", **options: str) -> Encoding:
    return Encoding(codec=codec, pixel_format=pixel_format, options=options)


X264 = coded("libx264", preset="ultrafast", crf="23", threads="1")
ENCODINGS: dict[str, tuple[Change, Encoding]] = {
    "usual": (same, Encoding()),
    "coarse": (same, coded("libx264", preset="ultrafast", crf="38", threads="1")),
    "fixed groups": (
        same,
        coded("libx264", preset="ultrafast", crf="23", g="24", sc_threshold="0", threads="1"),
    ),
    "all intra": (same, coded("libx264", preset="ultrafast", crf="23", g="1", threads="1")),
    "mpeg4": (same, coded("mpeg4", qscale="6", flags="+qscale")),
    "mpeg2": (same, coded("mpeg2video", b="1500k")),
    "hevc 10 bit": (
        same,
        coded("libx265", "yuv420p10le", preset="ultrafast", **{"x265-params": "log-level=none"}),
    ),
    "small": (resized(240, 136), X264),
    "large": (resized(960, 540), X264),
    "letterbox": (letterboxed, X264),
    "pillarbox": (pillarboxed, X264),
    "subtitles": (subtitled, X264),
    "letterbox with subtitles": (boxed_and_subtitled, X264),
    "repeated frames": (repeated, replace(X264, rate=Fraction(30000, 1001))),
    "blended frames": (blended, replace(X264, rate=Fraction(30000, 1001))),
    "interlaced": (interlaced, replace(X264, rate=Fraction(30000, 1001))),
}


def count_shots(name: str, folder: Path) -> int:
    change, encoding = ENCODINGS[name]
    path = folder / f"{name}.mkv"
    write_video(path, change(frames(reel())), encoding=encoding)
    return len(CutstatDetector().detect(read_track(path)).shots)


@pytest.fixture(scope="module")
def usual_count(tmp_path_factory: pytest.TempPathFactory) -> int:
    return count_shots("usual", tmp_path_factory.mktemp("usual"))


def test_the_usual_encoding_gives_the_shots_of_the_script(usual_count: int) -> None:
    expected = len(truth(reel(), video="reel")["transitions"]) + 1
    assert expected >= 40
    assert abs(usual_count - expected) <= 0.05 * expected


@pytest.mark.parametrize("name", list(ENCODINGS)[1:])
def test_every_encoding_gives_the_same_shots(name: str, usual_count: int, tmp_path: Path) -> None:
    assert abs(count_shots(name, tmp_path) - usual_count) <= 1
