from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from support.series import make_counted, make_segmented

from cutstat.core.segments import Doubt
from cutstat.core.shots import DetectorInfo
from cutstat.core.timing import FrameTimes
from cutstat.stats.caveats import KNOWN_ERRORS, caveats, doubt_phrase
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.contrast import TITLE_SPREAD, ComparisonSettings, Contrast, Decision
from cutstat.stats.numbers import change, change_range, percent
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import (
    bounds_sentence,
    headline,
    rank_sentence,
    usual_sentence,
    verdict_sentence,
)

ROOT = Path(__file__).parents[2]
EPISODES = [300, 310, 320, 330, 340, 350, 360, 370]
HIGHER = (1.56, (1.34, 1.82), (1.38, 1.77))
LOWER = (0.70, (0.55, 0.89), (0.57, 0.86))
EQUAL = (1.01, (0.92, 1.12), (0.93, 1.09))


def saying(
    decision: Decision,
    numbers: tuple[float, tuple[float, float], tuple[float, float]],
    *,
    baselines: int = 1,
    p_value: float = 0.3,
) -> Comparison:
    """Make a comparison that has found these numbers."""
    ratio, interval, inner = numbers
    comparison = compare(
        make_counted("Hero Mask", EPISODES),
        [make_counted(f"Baseline {k + 1}", EPISODES[::-1]) for k in range(baselines)],
    )
    contrast = Contrast("all baselines", ratio, interval, inner, 0.07, 14.0, p_value, 0.15, 0.5)
    assert comparison.total is not None
    total = replace(
        comparison.total,
        ratio=ratio,
        interval=interval,
        inner_interval=inner,
        decision=decision,
        detectable_ratio=1.24,
    )
    return replace(
        comparison,
        decision=decision,
        primary=contrast,
        total=total,
        ratio=ratio,
        detectable_ratio=1.24,
    )


@pytest.mark.parametrize(
    ("decision", "numbers", "sentence"),
    [
        (
            "higher",
            HIGHER,
            "Hero Mask is cut 56 % faster than Baseline 1 (95 % interval +34 % to +82 %).",
        ),
        (
            "higher-size-uncertain",
            (1.12, (1.02, 1.24), (1.03, 1.22)),
            "Hero Mask is cut faster than Baseline 1, but by how much is uncertain: 12 % "
            "(95 % interval +2 % to +24 %).",
        ),
        (
            "lower",
            LOWER,
            "Hero Mask is cut 30 % slower than Baseline 1 (95 % interval −45 % to −11 %).",
        ),
        (
            "lower-size-uncertain",
            (0.90, (0.82, 0.99), (0.83, 0.97)),
            "Hero Mask is cut slower than Baseline 1, but by how much is uncertain: 10 % "
            "(95 % interval −18 % to −1 %).",
        ),
        (
            "equivalent",
            EQUAL,
            "Hero Mask is cut as fast as Baseline 1, within 10 % (90 % interval −7 % to +9 %).",
        ),
        (
            "inconclusive",
            (1.05, (0.88, 1.25), (0.91, 1.21)),
            "It cannot be told whether Hero Mask is cut faster or slower than Baseline 1 (95 % "
            "interval −12 % to +25 %).",
        ),
        (
            "higher-small",
            (1.05, (1.02, 1.08), (1.03, 1.07)),
            "Hero Mask is cut faster than Baseline 1, but by less than 10 %: 5 % (95 % interval "
            "+2 % to +8 %).",
        ),
        (
            "lower-small",
            (0.97, (0.94, 0.996), (0.95, 0.99)),
            "Hero Mask is cut slower than Baseline 1, but by less than 10 %: 3 % (95 % interval "
            "−6 % to −0.4 %).",
        ),
        (
            "higher",
            (4.2, (1.7, 11.4), (2.1, 9.48)),
            "Hero Mask is cut 4.2 times as fast as Baseline 1 (95 % interval ×1.7 to ×11).",
        ),
        (
            "lower",
            (0.004, (0.002, 0.009), (0.003, 0.008)),
            "Hero Mask is cut 0.004 times as fast as Baseline 1 (95 % interval ×0.002 to ×0.009).",
        ),
    ],
)
def test_the_sentence_of_each_verdict(
    decision: Decision,
    numbers: tuple[float, tuple[float, float], tuple[float, float]],
    sentence: str,
) -> None:
    assert verdict_sentence(saying(decision, numbers)) == sentence


def test_a_refusal_says_why() -> None:
    comparison = compare(make_counted("A", EPISODES[:3]), [make_counted("B", EPISODES)])
    assert verdict_sentence(comparison) == (
        "No verdict on A: a verdict needs at least 5 episodes of each series, "
        "and these have fewer: A (3)."
    )


def test_episodes_that_do_not_vary_give_no_verdict() -> None:
    comparison = compare(make_counted("A", [300] * 5), [make_counted("B", [200] * 5)])
    assert verdict_sentence(comparison) == (
        "It cannot be told by how much A differs from B: their episodes do not vary, so no "
        "interval can be given. As counted, it is cut 50 % faster than B."
    )


@pytest.mark.parametrize(
    ("baselines", "others"),
    [
        (1, "than Baseline 1 ("),
        (2, "than the mean of Baseline 1 and Baseline 2 ("),
        (3, "than the mean of 3 baselines ("),
    ],
)
def test_two_baselines_are_named_and_more_are_counted(baselines: int, others: str) -> None:
    assert others in verdict_sentence(saying("higher", HIGHER, baselines=baselines))


def test_the_sentence_names_the_level_that_was_fixed() -> None:
    comparison = replace(saying("higher", HIGHER), settings=ComparisonSettings(alpha=0.01))
    assert "(99 % interval" in verdict_sentence(comparison)
    equal = replace(saying("equivalent", EQUAL), settings=ComparisonSettings(alpha=0.01))
    assert "(98 % interval" in verdict_sentence(equal)


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (1.21, "+21 %"),
        (0.5, "−50 %"),
        (1.0, "0 %"),
        (0.999, "−0.1 %"),
        (1.004, "+0.4 %"),
        (1.0002, "+0.02 %"),
        (0.9, "−10 %"),
        (2.5, "+150 %"),
        (9.9, "×9.9"),
        (0.0004, "under ×0.001"),
        (12.4, "×12"),
        (5e20, "×1000+"),
    ],
)
def test_ratios_are_written_as_changes(ratio: float, text: str) -> None:
    assert change(ratio) == text


@pytest.mark.parametrize(
    ("shots", "sentence"),
    [
        (480, "number 1 of these 3 series, and the intervals leave no other place open."),
        (410, "number 1 of these 3 series; the intervals leave open the places 1 to 2."),
        (320, "number 2 of these 3 series, and the intervals leave no other place open."),
        (210, "number 3 of these 3 series, and the intervals leave no other place open."),
    ],
)
def test_the_rank_in_words(shots: int, sentence: str) -> None:
    comparison = compare(
        make_counted("Target", [shots, shots + 1] * 3),
        [make_counted("Slow", [250, 260] * 3), make_counted("Fast", [390, 400] * 3)],
    )
    assert rank_sentence(comparison) == f"By cutting rate it is {sentence}"


def test_a_verdict_says_when_it_would_fall() -> None:
    # The inner intervals end at 1.38 and at 0.86, and the margin is 1.10.
    assert (
        "“More, by more than 10 %” would no longer hold of the cutting rate if the detector "
        "counted 25 % more shots in the target than in the baselines by error alone, beyond what "
        "the interval holds." in caveats(saying("higher", HIGHER))
    )
    assert (
        "“Fewer, by more than 10 %” would no longer hold of the cutting rate if the detector "
        "counted 5 % fewer shots in the target than in the baselines by error alone, beyond what "
        "the interval holds." in caveats(saying("lower", LOWER))
    )


def test_what_was_not_found_says_what_would_have_been() -> None:
    def found(comparison: Comparison) -> str:
        (sentence,) = (one for one in caveats(comparison) if "only differences" in one)
        return sentence

    decisions: tuple[Decision, ...] = ("inconclusive", "equivalent")
    for decision in decisions:
        sentence = found(saying(decision, EQUAL))
        assert sentence.startswith(
            "With these episodes, only differences of about this size would have been found ("
        )
        assert "+24 % a minute against these series" in sentence
        assert "an episode against the usual" in sentence  # of one show nothing is told
    assert "a minute against these" not in found(saying("higher", HIGHER))


def test_warnings_stand_among_the_caveats() -> None:
    comparison = compare(make_counted("A", EPISODES[:6]), [make_counted("B", EPISODES)])
    assert set(comparison.warnings) <= set(caveats(comparison))
    assert len(comparison.warnings) == 2


def test_segments_in_doubt_are_told_with_how_far_they_could_move_the_difference() -> None:
    doubtful = make_segmented("A", episodes=8, doubtful=[2, 5, 7])
    other = make_segmented("B", episodes=8, seed=4, doubtful=[1])
    comparison = compare(doubtful, [other])
    low, high = comparison.ratio_bounds or (0, 0)
    (sentence,) = (one for one in caveats(comparison) if "is in doubt" in one)
    assert sentence == (
        "In 4 episodes (A: 3, B: 1) a segment is in doubt and counts as body. If such segments "
        f"were left out, the difference could lie anywhere from {change_range((low, high))}, "
        f"instead of at {change(comparison.ratio)}. `cutstat segments set 'A 02' opening --none` "
        "says of an episode that it has none."
    )
    sure = compare(make_segmented("A", episodes=8), [make_segmented("B", episodes=8, seed=4)])
    assert not any("in doubt" in one for one in caveats(sure))


def test_a_doubt_says_what_may_lie_where_and_why() -> None:
    times = FrameTimes.constant(7200, Fraction(24))
    doubt = Doubt("opening", 24, 4800, 2160, "nothing of it repeats")
    assert doubt_phrase(doubt, times=times) == (
        "an opening of up to 90.0 s may lie between 00:00:01.000 and 00:03:20.000: "
        "nothing of it repeats"
    )
    assert doubt_phrase(replace(doubt, kind="preview"), times=times).startswith("a preview of")


def test_known_errors_are_those_of_the_benchmark() -> None:
    stored = json.loads((ROOT / "benchmarks/accuracy/results/left-out.json").read_text("utf-8"))
    counts = stored["television"]
    hits = counts["hits"]
    assert KNOWN_ERRORS["cutstat 3"] == (
        pytest.approx(hits / (hits + counts["false_alarms"])),
        pytest.approx(hits / (hits + counts["misses"])),
    )


def test_the_spread_between_titles_is_that_of_the_benchmark() -> None:
    stored = json.loads((ROOT / "benchmarks/accuracy/results/left-out.json").read_text("utf-8"))
    assert round(stored["title_spread"]["deviation"], 2) == TITLE_SPREAD


def test_without_an_audit_the_errors_of_the_benchmark_are_named() -> None:
    detector = DetectorInfo("cutstat", "3", {"threshold": 0.5})
    target, baseline = (
        make_counted(name, EPISODES, detector=detector) for name in ("Target", "Baseline")
    )
    _, recall = KNOWN_ERRORS["cutstat 3"]
    assert any(
        "22 excerpts from TV anime, nearly all in fights and openings, this detector finds "
        f"{100 * recall:.0f} %" in sentence
        for sentence in caveats(compare(target, [baseline]))
    )
    other = make_counted("Target", EPISODES), [make_counted("Baseline", EPISODES)]
    assert not any("annotated videos" in sentence for sentence in caveats(compare(*other)))


def long_bodies(name: str, counts: list[int], *, minutes: float) -> SeriesSample:
    return make_counted(name, counts, n_frames=round(minutes * 60 * 24000 / 1001))


def test_where_an_episode_and_a_minute_do_not_answer_alike_the_length_is_named() -> None:
    """Bodies of 27 minutes at 14 shots a minute against five shows of 19.8 minutes at 15."""
    deviations = (-8, -5, -2, 0, 0, 1, 2, 3, 4, 5)
    target = long_bodies("Streamed", [378 + d for d in deviations], minutes=27)
    shows = [
        long_bodies(f"Show {k}", [297 + k + d for d in deviations], minutes=19.8)
        for k in (-2, -1, 0, 1, 2)
    ]
    comparison = compare(target, shows, settings=ComparisonSettings(title_spread=0.01))
    said = headline(comparison)
    assert said.startswith("Streamed has 27 % more shots an episode than the mean of 5 baselines (")
    assert "It is cut slower than the mean of 5 baselines, but by less than 10 %: 7 %" in said
    assert said.endswith(
        "An episode and a minute do not answer alike, since the bodies of Streamed are longer: "
        "27.0 minutes, against 19.8."
    )
    assert comparison.count is not None
    usual = [usual_sentence(one) for one in comparison.by_quantity]
    assert all(
        one.startswith("What is usual is estimated from these 5 shows, how far shows")
        for one in usual
    )
    assert all(" is usual (" in one or " is usual, but " in one for one in usual)
    assert headline(compare(shows[0], [shows[1]])).count(".") > 0
    assert "do not answer alike" not in headline(compare(shows[0], [shows[1]]))


def test_what_was_counted_comes_first_where_the_series_are_whole() -> None:
    target, other = make_counted("A", EPISODES), make_counted("B", EPISODES[::-1])
    said = headline(compare(target, [other], settings=ComparisonSettings(is_whole=True)))
    assert said.startswith("As counted over all episodes, A has ")
    assert "As counted" not in headline(compare(target, [other]))


def test_a_verdict_that_hangs_on_a_doubt_says_so() -> None:
    doubtful = make_segmented("A", episodes=8, rate=17, doubtful=range(1, 9))
    other = make_segmented("B", episodes=8, seed=4)
    comparison = compare(doubtful, [other])
    assert comparison.total is not None
    other_words = set(comparison.total.at_bounds) - {comparison.decision}
    assert (comparison.decision, other_words) == ("higher-size-uncertain", {"higher"})
    assert "would be “more, by more than 10 %”." in bounds_sentence(comparison)
    sure = compare(make_segmented("A", episodes=8), [other])
    assert bounds_sentence(sure) == ""


def test_intervals_are_written_in_one_way() -> None:
    assert change_range((0.88, 1.25)) == "−12 % to +25 %"
    assert change_range((1.004, 1.03)) == "+0.4 % to +3 %"
    assert change_range((1.7, 11.0)) == "×1.7 to ×11"
    assert percent(0.1) == "10 %"
    assert percent(0.004) == "0.4 %"


def test_a_rank_is_no_answer_where_the_interval_gives_none() -> None:
    comparison = compare(
        make_counted("A", [300, 340, 380, 330, 350]), [make_counted("B", [280, 300, 320, 290, 310])]
    )
    assert comparison.decision == "inconclusive"
    alone = replace(comparison, rank_range=(1, 1))
    assert rank_sentence(alone).endswith("as counted, but whether by chance cannot be told.")
