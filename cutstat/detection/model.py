"""What weighs evidence: networks and trees, and how far they can be believed.

The numbers stand in ``model.json`` and are made by ``benchmarks/training``, which says on what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cutstat.detection.calibration import AS_SAID, Calibration
from cutstat.detection.footage import Footage
from cutstat.detection.network import Network
from cutstat.detection.trees import Forest

DOUBTFUL = -5.0
"""Log odds by the networks under which the trees are not asked: one in 150."""


@dataclass(frozen=True, slots=True, eq=False)
class Weigher:
    """Networks and trees that weigh one kind of thing; their mean errs less than each."""

    networks: tuple[Network, ...]
    forests: tuple[Forest, ...] = ()
    calibration: Calibration = AS_SAID

    def log_odds(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the mean log odds of networks and trees, not calibrated, shape (n,)."""
        if not len(values):
            return np.zeros(0, np.float32)
        by_networks = np.mean([one.log_odds(values) for one in self.networks], axis=0)
        odds: NDArray[np.float32] = np.clip(by_networks, -LIMIT, LIMIT).astype(np.float32)
        if self.forests:
            asked = odds > DOUBTFUL
            by_trees = np.mean([one.log_odds(values[asked]) for one in self.forests], axis=0)
            odds[asked] = (odds[asked] + np.clip(by_trees, -LIMIT, LIMIT)) / 2
        return odds

    def to_numbers(self) -> dict[str, Any]:
        """Give the numbers as nested lists."""
        return {
            "networks": [one.to_numbers() for one in self.networks],
            "forests": [one.to_numbers() for one in self.forests],
            "calibration": asdict(self.calibration),
        }

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Weigher:
        """Read what `to_numbers` gave."""
        return cls(
            tuple(Network.from_numbers(one) for one in numbers["networks"]),
            tuple(Forest.from_numbers(one) for one in numbers["forests"]),
            Calibration(**numbers["calibration"]),
        )


LIMIT = 9.0
"""Log odds that networks or trees may say at most, so that neither outvotes the other alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Experts:
    """Two weighers of one thing, for drawn films and for others, and how far they are believed.

    A picture that changes in one step is a jump cut in a kitchen and the next drawing of a face in
    a drawn film. With titles left out, a weigher that has seen both finds a quarter of the jump
    cuts of a vlog, and one that has seen filmed and rendered films alone finds two thirds.
    """

    drawn: Weigher
    other: Weigher
    calibration: Calibration = AS_SAID

    def log_odds(self, values: NDArray[np.float32], footage: Footage) -> NDArray[np.float32]:
        """Give the log odds of each row of inputs, not calibrated, shape (n,)."""
        share = footage.as_drawn
        if share == 1:
            return self.drawn.log_odds(values)
        odds = (1 - share) * self.other.log_odds(values)
        if share > 0:
            odds = odds + share * self.drawn.log_odds(values)
        return np.asarray(odds, np.float32)

    def to_numbers(self) -> dict[str, Any]:
        """Give the numbers as nested lists."""
        return {
            "drawn": self.drawn.to_numbers(),
            "other": self.other.to_numbers(),
            "calibration": asdict(self.calibration),
        }

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, Any]) -> Experts:
        """Read what `to_numbers` gave."""
        return cls(
            Weigher.from_numbers(numbers["drawn"]),
            Weigher.from_numbers(numbers["other"]),
            Calibration(**numbers["calibration"]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What weighs cuts, gradual transitions, and how the pictures were made."""

    cut: Experts
    gradual: Weigher
    footage: Network

    def to_json(self) -> str:
        """Write the model."""
        document = {
            "cut": self.cut.to_numbers(),
            "gradual": self.gradual.to_numbers(),
            "footage": self.footage.to_numbers(),
        }
        text = json.dumps(document, separators=(",", ":"))
        return text.replace("],[", "],\n[") + "\n"

    @classmethod
    def from_json(cls, text: str) -> Model:
        """Read what `to_json` gave."""
        document = json.loads(text)
        return cls(
            Experts.from_numbers(document["cut"]),
            Weigher.from_numbers(document["gradual"]),
            Network.from_numbers(document["footage"]),
        )

    @property
    def digest(self) -> str:
        """Hash of the numbers, 8 hexadecimal digits: results of other numbers are other results."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:8]


@cache
def shipped_model() -> Model:
    """Read the model that comes with the package."""
    file = resources.files("cutstat.detection").joinpath("model.json")
    return Model.from_json(file.read_text("utf-8"))


@cache
def shipped_digest() -> str:
    """Give the hash of the model that comes with the package."""
    return shipped_model().digest
