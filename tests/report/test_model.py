from __future__ import annotations

from dataclasses import replace

import pytest
from support.series import make_comparison, make_counted, make_episode, make_series

from cutstat.core.timing import format_clock
from cutstat.report.model import Report, build_report
from cutstat.report.panels import panels
from cutstat.stats.compare import ComparisonSettings, compare
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import caveats, rank_sentence, verdict_sentence

COUNTS = [410, 388, 402, 431, 379, 420]
SLOW = [300, 322, 281, 309, 290, 335]


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(make_comparison(), command="cutstat report A --against B")


def test_the_report_says_what_the_comparison_found(report: Report) -> None:
    comparison = make_comparison()
    assert report.verdict == verdict_sentence(comparison)
    assert report.rank == rank_sentence(comparison)
    assert report.caveats == caveats(comparison)
    assert not report.is_refused
    assert report.title == (
        "Hero Mask against Psycho-Pass · Ghost in the Shell: Stand Alone Complex"
    )


def test_pictures_show_the_numbers_of_the_comparison(report: Report) -> None:
    comparison = make_comparison()
    assert comparison.primary is not None
    mean, *singles = report.ratios
    assert (mean.ratio, mean.interval) == (comparison.ratio, comparison.primary.interval)
    assert mean.is_primary
    assert [one.interval for one in singles] == [one.interval for one in comparison.per_baseline]
    assert [one.label for one in singles] == [one.name for one in comparison.baselines]
    assert [one.is_target for one in report.dots] == [True, False, False]
    assert report.dots[0].rates.tolist() == comparison.target.rates.tolist()


def test_one_baseline_has_one_row() -> None:
    report = build_report(compare(make_counted("A", COUNTS), [make_counted("B", SLOW)]))
    assert [(one.label, one.is_primary) for one in report.ratios] == [("B", True)]


def test_every_episode_has_a_row_with_its_numbers() -> None:
    report = build_report(compare(make_counted("A", COUNTS), [make_counted("B", SLOW)]))
    rows = report.episodes.rows
    assert [(row[0], row[1], row[2]) for row in rows] == [
        *(("A", f"{k:02d}", str(count)) for k, count in enumerate(COUNTS, 1)),
        *(("B", f"{k:02d}", str(count)) for k, count in enumerate(SLOW, 1)),
    ]
    assert rows[0][3:5] == ("20.0", "20.5")  # 410 shots in 1201.2 s
    assert report.headline.rows[0][:3] == ("A", "6", "405")


def test_tables_have_a_cell_for_every_column(report: Report) -> None:
    for table in (report.headline, report.episodes):
        assert table.rows
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_what_it_rests_on_is_said(report: Report) -> None:
    basis = dict(report.basis)
    assert basis["Detector"] == "cutstat 1 (threshold=0.5)"
    assert basis["Made by"] == "cutstat report A --against B"
    assert ComparisonSettings().digest in basis["Fixed beforehand"]
    assert basis["Body"].startswith("the whole file")
    assert "the 90 % and 95 % intervals" in report.method


def test_other_error_rates_are_named_everywhere() -> None:
    strict = ComparisonSettings(alpha=0.01)
    report = build_report(
        compare(make_counted("A", COUNTS), [make_counted("B", SLOW)], settings=strict)
    )
    assert "the 98 % and 99 % intervals" in report.method
    assert all("99 %" in panel.caption for panel in panels(report)[:2])
    assert not any("95 %" in text for text in report.texts)


def test_a_refusal_is_reported_with_all_pictures() -> None:
    report = build_report(compare(make_counted("A", [300]), [make_counted("B", [200])]))
    assert report.is_refused
    assert report.verdict.startswith("No verdict on A: a verdict needs at least 5 episodes")
    assert [panel.key for panel in panels(report)] == [
        *("verdict", "episodes", "shot-lengths", "pacing", "heat-map")
    ]


def test_no_control_character_reaches_a_text() -> None:
    name = "A\x1b[31m\u202e\nB"
    episode = make_episode(
        name, 1, borders=[10], n_frames=48, title="x\ty", warnings=("bad\x07 frame",)
    )
    report = build_report(
        compare(SeriesSample(name, (episode,)), [make_counted("C\x00", [30])]),
        title="Ti\ntle",
        left_out=["D\r.mkv: not an episode"],
        command="cutstat \x1b",
    )
    heads = {*report.headline.columns, *report.episodes.columns}
    for text in report.texts:
        assert text in heads or text.isprintable(), text
    assert any("A\\x1b[31m\\u202e\\nB" in text for text in report.texts)


def test_every_text_is_rewritten(report: Report) -> None:
    shouted = report.rewritten(lambda text: f"<{text}>")
    assert shouted.texts == tuple(f"<{text}>" for text in report.texts)
    assert shouted.dots[0].label == "<Hero Mask>"
    assert shouted.pacing[0].names[0] == "<01>"
    assert shouted.dots[0].rates is report.dots[0].rates
    assert shouted.margin == report.margin


def test_parts_of_a_picture_hold_every_row_once() -> None:
    report = build_report(
        compare(
            make_series("A"), [make_series(f"B{k}", episodes=5 + k % 3, seed=k) for k in range(12)]
        )
    )
    for panel in panels(report):
        for room in (60, 130, 240):
            parts = panel.parts(room)
            rows = range(len(panel.rows))
            assert [k for shown, _ in parts for k in rows[shown]] == list(rows)
            for shown, height in parts:
                assert height == pytest.approx(panel.frame + sum(panel.rows[shown]))
                assert height <= room or len(panel.rows[shown]) == 1
    assert panels(report)[0].parts(1000) == [(slice(0, 13), panels(report)[0].height)]


def test_doubtful_transitions_are_listed_with_place_and_confidence() -> None:
    made = make_series("Sure", episodes=5)
    first = made.episodes[0]
    doubtful = tuple(
        replace(found, confidence=0.6) if index < 8 else found
        for index, found in enumerate(first.transitions)
    )
    shaken = replace(made, episodes=(replace(first, transitions=doubtful), *made.episodes[1:]))
    notes = build_report(compare(shaken, [make_series("Other", episodes=5, seed=5)])).notes
    (note,) = (note for note in notes if "doubtful" in note)
    start = first.times.seconds(first.transitions[0].start)
    assert note.startswith("Sure 01: doubtful transitions, with their confidence: ")
    assert f"{format_clock(start)} (0.60)" in note
    assert note.endswith("and 2 more.")
