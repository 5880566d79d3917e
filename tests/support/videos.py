"""Made videos with known shots.

Every shot shows a picture of its own: random blocks and stripes, so that no two shots look alike,
moved a little from drawing to drawing, each drawing standing two frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.synth.encode import Encoding, write_video

WIDTH, HEIGHT = 320, 180


def picture(seed: int, *, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """Draw a picture that belongs to `seed`, shape (height, width, 3), red, green, blue."""
    random = np.random.default_rng(seed)
    coarse = random.integers(20, 236, (6, 9, 3), np.uint8)
    image = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(12):
        corner = random.integers(0, [width, height])
        far = corner + random.integers(10, [width // 3, height // 3])
        color = [int(value) for value in random.integers(0, 256, 3)]
        cv2.rectangle(image, corner.tolist(), far.tolist(), color, -1)
    return np.asarray(image, np.uint8)


def shot_frames(lengths: Sequence[int], *, seed: int = 0) -> Iterator[NDArray[np.uint8]]:
    """Give the frames of shots of the given lengths, one after the other."""
    for index, length in enumerate(lengths):
        image = picture(1000 * seed + index)
        for k in range(length):
            yield np.roll(image, 2 * (k // 2), axis=1)


def borders(lengths: Sequence[int]) -> list[int]:
    """Give the first frames of all shots but the first."""
    return [int(border) for border in np.cumsum(lengths)[:-1]]


def write_shots(
    path: Path, lengths: Sequence[int], *, seed: int = 0, encoding: Encoding | None = None
) -> list[int]:
    """Write a video of shots with the given lengths in frames, and give its cuts."""
    write_video(path, shot_frames(lengths, seed=seed), encoding=encoding)
    return borders(lengths)
