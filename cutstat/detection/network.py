"""Small networks that weigh evidence, kept as readable numbers.

Their numbers stand in ``model.json`` and are made by ``benchmarks/training``, which says on what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
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

    def probability(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the chance of each row of inputs, shape (n,), 0..1."""
        layer = self.standardised(values)
        for weights, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            layer = np.maximum(layer @ weights + bias, 0)
        odds = (layer @ self.weights[-1] + self.biases[-1])[:, 0]
        chance: NDArray[np.float32] = 1 / (1 + np.exp(-odds))
        return chance

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


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Networks for both kinds of transition; the mean of several is steadier than one."""

    cut: tuple[Network, ...]
    gradual: tuple[Network, ...]

    def cut_probability(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the chance that each candidate is a cut; inputs as in `cut_features`."""
        return _mean_probability(self.cut, values)

    def gradual_probability(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the chance that each frame lies in a gradual transition; as `gradual_features`."""
        return _mean_probability(self.gradual, values)

    def to_json(self) -> str:
        """Write the model."""
        document = {
            "cut": [network.to_numbers() for network in self.cut],
            "gradual": [network.to_numbers() for network in self.gradual],
        }
        return json.dumps(document, separators=(",", ":")).replace("],[", "],\n[") + "\n"

    @property
    def digest(self) -> str:
        """Hash of the numbers, 8 hexadecimal digits: results of other numbers are other results."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:8]


@cache
def shipped_model() -> Model:
    """Read the model that comes with the package."""
    text = resources.files("cutstat.detection").joinpath("model.json").read_text("utf-8")
    document = json.loads(text)
    return Model(
        tuple(Network.from_numbers(numbers) for numbers in document["cut"]),
        tuple(Network.from_numbers(numbers) for numbers in document["gradual"]),
    )


@cache
def shipped_digest() -> str:
    """Give the hash of the model that comes with the package."""
    return shipped_model().digest


def _mean_probability(
    networks: Sequence[Network], values: NDArray[np.float32]
) -> NDArray[np.float32]:
    if not len(values):
        return np.zeros(0, np.float32)
    total = np.sum([network.probability(values) for network in networks], axis=0)
    return np.asarray(total / len(networks), np.float32)


def _rounded(values: NDArray[np.float32]) -> Any:
    def short(value: Any) -> Any:
        return (
            [short(v) for v in value] if isinstance(value, list) else float(f"{value:.{DIGITS}g}")
        )

    return short(values.tolist())
