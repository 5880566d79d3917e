"""Fit a network to examples by stochastic gradient descent."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cutstat.detection.network import Network


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is fitted."""

    hidden: tuple[int, ...]
    """Units of each hidden layer."""

    epochs: int
    batch: int = 256
    learning_rate: float = 2e-3
    """At the start; it falls to 0 along a half cosine."""

    decay: float = 3e-4
    """Weight of the squared weights in the loss."""

    dropout: float = 0.2
    """Share of hidden units that are silent in a step."""


def fit(
    inputs: NDArray[np.float32],
    targets: NDArray[np.float32],
    *,
    weights: NDArray[np.float32],
    recipe: Recipe,
    seed: int,
) -> Network:
    """Minimise the weighted logistic loss with Adam [1]_.

    Parameters
    ----------
    inputs : ndarray of float32, shape (n, n_inputs)
    targets : ndarray of float32, shape (n,)
        0 or 1.
    weights : ndarray of float32, shape (n,)
        How much each example counts.
    recipe : Recipe
        Size of the network and course of the fit.
    seed : int
        Of first weights, order and dropout; the same seed gives the same network.

    References
    ----------
    .. [1] Kingma and Ba (2015), Adam: A method for stochastic optimization.
    """
    random = np.random.default_rng(seed)
    sizes = [inputs.shape[1], *recipe.hidden, 1]
    network = Network(
        inputs.mean(axis=0),
        inputs.std(axis=0) + np.float32(1e-3),
        tuple(_first_weights(random, n_in, n_out) for n_in, n_out in pairwise(sizes)),
        tuple(np.zeros(n_out, np.float32) for n_out in sizes[1:]),
    )
    values = network.standardised(inputs)
    optimiser = _Adam([*network.weights, *network.biases])
    starts = range(0, len(inputs), recipe.batch)
    steps = recipe.epochs * len(starts)
    for _ in range(recipe.epochs):
        order = random.permutation(len(inputs))
        for start in starts:
            chosen = order[start : start + recipe.batch]
            slopes = _slopes(
                network,
                values[chosen],
                targets[chosen],
                weights[chosen],
                recipe=recipe,
                random=random,
            )
            progress = optimiser.steps / steps
            optimiser.step(slopes, rate=recipe.learning_rate * (1 + np.cos(np.pi * progress)) / 2)
    return network


def _first_weights(random: np.random.Generator, n_in: int, n_out: int) -> NDArray[np.float32]:
    return random.normal(0, np.sqrt(2 / n_in), (n_in, n_out)).astype(np.float32)


def _slopes(
    network: Network,
    values: NDArray[np.float32],
    targets: NDArray[np.float32],
    weights: NDArray[np.float32],
    *,
    recipe: Recipe,
    random: np.random.Generator,
) -> list[NDArray[np.float32]]:
    """Give the gradient of the loss by all weights, then all biases (backpropagation)."""
    layers = [values]
    masks: list[NDArray[np.float32]] = []
    for matrix, bias in zip(network.weights[:-1], network.biases[:-1], strict=True):
        keeps = random.random((len(values), len(bias)), dtype=np.float32) >= recipe.dropout
        masks.append(keeps / np.float32(1 - recipe.dropout))
        layers.append(np.maximum(layers[-1] @ matrix + bias, 0) * masks[-1])
    odds = layers[-1] @ network.weights[-1] + network.biases[-1]
    slope = (1 / (1 + np.exp(-odds)) - targets[:, None]) * (weights[:, None] / len(values))
    of_weights: list[NDArray[np.float32]] = []
    of_biases: list[NDArray[np.float32]] = []
    for depth in reversed(range(len(network.weights))):
        decay = np.float32(recipe.decay) * network.weights[depth]
        of_weights.insert(0, layers[depth].T @ slope + decay)
        of_biases.insert(0, slope.sum(axis=0))
        if depth:
            slope = (slope @ network.weights[depth].T) * (layers[depth] > 0) * masks[depth - 1]
    return [*of_weights, *of_biases]


class _Adam:
    """Adapts the step of each number to the size of its slopes; changes the numbers in place."""

    def __init__(self, numbers: list[NDArray[np.float32]]) -> None:
        self.steps = 0
        self._numbers = numbers
        self._means = [np.zeros_like(array) for array in numbers]
        self._squares = [np.zeros_like(array) for array in numbers]

    def step(self, slopes: list[NDArray[np.float32]], *, rate: float) -> None:
        self.steps += 1
        for number, slope, mean, square in zip(
            self._numbers, slopes, self._means, self._squares, strict=True
        ):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            expected = mean / (1 - 0.9**self.steps)
            size = np.sqrt(square / (1 - 0.999**self.steps)) + 1e-8
            number -= (rate * expected / size).astype(np.float32)
