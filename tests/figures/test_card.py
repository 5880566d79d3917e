"""The card of an episode is checked by its artists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from cutstat.figures import theme
from cutstat.figures.card import (
    EpisodeCard,
    Film,
    Minute,
    course_marks,
    draw_colours,
    draw_course,
    draw_film,
)
from cutstat.figures.season import SeasonSpan

RED, BLUE = (np.full((90, 160, 3), one, np.uint8) for one in ((255, 0, 0), (0, 0, 255)))
CARD = EpisodeCard(
    title="A 01",
    facts="",
    minutes=24.0,
    spans=(SeasonSpan("opening", 0, 1.5), SeasonSpan("body", 1.5, 24)),
    doubts=(),
    cuts=np.array([1.5, 7, 20]),
    curve=np.array([0.0, 10, 30, 10]),
    top=20.0,
    fastest=Minute(7, 8, 30),
    slowest=Minute(20, 21, 1),
    colours=np.array([[255, 0, 0], [0, 0, 255]], np.uint8),
    films=(),
    lines=(),
)


@pytest.fixture
def axes() -> Iterator[Axes]:
    with mpl.rc_context(theme.style(("DejaVu Sans",))):
        figure = Figure(figsize=(8, 2))
        FigureCanvasAgg(figure)
        yield figure.add_axes((0.1, 0.2, 0.8, 0.6))
        figure.canvas.draw()


def names(axes: Axes) -> dict[str, float]:
    return {text.get_text(): text.xy[0] for text in axes.texts}


def test_the_curve_lies_over_the_whole_file_and_is_cut_off_at_the_top(axes: Axes) -> None:
    draw_course(axes, CARD)
    (curve,) = axes.lines
    assert curve.get_xdata().tolist() == [0, 8, 16, 24]
    assert curve.get_ydata().tolist() == [0, 10, 20, 10]
    assert axes.get_xlim() == (0, 24)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["0", "20/min"]


def test_all_cuts_are_one_path_below_the_curve(axes: Axes) -> None:
    draw_course(axes, CARD)
    (found,) = (patch for patch in axes.patches if isinstance(patch, PathPatch))
    ends = np.asarray(found.get_path().vertices).reshape(-1, 2, 2)
    assert ends[:, :, 0].tolist() == [[1.5, 1.5], [7, 7], [20, 20]]
    assert np.all(ends[:, 0, 1] > ends[:, 1, 1])
    assert np.all((ends[:, :, 1] < 0) & (ends[:, :, 1] > axes.get_ylim()[0]))


def test_the_fastest_and_the_slowest_minute_are_named_over_their_place(axes: Axes) -> None:
    draw_course(axes, CARD)
    assert names(axes) == pytest.approx({"fastest minute": 7.5, "slowest minute": 20.5})


@pytest.mark.parametrize("start", [0.0, 7.0, 11.5, 23.0])
def test_the_names_of_near_minutes_do_not_touch(axes: Axes, start: float) -> None:
    card = replace(CARD, fastest=Minute(start, start + 1, 30), slowest=Minute(start + 0.2, 24, 1))
    draw_course(axes, card)
    axes.figure.canvas.draw()
    one, other = (text.get_window_extent() for text in axes.texts)
    assert one.x1 < other.x0 or other.x1 < one.x0
    assert axes.bbox.x0 - 1 < min(one.x0, other.x0)
    assert max(one.x1, other.x1) < axes.bbox.x1 + 1


def test_an_episode_without_minutes_has_no_names(axes: Axes) -> None:
    draw_course(axes, replace(CARD, fastest=None, slowest=None))
    assert names(axes) == {}


def test_colours_stand_where_they_were(axes: Axes) -> None:
    draw_colours(axes, CARD)
    (image,) = axes.images
    assert image.get_extent() == [0, 24, 0, 1]
    assert np.asarray(image.get_array())[0].tolist() == [[255, 0, 0], [0, 0, 255]]


def test_unknown_colours_are_left_out(axes: Axes) -> None:
    draw_colours(axes, replace(CARD, colours=np.zeros((0, 3), np.uint8)))
    assert len(axes.images) == 0


def test_pictures_stand_in_order_in_their_shape(axes: Axes) -> None:
    tall = np.zeros((320, 160, 3), np.uint8)
    draw_film(axes, Film("", (RED, BLUE, tall)), width=16, gap=2)
    lefts = [image.get_extent()[0] for image in axes.images]
    assert lefts == [0, 18, 36]
    for image, shape in zip(axes.images, (16 / 9, 16 / 9, 0.5), strict=True):
        left, right, bottom, top = image.get_extent()
        assert (right - left) / (top - bottom) == pytest.approx(shape)


def test_every_shot_says_where_it_begins_and_how_long_it_is() -> None:
    marks = course_marks(CARD)
    assert [mark.text for mark in marks] == [
        *("shot 1 at 00:00:00.000, 90.0 s", "shot 2 at 00:01:30.000, 330.0 s"),
        *("shot 3 at 00:07:00.000, 780.0 s", "shot 4 at 00:20:00.000, 240.0 s"),
    ]
