"""The target among all shows of an imported population."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cutstat.figures.marks import Marks, placed, together
from cutstat.figures.population import PopulationShape, draw_population, population_marks
from cutstat.report.picture import Picture, axes_at
from cutstat.stats.population import PopulationPlace, place_words

ROW = 52.0
"""Height of the histogram of one quantity, in mm."""

LEFT, RIGHT = 14.0, 4.0
BELOW = 16.0


def population_shapes(places: Sequence[PopulationPlace]) -> tuple[PopulationShape, ...]:
    """Give what is drawn of a show among others: shots an episode, then shots a minute."""
    return tuple(
        PopulationShape(
            one.series,
            one.log_means,
            one.mean,
            one.middle,
            "shots an episode" if one.quantity == "count" else "shots a minute",
            0 if one.quantity == "count" else 1,
            place_words(one),
        )
        for one in places
    )


def population_caption(shapes: Sequence[PopulationShape]) -> str:
    """Say what a reader should know to read the picture."""
    return (
        f"How many of {len(shapes[0].log_means):,} shows have so many, and where "
        f"{shapes[0].label} lies: {shapes[0].said}, by episode; {shapes[-1].said}, by minute."
    )


def _draw(figure: Figure, top: float, shapes: Sequence[PopulationShape], shown: slice) -> Marks:
    marks: list[Marks] = []
    for shape in shapes[shown]:
        axes = axes_at(figure, top - 2, ROW - BELOW, left=LEFT, right=RIGHT)
        draw_population(axes, shape)
        marks.append(placed(axes, partial(population_marks, shape)))
        top -= ROW
    return together(marks)


def _draw_on(axes: Axes, shapes: Sequence[PopulationShape]) -> None:
    draw_population(axes, shapes[-1])


POPULATION = Picture(
    "population",
    "Among all shows of the population",
    lambda material: population_shapes(material.population or ()),
    lambda shapes, _: population_caption(shapes),
    4.0,
    lambda shapes: (ROW,) * len(shapes),
    _draw,
    _draw_on,
    fits=lambda material: material.population is not None,
    needs="population as the baseline",
)
