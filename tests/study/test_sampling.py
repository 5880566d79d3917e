"""A sample of episodes: spread over the season, the same every time, and gone on from."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from support.series import make_comparison

from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.stats.rest import rest_sentence
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
