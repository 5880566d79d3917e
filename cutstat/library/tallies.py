"""Tallies in the library: what was counted of each series, so that a list need not count again."""

from __future__ import annotations

from cutstat.library.records import valid_text
from cutstat.library.store import Library


def put_tally(library: Library, series: str, *, detector: str, key: str, document: str) -> None:
    """Keep what was counted of a series, in place of what the same detector gave before.

    Parameters
    ----------
    library : Library
    series : str
        Title of the series.
    detector : str
        Key of the detector whose shots were counted.
    key : str
        Hash of all that it depends on.
    document : str
        What was counted, as JSON.
    """
    with library.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO tally VALUES (?, ?, ?, ?)",
            (valid_text(series), detector, key, document),
        )


def get_tally(library: Library, series: str, *, detector: str, key: str) -> str | None:
    """Give what was counted of a series, or None if that was not kept or is out of date."""
    with library.reading() as connection:
        row = connection.execute(
            "SELECT document FROM tally WHERE series = ? AND detector = ? AND key = ?",
            (valid_text(series), detector, key),
        ).fetchone()
    return None if row is None else str(row[0])
