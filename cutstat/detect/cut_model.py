"""A small learned model that weighs the evidence for a cut.

A network with one hidden layer; its numbers stand in ``cut_model.json`` and come from
``benchmarks/training``, which says on what it was trained.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from cutstat.core.track import Evidence

FLOOR = 4.0
"""Grey levels added to deviations, so that ratios stay finite in flat pictures."""

CLIP = 4.0
"""Standardised features are kept within this many deviations: far outliers say no more."""


@dataclass(frozen=True, slots=True, eq=False)
class CutModel:
    """Weights of the network and what standardises its input."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    hidden_weights: NDArray[np.float64]
    """Shape (n_features, n_hidden)."""

    hidden_bias: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def probability(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the chance that each row of features belongs to a cut, shape (n,), 0..1."""
        inputs = np.clip((values - self.mean) / self.scale, -CLIP, CLIP)
        hidden = np.tanh(inputs @ self.hidden_weights + self.hidden_bias)
        chance: NDArray[np.float64] = 1 / (1 + np.exp(-(hidden @ self.weights + self.bias)))
        return chance


@cache
def cut_model() -> CutModel:
    """Read the model that comes with the package."""
    text = resources.files("cutstat.detect").joinpath("cut_model.json").read_text("utf-8")
    numbers = json.loads(text)
    return CutModel(
        **{
            name: np.array(numbers[name])
            for name in ("mean", "scale", "hidden_weights", "hidden_bias", "weights")
        },
        bias=float(numbers["bias"]),
    )


def features(evidence: Evidence) -> NDArray[np.float64]:
    """Turn evidence into what the model weighs.

    Levels and residuals are taken relative to the contrast of the picture, so that a dark shot
    counts like a bright one; distances across the candidate relative to those on either side.

    Returns
    -------
    ndarray of float, shape (n_candidates, n_features)
    """
    clean = np.nan_to_num(evidence.values.astype(np.float64), nan=0.0)
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
    return np.stack(columns, axis=1)
