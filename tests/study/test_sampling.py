"""A sample of episodes: spread over the season, the same every time, and gone on from."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from support.series import make_comparison, make_counted

from cutstat.core.episodes import EpisodeFile, EpisodeName, Unit
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.rest import rest_sentence, single_rest_sentence
from cutstat.stats.sample import SeriesSample
from cutstat.study.sampling import draw_episodes


def season(episodes: int, *, series: str = "Show") -> list[EpisodeFile]:
    return [
        EpisodeFile(Path(f"{series} - {k:02d}.mkv"), EpisodeName(series, Fraction(k)))
        for k in range(1, episodes + 1)
    ]


@pytest.mark.parametrize("series", ["Show", "海の駅", "Another"])
@pytest.mark.parametrize("episodes", [5, 12, 26, 100])
def test_a_sample_is_spread_and_a_larger_one_holds_it(series: str, episodes: int) -> None:
    files = season(episodes, series=series)
    before: set[Path] = set()
    for size in range(1, episodes + 2):
        drawn = draw_episodes(files, size)
        assert len(drawn) == min(size, episodes)
        assert before <= {one.path for one in drawn}
        before = {one.path for one in drawn}
    places = [files.index(one) for one in draw_episodes(files, 4)]
    assert places == sorted(places)
    assert {place * 4 // episodes for place in places} >= {0, 3} or episodes < 12
    assert max(np.diff(places)) <= episodes // 2


def test_the_rest_narrows_the_range_and_more_of_it_narrows_it_more() -> None:
    comparison = make_comparison()
    assert comparison.interval is not None
    widths = []
    for waiting in (2, 40):
        said = rest_sentence(comparison, {comparison.target.name: waiting}, minutes=waiting)
        assert f"The other {waiting} episodes would narrow that to about" in said
        assert f"in about {waiting} min" in said
        ends = re.findall(r"about ([\d.]+) to ([\d.]+)", said)
        low, high = map(float, ends[0])
        widths.append(high - low)
    assert widths[1] <= widths[0]


@pytest.mark.parametrize("unit", ["episode", "film"])
def test_the_rest_of_one_show_alone_narrows_its_rate(unit: Unit) -> None:
    sample = make_counted("Show", [280, 300, 330])
    named = (replace(one, name=replace(one.name, role=unit)) for one in sample.episodes)
    sample, settings = SeriesSample("Show", tuple(named)), ComparisonSettings()
    # Student's t of 2 is 4.303, and of 9 degrees 2.262; titles differ by 4 %.
    middle, s = sample.geometric_mean_rate, sample.deviation
    ends = [
        middle * np.exp(side * t * np.hypot(s / np.sqrt(n), 0.04))
        for n, t in ((3, 4.303), (10, 2.262))
        for side in (-1, 1)
    ]
    low, high, narrow_low, narrow_high = (f"{end:.1f}" for end in ends)
    said = single_rest_sentence(sample, {"Show": 7}, settings=settings, minutes=0)
    assert said == (
        f"A sample: likely {low} to {high} shots a minute. The other 7 {unit}s would narrow that "
        f"to about {narrow_low} to {narrow_high}; the same command without --sample goes on from "
        "here."
    )


def test_one_episode_alone_has_no_range_and_the_rest_gives_one() -> None:
    sample = make_counted("Show", [280])
    said = single_rest_sentence(sample, {"Show": 1}, settings=ComparisonSettings(), minutes=0.2)
    assert said.startswith(
        "A sample: of one episode no range is known; the other episode would give one, in about "
        "1 min;"
    )
