"""How well one small picture can be explained by another, once motion is taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from cutstat.core.pictures import LUMA_SHAPE

BLOCK = 6
"""Side of a block in pixels: 9 by 16 blocks, each large enough to hold some texture."""

NOISE_VARIANCE = 4.0
"""Variance that grain and coding leave in a flat block; keeps flat blocks from matching by noise.
Measured on flat skies of grainy cel cartoons and of clean 3D animation: 2 to 6 grey levels²."""

TEXTURE_CAP = 20.0
"""Standard deviation, in grey levels, above which a block counts no more."""

MIN_TEXTURE = 20.0
"""Sum of block deviations under which a picture is too flat to be matched."""


class Match(NamedTuple):
    """What is left of the difference of two pictures after motion compensation."""

    similarity: float
    """Zero-mean correlation of the blocks, weighted by their texture: 1 same, 0 unrelated.
    ``nan`` when both pictures are flat."""

    residual: float
    """Mean absolute difference after compensation, in grey levels."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A picture with what every match of it needs."""

    luma: NDArray[np.uint8]
    values: NDArray[np.float32]
    means: NDArray[np.float32]
    variances: NDArray[np.float32]


class Matcher:
    """Matches small pictures by dense optical flow and block correlation.

    The flow is DIS [1]_, the fastest dense flow in OpenCV: some 60 µs a pair at this size.

    References
    ----------
    .. [1] Kroeger, Timofte, Dai and Van Gool (2016), Fast optical flow using dense inverse search.
    """

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        rows, columns = np.indices(LUMA_SHAPE, dtype=np.float32)
        self._grid = np.dstack([columns, rows])
        self._down = _averaging(LUMA_SHAPE[0])
        self._across = _averaging(LUMA_SHAPE[1]).T.copy()

    def prepare(self, luma: NDArray[np.uint8]) -> Prepared:
        """Compute once what every match of a picture needs."""
        values = luma.astype(np.float32)
        means = self._blocks(values)
        return Prepared(luma, values, means, self._variances(values, means))

    def match(self, before: Prepared, after: Prepared) -> Match:
        """Bend `after` onto `before` and compare."""
        flow = self._flow.calc(before.luma, after.luma, None)  # type: ignore[call-overload]
        bent: NDArray[np.float32] = cv2.remap(  # type: ignore[call-overload]  # None is allowed
            after.values, self._grid + flow, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        means = self._blocks(bent)
        variances = self._variances(bent, means)
        covariance = self._blocks(before.values * bent) - before.means * means
        correlation = (covariance + NOISE_VARIANCE) / np.sqrt(
            (before.variances + NOISE_VARIANCE) * (variances + NOISE_VARIANCE)
        )
        weight = np.minimum(np.sqrt(np.maximum(before.variances, variances)), TEXTURE_CAP)
        texture = float(weight.sum())
        return Match(
            similarity=float((correlation * weight).sum()) / texture
            if texture > MIN_TEXTURE
            else float("nan"),
            residual=float(cv2.norm(before.values, bent, cv2.NORM_L1)) / bent.size,
        )

    def _blocks(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(self._down @ values @ self._across, np.float32)

    def _variances(
        self, values: NDArray[np.float32], means: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        spread = self._blocks(values * values) - means * means
        return np.maximum(spread, 0).astype(np.float32, copy=False)


def _averaging(size: int) -> NDArray[np.float32]:
    """Give the matrix that averages runs of `BLOCK` values."""
    ones: NDArray[np.float32] = np.repeat(np.eye(size // BLOCK, dtype=np.float32), BLOCK, axis=1)
    return ones / np.float32(BLOCK)
