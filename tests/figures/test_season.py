"""The season view, by its artists: which span stands where, in minutes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle

from cutstat.core.segments import SEGMENT_KINDS
from cutstat.figures import theme
from cutstat.figures.season import (
    SeasonBlock,
    SeasonRow,
    SeasonSpan,
    draw_key,
    draw_season,
    season_marks,
)


@pytest.fixture
def axes() -> Iterator[Axes]:
    with mpl.rc_context(theme.style(("DejaVu Sans",))):
        figure = Figure(figsize=(8, 6))
        FigureCanvasAgg(figure)
        yield figure.add_axes((0.2, 0.15, 0.7, 0.7))
        figure.canvas.draw()


FIRST = SeasonRow(
    "01",
    24.0,
    (SeasonSpan("body", 0, 1), SeasonSpan("opening", 1, 2.5), SeasonSpan("body", 2.5, 24)),
    np.array([1.0, 2.5, 7.0, 20.0]),
)
SECOND = SeasonRow(
    "02",
    22.0,
    (SeasonSpan("body", 0, 20), SeasonSpan("ending", 20, 22)),
    np.array([20.0]),
    doubts=(SeasonSpan("opening", 0, 5),),
)


def rectangles(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def ticks(axes: Axes) -> list[np.ndarray]:
    (found,) = (patch for patch in axes.patches if isinstance(patch, PathPatch))
    return list(np.asarray(found.get_path().vertices).reshape(-1, 2, 2))


def test_segments_stand_at_their_minutes_in_the_colour_of_their_kind(axes: Axes) -> None:
    draw_season(axes, SeasonBlock("A", (FIRST, SECOND), 24.0))
    filled = [one for one in rectangles(axes) if one.get_fc()[3]]
    assert [(one.get_x(), one.get_x() + one.get_width()) for one in filled] == [
        *((0, 1), (1, 2.5), (2.5, 24)),
        *((0, 20), (20, 22)),
    ]
    kinds = ["body", "opening", "body", "body", "ending"]
    assert [to_hex(one.get_fc()).upper() for one in filled] == [theme.SEGMENTS[k] for k in kinds]
    assert [int(one.get_y()) for one in filled] == [0, 0, 0, 1, 1]
    assert axes.get_xlim() == (0, 24)
    assert axes.get_ylim() == (2, 0)  # the first episode is the upper one


def test_every_cut_is_a_tick_within_the_band_of_its_row(axes: Axes) -> None:
    draw_season(axes, SeasonBlock("A", (FIRST, SECOND), 24.0))
    places = [(float(one[0, 0]), int(one[0, 1])) for one in ticks(axes)]
    assert places == [(1, 0), (2.5, 0), (7, 0), (20, 0), (20, 1)]
    for one in ticks(axes):
        assert one[0, 0] == one[1, 0]
        assert int(one[0, 1]) == int(one[1, 1])
    bands = {int(one.get_y()): (one.get_y(), one.get_height()) for one in rectangles(axes)}
    for (upper, height), tick in ((bands[int(one[0, 1])], one) for one in ticks(axes)):
        assert upper == pytest.approx(tick[0, 1])
        assert tick[1, 1] < upper + height  # below the ticks the colour is undisturbed


def test_where_a_segment_may_lie_is_hatched(axes: Axes) -> None:
    draw_season(axes, SeasonBlock("A", (FIRST, SECOND), 24.0))
    (hatched,) = (one for one in rectangles(axes) if one.get_hatch())
    assert (hatched.get_x(), hatched.get_width()) == (0, 5)
    assert int(hatched.get_y()) == 1
    assert hatched.get_fc()[3] == 0


def test_colours_stand_above_the_segments_with_the_cuts_across_them(axes: Axes) -> None:
    colours = np.array([[255, 0, 0], [0, 0, 255]], np.uint8)
    row = SeasonRow("01", 10.0, FIRST.spans, FIRST.cuts, colours=colours)
    draw_season(axes, SeasonBlock("A", (row, row), 12.0, is_target=True))
    first, second = axes.images
    left, right, lower, upper = first.get_extent()
    assert (left, right) == (0, 10)
    assert np.asarray(first.get_array()).tolist() == [colours.tolist()]
    assert lower <= min(one.get_y() for one in rectangles(axes))
    assert np.add(first.get_extent(), [0, 0, 1, 1]) == pytest.approx(second.get_extent())
    for tick in ticks(axes)[: len(FIRST.cuts)]:
        assert (tick[0, 1], tick[1, 1]) == (upper, lower)


def test_without_colours_the_band_takes_the_row(axes: Axes) -> None:
    draw_season(axes, SeasonBlock("A", (FIRST,), 24.0))
    assert axes.images[:] == []
    assert rectangles(axes)[0].get_height() > 0.7


@pytest.mark.parametrize("count", [1, 12, 60, 300])
def test_names_of_rows_have_room(axes: Axes, count: int) -> None:
    row = SeasonRow("S2 01 with a very long title", 24.0, FIRST.spans, FIRST.cuts)
    draw_season(axes, SeasonBlock("A", (row,) * count, 24.0))
    places = axes.get_yticks()
    height = axes.bbox.height / axes.figure.dpi * 25.4 / count
    assert all(step * height > 4 for step in np.diff(places))
    assert places[0] < 1
    assert axes.get_yticklabels()[0].get_text().endswith("…")


def test_a_long_name_is_shortened(axes: Axes) -> None:
    row = SeasonRow("01", 24.0, FIRST.spans, FIRST.cuts)
    draw_season(axes, SeasonBlock("W" * 200, (row,), 24.0))
    assert axes.get_title(loc="left").endswith("…")


def test_an_episode_without_a_cut_is_a_row(axes: Axes) -> None:
    row = SeasonRow("01", 24.0, (SeasonSpan("body", 0, 24),), np.array([]))
    draw_season(axes, SeasonBlock("A", (row,), 24.0))
    assert ticks(axes) == []
    assert len(rectangles(axes)) == 1


def test_every_shot_says_where_it_begins_and_how_long_it_is() -> None:
    marks = season_marks(SeasonBlock("A", (FIRST, SECOND), 24.0))
    assert [int(mark.y) for mark in marks] == [0, 0, 0, 0, 0, 1, 1]
    assert [mark.x for mark in marks[:5]] == [0, 1, 2.5, 7, 20]
    assert marks[1].text == "shot 2 at 00:01:00.000, 90.0 s"
    assert marks[-1].label == f"A {SECOND.label}"


def test_the_key_names_what_is_there_and_nothing_else(axes: Axes) -> None:
    block = SeasonBlock("A", (FIRST, SECOND), 24.0)
    draw_key(axes, block.kinds, has_doubts=block.has_doubts)
    names = [text.get_text() for text in axes.texts]
    assert names == ["opening", "ending", "body", "uncertain"]
    colours = [to_hex(one.get_fc()).upper() for one in rectangles(axes)]
    assert colours[:3] == [theme.SEGMENTS[name] for name in names[:3]]
    assert rectangles(axes)[3].get_hatch()
    places = [one.get_x() for one in rectangles(axes)]
    assert places == sorted(places)
    assert not axes.axison


def test_the_key_leaves_out_doubts_where_there_are_none(axes: Axes) -> None:
    draw_key(axes, {"body"}, has_doubts=False)
    assert [text.get_text() for text in axes.texts] == ["body"]


# Brettel, Vienot and Mollon as simplified by Vienot (1999), in linear red, green, blue.
SIGHT = {
    "all colours": np.eye(3),
    "no red": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "no green": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}


@pytest.mark.parametrize("sight", SIGHT)
def test_kinds_of_segments_are_told_apart_by_the_colour_blind(sight: str) -> None:
    def seen(color: str) -> np.ndarray:
        linear = np.array(to_rgb(color)) ** 2.2
        return np.clip(np.array(SIGHT[sight]) @ linear, 0, 1) ** (1 / 2.2)

    assert tuple(sorted(theme.SEGMENTS)) == tuple(sorted(SEGMENT_KINDS))
    for one, other in combinations(theme.SEGMENTS, 2):
        distance = np.linalg.norm(seen(theme.SEGMENTS[one]) - seen(theme.SEGMENTS[other]))
        is_rare = {"recap", "card"} & {one, other}
        assert distance > (0.13 if is_rare else 0.25), (one, other)
    for line in (theme.TARGET, theme.BASELINE):
        assert line not in theme.SEGMENTS.values()
