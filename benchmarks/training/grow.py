"""Grow boosted trees with scikit-learn, and take them over as readable numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cutstat.detection.trees import Forest


@dataclass(frozen=True, slots=True)
class Growth:
    """How trees are grown."""

    trees: int
    leaves: int
    smallest_leaf: int
    """Examples in a leaf, at least."""

    learning_rate: float = 0.06
    share_of_inputs: float = 0.3
    """Inputs that a node chooses among: few, so that no single one outshouts the others."""

    penalty: float = 5.0
    """Weight of the squared values of leaves."""


def grow(
    inputs: NDArray[np.float32],
    targets: NDArray[np.float32],
    *,
    weights: NDArray[np.float32],
    growth: Growth,
    seed: int,
) -> Forest:
    """Minimise the weighted logistic loss by boosting; the same seed gives the same trees."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # slow to load

    model = HistGradientBoostingClassifier(
        max_iter=growth.trees,
        learning_rate=growth.learning_rate,
        max_leaf_nodes=growth.leaves,
        min_samples_leaf=growth.smallest_leaf,
        l2_regularization=growth.penalty,
        max_features=growth.share_of_inputs,
        early_stopping=False,
        random_state=seed,
    ).fit(inputs, targets, weights)
    trees = [_nested(predictors[0].nodes, 0) for predictors in model._predictors]
    base = float(np.ravel(model._baseline_prediction)[0])
    return Forest.from_numbers({"base": base, "trees": trees})


def _nested(nodes: Any, place: int) -> Any:
    node = nodes[place]
    if node["is_leaf"]:
        return float(node["value"])
    return [
        int(node["feature_idx"]),
        float(node["num_threshold"]),
        _nested(nodes, int(node["left"])),
        _nested(nodes, int(node["right"])),
    ]
