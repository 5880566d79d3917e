"""Reels: the user's videos as small pictures, and views of them that count as other footage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.errors import InputError
from cutstat.video.find import VIDEO_SUFFIXES

WIDTH, HEIGHT = 320, 180
RATE = Fraction(24000, 1001)
"""Pictures a second on a reel: a video of another rate is sampled at it."""

VIEWS = ("whole", "mirrored", "corner", "flipped", "side")
"""Ways to show a reel; no two of them give like fingerprints of one picture."""

BLACK = "black"
"""Name of the reel that holds nothing."""

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Stock:
    """All reels of a folder."""

    folder: Path
    """Holds NAME.npy for each reel, shape (n, HEIGHT, WIDTH, 3), red, green, blue."""

    lengths: dict[str, int]
    """Pictures of each reel, by name."""

    liveliness: dict[str, float]
    """How far pictures half a second apart differ on average, in grey levels, by name."""

    def leads(self, frames: int) -> list[str]:
        """Give reels at least so long, the liveliest first: openings do not stand still."""
        fit = [name for name, length in self.lengths.items() if length >= frames]
        return sorted(fit, key=lambda name: (-self.liveliness[name], name))


def read_stock(videos: Path, folder: Path, *, jobs: int) -> Stock:
    """Decode the videos of a folder once, into small pictures.

    Raises
    ------
    InputError
        If there is no video.
    """
    files = sorted(file for file in videos.rglob("*") if file.suffix.lower() in VIDEO_SUFFIXES)
    if not files:
        raise InputError(f"{videos}: holds no video")
    names = [file.stem for file in files]
    if len(set(names)) < len(names):
        raise InputError(f"{videos}: holds two videos of one name")
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(jobs, initializer=partial(cv2.setNumThreads, 1)) as pool:
        read = list(pool.map(_read, files, [folder] * len(files)))
    return Stock(
        folder,
        {name: length for name, (length, _) in zip(names, read, strict=True)},
        {name: liveliness for name, (_, liveliness) in zip(names, read, strict=True)},
    )


def pictures(folder: Path, reel: str, view: str, *, start: int, length: int) -> Iterator[Image]:
    """Give consecutive pictures of a reel in one of its `VIEWS`, red, green, blue."""
    if reel == BLACK:
        for _ in range(length):
            yield np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        return
    stored = np.load(folder / f"{reel}.npy", mmap_mode="r")
    if not 0 <= start <= start + length <= len(stored):
        raise ValueError(f"{reel} has {len(stored)} pictures, not [{start}, {start + length})")
    for image in stored[start : start + length]:
        yield viewed(image, view)


def viewed(image: Image, view: str) -> Image:
    """Show a picture in one of the `VIEWS`: mirrored, or a part of it in other colours."""
    height, width = image.shape[:2]
    if view == "mirrored":
        image = image[:, ::-1]
    elif view == "corner":
        image = image[: height * 72 // 100, : width * 72 // 100, [1, 2, 0]]
    elif view == "flipped":
        image = image[height // 5 :, width // 5 :][::-1]
    elif view == "side":
        image = image[: height * 7 // 10, width * 3 // 10 :, [2, 0, 1]][:, ::-1]
    elif view != "whole":
        raise ValueError(f"{view!r} is none of {', '.join(VIEWS)}")
    return np.ascontiguousarray(image)


def _read(file: Path, folder: Path) -> tuple[int, float]:
    """Store a video as a reel; give its length and liveliness."""
    images: list[Image] = []
    with av.open(str(file)) as container:
        stream = container.streams.video[0]
        first: float | None = None
        shown: Image | None = None
        for frame in container.decode(stream):
            if frame.pts is None:
                continue
            first = frame.time if first is None else first
            due = round((frame.time - first) * float(RATE))
            if shown is not None:
                images += [shown] * (due - len(images))
            if due >= len(images):
                small = frame.reformat(WIDTH, HEIGHT, format="rgb24", interpolation="AREA")
                shown = np.asarray(small.to_ndarray(), np.uint8)
    if shown is None:
        raise InputError(f"{file}: holds no pictures")
    images.append(shown)
    np.save(folder / f"{file.stem}.npy", np.stack(images))
    return len(images), _liveliness(images)


def _liveliness(images: Sequence[Image]) -> float:
    grey = np.array([image[::6, ::6].mean(axis=2) for image in images[::12]])
    return float(np.abs(np.diff(grey, axis=0)).mean()) if len(grey) > 1 else 0.0
