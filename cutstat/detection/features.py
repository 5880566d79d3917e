"""What the networks weigh of a candidate for a cut: evidence, similarities and rhythm around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cutstat.core.track import Evidence, Observations
from cutstat.detection.band import Band
from cutstat.detection.footage import Footage
from cutstat.detection.rhythm import light_features, rhythm_features

FLOOR = 4.0
"""Grey levels added to deviations, so that ratios stay finite in flat pictures."""

CUT_OFFSETS = np.array([1, 2, 3, 4, 6, 8, 12, 16, 24])
"""Steps before and after a candidate whose similarities are weighed: close by, every one, since
shots may be short; farther away one is enough."""

NEAR_COUNTS = (4, 6, 9)
"""How many of `CUT_OFFSETS` on each side are taken together: within 4, 8 and 24 steps."""

OVERLAPS = (2, 3, 6)
"""Steps on each side of a candidate at which the two sides are set against each other, and each
against itself: one drawing, two, four."""

SIDE = 24
"""Steps of each side that are searched for pictures of the other one: a strobe, or an effect
between two pictures of one framing, is shorter than that."""


def cut_features(
    seen: Observations,
    *,
    step: int,
    footage: Footage,
) -> NDArray[np.float32]:
    """Describe each candidate for a cut.

    Parameters
    ----------
    seen : Observations
        Of a video with n candidates.
    step : int > 0
        Frames in a step.
    footage : Footage
        How the pictures were made.

    Returns
    -------
    ndarray of float32, shape (n, n_features)
    """
    frames = seen.evidence.frames.astype(np.intp)
    band = Band(seen.similarities, step)
    return np.hstack(
        [
            _of_evidence(seen.evidence),
            _of_surroundings(band, frames),
            _of_overlaps(band, frames),
            _of_returns(band, frames),
            rhythm_features(seen.curves["change"], frames, step=step),
            light_features(seen.curves, frames, step=step),
            footage.columns(len(frames)),
        ]
    )


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


def _of_surroundings(band: Band, frames: NDArray[np.intp]) -> NDArray[np.float32]:
    """Compare the frames before each candidate with those after it, and each side with itself."""
    before, after = _sides(frames, CUT_OFFSETS, step=band.step)
    across = band.similar(before[:, :, None], after[:, None, :])
    step_before = band.similar(before[:, 1:], before[:, :-1])
    step_after = band.similar(after[:, :-1], after[:, 1:])
    same_before = band.similar(before[:, 1:], before[:, :1])
    same_after = band.similar(after[:, :1], after[:, 1:])
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


def _of_overlaps(band: Band, frames: NDArray[np.intp]) -> NDArray[np.float32]:
    """Set the two sides against each other over one drawing and more, and each against itself."""
    before, after = _sides(frames, np.array([1, *OVERLAPS]), step=band.step)
    across = band.similar(before[:, 1:], after[:, 1:])
    left = band.similar(before[:, 1:], before[:, :1])
    right = band.similar(after[:, :1], after[:, 1:])
    held = np.minimum(left, right) - across
    return np.hstack([part[:, k] for k in range(len(OVERLAPS)) for part in (across, held)])


def _of_returns(band: Band, frames: NDArray[np.intp]) -> NDArray[np.float32]:
    """Search each side for pictures of the other one.

    In a strobe, or where drawings alternate, every picture after the candidate has been there
    before; at a cut none has, although one that lies between may look like either.
    """
    before, after = _sides(frames, np.arange(1, SIDE + 1), step=band.step)
    columns: list[NDArray[np.float32]] = []
    for part in np.array_split(np.arange(len(frames)), max(len(frames) // 512, 1)):
        pairs = band.similar(before[part][:, :, None], after[part][:, None, :])
        of_after, of_before = pairs.max(axis=1), pairs.max(axis=2)
        inner = band.similar(before[part][:, 6:12, None], before[part][:, None, :6])
        outer = band.similar(after[part][:, None, :6], after[part][:, 6:12, None])
        usual = np.minimum(inner.max(axis=2).mean(axis=1), outer.max(axis=2).mean(axis=1))
        of_near = pairs[:, :12, :12]
        columns.append(
            np.hstack(
                [
                    of_after.mean(axis=1),
                    of_before.mean(axis=1),
                    np.minimum(of_near.max(1).mean(1), of_near.max(2).mean(1)) - usual,
                    pairs[:, 5:, 5:].max(axis=(1, 2)),
                    of_after[:, 12:].max(axis=1),
                    of_after.min(axis=1),
                    of_near.mean(axis=(1, 2)),
                ]
            )
        )
    return np.concatenate(columns).astype(np.float32)


def _sides(
    frames: NDArray[np.intp], offsets: NDArray[np.intp], *, step: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the frames so many steps before and after each candidate, shape (n, n_offsets).

    All lie a whole number of steps from the last frame before it.
    """
    last = frames[:, None] - 1
    return last - (offsets - 1) * step, last + offsets * step
