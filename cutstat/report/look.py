"""What an episode looks like: its video, its colours, some of its pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class EpisodeLook:
    """What is known of an episode beyond its numbers."""

    video: str
    """Codec, size, pixel format and rate; empty for a list."""

    colours: NDArray[np.uint8]
    """Mean colours, shape (n, 3), evenly spaced in time; of no length where no picture is known."""

    films: tuple[tuple[NDArray[np.uint8], ...], ...] = ()
    """Pictures of each of its `passages`, of shape (height, width, 3)."""

    strip: tuple[NDArray[np.uint8], ...] = ()
    """A picture of each shot of the minute that stands for its series, if it is in this episode."""
