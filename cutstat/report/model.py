"""What a report says, before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from cutstat.core.episodes import Unit
from cutstat.core.text import printable
from cutstat.core.words import with_article
from cutstat.errors import InputError
from cutstat.figures import theme
from cutstat.report.basis import basis, series_notes
from cutstat.report.look import EpisodeLook
from cutstat.report.picture import Filled, Material, Panel
from cutstat.report.pictures import PICTURES, find_picture, place_all
from cutstat.report.tables import Table, episode_table, series_table
from cutstat.stats.caveats import caveats
from cutstat.stats.claim import Answered
from cutstat.stats.compare import Comparison
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.films import METHOD as FILM_METHOD
from cutstat.stats.films import film_headline, film_numbers, film_paragraph
from cutstat.stats.plain import (
    first_answer,
    nearest_sentence,
    numbers_line,
    paragraph,
    short_headline,
    single_headline,
    single_numbers,
    single_paragraph,
    single_sentence,
    source_line,
)
from cutstat.stats.population import PopulationPlace
from cutstat.stats.published import EVIDENCE, PublishedComparison
from cutstat.stats.robustness import Robustness
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import headline, rank_sentence, usual_sentences
from cutstat.stats.single_show import place_single

SINGLE_METHOD = (
    "A shot is one continuous view; anime studios number it as a cut. The shots of every episode "
    "are counted, and divided by its minutes; means over episodes are geometric. No other show was "
    "measured. The share of all shows that are cut more slowly is estimated from {shows} shows of "
    "which a count and a length were published: their mean, and how far shows are known to differ. "
    "Its range holds the chance of episodes, what titles differ by in detection, and which shows "
    "happen to be published. Published counts are context, and no test."
)

METHOD = (
    "A shot is one continuous view; anime studios number it as a cut. The shots of every {unit} "
    "are counted, and divided by its minutes. The unit of comparison is the {unit}, since shots "
    "within {an} depend on each other. The logarithms of the {unit}s' shots, and of their "
    "cutting rates, are compared by Welch's method: the mean of the series in question against the "
    "mean of the baselines, each baseline weighing the same. What is usual is the middle of all "
    "shows; there each baseline is one show of many, and by how much shows differ is judged by "
    "them and by what is known of TV anime (a moderated variance). Verdicts are read off the "
    "{inner} and {outer} intervals of the ratio and a margin. These intervals hold the chance "
    "between {unit}s, errors of the detector, segments in doubt and playback speed. Means of "
    "series are geometric, as ratios of them are."
)


_COMMAND = re.compile(r"`([^`]+)`")

APPENDIX = ("verdict", "population", "published")
"""Pictures that show the grounds of an answer, the first that is there before all others."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says in words."""

    title: str

    headline: str
    """The answer in a few words."""

    numbers: str
    """Both quantities and the likely range, in a line."""

    source: str
    """What was counted, in a line."""

    paragraph: str
    """All of it as somebody would quote it; may be empty."""

    verdict: str
    """The answer to what was asked with its intervals: the first statement of a claim that could
    be, else what was found of these series."""

    rank: str
    """What is usual, and the place among these series; may be empty."""

    answers: tuple[tuple[str, str], ...]
    """Statements of a claim with what the data say to them; may be none."""

    published: tuple[str, ...]
    """Where the target lies against published figures, and what these are worth; may be empty."""

    caveats: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """All that the pages of a report show."""

    said: Said

    front: tuple[str, ...]
    """Keys of the pictures that stand on the first page."""

    appendix: str
    """Key of the picture from which on the grounds are shown; the answer in full precedes it. Empty
    where there is nothing to ground."""

    pictures: Mapping[str, Filled]
    """By their keys and in order, not yet drawn."""

    series: Table
    episodes: Table
    basis: tuple[tuple[str, tuple[str, ...]], ...]
    """What the numbers rest on: (what, lines of what was found)."""

    notes: tuple[str, ...]
    """Damage, doubts and what was left out, one sentence each."""

    unit: Unit
    """What texts call an episode, or a film."""

    def values(self, key: str) -> Any:
        """Give what a picture shows, by its key.

        Raises
        ------
        InputError
            If this report does not have the picture.
        """
        if key not in self.pictures:
            raise InputError(f"the picture {key} needs {find_picture(key).needs}")
        return self.pictures[key].values

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The pictures, placed by millimetres; those of the first page come first."""
        keys = (*self.front, *(key for key in self.pictures if key not in self.front))
        return place_all({key: self.pictures[key] for key in keys})

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts that will be written."""
        return tuple(strings(self))

    def rewritten(self, change: Callable[[str], str]) -> Report:
        """Give the same report with every text changed."""
        report = rewritten(self, change)
        assert isinstance(report, Report)
        return report


def build_report(
    comparison: Comparison,
    robustness: Robustness,
    *,
    title: str | None = None,
    left_out: Iterable[str] = (),
    command: str | None = None,
    plan: str | None = None,
    published: PublishedComparison | None = None,
    answers: Sequence[Answered] = (),
    exclusions: Sequence[str] = (),
    looks: Mapping[str, Sequence[EpisodeLook]] | None = None,
) -> Report:
    """Compose a report on a comparison.

    Parameters
    ----------
    comparison : Comparison
        What was found.
    robustness : Robustness
        What is left of it under other tests and conditions.
    title : str, optional
        Title of the report; the series' names otherwise.
    left_out : iterable of str
        Files that are not in the comparison, one sentence each.
    command : str, optional
        Command that makes the report again.
    plan : str, optional
        Hash of what was fixed before the data were looked at.
    published : PublishedComparison, optional
        The target against published figures.
    answers : sequence of Answered
        Answers to the statements of a claim.
    exclusions : sequence of str
        Episodes that were left out beforehand.
    looks : mapping of str to sequence of EpisodeLook, optional
        What is known of the episodes of each series beyond their numbers, in their order.
    """
    everyone = (comparison.target, *comparison.baselines)
    names = " · ".join(one.name for one in comparison.baselines[:3])
    more = f" and {len(comparison.baselines) - 3} more" if len(comparison.baselines) > 3 else ""
    unit, level = comparison.unit, 1 - comparison.settings.alpha
    first = first_answer(answers)
    said = Said(
        title=title or f"{comparison.target.name} against {names}{more}",
        headline=short_headline(comparison, answers),
        numbers=numbers_line(comparison, answers),
        source=source_line(everyone),
        paragraph=paragraph(comparison, published),
        verdict=_verdict(comparison, answers),
        rank=" ".join(filter(None, (*usual_sentences(comparison), rank_sentence(comparison)))),
        answers=tuple((one.statement.text, one.sentence) for one in answers),
        published=(published.sentence, EVIDENCE) if published else (),
        caveats=tuple(caveats(comparison)),
        method=METHOD.format(
            unit=unit,
            an=with_article(unit),
            inner=theme.share(2 * level - 1),
            outer=theme.share(level),
        ),
    )
    return _composed(
        Material(everyone, comparison.settings, comparison, published, looks or {}),
        said,
        front="shots" if first and first.statement.measure == "shots" else "rates",
        basis=basis(
            everyone,
            comparison.settings,
            comparison=comparison,
            robustness=robustness,
            command=command,
            plan=plan,
            exclusions=exclusions,
            looks=looks,
        ),
        left_out=left_out,
    )


def build_single_report(
    target: SeriesSample,
    published: PublishedComparison,
    settings: ComparisonSettings,
    *,
    title: str | None = None,
    left_out: Iterable[str] = (),
    caveats: Sequence[str] = (),
    command: str | None = None,
    exclusions: Sequence[str] = (),
    answers: Sequence[Answered] = (),
    looks: Mapping[str, Sequence[EpisodeLook]] | None = None,
    population: Sequence[PopulationPlace] | None = None,
    population_sentences: Sequence[str] = (),
) -> Report:
    """Compose a report on one show, set among published counts and nothing else.

    Parameters
    ----------
    target : SeriesSample
        The show.
    published : PublishedComparison
        It against what sources call usual.
    settings : ComparisonSettings
        The known spread between shows, and the level of intervals.
    caveats : sequence of str
        What makes its numbers doubtful, one sentence each.
    title, left_out, command, exclusions, answers, looks
        As for `build_report`.
    population : sequence of PopulationPlace, optional
        The show among those of a population, counted alike; then that is the answer.
    population_sentences : sequence of str
        What that says.
    """
    if target.is_films:
        return _film_report(
            *(target, settings, title, answers, looks),
            basis=basis((target,), settings, command=command, exclusions=exclusions, looks=looks),
            left_out=(*caveats, *left_out),
        )
    found = place_single(target, settings)
    said = Said(
        title=title or target.name,
        headline=single_headline(found, answers),
        numbers=single_numbers(found),
        source=source_line((target,)),
        paragraph=" ".join(population_sentences) or single_paragraph(found, published),
        verdict=" ".join(population_sentences) or single_sentence(found),
        rank=nearest_sentence(found),
        answers=tuple((one.statement.text, one.sentence) for one in answers),
        published=(published.sentence, EVIDENCE),
        caveats=tuple(caveats),
        method=SINGLE_METHOD.format(shows=len(found.shows)),
    )
    return _composed(
        Material((target,), settings, None, published, looks or {}, population),
        said,
        front="rates",
        basis=basis((target,), settings, command=command, exclusions=exclusions, looks=looks),
        left_out=left_out,
    )


def _film_report(
    target: SeriesSample,
    settings: ComparisonSettings,
    title: str | None,
    answers: Sequence[Answered],
    looks: Mapping[str, Sequence[EpisodeLook]] | None,
    *,
    basis: tuple[tuple[str, tuple[str, ...]], ...],
    left_out: Iterable[str],
) -> Report:
    """Compose a report on a film, or on a set of films, beside which nothing was measured."""
    said = Said(
        title=title or target.name,
        headline=film_headline(target),
        numbers=film_numbers(target),
        source=source_line((target,)),
        paragraph=film_paragraph(target),
        verdict="",
        rank="",
        answers=tuple((one.statement.text, one.sentence) for one in answers),
        published=(),
        caveats=(),
        method=FILM_METHOD,
    )
    material = Material((target,), settings, None, None, looks or {})
    return _composed(material, said, front="pacing", basis=basis, left_out=left_out)


def _composed(
    material: Material,
    said: Said,
    *,
    front: str,
    basis: tuple[tuple[str, tuple[str, ...]], ...],
    left_out: Iterable[str],
) -> Report:
    """Put together what is said with its pictures and tables."""
    notes = [note for one in material.everyone for note in series_notes(one)]
    fitting = [picture for picture in PICTURES if picture.fits(material)]
    values = {make: make(material) for make in {picture.values for picture in fitting}}
    pictures = {
        picture.key: picture.filled(values[picture.values], material) for picture in fitting
    }
    report = Report(
        said=said,
        front=("strip", front),
        appendix=next((key for key in APPENDIX if key in pictures), ""),
        pictures=pictures,
        series=series_table(material.everyone),
        episodes=episode_table(material.everyone),
        basis=basis,
        notes=(*notes, *left_out),
        unit=material.unit,
    )
    # Names of files and titles may hold what moves the cursor or breaks a page: here, once. What
    # is a command in a terminal is quoted on a page.
    return report.rewritten(lambda text: _COMMAND.sub(r"“\1”", printable(text)))


def _verdict(comparison: Comparison, answers: Sequence[Answered]) -> str:
    """Say what was asked first; a claim is answered by its own statement."""
    first = first_answer(answers)
    return f"“{first.statement.text}” {first.sentence}" if first else headline(comparison)


def strings(value: Any) -> Iterator[str]:
    """Give all texts within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, Mapping):
        yield from strings(tuple(value.values()))
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def rewritten(value: Any, change: Callable[[str], str]) -> Any:
    """Give the same value with every text within it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(rewritten(item, change) for item in value)
    if isinstance(value, Mapping):
        return {key: rewritten(item, change) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        return replace(value, **{n: rewritten(getattr(value, n), change) for n in names})
    return value
