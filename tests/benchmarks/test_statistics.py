"""The benchmark of the verdict: its shows differ as they say, and it sees a test that is wrong."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.accuracy import results
from benchmarks.statistics import __main__ as command
from benchmarks.statistics import figure, measure, page, rivals
from benchmarks.statistics.model import (
    SECONDS,
    SHOTS,
    Show,
    deviation_of,
    draw_counts,
    draw_lengths,
    draw_means,
    log_rates,
)
from benchmarks.statistics.scenarios import (
    COVERAGE,
    FALSE_ALARMS,
    RATIOS,
    SIZES,
    TYPICAL,
    Scenario,
    all_scenarios,
    verdict_name,
)
from benchmarks.statistics.spread import Spread, measure_spread, spread_of
from cutstat.errors import InputError
from cutstat.stats import contrast as shipped
from cutstat.stats import typicality as shipped_typicality

PAGE = results.ROOT / "docs" / "benchmarks.md"
BBC = Path(__file__).parents[3] / "shared" / "data" / "bbc"
MEASURED = Spread(6, 600, (9.0, 10.0, 11.0, 9.0, 10.0, 11.0), 0.09, (0.05, 0.2), 0.6)
TWO = (Show(12), Show(12))


def chance(seed: int = 7) -> np.random.Generator:
    return np.random.default_rng(seed)


def scenario(test: str = "contrast", **changes: Any) -> Scenario:
    return replace(Scenario("null", "some", test, TWO, 2_000, FALSE_ALARMS), **changes)


def test_counts_vary_by_episodes_and_by_chance() -> None:
    counts = draw_counts(Show(12, 0.13, ratio=1.2), 4_000, chance())
    assert counts.shape == (4_000, 12)
    logs = np.log(counts)
    assert math.exp(logs.mean()) == pytest.approx(1.2 * SHOTS, rel=0.01)
    expected = math.hypot(deviation_of(0.13), 1 / math.sqrt(1.2 * SHOTS))
    assert logs.std() == pytest.approx(expected, rel=0.02)
    assert log_rates(np.array([[1190]]))[0, 0] == pytest.approx(math.log(60))


def test_shows_of_a_population_differ_as_wholes() -> None:
    means = np.log(draw_means(Show(200, 0.1, show_cv=0.3), 2_000, chance())).mean(axis=1)
    assert means.std() == pytest.approx(deviation_of(0.3), rel=0.06)
    alone = np.log(draw_means(Show(200, 0.1), 2_000, chance())).mean(axis=1)
    assert alone.std() < 0.01


def test_neighbouring_episodes_can_be_alike() -> None:
    logs = np.log(draw_means(Show(50, carry=0.3), 4_000, chance())) - math.log(SHOTS)
    assert np.corrcoef(logs[:, 20], logs[:, 21])[0, 1] == pytest.approx(0.3, abs=0.05)
    assert np.corrcoef(logs[:, 20], logs[:, 22])[0, 1] == pytest.approx(0.09, abs=0.05)
    assert logs[:, 40].std() == pytest.approx(deviation_of(0.13), rel=0.05)


def test_heavy_tails_keep_the_middle_and_throw_some_episodes_far_off() -> None:
    plain, heavy = (
        np.abs(np.log(draw_means(Show(50, tails=tails), 2_000, chance()) / SHOTS))
        / deviation_of(0.13)
        for tails in ("normal", "heavy")
    )
    assert (plain > 5).mean() < 0.0001 < (heavy > 5).mean() < 0.02


def test_a_recall_takes_borders_away_but_never_the_first_shot() -> None:
    counts = draw_counts(Show(12, recall=0.9), 2_000, chance())
    assert math.exp(np.log(counts).mean()) == pytest.approx(1 + 0.9 * (SHOTS - 1), rel=0.01)
    assert (draw_counts(Show(3, recall=0.0), 5, chance()) == 1).all()


def test_shot_lengths_fill_the_episode() -> None:
    show = Show(300, 0.0, length_deviation=0.6)
    lengths = draw_lengths(show, np.full(300, SHOTS), chance())
    assert [one.sum() for one in lengths] == pytest.approx([SECONDS] * 300)
    assert min(one.min() for one in lengths) > 0
    assert np.mean([len(one) for one in lengths]) == pytest.approx(SHOTS, rel=0.01)
    assert np.log(np.concatenate(lengths)).std() == pytest.approx(0.6, rel=0.03)
    counts = draw_counts(show, 5, chance())
    assert counts.shape == (5, 300)
    assert counts.mean() == pytest.approx(SHOTS, rel=0.01)


def test_the_spread_of_rates_by_hand() -> None:
    cv, (low, high) = spread_of([math.exp(2.0), math.exp(2.1), math.exp(1.9)])
    assert cv == pytest.approx(math.sqrt(math.exp(0.01) - 1))
    # squares add up to 0.02; chi-squared with 2 degrees has its 2.5 % points at 0.0506 and 7.378
    assert low == pytest.approx(math.sqrt(math.exp(0.02 / 7.378) - 1), rel=1e-3)
    assert high == pytest.approx(math.sqrt(math.exp(0.02 / 0.0506) - 1), rel=2e-3)


def write_lists(folder: Path, *texts: str) -> Path:
    for number, text in enumerate(texts, 1):
        (folder / f"{number:02d}.shots.txt").write_text(text)
    return folder


def test_lists_of_shots_give_rates_and_lengths(tmp_path: Path) -> None:
    # a gap between two shots is split in its middle: 0..99 and 100..299 of the second list
    write_lists(tmp_path, "0\t99\n100\t299\n", "0\t89\n110\t299\n", "0\t99\n100\t199\n200\t299\n")
    spread = measure_spread(tmp_path)
    assert (spread.episodes, spread.shots) == (3, 7)
    assert spread.rates == pytest.approx((10, 10, 15))
    assert spread.cv == pytest.approx(math.sqrt(math.exp(math.log(1.5) ** 2 / 3) - 1))
    # two lists with lengths 100 and 200, one without any variation: 4 degrees in all
    assert spread.length_deviation == pytest.approx(math.sqrt(math.log(2) ** 2 / 4))
    assert Spread.from_document(spread.to_document()) == spread


def test_lists_that_are_too_few_or_say_too_little_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds 0 shot lists"):
        measure_spread(tmp_path)
    write_lists(tmp_path, "100\n200\n", "100\n", "100\n")
    with pytest.raises(InputError, match="does not say where the last shot ends"):
        measure_spread(tmp_path)


@pytest.mark.skipif(not BBC.is_dir(), reason=f"{BBC} is not there")
def test_the_stored_spread_is_that_of_the_real_lists() -> None:
    spread = measure_spread(BBC)
    assert (spread.episodes, spread.shots) == (6, 2707)
    assert spread.rates[0] == pytest.approx(445 / (73_855 / 25 / 60))
    stored = page.read_simulation()
    assert stored is not None
    assert Spread.from_document(stored["measured"]).rates == pytest.approx(spread.rates)
    assert stored["measured"]["cv"] == pytest.approx(spread.cv)
    assert stored["measured"]["length_deviation"] == pytest.approx(spread.length_deviation)


def test_the_verdict_keeps_what_is_asked_of_it() -> None:
    row = measure.simulate(scenario(), seed=3)
    assert measure.is_kept(row) is True
    assert row["failed"] == 0
    assert sum(row["decisions"].values()) == row["runs"] == 2_000
    assert row["covered"] == 2_000 - row["significant"]  # with a true ratio of 1 they are one


def test_a_test_that_is_wrong_is_seen_as_wrong() -> None:
    row = measure.simulate(scenario("poisson"), seed=3)
    assert measure.is_kept(row) is False
    assert 0.3 < measure.rate_of(row) < 0.5
    assert page.not_kept([row, measure.simulate(scenario(), seed=3)]) == [row]


def test_intervals_that_are_too_narrow_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def narrow(*arguments: Any, settings: shipped.ComparisonSettings, **named: Any) -> Any:
        loose = replace(settings, alpha=0.2)
        found = shipped.contrast(*arguments, settings=loose, **named)
        return found and replace(found, p_value=found.p_value / 4)

    monkeypatch.setattr(measure, "contrast", narrow)
    false_alarms = measure.simulate(scenario(), seed=3)
    coverage = measure.simulate(scenario(group="coverage", required=COVERAGE), seed=3)
    assert measure.is_kept(false_alarms) is measure.is_kept(coverage) is False
    assert measure.rate_of(coverage) == pytest.approx(0.8, abs=0.04)


def test_a_verdict_that_never_finds_anything_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "contrast", lambda *_, **__: None)
    row = measure.simulate(scenario(runs=50), seed=3)
    assert (row["failed"], row["decisions"]) == (50, {"inconclusive": 50})
    assert math.isnan(measure.rate_of(row))
    assert measure.is_kept(row) is False


def test_a_show_among_others_is_judged_by_the_means_of_shows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shows = (Show(12, show_cv=0.15),) * 6
    own = scenario("typicality", shows=shows, required=TYPICAL)
    assert measure.is_kept(measure.simulate(own, seed=3)) is True

    def tiny(mean: float, others: NDArray[np.float64], **named: Any) -> Any:
        found = shipped_typicality.typicality(mean, others, **named)
        return replace(found, p_value=(found.p_value or 0) / 4)

    monkeypatch.setattr(measure, "typicality", tiny)
    assert measure.is_kept(measure.simulate(own, seed=3)) is False


def test_a_difference_is_covered_and_found_where_there_is_one() -> None:
    shows = (Show(12, ratio=1.5), Show(12))
    row = measure.simulate(scenario(shows=shows, runs=400), seed=3)
    assert row["ratio"] == 1.5
    assert row["significant"] == 400
    assert 0.91 < row["covered"] / 400 < 0.99
    assert row["decisions"]["higher"] > 390


def test_the_same_seed_gives_the_same_numbers_in_any_process() -> None:
    scenarios = [scenario(runs=60), scenario(name="other", runs=60)]
    alone = [measure.simulate(one, seed=5) for one in scenarios]
    together = list(measure.simulate_all(scenarios, seed=5, jobs=2))
    assert alone == together
    assert [row["name"] for row in together] == ["some", "other"]
    assert alone[0]["decisions"] != measure.simulate(scenarios[0], seed=6)["decisions"]


def test_the_interval_of_a_share_is_wilsons() -> None:
    row = {"group": "null", "significant": 50, "runs": 102, "failed": 2}
    assert measure.interval_of(row) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert measure.standard_error(row) == pytest.approx(0.05)


def test_the_poisson_test_is_the_binomial_one() -> None:
    from scipy.stats import binomtest

    p_values = rivals.poisson_rates(TWO, 20, chance(4))
    rng = chance(4)
    first, second = (draw_counts(show, 20, rng).sum(axis=1) for show in TWO)
    expected = [
        binomtest(int(one), int(one + other)).pvalue
        for one, other in zip(first, second, strict=True)
    ]
    assert p_values == pytest.approx(expected)


@pytest.mark.parametrize("name", ["negative binomial", "poisson", "pooled shots"])
def test_other_tests_of_two_shows_find_what_is_plain(name: str) -> None:
    shows = (Show(8, ratio=2.5, length_deviation=0.6), Show(8, length_deviation=0.6))
    assert (measure.RIVALS[name](shows, 8, chance()) < 1e-6).all()
    same = measure.RIVALS[name](TWO, 8, chance())
    assert (same > 0).all()
    assert (same <= 1).all()
    assert len(set(same)) == 8


@pytest.mark.parametrize("name", ["pooled episodes", "mixed model"])
def test_other_tests_of_a_show_among_others_find_what_is_plain(name: str) -> None:
    others = (Show(8, show_cv=0.15),) * 5
    found = measure.RIVALS[name]((Show(8, ratio=4.0), *others), 8, chance())
    assert np.nanmax(found) < 0.001


def test_few_shows_cannot_be_told_apart_by_their_names() -> None:
    far, near = Show(8, ratio=9.0), (Show(8, show_cv=0.1),) * 5
    assert rivals.show_labels((far, *near), 6, chance()) == pytest.approx([1 / 6] * 6)
    assert rivals.show_labels((far, *near * 4), 6, chance()) == pytest.approx([1 / 21] * 6)


def test_every_row_has_a_name_of_its_own_and_a_test_that_exists() -> None:
    rows = all_scenarios(MEASURED, runs=100)
    names = Counter((one.group, one.name) for one in rows)
    assert max(names.values()) == 1
    assert {one.test for one in rows} == {"contrast", "typicality", "audited", *measure.RIVALS}
    for group, least in {"null": 8, "coverage": 8, "typical": 4}.items():
        asked = [one for one in rows if one.group == group]
        assert len(asked) >= least
        assert all(one.required for one in asked)
    same = ("null", "rival", "strain", "audited")
    assert all(one.ratio == 1 for one in rows if one.group in same)
    verdicts = {one.name for one in rows if one.group == "verdict"}
    assert {verdict_name(n, ratio) for n in SIZES for ratio in RATIOS} <= verdicts


def test_without_lists_nothing_is_said_to_be_measured() -> None:
    real, assumed = all_scenarios(MEASURED), all_scenarios(None)
    assert sum("measured" in one.name for one in real) == len(real) - len(assumed) > 4
    assert not any("measured" in one.name for one in assumed)


def test_an_audit_takes_away_what_a_detector_feigns() -> None:
    shows = (Show(12, recall=0.98), Show(12, recall=0.88))
    plain = measure.simulate(scenario(shows=shows, runs=400), seed=3)
    audited = measure.simulate(scenario("audited", shows=shows, runs=200), seed=3)
    assert measure.rate_of(plain) > 0.3
    assert measure.rate_of(audited) < 0.1
    assert audited["covered"] == 200 - audited["significant"]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return command.measure(MEASURED, runs=10, seed=1, jobs=1)


def cells(text: str, begin: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {begin} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_everything_is_run_and_written(document: dict[str, Any], tmp_path: Path) -> None:
    assert len(document["rows"]) == len(all_scenarios(MEASURED))
    assert {row["runs"] for row in document["rows"]} == {10, 5, 1}
    text = page.verdict_section(document)
    for row in document["rows"]:
        assert row["name"] in text
    assert "CV between episodes 9.0 %, 95 % interval 5.0 % to 20.0 %" in text
    for name in ("one.png", "two.png"):
        figure.write_figure(document["rows"], tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_the_page_says_what_is_not_kept(document: dict[str, Any]) -> None:
    rows = [
        {
            **{"group": "null", "name": name, "test": "contrast", "ratio": 1.0, "runs": 1_000},
            **{"required": [0.04, 0.06], "failed": 0, "significant": count, "covered": 0},
            "decisions": {},
        }
        for name, count in (("right", 50), ("wrong", 90))
    ]
    text = page.verdict_section({**document, "rows": rows})
    assert "**Of 2 rates, 1 lie where they must not:**\n\n- wrong: 9.0 %" in text
    assert cells(text, "right")[1:4] == ["1000", "5.0 %", "0.69 %"]
    assert cells(text, "right")[-2:] == ["4 to 6 %", "yes"]
    assert cells(text, "wrong")[-1] == "**no**"
    assert "All 1 rates" in page.verdict_section({**document, "rows": rows[:1]})


def test_without_a_result_there_is_no_section(tmp_path: Path) -> None:
    assert page.read_simulation(tmp_path) is None
    assert page.verdict_section(None) == ""


def test_the_figure_stacks_all_verdicts(document: dict[str, Any]) -> None:
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    figure.draw_verdicts(axes, document["rows"], episodes=12)
    assert len(axes.collections) == len(page.DECISIONS) == len(figure.COLOURS)
    top = axes.collections[-1].get_paths()[0].vertices
    assert np.max(top[:, 1]) == pytest.approx(100)
    assert axes.get_xlim() == pytest.approx((0, 50))


def test_the_page_shows_the_stored_results() -> None:
    stored = page.read_simulation()
    assert stored is not None
    assert page.verdict_section(stored) in PAGE.read_text("utf-8"), (
        "run python -m benchmarks.statistics --page-only"
    )
    assert 1_000 < (PAGE.parent / page.FIGURE).stat().st_size < 150_000
    spread = Spread.from_document(stored["measured"])
    expected = [(one.group, one.name, one.runs) for one in all_scenarios(spread)]
    assert [(row["group"], row["name"], row["runs"]) for row in stored["rows"]] == expected
    assert page.not_kept(stored["rows"]) == []
