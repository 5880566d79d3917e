"""Measurements of every frame, cheap enough to be taken of all."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import LUMA_SHAPE, Pictures

LUMA_BINS = 32  # of 8 grey levels each
CHROMA_BINS = 8

HASH_SIDE = 8
"""The fingerprint holds the signs of 8 by 8 low frequencies of the picture."""


def differences(pictures: Pictures, *, before: Pictures | None) -> NDArray[np.float32]:
    """Compare each picture with the one before it.

    Returns
    -------
    ndarray of float32, shape (n,)
        Mean absolute difference of brightness plus that of colour, in grey levels (0..510). The
        first value is 0 when there is no picture before.
    """
    luma, chroma = pictures.luma, pictures.chroma
    if before is not None:
        luma = np.concatenate([before.luma[-1:], luma])
        chroma = np.concatenate([before.chroma[-1:], chroma])
    changes = [
        difference(luma[k], luma[k + 1], chroma[k], chroma[k + 1]) for k in range(len(luma) - 1)
    ]
    return np.array(changes if before is not None else [0.0, *changes], np.float32)


def difference(
    luma: NDArray[np.uint8],
    other_luma: NDArray[np.uint8],
    chroma: NDArray[np.uint8],
    other_chroma: NDArray[np.uint8],
) -> float:
    """Give the mean absolute difference of brightness plus that of colour of two pictures."""
    of_luma = cv2.norm(luma, other_luma, cv2.NORM_L1) / luma.size
    of_chroma = cv2.norm(chroma.reshape(1, -1), other_chroma.reshape(1, -1), cv2.NORM_L1)
    return of_luma + of_chroma / chroma.size


def histograms(pictures: Pictures) -> NDArray[np.float32]:
    """Count brightness and colour.

    Returns
    -------
    ndarray of float32, shape (n, LUMA_BINS + CHROMA_BINS ** 2)
        Shares of the picture in each bin; the two parts each sum to 1.
    """
    n = len(pictures)
    luma = (pictures.luma[:, ::2, ::2].reshape(n, -1) >> 3).astype(np.uint8)
    blue, red = CHROMA_BIN[pictures.chroma.reshape(n, 2, -1)].swapaxes(0, 1)
    return np.hstack([_shares(luma, LUMA_BINS), _shares(blue * CHROMA_BINS + red, CHROMA_BINS**2)])


# Bins are finest near grey, where most pictures are.
CHROMA_BIN: NDArray[np.uint8] = np.searchsorted(
    [96, 112, 122, 128, 134, 144, 160], np.arange(256), side="right"
).astype(np.uint8)


def _shares(bins: NDArray[np.uint8], n_bins: int) -> NDArray[np.float32]:
    n, size = bins.shape
    offsets = bins + np.arange(0, n * n_bins, n_bins)[:, None]
    counts = np.bincount(offsets.ravel(), minlength=n * n_bins).reshape(n, n_bins)
    return np.asarray(counts / size, np.float32)


def _cosines(size: int) -> NDArray[np.float32]:
    """Give the lowest `HASH_SIDE` rows, after the constant one, of the cosine transform."""
    frequency = np.arange(1, HASH_SIDE + 1)[:, None]
    waves: NDArray[np.float64] = np.cos(np.pi * frequency * (np.arange(size) + 0.5) / size)
    return waves.astype(np.float32)


_ROWS, _COLUMNS = _cosines(LUMA_SHAPE[0]), _cosines(LUMA_SHAPE[1]).T.copy()


def fingerprints(pictures: Pictures) -> NDArray[np.uint64]:
    """Give a perceptual hash of each picture.

    The hash holds, for each of the 64 lowest frequencies of the cosine transform that vary in both
    directions, whether it lies above the median of the 64 [1]_. Brightness, contrast and coding
    hardly change it.

    Returns
    -------
    ndarray of uint64, shape (n,)

    References
    ----------
    .. [1] Zauner (2010), Implementation and benchmarking of perceptual image hash functions.
    """
    spectrum = (_ROWS @ pictures.luma.astype(np.float32) @ _COLUMNS).reshape(len(pictures), -1)
    bits = spectrum > np.median(spectrum, axis=1, keepdims=True)
    return np.packbits(bits, axis=1).view(">u8").ravel().astype(np.uint64)


def mean_colours(pictures: Pictures) -> NDArray[np.uint8]:
    """Give the mean colour of each picture (ITU-R BT.709), shape (n, 3), red, green, blue."""
    n = len(pictures)
    luma = pictures.luma.reshape(n, -1).mean(1)
    blue, red = (pictures.chroma.reshape(n, 2, -1).mean(2) - 128).T * (255 / 224)
    rgb = np.stack(
        [luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue], axis=1
    )
    return rgb.round().clip(0, 255).astype(np.uint8)


def levels(pictures: Pictures) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give mean and standard deviation of the brightness of each picture, in grey levels."""
    measured = np.array([cv2.meanStdDev(luma) for luma in pictures.luma], np.float32)
    return measured[:, 0].ravel(), measured[:, 1].ravel()


FLAT_SLOPE, BUSY_SLOPE = 2, 16
"""Difference of neighbouring pixels, in grey levels, up to which a place is flat, as painted areas
are, and from which it is busy."""


def textures(pictures: Pictures) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the shares of each picture that are flat and busy, 0..1."""
    slope = cv2.absdiff(pictures.luma[:, :, 1:], pictures.luma[:, :, :-1])
    places = slope.reshape(len(pictures), -1)
    flat, busy = (places <= FLAT_SLOPE), (places >= BUSY_SLOPE)
    return flat.mean(1, dtype=np.float32), busy.mean(1, dtype=np.float32)
