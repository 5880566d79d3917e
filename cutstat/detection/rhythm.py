"""How a change stands among those around it, and what the light does."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

NEAR, FAR = 12, 24
"""Steps before and after within which changes are set against that of a candidate: drawings on
threes change eight times a second, so that these hold four and eight of them."""

NEIGHBOURS = (1, 2, 3, 4, 6)
"""Steps at which changes are given one by one."""

LIKE_SHARES = (0.4, 0.7)
"""Shares of the change of a candidate from which another is of like size."""

STILL = 1.5
"""Change in grey levels under which a drawing is held, as in `evidence.NEW_DRAWING`."""

QUIET = 0.5
"""Grey levels added to changes, so that ratios stay finite where nothing moves."""


def steps_of(change: NDArray[np.float32], *, step: int) -> NDArray[np.float32]:
    """Give the change over the step that ends after each frame.

    Where frames are repeated or blended, one change is spread over several; their sum is what the
    pictures of the film differ by, or little more.
    """
    if step == 1:
        return change
    return np.convolve(change, np.ones(step, np.float32))[step - 1 :][: len(change)]


def rhythm_features(
    change: NDArray[np.float32], frames: NDArray[np.intp], *, step: int
) -> NDArray[np.float32]:
    """Describe how the change at each frame stands among those around it.

    A cut changes the picture once. Drawings of a fight, steps of a zoom, a strobe and speed lines
    change it again and again by like amounts.

    Parameters
    ----------
    change : ndarray of float, shape (n_frames,)
        Difference from the frame before, in grey levels.
    frames : ndarray of int, shape (n,)
    step : int > 0
        Frames in a step.

    Returns
    -------
    ndarray of float32, shape (n, n_features)
    """
    offsets = np.array([*range(-FAR, 0), *range(1, FAR + 1)]) * step
    padded = np.pad(steps_of(change, step=step), FAR * step)
    here = frames[:, None] + FAR * step
    now = padded[here] + QUIET
    around = padded[here + offsets] + QUIET
    share = around / now
    before, after = share[:, :FAR][:, ::-1], share[:, FAR:]
    columns = [np.log(side[:, [k - 1 for k in NEIGHBOURS]]) for side in (before, after)]
    singles: list[NDArray[np.floating]] = []
    for side in (before, after):
        for like in LIKE_SHARES:
            singles += [(side[:, :NEAR] > like).sum(1), (side > like).sum(1)]
            singles.append(np.where((side > like).any(1), (side > like).argmax(1), FAR))
        singles += [np.log(side[:, :NEAR].max(1)), np.log(side.max(1)), np.log(side.mean(1))]
        singles.append(np.log(side[:, :3].max(1)))
    both = np.hstack([before[:, :NEAR], after[:, :NEAR]])
    is_still = around < STILL + QUIET
    singles += [
        np.log(np.median(both, axis=1)),
        np.log(np.sort(both, axis=1)[:, -3]),
        is_still[:, FAR - NEAR : FAR + NEAR].mean(1),
        np.log(now[:, 0]),
        np.log(np.where(is_still, 0, around).sum(1) / np.maximum((~is_still).sum(1), 1) + QUIET),
    ]
    return np.hstack([*columns, np.stack(singles, axis=1)]).astype(np.float32)


def light_features(
    curves: Mapping[str, NDArray[np.float32]], frames: NDArray[np.intp], *, step: int
) -> NDArray[np.float32]:
    """Describe what brightness, contrast and texture do around each frame.

    A flash or an impact frame leaves them; light that is switched, or a flat picture between two
    shots, does not.
    """
    last = len(curves["level"]) - 1

    def at(name: str, offsets: NDArray[np.intp]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = curves[name][
            np.clip(frames[:, None] - 1 + offsets * step, 0, last)
        ]
        return found

    before, after = np.arange(0, -12, -1), np.arange(1, 13)
    columns: list[NDArray[np.floating]] = []
    for name, scale in (("level", 64.0), ("deviation", 32.0), ("flat", 0.5), ("busy", 0.25)):
        old, new = at(name, before) / scale, at(name, after) / scale
        columns += [
            old[:, 0],
            new[:, 0],
            np.abs(np.median(old, axis=1) - np.median(new, axis=1)),
            new[:, 0] - np.median(new, axis=1),
            old[:, 0] - np.median(old, axis=1),
        ]
    around = at("deviation", np.arange(-5, 7))
    columns += [around.min(1) / 32, at("across", np.array([0]))[:, 0]]
    return np.stack(columns, axis=1).astype(np.float32)
