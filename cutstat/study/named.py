"""From what a user names, series or the file of a claim, to an answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cutstat.errors import InputError
from cutstat.formats.claim_file import read_claim
from cutstat.scan.scan import Listener
from cutstat.stats.claim import Answered
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.rest import rest_sentence, single_rest_sentence
from cutstat.study.claim import answer_claim, compare_claimed, resolve_claim
from cutstat.study.comparison import (
    PublishedPlace,
    SeriesComparison,
    compare_series,
    place_among_published,
    place_measured,
)
from cutstat.study.population import PopulationAnswer, ask_population
from cutstat.study.sampling import ScannedSample, scan_sample
from cutstat.study.study import Study
from cutstat.study.titles import (
    POPULATION,
    PUBLISHED,
    names_population,
    only_series,
    resolve_series,
)

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
    sample: int | None = None,
    jobs: int = 0,
    listener: Listener | None = None,
) -> SeriesComparison | PublishedPlace | PopulationAnswer:
    """Compare series named by titles or files; files are scanned first.

    `PUBLISHED` among the others sets the target against published figures, alone or beside series;
    so does naming nothing at all. `POPULATION` alone sets it against the imported collection; a
    show that the library does not hold is looked for there.

    With `sample`, only so many episodes of each are scanned that the library does not know.

    Raises
    ------
    InputError
        As `resolve_series` and `compare_series` do.
    """
    others_said = [str(one) for one in against]
    named = only_series(study.library, others_said)
    if names_population(study.library, others_said):
        if named:
            raise InputError("name the population alone, or series; they are counted otherwise")
        if sample is not None:
            raise InputError("a sample is drawn of series; ask the population without it")
        return ask_population(
            study, target, settings=settings, exclusions=exclusions, jobs=jobs, listener=listener
        )
    drawn: ScannedSample | None = None
    if sample is None:
        resolved = resolve_series(study, [target, *named], jobs=jobs, listener=listener)
        skipped = (*resolved.skipped, *resolved.choices)
        own, *others = resolved.titles
    else:
        names = [target, *named]
        drawn = scan_sample(study, names, size=sample, jobs=jobs, listener=listener)
        skipped = drawn.skipped
        own, *others = drawn.titles
    waiting = {one.title: one.waiting for one in drawn.series} if drawn else {}
    minutes = sum(one.waiting * one.seconds for one in drawn.series) / 60 if drawn else 0.0
    if not others:
        place = place_among_published(
            study, own, settings=settings, exclusions=exclusions, skipped=skipped
        )
        if not waiting:
            return place
        sampled, fixed = place.series.sample, place.plan.settings
        rest = single_rest_sentence(sampled, waiting, settings=fixed, minutes=minutes)
        return place._replace(rest=rest)
    found = compare_series(
        study,
        own,
        others,
        settings=settings,
        exclusions=exclusions,
        is_published=len(named) < len(against),
        skipped=skipped,
    )
    if not waiting:
        return found
    return found._replace(rest=rest_sentence(found.comparison, waiting, minutes=minutes))


def compare_asked(
    study: Study,
    series: str | Path,
    against: Sequence[str | Path] = (),
    *,
    settings: ComparisonSettings | None = None,
    exclusions: Sequence[str] = (),
    sample: int | None = None,
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
            sample=sample,
            jobs=jobs,
            listener=listener,
        )
        if isinstance(found, PopulationAnswer):
            return Asked(_in_population(study, found, settings=settings, exclusions=exclusions))
        return Asked(found)
    if against or exclusions or settings not in (None, ComparisonSettings()):
        raise InputError("a claim names baselines, exclusions and margin in its file")
    if sample is not None:
        raise InputError("a claim is answered by all episodes; ask it without a sample")
    said = read_claim(Path(series))
    resolved = resolve_claim(study, said, jobs=jobs, listener=listener)
    result = answer_claim(study, resolved)
    asks = any(one.against == PUBLISHED for one in said.statements)
    known = study.library.series_names()
    is_published = asks or (PUBLISHED in said.baselines and PUBLISHED not in known)
    return Asked(compare_claimed(study, result, is_published=is_published), result.answers)


def find_pictured(
    study: Study,
    picture: str,
    series: str | Path,
    against: Sequence[str | Path] = (),
    *,
    settings: ComparisonSettings | None = None,
    exclusions: Sequence[str] = (),
    jobs: int = 0,
    listener: Listener | None = None,
) -> SeriesComparison | PublishedPlace | PopulationAnswer:
    """Find what one picture shows: as `compare_asked`, but a show that only the population knows.

    Raises
    ------
    InputError
        As `compare_asked` does.
    """
    find = compare_named if picture == POPULATION and not is_claim(series) else compare_asked
    found = find(
        study,
        series,
        against,
        settings=settings,
        exclusions=exclusions,
        jobs=jobs,
        listener=listener,
    )
    return found.found if isinstance(found, Asked) else found


def _in_population(
    study: Study,
    found: PopulationAnswer,
    *,
    settings: ComparisonSettings | None,
    exclusions: Sequence[str],
) -> PublishedPlace:
    """Give what a report shows of a series among the shows of a population.

    Raises
    ------
    InputError
        If only the population knows it.
    """
    if found.measured is None:
        raise InputError(
            f"a report needs the episodes of {found.series}; `cutstat compare` and `cutstat plot "
            "population` answer from the population alone"
        )
    place = place_measured(
        study, found.measured, settings=settings or ComparisonSettings(), exclusions=exclusions
    )
    caveats = (*place.caveats, *found.caveats)
    return place._replace(population=found.places, sentences=found.sentences, caveats=caveats)
