from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from support.reports import build_report
from support.series import (
    make_comparison,
    make_counted,
    make_episode,
    make_looks,
    make_segmented,
    make_series,
)

from cutstat.core.segments import Doubt, Segment, Segmentation
from cutstat.core.timing import format_clock
from cutstat.figures.season import SeasonSpan
from cutstat.report.model import Report
from cutstat.report.season import season_blocks
from cutstat.report.tables import Table
from cutstat.stats.caveats import caveats
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import headline, rank_sentence, usual_sentences

COUNTS = [410, 388, 402, 431, 379, 420]
SLOW = [300, 322, 281, 309, 290, 335]


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(make_comparison(), command="cutstat report A --against B")


def test_the_report_says_what_the_comparison_found(report: Report) -> None:
    comparison = make_comparison()
    assert report.said.verdict == headline(comparison)
    assert report.said.rank.endswith(rank_sentence(comparison))
    for sentence in usual_sentences(comparison):
        assert sentence in report.said.rank
    assert report.said.rank.count("What is usual is estimated from these 2 shows; how far") == 1
    assert report.said.caveats == caveats(comparison)
    assert report.said.title == (
        "Hero Mask against Psycho-Pass · Ghost in the Shell: Stand Alone Complex"
    )


def test_pictures_show_the_numbers_of_the_comparison(report: Report) -> None:
    comparison = make_comparison()
    assert comparison.primary is not None
    assert comparison.count is not None
    count, mean, usual_count, usual_rate, *singles = report.values("verdict")[0]
    assert (mean.ratio, mean.interval) == (comparison.ratio, comparison.interval)
    assert (count.ratio, count.interval) == (comparison.count.ratio, comparison.count.interval)
    assert mean.kind == "primary"
    assert comparison.usual is not None
    assert comparison.count.usual is not None
    assert usual_rate.interval == comparison.usual.total.interval
    assert usual_count.interval == comparison.count.usual.total.interval
    assert [one.interval for one in singles] == [one.interval for one in comparison.per_baseline]
    for row, baseline in zip(singles, comparison.baselines, strict=True):
        name, _, unit = row.label.rpartition(", ")
        assert baseline.name.startswith(name.rstrip("…"))
        assert unit == "by minute"
    assert [one.is_target for one in report.values("rates").rows] == [True, False, False]
    assert report.values("rates").rows[0].values.tolist() == comparison.target.rates.tolist()


def test_what_two_pictures_show_is_made_once(report: Report) -> None:
    for line, row in zip(report.values("pacing"), report.values("heat-map"), strict=True):
        assert line.episodes is row.episodes


def test_one_baseline_has_one_row() -> None:
    report = build_report(compare(make_counted("A", COUNTS), [make_counted("B", SLOW)]))
    assert [(one.label, one.kind) for one in report.values("verdict")[0]] == [
        ("B, an episode", "primary"),
        ("B, by minute", "primary"),
        ("usual, an episode", "primary"),
        ("usual, by minute", "primary"),
    ]


def test_every_episode_has_a_row_with_its_numbers() -> None:
    report = build_report(compare(make_counted("A", COUNTS), [make_counted("B", SLOW)]))
    rows = report.episodes.rows
    assert [row[:4] for row in rows] == [
        *(("A", f"{k:02d}", str(count), str(count)) for k, count in enumerate(COUNTS, 1)),
        *(("B", f"{k:02d}", str(count), str(count)) for k, count in enumerate(SLOW, 1)),
    ]
    assert rows[0][4:6] == ("20.0", "20.5")  # 410 shots in 1201.2 s
    assert report.series.rows[0][:4] == ("A", "6", "405", "405")


def test_counts_of_the_whole_file_stand_beside_those_of_the_body() -> None:
    sample = make_segmented("A", episodes=5)
    report = build_report(compare(sample, [make_counted("B", SLOW)]))
    for row, episode in zip(report.episodes.rows, sample.episodes, strict=False):
        assert row[2:4] == (str(episode.body.shots), str(episode.whole.shots))
        assert int(row[2]) < int(row[3])
    assert report.episodes.columns[2:4] == (("Shots", "in body"), ("Shots", "in file"))


def test_tables_have_a_cell_for_every_column(report: Report) -> None:
    for table in (report.series, report.episodes):
        assert table.rows
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_no_text_of_a_report_has_a_gap(report: Report) -> None:
    assert len(report.texts) > 100
    assert [text for text in report.texts if "  " in text or text != text.strip()] == []


def test_a_column_in_which_no_row_has_a_value_is_left_out() -> None:
    # Bodies under a minute have no fastest minute.
    short = [
        SeriesSample(
            name, tuple(make_episode(name, k, borders=[40 + k], n_frames=600) for k in (1, 2))
        )
        for name in "AB"
    ]
    table = build_report(compare(short[0], short[1:])).episodes
    assert table.columns[-1] == ("Over", "10 s")
    assert all(len(row) == len(table.columns) for row in table.rows)
    long = make_counted("C", [200])
    mixed = build_report(compare(short[0], [long])).episodes
    assert mixed.columns[-1] == ("Fastest", "minute")
    assert [row[-1] == "–" for row in mixed.rows] == [True, True, False]
    own = replace(mixed, rows=mixed.rows[:2])
    assert own.without_empty_columns() == Table(table.columns, table.rows[:2], table.names)


def test_what_it_rests_on_is_said(report: Report) -> None:
    basis = dict(report.basis)
    assert basis["Detector"] == ("cutstat 1 (threshold=0.5)",)
    assert basis["Made by"] == ("cutstat report A --against B",)
    assert ComparisonSettings().digest in basis["Settings"][0]
    assert basis["Body"][0].startswith("the whole file")
    assert "the 90 % and 95 % intervals" in report.said.method


def test_what_is_set_apart_is_said_of_every_series() -> None:
    report = build_report(
        compare(
            make_segmented("A", episodes=6, doubtful=[2, 5]),
            [make_series("B", episodes=5, seed=4), make_segmented("C", episodes=5, seed=5)],
        )
    )
    lowest = [one.body_shots_bounds for one in make_segmented("A", doubtful=[2, 5]).episodes]
    most = max(high - low for low, high in lowest)
    assert most > 0
    assert dict(report.basis)["Body"] == (
        "A: set apart are openings in 4, endings in 6, previews in 6, eyecatches in 6 of 6 "
        f"episodes; uncertain in 2: their counts could be lower by up to {most} shots.",
        "B: nothing is set apart.",
        "C: set apart are openings in 5, endings in 5, previews in 5, eyecatches in 5 of 5 "
        "episodes.",
    )


def test_doubts_and_notes_on_segments_are_listed_but_not_without_end() -> None:
    sample = make_segmented("A", episodes=5, doubtful=[3])
    first = sample.episodes[0]
    wordy = replace(first, segmentation=replace(first.segmentation, notes=("no chapters",) * 9))
    sample = replace(sample, episodes=(wordy, *sample.episodes[1:]))
    notes = build_report(compare(sample, [make_series("B", episodes=5, seed=5)])).notes
    assert [note for note in notes if "no chapters" in note] == ["A 01: no chapters."]
    assert "A 01: 3 more of this kind, which “cutstat show” lists." in notes
    assert (
        "A: “cutstat segments set 'A 03' opening --none” says of an episode that it has none."
        in notes
    )
    (doubt,) = (note for note in notes if "may lie in the body" in note)
    assert doubt.startswith("A 03: an opening of up to ")
    assert doubt.endswith(": nothing of it is found in other episodes.")


def test_the_season_view_holds_segments_cuts_and_doubts_in_minutes() -> None:
    known = Segmentation(
        (Segment("opening", 0, 2160, "by hand"), Segment("body", 2160, 28_800, "by hand")),
        doubts=(Doubt("ending", 24_480, 28_800, 2160, "by hand"),),
    )
    episode = make_episode(
        "A", 1, borders=[720, 2160, 14_400], n_frames=28_800, rate=Fraction(24), segmentation=known
    )
    sample = SeriesSample("A", (episode,))
    target, other = season_blocks([sample, make_series("B", episodes=2, minutes=24)], target="A")
    assert (target.is_target, other.is_target) == (True, False)
    (row,) = target.rows
    assert row.label == "01"
    assert row.minutes == 20
    assert row.spans == (SeasonSpan("opening", 0, 1.5), SeasonSpan("body", 1.5, 20))
    assert row.doubts == (SeasonSpan("ending", 17, 20),)
    assert row.cuts.tolist() == [0.5, 1.5, 10]
    assert row.colours is None
    assert target.minutes == other.minutes == max(one.minutes for one in other.rows)


def test_a_series_of_much_shorter_episodes_has_an_axis_of_its_own() -> None:
    blocks = season_blocks(
        [make_counted("A", [30] * 25), make_counted("B", [20] * 24, n_frames=9000)]
    )
    # One is less than 0.6 times as long as the other.
    assert blocks[0].minutes == pytest.approx(28_800 * 1001 / 24_000 / 60)
    assert blocks[1].minutes == pytest.approx(9000 * 1001 / 24_000 / 60)


def test_the_season_view_shows_the_colours_that_are_known() -> None:
    target = make_segmented("A", episodes=5)
    looks = {"A": make_looks(target)}
    known, unknown = season_blocks([target, make_series("B", episodes=5)], looks=looks)
    assert (known.has_colours, unknown.has_colours) == (True, False)
    assert known.rows[0].colours is looks["A"][0].colours
    report = build_report(compare(target, [make_series("B", episodes=5)]), looks=looks)
    (season,) = (one for one in report.panels if one.key == "season")
    assert "mean colours" in season.caption


def test_series_are_drawn_by_parts_only_if_all_of_them_have_parts() -> None:
    first, second = make_segmented("A", episodes=5), make_segmented("B", episodes=5, seed=4)
    plain = make_segmented("C", episodes=5, seed=5, has_break=False)
    both = build_report(compare(first, [second]))
    assert [line.has_parts for line in both.values("pacing")] == [True, True]
    mixed = build_report(compare(first, [second, plain]))
    assert [line.has_parts for line in mixed.values("pacing")] == [False, False, False]
    captions = {panel.key: panel.caption for panel in both.panels}
    assert "Part A and part B" in captions["pacing"]
    assert "Part A and part B" in captions["heat-map"]
    assert not any("Part A" in panel.caption for panel in mixed.panels)


def test_the_caption_of_the_season_speaks_of_what_is_there() -> None:
    def caption(comparison: Comparison) -> str:
        (season,) = (one for one in build_report(comparison).panels if one.key == "season")
        return season.caption

    sure = compare(make_segmented("A", episodes=5), [make_segmented("B", episodes=5, seed=4)])
    assert "hatched" not in caption(sure)
    assert "mean colours" not in caption(sure)
    shaken = compare(
        make_segmented("A", episodes=25, minutes=5, doubtful=[1]),
        [make_segmented("B", episodes=25, minutes=5, seed=4)],
    )
    assert "hatched" in caption(shaken)


def test_other_error_rates_are_named_everywhere() -> None:
    strict = ComparisonSettings(alpha=0.01)
    report = build_report(
        compare(make_counted("A", COUNTS), [make_counted("B", SLOW)], settings=strict)
    )
    assert "the 98 % and 99 % intervals" in report.said.method
    assert all("99 %" in panel.caption for panel in report.panels[1:3])
    assert not any("95 %" in text for text in report.texts)


def test_a_refusal_is_reported_with_all_pictures() -> None:
    report = build_report(compare(make_counted("A", [300]), [make_counted("B", [200])]))
    assert report.said.verdict.startswith("No verdict on A: a verdict needs at least 5 episodes")
    assert [panel.key for panel in report.panels] == [
        *("strip", "rates", "shots", "shot-lengths", "pacing", "heat-map", "season", "cards"),
        "verdict",
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
    for text in report.texts:
        assert text.isprintable(), text
    assert any("A\\x1b[31m\\u202e\\nB" in text for text in report.texts)


def test_every_text_is_rewritten(report: Report) -> None:
    shouted = report.rewritten(lambda text: f"<{text}>")
    assert shouted.texts == tuple(f"<{text}>" for text in report.texts)
    assert shouted.values("rates").rows[0].label == "<Hero Mask>"
    assert shouted.values("pacing")[0].names[0] == "<01>"
    assert shouted.values("rates").rows[0].values is report.values("rates").rows[0].values


def test_parts_of_a_picture_hold_every_row_once() -> None:
    report = build_report(
        compare(
            make_series("A"), [make_series(f"B{k}", episodes=5 + k % 3, seed=k) for k in range(12)]
        )
    )
    for panel in report.panels:
        for room in (60, 130, 240):
            parts = panel.parts(room)
            rows = range(len(panel.rows))
            assert [k for shown, _ in parts for k in rows[shown]] == list(rows[panel.printed])
            for shown, height in parts:
                assert height == pytest.approx(panel.frame + sum(panel.rows[shown]))
                assert height <= room or len(panel.rows[shown]) == 1
    # The mean and the usual by rate and by count, twelve baselines, the range of shows like them.
    (verdict,) = (panel for panel in report.panels if panel.key == "verdict")
    assert verdict.parts(1000) == [(slice(0, 17), verdict.height)]


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
    assert note.startswith("Sure, doubtful transitions with their confidence: 01 at ")
    assert f"{format_clock(start)} (0.60)" in note
    assert note.endswith("and 2 more.")


def test_the_median_shot_and_the_average_shot_stand_under_their_heads() -> None:
    # Nine shots of a second and one of eleven: median 1 s, average 2 s.
    episodes = tuple(
        make_episode("A", number, borders=[24 * k for k in range(1, 10)], n_frames=480)
        for number in range(1, 6)
    )
    report = build_report(
        compare(SeriesSample("A", episodes), [make_counted("B", SLOW)]), title="A and B"
    )
    for table in (report.series, report.episodes):
        row = dict(zip(table.columns, table.rows[0], strict=True))
        assert row["Median", "shot"] == "1.0 s"
        assert row["Average", "shot"] == "2.0 s"


def test_the_range_of_shows_like_these_is_upright() -> None:
    shows = [make_counted(f"B{k}", [200 + 40 * k + j for j in range(6)]) for k in range(6)]
    comparison = compare(make_counted("A", COUNTS), shows)
    low, high = comparison.typicality.expected or (0, 0)
    assert low < 1 < high
    (row,) = (one for one in build_report(comparison).values("verdict")[0] if one.kind == "usual")
    # The target over a show at the top of the range, and over one at its foot.
    assert row.interval == pytest.approx((comparison.ratio / high, comparison.ratio / low))
    assert row.interval[0] < row.interval[1]


def test_the_first_page_explains_the_words_that_it_uses() -> None:
    report = build_report(make_comparison(episodes=5))
    assert report.front == ("strip", "rates")
    captions = [report.pictures[key].caption for key in report.front]
    assert "usual pace" not in captions[0]
    assert "the body: the episode without opening, ending and preview" in captions[1]
    assert "geometric (half and twice lie equally far from them)" in captions[1]
