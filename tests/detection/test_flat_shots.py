"""What only black or white lies between is one transition."""

from __future__ import annotations

import numpy as np
import pytest

from cutstat.core.shots import Transition
from cutstat.detection.flat_shots import without_flat_shots

IS_FLAT = np.zeros(200, bool)
IS_FLAT[50:70] = True


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Transition(50, 50), Transition(70, 70)),
        (Transition(40, 55, "fade", 0.7), Transition(70, 70)),
        (Transition(50, 50), Transition(65, 82, "fade", 0.7)),
        (Transition(40, 52, "dissolve", 0.7), Transition(60, 75, "fade", 0.9)),
    ],
)
def test_what_leads_to_black_and_from_it_is_one(before: Transition, after: Transition) -> None:
    (joined,) = without_flat_shots([before, after], is_flat=IS_FLAT)
    assert (joined.start, joined.stop, joined.kind) == (before.start, after.stop, "fade")
    assert joined.confidence == max(before.confidence, after.confidence)


def test_a_shot_between_keeps_two_apart() -> None:
    both = (Transition(50, 50), Transition(72, 72))
    assert without_flat_shots(both, is_flat=IS_FLAT) == both


def test_one_transition_to_black_stays_what_it_is() -> None:
    found = (Transition(20, 20), Transition(50, 50), Transition(120, 130, "dissolve"))
    assert without_flat_shots(found, is_flat=IS_FLAT) == found


def test_several_in_one_stretch_of_black_are_one() -> None:
    found = [Transition(k, k) for k in (50, 60, 70)]
    assert len(without_flat_shots(found, is_flat=IS_FLAT)) == 1


def test_nothing_stays_nothing() -> None:
    assert without_flat_shots([], is_flat=IS_FLAT) == ()
