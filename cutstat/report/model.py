"""What a report says, before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cutstat.core.text import printable
from cutstat.figures import theme
from cutstat.figures.card import EpisodeCard
from cutstat.figures.episodes import EpisodeDots
from cutstat.figures.lengths import LengthRow
from cutstat.figures.pacing import PacingLine
from cutstat.figures.season import SeasonBlock
from cutstat.figures.verdict import RatioRow
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.pacing import fastest_minute
from cutstat.report.basis import basis, episode_notes
from cutstat.report.cards import EpisodeLook, episode_cards
from cutstat.report.season import season_blocks
from cutstat.stats.claim import Answered
from cutstat.stats.compare import Comparison, geometric_interval
from cutstat.stats.distribution import has_break, length_density, series_pacing
from cutstat.stats.published import EVIDENCE, PublishedComparison
from cutstat.stats.robustness import Robustness
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import caveats, rank_sentence, verdict_sentence

METHOD = (
    "A shot is one continuous view; anime studios number it as a cut. Shots are found from the "
    "video alone, counted for every episode, and divided by its minutes. The unit of comparison is "
    "the episode, since shots within an episode depend on each other. The logarithms of the "
    "episodes' cutting rates are compared by Welch's method: the mean of the series in question "
    "against the mean of the baselines, each baseline weighing the same. The verdict is read off "
    "the {inner} and {outer} intervals of that ratio and a margin fixed beforehand. Intervals "
    "speak of the variation between episodes; errors of the detector come on top of it."
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under column heads."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: int = 1
    """How many of the columns, from the left, hold names; the others hold numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """All that the pages of a report show."""

    title: str
    verdict: str
    rank: str
    answers: tuple[tuple[str, str], ...]
    """Statements of a claim with what the data say to them; may be none."""

    published: tuple[str, ...]
    """Where the target lies against published figures, and what these are worth; may be empty."""

    caveats: tuple[str, ...]
    margin: float
    level: float
    """What the intervals cover, 0.95 for 95 %."""

    method: str
    ratios: tuple[RatioRow, ...]
    counts: tuple[EpisodeDots, ...]
    """Shots of the bodies."""

    rates: tuple[EpisodeDots, ...]
    """Shots per minute of the bodies."""

    lengths: tuple[LengthRow, ...]
    pacing: tuple[PacingLine, ...]
    season: tuple[SeasonBlock, ...]
    cards: tuple[EpisodeCard, ...]
    """One for each episode of the target."""

    headline: Table
    episodes: Table
    basis: tuple[tuple[str, str], ...]
    """What the numbers rest on: (what, found)."""

    notes: tuple[str, ...]
    """Damage, doubts and what was left out, one sentence each."""

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts that will be written."""
        return tuple(_strings(self))

    def rewritten(self, change: Callable[[str], str]) -> Report:
        """Give the same report with every text changed."""
        report = _rewritten(self, change)
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
    level = 1 - comparison.settings.alpha
    by_parts = all(has_break(one) for one in everyone)  # else one axis would have two meanings
    names = " · ".join(one.name for one in comparison.baselines[:3])
    more = f" and {len(comparison.baselines) - 3} more" if len(comparison.baselines) > 3 else ""
    notes = [
        f"{one.name} {episode.name.label}: {warning}."
        for one in everyone
        for episode in one.episodes
        for warning in episode_notes(episode)
    ]
    return Report(
        title=printable(title or f"{comparison.target.name} against {names}{more}"),
        verdict=printable(verdict_sentence(comparison)),
        rank=rank_sentence(comparison),
        answers=tuple((printable(one.statement.text), printable(one.sentence)) for one in answers),
        published=(printable(published.sentence), EVIDENCE) if published else (),
        caveats=tuple(printable(sentence) for sentence in caveats(comparison)),
        margin=comparison.settings.margin,
        level=level,
        method=METHOD.format(inner=theme.share(2 * level - 1), outer=theme.share(level)),
        ratios=(*_ratios(comparison), *_ranges(comparison, published)),
        counts=tuple(_counts(one, comparison) for one in everyone),
        rates=tuple(_rates(one, comparison) for one in everyone),
        lengths=tuple(_lengths(one, comparison) for one in everyone),
        pacing=tuple(_pacing(one, comparison, by_parts=by_parts) for one in everyone),
        season=season_blocks(everyone, target=comparison.target.name),
        cards=episode_cards(comparison.target, (looks or {}).get(comparison.target.name)),
        headline=Table(
            (
                *("Series", "Episodes", "Shots per\nbody", "Shots per\nfile", "Minutes\nof body"),
                *("Shots per\nminute", "Median\nshot", "Average\nshot", "Under\n1 s"),
            ),
            tuple(_headline(one) for one in everyone),
        ),
        episodes=Table(
            (
                *("Series", "Episode", "Shots\nin body", "Shots\nin file", "Minutes\nof body"),
                *("Shots per\nminute", "Median\nshot"),
                *("Average\nshot", "Under\n1 s", "Over\n10 s", "Fastest\nminute"),
            ),
            tuple(_episode_row(one, episode) for one in everyone for episode in one.episodes),
            names=2,
        ),
        basis=basis(
            comparison, robustness, command=command, plan=plan, exclusions=exclusions, looks=looks
        ),
        notes=tuple(printable(note) for note in (*notes, *left_out)),
    )


def _ratios(comparison: Comparison) -> tuple[RatioRow, ...]:
    singles = {contrast.baseline: contrast for contrast in comparison.per_baseline}
    own = comparison.target.geometric_mean_rate
    rows = [
        RatioRow(
            printable(one.name),
            own / one.geometric_mean_rate,
            singles[one.name].interval if one.name in singles else None,
        )
        for one in comparison.baselines
    ]
    if len(rows) == 1:
        only = rows[0]
        return (RatioRow(only.label, comparison.ratio, comparison.interval, "primary"),)
    mean = RatioRow(f"mean of these {len(rows)}", comparison.ratio, comparison.interval, "primary")
    return (mean, *rows)


def _ranges(comparison: Comparison, published: PublishedComparison | None) -> Iterator[RatioRow]:
    """Give the ranges in which shows like these lie, and shows of which something is published."""
    expected = comparison.typicality.expected
    if expected is not None and comparison.refusal is None:
        low, high = (comparison.ratio / end for end in reversed(expected))
        level = theme.share(1 - comparison.settings.alpha)
        yield RatioRow(f"{level} of shows like these", None, (low, high), "usual")
    if published is not None:
        band = published.band
        yield RatioRow(
            "said of TV anime",
            None,
            (published.rate / band.high, published.rate / band.low),
            "published",
        )


def _counts(sample: SeriesSample, comparison: Comparison) -> EpisodeDots:
    return _dots(sample, np.array([one.body.shots for one in sample.episodes], float), comparison)


def _rates(sample: SeriesSample, comparison: Comparison) -> EpisodeDots:
    return _dots(sample, sample.rates, comparison)


def _dots(sample: SeriesSample, values: NDArray[np.float64], comparison: Comparison) -> EpisodeDots:
    return EpisodeDots(
        label=printable(sample.name),
        values=values,
        names=tuple(printable(episode.name.label) for episode in sample.episodes),
        mean=float(np.exp(np.log(values).mean())),
        interval=geometric_interval(values, alpha=comparison.settings.alpha),
        is_target=sample is comparison.target,
    )


def _lengths(sample: SeriesSample, comparison: Comparison) -> LengthRow:
    density = length_density(sample)
    bodies = [episode.body for episode in sample.episodes]
    return LengthRow(
        label=printable(sample.name),
        seconds=density.seconds,
        density=density.density,
        median_seconds=density.median_seconds,
        mean_seconds=density.mean_seconds,
        share_under_1_s=float(np.mean([body.share_shorter(1.0) for body in bodies])),
        share_over_10_s=float(np.mean([body.share_longer(10.0) for body in bodies])),
        is_target=sample is comparison.target,
    )


def _pacing(sample: SeriesSample, comparison: Comparison, *, by_parts: bool) -> PacingLine:
    pacing = series_pacing(sample, by_parts=by_parts)
    low, high = pacing.band
    return PacingLine(
        label=printable(sample.name),
        progress=pacing.progress,
        median=pacing.median,
        low=low,
        high=high,
        episodes=pacing.episodes,
        names=tuple(printable(episode.name.label) for episode in sample.episodes),
        is_target=sample is comparison.target,
        has_parts=pacing.has_parts,
    )


def _headline(sample: SeriesSample) -> tuple[str, ...]:
    density = length_density(sample)
    bodies = [episode.body for episode in sample.episodes]
    return (
        printable(sample.name),
        str(len(sample)),
        f"{sample.mean_shots:.0f}",
        f"{np.mean([episode.whole.shots for episode in sample.episodes]):.0f}",
        f"{np.mean([body.minutes for body in bodies]):.1f}",
        theme.rate(sample.geometric_mean_rate),
        theme.seconds(density.median_seconds),
        theme.seconds(density.mean_seconds),
        theme.share(float(np.mean([body.share_shorter(1.0) for body in bodies]))),
    )


def _episode_row(sample: SeriesSample, episode: EpisodeMeasures) -> tuple[str, ...]:
    body = episode.body
    return (
        printable(sample.name),
        printable(episode.name.label),
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


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


def _rewritten(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_rewritten(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        return replace(value, **{n: _rewritten(getattr(value, n), change) for n in names})
    return value
