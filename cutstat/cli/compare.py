"""``cutstat compare``: the verdict in words and numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.completion import SERIES
from cutstat.cli.output import emit, emit_table, say
from cutstat.core.words import with_article
from cutstat.errors import RefusedError

if TYPE_CHECKING:
    from cutstat.core.episodes import Unit
    from cutstat.stats.compare import Comparison
    from cutstat.stats.contrast import ComparisonSettings
    from cutstat.stats.making import MadeContrast
    from cutstat.stats.sample import SeriesSample
    from cutstat.study.comparison import PublishedPlace, SeriesComparison
    from cutstat.study.population import PopulationAnswer

MADE_HEADS = ("Target differs by", "95 % interval", "Measure may be off by")


@click.command(cls=options.SeveralAfterAgainst)
@click.argument("series", type=SERIES)
@options.against_option
@options.sample_option
@options.plan_options
@options.detector_option
@options.jobs_option
@options.library_option
@options.json_option
@options.quiet_option
def compare(
    series: str,
    against: tuple[str, ...],
    exclude: tuple[str, ...],
    settings: ComparisonSettings,
    sample: int | None,
    detector: str,
    jobs: int,
    library: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say whether SERIES has more shots than others, an episode and a minute.

    Series are titles in the library; files, folders and globs are scanned first. The baseline
    `published` is what is published of TV anime: it is described, not tested; so is SERIES alone.
    The baseline `population` is an imported collection of shows (`cutstat population`), which may
    hold SERIES itself.

    Example: cutstat compare "Hero Mask" --against "Psycho-Pass" "Ghost in the Shell"
    """
    from cutstat.api.verdicts import compare as run_compare
    from cutstat.cli.progress import scan_listener
    from cutstat.study.comparison import PublishedPlace
    from cutstat.study.population import PopulationAnswer

    with scan_listener(quiet=quiet) as listener:
        result = run_compare(
            series,
            against,
            exclude=exclude,
            settings=settings,
            sample=sample,
            library=library,
            detector=detector,
            jobs=jobs,
            listener=listener,
        )
    if isinstance(result, PopulationAnswer):
        _print_population(result, as_json=as_json, quiet=quiet)
        return
    if isinstance(result, PublishedPlace):
        _print_place(result, as_json=as_json, quiet=quiet)
        return
    _print_comparison(result, as_json=as_json, quiet=quiet)
    if result.comparison.refusal is not None:
        raise RefusedError(f"no verdict: {result.comparison.refusal}")


def _print_place(result: PublishedPlace, *, as_json: bool, quiet: bool) -> None:
    """Say where a series lies among published figures."""
    from cutstat.formats.json_documents import fields_of, published_document, to_json
    from cutstat.formats.verdict_documents import (
        PlaceDocument,
    )
    from cutstat.stats.films import film_paragraph
    from cutstat.stats.plain import single_paragraph
    from cutstat.stats.published import EVIDENCE
    from cutstat.stats.single_show import place_single

    sample = result.series.sample
    found = place_single(sample, result.plan.settings)
    quoted = (
        film_paragraph(sample) if sample.is_films else single_paragraph(found, result.published)
    )
    if as_json:
        document = PlaceDocument(
            **fields_of(published_document(result.published)),
            caveats=list(result.caveats),
            left_out=list(result.left_out),
            shots_an_episode=found.shots,
            interval=found.interval,
            share_of_shows_below=found.share_below,
            share_range=found.share_range,
            nearest=[one.title for one in found.nearest],
            paragraph=quoted,
        )
        emit(to_json(document))
        return
    emit_table(_heads(sample.unit)[:4], [_row(sample)])
    emit("")
    emit(quoted)
    for sentence in (*([] if sample.is_films else [EVIDENCE]), *result.caveats):
        say(f"Note: {sentence}", quiet=quiet)
    for sentence in result.left_out:
        say(f"Left out: {sentence}", quiet=quiet)
    if result.rest:
        say(result.rest, quiet=quiet)


def _print_population(result: PopulationAnswer, *, as_json: bool, quiet: bool) -> None:
    """Say where a show lies among those of a population."""
    from cutstat.formats.json_documents import population_document, to_json

    if as_json:
        document = population_document(
            result.series,
            result.episodes,
            result.places,
            result.population,
            sentences=result.sentences,
            caveats=result.caveats,
        )
        emit(to_json(document))
        return
    for sentence in result.sentences:
        emit(sentence)
    for sentence in result.caveats:
        say(f"Note: {sentence}", quiet=quiet)


def _print_comparison(result: SeriesComparison, *, as_json: bool, quiet: bool) -> None:
    """Say what a comparison has found."""
    from cutstat.formats.json_documents import (
        comparison_document,
        fields_of,
        published_document,
        robustness_document,
        to_json,
    )
    from cutstat.formats.making_documents import made_documents
    from cutstat.formats.verdict_documents import CompareDocument, PlanDocument
    from cutstat.stats.caveats import caveats, robustness_sentences
    from cutstat.stats.making import making_notes
    from cutstat.stats.plain import numbers_line, paragraph, short_headline
    from cutstat.stats.published import EVIDENCE
    from cutstat.stats.sentence import headline, rank_sentence, usual_sentences

    comparison, published = result.comparison, result.published
    if as_json:
        plan = result.plan
        document = CompareDocument(
            **fields_of(comparison_document(comparison)),
            plan=PlanDocument(
                plan.target,
                list(plan.baselines),
                list(plan.exclusions),
                plan.detector,
                plan.settings,
                plan.digest,
            ),
            robustness=robustness_document(result.robustness),
            published=None if published is None else published_document(published),
            left_out=list(result.left_out),
            short_headline=short_headline(comparison),
            numbers=numbers_line(comparison),
            paragraph=paragraph(comparison, published),
            making=made_documents(result.making),
        )
        emit(to_json(document))
        return
    emit(headline(comparison))
    for sentence in (*usual_sentences(comparison), rank_sentence(comparison)):
        if sentence:
            emit(sentence)
    emit("")
    emit_table(_heads(comparison.unit), _rows(comparison))
    if result.making:
        emit("")
        names = (one.name for one in (comparison.target, *comparison.baselines))
        emit_table(("How it is made", *names, *MADE_HEADS), _made_rows(result.making))
    if published:
        emit("")
        emit(published.sentence)
        say(f"Note: {EVIDENCE}", quiet=quiet)
    if quoted := paragraph(comparison, published):
        emit("")
        emit(quoted)
    everyone = (comparison.target, *comparison.baselines)
    for sentence in (*caveats(comparison), *making_notes(everyone)):
        say(f"Note: {sentence}", quiet=quiet)
    checks = () if comparison.refusal else robustness_sentences(result.robustness)
    for sentence in checks:
        say(f"Check: {sentence}", quiet=quiet)
    for sentence in result.left_out:
        say(f"Left out: {sentence}", quiet=quiet)
    if result.rest:
        say(result.rest, quiet=quiet)
    if result.plan_note:
        say(f"Note: {result.plan_note}", quiet=quiet)


def _heads(unit: Unit) -> tuple[str, ...]:
    """Give the heads of the table of series.

    Means are geometric, as the ratios of them are; intervals are of chance between episodes.
    """
    return (
        *("Series", f"{unit.capitalize()}s", f"Shots {with_article(unit)}", "Shots/min"),
        *("Target has more by", "95 % interval", "Target faster by", "95 % interval"),
    )


def _rows(comparison: Comparison) -> Sequence[Sequence[str]]:
    from cutstat.stats.numbers import change, change_range
    from cutstat.stats.quantity import geometric_mean

    rows = []
    for one in (comparison.target, *comparison.baselines):
        cells: list[str] = []
        for quantity in comparison.by_quantity:
            found = {contrast.baseline: contrast for contrast in quantity.per_baseline}
            own = geometric_mean(comparison.target, quantity.quantity)
            ratio = own / geometric_mean(one, quantity.quantity)
            cells += [
                "" if one is comparison.target else change(ratio),
                change_range(found[one.name].interval) if one.name in found else "",
            ]
        rows.append((*_row(one), *cells))
    return rows


def _made_rows(found: Sequence[MadeContrast]) -> Sequence[Sequence[str]]:
    """Write each measure with the means of the series, and what the target differs by."""
    from cutstat.stats.numbers import change, change_range, number_of, percent, points

    rows = []
    for one in found:
        write = percent if one.is_share else number_of
        means = ["–" if math.isnan(mean) else write(mean) for _, mean in one.means]
        differs = interval = ""
        if not math.isnan(one.difference):
            differs = points(one.difference) if one.is_share else change(one.difference)
        if one.interval:
            low, high = one.interval
            interval = (
                f"{points(low)} to {points(high)}" if one.is_share else change_range(one.interval)
            )
        margin = "" if one.margin is None else f"±{100 * one.margin:.0f} points"
        rows.append((one.title, *means, differs, interval, margin))
    return rows


def _row(one: SeriesSample) -> tuple[str, ...]:
    return (
        one.name,
        str(len(one)),
        f"{one.geometric_mean_shots:.0f}",
        f"{one.geometric_mean_rate:.1f}",
    )
