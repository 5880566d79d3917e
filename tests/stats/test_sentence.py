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
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.contrast import ComparisonSettings, Contrast, Decision
from cutstat.stats.sentence import (
    KNOWN_ERRORS,
    caveats,
    change,
    doubt_phrase,
    rank_sentence,
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
    return replace(
        comparison, decision=decision, primary=contrast, ratio=ratio, detectable_ratio=1.24
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
            "These episodes do not show whether Hero Mask is cut faster or slower than "
            "Baseline 1 (95 % interval −12 % to +25 %).",
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
        "No verdict on A: its episodes and those of B do not vary, so no interval can be given; "
        "as counted, it is cut 50 % faster than B."
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
        (0.999, "0 %"),
        (1.001, "0 %"),
        (9.9, "+890 %"),
        (12.4, "×12"),
        (5e20, "×1000+"),
    ],
)
def test_ratios_are_written_as_changes(ratio: float, text: str) -> None:
    assert change(ratio) == text


@pytest.mark.parametrize(
    ("shots", "sentence"),
    [
        (420, "Of these 3 series it has the highest mean cutting rate."),
        (320, "By mean cutting rate it is number 2 of these 3 series."),
        (210, "Of these 3 series it has the lowest mean cutting rate."),
    ],
)
def test_the_rank_in_words(shots: int, sentence: str) -> None:
    comparison = compare(
        make_counted("Target", [shots, shots + 1] * 3),
        [make_counted("Slow", [250, 260] * 3), make_counted("Fast", [390, 400] * 3)],
    )
    assert rank_sentence(comparison) == sentence


def test_a_verdict_says_when_it_would_fall() -> None:
    assert (
        "The verdict would fall if the detector counted 34 % more shots in the target than in the "
        "baselines by error alone." in caveats(saying("higher", HIGHER))
    )
    assert (
        "The verdict would fall if the detector counted 11 % fewer shots in the target than in "
        "the baselines by error alone." in caveats(saying("lower", LOWER))
    )


def test_what_was_not_found_says_what_would_have_been() -> None:
    sentence = (
        "With these episodes, only a difference of about 24 % would have been found (chance 80 %)."
    )
    open_numbers = (1.05, (0.88, 1.25), (0.91, 1.21))
    assert sentence in caveats(saying("inconclusive", open_numbers))
    assert sentence in caveats(saying("equivalent", EQUAL))
    assert sentence not in caveats(saying("equivalent", EQUAL, p_value=0.04))
    assert sentence not in caveats(saying("higher", HIGHER, p_value=0.001))


def test_warnings_stand_among_the_caveats() -> None:
    comparison = compare(make_counted("A", EPISODES[:6]), [make_counted("B", EPISODES)])
    assert set(comparison.warnings) <= set(caveats(comparison))
    assert len(comparison.warnings) == 2


def test_segments_in_doubt_are_told_with_how_far_they_could_move_the_difference() -> None:
    doubtful = make_segmented("A", episodes=8, doubtful=[2, 5, 7])
    other = make_segmented("B", episodes=8, seed=4, doubtful=[1])
    comparison = compare(doubtful, [other])
    low, high = comparison.ratio_bounds or (0, 0)
    (sentence,) = (one for one in caveats(comparison) if "in doubt" in one)
    assert sentence == (
        "In 4 episodes (A: 3, B: 1) a segment is in doubt and counts as body. If such segments "
        f"were left out, the difference could lie anywhere from {change(low)} to {change(high)}, "
        f"instead of at {change(comparison.ratio)}."
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
    counts = stored["all"]
    hits = counts["hits"]
    assert KNOWN_ERRORS["cutstat 2"] == (
        pytest.approx(hits / (hits + counts["false_alarms"])),
        pytest.approx(hits / (hits + counts["misses"])),
    )


def test_without_an_audit_the_errors_of_the_benchmark_are_named() -> None:
    detector = DetectorInfo("cutstat", "2", {"threshold": 0.5})
    target, baseline = (
        make_counted(name, EPISODES, detector=detector) for name in ("Target", "Baseline")
    )
    assert any(
        "this detector finds 98 % of the transitions" in sentence
        for sentence in caveats(compare(target, [baseline]))
    )
    other = make_counted("Target", EPISODES), [make_counted("Baseline", EPISODES)]
    assert not any("annotated videos" in sentence for sentence in caveats(compare(*other)))
