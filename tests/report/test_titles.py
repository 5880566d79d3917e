"""Titles of pictures say what is seen where that is known, and are labels elsewhere."""

from __future__ import annotations

import pytest
from support.reports import build_report
from support.series import make_counted, make_series

from cutstat.report import model
from cutstat.report.model import Report
from cutstat.report.picture import MOST_WORDS
from cutstat.stats.compare import compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.published import against_published
from cutstat.stats.sample import SeriesSample

KEYS = ("shots", "rates", "shot-lengths", "pacing", "heat-map")
LABELS = {
    "shots": "Shots of every episode",
    "rates": "Cutting rate of every episode",
    "shot-lengths": "Shot lengths",
    "pacing": "Pacing",
    "heat-map": "Every episode from start to end",
}


def titles(report: Report) -> dict[str, str]:
    return {panel.key: panel.title for panel in report.panels if panel.key in KEYS}


def compared(target: SeriesSample, *others: SeriesSample) -> dict[str, str]:
    return titles(build_report(compare(target, others)))


FAST = [400, 410, 405, 395, 402, 398]
SLOW = [200, 205, 198, 210, 202, 199]


def test_a_show_that_is_cut_faster_has_titles_that_say_so() -> None:
    assert compared(make_counted("Alpha", FAST), make_counted("Beta", SLOW)) == {
        "shots": "Alpha has twice as many shots an episode",
        "rates": "Alpha is cut twice as fast",
        "shot-lengths": "Shots of Alpha are shorter on average",
        "pacing": "Alpha is cut faster throughout",
        "heat-map": "Every episode of Alpha is cut faster",
    }


def test_a_show_that_is_cut_more_slowly_has_titles_that_say_so() -> None:
    assert compared(make_counted("Alpha", SLOW), make_counted("Beta", FAST)) == {
        "shots": "Alpha has half as many shots an episode",
        "rates": "Alpha is cut half as fast",
        "shot-lengths": "Shots of Alpha are longer on average",
        "pacing": "Alpha is cut slower throughout",
        "heat-map": "Every episode of Alpha is cut slower",
    }


@pytest.mark.parametrize(
    "counts", [[300, 305, 298, 310, 302, 299], [100, 900, 200, 600, 150, 400], [300]]
)
def test_what_is_alike_undecided_or_refused_keeps_its_label(counts: list[int]) -> None:
    other = make_counted("Beta", [300, 304, 299, 309, 303, 298])
    assert compared(make_counted("Alpha", counts), other) == LABELS


def test_one_show_alone_keeps_its_labels() -> None:
    target = make_counted("Alpha", FAST)
    report = model.build_single_report(target, against_published(target), ComparisonSettings())
    assert titles(report) == LABELS


def test_only_what_holds_of_every_episode_and_of_all_times_is_said_of_them() -> None:
    # One slow episode among fast ones, and a start that is slower than that of the other.
    target = make_counted("Alpha", [*FAST * 2, 190])
    other = make_counted("Beta", SLOW)
    found = compared(target, other)
    assert found["rates"].startswith("Alpha is cut ")
    assert found["heat-map"] == LABELS["heat-map"]
    varied = make_series("Varied", episodes=12, rate=20, seed=1)  # twice as slow at its start
    found = compared(varied, make_counted("Beta", [300, 305, 310, 295, 302] * 2))
    assert found["rates"].startswith("Varied is cut ")
    assert found["pacing"] == LABELS["pacing"]


def test_a_long_name_leaves_room_for_fewer_words_or_for_the_label() -> None:
    slow = make_counted("Beta", SLOW)
    some = compared(make_counted("A Show of Five Words", FAST), slow)
    assert some["shots"] == LABELS["shots"]
    assert some["rates"] == "A Show of Five Words is cut faster"
    long = compared(make_counted("The Long Adventures of a Village Storekeeper Again", FAST), slow)
    assert long == LABELS
    assert all(len(title.split()) <= MOST_WORDS for title in (*some.values(), *long.values()))


def test_a_name_keeps_its_letters() -> None:
    assert compared(make_counted("iDOL", FAST), make_counted("Beta", SLOW))["rates"] == (
        "iDOL is cut twice as fast"
    )
