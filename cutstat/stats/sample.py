"""A series as a sample of episodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.core.episodes import Unit, unit_role
from cutstat.measure.episode import EpisodeMeasures


@dataclass(frozen=True, slots=True, eq=False)
class SeriesSample:
    """The episodes, or films, of one series that enter a comparison; each is a unit."""

    name: str
    episodes: tuple[EpisodeMeasures, ...]

    def __post_init__(self) -> None:
        if not self.episodes:
            raise ValueError(f"series {self.name!r} has no episode")
        for episode in self.episodes:
            if not episode.body.seconds:
                raise ValueError(f"{self.name} {episode.name.label} has no body to compare")

    def __len__(self) -> int:
        return len(self.episodes)

    @property
    def is_films(self) -> bool:
        """Whether the units are films, and not episodes."""
        return self.unit == "film"

    @property
    def unit(self) -> Unit:
        """What texts call each of its episodes."""
        return unit_role(episode.name for episode in self.episodes)

    @property
    def rates(self) -> NDArray[np.float64]:
        """Shots per body minute of each episode, shape (n_episodes,)."""
        return np.array([episode.body.cutting_rate for episode in self.episodes])

    @property
    def log_rates(self) -> NDArray[np.float64]:
        """Natural logarithm of the rates, shape (n_episodes,)."""
        return np.log(self.rates)

    @property
    def counts(self) -> NDArray[np.float64]:
        """Shots of the body of each episode, shape (n_episodes,)."""
        return np.array([float(episode.body.shots) for episode in self.episodes])

    @property
    def geometric_mean_shots(self) -> float:
        """Geometric mean of the shots of a body."""
        return float(np.exp(np.log(self.counts).mean()))

    @property
    def geometric_mean_minutes(self) -> float:
        """Geometric mean of the length of a body, in minutes: shots over shots a minute."""
        return self.geometric_mean_shots / self.geometric_mean_rate

    @property
    def count_bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Fewest and most shots that the doubts leave open, each of shape (n_episodes,), above 0.

        What is in doubt counts as body, so the most are those that are counted.
        """
        low, high = np.array([episode.body_shots_bounds for episode in self.episodes], float).T
        return np.maximum(low, 1.0), np.maximum(high, 1.0)

    def log_rates_at(self, threshold: float) -> NDArray[np.float64]:
        """Give the log rates with the transitions of at least this confidence, shape (n,)."""
        shots = [episode.shots_at(threshold) for episode in self.episodes]
        return np.log(np.array(shots) / [episode.body.minutes for episode in self.episodes])

    @property
    def has_confidences(self) -> bool:
        """Whether every episode could be counted again at another threshold."""
        return all(episode.possible is not None for episode in self.episodes)

    @property
    def geometric_mean_rate(self) -> float:
        """Geometric mean of the rates, in shots per body minute."""
        return float(np.exp(self.log_rates.mean()))

    @property
    def deviation(self) -> float:
        """Standard deviation of the log rates (about the coefficient of variation); nan for one."""
        return float(self.log_rates.std(ddof=1)) if len(self) > 1 else float("nan")

    @property
    def mean_shots(self) -> float:
        """Mean number of shots of a body."""
        return float(np.mean([episode.body.shots for episode in self.episodes]))

    @property
    def detectors(self) -> frozenset[str]:
        """The detectors, with version and parameters, that found the shots."""
        return frozenset(str(episode.detector) for episode in self.episodes)

    @property
    def rate_bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lowest and highest rates that the doubts leave open, each of shape (n_episodes,)."""
        low, high = np.array([episode.body_rate_bounds for episode in self.episodes]).T
        return low, high

    @property
    def is_certain(self) -> bool:
        """Whether no segment of any episode is in doubt."""
        return all(episode.is_certain for episode in self.episodes)

    @property
    def is_cropped(self) -> bool:
        """Whether opening, ending or the like is taken out of any episode."""
        return any(episode.is_segmented for episode in self.episodes)

    @property
    def counted_where(self) -> str:
        """Say of what the shots are those, within a sentence."""
        return "without opening and ending" if self.is_cropped else "in the whole file"

    @property
    def is_segmented(self) -> bool:
        """Whether openings, endings and the like are known in every episode."""
        return all(episode.is_segmented for episode in self.episodes)


def common_unit(everyone: Sequence[SeriesSample]) -> Unit:
    """Say what texts on several series call an episode: a film, where all are films."""
    return "film" if all(one.is_films for one in everyone) else "episode"
