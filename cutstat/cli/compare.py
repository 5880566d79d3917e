"""``cutstat compare``: the verdict in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cutstat.cli import options
from cutstat.cli.comparing import compare_named
from cutstat.cli.output import emit, emit_table, say
from cutstat.errors import RefusedError

if TYPE_CHECKING:
    from cutstat.library.store import Library
    from cutstat.stats.compare import Comparison
    from cutstat.stats.contrast import ComparisonSettings
    from cutstat.stats.sample import SeriesSample

HEADS = (
    *("Series", "Episodes", "Shots an episode", "Shots/min"),
    *("Target faster by", "95 % interval"),
)


@click.command(cls=options.SeveralAfterAgainst)
@click.argument("series")
@options.against_option
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
    detector: str,
    jobs: int,
    library: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say whether SERIES is cut faster than others.

    Series are titles in the library; files, folders and globs are scanned first. The baseline
    `published` is what is published of TV anime: it is described, not tested.

    Example: cutstat compare "Hero Mask" --against "Psycho-Pass" "Ghost in the Shell"
    """
    from cutstat.formats.json_documents import (
        comparison_document,
        published_document,
        robustness_document,
        to_json,
    )
    from cutstat.stats.compare import weak_points
    from cutstat.stats.descriptive import describe_shots
    from cutstat.stats.published import EVIDENCE, against_published
    from cutstat.stats.robustness import check_robustness
    from cutstat.stats.sentence import (
        caveats,
        rank_sentence,
        robustness_sentences,
        verdict_sentence,
    )
    from cutstat.study.audit import audits_of
    from cutstat.study.titles import only_series

    with options.open_library(library) as shelf:
        named = only_series(shelf, against)
        if not named:
            sample, left_out = _measured(
                shelf, series, exclude=exclude, detector=detector, jobs=jobs, quiet=quiet
            )
            found = against_published(sample)
            doubts = weak_points([sample], settings)
            if audits_of(shelf, sample.name):
                doubts += ("Audits do not correct what is set against published figures.",)
            if as_json:
                own = {"caveats": doubts, "left_out": left_out}
                emit(to_json({**published_document(found), **own}))
                return
            emit(found.sentence)
            emit("")
            emit_table(HEADS[:4], [_row(sample)])
            for sentence in (EVIDENCE, *doubts):
                say(f"Note: {sentence}", quiet=quiet)
            for sentence in left_out:
                say(f"Left out: {sentence}", quiet=quiet)
            return
        result = compare_named(
            *(shelf, series, named),
            exclude=exclude,
            settings=settings,
            detector=detector,
            jobs=jobs,
            quiet=quiet,
        )
    comparison = result.comparison
    published = None if len(named) == len(against) else against_published(comparison.target)
    if as_json:
        plan = {**asdict(result.plan), "digest": result.plan.digest}
        document = {
            "plan": plan,
            **comparison_document(comparison),
            "robustness": robustness_document(check_robustness(comparison)),
            "shot_lengths": asdict(describe_shots(comparison)),
            "published": published and published_document(published),
            "left_out": result.left_out,
        }
        emit(to_json(document))
    else:
        emit(f"{verdict_sentence(comparison)} {rank_sentence(comparison)}")
        emit("")
        emit_table(HEADS, _rows(comparison))
        if published:
            emit("")
            emit(published.sentence)
            say(f"Note: {EVIDENCE}", quiet=quiet)
        for sentence in caveats(comparison):
            say(f"Note: {sentence}", quiet=quiet)
        checks = () if comparison.refusal else robustness_sentences(check_robustness(comparison))
        for sentence in checks:
            say(f"Check: {sentence}", quiet=quiet)
        for sentence in result.left_out:
            say(f"Left out: {sentence}", quiet=quiet)
    if comparison.refusal is not None:
        raise RefusedError(f"no verdict: {comparison.refusal}")


def _measured(
    shelf: Library, name: str, *, exclude: Sequence[str], detector: str, jobs: int, quiet: bool
) -> tuple[SeriesSample, Sequence[str]]:
    """Measure a series that is compared with none, and say which files are left out."""
    from cutstat.cli.progress import resolve_shown
    from cutstat.study.exclusions import excluded_key
    from cutstat.study.measures import measure_series

    titles, skipped = resolve_shown(shelf, [name], detector=detector, jobs=jobs, quiet=quiet)
    excluded = [excluded_key(shelf, one, series=titles) for one in exclude]
    measured = measure_series(shelf, titles[0], detector=detector, excluded=excluded)
    return measured.sample, (*skipped, *measured.left_out)


def _rows(comparison: Comparison) -> Sequence[Sequence[str]]:
    from cutstat.stats.sentence import change

    found = {contrast.baseline: contrast for contrast in comparison.per_baseline}
    rows = []
    for one in (comparison.target, *comparison.baselines):
        contrast = found.get(one.name)
        ratio = comparison.target.geometric_mean_rate / one.geometric_mean_rate
        rows.append(
            (
                *_row(one),
                "" if one is comparison.target else change(ratio),
                " to ".join(map(change, contrast.interval)) if contrast else "",
            )
        )
    return rows


def _row(one: SeriesSample) -> tuple[str, ...]:
    return (one.name, str(len(one)), f"{one.mean_shots:.0f}", f"{one.geometric_mean_rate:.1f}")
