"""A person's word about transitions: listed with what became of it, and taken back."""

from __future__ import annotations

from typing import NamedTuple

from cutstat.core.overrides import ReviewTally, State, TransitionOverride
from cutstat.core.timing import FrameTimes
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.reviews import (
    ReviewedSpan,
    clear_review,
    reviewed_spans,
    transition_overrides,
)
from cutstat.study.overrides import find_target
from cutstat.study.study import Study


class EpisodeReview(NamedTuple):
    """What a person has said of the transitions of an episode."""

    episode: LibraryEpisode
    overrides: tuple[TransitionOverride, ...]
    states: tuple[State | None, ...]
    """What became of each; None where the episode is not analysed with this detector."""

    spans: tuple[ReviewedSpan, ...]
    """What was gone through."""

    tally: ReviewTally
    times: FrameTimes | None
    """Times of its frames; None as for the states."""


def list_reviews(study: Study, target: str) -> tuple[EpisodeReview, ...]:
    """List what was said of the episodes of a series, or of one, in the order of their places.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    found: list[EpisodeReview] = []
    for entry in find_target(study.library, target):
        overrides = transition_overrides(study.library, entry.file_key)
        spans = reviewed_spans(study.library, entry.file_key)
        if not overrides and not spans:
            continue
        states: tuple[State | None, ...]
        times: FrameTimes | None = None
        try:
            states, tally = study.corrected(entry).states, study.measure(entry).review
            times = study.episode(entry).times
        except InputError:
            states, tally = (None,) * len(overrides), ReviewTally()
        pairs = sorted(zip(overrides, states, strict=True), key=lambda pair: pair[0].place)
        found.append(
            EpisodeReview(
                entry,
                tuple(override for override, _ in pairs),
                tuple(state for _, state in pairs),
                spans,
                tally,
                times,
            )
        )
    return tuple(found)


def clear_reviews(study: Study, target: str) -> tuple[tuple[LibraryEpisode, int], ...]:
    """Forget what was said of the episodes of a series, or of one, and say how much it was.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    counts = (
        (one, clear_review(study.library, one.file_key))
        for one in find_target(study.library, target)
    )
    cleared = tuple((one, count) for one, count in counts if count)
    study.renew()
    return cleared
