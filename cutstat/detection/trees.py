"""Boosted decision trees that weigh evidence beside the networks, kept as readable numbers.

A network draws smooth borders and a tree steps; they err at different places, and their mean errs
less than either (Friedman, 2001, Greedy function approximation: a gradient boosting machine).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHUNK_ROWS = 2048
"""Rows weighed at once, which bounds the memory."""

DIGITS = 6
"""Significant digits of a number in the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees whose values add up to log odds.

    Trees stand in one list of nodes. A node is inner if it has children, which come in pairs: the
    left one, for values up to the limit, and right after it the right one.
    """

    roots: NDArray[np.int32]
    """First node of each tree, shape (n_trees,)."""

    inputs: NDArray[np.int16]
    """Input that a node looks at, or -1 for a leaf, shape (n_nodes,)."""

    limits: NDArray[np.float32]
    """Largest value that goes left, or the value of a leaf, shape (n_nodes,)."""

    left: NDArray[np.int32]
    """Left child, or the node itself for a leaf, shape (n_nodes,)."""

    base: float
    """Log odds before any tree."""

    depth: int
    """Steps from a root to the deepest leaf."""

    def log_odds(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the log odds of each row of inputs, shape (n,)."""
        parts = [
            self._of(values[start : start + CHUNK_ROWS])
            for start in range(0, len(values), CHUNK_ROWS)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _of(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        rows = np.arange(len(values))[:, None]
        node = np.broadcast_to(self.roots, (len(values), len(self.roots)))
        for _ in range(self.depth):
            looked = self.inputs[node]
            is_right = (values[rows, looked] > self.limits[node]) & (looked >= 0)
            node = self.left[node] + is_right
        total: NDArray[np.float32] = self.limits[node].sum(axis=1, dtype=np.float32)
        return total + np.float32(self.base)

    def to_numbers(self) -> dict[str, Any]:
        """Give the trees as nested lists: ``[input, limit, left, right]``, or a leaf's value."""
        return {
            "base": float(f"{self.base:.{DIGITS}g}"),
            "trees": list(map(self._nested, self.roots)),
        }

    def _nested(self, node: int) -> Any:
        limit = float(f"{self.limits[node]:.{DIGITS}g}")
        if self.inputs[node] < 0:
            return limit
        left = int(self.left[node])
        return [int(self.inputs[node]), limit, self._nested(left), self._nested(left + 1)]

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Forest:
        """Read what `to_numbers` gave."""
        nodes: list[tuple[int, float, int]] = []
        roots: list[int] = []
        deepest = 0
        for tree in numbers["trees"]:
            roots.append(len(nodes))
            nodes.append((-1, 0.0, 0))
            waiting: list[tuple[int, Any, int]] = [(roots[-1], tree, 0)]
            while waiting:
                place, node, depth = waiting.pop()
                deepest = max(deepest, depth)
                if not isinstance(node, Sequence):
                    nodes[place] = (-1, float(node), place)
                    continue
                left = len(nodes)
                nodes[place] = (int(node[0]), float(node[1]), left)
                nodes += [(-1, 0.0, 0), (-1, 0.0, 0)]
                waiting += [(left, node[2], depth + 1), (left + 1, node[3], depth + 1)]
        inputs, limits, left_of = zip(*nodes, strict=True) if nodes else ((), (), ())
        return cls(
            np.array(roots, np.int32),
            np.array(inputs, np.int16),
            np.array(limits, np.float32),
            np.array(left_of, np.int32),
            float(numbers["base"]),
            deepest,
        )
