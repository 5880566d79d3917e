"""From what a user names, series or the file of a claim, to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cutstat.errors import InputError
from cutstat.scan.scan import Listener
from cutstat.stats.claim import Answered
from cutstat.stats.contrast import ComparisonSettings
from cutstat.study.claim import answer_claim, compare_claimed, read_claim, resolve_claim
from cutstat.study.comparison import (
    PublishedPlace,
    SeriesComparison,
    compare_series,
    place_among_published,
)
from cutstat.study.study import Study
from cutstat.study.titles import PUBLISHED, only_series, resolve_series

CLAIM_SUFFIX = ".toml"


class Asked(NamedTuple):
    """What a report is about."""

    found: SeriesComparison | PublishedPlace
    answers: tuple[Answered, ...] = ()
    """Answers to the statements of a claim."""


def is_claim(name: str | Path) -> bool:
    """Whether a name means the file of a claim, and not a series."""
    return str(name).casefold().endswith(CLAIM_SUFFIX)


def compare_named(
    study: Study,
    target: str | Path,
    against: Sequence[str | Path],
    *,
    settings: ComparisonSettings | None = None,
    exclusions: Sequence[str] = (),
    jobs: int = 0,
    listener: Listener | None = None,
) -> SeriesComparison | PublishedPlace:
    """Compare series named by titles or files; files are scanned first.

    `PUBLISHED` among the others sets the target against published figures, alone or beside series;
    so does naming nothing at all.

    Raises
    ------
    InputError
        As `resolve_series` and `compare_series` do.
    """
    named = only_series(study.library, [str(one) for one in against])
    resolved = resolve_series(study, [target, *named], jobs=jobs, listener=listener)
    skipped = (*resolved.skipped, *resolved.choices)
    own, *others = resolved.titles
    if not others:
        return place_among_published(
            study, own, settings=settings, exclusions=exclusions, skipped=skipped
        )
    return compare_series(
        study,
        own,
        others,
        settings=settings,
        exclusions=exclusions,
        is_published=len(named) < len(against),
        skipped=skipped,
    )


def compare_asked(
    study: Study,
    series: str | Path,
    against: Sequence[str | Path] = (),
    *,
    settings: ComparisonSettings | None = None,
    exclusions: Sequence[str] = (),
    jobs: int = 0,
    listener: Listener | None = None,
) -> Asked:
    """Compare series, or those of a claim in a file.

    Raises
    ------
    InputError
        As `compare_named` and `answer_claim` do; if what is named does not fit: a claim with others
        beside it.
    """
    if not is_claim(series):
        found = compare_named(
            study,
            series,
            against,
            settings=settings,
            exclusions=exclusions,
            jobs=jobs,
            listener=listener,
        )
        return Asked(found)
    if against or exclusions or settings not in (None, ComparisonSettings()):
        raise InputError("a claim names baselines, exclusions and margin in its file")
    said = read_claim(Path(series))
    resolved = resolve_claim(study, said, jobs=jobs, listener=listener)
    result = answer_claim(study, resolved)
    asks = any(one.against == PUBLISHED for one in said.statements)
    is_published = asks or len(resolved.claim.baselines) < len(said.baselines)
    return Asked(compare_claimed(study, result, is_published=is_published), result.answers)
