"""Figures are checked by their artists: what stands where, in which unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from cutstat.figures import theme
from cutstat.figures.episodes import EpisodeDots, draw_episodes, episode_marks
from cutstat.figures.lengths import LengthRow, draw_shot_lengths, length_marks
from cutstat.figures.marks import Mark, placed, spaced_ticks
from cutstat.figures.pacing import (
    PacingLine,
    _spread,
    draw_heat,
    draw_pacing,
    heat_marks,
    pacing_marks,
)
from cutstat.figures.verdict import RatioRow, draw_verdict, verdict_marks


@pytest.fixture
def axes() -> Iterator[Axes]:
    with mpl.rc_context(theme.style(("DejaVu Sans",))):
        figure = Figure(figsize=(8, 6))
        FigureCanvasAgg(figure)
        yield figure.add_axes((0.25, 0.15, 0.4, 0.7))
        figure.canvas.draw()


def lines_by_marker(axes: Axes, marker: str) -> list[Line2D]:
    return [line for line in axes.lines if line.get_marker() == marker]


RATES = {"unit": "shots per minute", "digits": 1, "standard_minutes": 20.0}


def notes(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts if isinstance(text, Annotation)]


def dots(label: str, rates: list[float], *, is_target: bool = False) -> EpisodeDots:
    names = tuple(f"{k:02d}" for k in range(1, len(rates) + 1))
    mean = float(np.exp(np.log(rates).mean()))
    return EpisodeDots(label, np.array(rates), names, mean, (mean - 2, mean + 2), is_target)


def length_row(label: str, median: float, mean: float) -> LengthRow:
    seconds = np.geomspace(0.1, 100, 200)
    density = np.exp(-0.5 * (np.log2(seconds / median)) ** 2)
    return LengthRow(label, seconds, density, median, mean, 0.2, 0.1)


def pacing_line(
    label: str, level: float, *, is_target: bool = False, has_parts: bool = False
) -> PacingLine:
    progress = np.linspace(0, 1, 11)
    episodes = np.array([[level - 2.0] * 11, [level] * 11, [level + 2.0] * 11])
    return PacingLine(
        label,
        progress,
        np.median(episodes, axis=0),
        episodes.min(0),
        episodes.max(0),
        episodes,
        ("01", "02", "03"),
        is_target,
        has_parts,
    )


def test_a_dot_stands_at_the_rate_of_its_episode(axes: Axes) -> None:
    rates = [19.5, 20.5, 23.0, 20.5, 20.5]
    draw_episodes(
        axes,
        [dots("A", rates, is_target=True), dots("B", [14.0, 13.0])],
        unit="shots per minute",
        digits=1,
        standard_minutes=20,
    )
    first, second = (c for c in axes.collections if isinstance(c, PathCollection))
    assert np.asarray(first.get_offsets())[:, 0].tolist() == rates
    assert np.asarray(second.get_offsets())[:, 0].tolist() == [14, 13]
    low, high = axes.get_xlim()
    assert low < 13 < 23 < high
    # Equal rates stand beside each other, within their row.
    heights = np.asarray(first.get_offsets())[[1, 3, 4], 1]
    assert len(set(heights)) == 3
    assert np.all(np.abs(heights) < 0.5)


def test_the_diamond_stands_at_the_mean_and_the_bar_on_its_interval(axes: Axes) -> None:
    row = dots("A", [16.0, 25.0], is_target=True)
    draw_episodes(axes, [row], **RATES)
    (diamond,) = lines_by_marker(axes, "D")
    assert diamond.get_xdata()[0] == pytest.approx(20)
    bars = [line for line in axes.lines if list(line.get_xdata()) == list(row.interval or ())]
    assert len(bars) == 1
    assert notes(axes) == ["mean 20.0/min"]


def test_the_axes_of_episodes_name_their_units(axes: Axes) -> None:
    draw_episodes(axes, [dots("A", [10.0, 12.0])], **RATES)
    assert axes.get_xlabel().startswith("Shots per minute")
    (upper,) = axes.child_axes
    assert upper.get_xlabel() == "Shots in 20 minutes"
    axes.figure.canvas.draw()
    low, high = axes.get_xlim()
    assert upper.get_xlim() == pytest.approx((20 * low, 20 * high))


def test_an_interval_wider_than_the_axes_ends_in_arrows(axes: Axes) -> None:
    wide = EpisodeDots("A", np.array([10.0, 12.0]), ("01", "02"), 11.0, (0.01, 9000.0))
    draw_episodes(axes, [wide], **RATES)
    low, high = axes.get_xlim()
    assert high < 20
    (left,), (right,) = lines_by_marker(axes, "<"), lines_by_marker(axes, ">")
    assert (left.get_xdata()[0], right.get_xdata()[0]) == (low, high)


def test_rows_of_a_part_stand_on_the_axes_of_all(axes: Axes) -> None:
    series = [dots("A", [10.0, 12.0]), dots("B", [40.0, 50.0]), dots("C", [20.0])]
    draw_episodes(axes, series, **RATES, shown=slice(1, 3))
    assert [label.get_text() for label in axes.get_yticklabels()] == ["B", "C"]
    low, high = axes.get_xlim()
    assert low < 10
    assert high > 50


def test_the_line_stands_at_the_median_and_the_triangle_at_the_mean(axes: Axes) -> None:
    rows = [length_row("A", 2.0, 3.0), length_row("B", 4.0, 5.0)]
    draw_shot_lengths(axes, rows)
    triangles = [float(line.get_xdata()[0]) for line in lines_by_marker(axes, "^")]
    assert triangles == [3, 5]
    uprights = [line.get_xdata()[0] for line in axes.lines if len(set(line.get_xdata())) == 1]
    assert [float(x) for x in uprights if x in (2.0, 4.0)] == [2, 4]
    # The first row is the upper one, and each is drawn to the same height.
    curves = [line.get_ydata() for line in axes.lines if len(line.get_xdata()) == 200]
    assert [float(np.min(curve)) for curve in curves] == pytest.approx([1, 0], abs=0.01)
    assert [float(np.ptp(curve)) for curve in curves] == pytest.approx([0.78, 0.78], abs=0.01)
    assert notes(axes)[0] == "median 2.0 s\nmean 3.0 s\nunder 1 s 20 %\nover 10 s 10 %"


def test_shot_lengths_are_in_seconds_on_a_logarithmic_axis(axes: Axes) -> None:
    draw_shot_lengths(axes, [length_row("A", 2.0, 3.0)])
    assert axes.get_xscale() == "log"
    assert axes.get_xlabel().startswith("Shot length in seconds")
    labels = [axes.xaxis.get_major_formatter()(tick, 0) for tick in axes.get_xticks()]
    assert {"0.5", "2", "8"} <= set(labels)


def test_a_ratio_stands_at_its_place_with_its_interval(axes: Axes) -> None:
    rows = [
        RatioRow("mean", 1.5, (1.2, 1.9), "primary"),
        RatioRow("B", 0.8, None),
    ]
    draw_verdict(axes, rows, margin=0.1)
    points = [(line.get_xdata()[0], line.get_ydata()[0]) for line in lines_by_marker(axes, "o")]
    assert points == [(1.5, 0), (0.8, 1)]
    assert any(list(line.get_xdata()) == [1.2, 1.9] for line in axes.lines)
    assert notes(axes) == ["+50 %  (+20 % to +90 %)", "−20 %"]
    low, high = axes.get_xlim()
    assert low * high == pytest.approx(1)
    band = axes.patches[0].get_extents().transformed(axes.transData.inverted())
    assert (band.x0, band.x1) == pytest.approx((1 / 1.1, 1.1))
    assert axes.get_xlabel() == "The target against each row; shaded: less than 10 % apart"


def test_a_range_is_a_broad_bar_without_a_dot(axes: Axes) -> None:
    rows = [
        RatioRow("mean", 1.5, (1.2, 1.9), "primary"),
        RatioRow("said of TV anime", None, (0.9, 1.6), "published"),
    ]
    draw_verdict(axes, rows, margin=0.1)
    assert len(lines_by_marker(axes, "o")) == 1
    (bar,) = (line for line in axes.lines if list(line.get_xdata()) == [0.9, 1.6])
    assert to_hex(bar.get_color()).upper() == theme.PUBLISHED
    assert notes(axes)[1] == "−10 % to +60 %"
    assert [mark.text for mark in verdict_marks(rows)] == notes(axes)


def test_marks_are_placed_where_the_figure_shows_them(axes: Axes) -> None:
    series = [dots("A", [10.0, 12.0]), dots("B", [40.0, 50.0])]
    draw_episodes(axes, series, unit="shots")
    marks = episode_marks(series, unit="shots")
    said = [(mark.label, mark.text) for mark in marks]
    assert said[:2] == [("A 01", "10 shots"), ("A 02", "12 shots")]
    low, high = axes.get_xlim()
    found = placed(axes, lambda: marks)()
    assert len(found) == 4
    assert found[0].x == pytest.approx(0.25 + 0.4 * (10 - low) / (high - low))
    assert found[0].y < found[2].y  # from the top: A stands above B
    assert 0.15 < found[0].y < 0.85
    assert placed(axes, lambda: [Mark(high * 2, 0, "", "")])() == ()


def test_lines_and_maps_say_what_they_show(axes: Axes) -> None:
    line = pacing_line("A", 20, is_target=True, has_parts=True)
    marks = pacing_marks([line])
    assert marks[0].text == "20 cuts per minute at 0 % of part A"
    assert marks[-1].text == "20 cuts per minute at 100 % of part B"
    first = heat_marks(line)[0]
    assert (first.label, first.text) == ("A 01", "18 cuts per minute at 0 % of part A")
    rows = [length_row("A", 2.0, 3.0), length_row("B", 4.0, 5.0)]
    assert {(mark.label, mark.y, mark.text) for mark in length_marks(rows)} >= {
        ("A", 1, "median 2.0 s"),
        ("B", 0, "mean 5.0 s"),
    }


@pytest.mark.parametrize("ratio", [1e-6, 0.05, 1.0, 20.0, 1e6])
def test_every_ratio_has_a_mark_within_the_axes(axes: Axes, ratio: float) -> None:
    draw_verdict(axes, [RatioRow("B", ratio, (ratio / 2, ratio * 2))], margin=0.1)
    low, high = axes.get_xlim()
    marks = [line for line in axes.lines if line.get_marker() in "o<>"]
    assert marks
    assert all(low <= line.get_xdata()[0] <= high for line in marks)
    is_shown = any(line.get_marker() == "o" for line in marks)
    assert is_shown == (low <= ratio <= high)


@given(st.floats(0.001, 0.99), st.floats(1.01, 1000), st.integers(2, 12))
def test_ticks_stand_apart(low: float, high: float, steps: int) -> None:
    ticks = spaced_ticks([0.01, 0.1, 0.5, 0.9, 1, 1.1, 2, 10, 100], low, high, steps=steps)
    assert 1 in ticks
    gaps = np.diff(np.log(ticks))
    assert np.all(gaps >= np.log(high / low) / steps - 1e-9)


def test_a_pacing_line_is_the_median_and_the_band_the_quartiles(axes: Axes) -> None:
    draw_pacing(axes, [pacing_line("A", 20, is_target=True), pacing_line("B", 10)])
    levels = sorted({float(line.get_ydata()[0]) for line in axes.lines})
    assert levels == [10, 20]
    band = axes.collections[-1].get_paths()[0].get_extents()
    assert (band.y0, band.y1) == (18, 22)
    assert axes.get_ylabel() == "Cuts per minute"
    assert axes.get_xlabel() == "Place in the episode"
    assert axes.xaxis.get_major_formatter()(0.4, 0) == "40 %"
    assert notes(axes) == ["B", "A"]


def test_parts_are_named_and_parted_by_a_line(axes: Axes) -> None:
    lines = [pacing_line("A", 20, is_target=True, has_parts=True)]
    draw_pacing(axes, [*lines, pacing_line("B", 10, has_parts=True)])
    assert [text for text in notes(axes) if "Part" in text] == ["Part A", "Part B"]
    (parting,) = (line for line in axes.lines if list(line.get_xdata()) == [0.5, 0.5])
    assert list(parting.get_ydata()) == [0, 1]
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels == ["0 %", "50 %", "break", "50 %", "100 %"]
    assert list(axes.get_xticks()) == [0, 0.25, 0.5, 0.75, 1]
    assert axes.get_xlabel() == "Place in part A, and in part B"


def test_a_map_has_its_break_in_the_middle(axes: Axes) -> None:
    draw_heat(axes, pacing_line("A", 20, has_parts=True), top=50)
    assert [list(line.get_xdata()) for line in axes.lines] == [[0.5, 0.5]]
    assert axes.get_xlabel() == "Place in part A, and in part B"


def test_many_baselines_are_one_band_with_its_middle(axes: Axes) -> None:
    others = [pacing_line(f"B{level}", level) for level in (5, 8, 10, 12, 15)]
    draw_pacing(axes, [pacing_line("A", 20, is_target=True), *others])
    assert sorted(float(line.get_ydata()[0]) for line in axes.lines) == [10, 20]
    spread = axes.collections[0].get_paths()[0].get_extents()
    assert (spread.y0, spread.y1) == (5, 15)
    assert "5 baselines" in notes(axes)


def test_baselines_are_told_apart_without_their_colours(axes: Axes) -> None:
    others = [pacing_line(f"B{level}", level) for level in (5, 8, 10, 12)]
    draw_pacing(axes, [pacing_line("A", 20, is_target=True), *others])
    looks = {line.get_linestyle() for line in axes.lines if line.get_lw() < 2}
    assert len(looks) == 4


def test_episodes_without_a_cut_have_a_pacing_of_zero(axes: Axes) -> None:
    still = PacingLine(
        "A",
        np.linspace(0, 1, 3),
        *(np.zeros(3), np.zeros(3), np.zeros(3)),
        np.zeros((1, 3)),
        ("01",),
        is_target=True,
    )
    draw_pacing(axes, [still])
    assert axes.get_ylim() == (0, 1)


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(1, 5)), min_size=1, max_size=8))
def test_labels_are_moved_apart_but_not_off_the_axes(drawn: list[tuple[float, float]]) -> None:
    drawn.sort()
    places, sizes = [place for place, _ in drawn], [size for _, size in drawn]
    middles = _spread(places, sizes, top=50)
    lower = middles - np.array(sizes) / 2
    upper = middles + np.array(sizes) / 2
    assert np.all(lower[1:] >= upper[:-1] - 1e-9)
    assert lower[0] >= -1e-9
    assert upper[-1] <= 50 + 1e-9


def test_labels_with_room_stay_at_their_lines() -> None:
    assert _spread([10, 20, 30], [4, 4, 4], top=50).tolist() == [10, 20, 30]


def test_a_map_has_a_row_for_each_episode(axes: Axes) -> None:
    line = pacing_line("Hero Mask", 20, is_target=True)
    image = draw_heat(axes, line, top=50)
    assert image.get_array().tolist() == line.episodes.tolist()
    assert image.get_clim() == (0, 50)
    assert image.get_cmap().name == "cividis"
    assert [label.get_text() for label in axes.get_yticklabels()] == ["01", "02", "03"]
    assert axes.get_title(loc="left") == "Hero Mask"
    assert axes.xaxis.get_major_formatter()(1.0, 0) == "100 %"


# Brettel, Vienot and Mollon as simplified by Vienot (1999), in linear red, green, blue.
BLINDNESS = {
    "no red": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "no green": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}


@pytest.mark.parametrize("kind", BLINDNESS)
def test_the_target_stands_out_for_the_colour_blind(kind: str) -> None:
    def seen(color: str) -> np.ndarray:
        linear = np.array(to_rgb(color)) ** 2.2
        return np.clip(np.array(BLINDNESS[kind]) @ linear, 0, 1) ** (1 / 2.2)

    target = seen(theme.TARGET)
    for other in theme.BASELINE_TINTS:
        assert np.linalg.norm(target - seen(other)) > 0.25, other


def test_texts_can_be_read_on_white() -> None:
    # Contrast of WCAG 2: 4.5 to 1 for running text.
    def luminance(color: str) -> float:
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
        return float(np.dot([0.2126, 0.7152, 0.0722], parts))

    for color in (theme.INK, theme.MUTED, theme.TARGET, theme.BASELINE):
        assert 1.05 / (luminance(color) + 0.05) >= 4.5, color
    assert len({theme.TARGET, *theme.BASELINE_TINTS}) == 5
    assert all(one != two for one, two in combinations(theme.BASELINE_DASHES, 2))
