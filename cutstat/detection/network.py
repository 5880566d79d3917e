"""Small networks that weigh evidence, kept as readable numbers.

Their numbers stand in ``model.json`` and are made by ``benchmarks/training``, which says on what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

CLIP = 4.0
"""Standardised inputs are kept within this many deviations: far outliers say no more."""

DIGITS = 4
"""Significant digits of a number in the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Layers of a perceptron with rectified hidden units and one logistic output."""

    mean: NDArray[np.float32]
    """Of each input over the training examples, shape (n_inputs,)."""

    scale: NDArray[np.float32]
    """Standard deviation of each input, shape (n_inputs,)."""

    weights: tuple[NDArray[np.float32], ...]
    """One matrix a layer, shape (n_in, n_out)."""

    biases: tuple[NDArray[np.float32], ...]
    """One vector a layer, shape (n_out,)."""

    def standardised(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Bring inputs to mean 0 and deviation 1, within `CLIP`."""
        inputs: NDArray[np.float32] = (values - self.mean) / self.scale
        return np.clip(inputs, -CLIP, CLIP)

    def log_odds(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the natural log odds of each row of inputs, shape (n,)."""
        layer = self.standardised(values)
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            layer = np.maximum(layer @ weights + bias, 0)
        odds = layer @ self.weights[-1] + self.biases[-1]
        return np.asarray(odds[:, 0], np.float32)

    def probability(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the chance of each row of inputs, shape (n,), 0..1."""
        return chance_of(self.log_odds(values))

    def to_numbers(self) -> dict[str, Any]:
        """Give the numbers as nested lists, rounded to `DIGITS`."""
        return {
            "mean": _rounded(self.mean),
            "scale": _rounded(self.scale),
            "weights": [_rounded(matrix) for matrix in self.weights],
            "biases": [_rounded(vector) for vector in self.biases],
        }

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Network:
        """Read what `to_numbers` gave."""
        return cls(
            np.array(numbers["mean"], np.float32),
            np.array(numbers["scale"], np.float32),
            tuple(np.array(matrix, np.float32) for matrix in numbers["weights"]),
            tuple(np.array(vector, np.float32) for vector in numbers["biases"]),
        )


def _rounded(values: NDArray[np.float32]) -> Any:
    def short(value: Any) -> Any:
        return (
            [short(v) for v in value] if isinstance(value, list) else float(f"{value:.{DIGITS}g}")
        )

    return short(values.tolist())


def chance_of(log_odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn natural log odds into chances."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))), np.float32)


def log_odds_of(chance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn chances into natural log odds, up to 14 either way."""
    sure = np.clip(chance.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.log(sure / (1 - sure)).astype(np.float32)
