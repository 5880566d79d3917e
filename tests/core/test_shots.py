"""Shots cover a video without gap, whatever lies between them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.shots import (
    TRANSITION_KINDS,
    Detection,
    DetectorInfo,
    Shot,
    Transition,
    TransitionKind,
    shots_between,
)

INFO = DetectorInfo("test", "1", {"b": 2, "a": 0.5})


def detection(transitions: list[Transition], n_frames: int) -> Detection:
    return Detection(INFO, tuple(transitions), np.zeros(n_frames, np.float32), 0.5)


@st.composite
def cut_videos(draw: st.DrawFn) -> tuple[list[Transition], int]:
    """Draw transitions of all kinds with at least a frame of shot on either side."""
    position, transitions = 0, []
    for _ in range(draw(st.integers(0, 25))):
        position += draw(st.integers(1, 50))
        kind: TransitionKind = draw(st.sampled_from(TRANSITION_KINDS))
        length = 0 if kind == "cut" else draw(st.integers(1, 30))
        transitions.append(Transition(position, position + length, kind))
        position += length
    return transitions, position + draw(st.integers(1, 50))


@given(cut_videos())
def test_shots_cover_a_video_without_gap_or_overlap(video: tuple[list[Transition], int]) -> None:
    transitions, n_frames = video
    shots = detection(transitions, n_frames).shots
    assert shots[0].start == 0
    assert shots[-1].stop == n_frames
    assert all(a.stop == b.start for a, b in pairwise(shots))
    assert sum(map(len, shots)) == n_frames
    assert len(shots) == len(transitions) + 1


@given(cut_videos())
def test_every_transition_holds_the_border_of_its_shots(
    video: tuple[list[Transition], int],
) -> None:
    transitions, n_frames = video
    shots = shots_between(transitions, n_frames=n_frames)
    for transition, shot in zip(transitions, shots[1:], strict=True):
        assert transition.start <= shot.start <= transition.stop
        assert transition.is_gradual == (transition.kind != "cut")


def test_a_cut_belongs_to_the_new_shot_and_a_dissolve_is_split_in_its_middle() -> None:
    shots = shots_between([Transition(10, 10), Transition(20, 25, "dissolve")], n_frames=40)
    assert shots == (Shot(0, 10), Shot(10, 22), Shot(22, 40))


def test_a_video_without_transitions_is_one_shot() -> None:
    assert detection([], 5).shots == (Shot(0, 5),)


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (5, 5), (6, 5)])
def test_a_shot_needs_at_least_one_frame(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match=rf"a shot needs .*\[{start}, {stop}\)"):
        Shot(start, stop)


@pytest.mark.parametrize(
    ("start", "stop", "kind", "confidence", "message"),
    [
        (-1, -1, "cut", 1.0, "0 <= start <= stop, got -1..-1"),
        (5, 4, "dissolve", 1.0, "0 <= start <= stop, got 5..4"),
        (5, 6, "cut", 1.0, "a cut cannot span 5..6"),
        (5, 5, "fade", 1.0, "a fade cannot span 5..5"),
        (5, 5, "cut", 1.1, "confidence must lie in 0..1, got 1.1"),
        (5, 5, "cut", float("nan"), "confidence must lie in 0..1, got nan"),
    ],
)
def test_a_transition_that_cannot_be_is_refused(
    start: int, stop: int, kind: TransitionKind, confidence: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Transition(start, stop, kind, confidence)


@pytest.mark.parametrize(
    ("transitions", "message"),
    [
        ([Transition(0, 0)], "do not fit 20 frames"),
        ([Transition(20, 20)], "do not fit 20 frames"),
        ([Transition(15, 21, "dissolve")], "do not fit 20 frames"),
        ([Transition(5, 5), Transition(5, 5)], "out of order or overlapping"),
        ([Transition(9, 9), Transition(5, 5)], "out of order or overlapping"),
        ([Transition(2, 9, "wipe"), Transition(8, 8)], "out of order or overlapping"),
    ],
)
def test_transitions_must_fit_the_video_in_order(
    transitions: list[Transition], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        detection(transitions, 20)


def test_a_detector_is_written_with_its_parameters_in_order() -> None:
    assert str(INFO) == "test 1 (a=0.5, b=2)"
    assert str(DetectorInfo("plain", "3", {})) == "plain 3"
