"""From the library to an audit and back: what is drawn, what was judged, whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cutstat.errors import InputError, RefusedError
from cutstat.formats.audit_files import read_audit_files
from cutstat.library.audits import KeptAudit, clear_audit, list_audits, put_audit
from cutstat.library.documents import AuditRecord
from cutstat.library.records import LibraryEpisode
from cutstat.library.store import Library
from cutstat.measure.audit_places import EpisodePlaces, audit_places
from cutstat.stats.audit_sample import (
    AuditedEpisode,
    AuditPlan,
    draw_items,
    estimate_audit,
)
from cutstat.stats.detection_error import DetectionError
from cutstat.study.reviewed import borders_moved, reviewed_error
from cutstat.study.study import Study


class DrawnAudit(NamedTuple):
    """A sample, and what is needed to show it."""

    plan: AuditPlan
    episodes: tuple[LibraryEpisode, ...]
    """In the order of the plan."""

    places: tuple[EpisodePlaces, ...]
    left_out: tuple[str, ...]
    """One sentence for each file of the series that the sample is not drawn from."""


class JudgedAudit(NamedTuple):
    """What an audit says."""

    plan: AuditPlan
    error: DetectionError
    places: int
    """Places that were judged."""

    strips: int
    """Strips that were judged."""

    unfilled: tuple[int, ...]
    """Numbers of the items without a verdict."""

    unclear: int
    """Items that the auditor could not tell."""

    later: tuple[str, ...]
    """Episodes that came to the series after the sample was drawn."""


def draw_audit(
    study: Study, series: str, *, boundaries: int, candidates: int, strips: int, seed: int
) -> DrawnAudit:
    """Draw what is shown of the bodies of a series.

    Parameters
    ----------
    study : Study
        Holds the series; the borders that its detector found are judged.
    series : str
        Its title.
    boundaries : int
        Borders that were found.
    candidates : int
        Places of likely misses.
    strips : int
        Stretches that are shown whole.
    seed : int
        The same seed gives the same sample.

    Raises
    ------
    InputError
        If the series has no episode with borders in its body.
    """
    selection = study.selection(series)
    episodes: list[LibraryEpisode] = []
    found: list[EpisodePlaces] = []
    audited: list[AuditedEpisode] = []
    left_out = list(selection.left_out)
    for entry in selection.episodes:
        try:
            own = _places(study, entry)
        except InputError as error:
            left_out.append(str(error))
            continue
        episodes.append(entry)
        found.append(own)
        audited.append(
            AuditedEpisode(entry.name.label, entry.path.name, entry.file_key, own.digest)
        )
    if not any(place.kind == "boundary" for one in found for place in one.places):
        reasons = "; ".join(left_out)
        raise InputError(
            f"series {series!r} has no border in any body that could be judged"
            + (f": {reasons}" if reasons else "")
        )
    strata, items = draw_items(
        found, boundaries=boundaries, candidates=candidates, strips=strips, seed=seed
    )
    total = sum(cell.seconds for one in found for cell in one.cells)
    plan = AuditPlan(series, str(study.info), seed, tuple(audited), strata, total, items)
    return DrawnAudit(plan, tuple(episodes), tuple(found), tuple(left_out))


def read_audit(study: Study, series: str, path: Path) -> JudgedAudit:
    """Read a table that was filled in, estimate, and keep the result for the series.

    Raises
    ------
    InputError
        If the table cannot be used, or is of another series.
    RefusedError
        If the audit is of another detector, or of detections that have changed; if too little is
        filled in.
    """
    plan, verdicts = read_audit_files(path)
    if plan.series != series and not {one.file_key for one in plan.episodes} <= _keys(
        study.library, series
    ):
        raise InputError(f"{path}: an audit of {plan.series!r}, not of {series!r}")
    if plan.detector != str(study.info):
        raise RefusedError(
            f"{path}: an audit of the detector {plan.detector}, not of {study.info}; draw a new "
            "one, or name its detector with --detector"
        )
    digests = {one.file_key: one.digest for one in plan.episodes}
    labels = {one.file_key: one.label for one in plan.episodes}
    changed, later = _changes(study, series, digests)
    if changed:
        raise RefusedError(
            f"{path}: what was found in {_listed(changed, labels)} has changed since this audit "
            "was drawn; draw a new one"
        )
    try:
        error = estimate_audit(plan, verdicts)
    except ValueError as reason:
        raise RefusedError(
            f"{path}: what is filled in gives no estimate ({reason}); fill in more rows of the "
            "column 'verdict'"
        ) from reason
    judged = {number for number, verdict in verdicts.items() if verdict is not None}
    result = JudgedAudit(
        plan,
        error,
        places=sum(item.number in judged for item in plan.items if not item.is_strip),
        strips=sum(item.number in judged for item in plan.items if item.is_strip),
        unfilled=tuple(one.number for one in plan.items if one.number not in verdicts),
        unclear=len(verdicts) - len(judged),
        later=later,
    )
    record = AuditRecord(plan.seed, digests, error)
    put_audit(study.library, series, detector=study.info, record=record)
    return result


def audits_of(library: Library, series: str) -> list[KeptAudit]:
    """List the audits of a series, of all detectors; one of its files that had another title too.

    Those under its own title come first.
    """
    keys = _keys(library, series)
    found = [
        one
        for one in list_audits(library)
        if one.series == series or one.record.digests.keys() <= keys
    ]
    return sorted(found, key=lambda one: one.series != series)


def forget_audits(library: Library, series: str) -> int:
    """Forget the audits of a series, of all detectors, and say how many there were."""
    found = audits_of(library, series)
    for one in found:
        clear_audit(library, one)
    return len(found)


def other_audits(study: Study, series: Iterable[str]) -> tuple[str, ...]:
    """Say which series were audited with another detector, a sentence each."""
    found = ((title, audits_of(study.library, title)) for title in series)
    return tuple(
        f"the audit of {title}, which is of the detector {own[0].detector_text}"
        for title, own in found
        if own and all(one.detector != study.info.key for one in own)
    )


def find_audits(study: Study, series: Iterable[str]) -> dict[str, DetectionError]:
    """Give what audits say of the detector, by title, of those series that have one.

    Raises
    ------
    RefusedError
        As `find_audit` does.
    """
    found = {title: find_audit(study, title) for title in series}
    return {title: error for title, error in found.items() if error is not None}


def find_audit(study: Study, series: str) -> DetectionError | None:
    """Give what an audit says of the detector on a series; None without one.

    Spans that a person has gone through count as an audit of these; of a series that was gone
    through whole nothing is left to estimate. A sample that was drawn goes before a part that a
    person has chosen.

    Raises
    ------
    RefusedError
        If what was found in its episodes has changed since.
    """
    seen = reviewed_error(study, series)
    if seen is not None and seen.is_exact:
        return seen.error
    own = [one for one in audits_of(study.library, series) if one.detector == study.info.key]
    if not own:
        return None if seen is None or not seen.is_enough else seen.error
    record = own[0].record
    changed, _ = _changes(study, series, record.digests)
    if changed:
        raise RefusedError(
            f"what was found in {len(changed)} episodes of {series!r} has changed since its audit; "
            f"draw a new one, or forget it with `cutstat audit {series!r} --clear`"
        )
    audited = [one for one in study.selection(series).episodes if one.file_key in record.digests]
    return replace(record.error, corrected=borders_moved(study, audited))


def _places(study: Study, entry: LibraryEpisode) -> EpisodePlaces:
    """List what can be drawn of an episode.

    Raises
    ------
    InputError
        If it was not analysed with this detector.
    """
    measures, detection = study.measure_found(entry), study.found(entry)
    if detection.detector != study.info:
        raise InputError(f"{entry.path.name}: an imported list, in which no detector can be judged")
    return audit_places(measures, detection)


def _changes(
    study: Study, series: str, digests: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give keys of audited files in which something else is found now, and labels of new ones."""
    now: dict[str, str] = {}
    later: list[str] = []
    for entry in study.selection(series).episodes:
        try:
            own = _places(study, entry)
        except InputError:
            continue
        now[entry.file_key] = own.digest
        if entry.file_key not in digests:
            later.append(entry.name.label)
    return tuple(key for key in digests if now.get(key) != digests[key]), tuple(later)


def _keys(library: Library, series: str) -> set[str]:
    return {entry.file_key for entry in library.episodes(series)}


def _listed(keys: tuple[str, ...], labels: Mapping[str, str]) -> str:
    names = [labels[key] for key in keys]
    rest = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"episode{'s' * (len(names) > 1)} {', '.join(names[:5])}{rest}"
