"""A collection that others analysed, asked what is usual."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cutstat.errors import InputError
from cutstat.library.population import (
    PopulationShow,
    PopulationStore,
)
from cutstat.scan.scan import Listener
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.numbers import percent
from cutstat.stats.population import (
    LEAST_SHOWS,
    Population,
    PopulationPlace,
    fit_counts,
    place_in_population,
    place_sentence,
)
from cutstat.stats.quantity import Quantity
from cutstat.stats.sample import SeriesSample
from cutstat.study.comparison import excluded_keys
from cutstat.study.series import SeriesMeasures
from cutstat.study.study import Study
from cutstat.study.titles import resolve_series

DETECTOR = "ffmpeg-scene"
"""What counted the shots of trace.moe: FFmpeg's filter, on whole pictures in earlier rows and
scaled to 320 by 180 in later ones."""

COLLECTION = (
    "The shows of the population were counted by FFmpeg's scene filter, a crude detector that "
    "misses and invents shots; shows are compared with each other as it saw them, and openings "
    "and endings were found by repeated shot lengths alone."
)


@dataclass(frozen=True, slots=True)
class PopulationFilter:
    """Which shows of a collection are meant."""

    format: str | None = "TV"
    years: tuple[int, int] | None = None
    least_episodes: int = 8

    @property
    def text(self) -> str:
        """Say it in words."""
        years = "" if self.years is None else f" of {self.years[0]} to {self.years[1]},"
        kind = "" if self.format is None else f"{self.format} "
        return f"{kind}shows{years} of at least {self.least_episodes} episodes"


class PopulationAnswer(NamedTuple):
    """A show among the shows of a population."""

    series: str
    episodes: int
    places: tuple[PopulationPlace, PopulationPlace]
    """By shots an episode, and by shots a minute."""

    population: Population
    sentences: tuple[str, ...]
    """The answer, by shots an episode first."""

    caveats: tuple[str, ...]
    """What a reader must know to weigh it, one sentence each."""

    measured: SeriesMeasures | None = None
    """Its episodes, where the library holds them."""


class Member(NamedTuple):
    """A show of a population with the logarithms of its episodes."""

    show: PopulationShow
    logs: Mapping[Quantity, NDArray[np.float64]]


def read_population(
    folder: Path, wanted: PopulationFilter | None = None, *, without: int | None = None
) -> Population:
    """Give the shows that are meant, but for one by AniList's number.

    Raises
    ------
    InputError
        If nothing was imported, or too few shows are meant.
    """
    wanted = wanted or PopulationFilter()
    shows = [one for one in list_population(folder, wanted) if one.id != without]
    if len(shows) < LEAST_SHOWS:
        raise InputError(
            f"the population holds {len(shows)} {wanted.text}; at least {LEAST_SHOWS} are needed "
            "to say what is usual"
        )
    log_means: dict[Quantity, NDArray[np.float64]] = {
        "count": np.array([one.log_count for one in shows]),
        "rate": np.array([one.log_rate for one in shows]),
    }
    name = f"{len(shows):,} {wanted.text}"
    return Population(name, tuple(one.title for one in shows), log_means, DETECTOR)


def ask_population(
    study: Study,
    target: str | Path,
    *,
    settings: ComparisonSettings | None = None,
    exclusions: Sequence[str] = (),
    wanted: PopulationFilter | None = None,
    jobs: int = 0,
    listener: Listener | None = None,
) -> PopulationAnswer:
    """Set a show against the imported population: one of its own members, or one of the library.

    Raises
    ------
    InputError
        If neither holds it, or too little is known.
    """
    folder = study.library.folder
    is_path = Path(target).exists()
    if str(target) not in study.library.series_names() and not is_path:
        return answer_member(folder, str(target), wanted=wanted, settings=settings)
    titles = resolve_series(study, [target], jobs=jobs, listener=listener).titles
    excluded = excluded_keys(study, exclusions, series=titles)
    measured = study.series(titles[0], excluded=excluded)
    found = answer_sample(folder, measured.sample, wanted=wanted, settings=settings)
    caveats = (*found.caveats, *_said_in_shots(study, measured))
    return found._replace(caveats=caveats, measured=measured)


def _said_in_shots(study: Study, measured: SeriesMeasures) -> list[str]:
    """Say what a count of the filter means, by the episodes that cutstat has counted too."""
    try:
        own = Study(study.library).series(measured.name)
    except InputError:
        return []
    ours = {
        entry.file_key: one.body.shots for entry, one in zip(own.entries, own.episodes, strict=True)
    }
    pairs = [
        (one.body.shots, ours[entry.file_key])
        for entry, one in zip(measured.entries, measured.episodes, strict=True)
        if entry.file_key in ours
    ]
    fit = fit_counts(*zip(*pairs, strict=True)) if pairs else None
    if fit is None:
        return []
    factor, power, error = fit
    theirs = float(np.exp(np.mean(np.log([one for one, _ in pairs]))))
    return [
        f"By {len(pairs)} episodes of {measured.name} that cutstat has counted too, {theirs:.0f} "
        f"shots of the filter are {factor * theirs**power:.0f} as cutstat counts, give or take "
        f"{percent(error)} an episode."
    ]


def answer_member(
    folder: Path,
    title: str,
    *,
    wanted: PopulationFilter | None = None,
    settings: ComparisonSettings | None = None,
) -> PopulationAnswer:
    """Set a show of the population against all others, without any video.

    Raises
    ------
    InputError
        If it is not there, or too little is known.
    """
    member = find_member(folder, title)
    population = read_population(folder, wanted, without=member.show.id)
    unsure = member.show.episodes - member.show.certain
    caveats = [COLLECTION]
    if unsure:
        caveats.append(
            f"In {unsure} of {member.show.episodes} episodes of {member.show.title} no opening or "
            "ending was found, and they are counted whole."
        )
    return _answered(member.show.title, member.logs, population, settings, caveats)


def answer_sample(
    folder: Path,
    sample: SeriesSample,
    *,
    wanted: PopulationFilter | None = None,
    settings: ComparisonSettings | None = None,
) -> PopulationAnswer:
    """Set a series of the library against all shows of the population.

    Raises
    ------
    InputError
        If it was counted by another detector than they, or too little is known.
    """
    others = {one.detector.name for one in sample.episodes} - {DETECTOR}
    if others:
        raise InputError(
            f"the population was counted by FFmpeg's scene filter, and {sample.name} by "
            f"{', '.join(sorted(others))}; count it alike with --detector {DETECTOR}-320"
        )
    population = read_population(folder, wanted)
    logs: dict[Quantity, NDArray[np.float64]] = {
        "count": np.log(sample.counts),
        "rate": sample.log_rates,
    }
    return _answered(sample.name, logs, population, settings, [COLLECTION])


def _answered(
    name: str,
    logs: Mapping[Quantity, NDArray[np.float64]],
    population: Population,
    settings: ComparisonSettings | None,
    caveats: Sequence[str],
) -> PopulationAnswer:
    settings = settings or ComparisonSettings()
    if len(logs["rate"]) < settings.min_episodes:
        raise InputError(
            f"{name} has {len(logs['rate'])} episodes that can be counted; at least "
            f"{settings.min_episodes} are needed"
        )
    places = place_in_population(name, logs, population, settings=settings)
    sentences = tuple(place_sentence(one, population, margin=settings.margin) for one in places)
    return PopulationAnswer(name, len(logs["rate"]), places, population, sentences, tuple(caveats))


def list_population(folder: Path, wanted: PopulationFilter) -> list[PopulationShow]:
    """List the shows of a population that are meant, the fastest first.

    Raises
    ------
    InputError
        If nothing was imported.
    """
    with PopulationStore(folder) as store:
        if not store.n_files:
            raise InputError(
                "no population was imported; `cutstat population import DUMP` reads one"
            )
        return store.shows(
            kind=wanted.format, years=wanted.years, least_episodes=wanted.least_episodes
        )


def find_member(folder: Path, title: str) -> Member:
    """Give a show of the population by one of its titles, with the logarithms of its episodes.

    Raises
    ------
    InputError
        If there is none, or several are called so.
    """
    with PopulationStore(folder) as store:
        found = store.find(title)
        if not found:
            near = difflib.get_close_matches(title, store.titles(), n=3)
            hint = f"; is one of these meant: {', '.join(near)}?" if near else ""
            raise InputError(f"the population holds no show called {title!r}{hint}")
        if len(found) > 1:
            listed = ", ".join(f"{one.format} of {one.year}" for one in found)
            raise InputError(f"the population holds several shows called {title!r}: {listed}")
        counts, rates = zip(*store.numbers_of(found[0].id), strict=True)
        return Member(found[0], {"count": np.array(counts), "rate": np.array(rates)})
