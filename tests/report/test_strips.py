"""The minute that stands for a series, and what is drawn of it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from support.series import make_counted, make_episode, make_looks, make_series

from cutstat.figures.strip import draw_strips, strip_marks
from cutstat.report.strips import MOST_STRIPS, shown_baselines, strip_place, strips_of
from cutstat.stats.sample import SeriesSample


def sample_of(*borders: list[int], n_frames: int = 24 * 180) -> SeriesSample:
    return SeriesSample(
        "A",
        tuple(
            make_episode("A", k, borders=some, n_frames=n_frames, rate=Fraction(24))
            for k, some in enumerate(borders, 1)
        ),
    )


def test_the_minute_is_that_of_the_episode_whose_pace_is_nearest_to_the_mean() -> None:
    slow, middle, fast = ([24 * k for k in range(step, 180, step)] for step in (20, 6, 2))
    place = strip_place(sample_of(slow, middle, fast))
    assert place.index == 1
    assert np.diff(place.edges).tolist() == [6.0] * 10
    assert place.edges[-1] - place.edges[0] == 60


def test_a_body_without_a_whole_minute_gives_its_longest_part() -> None:
    place = strip_place(sample_of([240, 480], n_frames=24 * 42))
    assert place.edges.tolist() == [0, 10, 20, 42]


def test_pictures_are_taken_within_the_shots_that_they_stand_for() -> None:
    sample = make_series("A", episodes=5, seed=3)
    place = strip_place(sample)
    times = sample.episodes[place.index].times
    for frame, start, stop in zip(place.frames(sample), place.edges, place.edges[1:], strict=False):
        assert start <= times.seconds(frame) + 1e-6
        assert times.seconds(frame) < stop


def test_of_many_baselines_the_fastest_and_the_slowest_are_among_those_shown() -> None:
    baselines = [make_counted(f"B{k}", [100 + 20 * k] * 5) for k in range(12)]
    shown = shown_baselines(baselines)
    assert len(shown) == MOST_STRIPS - 1
    assert (shown[0].name, shown[-1].name) == ("B11", "B0")
    assert shown_baselines(baselines[:3]) == baselines[:3]


def test_a_strip_knows_its_shots_without_any_picture() -> None:
    sample = sample_of([24 * k for k in range(5, 180, 5)])
    (strip,) = strips_of([sample], {})
    assert strip.is_target
    assert strip.detail.endswith(": 12 shots in a minute")
    assert (strip.images, len(strip.colours)) == ((), 0)


def test_colours_are_those_of_the_time_of_each_shot() -> None:
    sample = sample_of([24 * 60, 24 * 120])
    looks = make_looks(sample)
    colours = np.repeat([[250, 0, 0], [0, 250, 0], [0, 0, 250]], 60, axis=0).astype(np.uint8)
    (strip,) = strips_of([sample], {"A": [looks[0].__class__("", colours)]})
    expected = [[250, 0, 0], [0, 250, 0], [0, 0, 250]]
    start = int(strip_place(sample).edges[0] // 60)
    assert strip.colours.tolist() == expected[start : start + len(strip.colours)]


@pytest.mark.parametrize("has_pictures", [False, True])
def test_every_shot_is_drawn_as_wide_as_it_is_long(has_pictures: bool) -> None:
    sample = sample_of([24 * k for k in (10, 30, 60, 70, 90, 120, 130, 150)])
    (strip,) = strips_of([sample], {"A": make_looks(sample)} if has_pictures else {})
    figure = Figure(figsize=(8, 2))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    draw_strips(axes, [strip])
    widths = [patch.get_width() for patch in axes.patches]
    # A fine gap, the same everywhere, parts the shots.
    gaps = np.diff(strip.edges) - widths
    assert np.allclose(gaps, gaps[0])
    assert 0 < gaps[0] < 0.5
    assert len(axes.images) == (len(widths) if has_pictures else 0)
    for image, patch in zip(axes.images, axes.patches, strict=False):
        left, right, *_ = image.get_extent()
        assert left == patch.get_x()
        assert right <= patch.get_x() + patch.get_width() + 1e-9
    texts = [mark.text for mark in strip_marks([strip])]
    assert len(texts) == len(widths)
