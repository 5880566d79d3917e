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
    "bump": 0.1,
    "swell": 0.3,
    "motion": 0.25,
    "palette": 0.2,
    "regular": 0.03,
    "calm": 0.03,
}
"""Share of groups that are wrong, before any is checked; rounded from annotated videos in five
encodings each."""

WITHOUT_PEAK = 0.25
"""Share of the cuts overlooked by an encoder that leave no peak in the bytes either: an encoder
that overlooks many casts doubt on all groups."""

PRIOR_CHECKS = 6.0
"""Checks that the prior counts as: a file's own habit outweighs it soon."""

TOLERANCE = 0.005
"""Errors that may be left, as a share of the cuts that the guide says."""

LEAST_TOLERANCE = 0.4
"""Errors that may be left in a video of few cuts."""

SAMPLE_SHARE = 0.04
SAMPLE_LEAST = 3
"""Share of the frames, and least number of groups, that are checked though they are calm. Of each
other reason, one group is checked at least."""

ROUND_SHARE = 0.1
ROUND_LEAST = 3
"""Share and least number of the groups of one reason that are checked at once; what they tell
decides which come next."""

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
        self._groups = groups
        order = np.random.default_rng(SEED).permutation(len(groups))
        self._waiting: dict[Reason, list[int]] = {reason: [] for reason in REASONS}
        for index in order.tolist():
            self._waiting[groups[index].reason].append(index)
        self._costs = [group.stop - group.key for group in groups]
        self._checked = dict.fromkeys(REASONS, 0)
        self._wrong = dict.fromkeys(REASONS, 0)
        self._overlooked = dict.fromkeys(REASONS, 0)
        self._n_cuts = sum(group.has_cut for group in groups)
        self._tolerance = max(TOLERANCE * self._n_cuts, LEAST_TOLERANCE)
        self._sample = self._first_sample()

    @property
    def n_checked(self) -> int:
        """Groups checked."""
        return sum(self._checked.values())

    @property
    def n_wrong(self) -> int:
        """Groups checked of which the guide was wrong, or not sure to be right."""
        return sum(self._wrong.values())

    @property
    def n_overlooked(self) -> int:
        """Cuts that were found within groups, where the encoder has overlooked them."""
        return sum(self._overlooked.values())

    @property
    def overlooked_share(self) -> float:
        """Share of all cuts of the video that the encoder has overlooked, by expectation."""
        overlooked = sum(
            (self._checked[reason] + len(self._waiting[reason]))
            * self._overlooked[reason]
            / max(self._checked[reason], 1)
            for reason in REASONS
        )
        return overlooked / max(self._n_cuts + overlooked, 1)

    @property
    def expected_errors(self) -> float:
        """Groups that are wrong among those not checked, by expectation."""
        return sum(len(self._waiting[reason]) * self._share(reason) for reason in REASONS)

    @property
    def error_interval(self) -> tuple[int, int]:
        """The same with a probability of 95 %, if the prior is true of this video."""
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
        reach: dict[int, int] = {}
        for index in (index for plan in self._plan().values() for index in plan):
            group = self._groups[index]
            reach[group.key] = max(group.stop - group.key, reach.get(group.key, 0))
        return sum(reach.values())

    @property
    def frames_doubted(self) -> float:
        """Frames of those groups that will be found wrong, by expectation."""
        return sum(
            self._share(reason) * len(self._groups[index])
            for reason, plan in self._plan().items()
            for index in plan
        )

    def next_round(self) -> tuple[int, ...]:
        """Give the groups to be checked next, as indices in order; none when it is enough."""
        chosen: list[int] = []
        for plan in self._plan().values():
            chosen += plan[: max(ROUND_LEAST, math.ceil(ROUND_SHARE * len(plan)))]
        return tuple(sorted(chosen))

    def is_waiting(self, index: int) -> bool:
        """Whether a group has been neither checked nor left out."""
        return index in self._waiting[self._groups[index].reason]

    def note(self, index: int, *, is_wrong: bool, cuts_inside: int) -> None:
        """Take down what the check of a group has found."""
        reason = self._groups[index].reason
        self._checked[reason] += 1
        self._wrong[reason] += is_wrong
        self._overlooked[reason] += cuts_inside
        self.drop(index)

    def drop(self, index: int) -> None:
        """Leave out a group that is decoded whole for another reason."""
        for waiting in (self._waiting[self._groups[index].reason], self._sample):
            if index in waiting:
                waiting.remove(index)

    def _first_sample(self) -> list[int]:
        """Give the groups to be checked in any case: some calm ones, and one for each reason."""
        frames = SAMPLE_SHARE * self._groups[-1].stop
        sample: list[int] = []
        for index in self._waiting["calm"]:
            if frames > 0 or len(sample) < SAMPLE_LEAST:
                sample.append(index)
            frames -= self._costs[index]
        doubted = (self._waiting[reason] for reason in REASONS if reason != "calm")
        return sample + [waiting[0] for waiting in doubted if waiting]

    def _counts(self, reason: Reason) -> tuple[float, float]:
        """Parameters of the beta distribution of the share that is wrong."""
        unseen = WITHOUT_PEAK * self.overlooked_share
        prior = min(PRIOR_SHARE[reason] + unseen, 1) * PRIOR_CHECKS
        wrong, checked = self._wrong[reason], self._checked[reason]
        return prior + wrong, PRIOR_CHECKS - prior + checked - wrong

    def _share(self, reason: Reason) -> float:
        wrong, right = self._counts(reason)
        return wrong / (wrong + right)

    def _plan(self) -> dict[Reason, list[int]]:
        """Choose groups where most errors are found for a frame, until few enough are left."""
        left = self.expected_errors
        plan: dict[Reason, list[int]] = {reason: [] for reason in REASONS}
        for index in self._sample:
            plan[self._groups[index].reason].append(index)
            left -= self._share(self._groups[index].reason)
        doubted = [reason for reason in REASONS if self._waiting[reason]]
        for reason in sorted(doubted, key=self._gain, reverse=True):
            for index in self._waiting[reason]:
                if left <= self._tolerance:
                    return plan
                if index not in plan[reason]:
                    plan[reason].append(index)
                    left -= self._share(reason)
        return plan

    def _gain(self, reason: Reason) -> float:
        frames = [self._costs[index] for index in self._waiting[reason]]
        return self._share(reason) / (sum(frames) / len(frames))
