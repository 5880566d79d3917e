"""A person's word about transitions outlives detections and counts wherever shots are counted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.shows import lengths_of, write_series
from support.videos import borders

import cutstat
from cutstat.core.shots import Transition
from cutstat.formats.tables import shot_rows
from cutstat.library.records import LibraryEpisode
from cutstat.library.reviews import (
    put_reviewed_span,
    put_transition_override,
    reviewed_spans,
    take_back_override,
    transition_overrides,
)
from cutstat.library.store import Library
from cutstat.scan.scan import scan
from cutstat.stats.shifts import shots_factor
from cutstat.study.audit import draw_audit, find_audit
from cutstat.study.comparison import compare_series
from cutstat.study.study import Study

SHOTS = 5
"""Shots of every episode."""


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("videos")
    for title, pace in (("Fast", 8), ("Slow", 20)):
        (place / title).mkdir()
        write_series(place / title, title, pace=pace, seed=pace)
    with Library(place / "library") as library:
        scan([place / "Fast", place / "Slow"], library=library, jobs=1)
    return place / "library"


@pytest.fixture
def library(scanned: Path, tmp_path: Path) -> Iterator[Library]:
    with Library(shutil.copytree(scanned, tmp_path / "library")) as opened:
        yield opened


@pytest.fixture
def study(library: Library) -> Study:
    return Study(library)


def episode(study: Study, number: int = 1, series: str = "Fast") -> LibraryEpisode:
    return study.selection(series).episodes[number - 1]


def cuts(number: int = 1) -> list[int]:
    return borders(lengths_of(number, pace=8))


def say(study: Study, place: int, said: int | None, number: int = 1) -> int:
    entry = episode(study, number)
    one = None if said is None else Transition(said, said)
    word = put_transition_override(study.library, entry.file_key, place, one)
    study.renew()
    return word.number


def test_a_transition_that_is_none_is_not_counted(study: Study) -> None:
    say(study, cuts()[1], None)
    measures = study.measure(episode(study))
    assert measures.whole.shots == SHOTS - 1
    assert measures.review.removed == 1
    assert study.measure_found(episode(study)).whole.shots == SHOTS
    assert len(shot_rows([measures])) == SHOTS - 1


def test_the_last_word_counts_and_can_be_taken_back(study: Study) -> None:
    key = episode(study).file_key
    first = say(study, cuts()[1], cuts()[1] + 1)
    second = say(study, cuts()[1], None)
    assert [one.said for one in transition_overrides(study.library, key)] == [None]
    assert take_back_override(study.library, key, second)
    (word,) = transition_overrides(study.library, key)
    assert word.said == Transition(cuts()[1] + 1, cuts()[1] + 1)
    assert not take_back_override(study.library, key, second)
    assert take_back_override(study.library, key, first)
    assert transition_overrides(study.library, key) == ()


def test_a_word_outlives_another_detector_and_shows_what_became_of_it(study: Study) -> None:
    say(study, cuts()[1], None)
    say(study, cuts()[0] + 3, cuts()[0] + 3)
    lenient = Study(study.library, sensitivity=0.9)
    assert episode(lenient).file_key == episode(study).file_key
    assert lenient.measure(episode(lenient)).review.removed == 1
    (review,) = cutstat.list_reviews("Fast", library=lenient)
    assert review.states == ("in use", "in use")
    assert [one.place for one in review.overrides] == [cuts()[0] + 3, cuts()[1]]


def test_the_verdict_and_the_report_take_what_a_person_says(study: Study) -> None:
    before = compare_series(study, "Fast", ["Slow"]).comparison
    for number in range(1, 6):
        for place in cuts(number)[:2]:
            say(study, place, None, number)
    after = compare_series(study, "Fast", ["Slow"]).comparison
    assert after.ratio == pytest.approx(before.ratio * (SHOTS - 2) / SHOTS)
    assert all(one.review.removed == 2 for one in after.target.episodes)
    said = "a person looked at its transitions: 2 taken out"
    assert all(said in one.warnings for one in after.target.episodes)


def test_all_is_forgotten_with_the_episode_or_by_itself(study: Study) -> None:
    entry = episode(study)
    say(study, cuts()[1], None)
    put_reviewed_span(study.library, entry.file_key, 0, 10)
    assert cutstat.clear_reviews("Fast 01", library=study) == ((entry, 2),)
    assert cutstat.clear_reviews("Fast 01", library=study) == ()
    assert study.measure(entry).whole.shots == SHOTS
    say(study, cuts()[1], None)
    cutstat.forget("Fast 01", library=study)
    with study.library.reading() as connection:
        assert connection.execute("SELECT count(*) FROM transition_override").fetchone() == (0,)


# What was gone through


def go_through(study: Study, numbers: range, *, series: str = "Fast") -> None:
    for number in numbers:
        entry = episode(study, number, series)
        for start, stop in study.measure(entry).body_spans:
            put_reviewed_span(study.library, entry.file_key, start, stop)
    study.renew()


def test_a_series_that_was_gone_through_whole_is_exact(study: Study) -> None:
    say(study, cuts()[1], None)
    say(study, cuts()[0] + 3, cuts()[0] + 3)
    say(study, cuts()[0] - 3, cuts()[0] - 3)
    go_through(study, range(1, 6))
    error = find_audit(study, "Fast")
    assert error is not None
    sample = study.series("Fast").sample
    assert sum(one.body.shots for one in sample.episodes) == 5 * SHOTS + 1
    assert shots_factor(sample, error) == pytest.approx(1)
    low, high = error.factor_interval
    assert low == high  # nothing is left to chance
    assert (error.precision, error.recall) == pytest.approx((19 / 20, 19 / 21))
    assert all(one.review.is_whole for one in sample.episodes)


def test_a_part_that_was_gone_through_is_an_audit_once_it_is_large_enough(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(study, cuts()[1], None)
    go_through(study, range(1, 3))
    assert find_audit(study, "Fast") is None
    monkeypatch.setattr("cutstat.study.reviewed.FEWEST_BORDERS", 8)
    error = find_audit(study, "Fast")
    assert error is not None
    assert error.precision == pytest.approx(7 / 8)
    # 7 of 8 are right; of the 20 that were found 17.5, of which 19 are counted still.
    sample = study.series("Fast").sample
    assert shots_factor(sample, error) == pytest.approx((17.5 + 5) / (19 + 5))


def test_corrections_do_not_spoil_an_audit_and_are_not_counted_twice(study: Study) -> None:
    drawn = draw_audit(study, "Fast", boundaries=20, candidates=20, strips=0, seed=1)
    say(study, cuts()[1], None)
    again = draw_audit(study, "Fast", boundaries=20, candidates=20, strips=0, seed=1)
    assert again.plan == drawn.plan


def test_gone_through_is_kept_by_span(study: Study) -> None:
    key = episode(study).file_key
    put_reviewed_span(study.library, key, 3, 9)
    (span,) = reviewed_spans(study.library, key)
    assert span[:2] == (3, 9)
    assert not study.measure(episode(study)).review.is_whole
