"""A person's word about transitions goes before what was found, place by place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.stored import detections

from cutstat.core.overrides import TransitionOverride, correct, overlap
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.measure.threshold import gives_confidences

N_FRAMES = 200
NEAR = 2
DETECTOR = DetectorInfo("cutstat", "1", {"threshold": 0.5})


def detection(*found: Transition | int) -> Detection:
    """Give a detection whose curve says of cuts what their confidences say."""
    transitions = tuple(cut(one) if isinstance(one, int) else one for one in found)
    curve = np.zeros(N_FRAMES, np.float32)
    for one in transitions:
        curve[one.start : max(one.stop, one.start + 1)] = one.confidence
    return Detection(DETECTOR, transitions, curve, 0.5)


def cut(frame: int, confidence: float = 0.9) -> Transition:
    return Transition(frame, frame, "cut", confidence)


def word(place: int, said: Transition | int | None = None) -> TransitionOverride:
    return TransitionOverride(place, Transition(said, said) if isinstance(said, int) else said)


def spans(found: Sequence[Transition]) -> list[tuple[int, int]]:
    return [(one.start, one.stop) for one in found]


@pytest.mark.parametrize(
    ("found", "words", "left"),
    [
        ([40, 80], [], [40, 80]),
        ([40, 80], [word(40)], [80]),
        ([40, 80], [word(60, 60)], [40, 60, 80]),
        ([40, 80], [word(40, 43)], [43, 80]),
        ([40, 80], [word(40, 40)], [40, 80]),
        ([41, 80], [word(40)], [80]),  # another detector, a frame off
        ([43, 80], [word(40)], [43, 80]),  # too far off to be the same
        ([41, 80], [word(40, 40)], [40, 80]),
        ([43], [word(40, 43)], [43]),  # found where a person had moved it to
        ([40, 42], [word(42)], [40]),  # the place itself goes before what is near
        ([40, 42], [word(40, 40)], [40, 42]),
        ([], [word(40, 40)], [40]),  # what is confirmed is there, whoever misses it
        ([], [word(40)], []),
    ],
)
def test_what_a_person_says_is_what_is_there(
    found: list[int], words: list[TransitionOverride], left: list[int]
) -> None:
    corrected = correct(detection(*found), words, near=NEAR)
    assert [one.start for one in corrected.detection.transitions] == left


def test_a_gradual_transition_is_meant_from_anywhere_within_it() -> None:
    fade = Transition(40, 60, "fade", 0.8)
    assert correct(detection(fade), [word(42)], near=NEAR).detection.transitions == ()


def test_what_is_found_gives_way_where_a_person_sees_something_longer() -> None:
    dissolve = Transition(40, 60, "dissolve")
    corrected = correct(detection(45, 58, 90), [word(45, dissolve)], near=NEAR)
    assert spans(corrected.detection.transitions) == [(40, 60), (90, 90)]
    assert (corrected.tally.moved, corrected.tally.removed) == (1, 1)


def test_the_later_of_two_words_that_contradict_each_other_counts() -> None:
    words = [word(50, Transition(40, 60, "fade")), word(55, 55)]
    corrected = correct(detection(), words, near=NEAR)
    assert spans(corrected.detection.transitions) == [(55, 55)]
    assert corrected.states == ("not used", "in use")
    assert corrected.tally.unused == 1


def test_a_word_beyond_the_end_is_not_used_and_loses_nothing() -> None:
    corrected = correct(detection(40), [word(N_FRAMES + 5, N_FRAMES + 5)], near=NEAR)
    assert [one.start for one in corrected.detection.transitions] == [40]
    assert corrected.states == ("not used",)


def test_what_a_person_does_is_counted() -> None:
    words = [word(20), word(40, 40), word(60, 62), word(100, 100)]
    tally = correct(detection(20, 40, 60), words, near=NEAR).tally
    assert (tally.removed, tally.kept, tally.moved, tally.added) == (1, 1, 1, 1)
    assert tally.changed == 3
    assert tally.phrase == (
        "a person looked at its transitions: 1 taken out, 1 put in, 1 moved or of another kind, "
        "1 confirmed"
    )


def test_the_curve_says_what_a_person_says() -> None:
    corrected = correct(
        detection(20, cut(40, 0.6), 60), [word(20), word(40, 40), word(90, 90)], near=2
    )
    curve = corrected.detection.curve
    assert (curve[20], curve[40], curve[60], curve[90]) == (0, 1, np.float32(0.9), 1)
    assert gives_confidences(corrected.detection)


def test_a_curve_that_nobody_has_seen_stays_unseen() -> None:
    listed = Detection(DETECTOR, (cut(40, 1.0),), np.full(N_FRAMES, np.nan, np.float32), 0.5)
    corrected = correct(listed, [word(40), word(90, 90)], near=NEAR)
    assert np.isnan(corrected.detection.curve).all()


@given(detections(), st.data())
def test_any_words_leave_a_detection_in_order(found: Detection, data: st.DataObject) -> None:
    frames = st.integers(1, found.n_frames + 3)
    words = data.draw(
        st.lists(
            st.builds(
                lambda place, start, length: word(
                    place,
                    None
                    if length is None
                    else Transition(start, start + length, "fade" if length else "cut"),
                ),
                frames,
                frames,
                st.none() | st.integers(0, 9),
            ),
            max_size=8,
        )
    )
    corrected = correct(found, words, near=NEAR)  # its own check raises otherwise
    assert len(corrected.states) == len(words)
    untouched = {
        one.border
        for one in found.transitions
        if all(
            abs(one.border - frame) > 40
            for word in words
            for frame in (word.place, word.said.border if word.said else word.place)
        )
    }
    assert untouched <= {one.border for one in corrected.detection.transitions}


def test_spans_that_touch_are_one() -> None:
    assert overlap([(0, 5), (3, 9), (9, 20)], [(2, 15), (18, 30)]) == [(2, 15), (18, 20)]
    assert overlap([(0, 5), (7, 9)], [(0, 9)]) == [(0, 5), (7, 9)]
    assert overlap([], [(0, 9)]) == []
