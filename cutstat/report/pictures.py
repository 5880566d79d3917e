"""The pictures of a report, in order: PDF, page, images, `plot` and its help follow this list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from cutstat.core.words import with_article
from cutstat.figures import theme
from cutstat.figures.episodes import EpisodeDots, draw_episodes, episode_marks
from cutstat.figures.lengths import LengthRow, draw_shot_lengths, length_marks
from cutstat.figures.marks import Marks, placed
from cutstat.figures.text import shorten
from cutstat.figures.verdict import RatioRow, draw_verdict, verdict_marks
from cutstat.measure.episode import STANDARD_BODY_MINUTES
from cutstat.report.card_panel import CARDS
from cutstat.report.making_panel import MAKING
from cutstat.report.pacing_panel import HEAT_MAP, PACING
from cutstat.report.picture import (
    Filled,
    Material,
    Panel,
    Picture,
    axes_at,
    is_narrow,
)
from cutstat.report.population_panel import POPULATION
from cutstat.report.published_panel import PUBLISHED
from cutstat.report.season_panel import SEASON
from cutstat.report.strip_panel import STRIPS
from cutstat.stats.compare import Comparison, geometric_interval
from cutstat.stats.distribution import length_density
from cutstat.stats.plain import count_findings, length_findings, rate_findings
from cutstat.stats.published import PublishedComparison, tv_anime_band
from cutstat.stats.sample import SeriesSample

VERDICT_ROW, EPISODES_ROW, LENGTHS_ROW = 9.0, 12.0, 20.0
"""Heights of rows, in mm."""

ROW_NAME = 60.0
"""Room for the name of a series in two lines of a label that say its unit too, in mm."""

STANDARD_REACH = 5.0
"""Minutes by which a body may differ from the standard one for its shots to be set beside counts
that were published of it."""


# The verdict


def _verdict_values(material: Material) -> tuple[tuple[RatioRow, ...], float]:
    """Give the rows, and the margin within which a difference does not matter."""
    comparison = material.comparison
    assert comparison is not None  # as `fits` says
    rows = (*_ratios(comparison), *_ranges(comparison, material.published))
    return rows, material.settings.margin


def _verdict_caption(values: tuple[tuple[RatioRow, ...], float], material: Material) -> str:
    target = shorten(material.target.name, 80, theme.NORMAL)
    return (
        f"{target} over each row, in shots a minute or {with_article(material.unit)}, with "
        f"{_level(material)} intervals. Names in bold have intervals that hold all that the ratio "
        f"may be off by, the others chance between {material.unit}s alone."
    ) + (
        " Broad bars are ranges: of what is published of TV anime, which is described and not "
        "tested, or of shows like the baselines."
        if any(row.ratio is None for row in values[0])
        else ""
    )


def _draw_verdict(
    figure: Figure,
    top: float,
    values: tuple[tuple[RatioRow, ...], float],
    shown: slice,
    *,
    stretch: float,
) -> Marks:
    rows, margin = values
    axes = axes_at(figure, top - 4, stretch * VERDICT_ROW * len(rows[shown]) + 6)
    draw_verdict(axes, rows, margin=margin, shown=shown)
    return placed(axes, partial(verdict_marks, rows, shown=shown))


def _ratios(comparison: Comparison) -> tuple[RatioRow, ...]:
    singles = {contrast.baseline: contrast for contrast in comparison.per_baseline}
    own = comparison.target.geometric_mean_rate
    rows = [
        RatioRow(
            f"{shorten(one.name, ROW_NAME, theme.NORMAL)}, by minute",
            own / one.geometric_mean_rate,
            singles[one.name].interval if one.name in singles else None,
        )
        for one in comparison.baselines
    ]
    if len(rows) == 1:
        only = rows[0]
        rows = [RatioRow(only.label, comparison.ratio, comparison.interval, "primary")]
    else:
        mean = f"mean of these {len(rows)}, by minute"
        rows.insert(0, RatioRow(mean, comparison.ratio, comparison.interval, "primary"))
    count = comparison.count
    if count is not None:
        row = RatioRow(f"{_these(comparison)}, {count.per}", count.ratio, count.interval, "primary")
        rows.insert(0, row)
    usual = [
        RatioRow(f"usual, {unit}", one.usual.total.ratio, one.usual.total.interval, "primary")
        for one in comparison.by_quantity
        for unit in [one.per if one.quantity == "count" else "by minute"]
        if one.usual is not None
    ]
    return (*rows[:2], *usual, *rows[2:]) if count is not None else (*rows[:1], *usual, *rows[1:])


def _these(comparison: Comparison) -> str:
    """Name what the verdict sets the target against."""
    names = [one.name for one in comparison.baselines]
    return names[0] if len(names) == 1 else f"mean of these {len(names)}"


def _ranges(comparison: Comparison, published: PublishedComparison | None) -> Iterator[RatioRow]:
    """Give the ranges in which shows like these lie, and shows of which something is published."""
    expected = comparison.typicality.expected
    if expected is not None and comparison.refusal is None:
        low, high = (comparison.ratio / end for end in reversed(expected))
        level = theme.share(1 - comparison.settings.alpha)
        yield RatioRow(f"{level} of single shows like these", None, (low, high), "usual")
    if published is not None:
        band = published.band
        yield RatioRow(
            "said of TV anime",
            None,
            (published.rate / band.high, published.rate / band.low),
            "published",
        )


def _dots(sample: SeriesSample, values: NDArray[np.float64], material: Material) -> EpisodeDots:
    return EpisodeDots(
        label=sample.name,
        values=values,
        names=tuple(episode.name.label for episode in sample.episodes),
        mean=float(np.exp(np.log(values).mean())),
        interval=geometric_interval(values, alpha=material.settings.alpha),
        is_target=sample is material.target,
        dot=material.unit,
    )


def _length_row(sample: SeriesSample, *, is_target: bool) -> LengthRow:
    density = length_density(sample)
    bodies = [episode.body for episode in sample.episodes]
    return LengthRow(
        label=sample.name,
        seconds=density.seconds,
        density=density.density,
        median_seconds=density.median_seconds,
        mean_seconds=60 / sample.geometric_mean_rate,
        share_under_1_s=float(np.mean([body.share_shorter(1.0) for body in bodies])),
        share_over_10_s=float(np.mean([body.share_longer(10.0) for body in bodies])),
        is_target=is_target,
    )


# Shots and rates of every episode


@dataclass(frozen=True, slots=True)
class DotRows:
    """The episodes of all series as dots, a row a series."""

    rows: tuple[EpisodeDots, ...]
    usual: tuple[float, float] | None
    """What sources call usual for TV anime, in the same unit; None where it does not compare."""


def _counts(material: Material) -> DotRows:
    rows = tuple(_dots(one, one.counts, material) for one in material.everyone)
    band = tv_anime_band()
    is_standard = all(
        abs(one.geometric_mean_minutes - STANDARD_BODY_MINUTES) <= STANDARD_REACH
        for one in material.everyone
    )
    return DotRows(rows, band.standard_shots if is_standard and not material.is_films else None)


def _rates(material: Material) -> DotRows:
    rows = tuple(_dots(one, one.rates, material) for one in material.everyone)
    band = tv_anime_band()
    return DotRows(rows, None if material.is_films else (band.low, band.high))


def _draw_counts(
    figure: Figure, top: float, values: DotRows, shown: slice, *, stretch: float
) -> Marks:
    axes = axes_at(figure, top - 4, stretch * EPISODES_ROW * len(values.rows[shown]) + 4)
    _draw_counts_on(axes, values, shown, is_narrow=is_narrow(figure))
    return placed(axes, partial(episode_marks, values.rows, unit="shots", shown=shown))


def _draw_counts_on(
    axes: Axes, values: DotRows, shown: slice = slice(None), *, is_narrow: bool = False
) -> None:
    draw_episodes(
        axes, values.rows, unit="shots", usual=values.usual, shown=shown, is_narrow=is_narrow
    )


def _draw_rates(
    figure: Figure, top: float, values: DotRows, shown: slice, *, stretch: float
) -> Marks:
    axes = axes_at(figure, top - 14, stretch * EPISODES_ROW * len(values.rows[shown]) + 4)
    _draw_rates_on(axes, values, shown, is_narrow=is_narrow(figure))
    unit = "shots per minute"
    return placed(axes, partial(episode_marks, values.rows, unit=unit, digits=1, shown=shown))


def _draw_rates_on(
    axes: Axes, values: DotRows, shown: slice = slice(None), *, is_narrow: bool = False
) -> None:
    draw_episodes(
        axes,
        values.rows,
        unit="shots per minute",
        digits=1,
        standard_minutes=STANDARD_BODY_MINUTES,
        usual=values.usual,
        shown=shown,
        is_narrow=is_narrow,
    )


# Shot lengths


def _lengths(material: Material) -> tuple[LengthRow, ...]:
    return tuple(_length_row(one, is_target=one is material.target) for one in material.everyone)


def _draw_lengths(
    figure: Figure, top: float, values: Sequence[LengthRow], shown: slice, *, stretch: float
) -> Marks:
    axes = axes_at(figure, top - 4, stretch * LENGTHS_ROW * len(values[shown]) + 4)
    draw_shot_lengths(axes, values, shown=shown)
    return placed(axes, partial(length_marks, values, shown=shown))


def _level(material: Material) -> str:
    """Say what the intervals cover."""
    return theme.share(1 - material.settings.alpha)


def _means_caption(what: str) -> Callable[[DotRows, Material], str]:
    """Say what is shown, where ``{unit}`` and ``{an}`` unit are yet to be named."""
    return lambda _, material: (
        what.format(an=with_article(material.unit), unit=material.unit)
        + " Means are geometric (half and twice lie equally far from them); bars are their "
        f"{_level(material)} intervals."
    )


PICTURES: tuple[Picture, ...] = (
    STRIPS,
    Picture(
        "shots",
        "Shots of every {unit}",
        _counts,
        _means_caption(
            "Of the body: what a studio counts as cuts of {an}, without opening, ending and "
            "preview."
        ),
        28,
        lambda values: (EPISODES_ROW,) * len(values.rows),
        _draw_counts,
        _draw_counts_on,
        findings=lambda _, material: count_findings(material.comparison),
        fits=lambda material: not material.is_one_film,
        reflows=True,
        stretches=True,
        needs="several films",
    ),
    Picture(
        "rates",
        "Cutting rate of every {unit}",
        _rates,
        _means_caption(
            "Shots a minute of the body: the {unit} without opening, ending and preview."
        ),
        38,
        lambda values: (EPISODES_ROW,) * len(values.rows),
        _draw_rates,
        _draw_rates_on,
        findings=lambda _, material: rate_findings(material.comparison),
        fits=lambda material: not material.is_one_film,
        reflows=True,
        stretches=True,
        needs="several films",
    ),
    Picture(
        "shot-lengths",
        "Shot lengths",
        _lengths,
        lambda values, material: (
            f"How common each length is: every {material.unit} weighs the same, whatever its "
            "number of shots, and every curve is drawn to the same height."
        ),
        26,
        lambda values: (LENGTHS_ROW,) * len(values),
        _draw_lengths,
        draw_shot_lengths,
        findings=lambda _, material: length_findings(material.comparison),
        stretches=True,
    ),
    PACING,
    HEAT_MAP,
    SEASON,
    CARDS,
    MAKING,
    Picture(
        "verdict",
        "How much faster, and how sure",
        _verdict_values,
        _verdict_caption,
        26,
        lambda values: (VERDICT_ROW,) * len(values[0]),
        _draw_verdict,
        lambda axes, values: draw_verdict(axes, values[0], margin=values[1]),
        fits=lambda material: material.comparison is not None,
        stretches=True,
        needs="a baseline that is a series",
    ),
    POPULATION,
    PUBLISHED,
)


def find_picture(key: str) -> Picture:
    """Give a picture by its key.

    Raises
    ------
    ValueError
        If there is none.
    """
    for picture in PICTURES:
        if picture.key == key:
            return picture
    known = ", ".join(picture.key for picture in PICTURES)
    raise ValueError(f"there is no picture {key!r}; choose from {known}")


def place_all(pictures: Mapping[str, Filled]) -> tuple[Panel, ...]:
    """Place pictures that have their values, by their keys."""
    return tuple(find_picture(key).panel(one) for key, one in pictures.items())
