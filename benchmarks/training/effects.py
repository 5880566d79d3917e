"""What happens inside a shot and is no transition: flashes, strobes, things near the lens."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.training.camera import HEIGHT, WIDTH
from benchmarks.training.footage import Clip
from cutstat.core.pictures import CHROMA_SHAPE

MARGIN = 3
"""Frames at both ends of a shot that no effect begins in."""

Effect = Callable[[np.random.Generator, Clip, int, Clip], None]


def add_effects(random: np.random.Generator, clip: Clip, *, other: Clip) -> None:
    """Add one or two effects to a clip, in place; the pictures of `other` serve as things."""
    if len(clip) < 3 * MARGIN:
        return
    for _ in range(int(random.choice([1, 1, 2]))):
        effect = EFFECTS[int(random.integers(len(EFFECTS)))]
        effect(random, clip, int(random.integers(MARGIN, len(clip) - MARGIN - 1)), other)


def mixed(clip: Clip, frame: int, *, level: float, share: float) -> None:
    """Mix one picture with a grey level, in place: a share of 1 leaves nothing of it."""
    clip.luma[frame] += (level - clip.luma[frame]) * share
    clip.chroma[frame] += (128 - clip.chroma[frame]) * share


def _few(random: np.random.Generator, clip: Clip, start: int) -> range:
    return range(start, min(start + int(random.integers(1, 4)), len(clip) - 2))


def _flash(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    share, fall = random.uniform(0.4, 1), random.uniform(0.5, 1)
    for age in range(min(int(random.integers(1, 5)), len(clip) - 2 - start)):
        mixed(clip, start + age, level=255, share=share * fall**age)


def _impact(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    is_stark = random.random() < 0.5
    for k in _few(random, clip, start):
        clip.luma[k] = 255 - clip.luma[k]
        if is_stark:
            clip.luma[k] = np.clip((clip.luma[k] - 128) * 3 + 128, 0, 255)
            clip.chroma[k] = 128


def _dark(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    share = random.uniform(0.6, 1)
    for k in _few(random, clip, start):
        mixed(clip, k, level=0, share=share)


def _tint(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    share, level = random.uniform(0.5, 1), random.uniform(0, 255)
    colour = random.uniform(40, 216, (2, 1, 1))
    for k in _few(random, clip, start):
        mixed(clip, k, level=level, share=share)
        clip.chroma[k] += (colour - 128) * share


def _strobe(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    period, length = int(random.integers(1, 5)), int(random.integers(8, 40))
    share, kind = random.uniform(0.3, 0.9), int(random.integers(3))
    for k in range(start, min(start + length, len(clip) - 1)):
        if (k - start) // period % 2:
            continue
        if kind == 2:
            clip.luma[k] = 255 - clip.luma[k]
        else:
            mixed(clip, k, level=255 * kind, share=share)


def _glow(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    length, peak = int(random.integers(5, 24)), random.uniform(0.3, 0.95)
    for age in range(min(length, len(clip) - start)):
        share = peak * np.sin(np.pi * (age + 0.5) / length)
        mixed(clip, start + age, level=250, share=float(share))


def _light(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    """Turn the light on or off, for good."""
    low, frames = random.uniform(0.35, 0.8), random.choice([1, 1, 3, 8])
    on = np.clip((np.arange(len(clip)) - start) / frames, 0, 1)
    on = on if random.random() < 0.5 else 1 - on
    clip.luma[:] *= (low + (1 - low) * on)[:, None, None]


def _passer(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    """Let something pass close to the lens."""
    thing, colours = other.luma[0], other.chroma[0]
    if random.random() < 0.6:
        thing = cv2.GaussianBlur(thing, (0, 0), 5) * random.uniform(0.3, 1)
        colours = np.stack([cv2.GaussianBlur(plane, (0, 0), 4) for plane in colours])
    length, width = int(random.integers(3, 10)), random.uniform(0.3, 1.3)
    is_vertical, softness = random.random() < 0.3, random.uniform(1, 10)
    is_forward = random.random() < 0.5
    size = HEIGHT if is_vertical else WIDTH
    along = np.arange(size) / size
    for age in range(min(length, len(clip) - start)):
        middle = -width / 2 + (1 + width) * (age + 0.5) / length
        middle = middle if is_forward else 1 - middle
        edge = 1 / (1 + np.exp(-(width / 2 - np.abs(along - middle)) * size / softness * 2))
        shape = edge[:, None] if is_vertical else edge[None, :]
        mask = np.broadcast_to(shape, (HEIGHT, WIDTH)).astype(np.float32)
        _cover(clip, start + age, thing, colours, mask)


def _cover(
    clip: Clip,
    frame: int,
    luma: NDArray[np.float32],
    chroma: NDArray[np.float32],
    mask: NDArray[np.float32],
) -> None:
    clip.luma[frame] += (luma - clip.luma[frame]) * mask
    small = cv2.resize(mask, CHROMA_SHAPE[::-1], interpolation=cv2.INTER_AREA)
    clip.chroma[frame] += (chroma - clip.chroma[frame]) * small


def _pop_in(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    """Set a panel into the picture, for a while or for good."""
    rows, columns = 2 * int(random.integers(6, 17)), 2 * int(random.integers(10, 28))
    top = 2 * int(random.integers(0, (HEIGHT - rows) // 2 + 1))
    left = 2 * int(random.integers(0, (WIDTH - columns) // 2 + 1))
    stop = len(clip) if random.random() < 0.6 else start + int(random.integers(10, 40))
    place = np.s_[top : top + rows, left : left + columns]
    small = np.s_[top // 2 : (top + rows) // 2, left // 2 : (left + columns) // 2]
    clip.luma[start:stop, *place] = other.luma[0][place]
    clip.chroma[start:stop, :, *small] = other.chroma[0][:, *small]


def _subtitle(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    width, top = int(random.integers(16, 70)), int(random.integers(40, 50))
    stop, left = start + int(random.integers(8, 60)), (WIDTH - width) // 2
    letters = random.random((3, width)) < 0.6
    clip.luma[start:stop, top : top + 3, left : left + width][:, letters] = 230


EFFECTS: tuple[Effect, ...] = (
    *(_flash, _flash, _impact, _dark, _tint, _strobe, _strobe),
    *(_glow, _light, _passer, _passer, _pop_in, _subtitle),
)
