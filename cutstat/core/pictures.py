"""Small pictures of frames: all that a detector sees of a video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self, get_args

import numpy as np
from numpy.typing import NDArray

LUMA_SHAPE = (54, 96)
"""Rows and columns of a small picture. Large enough for block matching and optical flow, small
enough that shrinking costs a few per cent of decoding."""

CHROMA_SHAPE = (27, 48)

FootageKind = Literal["drawn", "rendered", "filmed"]
"""How pictures were made: by hand, in 3D, with a camera."""

FOOTAGE_KINDS: tuple[FootageKind, ...] = get_args(FootageKind)


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """The small pictures of consecutive frames, in full range (0 is black, 255 white)."""

    luma: NDArray[np.uint8]
    """Brightness, shape (n, *LUMA_SHAPE)."""

    chroma: NDArray[np.uint8]
    """Blue and red difference, 128 is grey, shape (n, 2, *CHROMA_SHAPE)."""

    def __post_init__(self) -> None:
        n_frames = len(self.luma)
        if self.luma.shape != (n_frames, *LUMA_SHAPE):
            raise ValueError(f"luma has shape {self.luma.shape}")
        if self.chroma.shape != (n_frames, 2, *CHROMA_SHAPE):
            raise ValueError(f"chroma has shape {self.chroma.shape} for {n_frames} frames")

    def __len__(self) -> int:
        return len(self.luma)

    def __getitem__(self, which: slice) -> Pictures:
        return Pictures(self.luma[which], self.chroma[which])

    @classmethod
    def join(cls, parts: Sequence[Pictures]) -> Self:
        """Put the pictures of several parts one after the other."""
        return cls(
            np.concatenate([part.luma for part in parts]),
            np.concatenate([part.chroma for part in parts]),
        )

    @classmethod
    def stack(cls, frames: Sequence[tuple[NDArray[np.uint8], NDArray[np.uint8]]]) -> Self:
        """Stack (luma, chroma) of single frames."""
        return cls(np.stack([luma for luma, _ in frames]), np.stack([uv for _, uv in frames]))
