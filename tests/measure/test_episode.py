"""The truth is counted by hand: 24 frames a second, so that 24 frames are a second."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.series import DETECTOR, make_episode

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Doubt, Segment, Segmentation, SegmentKind
from cutstat.core.shots import Detection, Transition
from cutstat.core.timing import FrameTimes
from cutstat.measure.episode import EpisodeMeasures, measure_episode, measure_spans

RATE = Fraction(24)


def episode(
    borders: list[int], n_frames: int, *parts: tuple[SegmentKind, int, int]
) -> EpisodeMeasures:
    segments = tuple(Segment(kind, a, b, "by hand") for kind, a, b in parts)
    return make_episode(
        "Test",
        1,
        borders=borders,
        n_frames=n_frames,
        segmentation=Segmentation(segments) if parts else None,
        rate=RATE,
    )


def in_parts(borders: list[int], *starts: int, segments: tuple[Segment, ...]) -> EpisodeMeasures:
    return make_episode(
        "Test",
        1,
        borders=borders,
        n_frames=segments[-1].stop,
        segmentation=Segmentation(segments, part_starts=starts),
        rate=RATE,
    )


def test_an_episode_counted_by_hand() -> None:
    # Cuts at 1 s, 2 s and 5 s of 10 s: shots of 1, 1, 3 and 5 s.
    whole = episode([24, 48, 120], 240).whole
    assert whole.shot_seconds.tolist() == [1, 1, 3, 5]
    assert whole.border_seconds.tolist() == [1, 2, 5]
    assert whole.shots == 4
    assert whole.seconds == 10
    assert whole.minutes == pytest.approx(1 / 6)
    assert whole.cutting_rate == pytest.approx(24)
    assert whole.standard_shots == pytest.approx(480)
    assert whole.asl_seconds == pytest.approx(2.5)
    assert whole.median_seconds == pytest.approx(2)
    assert whole.quantile_seconds(0) == 1
    assert whole.quantile_seconds(1) == 5
    # Type 7: places 0.75 and 2.25 in the order 1, 1, 3, 5.
    assert whole.quantile_seconds(0.25) == pytest.approx(1)
    assert whole.quantile_seconds(0.75) == pytest.approx(3.5)


def test_a_shot_of_just_one_second_is_not_under_one_second() -> None:
    whole = episode([24, 36, 60], 360).whole  # 1, 0.5, 1 and 12.5 s
    assert whole.share_shorter(1.0) == 0.25
    assert whole.share_longer(10.0) == 0.25
    assert whole.share_longer(12.5) == 0


def test_a_shot_cut_by_the_edge_of_a_segment_counts_with_its_part_inside() -> None:
    # The body holds frames 36..99 of shots 24..47 and 48..119.
    body = episode(
        [24, 48, 120], 240, ("opening", 0, 36), ("body", 36, 100), ("ending", 100, 240)
    ).body
    assert body.shots == 2
    assert body.shot_seconds.tolist() == pytest.approx([12 / 24, 52 / 24])
    assert body.seconds == pytest.approx(64 / 24)


def test_a_border_on_the_edge_of_a_segment_is_counted_once() -> None:
    # One shot in the opening, two in the body: the border at 48 parts them and lies in neither.
    measures = episode([48, 72], 120, ("opening", 0, 48), ("body", 48, 120))
    assert measures.body.shots == 2
    assert measures.body.border_seconds.tolist() == [3]
    assert measures.whole.shots == 3


def test_neighbouring_pieces_of_body_are_one_span() -> None:
    parts = episode([60], 120, ("body", 0, 50), ("body", 50, 120)).body
    assert parts.shot_seconds.tolist() == [2.5, 2.5]
    assert parts.span_seconds == ((0, 5),)


def test_a_body_in_two_spans_has_a_shot_more_than_borders_in_each() -> None:
    parts = [("body", 0, 100), ("eyecatch", 100, 140), ("body", 140, 240)]
    body = episode([50, 120, 200], 240, *parts).body
    assert body.shots == 4
    assert body.span_seconds == ((0, pytest.approx(100 / 24)), (pytest.approx(140 / 24), 10))
    assert body.minutes == pytest.approx(200 / 24 / 60)


def test_an_episode_without_a_cut_is_one_shot() -> None:
    whole = episode([], 48).whole
    assert whole.shots == 1
    assert whole.asl_seconds == whole.median_seconds == 2
    assert len(whole.border_seconds) == 0


def test_an_episode_without_body_has_no_body_numbers() -> None:
    measures = episode([24], 48, ("opening", 0, 48))
    body = measures.body
    assert (body.shots, body.seconds) == (0, 0)
    values = (
        *(body.cutting_rate, body.standard_shots, body.asl_seconds, body.median_seconds),
        *(body.share_shorter(1), body.share_longer(10)),
    )
    assert all(math.isnan(value) for value in values)
    assert measures.whole.shots == 2


def test_a_fade_is_split_in_its_middle() -> None:
    detection = Detection(
        DETECTOR, (Transition(20, 30, "fade"),), np.zeros(72, dtype=np.float32), 0.5
    )
    measures = measure_episode(
        EpisodeName("Test"),
        file="test.mkv",
        times=FrameTimes.constant(72, RATE),
        detection=detection,
        segmentation=Segmentation.whole(72),
    )
    assert measures.whole.shot_seconds.tolist() == pytest.approx([25 / 24, 47 / 24])


@pytest.mark.parametrize(
    ("start", "stop", "shots"),
    [
        (40, 60, 1),  # the segments meet within the fade: its middle would part 2 frames
        (48, 60, 1),
        (36, 48, 1),
        (49, 61, 2),
        (35, 47, 1),  # in the opening
    ],
)
def test_a_fade_on_the_edge_of_a_segment_belongs_to_no_count(
    start: int, stop: int, shots: int
) -> None:
    detection = Detection(
        DETECTOR, (Transition(start, stop, "fade"),), np.zeros(96, dtype=np.float32), 0.5
    )
    measures = measure_episode(
        EpisodeName("Test"),
        file="test.mkv",
        times=FrameTimes.constant(96, RATE),
        detection=detection,
        segmentation=Segmentation(
            (Segment("opening", 0, 48, "by hand"), Segment("body", 48, 96, "by hand"))
        ),
    )
    assert measures.body.shots == shots
    assert measures.body.shot_seconds.sum() == pytest.approx(2)
    assert measures.whole.shots == 2


def test_a_fade_at_the_end_of_a_file_counts_in_the_body_as_in_the_file() -> None:
    detection = Detection(
        DETECTOR, (Transition(40, 48, "fade"),), np.zeros(48, dtype=np.float32), 0.5
    )
    measures = measure_episode(
        EpisodeName("Test"),
        file="test.mkv",
        times=FrameTimes.constant(48, RATE),
        detection=detection,
        segmentation=Segmentation.whole(48),
    )
    assert measures.body.shots == measures.whole.shots == 2


def test_a_body_without_a_break_is_one_part() -> None:
    measures = episode([24, 60], 96)
    (part,) = measures.parts
    assert part.shot_seconds.tolist() == measures.body.shot_seconds.tolist()


def test_parts_begin_after_an_eyecatch_or_within_the_body() -> None:
    # Body 24..95 and 120..239; part B begins after the eyecatch, part C at a cut, 192.
    segments = (
        Segment("opening", 0, 24, "by hand"),
        Segment("body", 24, 96, "by hand"),
        Segment("eyecatch", 96, 120, "by hand"),
        Segment("body", 120, 240, "by hand"),
    )
    parts = in_parts([12, 48, 130, 192, 200], 120, 192, segments=segments).parts
    assert [part.shots for part in parts] == [2, 2, 2]
    assert [part.seconds for part in parts] == [3, 3, 2]
    assert [part.border_seconds.tolist() for part in parts] == [
        [2],
        [pytest.approx(130 / 24)],
        [pytest.approx(200 / 24)],
    ]


def test_an_episode_without_body_has_no_part() -> None:
    assert in_parts([], 24, segments=(Segment("opening", 0, 48, "by hand"),)).parts == ()


def test_lengths_come_from_the_times_of_the_frames() -> None:
    times = FrameTimes(np.array([0, 10, 20, 120, 130]), 140, Fraction(1, 100), Fraction(10))
    whole = measure_spans([(0, 5)], borders=[2, 3], times=times)
    assert whole.shot_seconds.tolist() == pytest.approx([0.2, 1.0, 0.2])


def test_an_episode_is_segmented_when_more_than_the_body_is_known() -> None:
    assert not episode([], 48).is_segmented
    assert episode([], 48, ("opening", 0, 24), ("body", 24, 48)).is_segmented


def test_doubts_and_parts_must_lie_within_the_episode() -> None:
    whole = Segmentation.whole(48)
    late = replace(whole, doubts=(Doubt("opening", 0, 49, 10, "by hand"),))
    with pytest.raises(ValueError, match=r"Doubt\(.* does not fit into 48 frames"):
        make_episode("Test", 1, borders=[], n_frames=48, segmentation=late)
    with pytest.raises(ValueError, match="a part cannot begin at frame 48 of 48"):
        in_parts([], 48, segments=whole.segments)


def test_an_episode_is_certain_without_a_doubt() -> None:
    assert episode([], 48).is_certain
    doubtful = replace(Segmentation.whole(48), doubts=(Doubt("opening", 0, 48, 10, "by hand"),))
    assert not make_episode("Test", 1, borders=[], n_frames=48, segmentation=doubtful).is_certain


def test_times_and_detection_must_speak_of_the_same_frames() -> None:
    detection = Detection(DETECTOR, (), np.zeros(10, dtype=np.float32), 0.5)
    with pytest.raises(ValueError, match="times of 11 frames for a detection of 10"):
        measure_episode(
            EpisodeName("Test"),
            file="test.mkv",
            times=FrameTimes.constant(11, RATE),
            detection=detection,
            segmentation=Segmentation.whole(10),
        )


def test_segments_must_cover_the_episode() -> None:
    with pytest.raises(ValueError, match="segments end at frame 40 of 48"):
        episode([], 48, ("body", 0, 40))


@st.composite
def cut_episodes(draw: st.DrawFn) -> tuple[list[int], int, list[int]]:
    n_frames = draw(st.integers(2, 2000))
    inside = st.integers(1, n_frames - 1)
    borders = draw(st.lists(inside, unique=True, max_size=30).map(sorted))
    edges = draw(st.lists(inside, unique=True, max_size=6).map(sorted))
    return borders, n_frames, edges


@given(cut_episodes())
def test_shot_lengths_add_up_and_shots_are_borders_and_spans(
    drawn: tuple[list[int], int, list[int]],
) -> None:
    borders, n_frames, edges = drawn
    spans = list(pairwise([0, *edges, n_frames]))[::2]
    parts: list[tuple[SegmentKind, int, int]] = [
        ("card" if index % 2 else "body", start, stop)
        for index, (start, stop) in enumerate(pairwise([0, *edges, n_frames]))
    ]
    measures = episode(borders, n_frames, *parts)
    body, whole = measures.body, measures.whole
    assert body.shots == len(body.border_seconds) + len(spans)
    assert whole.shots == len(borders) + 1 == len(measures.shots)
    assert body.shot_seconds.sum() == pytest.approx(sum(stop - start for start, stop in spans) / 24)
    assert whole.shot_seconds.sum() == pytest.approx(n_frames / 24)
    assert whole.cutting_rate * whole.asl_seconds == pytest.approx(60)
    assert whole.quantile_seconds(0) <= whole.median_seconds <= whole.quantile_seconds(1)
    assert 0 <= whole.share_shorter(1) <= 1
    assert body.seconds <= whole.seconds + 1e-9


@pytest.mark.parametrize("rate", [24, 25, 30])
@pytest.mark.parametrize("seconds", [1, 10])
def test_a_shot_of_just_one_or_ten_seconds_is_neither_under_nor_over(
    rate: int, seconds: int
) -> None:
    times = FrameTimes.constant(20_000, Fraction(rate))
    length = seconds * rate
    for first in range(1, 8000, 7):
        span = measure_spans([(first, first + length)], borders=[], times=times)
        assert span.share_shorter(seconds) == 0
        assert span.share_longer(seconds) == 0


@pytest.mark.parametrize(
    ("transition", "shots"),
    [
        (Transition(100, 100), 1),  # a cut on the edge
        (Transition(101, 101), 2),
        (Transition(96, 106, "dissolve"), 1),  # its middle, 101, lies in the body
        (Transition(90, 100, "fade"), 1),
        (Transition(100, 110, "fade"), 1),
        (Transition(101, 111, "fade"), 2),
    ],
)
def test_a_transition_that_touches_the_edge_of_the_body_counts_nowhere_in_it(
    transition: Transition, shots: int
) -> None:
    segments = (Segment("opening", 0, 100, "said"), Segment("body", 100, 240, "the rest"))
    measures = measure_episode(
        EpisodeName("A", Fraction(1)),
        file="a.mkv",
        times=FrameTimes.constant(240, Fraction(24)),
        detection=Detection(DETECTOR, (transition,), np.zeros(240, np.float32), 0.5),
        segmentation=Segmentation(segments),
    )
    assert measures.body.shots == shots
    assert measures.whole.shots == 2
