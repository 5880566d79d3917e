"""Clips drawn by rule, with the frames that bring a new picture as the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SIZE = (640, 360)
Image = NDArray[np.uint8]


@dataclass(frozen=True)
class DrawnShot:
    """One shot: a figure on ones, twos or threes before a painted background."""

    frames: int
    step: int
    """Frames that each drawing stands; 0 is a held picture."""

    part: str = "figure"
    """What is drawn anew: the whole figure, or its mouth alone."""

    pan: tuple[float, float] = (0.0, 0.0)
    """Pixels a frame that the camera moves."""

    zoom: float = 0.0
    """Share a frame that the picture grows."""

    shake: float = 0.0
    """Deviation of jolts, in pixels, on every second frame."""


def new_frames(shots: list[DrawnShot]) -> list[int]:
    """Say which frames bring a new picture: the first of each shot, and each drawing."""
    found, start = [], 0
    for shot in shots:
        step = shot.step or shot.frames
        found += [start + k for k in range(0, shot.frames, step)]
        start += shot.frames
    return found


def draw(shots: list[DrawnShot], *, seed: int = 1, grain: float = 0.0) -> Iterator[Image]:
    """Draw all frames, shape (height, width, 3)."""
    rng = np.random.default_rng(seed)
    for number, shot in enumerate(shots):
        scene = _background(np.random.default_rng([seed, number]))
        jolt = np.zeros(2)
        for k in range(shot.frames):
            picture = scene.copy()
            _figure(picture, k // shot.step if shot.step else 0, shot.part)
            if shot.shake and k % 2 == 0:
                jolt = rng.normal(0, shot.shake, 2)
            image = _camera(picture, shot, k, jolt)
            if grain:
                noise = rng.normal(0, grain, image.shape[:2])[..., None]
                image = np.clip(image + noise, 0, 255).astype(np.uint8)
            yield image


def _background(rng: np.random.Generator) -> Image:
    width, height = 2 * SIZE[0], 2 * SIZE[1]
    coarse = rng.uniform(60, 200, (9, 16, 3)).astype(np.float32)
    scene = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    scene = np.clip(scene, 0, 255).astype(np.uint8)
    for _ in range(60):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        w, h = int(rng.integers(20, 160)), int(rng.integers(20, 120))
        color = tuple(int(c) for c in rng.integers(30, 220, 3))
        cv2.rectangle(scene, (x, y), (x + w, y + h), color, -1)
        cv2.rectangle(scene, (x, y), (x + w, y + h), (25, 25, 25), 2)
    return scene


def _figure(picture: Image, drawing: int, part: str) -> None:
    x, y = SIZE[0], SIZE[1]
    moves = np.random.default_rng([7, drawing if part == "figure" else 0])
    dx, dy = (int(v) for v in moves.integers(-18, 19, 2))
    lift = 24 * (drawing % 2) + 12 if part == "figure" else 20
    cv2.ellipse(picture, (x + dx, y + 90 + dy), (70, 110), 0, 0, 360, (70, 60, 160), -1)
    cv2.ellipse(picture, (x + dx, y + 90 + dy), (70, 110), 0, 0, 360, (20, 20, 20), 3)
    cv2.line(picture, (x + dx + 50, y + 60), (x + 120, y + 60 - 3 * lift), (20, 20, 20), 8)
    cv2.ellipse(picture, (x + dx, y - 40 + dy), (48, 58), 0, 0, 360, (170, 190, 230), -1)
    cv2.ellipse(picture, (x + dx, y - 40 + dy), (48, 58), 0, 0, 360, (20, 20, 20), 3)
    for side in (-18, 18):
        cv2.circle(picture, (x + dx + side, y - 52 + dy), 6, (20, 20, 20), -1)
    tall = (2, 7, 12)[drawing % 3] if part == "mouth" else 4
    cv2.ellipse(picture, (x + dx, y - 12 + dy), (13, tall), 0, 0, 360, (40, 30, 90), -1)


def _camera(picture: Image, shot: DrawnShot, frame: int, jolt: NDArray[np.float64]) -> Image:
    scale = (1 + shot.zoom) ** frame
    centre = np.array([SIZE[0], SIZE[1]], float) + np.array(shot.pan) * frame + jolt
    matrix = np.array(
        [
            [scale, 0, SIZE[0] / 2 - scale * centre[0]],
            [0, scale, SIZE[1] / 2 - scale * centre[1]],
        ]
    )
    return np.asarray(
        cv2.warpAffine(picture, matrix, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    )
