"""What changes from picture to picture, frame by frame: what drawings are counted from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Drawings:
    """How each frame differs from those before it, on a grid of cells of its brightness.

    One small mouth that moves is one cell in thirty thousand, so it is the largest change of a cell
    that is kept, not the mean.
    """

    change: NDArray[np.uint8]
    """Largest change of a cell to the frame before, shape (n_frames,), in grey levels; 255 for the
    first frame."""

    beyond_camera: NDArray[np.uint8]
    """The same for what neither stands still nor moves with the camera, shape (n_frames,); equal
    to `change` where no camera moves."""

    earlier: NDArray[np.uint8]
    """Least such change to one of the pictures shown shortly before, shape (n_frames,); 255 where
    there is none, and for frames that show what the frame before shows."""

    earlier_frame: NDArray[np.int32]
    """Frame from which on that picture was shown, shape (n_frames,); -1 where there is none."""

    activity: NDArray[np.float32]
    """One less the correlation with the frame before the last, shape (n_frames,), 0..2: what
    visual activity is the median of; taken of every second frame, and 0 for the first."""

    def __post_init__(self) -> None:
        n_frames = len(self.change)
        for name in ("beyond_camera", "earlier", "earlier_frame", "activity"):
            if len(getattr(self, name)) != n_frames:
                raise ValueError(f"{name} has {len(getattr(self, name))} values, not {n_frames}")

    def __len__(self) -> int:
        return len(self.change)
