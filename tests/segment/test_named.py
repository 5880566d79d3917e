"""What named chapters are believed, and what not."""

from __future__ import annotations

import pytest
from support.footage import bodies, doubted, encoded, frames, season, shots, spans

from cutstat.core.segments import Segmentation
from cutstat.core.track import Chapter
from cutstat.segment.footage import Source
from cutstat.segment.segmenter import segment_series

OPENING = shots(90, seed=1)


def with_chapters(*chapters: tuple[str, float, float], seed: int = 0) -> Source:
    """Make an episode of 20 minutes that shares nothing, with chapters given in seconds."""
    film = shots(1200, seed=5000 + seed)
    named = [Chapter(start, stop, title) for title, start, stop in chapters]
    return encoded(film, seed=seed, number=seed + 1, chapters=named)


def alone(*chapters: tuple[str, float, float]) -> Segmentation:
    (found,) = segment_series([with_chapters(*chapters)])
    return found


def is_about(span: tuple[int, int], start: float, stop: float) -> bool:
    """Whether a span lies where a chapter does, moved to a border of shots at most."""
    reach = frames(0.5) + 1
    return abs(span[0] - frames(start)) <= reach and abs(span[1] - frames(stop)) <= reach


@pytest.mark.parametrize(
    ("title", "kind", "start", "stop"),
    [
        ("OP", "opening", 0, 90),
        ("Opening", "opening", 80, 170),
        ("Ending", "ending", 1050, 1140),
        ("Preview", "preview", 1160, 1190),
        ("Recap", "recap", 0, 40),
        ("Eyecatch", "eyecatch", 600, 606),
        ("Sponsor", "card", 1190, 1200),
    ],
)
def test_a_chapter_of_possible_length_and_place_is_believed(
    title: str, kind: str, start: float, stop: float
) -> None:
    found = alone((title, start, stop))
    (segment,) = [one for one in found.segments if one.kind != "body"]
    assert segment.kind == kind
    assert is_about((segment.start, segment.stop), start, stop)
    assert f"a chapter named {title!r}" in segment.evidence
    assert kind not in doubted(found)


@pytest.mark.parametrize(
    ("title", "start", "stop"),
    [
        ("Intro", 0, 3),
        ("Intro", 0, 600),
        ("Intro", 0, 45),  # vague, and of no usual length
        ("OP", 0, 3),
        ("OP", 0, 600),
        ("OP", 900, 990),  # no opening begins there
        ("ED", 100, 190),
        ("Preview", 200, 230),
        ("Recap", 800, 860),
        ("Eyecatch", 500, 560),
        ("Chapter 1", 0, 90),
        ("The opening of the gate", 0, 90),
        ("Prologue", 0, 90),
    ],
)
def test_a_chapter_that_cannot_be_what_it_says_is_body(
    title: str, start: float, stop: float
) -> None:
    found = alone((title, start, stop))
    assert {segment.kind for segment in found.segments} == {"body"}
    assert doubted(found) == ["opening", "ending"]


def test_a_vague_title_is_believed_at_the_usual_length() -> None:
    assert is_about(spans(alone(("Intro", 60, 150)), "opening")[0], 60, 150)


@pytest.mark.parametrize(("count", "is_believed"), [(1, False), (2, False), (3, True)])
def test_a_vague_title_of_another_length_needs_two_that_agree(
    count: int, is_believed: bool
) -> None:
    sources = [
        with_chapters(("Intro", 20 * k, 20 * k + 45.2), seed=k)
        if k < count
        else with_chapters(seed=k)
        for k in range(4)
    ]
    found = segment_series(sources)
    for k, one in enumerate(found):
        assert bool(spans(one, "opening")) == (is_believed and k < count)


def test_a_short_opening_is_believed_if_three_have_it() -> None:
    sources = [with_chapters(("OP", 30, 45), seed=k) for k in range(3)]
    for one in segment_series(sources):
        assert is_about(spans(one, "opening")[0], 30, 45)
    for one in segment_series(sources[:2]):
        assert spans(one, "opening") == []


def test_the_edges_of_a_chapter_move_to_the_shots() -> None:
    film = shots(60, seed=20) + OPENING + shots(1000, seed=21)
    chapter = Chapter(60.3, 149.7, "OP")
    (found,) = segment_series([encoded(film, seed=0, chapters=[chapter])])
    # Only a shot that happens to begin nearer to the chapter's edge could take its place.
    assert is_about(spans(found, "opening")[0], 60, 150)
    assert set(spans(found, "opening")[0]) <= set(film.borders.tolist())


def test_pictures_win_over_a_chapter_that_is_set_wrong() -> None:
    films = [shots(20 + 5 * k, seed=600 + k) + OPENING + b for k, b in enumerate(bodies(3))]
    sources = season(films)
    wrong = Chapter(60.0, 150.0, "OP")
    sources[1] = encoded(films[1], seed=1, number=2, chapters=[wrong])
    found = segment_series(sources)[1]
    assert spans(found, "opening") == [(frames(25), frames(25) + len(OPENING))]


def test_pictures_and_a_chapter_that_agree_are_both_named() -> None:
    films = [OPENING + body for body in bodies(3)]
    sources = season(films)
    sources[0] = encoded(films[0], seed=0, number=1, chapters=[Chapter(0, 90, "OP 「Song」")])
    found = segment_series(sources)[0]
    assert "a chapter named 'OP 「Song」' there" in found.segments[0].evidence


def test_parts_by_name_divide_the_body() -> None:
    found = alone(("Part A", 0, 600), ("Part B", 600, 1200))
    (start,) = found.part_starts
    assert abs(start - frames(600)) <= frames(0.5) + 1


def test_chapters_beyond_the_file_are_no_trouble() -> None:
    found = alone(("OP", -5, 85), ("Part B", 1300, 1400), ("Preview", 1170, 1e9), ("ED", 9e5, 1e6))
    assert [segment.kind for segment in found.segments] == ["opening", "body", "preview"]
