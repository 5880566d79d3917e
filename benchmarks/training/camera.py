"""Take a clip from a shot as a camera, and an animator, might have made it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.training.footage import Clip
from cutstat.core.pictures import CHROMA_SHAPE, LUMA_SHAPE

HEIGHT, WIDTH = LUMA_SHAPE

BLUR_SPEED = 4.0
"""Pixels a frame above which a camera move blurs the picture."""


def take(random: np.random.Generator, shot: Clip, length: int, *, jump: int | None = None) -> Clip:
    """Take `length` pictures of a shot.

    Drawings may be held, the speed doubled, the picture mirrored, cropped, graded, and moved as by
    a camera that shakes, pans, zooms or whips. A shot that is too short runs to and fro.

    Parameters
    ----------
    random : Generator
        Decides all of it.
    shot : Clip
        Where the pictures come from.
    length : int
        Pictures to take.
    jump : int, optional
        Picture from which on the shot goes on at a later place, at times closer up: a jump cut.
    """
    places = _places(random, len(shot), length, jump=jump)
    clip = shot[places].copy()
    if random.random() < 0.5:
        clip = Clip(clip.luma[:, :, ::-1].copy(), clip.chroma[..., ::-1].copy())
    _move(random, clip, jump=jump)
    return _graded(random, clip)


def _places(
    random: np.random.Generator, n_shot: int, length: int, *, jump: int | None
) -> NDArray[np.intp]:
    """Say which picture of the shot is shown when."""
    hold = int(random.choice([1, 1, 1, 1, 2, 3]))
    speed = int(random.choice([1, 1, 1, 2]))
    needed = -(-length // hold) * speed
    start = int(random.integers(0, max(n_shot - needed, 0) + 1))
    places = start + (np.arange(length) // hold) * speed
    if jump is not None:
        places[jump:] += int(random.integers(12, 60))
    last = n_shot - 1
    return np.where((places // last) % 2 == 0, places % last, last - places % last)


def _move(random: np.random.Generator, clip: Clip, *, jump: int | None) -> None:
    """Move the camera over the pictures, in place."""
    length = len(clip)
    closeness = 1 / random.uniform(0.6, 1) if random.random() < 0.6 else 1.0
    zoom = np.full(length, closeness)
    path = np.zeros((length, 2))
    if jump is not None and random.random() < 0.4:
        zoom[jump:] *= random.uniform(1.08, 1.5)
    draw = random.random()
    if draw < 0.12:
        path, reach = _shake(random, length)
        zoom = np.maximum(zoom, 1 + 2 * reach)
    elif draw < 0.20:
        path = np.outer(np.arange(length) - length / 2, random.normal(0, [1.2, 0.5]))
        zoom = np.maximum(zoom, 1.3)
    elif draw < 0.26:
        zoom = zoom * np.exp(random.uniform(-0.012, 0.012) * np.arange(length))
    elif draw < 0.32 and length > 16:
        path[:, 0] = _whip(random, length)
    if np.all(zoom == 1) and not path.any():
        return
    room = (closeness - 1) * 0.45 * np.array([WIDTH, HEIGHT])
    path += random.uniform(-room, room)
    speed = np.abs(np.diff(path[:, 0], prepend=path[0, 0]))
    for k in range(length):
        clip.luma[k] = framed(clip.luma[k], zoom[k], path[k])
        for plane in clip.chroma[k]:
            plane[:] = framed(plane, zoom[k], path[k] * CHROMA_SHAPE[1] / WIDTH)
        if speed[k] > BLUR_SPEED:
            clip.luma[k] = smeared(clip.luma[k], int(min(speed[k], 24)))


def _shake(random: np.random.Generator, length: int) -> tuple[NDArray[np.float64], float]:
    """Jolt the camera on ones, twos or threes; gives the path and its reach, as a share."""
    hold = int(random.choice([1, 2, 2, 3]))
    reach = float(random.uniform(0.01, 0.10))
    jolts = random.normal(0, reach, (length // hold + 1, 2)) * [WIDTH, HEIGHT]
    if random.random() < 0.5:
        jolts[:, 0] *= 0.2
    return np.repeat(jolts, hold, axis=0)[:length], reach


def _whip(random: np.random.Generator, length: int) -> NDArray[np.float64]:
    """Swing the camera aside within a few frames."""
    start, frames = random.integers(4, length - 8), random.integers(3, 8)
    distance = random.choice([-1, 1]) * random.uniform(40, 120)
    progress = np.clip((np.arange(length) - start) / frames, 0, 1)
    swing: NDArray[np.float64] = distance * (3 * progress**2 - 2 * progress**3)
    return swing


def framed(
    plane: NDArray[np.float32], zoom: float, shift: Sequence[float] | NDArray[np.floating]
) -> NDArray[np.float32]:
    """Show a plane closer by a factor and moved by (right, down) pixels."""
    height, width = plane.shape
    matrix = np.array(
        [
            [zoom, 0, width / 2 * (1 - zoom) + shift[0]],
            [0, zoom, height / 2 * (1 - zoom) + shift[1]],
        ]
    )
    return np.asarray(
        cv2.warpAffine(
            plane,
            matrix,
            (width, height),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        ),
        np.float32,
    )


def reposed(
    random: np.random.Generator, clip: Clip, *, start: int, stop: int, strength: float
) -> None:
    """Bend the pictures from `start` on as if what they show had moved, in place.

    Parts of the picture shift by up to `strength` pixels, each within some distance; the rest
    stays, as behind a person who speaks.
    """
    rows, columns = np.indices((HEIGHT, WIDTH), dtype=np.float32)
    field = np.zeros((HEIGHT, WIDTH, 2), np.float32)
    for _ in range(int(random.integers(1, 4))):
        middle = random.uniform(0.15, 0.85, 2) * [WIDTH, HEIGHT]
        reach = random.uniform(7, 22)
        distance = np.square(columns - middle[0]) + np.square(rows - middle[1])
        bump = np.exp(-distance / (2 * reach**2))[..., None]
        field += bump * random.uniform(-strength, strength, 2) * [1, 0.6]
    grid = np.dstack([columns, rows]) + field
    small = cv2.resize(grid, CHROMA_SHAPE[::-1], interpolation=cv2.INTER_AREA)
    small = small * np.float32(CHROMA_SHAPE[1] / WIDTH)
    for k in range(start, stop):
        clip.luma[k] = _bent(clip.luma[k], grid)
        for plane in clip.chroma[k]:
            plane[:] = _bent(plane, small)


def _bent(plane: NDArray[np.float32], grid: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(
        cv2.remap(
            plane,
            grid.astype(np.float32),
            None,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        ),
        np.float32,
    )


def smeared(luma: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """Blur a picture sideways."""
    return np.asarray(cv2.blur(luma, (max(width, 1), 1)), np.float32)


def _graded(random: np.random.Generator, clip: Clip) -> Clip:
    """Change brightness, contrast and colour of the whole clip."""
    luma, chroma = clip.luma, clip.chroma
    if random.random() < 0.5:
        luma = 255 * (np.clip(luma, 0, 255) / 255) ** np.float32(random.uniform(0.7, 1.4))
        middle = luma.mean()
        luma = (luma - middle) * random.uniform(0.7, 1.15) + middle * random.uniform(0.7, 1.1)
        chroma = (chroma - 128) * random.uniform(0.5, 1.3) + 128
        chroma = chroma + random.normal(0, 4, (1, 2, 1, 1))
    return Clip(
        np.clip(luma, 0, 255).astype(np.float32), np.clip(chroma, 0, 255).astype(np.float32)
    )
