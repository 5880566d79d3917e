"""The target among shows of which a count was published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cutstat.figures.marks import Marks, placed
from cutstat.figures.published import RateRow, draw_published, published_marks
from cutstat.report.picture import Material, Picture, axes_at
from cutstat.stats.published import tv_anime_band
from cutstat.stats.single_show import place_single

ROW = 9.0
"""Height of a show, in mm."""


@dataclass(frozen=True, slots=True)
class PublishedRows:
    """The shows from the slowest to the fastest, and the band that is called usual."""

    rows: tuple[RateRow, ...]
    band: tuple[float, float]


def _rows(material: Material) -> PublishedRows:
    found, band = place_single(material.target, material.settings), tv_anime_band()
    rows = [
        RateRow(one.title, one.rate, f"{one.rate:.1f} · {one.figure.counted}")
        for one in found.shows
    ]
    own = RateRow(found.series, found.rate, f"{found.rate:.1f} · cutstat", found.interval, True)
    ordered = sorted([*rows, own], key=lambda row: (row.rate, row.is_target))
    return PublishedRows(tuple(ordered), (band.low, band.high))


def _caption(values: PublishedRows, material: Material) -> str:
    return (
        f"{material.target.name} and the {len(values.rows) - 1} shows of TV anime of which a count "
        "and a length were published (cutstat published lists the sources). Their counts are of "
        "one episode or a part of it, on screen or on the storyboard: context, and no test."
    )


def _draw(
    figure: Figure, top: float, values: PublishedRows, shown: slice, *, stretch: float
) -> Marks:
    axes = axes_at(figure, top - 4, stretch * ROW * len(values.rows[shown]) + 6)
    draw_published(axes, values.rows, band=values.band, shown=shown)
    return placed(axes, partial(published_marks, values.rows, shown=shown))


def _draw_on(axes: Axes, values: PublishedRows) -> None:
    draw_published(axes, values.rows, band=values.band)


PUBLISHED = Picture(
    "published",
    "Among shows with a published count",
    _rows,
    _caption,
    26,
    lambda values: (ROW,) * len(values.rows),
    _draw,
    _draw_on,
    fits=lambda material: material.published is not None,
    stretches=True,
    needs="published among the baselines",
)
