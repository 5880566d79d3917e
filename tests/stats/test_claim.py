"""What the data answer to a statement, by rules that are fixed beforehand."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from scipy import stats
from support.series import make_counted

from cutstat.core.shots import DetectorInfo
from cutstat.measure.table import MEASURES
from cutstat.stats.claim import (
    NO_SIZES,
    Against,
    Answered,
    Direction,
    Statement,
    answer_statement,
    find_measure,
    log_values,
)
from cutstat.stats.compare import compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.detection_error import DetectionError, Spans, Stratum, estimate_error
from cutstat.stats.sample import SeriesSample

MINUTES = 28_800 * 1001 / 24_000 / 60
"""Length of the episodes."""

BASE = (196, 198, 200, 202, 204)
VERDICTS = {
    "higher": (296, 298, 300, 302, 304),
    "higher-size-uncertain": (200, 210, 225, 235, 250),
    "higher-small": (206, 208, 210, 212, 214),
    "equivalent": (197, 199, 200, 201, 203),
    "inconclusive": (120, 160, 200, 260, 330),
    "lower-size-uncertain": (160, 171, 178, 190, 200),
    "lower": (131, 132, 133, 134, 136),
}
"""Counts of a target that stand to `BASE` as the verdict says."""


CHANCE = ComparisonSettings(title_spread=0.0)
"""Detection is alike in all titles, so that intervals hold the chance of episodes alone."""


def asked(
    target: SeriesSample,
    *baselines: SeriesSample,
    measure: str = "shots_per_minute",
    direction: Direction = "higher",
    against: Against = "mean",
    errors: Mapping[str, DetectionError] | None = None,
    settings: ComparisonSettings = CHANCE,
) -> Answered:
    statement = Statement("It is so", measure, direction, against)
    return answer_statement(statement, target, baselines, settings=settings, errors=errors)


@pytest.mark.parametrize(
    ("verdict", "higher", "lower", "same"),
    [
        ("higher", "supported", "contradicted", "contradicted"),
        ("higher-size-uncertain", "supported", "contradicted", "undecided"),
        ("higher-small", "supported", "contradicted", "supported"),
        ("equivalent", "contradicted", "contradicted", "supported"),
        ("inconclusive", "undecided", "undecided", "undecided"),
        ("lower-size-uncertain", "contradicted", "supported", "undecided"),
        ("lower", "contradicted", "supported", "contradicted"),
    ],
)
def test_every_verdict_answers_every_direction(
    verdict: str, higher: str, lower: str, same: str
) -> None:
    target, base = make_counted("Show", VERDICTS[verdict]), make_counted("Base", BASE)
    answers = [asked(target, base, direction=way) for way in ("higher", "lower", "same")]
    assert [one.answer for one in answers] == [higher, lower, same]
    for one in answers:
        assert one.sentence.startswith(f"{one.answer.capitalize()}: in cutting rate, Show differs")
        assert ("by an uncertain amount" in one.sentence) == verdict.endswith("uncertain")


def test_ratio_interval_and_p_value_are_those_of_welch() -> None:
    counts = (300, 330, 280, 310, 295, 305)
    found = asked(make_counted("Show", counts), make_counted("Base", BASE))
    logs = np.log(np.array(counts)), np.log(np.array(BASE))
    reference = stats.ttest_ind(*logs, equal_var=False)
    interval = reference.confidence_interval(0.95)
    assert found.ratio == pytest.approx(math.exp(logs[0].mean() - logs[1].mean()))
    ends = (math.exp(interval.low), math.exp(interval.high))
    assert found.interval == pytest.approx(ends, rel=0.003)  # it is drawn
    assert found.p_value == pytest.approx(reference.pvalue)
    assert dict(found.means) == pytest.approx(
        {"Show": math.exp(logs[0].mean()) / MINUTES, "Base": math.exp(logs[1].mean()) / MINUTES}
    )


ERROR = estimate_error(
    [Stratum("boundary", 1500, 100, 90), Stratum("candidate", 500, 50, 0)], Spans(6000, 600, 0)
)
"""Of ten borders that were found, nine are right, and none was missed."""

FLAWLESS = estimate_error([Stratum("boundary", 1000, 1000, 1000)])


def test_an_audit_corrects_what_goes_by_the_number_of_shots() -> None:
    target, base = make_counted("Show", (300, 330, 280, 310, 295)), make_counted("Base", BASE)
    both = {"Show": ERROR, "Base": FLAWLESS}
    compared = compare(target, [base], errors=both, settings=CHANCE)
    plain, rate, length, median = (
        asked(target, base, measure=measure, errors=errors)
        for measure, errors in (
            ("shots_per_minute", {}),
            ("shots_per_minute", both),
            ("asl_seconds", both),
            ("median_seconds", both),
        )
    )
    assert compared.correction is not None
    assert plain.ratio is not None
    assert rate.ratio is not None
    assert rate.ratio == pytest.approx(compared.correction.ratio)
    assert rate.interval == pytest.approx(compared.correction.interval)
    assert rate.ratio / plain.ratio == pytest.approx(0.9, abs=0.001)
    assert length.ratio == pytest.approx(1 / rate.ratio)
    assert rate.p_value is None
    assert median == asked(target, base, measure="median_seconds")


def test_an_audit_moves_a_show_among_others() -> None:
    others = [make_counted(str(k), (k, k + 1, k + 2, k + 3, k + 4)) for k in range(180, 240, 10)]
    target = make_counted("Show", VERDICTS["higher"])
    plain = asked(target, *others, against="typical")
    errors = {"Show": ERROR, **dict.fromkeys((one.name for one in others), FLAWLESS)}
    found = asked(target, *others, against="typical", errors=errors)
    assert plain.ratio is not None
    assert found.ratio is not None
    assert found.ratio / plain.ratio == pytest.approx(0.9, abs=0.001)
    assert found.expected == plain.expected


def test_baselines_count_alike_however_many_episodes_they_have() -> None:
    few, many = (150, 152, 154, 156, 158), (*(250, 252, 254, 256, 258) * 4,)
    found = asked(
        make_counted("Show", VERDICTS["higher"]), make_counted("A", few), make_counted("B", many)
    )
    middle = math.sqrt(stats.gmean(few) * stats.gmean(many))
    assert found.ratio == pytest.approx(stats.gmean(VERDICTS["higher"]) / middle)
    assert "from the mean of 2 baselines" in found.sentence


def test_a_share_may_be_nothing_or_all() -> None:
    # Shots of one length: of 100 in 20 minutes none is under a second, of 2400 all are.
    share = find_measure("share_under_1_s")
    found = np.exp(log_values(make_counted("Show", [100, 2400]), share))
    assert found == pytest.approx([0.5 / 101, 2400.5 / 2401])
    time = find_measure("share_of_time_under_1_s")
    assert np.exp(log_values(make_counted("Show", [100]), time)) == pytest.approx([0.5 / 101])


def test_a_value_without_a_logarithm_cannot_be_asked() -> None:
    short = make_counted("Show", BASE, n_frames=1000)  # under a minute, so it has no median minute
    found = asked(short, make_counted("Base", BASE), measure="median_minute_cuts")
    assert found.answer == "cannot be asked"
    assert "median_minute_cuts has no logarithm in 5 episodes (Show 01 first)" in found.sentence


def test_what_cannot_be_asked_is_told_why() -> None:
    show, base = make_counted("Show", BASE), make_counted("Base", VERDICTS["lower"])
    other = DetectorInfo("content", "1", {})
    for baselines, reason in (
        ([], 'against = "mean" needs a series among the baselines; none is there'),
        ([make_counted("Few", BASE[:4])], r"at least 5 episodes of each series"),
        ([make_counted("Else", BASE, detector=other)], "different detectors"),
    ):
        found = asked(show, *baselines)
        assert found.answer == "cannot be asked"
        assert reason in found.sentence
        assert (found.ratio, found.interval, found.p_value) == (None, None, None)
    still = make_counted("Still", [200] * 5)
    assert "do not vary" in asked(still, make_counted("Same", [200] * 5)).sentence
    assert "at least 5 baselines, and 1 is named" in asked(show, base, against="typical").sentence


def test_a_single_show_is_asked_of_shows_and_not_of_episodes() -> None:
    shows = [
        make_counted(f"Show {level}", [level - 2, level - 1, level, level + 1, level + 2])
        for level in (180, 190, 200, 210, 220)
    ]
    means = np.array([stats.gmean([e.whole.shots for e in one.episodes]) for one in shows])
    for level, answers in (
        (400, ("supported", "contradicted", "contradicted")),
        (100, ("contradicted", "supported", "contradicted")),
        (230, ("undecided", "undecided", "undecided")),  # above all five, but not by much
    ):
        counts = [level - 2, level - 1, level, level + 1, level + 2]
        target = make_counted("Target", counts)
        found = [
            asked(target, *shows, direction=way, against="typical")
            for way in ("higher", "lower", "same")
        ]
        assert tuple(one.answer for one in found) == answers
        # Crawford and Howell (1998): t = (x - m) / (s sqrt(1 + 1 / k)), k - 1 degrees of freedom.
        logs = np.log(means)
        # A target whose mean varies more than theirs do is allowed for.
        own = np.log(counts).var(ddof=1) / 5
        theirs = [
            np.log([k + d for d in range(-2, 3)]).var(ddof=1) / 5 for k in range(180, 230, 10)
        ]
        variance = logs.var(ddof=1) * (1 + 1 / 5) + max(0, own - np.mean(theirs))
        statistic = (math.log(stats.gmean(counts)) - logs.mean()) / math.sqrt(variance)
        assert found[0].p_value == pytest.approx(2 * stats.t.sf(abs(statistic), 4))
        assert found[0].interval is None
        assert found[0].expected is not None


@pytest.mark.parametrize(
    ("rate", "higher", "lower", "same"),
    [
        (25, "supported", "contradicted", "contradicted"),
        (15, "undecided", "undecided", "supported"),
        (8, "contradicted", "supported", "contradicted"),
    ],
)
def test_published_figures_are_described_and_not_tested(
    rate: float, higher: str, lower: str, same: str
) -> None:
    target = make_counted("Show", [round(rate * MINUTES)] * 5)
    found = [
        asked(target, direction=way, against="published") for way in ("higher", "lower", "same")
    ]
    assert [one.answer for one in found] == [higher, lower, same]
    assert all("described and not tested" in one.sentence for one in found)
    assert all(one.p_value is None and one.interval is None for one in found)


def test_published_figures_speak_of_rates_and_need_a_season_too() -> None:
    show = make_counted("Show", BASE)
    other = asked(show, measure="share_under_1_s", against="published")
    assert (
        "published figures speak of numbers of shots alone, not of share_under_1_s"
        in other.sentence
    )
    few = asked(make_counted("Show", BASE[:2]), against="published")
    assert few.answer == "cannot be asked"


def test_measures_without_a_size_and_unknown_ones_are_refused() -> None:
    for measure in MEASURES:
        if measure.key in NO_SIZES:
            with pytest.raises(ValueError, match="has a sign or is a place"):
                find_measure(measure.key)
        else:
            assert find_measure(measure.key) is measure
    assert set(NO_SIZES) < {measure.key for measure in MEASURES}
    with pytest.raises(
        ValueError, match=r"'share_under_1s' is unknown; did you mean share_under_1_s"
    ):
        find_measure("share_under_1s")


@pytest.mark.parametrize("measure", ["shots", "shots_per_minute", "asl_seconds"])
def test_an_audit_of_one_side_alone_moves_no_ratio(measure: str) -> None:
    target, base = make_counted("Show", (300, 330, 280, 310, 295)), make_counted("Base", BASE)
    plain = asked(target, base, measure=measure)
    for audited in ("Show", "Base"):
        found = asked(target, base, measure=measure, errors={audited: ERROR})
        assert found.ratio == pytest.approx(plain.ratio)
        assert found.answer == plain.answer


@pytest.mark.parametrize(
    ("level", "higher", "lower"),
    [
        (420, "supported", "contradicted"),
        (200, "undecided", "undecided"),
        (95, "contradicted", "supported"),
    ],
)
def test_what_is_usual_is_told_by_one_show_and_by_many(level: int, higher: str, lower: str) -> None:
    target = make_counted("Show", [level + d for d in (-4, -2, 0, 2, 4)])
    many = [make_counted(str(k), (k, k + 1, k + 2, k + 3, k + 4)) for k in range(180, 230, 10)]
    for way, answer in (("higher", higher), ("lower", lower)):
        found = asked(target, *many, against="usual", measure="shots", direction=way)
        assert found.answer == answer
        assert "from what is usual, which is judged by 5 shows" in found.sentence
    one = asked(target, many[2], against="usual", measure="shots")
    assert "judged by one show and what is known of how much TV anime differ" in one.sentence
    assert one.answer == ("supported" if level == 420 else one.answer)
    assert one.share_range is not None
    assert 0 <= one.share_range[0] < one.share_range[1] <= 1


def test_of_other_measures_no_spread_between_shows_is_known() -> None:
    shows = [make_counted(str(k), (k, k + 1, k + 2, k + 3, k + 4)) for k in range(180, 240, 10)]
    target = make_counted("Show", VERDICTS["higher"])
    few = asked(target, *shows[:4], against="usual", measure="median_seconds")
    assert few.answer == "cannot be asked"
    assert "not known beforehand, so what is usual takes at least 5 baselines" in few.sentence
    found = asked(target, *shows, against="usual", measure="median_seconds", direction="lower")
    assert found.answer == "supported"
