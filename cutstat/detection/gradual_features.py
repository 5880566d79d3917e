"""What the networks weigh of a frame that may lie within a gradual transition."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cutstat.core.track import Observations
from cutstat.detection.band import Band
from cutstat.detection.footage import Footage
from cutstat.detection.rhythm import steps_of

HALF_WIDTHS = (3, 6, 10, 16, 24, 36)
"""Steps from the middle of a gradual transition to its ends, over which it is looked for."""


def gradual_features(
    frames: NDArray[np.intp],
    seen: Observations,
    *,
    step: int,
    footage: Footage,
) -> NDArray[np.float32]:
    """Describe frames as middles of gradual transitions of several lengths.

    In a dissolve the picture is a mixture of both ends, which do not resemble each other; its
    contrast sinks and rises again. A camera move changes the picture as slowly, but neither end
    explains its middle.

    Parameters
    ----------
    frames : ndarray of int, shape (n,)
        Frames to describe.
    seen : Observations
        Of their video.
    step : int > 0
        Frames in a step.
    footage : Footage
        How the pictures were made.

    Returns
    -------
    ndarray of float32, shape (n, n_features)
    """
    band, curves = Band(seen.similarities, step), seen.curves
    contrast = np.log(curves["deviation"] + 3).astype(np.float32)
    light = (curves["level"] / 64).astype(np.float32)
    motion = np.log1p(steps_of(curves["change"], step=step)).astype(np.float32)
    columns = [_at(contrast, frames)[:, None], _at(light, frames)[:, None]]
    columns += [_at(curves[name], frames)[:, None] for name in ("across", "flat", "busy")]
    columns.append(footage.columns(len(frames)))
    for half in (width * step for width in HALF_WIDTHS):
        start, stop = frames - half, frames + half
        quarter = (half + step) // (2 * step) * step
        ends = band.similar(start, stop)
        left, right = band.similar(start, frames), band.similar(frames, stop)
        columns += [
            ends,
            left,
            right,
            band.similar(start, start + quarter),
            band.similar(stop - quarter, stop),
            _mixture(ends[:, 0], left[:, 0], right[:, 0]),
        ]
        dark, middle, bright = (_at(contrast, place) for place in (start, frames, stop))
        before, now, after = (_at(light, place) for place in (start, frames, stop))
        lowest = _windows(contrast, start, 2 * half + 1, step).min(1)
        steps = _windows(motion, start + step, 2 * half, step)
        columns.append(
            np.stack(
                [
                    middle - (dark + bright) / 2,
                    middle - np.minimum(dark, bright),
                    lowest - np.minimum(dark, bright),
                    lowest,
                    bright - dark,
                    now - (before + after) / 2,
                    np.abs(after - before),
                    steps.mean(1),
                    steps.max(1) - steps.mean(1),
                ],
                axis=1,
            )
        )
    return np.hstack(columns)


def _mixture(
    ends: NDArray[np.float32], left: NDArray[np.float32], right: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Explain the middle picture as a mixture of both ends by least squares.

    All that is needed are the three correlations between them.

    Returns
    -------
    ndarray of float32, shape (n, 4)
        Share of variance explained, how much of it beyond the better end alone, and the two
        weights.
    """
    between, old, new = (2 * values - 1 for values in (ends, left, right))
    spread = np.maximum(1 - between**2, 0.05)
    of_old = (old - new * between) / spread
    of_new = (new - old * between) / spread
    explained = np.clip(of_old * old + of_new * new, 0, 1)
    gain = explained - np.maximum(old, new) ** 2
    return np.stack([explained, gain, of_old.clip(-2, 2), of_new.clip(-2, 2)], axis=1)


def _at(curve: NDArray[np.float32], frames: NDArray[np.intp]) -> NDArray[np.float32]:
    return curve[np.clip(frames, 0, len(curve) - 1)]


def _windows(
    curve: NDArray[np.float32], start: NDArray[np.intp], length: int, step: int
) -> NDArray[np.float32]:
    """Give every step's value of `length` frames from each start on."""
    return _at(curve, start[:, None] + np.arange(0, length, step))
