"""What is found, in words that anyone would use; the truth is worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.series import make_counted, make_segmented

from cutstat.stats.claim import Answered, Statement, cannot_ask
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.plain import (
    numbers_line,
    paragraph,
    range_text,
    short_headline,
    source_line,
)
from cutstat.stats.published import against_published
from cutstat.stats.sentence import place_among_shows

SURE = ComparisonSettings(title_spread=0.01)


def versus(counts: list[int], *others: list[int], n_frames: int = 28_800) -> Comparison:
    """Compare a series with others; its own episodes may have another length."""
    return compare(
        make_counted("Hero", counts, n_frames=n_frames),
        [make_counted(f"B{k}", some) for k, some in enumerate(others)],
        settings=SURE,
    )


SLOW = [200, 202, 198, 201, 199, 200]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([400, 404, 396, 402, 398, 400], "Hero is cut twice as fast as B0"),
        ([100, 101, 99, 100, 101, 99], "Hero is cut half as fast as B0"),
        ([500, 505, 495, 500, 501, 499], "Hero is cut 2.5 times as fast as B0"),
        ([260, 262, 258, 261, 259, 260], "Hero is cut 30 % faster than B0"),
        ([150, 151, 149, 150, 151, 149], "Hero is cut 25 % slower than B0"),
        ([200, 203, 197, 202, 198, 200], "Hero is cut as fast as B0"),
    ],
)
def test_the_headline_says_how_much_in_a_few_words(counts: list[int], said: str) -> None:
    assert short_headline(versus(counts, SLOW)) == said


def test_the_headline_counts_the_shows_where_there_are_several() -> None:
    assert short_headline(versus([400] * 5 + [404], SLOW, SLOW)) == (
        "Hero is cut twice as fast as these two shows"
    )


def test_the_headline_says_what_cannot_be_told_and_why_there_is_no_verdict() -> None:
    wide = compare(
        make_counted("Hero", [120, 400, 210, 90, 333]),
        [make_counted("B", [100, 380, 200, 90, 300])],
    )
    assert short_headline(wide) == "Whether Hero is cut faster cannot be told"
    assert short_headline(compare(make_counted("Hero", [9]), [make_counted("B", [5])])) == (
        "No verdict on Hero"
    )


def test_the_headline_has_both_where_count_and_rate_disagree() -> None:
    # Bodies half as long again, at the rate of the others: 300 shots against 200.
    both = versus([300, 303, 297, 301, 299, 300], SLOW, n_frames=43_200)
    assert short_headline(both) == "Hero has 50 % more shots an episode, but is cut as fast"


def test_a_claim_leads_with_its_first_answer() -> None:
    told = versus([400] * 5 + [404], SLOW)
    statement = Statement("has more cuts than usual", "shots", "higher", "usual")
    answers = [cannot_ask(statement, "no show"), Answered(statement, "supported", "It has.")]
    assert short_headline(told, answers) == "Supported: Hero has more cuts than usual"
    assert numbers_line(told, answers).endswith(" times as many an episode.")
    sentence = Answered(replace(statement, text="It has more"), "undecided", "It may.")
    assert short_headline(told, [sentence]) == "Undecided: “It has more”"


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        ((1.12, 1.3), "12 to 30 % more"),
        ((0.7, 0.9), "10 to 30 % fewer"),
        ((0.95, 1.12), "from 5 % fewer to 12 % more"),
        ((1.9, 2.4), "1.9 to 2.4 times as many"),
        ((1.6, 2.5), "1.6 to 2.5 times as many"),
        ((0.3, 0.5), "0.3 to 0.5 times as many"),
        ((0.4, 2.6), "from 60 % fewer to 160 % more"),
        ((0.25, 23.2), "0.25 to 23 times as many"),
    ],
)
def test_a_range_is_said_in_one_unit(interval: tuple[float, float], said: str) -> None:
    assert range_text(interval) == said


def test_the_line_of_numbers_holds_means_whose_ratio_is_the_one_that_is_said() -> None:
    line = numbers_line(versus([400] * 5 + [404], SLOW))
    # 28,800 frames at 24000/1001 a second are 20.02 minutes.
    assert line.startswith("401 shots an episode against 200, 20.0 a minute against 10.0: likely ")
    assert line.endswith(" times as many a minute.")


def test_the_paragraph_holds_counts_ranges_the_usual_and_what_could_change_it() -> None:
    target = make_segmented("Hero", episodes=8, rate=20, seed=1)
    comparison = compare(target, [make_segmented("B", episodes=8, rate=12, seed=2)])
    text = paragraph(comparison, against_published(target))
    assert f"An episode of Hero has {target.geometric_mean_shots:.0f} shots" in text
    assert f"{target.geometric_mean_rate:.1f} a minute (means of 8 episodes" in text
    assert "Set against B, that is likely " in text
    assert "Of all TV anime, as far as one show can tell, it " in text
    assert "sources call usual for TV anime" in text
    assert "What would narrow this most is " in text
    assert ".." not in text
    refused = compare(make_counted("A", [5]), [make_counted("B", [4])])
    assert paragraph(refused) == ""


def test_the_source_counts_episodes_and_names_a_few_series() -> None:
    everyone = [make_counted(name, [30] * 5) for name in "ABCDEF"]
    assert source_line(everyone[:2]) == "Shots of whole files; episodes: A 5, B 5"
    assert source_line(everyone).endswith("A 5, B 5, C 5, D 5 and 2 more shows")


def test_a_place_among_shows_that_is_open_is_not_named() -> None:
    assert place_among_shows(0.98, (0.0, 1.0)) == "it may lie anywhere"
    assert place_among_shows(0.8, (0.6, 0.9)) == "it lies above about 80 in 100 (likely 60 to 90)"
