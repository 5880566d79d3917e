"""Small pictures as a decoder would leave them, made without a video."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import CHROMA_SHAPE, LUMA_SHAPE, Pictures


def small_pictures(images: Iterable[NDArray[np.uint8]]) -> Pictures:
    """Shrink images (red, green, blue) to small pictures."""
    frames = []
    for image in images:
        luma, red, blue = cv2.split(cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb))
        small = cv2.resize(luma, LUMA_SHAPE[::-1], interpolation=cv2.INTER_AREA)
        planes = [
            cv2.resize(plane, CHROMA_SHAPE[::-1], interpolation=cv2.INTER_AREA)
            for plane in (blue, red)
        ]
        frames.append((np.asarray(small, np.uint8), np.stack(planes).astype(np.uint8)))
    return Pictures.stack(frames)


def part_of(pictures: Pictures, start: int, stop: int) -> Pictures:
    """Take some of the pictures."""
    return Pictures(pictures.luma[start:stop], pictures.chroma[start:stop])
