"""How much frames near each other resemble each other: a band of the self-similarity matrix.

Cuts, flashes, strobes, dissolves and wipes leave different patterns in the similarities of all
pairs of frames around them [1]_; this measures these pairs, cheaply enough to be done for every
frame.

References
----------
.. [1] Cooper and Foote (2001), Scene boundary detection via video self-similarity analysis.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import LUMA_SHAPE, Pictures
from cutstat.detection.curves import histograms

REACH = 72
"""Largest distance of two frames that are compared: three seconds, as long as slow dissolves."""

CHANNELS = ("structure", "edges", "colours", "layout")
"""What is compared.

structure : correlation of brightness at 18 by 32; blind to brightness and contrast, hurt by motion
edges : likeness of histograms of edge directions in 6 by 6 cells; bears motion of half a cell
colours : likeness of the histograms of brightness and colour; bears any motion
layout : nearness of brightness and colour at 6 by 8; feels every change of light
"""

STRUCTURE_SHAPE = (18, 32)
LAYOUT_SHAPE = (6, 8)
CELLS = 6
DIRECTIONS = 8

EDGE_FLOOR = 40.0
"""Sum of gradients added to a cell, in grey levels, so that grain in flat pictures looks alike."""

STRUCTURE_FLOOR = 1.5
"""Standard deviation added to brightness, in grey levels, for the same reason."""

LAYOUT_SCALE = 25.0
"""Root mean square difference of two layouts, in grey levels, at which nearness falls to 1/e."""


class SimilarityBand:
    """Compares each frame with those up to `REACH` before it.

    Its memory is that of `REACH` descriptors, some 4 kB each.
    """

    def __init__(self) -> None:
        self._tails: list[NDArray[np.float32]] = []

    def feed(self, pictures: Pictures) -> NDArray[np.uint8]:
        """Compare the next frames with those before.

        Returns
        -------
        ndarray of uint8, shape (len(pictures), REACH, len(CHANNELS))
            ``[t, k]`` compares frame `t` with frame ``t - 1 - k``: 255 the same, 0 nothing alike
            (or, for the structure, opposite). Frames before the first count as 255.
        """
        n, n_before = len(pictures), len(self._tails[0]) if self._tails else 0
        band = np.full((n, REACH, len(CHANNELS)), 255, np.uint8)
        tails: list[NDArray[np.float32]] = []
        for channel, vectors in enumerate(descriptors(pictures)):
            known = np.concatenate([self._tails[channel], vectors]) if self._tails else vectors
            likeness = _likeness(vectors, known, channel)
            levels = np.clip(likeness * 255 + 0.5, 0, 255).astype(np.uint8)
            for lag in range(1, min(REACH, len(known) - 1) + 1):
                first = max(lag - n_before, 0)
                rows = np.arange(first, n)
                band[first:, lag - 1, channel] = levels[rows, rows + n_before - lag]
            tails.append(known[-REACH:])
        self._tails = tails
        return band


def _likeness(
    vectors: NDArray[np.float32], known: NDArray[np.float32], channel: int
) -> NDArray[np.floating]:
    """Compare each vector with all known ones, 0..1."""
    match CHANNELS[channel]:
        case "structure":
            return (vectors @ known.T + 1) / 2
        case "layout":
            # In single precision, the difference of squares would drown small distances.
            some, all_ = vectors.astype(np.float64), known.astype(np.float64)
            squares = np.square(some).sum(1)[:, None] + np.square(all_).sum(1)
            distance = np.sqrt(np.maximum(squares - 2 * some @ all_.T, 0))
            return np.asarray(np.exp(-distance / LAYOUT_SCALE))
        case _:
            return np.asarray(vectors @ known.T)


def descriptors(pictures: Pictures) -> tuple[NDArray[np.float32], ...]:
    """Describe each picture once for every channel.

    Returns
    -------
    tuple of ndarray of float32, each of shape (n, size)
        In the order of `CHANNELS`. Their dot products, and for the layout their distances, compare
        two pictures.
    """
    return (
        _structure(pictures),
        _edges(pictures),
        np.sqrt(histograms(pictures) / 2),
        _layout(pictures),
    )


def _structure(pictures: Pictures) -> NDArray[np.float32]:
    rows, columns = STRUCTURE_SHAPE
    small = _averaged(pictures.luma, rows, columns)
    centred = small - small.mean(1, keepdims=True)
    norm = np.sqrt(np.square(centred).sum(1, keepdims=True))
    # The floor is a coordinate of its own, so that two flat pictures look alike.
    floor = np.full((len(small), 1), STRUCTURE_FLOOR * np.sqrt(small.shape[1]), np.float32)
    whole = np.hypot(norm, floor)
    return np.asarray(np.hstack([centred / whole, floor / whole]), np.float32)


def _edges(pictures: Pictures) -> NDArray[np.float32]:
    height, width = LUMA_SHAPE
    cell_of = (
        (np.arange(height) * CELLS // height)[:, None] * CELLS + np.arange(width) * CELLS // width
    ) * DIRECTIONS
    size = CELLS * CELLS * DIRECTIONS
    found = np.empty((len(pictures), size), np.float32)
    for index, luma in enumerate(pictures.luma):
        across = cv2.Sobel(luma, cv2.CV_32F, 1, 0)
        down = cv2.Sobel(luma, cv2.CV_32F, 0, 1)
        strength, angle = cv2.cartToPolar(across, down)
        bins = cell_of + np.minimum(
            (angle * (DIRECTIONS / (2 * np.pi))).astype(np.intp), DIRECTIONS - 1
        )
        found[index] = np.bincount(bins.ravel(), strength.ravel(), size)
    cells = found.reshape(-1, CELLS * CELLS, DIRECTIONS) + EDGE_FLOOR
    shares = cells.reshape(len(pictures), -1)
    roots: NDArray[np.float32] = np.sqrt(shares / shares.sum(1, keepdims=True))
    return roots


def _layout(pictures: Pictures) -> NDArray[np.float32]:
    rows, columns = LAYOUT_SHAPE
    planes = [
        _averaged(plane, rows, columns)
        for plane in (pictures.luma, pictures.chroma[:, 0], pictures.chroma[:, 1])
    ]
    return np.asarray(np.hstack(planes) / np.sqrt(rows * columns), np.float32)


def _averaged(planes: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.float32]:
    """Average planes over a grid of cells, shape (n, rows * columns)."""
    small = [
        cv2.resize(plane, (columns, rows), interpolation=cv2.INTER_AREA).ravel() for plane in planes
    ]
    return np.array(small, np.float32)
