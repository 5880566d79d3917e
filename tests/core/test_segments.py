"""Segments cover an episode without gap or overlap, or they are refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.segments import (
    SEGMENT_KINDS,
    Segment,
    Segmentation,
    SegmentOverride,
    check_cover,
    whole_as_body,
)
from cutstat.core.timing import FrameTimes, parse_position


@given(st.sets(st.integers(1, 999), max_size=8), st.data())
def test_any_cut_of_an_episode_into_segments_covers_it(
    borders: set[int], data: st.DataObject
) -> None:
    segments = [
        Segment(data.draw(st.sampled_from(SEGMENT_KINDS)), start, stop, "drawn")
        for start, stop in pairwise([0, *sorted(borders), 1000])
    ]
    check_cover(segments, n_frames=1000)
    with pytest.raises(ValueError, match="end at frame 1000 of 1001"):
        check_cover(segments, n_frames=1001)
    if len(segments) > 1:
        with pytest.raises(ValueError, match="does not begin at frame"):
            check_cover(segments[1:], n_frames=1000)


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        ([(0, 5), (6, 10)], "does not begin at frame 5"),
        ([(0, 5), (4, 10)], "does not begin at frame 5"),
        ([(5, 10), (0, 5)], "does not begin at frame 0"),
        ([(0, 5)], "end at frame 5 of 10"),
        ([], "end at frame 0 of 10"),
    ],
)
def test_gaps_and_overlaps_are_refused_with_their_place(
    spans: list[tuple[int, int]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        check_cover([Segment("body", *span, "x") for span in spans], n_frames=10)


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (5, 5), (6, 5)])
def test_a_segment_needs_at_least_one_frame(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match=rf"a segment needs .*\[{start}, {stop}\)"):
        Segment("body", start, stop, "x")


def test_an_episode_of_which_nothing_is_known_is_body_and_says_so() -> None:
    segments = whole_as_body(240)
    check_cover(segments, n_frames=240)
    assert [segment.kind for segment in segments] == ["body"]
    assert "not segmented" in segments[0].evidence


def said(start: str | int, stop: str | int) -> SegmentOverride:
    return SegmentOverride("ending", parse_position(start), parse_position(stop), "a test")


@pytest.mark.parametrize(
    ("start", "stop", "span"),
    [
        (0, 25, (0, 25)),
        ("1s", "end", (25, 100)),
        ("-2s", "-1", (50, 99)),
        ("00:00:03", "01:00:00", (75, 100)),
        ("end", "4.5s", None),
        ("-1s", 75, None),
        (99, "3.95s", None),
        (0, 101, None),
        ("-5s", "end", None),
    ],
)
def test_a_said_segment_has_its_span_in_each_video(
    start: str | int, stop: str | int, span: tuple[int, int] | None
) -> None:
    times = FrameTimes.constant(100, Fraction(25))
    if span is not None:
        assert said(start, stop).span(times) == span
    else:
        with pytest.raises(ValueError, match=r"holds no frame|outside the 100|before the first"):
            said(start, stop).span(times)


def test_what_is_said_to_be_absent_has_no_span() -> None:
    absent = SegmentOverride("ending", None, None, "a test")
    assert absent.is_absent
    assert not said(0, 1).is_absent
    with pytest.raises(ValueError, match="there is no ending"):
        absent.span(FrameTimes.constant(100, Fraction(25)))


@pytest.mark.parametrize(
    ("start", "stop"),
    [(5, 5), (6, 5), ("90s", "00:01:30"), (-5, -6), ("-1:00", "-60s"), ("end", "end")],
)
def test_a_said_segment_that_holds_a_frame_in_no_video_is_refused(
    start: str | int, stop: str | int
) -> None:
    with pytest.raises(ValueError, match="a segment stops after its start, got "):
        said(start, stop)


def test_a_said_segment_needs_a_known_kind_and_both_ends() -> None:
    with pytest.raises(ValueError, match="'outro' is none of opening, ending"):
        SegmentOverride("outro", None, None, "a test")  # type: ignore[arg-type]
    for places in ((parse_position(1), None), (None, parse_position(1))):
        with pytest.raises(ValueError, match="both start and stop or neither"):
            SegmentOverride("ending", *places, source="a test")


def test_a_segmentation_of_which_nothing_is_known_leaves_no_doubt() -> None:
    whole = Segmentation.whole(240)
    assert whole.segments == whole_as_body(240)
    assert whole.is_certain
