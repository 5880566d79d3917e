"""Examples for the networks: what was measured, and what is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.shot_list import ShotList
from cutstat.core.track import Observations
from cutstat.detection.features import cut_features
from cutstat.detection.footage import Footage
from cutstat.detection.gradual_features import gradual_features

BRIEF = 5
"""Steps up to which a gradual transition looks like a cut with mixed pictures: the largest change
in it is learnt as a cut too."""

EDGE = 2
"""Frames at each end of a longer one that are not learnt: where it ends is a matter of taste."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Inputs of a network with what it should answer."""

    inputs: NDArray[np.float32]
    """Shape (n, n_inputs)."""

    targets: NDArray[np.float32]
    """0 or 1, shape (n,)."""

    weights: NDArray[np.float32]
    """How much each example counts, shape (n,)."""

    @classmethod
    def join(cls, parts: Sequence[Examples]) -> Examples:
        """Put examples after one another."""
        return cls(
            np.concatenate([part.inputs for part in parts]),
            np.concatenate([part.targets for part in parts]),
            np.concatenate([part.weights for part in parts]),
        )


def cut_examples(
    seen: Observations,
    truth: ShotList,
    *,
    step: int,
    footage: Footage,
    weight: float,
    slack: int = 0,
) -> Examples:
    """Take every candidate that lies near nothing gradual or ambiguous.

    Parameters
    ----------
    seen : Observed
        What was measured.
    truth : ShotList
        What is true.
    step : int > 0
        Frames in a step.
    footage : Footage
        How the pictures were made.
    weight : float
        How much each example counts.
    slack : int >= 0
        Frames by which the truth may be off: candidates so near to a cut, but not at it, are left
        out.
    """
    frames = seen.evidence.frames
    cuts = np.array([one.start for one in truth.transitions if not one.is_gradual], np.intp)
    is_cut = np.isin(frames, cuts)
    clear = np.ones(len(frames), bool)
    for found in truth.transitions:
        if found.is_gradual:
            inside = (frames >= found.start - 1) & (frames <= found.stop + 1)
            clear &= ~inside
            if found.stop - found.start <= BRIEF * step and inside.any():
                most = np.flatnonzero(inside)[seen.curves["change"][frames[inside]].argmax()]
                clear[most] = is_cut[most] = True
    for span in truth.ambiguous:
        clear &= (frames < span.first) | (frames > span.last) | is_cut
    if len(cuts) and slack:
        clear &= is_cut | (np.abs(frames[:, None] - cuts).min(axis=1) > slack)
    inputs = cut_features(seen, step=step, footage=footage)
    return Examples(
        inputs[clear],
        is_cut[clear].astype(np.float32),
        np.full(int(clear.sum()), weight, np.float32),
    )


def gradual_examples(
    seen: Observations,
    truth: ShotList,
    *,
    step: int,
    footage: Footage,
    weight: float,
    share: float = 1.0,
    random: np.random.Generator | None = None,
) -> Examples:
    """Take frames, but for those at the ends of gradual transitions and ambiguous ones.

    Parameters
    ----------
    seen, truth, step, footage, weight
        As in `cut_examples`.
    share : float in 0..1
        Share of the frames outside of gradual transitions that is taken; of candidates for cuts,
        which tempt most, and of frames inside, half is taken at least.
    random : Generator, optional
        Chooses among the frames if not all are taken.
    """
    n_frames = len(seen.similarities)
    targets = np.zeros(n_frames, np.float32)
    clear = np.ones(n_frames, bool)
    for found in truth.transitions:
        if found.is_gradual:
            targets[found.start : found.stop] = 1
            inside = 0 if found.stop - found.start <= BRIEF * step else EDGE
            clear[max(found.start - 1, 0) : found.start + inside] = False
            clear[found.stop - inside : found.stop + 1] = False
    for span in truth.ambiguous:
        clear[span.first : span.last + 1] = False
    if random is not None:
        chance = np.where(targets > 0, max(share, 0.5), share)
        chance[seen.evidence.frames] = max(share, 0.5)
        clear &= random.random(n_frames) < chance
    frames = np.flatnonzero(clear)
    inputs = gradual_features(frames, seen, step=step, footage=footage)
    return Examples(inputs, targets[frames], np.full(len(frames), weight, np.float32))
