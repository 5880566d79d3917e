"""Fit how far log odds can be believed, to predictions with titles left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.training.left_out import LeftOut
from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.detection.detector import COVER, peaks_of
from cutstat.detection.gradual import find_runs
from cutstat.detection.model import Calibration
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


Numbers = NDArray[np.float64]
Rows = tuple[Numbers, Numbers, Numbers, Numbers]
"""Log odds, chance that the film is drawn, whether it looks like a fade, whether it was right."""


def _cuts(one: LeftOut) -> Rows:
    track, truth = one.video.track, one.video.annotation
    frames = track.seen.evidence.frames
    curve = np.zeros(track.n_frames, np.float32)
    curve[frames] = chance_of(one.weighed.cuts)
    peaks = peaks_of(curve, reach=step_of(track.header.declared_rate))[frames] > 0
    kept, right = [], []
    for k in np.flatnonzero(peaks).tolist():
        frame = int(frames[k])
        found = Transition(frame, frame)
        near = [cut for cut in truth.transitions if _distance(cut, frame) <= TOLERANCE]
        is_near_gradual = any(
            cut.is_gradual and _distance(cut, frame) <= COVER for cut in truth.transitions
        )
        if is_near_gradual or (not near and _is_ambiguous(truth, found)):
            continue
        kept.append(k)
        right.append(bool(near))
    odds = one.weighed.cuts[np.array(kept, np.intp)].astype(np.float64)
    is_asked = odds > DOUBTFUL
    odds, right = odds[is_asked], np.array(right, np.float64)[is_asked]
    zero = np.zeros(len(odds))
    return odds, zero + one.footage.drawn, zero, right


def _runs(one: LeftOut) -> Rows:
    odds, fades, right = [], [], []
    truth = one.video.annotation
    for run in find_runs(one.weighed.gradual, one.video.track):
        found = Transition(run.start, run.stop, "dissolve")
        near = any(
            max(cut.start - run.stop, run.start - cut.stop) <= TOLERANCE
            for cut in truth.transitions
        )
        if near or not _is_ambiguous(truth, found):
            odds.append(run.log_odds)
            fades.append(run.kind == "fade")
            right.append(near)
    return (
        np.array(odds, np.float64),
        np.full(len(odds), one.footage.drawn),
        np.array(fades, np.float64),
        np.array(right, np.float64),
    )


def _distance(cut: Transition, frame: int) -> int:
    return max(cut.start - frame, frame - cut.stop, 0)


def _is_ambiguous(truth: ShotList, found: Transition) -> bool:
    return any(span.touches(found, tolerance=TOLERANCE) for span in truth.ambiguous)


def _fitted(parts: Sequence[Rows]) -> Calibration:
    return fitted_to(*(np.concatenate([part[k] for part in parts]) for k in range(4)))


def fitted_to(odds: Numbers, drawn: Numbers, fades: Numbers, right: Numbers) -> Calibration:
    """Fit slope and shifts by Newton's method on the logistic loss.

    Parameters
    ----------
    odds : ndarray of float, shape (n,)
        Log odds that were said.
    drawn : ndarray of float, shape (n,)
        Chance that the film is drawn.
    fades : ndarray of float, shape (n,)
        1 for what looks like a fade, else 0.
    right : ndarray of float, shape (n,)
        1 where what was said is right, else 0.
    """
    inputs = np.stack([odds, np.ones(len(odds)), drawn, fades], axis=1)
    usual = np.array([1.0, 0.0, 0.0, 0.0])
    numbers = usual.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ numbers, -30, 30)))
        slope = inputs.T @ (chance - right) + RIDGE * (numbers - usual)
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + RIDGE * np.eye(4)
        numbers = numbers - np.linalg.solve(bend, slope)
    rounded = [round(float(number), 3) for number in numbers]
    return Calibration(*rounded)
