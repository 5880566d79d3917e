"""What the networks weigh: evidence of candidates, and the similarities around a frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cutstat.core.track import Evidence

FLOOR = 4.0
"""Grey levels added to deviations, so that ratios stay finite in flat pictures."""

CUT_OFFSETS = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24])
"""Frames before and after a candidate whose similarities are weighed: close by, every one, since
shots may be short; farther away one is enough."""

NEAR_COUNTS = (4, 6, 9)
"""How many of `CUT_OFFSETS` on each side are taken together: within 4, 8 and 24 frames."""

HALF_WIDTHS = (3, 6, 10, 16, 24, 36)
"""Frames from the middle of a gradual transition to its ends, over which it is looked for."""


def cut_features(evidence: Evidence, similarities: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Describe each candidate for a cut.

    Parameters
    ----------
    evidence : Evidence
        Of n candidates.
    similarities : ndarray of uint8, shape (n_frames, REACH, n_channels)
        As `SimilarityBand` gives them.

    Returns
    -------
    ndarray of float32, shape (n, n_features)
    """
    frames = evidence.frames.astype(np.intp)
    return np.hstack([_of_evidence(evidence), _of_surroundings(similarities, frames)])


def _of_evidence(evidence: Evidence) -> NDArray[np.float32]:
    """Turn evidence into comparable numbers.

    Levels and residuals are taken relative to the contrast of the picture, so that a dark shot
    counts like a bright one; distances across the candidate relative to those on either side.
    """
    clean = np.nan_to_num(evidence.values, nan=0.0)
    of = dict(zip(evidence.names, clean.T, strict=True))
    contrast = np.minimum(of["deviation_before"], of["deviation_after"]) + FLOOR
    residual_within = np.log1p(np.maximum(of["residual_before"], of["residual_after"]))
    within = np.minimum(of["similarity_before"], of["similarity_after"])
    change = np.log1p(of["change"])
    columns = [
        of["similarity"],
        of["similarity_near"],
        of["similarity_far"],
        of["similarity_before"],
        of["similarity_after"],
        within - of["similarity_near"],
        np.log(of["residual"] / contrast + 0.05),
        np.log(of["residual_far"] / contrast + 0.05),
        np.log1p(of["residual"]) - residual_within,
        np.log1p(of["residual_far"]) - residual_within,
        of["luma_distance"],
        of["luma_distance_far"],
        of["luma_distance_far"] - of["luma_distance_within"],
        of["colour_distance"],
        of["colour_distance_far"],
        of["colour_distance_far"] - of["colour_distance_within"],
        np.log(of["change"] / contrast + 0.05),
        change - np.log1p(of["change_before"]),
        change - np.log1p(of["change_after"]),
        np.log(contrast),
        np.log((of["deviation_before"] + FLOOR) / (of["deviation_after"] + FLOOR)),
        np.abs(of["level_before"] - of["level_after"]) / 50,
        of["drawings_before"],
        of["drawings_after"],
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _of_surroundings(
    similarities: NDArray[np.uint8], frames: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Compare the frames before each candidate with those after it, and each side with itself."""
    before = frames[:, None] - CUT_OFFSETS
    after = frames[:, None] - 1 + CUT_OFFSETS
    across = _similar(similarities, before[:, :, None], after[:, None, :])
    step_before = _similar(similarities, before[:, 1:], before[:, :-1])
    step_after = _similar(similarities, after[:, :-1], after[:, 1:])
    same_before = _similar(similarities, before[:, 1:], before[:, :1])
    same_after = _similar(similarities, after[:, :1], after[:, 1:])
    within = np.minimum(same_before[:, :3].max(1), same_after[:, :3].max(1))
    columns = [
        part
        for count in NEAR_COUNTS
        for part in (
            across[:, :count, :count].max((1, 2)),
            across[:, :count, :count].mean((1, 2)),
        )
    ]
    columns += [across[:, 0, 0], step_before[:, 0], step_after[:, 0]]
    columns += [side[:, :4].min(1) for side in (step_before, step_after)]
    columns += [side.min(1) for side in (step_before, step_after)]
    columns += [side[:, :5].mean(1) for side in (same_before, same_after)]
    columns += [side[:, :3].max(1) for side in (same_before, same_after)]
    columns += [
        across[:, :4, :4].max((1, 2)) - within,
        across[:, 0, 0] - np.minimum(step_before[:, 0], step_after[:, 0]),
    ]
    return np.hstack(columns)


def gradual_features(
    frames: NDArray[np.intp],
    *,
    similarities: NDArray[np.uint8],
    level: NDArray[np.float32],
    deviation: NDArray[np.float32],
    change: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Describe frames as middles of gradual transitions of several lengths.

    In a dissolve the picture is a mixture of both ends, which do not resemble each other; its
    contrast sinks and rises again. A camera move changes the picture as slowly, but neither end
    explains its middle.

    Parameters
    ----------
    frames : ndarray of int, shape (n,)
        Frames to describe.
    similarities : ndarray of uint8, shape (n_frames, REACH, n_channels)
        As `SimilarityBand` gives them.
    level, deviation, change : ndarray of float, shape (n_frames,)
        Mean and standard deviation of brightness, and difference from the frame before, in grey
        levels.

    Returns
    -------
    ndarray of float32, shape (n, n_features)
    """
    contrast = np.log(deviation + 3).astype(np.float32)
    light = (level / 64).astype(np.float32)
    motion = np.log1p(change).astype(np.float32)
    columns = [_at(contrast, frames)[:, None], _at(light, frames)[:, None]]
    for half in HALF_WIDTHS:
        start, stop = frames - half, frames + half
        quarter = (half + 1) // 2
        ends = _similar(similarities, start, stop)
        left, right = _similar(similarities, start, frames), _similar(similarities, frames, stop)
        columns += [
            ends,
            left,
            right,
            _similar(similarities, start, start + quarter),
            _similar(similarities, stop - quarter, stop),
            _mixture(ends[:, 0], left[:, 0], right[:, 0]),
        ]
        dark, middle, bright = (_at(contrast, place) for place in (start, frames, stop))
        before, now, after = (_at(light, place) for place in (start, frames, stop))
        lowest = _windows(contrast, start, 2 * half + 1).min(1)
        steps = _windows(motion, start + 1, 2 * half)
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


def _similar(
    similarities: NDArray[np.uint8], before: NDArray[np.intp], after: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Look up how similar pairs of frames are, in every channel, 0..1.

    Frames outside of the video stand for the nearest one inside.
    """
    last = len(similarities) - 1
    before, after = np.broadcast_arrays(np.clip(before, 0, last), np.clip(after, 0, last))
    lag = after - before
    found: NDArray[np.float32] = similarities[after, np.maximum(lag, 1) - 1] / np.float32(255)
    found[lag == 0] = 1
    return found


def _at(curve: NDArray[np.float32], frames: NDArray[np.intp]) -> NDArray[np.float32]:
    return curve[np.clip(frames, 0, len(curve) - 1)]


def _windows(
    curve: NDArray[np.float32], start: NDArray[np.intp], length: int
) -> NDArray[np.float32]:
    """Give the values of `length` frames from each start on, shape (n, length)."""
    return _at(curve, start[:, None] + np.arange(length))
