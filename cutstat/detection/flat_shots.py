"""What only black or white pictures lie between is one transition."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shots import Transition


def without_flat_shots(
    transitions: Sequence[Transition], *, is_flat: NDArray[np.bool_]
) -> tuple[Transition, ...]:
    """Join transitions that only flat pictures lie between.

    A fade out, black and a cut to the next shot are one transition, and so are two cuts with black
    between: nothing was shown that could be a shot.

    Parameters
    ----------
    transitions : sequence of Transition
        In order of time.
    is_flat : ndarray of bool, shape (n_frames,)
        Which frames are black or white.
    """
    joined: list[Transition] = []
    for found in transitions:
        before = joined[-1] if joined else None
        if before and before.stop < found.start and is_flat[before.stop : found.start].all():
            confidence = max(before.confidence, found.confidence)
            joined[-1] = Transition(before.start, found.stop, "fade", confidence)
        else:
            joined.append(found)
    return tuple(joined)
