"""The stage as a whole: the user's word, doubts, and what must never be labelled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.footage import (
    Film,
    black,
    bodies,
    doubted,
    encoded,
    frames,
    nothing,
    season,
    shots,
    spans,
    still,
    with_credits,
)

from cutstat.core.segments import Segment, SegmentKind, SegmentOverride, check_cover
from cutstat.core.timing import parse_position
from cutstat.detection.detector import CutstatDetector
from cutstat.scan.analyse import read_track
from cutstat.segment.footage import Source, common_clock
from cutstat.segment.repeats import find_matches
from cutstat.segment.segmenter import segment_series

OPENING = shots(90, seed=1)
ENDING = shots(90, seed=2)
DATA = Path(__file__).parents[3] / "shared" / "data"


def usual(count: int) -> list[Film]:
    return [OPENING + body + ENDING for body in bodies(count)]


def lies(kind: SegmentKind, start: str | int, stop: str | int) -> SegmentOverride:
    return SegmentOverride(kind, parse_position(start), parse_position(stop), "a test")


def absent(kind: SegmentKind) -> SegmentOverride:
    return SegmentOverride(kind, None, None, "a test")


# The user's word


def test_the_users_word_wins_over_what_is_found() -> None:
    found, *others = segment_series(season(usual(3)), [[lies("opening", 24, 1000)], [], []])
    assert spans(found, "opening") == [(24, 1000)]
    assert found.segments[1] == Segment("opening", 24, 1000, "said by the user (a test)")
    for other in others:
        assert spans(other, "opening") == [(0, len(OPENING))]


def test_a_word_on_one_kind_leaves_the_others() -> None:
    found, *_ = segment_series(season(usual(3)), [[lies("opening", 24, 1000)], [], []])
    n = found.segments[-1].stop
    assert spans(found, "ending") == [(n - len(ENDING), n)]


def test_said_to_be_absent_it_is_neither_labelled_nor_in_doubt() -> None:
    found, *_ = segment_series(season(usual(3)), [[absent("opening")], [], []])
    assert spans(found, "opening") == []
    assert doubted(found) == []
    unrelated = season(list(bodies(2)))
    found, other = segment_series(unrelated, [[absent("opening"), absent("ending")], []])
    assert doubted(found) == []
    assert doubted(other) == ["opening", "ending"]


def test_body_said_over_a_false_opening_makes_it_body() -> None:
    found, *_ = segment_series(season(usual(3)), [[lies("body", 0, len(OPENING))], [], []])
    assert spans(found, "opening") == []
    assert found.segments[0].kind == "body"
    check_cover(found.segments, n_frames=len(usual(1)[0]))


def test_of_two_words_that_overlap_the_later_one_counts() -> None:
    opening, body = lies("opening", 0, 200), lies("body", 0, "end")
    found, *_ = segment_series(season(usual(3)), [[opening, body], [], []])
    assert {one.kind for one in found.segments} == {"body"}
    found, *_ = segment_series(season(usual(3)), [[body, opening], [], []])
    assert spans(found, "opening") == [(0, 200)]


def test_a_word_holds_its_frames_where_it_meets_what_is_found() -> None:
    said = lies("recap", len(OPENING) - 100, len(OPENING) + 400)
    found, *_ = segment_series(season(usual(3)), [[said], [], []])
    assert spans(found, "opening") == [(0, len(OPENING) - 100)]
    assert spans(found, "recap") == [(len(OPENING) - 100, len(OPENING) + 400)]


def test_places_from_the_end_of_the_file_are_understood() -> None:
    (body,) = bodies(1)
    (found,) = segment_series([encoded(body, seed=0)], [[lies("ending", -500, "end")]])
    assert spans(found, "ending") == [(len(body) - 500, len(body))]
    assert doubted(found) == ["opening"]


def test_a_word_that_does_not_fit_is_an_error() -> None:
    (body,) = bodies(1)
    with pytest.raises(ValueError, match="outside the"):
        segment_series([encoded(body, seed=0)], [[lies("ending", 0, 10**6)]])


# What cannot be known


def test_of_no_episode_nothing_is_known() -> None:
    assert segment_series([]) == ()


def test_a_single_episode_is_body_with_doubts_on_opening_and_ending() -> None:
    (film,) = usual(1)
    (found,) = segment_series([encoded(film, seed=0)])
    assert [(one.kind, one.start, one.stop) for one in found.segments] == [("body", 0, len(film))]
    assert doubted(found) == ["opening", "ending"]
    assert all("single episode" in doubt.reason for doubt in found.doubts)
    opening, ending = found.doubts
    assert opening.start == 0
    assert ending.stop == len(film)
    assert abs(opening.frames - frames(90)) <= 1


@pytest.mark.parametrize("seed", range(4))
def test_unrelated_episodes_share_nothing(seed: int) -> None:
    sources = season([shots(300, seed=50 * seed + k, pace=1 + k) for k in range(5)])
    assert find_matches(common_clock(sources)) == []
    for one in segment_series(sources):
        assert [segment.kind for segment in one.segments] == ["body"]
        assert doubted(one) == ["opening", "ending"]
        assert (one.bank, one.notes, one.part_starts) == ((), (), ())


@pytest.mark.parametrize("count", [2, 4])
def test_black_at_the_same_places_proves_nothing(count: int) -> None:
    films = [black(90) + body + black(90) for body in bodies(count)]
    for one in segment_series(season(films)):
        assert {segment.kind for segment in one.segments} == {"body"}


def test_one_held_picture_that_two_series_share_proves_nothing() -> None:
    title = still(40, seed=5)
    films = [body.part(0, 60) + title + body.part(60, 150) for body in bodies(2)]
    for one in segment_series(season(films)):
        assert [segment.kind for segment in one.segments] == ["body"]


def test_a_static_scene_is_no_repeat_of_itself() -> None:
    films = [still(120, seed=k) + body for k, body in enumerate(bodies(4))]
    for one in segment_series(season(films)):
        assert [segment.kind for segment in one.segments] == ["body"]


# For any episodes


PIECES = [
    OPENING,
    ENDING,
    shots(15, seed=3),
    shots(5, seed=4),
    still(3, seed=5),
    black(2),
    black(0.2),
    shots(0.3, seed=6),
]


@st.composite
def films(draw: st.DrawFn) -> Film:
    """Draw an episode of shared and own pieces in any order."""
    film = nothing()
    for choice in draw(st.lists(st.integers(-4, len(PIECES) - 1), min_size=1, max_size=6)):
        if choice < 0:
            film += shots(draw(st.sampled_from([0.1, 2, 40])), seed=draw(st.integers(100, 10**6)))
        elif draw(st.booleans()):
            film += with_credits(PIECES[choice], seed=draw(st.integers(0, 99)))
        else:
            film += PIECES[choice]
    return film


@settings(max_examples=150)
@given(st.lists(films(), min_size=1, max_size=5), st.booleans(), st.data())
def test_segments_cover_whatever_the_episodes_are(
    episodes: list[Film], is_said: bool, data: st.DataObject
) -> None:
    said: list[list[SegmentOverride]] = [[] for _ in episodes]
    if is_said:
        n = len(episodes[0])
        start = data.draw(st.integers(0, n - 1))
        stop = data.draw(st.integers(start + 1, n))
        said[0] = [lies(data.draw(st.sampled_from(["opening", "card", "body"])), start, stop)]
    for film, one, words in zip(
        episodes, segment_series(season(episodes), said), said, strict=True
    ):
        check_cover(one.segments, n_frames=len(film))
        for word in words:
            span = word.span(encoded(film, seed=0).times)
            covered = [s for s in one.segments if s.start < span[1] and s.stop > span[0]]
            assert {s.kind for s in covered} == {word.kind}
        for doubt in one.doubts:
            assert doubt.stop <= len(film)
        bodies_of = spans(one, "body")
        for start, stop in one.bank:
            assert 0 <= start < stop <= len(film)
        for frame in one.part_starts:
            assert any(start <= frame < stop for start, stop in bodies_of)


@settings(max_examples=15)
@given(st.lists(films(), min_size=2, max_size=4))
def test_the_same_episodes_give_the_same_segments(episodes: list[Film]) -> None:
    assert segment_series(season(episodes)) == segment_series(season(episodes))


def test_files_of_a_few_frames_are_no_trouble() -> None:
    tiny = [shots(0.05, seed=1), black(0.05), shots(0.3, seed=2)]
    for film, one in zip(tiny, segment_series(season(tiny)), strict=True):
        check_cover(one.segments, n_frames=len(film))


def test_files_that_are_black_throughout_are_body() -> None:
    for one in segment_series(season([black(60)] * 3)):
        assert {segment.kind for segment in one.segments} == {"body"}


# Real videos


def source_of(video: Path) -> Source:
    track = read_track(video)
    transitions = CutstatDetector().detect(track).transitions
    return Source(
        number=None,
        times=track.times,
        fingerprints=track.seen.fingerprints,
        colours=track.seen.colours,
        deviation=track.seen.curves["deviation"],
        borders=np.array([one.border for one in transitions], np.intp),
    )


@pytest.mark.skipif(not DATA.is_dir(), reason="the real videos are not beside the project")
def test_real_title_cards_of_one_layout_share_no_pictures() -> None:
    """Five cards of 15 s each; a person sees that each shows another character."""
    sources = [source_of(video) for video in sorted((DATA / "cards").glob("*.mp4"))]
    assert len(sources) == 5
    for one in segment_series(sources):
        assert {segment.kind for segment in one.segments} == {"body"}


@pytest.mark.skipif(not DATA.is_dir(), reason="the real videos are not beside the project")
def test_real_videos_of_different_works_share_nothing() -> None:
    names = ["anime-jjk-14s", "anime-onepiece-7s", "game-trailer-60s", "wildlife-30s"]
    names += ["vector-cartoon-52s", "popeye-T00-1080"]
    videos = [next(f for f in (DATA / "annotated").glob(f"{n}.m*")) for n in names]
    sources = [source_of(video) for video in videos]
    assert find_matches(common_clock(sources)) == []
    for one in segment_series(sources):
        assert {segment.kind for segment in one.segments} == {"body"}


@pytest.mark.parametrize(("start", "is_absorbed"), [("0.4s", True), ("0.6s", False)])
def test_less_than_half_a_second_of_body_belongs_to_the_segment_beside_it(
    start: str, is_absorbed: bool
) -> None:
    film = shots(60, seed=4)
    word = SegmentOverride("opening", parse_position(start), parse_position("30s"), "a test")
    (found,) = segment_series([encoded(film, seed=1)], [[word]])
    first = found.segments[0]
    assert first.kind == ("opening" if is_absorbed else "body")
    assert first.start == 0
