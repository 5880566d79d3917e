"""Every picture of a report can stand in somebody's own figure."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from support.series import make_comparison

import cutstat
from cutstat.core.text import printable
from cutstat.errors import InputError
from cutstat.report.pictures import PICTURES
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.published import against_published
from cutstat.stats.robustness import check_robustness
from cutstat.study.comparison import ComparisonPlan, SeriesComparison

COMPARISON = make_comparison(episodes=5)
RESULT = SeriesComparison(
    ComparisonPlan("a", ("b",), (), "cutstat", ComparisonSettings()),
    COMPARISON,
    check_robustness(COMPARISON),
    (),
    against_published(COMPARISON.target),
)


@pytest.mark.parametrize(
    "name", [one.key for one in PICTURES if one.draw_on is not None and one.key != "population"]
)
def test_a_picture_stands_on_the_axes_that_it_is_given(name: str, tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    figure = Figure(figsize=(8, 4))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.25, 0.2, 0.45, 0.6))
    cutstat.plot(name, RESULT, axes)
    figure.savefig(tmp_path / "picture.png")
    assert figure.axes == [axes]
    assert axes.has_data()
    texts = " ".join(
        text.get_text() for text in axes.findobj(mpl.text.Text) if isinstance(text, mpl.text.Text)
    )
    shown = COMPARISON.baselines[0] if name == "verdict" else COMPARISON.target
    assert printable(shown.name) in texts
    assert dict(mpl.rcParams) == before
    assert np.asarray(figure.canvas.buffer_rgba()).std() > 5


def test_a_picture_that_needs_more_than_was_compared_says_what() -> None:
    bare = RESULT._replace(published=None)
    with pytest.raises(InputError, match="the picture published needs published among the basel"):
        cutstat.plot("published", bare, Figure().subplots())


def test_a_picture_that_is_none_is_said_to_be_so() -> None:
    with pytest.raises(ValueError, match="no picture 'cats'; choose from strip, shots"):
        cutstat.plot("cats", RESULT, Figure().subplots())
    with pytest.raises(ValueError, match="'cards' needs a page of its own; on axes there are str"):
        cutstat.plot("cards", RESULT, Figure().subplots())
