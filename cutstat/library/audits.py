"""Audits in the library: what people have judged of a detector on a series."""

from __future__ import annotations

from cutstat.library.records import valid_text
from cutstat.library.store import Library, now


def put_audit(library: Library, series: str, *, detector: str, document: str) -> None:
    """Keep an audit, in place of one of the same series and detector.

    Parameters
    ----------
    library : Library
    series : str
        Title of the series.
    detector : str
        Whose borders were judged, with version and parameters.
    document : str
        What was found, as JSON.
    """
    with library.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO audit VALUES (?, ?, ?, ?)",
            (valid_text(series), valid_text(detector), document, now()),
        )


def get_audit(library: Library, series: str, *, detector: str) -> str | None:
    """Give the document of the audit of a series and detector, or None if none was kept."""
    with library.reading() as connection:
        row = connection.execute(
            "SELECT document FROM audit WHERE series = ? AND detector = ?",
            (valid_text(series), valid_text(detector)),
        ).fetchone()
    return None if row is None else str(row[0])


def clear_audit(library: Library, series: str) -> int:
    """Forget the audits of a series, of all detectors, and say how many there were."""
    with library.transaction() as connection:
        return connection.execute(
            "DELETE FROM audit WHERE series = ?", (valid_text(series),)
        ).rowcount
