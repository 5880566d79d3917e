"""From a claim in a file to its answers."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from cutstat.core.atomic import atomic_path
from cutstat.errors import InputError
from cutstat.formats.claim_file import Claim
from cutstat.library.plans import note_plan
from cutstat.scan.scan import Listener
from cutstat.stats.claim import (
    COUNTING_MEASURES,
    Answered,
    Statement,
    answer_statement,
    cannot_ask,
)
from cutstat.stats.claim_population import answer_from_population
from cutstat.stats.compare import compare
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.detection_error import DetectionError
from cutstat.stats.making import making_notes
from cutstat.stats.plain import paragraph, single_paragraph
from cutstat.stats.published import against_published
from cutstat.stats.sample import SeriesSample, common_unit
from cutstat.stats.single_show import place_single
from cutstat.stats.weakness import weak_points
from cutstat.study.audit import find_audits
from cutstat.study.comparison import (
    ComparisonPlan,
    PublishedPlace,
    SeriesComparison,
    compare_measured,
    excluded_keys,
    place_measured,
)
from cutstat.study.population import ask_population
from cutstat.study.series import SeriesMeasures
from cutstat.study.study import Study
from cutstat.study.titles import PUBLISHED, names_population, only_series, resolve_series
from cutstat.synth.samples import samples_folder


@dataclass(frozen=True, slots=True)
class ResolvedClaim:
    """A claim on series of a library, before anything is measured."""

    claim: Claim
    """With the titles that the library gives the series, and no `PUBLISHED` unless it is one."""

    detector: str
    missing: tuple[tuple[str, str], ...]
    """Each series that the library does not hold, with the reason."""

    skipped: tuple[str, ...]
    """One sentence for each file that was passed over before it could enter the library."""

    asks_population: bool = False
    """Whether what is usual is judged by the imported collection."""

    @property
    def digest(self) -> str:
        """Hash of the claim and the detector, 12 hexadecimal digits."""
        claim = {**asdict(self.claim), "settings": self.claim.settings.said}
        plan = {**claim, "detector": self.detector}
        text = json.dumps(plan, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A claim with its answers."""

    resolved: ResolvedClaim
    digest: str
    """Hash of the resolved claim, taken before anything was measured."""

    answers: tuple[Answered, ...]
    notes: tuple[str, ...]
    """What a reader must know to weigh the answers, one sentence each."""

    left_out: tuple[str, ...]
    """One sentence for each file that is not in the samples."""

    series: tuple[SeriesMeasures, ...]
    """What was measured, the show first where it is there."""

    missing: tuple[tuple[str, str], ...]
    """Each series that is not there, or has nothing to measure, with the reason."""

    paragraph: str
    """What was found of these series, as somebody would quote it; empty where one is missing."""


EXAMPLE = "hero-mask.toml"


def write_example(path: Path) -> Path:
    """Write the claim that comes with the program to a place where nothing is yet.

    Raises
    ------
    InputError
        If something is there, or it cannot be written.
    """
    if path.exists():
        raise InputError(f"{path}: there is a file already; choose another name")
    text = (samples_folder() / "claims" / EXAMPLE).read_text("utf-8")
    text = text.replace(f"samples/claims/{EXAMPLE}", shlex.quote(str(path)))  # in its own words
    with atomic_path(path) as temporary:
        temporary.write_text(text, "utf-8")
    return path


def resolve_claim(
    study: Study,
    claim: Claim,
    *,
    jobs: int = 0,
    listener: Listener | None = None,
) -> ResolvedClaim:
    """Find the series of a claim; files are scanned first. What is not there is noted.

    Raises
    ------
    InputError
        If two names mean one series.
    """
    titles: list[str] = []
    missing: list[tuple[str, str]] = []
    skipped: list[str] = []
    for name in (claim.show, *only_series(study.library, claim.baselines)):
        try:
            found = resolve_series(study, [name], jobs=jobs, listener=listener)
        except InputError as error:
            titles.append(name)
            missing.append((name, str(error)))
        else:
            titles += found.titles
            skipped += (*found.skipped, *found.choices)
    doubled = next((title for title in titles if titles.count(title) > 1), None)
    if doubled is not None:
        raise InputError(f"series {doubled!r} is named twice; a series cannot be its own baseline")
    resolved = Claim(
        titles[0], tuple(titles[1:]), claim.statements, claim.exclusions, claim.settings
    )
    return ResolvedClaim(
        resolved,
        study.detector_name,
        tuple(missing),
        tuple(skipped),
        names_population(study.library, claim.baselines),
    )


def answer_claim(study: Study, resolved: ResolvedClaim) -> ClaimResult:
    """Answer every statement of a claim from what the library holds.

    A series that is not there, or not scanned, is not passed over: what needs it cannot be asked.

    Raises
    ------
    InputError
        If an exclusion is no episode of the series, and all of them are there.
    """
    digest, claim = resolved.digest, resolved.claim
    seen = note_plan(study.library, digest, claim.show)
    titles = (claim.show, *claim.baselines)
    reasons = dict(resolved.missing)
    notes: list[str] = []
    left_out = list(resolved.skipped)
    excluded: list[str] = []
    for exclusion in claim.exclusions:
        try:
            excluded += excluded_keys(study, [exclusion.episode], series=titles)
        except InputError as error:
            if not reasons:
                raise
            notes.append(f"{error}.")
    series: list[SeriesMeasures] = []
    for title in titles:
        if title in reasons:
            continue
        try:
            measured = study.series(title, excluded=excluded)
        except InputError as error:
            reasons[title] = str(error)
            continue
        series.append(measured)
        left_out += measured.left_out
    samples = [one.sample for one in series]
    errors = find_audits(study, [one.name for one in samples])
    usual = _population(study, resolved)
    answers = tuple(
        usual(statement)
        if usual and statement.against == "usual"
        else _answered(statement, claim, samples, reasons, errors)
        for statement in claim.statements
    )
    if errors:
        notes.append(_corrected(errors))
    if not reasons and claim.baselines:
        notes += weak_points(samples, claim.settings)
    notes += _doubts(samples)
    notes += making_notes(samples)
    tested = sum(one.interval is not None or one.expected is not None for one in answers)
    if tested > 1:
        notes.append(
            f"{tested} statements are tested, each with an error rate of "
            f"{100 * claim.settings.alpha:g} %; they are not adjusted for one another."
        )
    notes.append(seen.sentence)
    return ClaimResult(
        resolved,
        digest,
        answers,
        notes=tuple(notes),
        left_out=tuple(left_out),
        series=tuple(series),
        missing=tuple(reasons.items()),
        paragraph="" if reasons else _paragraph(samples, claim.settings, errors),
    )


def _population(study: Study, resolved: ResolvedClaim) -> Callable[[Statement], Answered] | None:
    """Give what answers statements about the usual from the population; None if it is not asked."""
    if not resolved.asks_population:
        return None
    claim = resolved.claim
    try:
        exclusions = tuple(one.episode for one in claim.exclusions)
        found = ask_population(study, claim.show, settings=claim.settings, exclusions=exclusions)
    except InputError as error:
        reason = str(error)
        return lambda statement: cannot_ask(statement, reason)

    def answer(statement: Statement) -> Answered:
        try:
            return answer_from_population(
                statement, found.places, found.population, margin=claim.settings.margin
            )
        except ValueError as error:
            return cannot_ask(statement, str(error))

    return answer


def _paragraph(
    samples: Sequence[SeriesSample],
    settings: ComparisonSettings,
    errors: Mapping[str, DetectionError],
) -> str:
    target, *baselines = samples
    published = against_published(target)
    if not baselines:
        return single_paragraph(place_single(target, settings), published)
    return paragraph(compare(target, baselines, settings=settings, errors=errors), published)


def compare_claimed(
    study: Study, result: ClaimResult, *, is_published: bool = False
) -> SeriesComparison | PublishedPlace:
    """Compare the show of an answered claim with its baselines, or with published figures alone.

    Raises
    ------
    InputError
        If a series is not there or has nothing to measure.
    """
    claim = result.resolved.claim
    for _, reason in result.missing:
        raise InputError(reason)
    exclusions = tuple(one.episode for one in claim.exclusions)
    skipped = result.resolved.skipped
    if not claim.baselines:
        return place_measured(
            study,
            result.series[0],
            settings=claim.settings,
            exclusions=exclusions,
            skipped=skipped,
        )
    plan = ComparisonPlan(
        claim.show,
        claim.baselines,
        exclusions,
        result.resolved.detector,
        claim.settings,
    )
    return compare_measured(study, plan, result.series, is_published=is_published, skipped=skipped)


def _answered(
    statement: Statement,
    claim: Claim,
    samples: Sequence[SeriesSample],
    reasons: Mapping[str, str],
    errors: Mapping[str, DetectionError],
) -> Answered:
    needed = (claim.show,) if statement.against == PUBLISHED else (claim.show, *claim.baselines)
    reason = next((reasons[title] for title in needed if title in reasons), None)
    if reason is not None:
        return cannot_ask(statement, reason)
    others = () if statement.against == PUBLISHED else samples[1:]
    return answer_statement(statement, samples[0], others, settings=claim.settings, errors=errors)


def _corrected(errors: Mapping[str, DetectionError]) -> str:
    return (
        f"Audits of {', '.join(errors)} correct what goes by the number of shots "
        f"({', '.join(COUNTING_MEASURES)}), but where it is set against published figures. Other "
        "measures, and series without an audit, stand as detected."
    )


def _doubts(samples: Sequence[SeriesSample]) -> list[str]:
    """Say where a segment is in doubt."""
    counts = [(one, sum(not episode.is_certain for episode in one.episodes)) for one in samples]
    places = ", ".join(f"{one.name} ({count} of {len(one)})" for one, count in counts if count)
    if not places:
        return []
    unit = common_unit(samples)
    return [
        f"{unit.capitalize()}s in which a segment is in doubt and counts as body: {places}; "
        "`cutstat compare` says how far this could move the cutting rate."
    ]
