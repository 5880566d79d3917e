"""How much frames near each other resemble each other: a band of the self-similarity matrix.

Cuts, flashes, strobes, dissolves and wipes leave different patterns in the similarities of all
pairs of frames around them [1]_; this measures these pairs, cheaply enough to be done for every
frame.

References
----------
.. [1] Cooper and Foote (2001), Scene boundary detection via video self-similarity analysis.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import CHROMA_SHAPE, LUMA_SHAPE, Pictures
from cutstat.detection.curves import CHROMA_BIN, histograms

LAGS = (*range(1, 25), *range(26, 49, 2), *range(52, 73, 4))
"""Distances of the frames that are compared, in steps: close by every one, since shots may be
short; farther away, where a step more or less changes little, fewer."""

REACH = LAGS[-1]
"""Largest distance: three seconds, as long as slow dissolves."""

CHANNELS = ("structure", "edges", "colours", "layout", "palette", "kept")
"""What is compared.

structure : correlation of brightness at 18 by 32; blind to brightness and contrast, hurt by motion
edges : likeness of histograms of edge directions in 6 by 6 cells; bears motion of half a cell
colours : likeness of the histograms of brightness and colour; bears any motion
layout : nearness of brightness and colour at 6 by 8; feels every change of light
palette : likeness of the joint histogram of brightness and colour; bears any motion, and tells
    colours apart that share their brightness
kept : share of 9 by 16 cells that hardly change; a line of text, or a figure that moves before a
    held background, leaves most of them
"""

STRUCTURE_SHAPE = (18, 32)
LAYOUT_SHAPE = (6, 8)
KEPT_SHAPE = (9, 16)
CELLS = 6
DIRECTIONS = 8

EDGE_FLOOR = 40.0
"""Sum of gradients added to a cell, in grey levels, so that grain in flat pictures looks alike."""

STRUCTURE_FLOOR = 1.5
"""Standard deviation added to brightness, in grey levels, for the same reason."""

LAYOUT_SCALE = 25.0
"""Root mean square difference of two layouts, in grey levels, at which nearness falls to 1/e."""

SAME_CELL = 6
"""Difference of brightness or colour up to which a cell is kept, in grey levels: grain and coarse
coding move the mean of a cell of 36 pixels by 1 to 4."""

PALETTE_LEVELS, PALETTE_TINTS = 8, 8
"""Bins of brightness, and of each colour difference, in the joint histogram."""


class SimilarityBand:
    """Compares each frame with those up to `REACH` steps before it.

    Its memory is that of the descriptors of as many frames, some 6 kB each.

    Parameters
    ----------
    step : int > 0
        Frames in a step.
    """

    def __init__(self, *, step: int = 1) -> None:
        self._lags = tuple(lag * step for lag in LAGS)
        self._tails: list[NDArray[Any]] = []

    def feed(
        self, pictures: Pictures, shares: NDArray[np.float32] | None = None
    ) -> NDArray[np.uint8]:
        """Compare the next frames with those before.

        Parameters
        ----------
        pictures : Pictures
            Of the next frames.
        shares : ndarray of float32, optional
            Their histograms, where these are known already.

        Returns
        -------
        ndarray of uint8, shape (len(pictures), len(LAGS), len(CHANNELS))
            ``[t, k]`` compares frame `t` with that ``LAGS[k]`` steps before: 255 the same, 0
            nothing alike (or, for the structure, opposite). Frames before the first count as 255.
        """
        n, n_before = len(pictures), len(self._tails[0]) if self._tails else 0
        band = np.full((n, len(LAGS), len(CHANNELS)), 255, np.uint8)
        tails: list[NDArray[Any]] = []
        for channel, vectors in enumerate(descriptors(pictures, shares)):
            known = np.concatenate([self._tails[channel], vectors]) if self._tails else vectors
            if CHANNELS[channel] != "kept":
                likeness = _likeness(vectors, known, channel)
                levels = np.clip(likeness * 255 + 0.5, 0, 255).astype(np.uint8)
            for place, lag in enumerate(self._lags):
                first = max(lag - n_before, 0)
                if first >= n:
                    break
                if CHANNELS[channel] == "kept":
                    earlier = known[n_before + first - lag : n_before + n - lag]
                    band[first:, place, channel] = _kept(vectors[first:], earlier)
                else:
                    rows = np.arange(first, n)
                    band[first:, place, channel] = levels[rows, rows + n_before - lag]
            tails.append(known[-self._lags[-1] :])
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


def _kept(now: NDArray[np.uint8], before: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give the share of cells that hardly differ, of 255."""
    difference = cv2.absdiff(now, before).reshape(now.shape)
    is_kept = (difference <= SAME_CELL).all(axis=1)
    share = is_kept.mean(axis=1, dtype=np.float32)
    return np.asarray(share * 255 + 0.5).astype(np.uint8)


def descriptors(
    pictures: Pictures, shares: NDArray[np.float32] | None = None
) -> tuple[NDArray[Any], ...]:
    """Describe each picture once for every channel.

    Returns
    -------
    tuple of ndarray, each of n rows
        In the order of `CHANNELS`. Their dot products, for the layout their distances, and for
        what is kept their differences compare two pictures.
    """
    return (
        _structure(pictures),
        _edges(pictures),
        np.sqrt((histograms(pictures) if shares is None else shares) / 2),
        _layout(pictures),
        _palette(pictures),
        _cells(pictures),
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


def _palette(pictures: Pictures) -> NDArray[np.float32]:
    """Give the roots of a joint histogram whose bins lend to their neighbours."""
    n = len(pictures)
    height, width = CHROMA_SHAPE
    luma = [cv2.resize(one, (width, height), interpolation=cv2.INTER_AREA) for one in pictures.luma]
    levels = np.array(luma, np.uint8).reshape(n, -1) >> 5
    blue, red = CHROMA_BIN[pictures.chroma.reshape(n, 2, -1)].swapaxes(0, 1)
    size = PALETTE_LEVELS * PALETTE_TINTS**2
    bins = (levels.astype(np.intp) * PALETTE_TINTS + blue) * PALETTE_TINTS + red
    bins += np.arange(0, n * size, size)[:, None]
    counts = np.bincount(bins.ravel(), minlength=n * size).astype(np.float32)
    cube = counts.reshape(n, PALETTE_LEVELS, PALETTE_TINTS * PALETTE_TINTS)
    shares = _LENT_LEVELS @ cube @ _LENT_TINTS / np.float32(height * width)
    roots: NDArray[np.float32] = np.sqrt(shares.reshape(n, size))
    return roots


def _lending(size: int) -> NDArray[np.float32]:
    """Give the matrix by which each bin keeps half and lends a quarter to each neighbour."""
    matrix = np.eye(size) / 2 + (np.eye(size, k=1) + np.eye(size, k=-1)) / 4
    shares: NDArray[np.float64] = matrix / matrix.sum(axis=0)
    return shares.astype(np.float32)


_LENT_LEVELS = _lending(PALETTE_LEVELS)
_LENT_TINTS = np.kron(_lending(PALETTE_TINTS), _lending(PALETTE_TINTS)).T.copy()


def _cells(pictures: Pictures) -> NDArray[np.uint8]:
    """Give brightness and colour of every cell, shape (n, 3, cells)."""
    rows, columns = KEPT_SHAPE
    planes = [
        [cv2.resize(one, (columns, rows), interpolation=cv2.INTER_AREA).ravel() for one in plane]
        for plane in (pictures.luma, pictures.chroma[:, 0], pictures.chroma[:, 1])
    ]
    return np.array(planes, np.uint8).swapaxes(0, 1).copy()


def _averaged(planes: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.float32]:
    """Average planes over a grid of cells, shape (n, rows * columns)."""
    small = [
        cv2.resize(plane, (columns, rows), interpolation=cv2.INTER_AREA).ravel() for plane in planes
    ]
    return np.array(small, np.float32)
