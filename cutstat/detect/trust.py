"""How far a guide can be trusted on one video: what was checked of it, and what that tells.

Groups are checked at random within each reason for doubt. How many of them were wrong gives the
share of wrong ones among those that were not checked, by a beta distribution that begins with what
other videos have shown. Checks go where they find most errors for their cost, until few are left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from cutstat.detect.guide import REASONS, Group, Reason

PRIOR_SHARE: dict[Reason, float] = {
    "flat": 0.6,
    "lone": 0.5,
    "unsure": 0.5,
    "short": 0.25,
    "peak": 0.4,
    "motion": 0.25,
    "palette": 0.2,
    "regular": 0.05,
    "calm": 0.01,
}
"""Share of groups that are wrong, before any is checked; rounded from annotated videos in five
encodings each."""

PRIOR_CHECKS = 4.0
"""Checks that the prior counts as: a file's own habit outweighs it soon."""

TOLERANCE = 0.005
"""Errors that may be left, as a share of the cuts that the guide says."""

LEAST_TOLERANCE = 0.3
"""Errors that may be left in a video of few cuts."""

SAMPLE_SHARE = 0.04
"""Share of the frames in calm groups that are checked in any case."""

ROUND_SHARE = 0.25
ROUND_LEAST = 3
"""Share and least number of the groups of one reason that are checked before what they tell is
taken into account."""

DRAWS = 4000
SEED = 7


class Ledger:
    """What was checked of the groups of a video.

    Parameters
    ----------
    groups : sequence of Group
        All of them.
    """

    def __init__(self, groups: Sequence[Group]) -> None:
        order = np.random.default_rng(SEED).permutation(len(groups))
        self._waiting: dict[Reason, list[int]] = {reason: [] for reason in REASONS}
        for index in order.tolist():
            self._waiting[groups[index].reason].append(index)
        self._costs = [group.stop - group.key for group in groups]
        self._checked = dict.fromkeys(REASONS, 0)
        self._wrong = dict.fromkeys(REASONS, 0)
        self._tolerance = max(TOLERANCE * sum(group.has_cut for group in groups), LEAST_TOLERANCE)
        self._sample = self._calm_sample(groups)

    @property
    def n_checked(self) -> int:
        """Groups checked."""
        return sum(self._checked.values())

    @property
    def n_wrong(self) -> int:
        """Groups of which the guide was wrong."""
        return sum(self._wrong.values())

    @property
    def expected_errors(self) -> float:
        """Groups that are wrong among those not checked, by expectation."""
        return sum(len(self._waiting[reason]) * self._share(reason) for reason in REASONS)

    @property
    def error_interval(self) -> tuple[int, int]:
        """The same with a probability of 95 %."""
        rng = np.random.default_rng(SEED)
        total = np.zeros(DRAWS, np.int64)
        for reason in REASONS:
            wrong, right = self._counts(reason)
            total += rng.binomial(len(self._waiting[reason]), rng.beta(wrong, right, DRAWS))
        low, high = np.quantile(total, (0.025, 0.975), method="nearest")
        return int(low), int(high)

    @property
    def frames_needed(self) -> int:
        """Frames in the groups that are still to be checked, if they bring nothing new."""
        return sum(self._costs[index] for index in self._next(is_round=False))

    def take(self) -> tuple[int, ...]:
        """Give the groups to be checked next, as indices in their order; none when it is enough."""
        chosen = self._next(is_round=True)
        for reason in REASONS:
            self._waiting[reason] = [k for k in self._waiting[reason] if k not in chosen]
        self._sample = [k for k in self._sample if k not in chosen]
        return tuple(sorted(chosen))

    def drop(self, index: int) -> None:
        """Leave out a group that is decoded whole for another reason."""
        for waiting in (*self._waiting.values(), self._sample):
            if index in waiting:
                waiting.remove(index)

    def note(self, reason: Reason, *, is_wrong: bool) -> None:
        """Take down what the check of a group has found."""
        self._checked[reason] += 1
        self._wrong[reason] += is_wrong

    def _calm_sample(self, groups: Sequence[Group]) -> list[int]:
        wanted = SAMPLE_SHARE * groups[-1].stop
        sample: list[int] = []
        for index in self._waiting["calm"]:
            if wanted <= 0:
                break
            sample.append(index)
            wanted -= self._costs[index]
        return sample

    def _counts(self, reason: Reason) -> tuple[float, float]:
        """Parameters of the beta distribution of the share that is wrong."""
        prior = PRIOR_SHARE[reason] * PRIOR_CHECKS
        wrong, checked = self._wrong[reason], self._checked[reason]
        return prior + wrong, PRIOR_CHECKS - prior + checked - wrong

    def _share(self, reason: Reason) -> float:
        wrong, right = self._counts(reason)
        return wrong / (wrong + right)

    def _next(self, *, is_round: bool) -> set[int]:
        """Choose groups where most errors are found for a frame, until few enough are left."""
        chosen = set(self._sample)
        left = self.expected_errors - len(chosen) * self._share("calm")
        by_gain = sorted(
            (reason for reason in REASONS if self._waiting[reason]), key=self._gain, reverse=True
        )
        for reason in by_gain:
            waiting = [index for index in self._waiting[reason] if index not in chosen]
            most = max(ROUND_LEAST, math.ceil(ROUND_SHARE * len(waiting)))
            for count, index in enumerate(waiting):
                if left <= self._tolerance or (is_round and count == most):
                    break
                chosen.add(index)
                left -= self._share(reason)
        return chosen

    def _gain(self, reason: Reason) -> float:
        frames = [self._costs[index] for index in self._waiting[reason]]
        return self._share(reason) / (sum(frames) / len(frames))
