"""From what a user names to a comparison, for all commands that compare."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from cutstat.library.store import Library
    from cutstat.stats.claim import Answered
    from cutstat.stats.contrast import ComparisonSettings
    from cutstat.study.comparison import SeriesComparison

CLAIM_SUFFIX = ".toml"


class Asked(NamedTuple):
    """What a report is about."""

    found: SeriesComparison
    is_published: bool
    """Whether the target is set against published figures too."""

    answers: tuple[Answered, ...] = ()
    """Answers to the statements of a claim."""


def compare_named(
    library: Library,
    series: str,
    baselines: Sequence[str],
    *,
    exclude: Sequence[str],
    settings: ComparisonSettings,
    detector: str,
    jobs: int,
    quiet: bool,
) -> SeriesComparison:
    """Compare series named by titles or files; files are scanned first, and that is shown."""
    from cutstat.cli.progress import resolve_shown
    from cutstat.study.comparison import compare_series

    titles, skipped = resolve_shown(
        library, [series, *baselines], detector=detector, jobs=jobs, quiet=quiet
    )
    return compare_series(
        library,
        titles[0],
        titles[1:],
        detector=detector,
        settings=settings,
        exclusions=exclude,
        skipped=skipped,
    )


def compare_asked(
    library: Library,
    series: str,
    against: Sequence[str],
    *,
    exclude: Sequence[str],
    settings: ComparisonSettings,
    detector: str,
    jobs: int,
    quiet: bool,
) -> Asked:
    """Compare series, or those of a claim in a file.

    Raises
    ------
    click.UsageError
        If what is named does not fit: a claim with baselines beside it, or a series without any.
    """
    from cutstat.stats.contrast import ComparisonSettings
    from cutstat.study.titles import only_series

    if series.casefold().endswith(CLAIM_SUFFIX):
        if against or exclude or settings != ComparisonSettings():
            raise click.UsageError("a claim names baselines, exclusions and margin in its file")
        return _compare_claimed(library, Path(series), detector=detector, jobs=jobs, quiet=quiet)
    if not against:
        raise click.UsageError("name with --against what the series is compared with")
    baselines = only_series(library, against)
    if not baselines:
        raise click.UsageError("name a series beside the published figures, to compare with")
    found = compare_named(
        *(library, series, baselines),
        exclude=exclude,
        settings=settings,
        detector=detector,
        jobs=jobs,
        quiet=quiet,
    )
    return Asked(found, is_published=len(baselines) < len(against))


def _compare_claimed(
    library: Library, file: Path, *, detector: str, jobs: int, quiet: bool
) -> Asked:
    from cutstat.cli.progress import scan_listener
    from cutstat.study.claim import answer_claim, compare_claimed, read_claim, resolve_claim
    from cutstat.study.titles import PUBLISHED

    said = read_claim(file)
    with scan_listener(quiet=quiet) as listener:
        resolved = resolve_claim(library, said, detector=detector, jobs=jobs, listener=listener)
    result = answer_claim(library, resolved)
    asks = any(one.against == PUBLISHED for one in said.statements)
    is_published = asks or len(resolved.claim.baselines) < len(said.baselines)
    return Asked(compare_claimed(library, result), is_published, result.answers)
