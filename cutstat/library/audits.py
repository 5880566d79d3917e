"""Audits in the library: what people have judged of a detector on a series."""

from __future__ import annotations

from typing import NamedTuple

from cutstat.core.shots import DetectorInfo
from cutstat.library.documents import AuditRecord, audit_from_json, audit_to_json
from cutstat.library.records import valid_text
from cutstat.library.store import Library, now


def put_audit(
    library: Library, series: str, *, detector: DetectorInfo, record: AuditRecord
) -> None:
    """Keep an audit, in place of one of the same series and detector.

    Parameters
    ----------
    library : Library
    series : str
        Title of the series.
    detector : DetectorInfo
        Whose borders were judged.
    record : AuditRecord
        What was judged.
    """
    with library.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO audit VALUES (?, ?, ?, ?, ?)",
            (
                *(valid_text(series), detector.key, audit_to_json(record), now()),
                valid_text(str(detector)),
            ),
        )


class KeptAudit(NamedTuple):
    """An audit as it was kept."""

    series: str
    detector: str
    """Key of the detector."""

    detector_text: str
    """What is shown of it."""

    record: AuditRecord


def list_audits(library: Library) -> list[KeptAudit]:
    """Give all audits, by series and detector."""
    with library.reading() as connection:
        rows = connection.execute(
            "SELECT series, detector, detector_text, document FROM audit "
            "ORDER BY series, detector_text"
        ).fetchall()
    return [KeptAudit(row[0], row[1], row[2], audit_from_json(row[3])) for row in rows]


def clear_audit(library: Library, audit: KeptAudit) -> None:
    """Forget an audit."""
    with library.transaction() as connection:
        connection.execute(
            "DELETE FROM audit WHERE series = ? AND detector = ?", (audit.series, audit.detector)
        )
