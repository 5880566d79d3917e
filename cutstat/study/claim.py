"""From a claim in a file to its answers."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, get_args

from cutstat.errors import InputError
from cutstat.scan.scan import Listener
from cutstat.stats.claim import (
    COUNTING_MEASURES,
    Against,
    Answered,
    Direction,
    Statement,
    answer_statement,
    cannot_ask,
    find_measure,
)
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.detection_error import DetectionError
from cutstat.stats.making import making_notes
from cutstat.stats.sample import SeriesSample
from cutstat.stats.weakness import weak_points
from cutstat.study.audit import find_audits
from cutstat.study.comparison import (
    ComparisonPlan,
    SeriesComparison,
    compare_measured,
    excluded_keys,
)
from cutstat.study.series import SeriesMeasures
from cutstat.study.study import Study
from cutstat.study.titles import PUBLISHED, only_series, resolve_series

KEYS = ("show", "baselines", "margin", "exclude", "statement")
STATEMENT_KEYS = ("text", "measure", "direction", "against")
EXCLUSION_KEYS = ("episode", "reason")
LARGEST_MARGIN = 1000
"""In per cent, as of ``cutstat compare``."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An episode that is left out, and why."""

    episode: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim: all that is fixed before the data are looked at."""

    show: str
    baselines: tuple[str, ...]
    """Titles or paths; `PUBLISHED` may be among them."""

    statements: tuple[Statement, ...]
    exclusions: tuple[Exclusion, ...]
    settings: ComparisonSettings


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


def read_claim(path: Path) -> Claim:
    """Read a claim.

    Raises
    ------
    InputError
        If the file cannot be read, or says something that has no meaning; the place is named.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:  # also of numbers that are too long to read
        raise InputError(f"{path}: is no TOML ({error})") from error
    try:
        return _claim(document)
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error


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
    return ResolvedClaim(resolved, study.detector_name, tuple(missing), tuple(skipped))


def answer_claim(study: Study, resolved: ResolvedClaim) -> ClaimResult:
    """Answer every statement of a claim from what the library holds.

    A series that is not there, or not scanned, is not passed over: what needs it cannot be asked.

    Raises
    ------
    InputError
        If an exclusion is no episode of the series, and all of them are there.
    """
    digest, claim = resolved.digest, resolved.claim
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
    answers = tuple(
        _answered(statement, claim, samples, reasons, errors) for statement in claim.statements
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
    return ClaimResult(
        resolved,
        digest,
        answers,
        notes=tuple(notes),
        left_out=tuple(left_out),
        series=tuple(series),
        missing=tuple(reasons.items()),
    )


def compare_claimed(
    study: Study, result: ClaimResult, *, is_published: bool = False
) -> SeriesComparison:
    """Compare the show of an answered claim with its baselines.

    Raises
    ------
    InputError
        If a series is not there or has nothing to measure, or no baseline is a series.
    """
    claim = result.resolved.claim
    for _, reason in result.missing:
        raise InputError(reason)
    if not claim.baselines:
        raise InputError("the claim names no baseline that is a series; add one to compare with")
    plan = ComparisonPlan(
        claim.show,
        claim.baselines,
        tuple(one.episode for one in claim.exclusions),
        result.resolved.detector,
        claim.settings,
    )
    skipped = result.resolved.skipped
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
    return [
        f"Episodes in which a segment is in doubt and counts as body: {places}; `cutstat compare` "
        "says how far this could move the cutting rate."
    ]


def _claim(document: Mapping[str, Any]) -> Claim:
    _check_keys(document, KEYS, "the file")
    show = _text(document, "show", "the file")
    baselines = document.get("baselines")
    if not isinstance(baselines, list) or not all(_is_text(one) for one in baselines):
        raise ValueError('the file needs baselines = ["...", "..."], a list of titles or paths')
    margin = document.get("margin", 10)
    is_number = isinstance(margin, (int, float)) and not isinstance(margin, bool)
    if not is_number or not 0 < margin <= LARGEST_MARGIN:
        raise ValueError(
            f"margin is a number of per cent above 0 and up to {LARGEST_MARGIN}, got {margin!r}"
        )
    exclusions = document.get("exclude", [])
    if not isinstance(exclusions, list):
        raise ValueError(f"exclude is a list of tables, got {exclusions!r}")
    statements = document.get("statement")
    if not isinstance(statements, list) or not statements:
        raise ValueError("there is no [[statement]]; a claim has at least one")
    return Claim(
        show=show,
        baselines=tuple(baselines),
        statements=tuple(_statement(one, k) for k, one in enumerate(statements, 1)),
        exclusions=tuple(_exclusion(one, k) for k, one in enumerate(exclusions, 1)),
        settings=ComparisonSettings(margin=margin / 100),
    )


def _statement(document: Any, number: int) -> Statement:
    place = f"statement {number}"
    _check_keys(document, STATEMENT_KEYS, place)
    text, measure = _text(document, "text", place), _text(document, "measure", place)
    try:
        find_measure(measure)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error
    direction: Direction = _choice(document, "direction", get_args(Direction), place)
    against: Against = _choice(document, "against", get_args(Against), place)
    return Statement(text, measure, direction, against)


def _exclusion(document: Any, number: int) -> Exclusion:
    place = f"exclude {number}"
    _check_keys(document, EXCLUSION_KEYS, place)
    return Exclusion(_text(document, "episode", place), _text(document, "reason", place))


def _choice(document: Mapping[str, Any], key: str, known: Sequence[str], place: str) -> Any:
    value = _text(document, key, place)
    if value not in known:
        raise ValueError(f"{place}: {key} is one of {', '.join(known)}, got {value!r}")
    return value


def _text(document: Mapping[str, Any], key: str, place: str) -> str:
    value = document.get(key)
    if not _is_text(value):
        raise ValueError(f'{place} needs {key} = "..."')
    return str(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _check_keys(document: Any, known: Sequence[str], place: str) -> None:
    if not isinstance(document, Mapping):
        raise ValueError(f"{place} is no table of {', '.join(known)}")
    unknown = next((key for key in document if key not in known), None)
    if unknown is not None:
        raise ValueError(f"{place}: {unknown!r} is unknown; known are {', '.join(known)}")
