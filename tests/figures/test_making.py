"""The course of an episode is checked by its artists: names of stretches."""

from __future__ import annotations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from cutstat.figures.making import MadeCourse, draw_made_course, made_marks

NONE = np.zeros((0, 2))
LONG = "a very long chase through the whole harbour, and back again through the old town at night"
COURSE = MadeCourse(
    title="A 01",
    facts="",
    minutes=24.0,
    body=np.array([[0.0, 24.0]]),
    cuts=np.array([1.5, 7, 20]),
    pictures=np.zeros(0),
    top=1.0,
    voices=NONE,
    music=NONE,
    tempo=NONE,
    stretches=np.array([[2.0, 3.0], [8.0, 9.0], [10.0, 11.0]]),
    names=("the duel", "", LONG),
)


def test_names_of_stretches_stand_above_them_without_touching() -> None:
    figure = Figure(figsize=(7, 2))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.1, 0.2, 0.8, 0.6))
    draw_made_course(axes, COURSE)
    first, second = (one for one in axes.texts if isinstance(one, Annotation))
    assert first.get_text() == "the duel"
    assert second.get_text().startswith("a very long")
    assert second.get_text().endswith("…")
    assert (first.xy[0], second.xy[0]) == (2.5, 10.5)
    boxes = [one.get_window_extent() for one in (first, second)]
    assert boxes[0].x1 < boxes[1].x0
    assert boxes[1].x1 < figure.bbox.x1
    assert min(box.y0 for box in boxes) >= axes.get_window_extent().y1


def test_what_a_stretch_is_called_is_said_to_who_points_at_it() -> None:
    assert [mark.text for mark in made_marks(COURSE)] == [
        "the duel from 00:02:00.000 to 00:03:00.000",
        "stretch that stands out from 00:08:00.000 to 00:09:00.000",
        f"{LONG} from 00:10:00.000 to 00:11:00.000",
    ]
