"""What the encoder thought: many encoders put a picture coded on its own where a shot begins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WEIGHT = 0.6
"""How far the encoder's word counts as independent of the pictures, 0..1. It judged by the same
pictures, so less than fully; 0.5 to 0.7 gave the best likelihood with one title left out."""

STRENGTH = 4.0
"""Candidates that a file must show before its own habit outweighs having none."""

LIMIT = 3.0
"""The most that the encoder's word may say, in natural log odds: 20 to 1."""


def with_encoder(
    probability: NDArray[np.float32], is_intra: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Weigh in whether candidates stand on pictures that were coded on their own.

    How much this says is measured on the file itself: the share of such pictures among likely
    cuts against that among unlikely ones. Where groups of pictures have a fixed length, or all
    pictures are coded on their own, both shares are alike and nothing changes.

    Parameters
    ----------
    probability : ndarray of float, shape (n_candidates,)
        Chance that each candidate is a cut, by its pictures.
    is_intra : ndarray of bool, shape (n_candidates,)
        Whether its first picture was coded on its own.

    Returns
    -------
    ndarray of float32, shape (n_candidates,)
    """
    if not len(probability):
        return probability
    intra = is_intra.astype(np.float64)
    likely = probability.astype(np.float64)
    usual = float(np.clip(intra.mean(), 0.02, 0.98))

    def share(weights: NDArray[np.float64]) -> float:
        return float((STRENGTH * usual + weights @ intra) / (STRENGTH + weights.sum()))

    at_cuts, elsewhere = share(likely), share(1 - likely)
    says = np.where(is_intra, np.log(at_cuts / elsewhere), np.log((1 - at_cuts) / (1 - elsewhere)))
    sure = np.clip(likely, 1e-6, 1 - 1e-6)
    odds = np.log(sure / (1 - sure)) + WEIGHT * np.clip(says, -LIMIT, LIMIT)
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
    return chance.astype(np.float32)
