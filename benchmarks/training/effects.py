"""What happens inside a shot and is no transition: flashes, strobes, things near the lens."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.groups import Made
from benchmarks.training.camera import HEIGHT, WIDTH, framed, reposed
from benchmarks.training.footage import Clip
from cutstat.core.pictures import CHROMA_SHAPE

MARGIN = 3
"""Frames at both ends of a shot that no effect begins in."""

Effect = Callable[[np.random.Generator, Clip, int, Clip], None]


def add_effects(random: np.random.Generator, clip: Clip, *, other: Clip, made: Made) -> None:
    """Add one or two effects to a clip, in place; the pictures of `other` serve as things.

    What only animators do, leaps and alternating drawings, is added to drawn clips alone.
    """
    if len(clip) < 3 * MARGIN:
        return
    effects = EFFECTS + DRAWN_EFFECTS if made == "drawn" else EFFECTS
    for _ in range(int(random.choice([1, 1, 2]))):
        effect = effects[int(random.integers(len(effects)))]
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


def _step_zoom(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    """Come closer, or go back, in steps of some frames."""
    hold, steps = int(random.integers(1, 5)), int(random.integers(2, 9))
    factor = random.uniform(1.06, 1.4)
    stop = len(clip) if random.random() < 0.7 else min(start + hold * steps + 6, len(clip))
    age = np.minimum(np.arange(len(clip) - start) // hold + 1, steps)
    zoom = factor ** (age if random.random() < 0.6 else steps - age)
    zoom = np.minimum(zoom, 3)
    for k in range(start, stop):
        _reframed(clip, k, float(zoom[k - start]), np.zeros(2))


def _leap(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    """Let the whole picture leap, once or on threes: a figure that comes close, a shaken cel."""
    hold = int(random.integers(2, 6))
    count = int(random.choice([1, 1, 2, 4, 8]))
    reach = random.uniform(0.05, 0.25)
    zoom, shift = 1.0, np.zeros(2)
    for k in range(start, len(clip)):
        age = k - start
        if age % hold == 0 and age // hold < count:
            zoom = random.uniform(1.0, 1.6)
            shift = random.normal(0, reach, 2) * [WIDTH, HEIGHT]
        _reframed(clip, k, zoom, shift)


def _reframed(clip: Clip, frame: int, zoom: float, shift: NDArray[np.floating]) -> None:
    clip.luma[frame] = framed(clip.luma[frame], zoom, shift)
    for plane in clip.chroma[frame]:
        plane[:] = framed(plane, zoom, shift * CHROMA_SHAPE[1] / WIDTH)


def _redrawn(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    """Draw a part of the picture anew every few frames: a limb, a figure, what is behind it."""
    hold, length = int(random.integers(1, 5)), int(random.integers(4, 40))
    size = random.uniform(0.15, 0.6) * np.array([WIDTH, HEIGHT])
    middle = random.uniform(0.2, 0.8, 2) * [WIDTH, HEIGHT]
    rows, columns = np.indices((HEIGHT, WIDTH))
    distance = np.hypot((columns - middle[0]) / size[0], (rows - middle[1]) / size[1])
    mask = (distance < 1).astype(np.float32)
    if random.random() < 0.35:
        mask = 1 - mask  # the figure is held before a background that changes
    is_other = random.random() < 0.4
    luma, chroma = clip.luma[start].copy(), clip.chroma[start].copy()
    for k in range(start, min(start + length, len(clip))):
        if (k - start) % hold == 0:
            place = int(random.integers(len(other)))
            source = other if is_other else clip
            place = place % len(source)
            zoom, shift = random.uniform(1, 1.8), random.normal(0, 12, 2)
            luma = framed(source.luma[place], zoom, shift)
            chroma = np.stack([framed(plane, zoom, shift / 2) for plane in source.chroma[place]])
        _cover(clip, k, luma, chroma, mask)


def _reposed(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    """Draw the figures anew every few frames, in other poses before the same background."""
    hold, count = int(random.integers(2, 6)), int(random.integers(1, 10))
    for drawing in range(count):
        first = start + drawing * hold
        last = len(clip) if drawing == count - 1 else first + hold
        if first >= len(clip):
            break
        reposed(
            random, clip, start=first, stop=min(last, len(clip)), strength=random.uniform(4, 20)
        )


def _lines(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    """Let speed lines flicker behind or before the figure."""
    hold, length = int(random.integers(1, 4)), int(random.integers(6, 50))
    is_held = random.random() < 0.6  # one drawing stands before them
    level, strength = float(random.choice([0, 255, 255])), random.uniform(0.4, 1)
    rows, columns = np.indices((HEIGHT, WIDTH))
    middle = random.uniform(0.35, 0.65, 2) * [WIDTH, HEIGHT]
    distance = np.hypot(columns - middle[0], rows - middle[1])
    outside = np.clip((distance / random.uniform(15, 35) - 0.7) * 3, 0, 1)
    angle = np.arctan2(rows - middle[1], columns - middle[0])
    is_radial = random.random() < 0.6
    first = clip[slice(start, start + 1)].copy()
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    flat = np.full((HEIGHT, WIDTH), level, np.float32)
    grey = np.full((2, *CHROMA_SHAPE), 128, np.float32)
    for k in range(start, min(start + length, len(clip))):
        if (k - start) % hold == 0:
            rays = int(random.integers(20, 60))
            noise = random.random(rays) < random.uniform(0.3, 0.7)
            along = (angle + np.pi) / (2 * np.pi) if is_radial else rows / HEIGHT
            lines = noise[np.minimum((along * rays).astype(int), rays - 1)]
            mask = (lines * outside * strength).astype(np.float32)
        if is_held:
            clip.luma[k], clip.chroma[k] = first.luma[0], first.chroma[0]
        _cover(clip, k, flat, grey, mask)


def _alternate(random: np.random.Generator, clip: Clip, start: int, other: Clip) -> None:
    """Alternate between positive and negative, or two colourings, of the picture going on."""
    hold, length = int(random.integers(1, 5)), int(random.integers(6, 60))
    tint = random.uniform(30, 226, (2, 1, 1)).astype(np.float32)
    is_negative = random.random() < 0.6
    is_regular = random.random() < 0.6
    is_on = False
    for k in range(start, min(start + length, len(clip) - 1)):
        if (k - start) % hold == 0:
            is_on = not is_on if is_regular else bool(random.random() < 0.5)
        if not is_on:
            continue
        if is_negative:
            clip.luma[k] = 255 - clip.luma[k]
            clip.chroma[k] = 255 - clip.chroma[k]
        else:
            clip.chroma[k] = (clip.chroma[k] + 2 * tint) / 3
            clip.luma[k] = np.clip((clip.luma[k] - 128) * 1.8 + 128, 0, 255)


DRAWN_EFFECTS: tuple[Effect, ...] = (
    *(_step_zoom, _step_zoom, _leap, _leap, _redrawn, _redrawn, _reposed, _reposed),
    *(_lines, _alternate, _alternate),
)
