"""A show among all the shows of a collection."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.numbers import percent
from cutstat.stats.quantity import Quantity
from cutstat.stats.sentence import predicate
from cutstat.stats.typicality import Typicality, typicality
from cutstat.stats.usual import Usual, extra_variance, usual, without_known_spread

LEAST_SHOWS = 10
"""Shows that a population needs to speak of what is usual."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """The shows of a collection, all counted alike."""

    name: str
    """What it holds, as in ``1,204 TV shows of 2005 to 2020, of at least 8 episodes``."""

    titles: tuple[str, ...]
    log_means: Mapping[Quantity, NDArray[np.float64]]
    """Mean logarithm of each show, shape (n_shows,)."""

    detector: str
    """What counted its shots."""

    def __len__(self) -> int:
        return len(self.titles)


@dataclass(frozen=True, slots=True, eq=False)
class PopulationPlace:
    """A show among the shows of a population, in one quantity."""

    series: str
    quantity: Quantity
    mean: float
    """Geometric mean of the show's episodes."""

    middle: float
    """Geometric mean of all shows."""

    usual: Usual
    """Against the middle of the shows, with all that the ratio may be off by."""

    typicality: Typicality
    """Whether a single further show lies as far off."""

    share_below: float
    """Share of the shows that lie below, 0..1: counted, not estimated."""

    share_range: tuple[float, float]
    """The same at both ends of what the show's mean may be."""

    log_means: NDArray[np.float64]
    """Of all shows, for a picture."""


def place_in_population(
    name: str,
    logs: Mapping[Quantity, NDArray[np.float64]],
    population: Population,
    *,
    settings: ComparisonSettings | None = None,
) -> tuple[PopulationPlace, PopulationPlace]:
    """Set a show among others, by shots an episode and by shots a minute.

    Parameters
    ----------
    name : str
        The show.
    logs : mapping of quantity to ndarray, shape (n_episodes,)
        Logarithms of its episodes, counted as those of the population.
    population : Population
        The other shows.
    settings : ComparisonSettings, optional
        Error rate and margin.

    Raises
    ------
    ValueError
        If there are fewer than `LEAST_SHOWS` shows, or fewer than two episodes.
    """
    if len(population) < LEAST_SHOWS or len(logs["rate"]) < 2:
        raise ValueError(f"{len(population)} shows and {len(logs['rate'])} episodes are too few")
    known = without_known_spread(settings or ComparisonSettings())
    return (
        _placed(name, "count", logs["count"], population, known),
        _placed(name, "rate", logs["rate"], population, known),
    )


def _placed(
    name: str,
    quantity: Quantity,
    own: NDArray[np.float64],
    population: Population,
    settings: ComparisonSettings,
) -> PopulationPlace:
    from scipy.stats import t as student  # slow to load

    means = population.log_means[quantity]
    shows = [np.array([mean]) for mean in means]
    found = usual(own, shows, settings=settings)
    assert found is not None  # shows differ
    mean = float(own.mean())
    error = math.hypot(float(own.std(ddof=1)) / math.sqrt(len(own)), settings.title_spread)
    reach = float(student.ppf(1 - settings.alpha / 2, len(own) - 1)) * error
    return PopulationPlace(
        series=name,
        quantity=quantity,
        mean=math.exp(mean),
        middle=math.exp(float(means.mean())),
        usual=found,
        typicality=typicality(mean, means, settings=settings, extra=extra_variance(own, shows)),
        share_below=float(np.mean(means < mean)),
        share_range=(float(np.mean(means < mean - reach)), float(np.mean(means < mean + reach))),
        log_means=means,
    )


def place_words(place: PopulationPlace) -> str:
    """Say above which share of the shows a show lies, without a full stop."""
    low, high = (percent(share) for share in place.share_range)
    likely = "" if low == high else f" (likely {low} to {high})"
    return f"above {percent(place.share_below)} of them{likely}"


def place_sentence(place: PopulationPlace, population: Population, *, margin: float) -> str:
    """Say whether a show has more than is usual for a population, and than how many shows."""
    total = place.usual.total
    what = "shots an episode" if place.quantity == "count" else "shots a minute"
    digits = 0 if place.quantity == "count" else 1
    numbers = f"{place.mean:.{digits}f} {what} against {place.middle:.{digits}f}"
    share = f"of {population.name}, it lies {place_words(place)}"
    if total.decision == "inconclusive":
        verb = "has more" if place.quantity == "count" else "is cut faster"
        so = f"Whether {place.series} {verb} than is usual cannot be told"
        return f"{so}: {numbers}; {share}."
    said = predicate(
        total.decision, total.ratio, quantity=place.quantity, others="is usual", margin=margin
    )
    return f"{place.series} {said}: {numbers}; {share}."


def fit_counts(theirs: Sequence[float], ours: Sequence[float]) -> tuple[float, float, float] | None:
    """Fit shots as cutstat counts them to shots as a population's detector does, by logarithms.

    Returns
    -------
    (factor, power, error) or None
        ``ours = factor * theirs ** power``, with the standard deviation of what is left, of the
        logarithm. None for fewer than five episodes, or if they do not differ.
    """
    from scipy.stats import linregress  # slow to load

    if len(theirs) < 5 or np.ptp(theirs) == 0:
        return None
    x, y = np.log(theirs), np.log(ours)
    found = linregress(x, y)
    left = y - found.intercept - found.slope * x
    error = float(np.sqrt((left**2).sum() / (len(x) - 2)))
    return math.exp(found.intercept), float(found.slope), error
