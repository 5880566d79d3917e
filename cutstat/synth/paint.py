"""The paint box: backdrops and figures of an invented cartoon, drawn by rule."""

from __future__ import annotations

import colorsys
import zlib
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
BACKDROP_SHAPE = (420, 1120)
"""Rows and columns of a painted backdrop: wider than the picture, so that the camera can pan."""

FIGURE_SIZE = 420


def seed_of(*words: object) -> int:
    """Give a number that depends on some words alone, on any machine."""
    return zlib.crc32("|".join(map(str, words)).encode())


@lru_cache(maxsize=64)
def backdrop(place: str, palette: int) -> Image:
    """Paint a place: sky, ground and what stands between, or the inside of a room."""
    rng = np.random.default_rng(seed_of("place", place))
    is_night = "night" in place
    hue = (rng.uniform(0, 360) + palette) % 360
    if any(word in place for word in ("room", "class", "corridor", "office", "cafe", "bridge")):
        image = _interior(rng, hue)
    else:
        image = _exterior(rng, hue, is_night=is_night, is_town="street" in place or "roof" in place)
    texture = cv2.GaussianBlur(rng.normal(0, 1, (*BACKDROP_SHAPE, 1)).astype(np.float32), (0, 0), 3)
    painted = image.astype(np.float32) + 22 * texture[..., None] * 3
    if is_night:
        painted *= np.array([0.36, 0.40, 0.58])
    finished: Image = np.clip(painted, 0, 255).astype(np.uint8)
    return finished


def _exterior(rng: np.random.Generator, hue: float, *, is_night: bool, is_town: bool) -> Image:
    height, width = BACKDROP_SHAPE
    top = _color(hue, 0.45, 0.75)
    bottom = _color(hue + 40, 0.20, 0.98)
    ramp = np.linspace(0, 1, height)[:, None, None]
    image = np.tile(top * (1 - ramp) + bottom * ramp, (1, width, 1)).astype(np.uint8)
    cv2.circle(
        image,
        (int(rng.uniform(100, width - 100)), 90),
        34,
        ink(hue + 50, 0.15, 1.0),
        -1,
        cv2.LINE_AA,
    )
    for _ in range(6):
        center = (int(rng.uniform(0, width)), int(rng.uniform(20, 170)))
        size = (int(rng.uniform(50, 150)), int(rng.uniform(8, 22)))
        cv2.ellipse(image, center, size, 0, 0, 360, ink(hue, 0.08, 1.0), -1, cv2.LINE_AA)
    for layer in range(3):
        level = 190 + 50 * layer
        x = np.arange(0, width + 20, 20)
        waves = sum(
            rng.uniform(8, 30) * np.sin(x / rng.uniform(60, 240) + rng.uniform(0, 6))
            for _ in range(3)
        )
        outline = np.stack([x, level + waves], axis=1).astype(np.int32)
        hill = np.vstack([outline, [[width + 20, height], [0, height]]])
        color = ink(hue + 100 + 25 * layer, 0.35 + 0.1 * layer, 0.70 - 0.14 * layer)
        cv2.fillPoly(image, [hill], color, cv2.LINE_AA)
        for position in rng.uniform(0, width, 22 if is_town else 14):
            foot = int(np.interp(position, x, outline[:, 1])) + 10
            if is_town:
                _house(image, rng, int(position), foot, hue + 30 * layer, lit=is_night)
            else:
                _tree(image, rng, int(position), foot, hue + 110, 0.55 - 0.1 * layer)
    return image


def _house(
    image: Image, rng: np.random.Generator, x: int, foot: int, hue: float, *, lit: bool
) -> None:
    width, height = int(rng.uniform(40, 90)), int(rng.uniform(60, 190))
    cv2.rectangle(
        image,
        (x, foot - height),
        (x + width, foot + 60),
        ink(hue + rng.uniform(0, 60), 0.25, rng.uniform(0.35, 0.75)),
        -1,
    )
    window = (255, 226, 140) if lit else ink(hue + 180, 0.25, 0.9)
    for row in range(foot - height + 10, foot - 6, 18):
        for column in range(x + 7, x + width - 10, 16):
            if rng.random() < 0.7:
                cv2.rectangle(image, (column, row), (column + 8, row + 10), window, -1)


def _tree(
    image: Image, rng: np.random.Generator, x: int, foot: int, hue: float, value: float
) -> None:
    height = int(rng.uniform(30, 80))
    cv2.line(image, (x, foot), (x, foot - height), ink(30, 0.5, 0.35), 5, cv2.LINE_AA)
    for _ in range(4):
        center = (x + int(rng.normal(0, 12)), foot - height + int(rng.normal(0, 10)))
        color = ink(hue + rng.uniform(-12, 12), 0.5, value + rng.uniform(0, 0.15))
        cv2.circle(image, center, int(rng.uniform(14, 28)), color, -1, cv2.LINE_AA)


def _interior(rng: np.random.Generator, hue: float) -> Image:
    height, width = BACKDROP_SHAPE
    image = np.empty((height, width, 3), np.uint8)
    image[:] = ink(hue, 0.18, 0.86)
    floor = int(height * 0.68)
    image[floor:] = ink(hue + 25, 0.40, 0.55)
    for x in range(0, width, 70):
        cv2.line(
            image,
            (x, floor),
            (int((x - width / 2) * 1.7 + width / 2), height),
            ink(hue + 25, 0.45, 0.45),
            2,
            cv2.LINE_AA,
        )
    for x in range(40, width, int(rng.uniform(170, 260))):
        top, wide = int(rng.uniform(40, 80)), int(rng.uniform(80, 130))
        cv2.rectangle(image, (x, top), (x + wide, floor - 70), ink(hue + 190, 0.30, 0.97), -1)
        cv2.rectangle(image, (x, top), (x + wide, floor - 70), ink(hue + 20, 0.4, 0.4), 5)
        cv2.line(
            image, (x + wide // 2, top), (x + wide // 2, floor - 70), ink(hue + 20, 0.4, 0.4), 3
        )
    for _ in range(9):
        x, wide, tall = (
            int(rng.uniform(0, width)),
            int(rng.uniform(50, 140)),
            int(rng.uniform(30, 110)),
        )
        color = ink(hue + rng.uniform(0, 240), 0.45, rng.uniform(0.35, 0.8))
        cv2.rectangle(image, (x, floor + 20 - tall), (x + wide, floor + 20), color, -1)
        cv2.rectangle(image, (x, floor + 20 - tall), (x + wide, floor + 20), ink(hue, 0.4, 0.2), 2)
    return image


@lru_cache(maxsize=512)
def figure(who: str, *, mouth: int, blink: bool, turn: int, palette: int) -> tuple[Image, Image]:
    """Draw head and shoulders of a character.

    Parameters
    ----------
    who : str
        Its name, which decides how it looks.
    mouth : int
        0 closed, 1 half open, 2 open.
    blink : bool
        Whether the eyes are shut.
    turn : int
        -1 looks left, 1 looks right, 0 to the camera.
    palette : int
        Turns the colours, in degrees.

    Returns
    -------
    picture : ndarray of uint8, shape (FIGURE_SIZE, FIGURE_SIZE, 3)
    alpha : ndarray of uint8, shape (FIGURE_SIZE, FIGURE_SIZE)
        Where the figure is.
    """
    rng = np.random.default_rng(seed_of("who", who))
    hair, cloth, eyes = (
        ink(rng.uniform(0, 360) + palette, s, v) for s, v in ((0.6, 0.45), (0.5, 0.6), (0.7, 0.6))
    )
    skin = ink(rng.uniform(18, 34), rng.uniform(0.2, 0.45), rng.uniform(0.8, 1.0))
    line = (40, 28, 34)
    size = FIGURE_SIZE
    picture = np.zeros((size, size, 3), np.uint8)
    alpha = np.zeros((size, size), np.uint8)
    middle, shift = size // 2, 16 * turn
    hair_width = int(rng.uniform(96, 118))

    def blob(center: tuple[int, int], axes: tuple[int, int], color: tuple[int, ...]) -> None:
        for target, paint in ((picture, color), (alpha, (255,))):
            cv2.ellipse(target, center, axes, 0, 0, 360, paint, -1, cv2.LINE_AA)

    blob((middle, size + 20), (165, 135), cloth)
    blob((middle, 300), (34, 50), skin)
    blob((middle, 170), (hair_width, 130), hair)
    if rng.random() < 0.5:
        blob((middle, 260), (hair_width, 110), hair)
    blob((middle, size + 35), (150, 125), cloth)
    blob((middle, 298), (30, 42), skin)
    blob((middle + shift // 2, 195), (82, 100), skin)
    cv2.ellipse(picture, (middle + shift // 2, 195), (82, 100), 0, 20, 160, line, 2, cv2.LINE_AA)
    fringe = [
        [middle - 90, 150],
        [middle - 86, 95],
        [middle, 62],
        [middle + 86, 95],
        [middle + 90, 150],
    ]
    for k in range(4, -1, -1):
        fringe += [
            [middle - 80 + 40 * k + 20, 128],
            [middle - 80 + 40 * k, int(rng.uniform(148, 178))],
        ]
    cv2.fillPoly(picture, [np.array(fringe, np.int32)], hair, cv2.LINE_AA)
    for side in (-1, 1):
        x = middle + shift + 36 * side
        if blink:
            cv2.line(picture, (x - 17, 205), (x + 17, 207), line, 3, cv2.LINE_AA)
            continue
        cv2.ellipse(picture, (x, 205), (17, 21), 0, 0, 360, (250, 250, 250), -1, cv2.LINE_AA)
        cv2.ellipse(picture, (x + shift // 4, 207), (11, 17), 0, 0, 360, eyes, -1, cv2.LINE_AA)
        cv2.ellipse(picture, (x + shift // 4, 209), (5, 8), 0, 0, 360, line, -1, cv2.LINE_AA)
        cv2.circle(picture, (x + shift // 4 + 4, 201), 3, (255, 255, 255), -1, cv2.LINE_AA)
        cv2.line(picture, (x - 18, 186), (x + 18, 186), line, 4, cv2.LINE_AA)
    mouth_at = (middle + shift, 258)
    if mouth == 0:
        cv2.line(picture, (mouth_at[0] - 13, 258), (mouth_at[0] + 13, 258), line, 3, cv2.LINE_AA)
    else:
        cv2.ellipse(
            picture, mouth_at, (12, 5 + 5 * mouth), 0, 0, 360, (120, 40, 50), -1, cv2.LINE_AA
        )
    return picture, alpha


@lru_cache(maxsize=128)
def thing(name: str, palette: int) -> Image:
    """Draw an object close to the camera, filling the picture: a hand, a letter, a machine."""
    rng = np.random.default_rng(seed_of("thing", name))
    hue = rng.uniform(0, 360) + palette
    height, width = BACKDROP_SHAPE[0], 750
    image = np.empty((height, width, 3), np.uint8)
    image[:] = ink(hue + 180, 0.35, rng.uniform(0.3, 0.7))
    for k in range(14):
        points = rng.uniform([0, 0], [width, height], (1, 2)) + rng.normal(
            0, 70, (rng.integers(3, 7), 2)
        )
        hull = cv2.convexHull(points.astype(np.int32))
        color = ink(hue + 25 * k, 0.5, rng.uniform(0.25, 0.95))
        cv2.fillPoly(image, [hull], color, cv2.LINE_AA)
        cv2.polylines(image, [hull], True, (30, 24, 28), 2, cv2.LINE_AA)
    return image


def _color(hue: float, saturation: float, value: float) -> NDArray[np.float64]:
    return np.array(colorsys.hsv_to_rgb(hue % 360 / 360, saturation, value)) * 255


def ink(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    """Mix a colour: hue in degrees, saturation and value 0..1; red, green, blue."""
    red, green, blue = _color(hue, saturation, max(0.0, min(value, 1.0)))
    return int(red), int(green), int(blue)
