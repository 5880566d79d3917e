"""Segments cover an episode without gap or overlap, or they are refused."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.segments import SEGMENT_KINDS, Segment, check_cover, whole_as_body


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
