"""What a report says, before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np

from cutstat.core.text import printable
from cutstat.figures import theme
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.pacing import fastest_minute
from cutstat.report.basis import basis, episode_notes
from cutstat.report.cards import EpisodeLook
from cutstat.report.picture import Filled, Material, Panel
from cutstat.report.pictures import PICTURES, fill, place_all
from cutstat.stats.caveats import caveats
from cutstat.stats.claim import Answered
from cutstat.stats.compare import Comparison
from cutstat.stats.distribution import length_density
from cutstat.stats.published import EVIDENCE, PublishedComparison
from cutstat.stats.robustness import Robustness
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import headline, rank_sentence, usual_sentences

METHOD = (
    "A shot is one continuous view; anime studios number it as a cut. The shots of every episode "
    "are counted, and divided by its minutes. The unit of comparison is the episode, since shots "
    "within an episode depend on each other. The logarithms of the episodes' shots, and of their "
    "cutting rates, are compared by Welch's method: the mean of the series in question against the "
    "mean of the baselines, each baseline weighing the same. What is usual is the middle of all "
    "shows; there each baseline is one show of many, and by how much shows differ is judged by "
    "them and by what is known of TV anime (a moderated variance). Verdicts are read off the "
    "{inner} and {outer} intervals of the ratio and a margin. These intervals hold the chance "
    "between episodes, errors of the detector, segments in doubt and playback speed. Means of "
    "series are geometric, as ratios of them are."
)


HEADLINE = (
    *(("Series",), ("Episodes",), ("Shots per", "body"), ("Shots per", "file")),
    *(("Minutes", "of body"), ("Shots per", "minute"), ("Median", "shot"), ("Average", "shot")),
    ("Under", "1 s"),
)
EPISODES = (
    *(("Series",), ("Episode",), ("Shots", "in body"), ("Shots", "in file")),
    *(("Minutes", "of body"), ("Shots per", "minute"), ("Median", "shot"), ("Average", "shot")),
    *(("Under", "1 s"), ("Over", "10 s"), ("Fastest", "minute")),
)
"""Heads of the tables."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under column heads."""

    columns: tuple[tuple[str, ...], ...]
    """Heads, each of one line or of two."""

    rows: tuple[tuple[str, ...], ...]
    names: int = 1
    """How many of the columns, from the left, hold names; the others hold numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """All that the pages of a report show."""

    title: str
    verdict: str
    """The answer to what was asked: the first statement of a claim that could be, else what was
    found of these series."""

    rank: str
    """What is usual, and the place among these series; may be empty."""

    answers: tuple[tuple[str, str], ...]
    """Statements of a claim with what the data say to them; may be none."""

    published: tuple[str, ...]
    """Where the target lies against published figures, and what these are worth; may be empty."""

    caveats: tuple[str, ...]
    method: str
    pictures: Mapping[str, Filled]
    """By their keys and in order, not yet drawn."""

    headline: Table
    episodes: Table
    basis: tuple[tuple[str, tuple[str, ...]], ...]
    """What the numbers rest on: (what, lines of what was found)."""

    notes: tuple[str, ...]
    """Damage, doubts and what was left out, one sentence each."""

    def values(self, key: str) -> Any:
        """Give what a picture shows, by its key."""
        return self.pictures[key].values

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The pictures, placed by millimetres."""
        return place_all(self.pictures)

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
    material = Material(comparison, published, looks or {})
    everyone = material.everyone
    level = 1 - comparison.settings.alpha
    names = " · ".join(one.name for one in comparison.baselines[:3])
    more = f" and {len(comparison.baselines) - 3} more" if len(comparison.baselines) > 3 else ""
    notes = [
        f"{one.name} {episode.name.label}: {warning}."
        for one in everyone
        for episode in one.episodes
        for warning in episode_notes(episode)
    ]
    report = Report(
        title=title or f"{comparison.target.name} against {names}{more}",
        verdict=_verdict(comparison, answers),
        rank=" ".join(filter(None, (*usual_sentences(comparison), rank_sentence(comparison)))),
        answers=tuple((one.statement.text, one.sentence) for one in answers),
        published=(published.sentence, EVIDENCE) if published else (),
        caveats=tuple(caveats(comparison)),
        method=METHOD.format(inner=theme.share(2 * level - 1), outer=theme.share(level)),
        pictures=_filled(material),
        headline=Table(HEADLINE, tuple(_headline(one) for one in everyone)),
        episodes=Table(
            EPISODES,
            tuple(_episode_row(one, episode) for one in everyone for episode in one.episodes),
            names=2,
        ),
        basis=basis(
            comparison,
            robustness,
            command=command,
            plan=plan,
            exclusions=exclusions,
            looks=looks,
        ),
        notes=(*notes, *left_out),
    )
    # Names of files and titles may hold what moves the cursor or breaks a page: here, once.
    return report.rewritten(printable)


def _filled(material: Material) -> dict[str, Filled]:
    """Give the pictures that there is something to show of."""
    filled = {picture.key: fill(picture, material) for picture in PICTURES}
    return {key: one for key, one in filled.items() if one.values != ()}


def _verdict(comparison: Comparison, answers: Sequence[Answered]) -> str:
    """Say what was asked first; a claim is answered by its own statement."""
    for one in answers:
        if one.answer != "cannot be asked":
            return f"“{one.statement.text}” {one.sentence}"
    return headline(comparison)


def _headline(sample: SeriesSample) -> tuple[str, ...]:
    density = length_density(sample)
    bodies = [episode.body for episode in sample.episodes]
    return (
        sample.name,
        str(len(sample)),
        f"{sample.geometric_mean_shots:.0f}",
        f"{_geometric([episode.whole.shots for episode in sample.episodes]):.0f}",
        f"{sample.geometric_mean_minutes:.1f}",
        theme.rate(sample.geometric_mean_rate),
        theme.seconds(density.median_seconds),
        theme.seconds(density.mean_seconds),
        theme.share(float(np.mean([body.share_shorter(1.0) for body in bodies]))),
    )


def _geometric(values: Sequence[float]) -> float:
    return float(np.exp(np.log(values).mean()))


def _episode_row(sample: SeriesSample, episode: EpisodeMeasures) -> tuple[str, ...]:
    body = episode.body
    return (
        sample.name,
        episode.name.label,
        str(body.shots),
        str(episode.whole.shots),
        f"{body.minutes:.1f}",
        theme.rate(body.cutting_rate),
        theme.seconds(body.median_seconds),
        theme.seconds(body.asl_seconds),
        theme.share(body.share_shorter(1.0)),
        theme.share(body.share_longer(10.0)),
        str(fastest_minute(body)[1]),
    )


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
