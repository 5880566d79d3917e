"""What a person can go through in an episode, and how much each look is worth."""

from __future__ import annotations

from dataclasses import dataclass

from cutstat.core.shots import Detection, Transition
from cutstat.measure.audit_places import audit_places
from cutstat.measure.episode import EpisodeMeasures


@dataclass(frozen=True, slots=True)
class ReviewPlace:
    """A transition that was found, or a place where one may have been missed."""

    transition: Transition
    """As it was found, or a cut where one may be."""

    is_found: bool
    chance: float
    """How likely there is a transition, 0..1."""

    gain: float
    """By how many shots a look is expected to move the count of the body: the chance that what is
    counted there now is wrong. 0 outside of the body."""


def review_places(measures: EpisodeMeasures, detection: Detection) -> tuple[ReviewPlace, ...]:
    """List what a person can go through, in the order of time.

    A transition is worth no more trust than its curve: where another program has put it in, the
    curve tells nothing of it.

    Parameters
    ----------
    measures : EpisodeMeasures
        As the detector alone sees the episode.
    detection : Detection
        What it found.
    """
    known = audit_places(measures, detection)
    inside = {one.border for one in known.places if one.kind == "boundary"}
    is_sure = 0 < detection.threshold < 1
    places: list[ReviewPlace] = []
    for found in detection.transitions:
        chance = found.confidence
        seen = float(detection.curve[found.border])
        if is_sure and not found.is_gradual and 0 <= seen <= 1:
            chance = min(chance, seen)
        places.append(ReviewPlace(found, True, chance, 1 - chance if found.border in inside else 0))
    places += [
        ReviewPlace(Transition(one.start, one.stop), False, one.chance, one.chance)
        for one in known.places
        if one.kind == "candidate"
    ]
    return tuple(sorted(places, key=lambda one: one.transition.border))
