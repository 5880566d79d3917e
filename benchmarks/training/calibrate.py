"""Fit how far log odds can be believed, to predictions with titles left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.training.left_out import LeftOut
from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.detection.calibration import Calibration, Circumstances
from cutstat.detection.circumstances import around_cuts, around_runs
from cutstat.detection.cuts import peaks_of
from cutstat.detection.detector import COVER
from cutstat.detection.gradual import find_runs
from cutstat.detection.network import chance_of
from cutstat.detection.sampling import step_of

TOLERANCE = 1
"""Frames by which a transition may be off to be right, as where detectors are scored."""

RIDGE = 2.0
"""Weight of the squared distance from a slope of 1 and no shift: some two examples' worth."""

STEPS = 50

DOUBTFUL = -3.0
"""Log odds from which a candidate is asked: one in twenty. Most lie below, nearly all rightly
turned down; they would decide how steep the curve is where it matters."""


def calibrations(said: Sequence[LeftOut]) -> tuple[Calibration, Calibration]:
    """Fit the calibration of cuts and that of gradual transitions."""
    return _fitted([_cuts(one) for one in said]), _fitted([_runs(one) for one in said])


Rows = tuple[NDArray[np.float32], Circumstances, NDArray[np.bool_]]
"""Log odds, what stands around, and whether it was right."""


def _cuts(one: LeftOut) -> Rows:
    track, truth = one.video.track, one.video.annotation
    frames = track.seen.evidence.frames
    curve = np.zeros(track.n_frames, np.float32)
    curve[frames] = chance_of(one.weighed.cuts)
    peaks = peaks_of(curve, reach=step_of(track.header.declared_rate))[frames] > 0
    is_asked, right = np.zeros(len(frames), bool), np.zeros(len(frames), bool)
    for k in np.flatnonzero(peaks & (one.weighed.cuts > DOUBTFUL)).tolist():
        frame = int(frames[k])
        right[k] = any(_distance(cut, frame) <= TOLERANCE for cut in truth.transitions)
        is_near_gradual = any(
            cut.is_gradual and _distance(cut, frame) <= COVER for cut in truth.transitions
        )
        is_asked[k] = not is_near_gradual and (
            right[k] or not _is_ambiguous(truth, Transition(frame, frame))
        )
    around = around_cuts(one.weighed.cuts, track, one.footage)
    return _chosen((one.weighed.cuts, around, right), is_asked)


def _runs(one: LeftOut) -> Rows:
    truth, track = one.video.annotation, one.video.track
    runs = find_runs(one.weighed.gradual, track)
    right = np.array(
        [
            any(
                max(cut.start - run.stop, run.start - cut.stop) <= TOLERANCE
                for cut in truth.transitions
            )
            for run in runs
        ],
        bool,
    )
    unclear = [_is_ambiguous(truth, Transition(run.start, run.stop, "dissolve")) for run in runs]
    around = around_runs(runs, one.weighed.cuts, track, one.footage)
    odds = np.array([run.log_odds for run in runs], np.float32)
    return _chosen((odds, around, right), right | ~np.array(unclear, bool))


def _chosen(rows: Rows, chosen: NDArray[np.bool_]) -> Rows:
    odds, around, right = rows
    return odds[chosen], {name: one[chosen] for name, one in around.items()}, right[chosen]


def _distance(cut: Transition, frame: int) -> int:
    return max(cut.start - frame, frame - cut.stop, 0)


def _is_ambiguous(truth: ShotList, found: Transition) -> bool:
    return any(span.touches(found, tolerance=TOLERANCE) for span in truth.ambiguous)


def _fitted(parts: Sequence[Rows]) -> Calibration:
    return fitted_to(
        np.concatenate([odds for odds, _, _ in parts]),
        {name: np.concatenate([around[name] for _, around, _ in parts]) for name in parts[0][1]},
        np.concatenate([right for _, _, right in parts]),
    )


def fitted_to(
    odds: NDArray[np.float32], around: Circumstances, right: NDArray[np.bool_]
) -> Calibration:
    """Fit slope, shift and weights by Newton's method on the logistic loss.

    Parameters
    ----------
    odds : ndarray of float, shape (n,)
        Log odds that were said.
    around : mapping of str to ndarray of float, each of shape (n,)
        What stands around.
    right : ndarray of bool, shape (n,)
        Whether what was said is right.
    """
    inputs = np.stack([odds, np.ones(len(odds)), *around.values()], axis=1).astype(np.float64)
    usual = np.array([1.0, *[0.0] * (inputs.shape[1] - 1)])
    numbers = usual.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ numbers, -30, 30)))
        slope = inputs.T @ (chance - right) + RIDGE * (numbers - usual)
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + RIDGE * np.eye(len(usual))
        numbers = numbers - np.linalg.solve(bend, slope)
    said, shift, *weights = (round(float(number), 3) for number in numbers)
    return Calibration(said, shift, dict(zip(around, weights, strict=True)))
