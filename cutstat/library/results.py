"""What was found in a series, as JSON: the newest of each kind, by series and detector."""

from __future__ import annotations

from typing import Literal, NamedTuple

from cutstat.library.records import valid_text
from cutstat.library.store import Library, now

Kind = Literal["segmentation", "tally"]
"""Segments of its episodes, or what was counted of it; the name of a table."""


class KeptResult(NamedTuple):
    """A result as it is kept."""

    key: str
    """Hash of all that it depends on."""

    document: str
    """JSON."""


def put_result(
    library: Library, kind: Kind, series: str, *, detector: str, key: str, document: str
) -> None:
    """Keep a result, in place of the one that was found with the same detector before.

    A library that cannot be written is left as it is.

    Parameters
    ----------
    library : Library
    kind : {"segmentation", "tally"}
    series : str
        Title of the series.
    detector : str
        Key of the detector with whose shots it was found.
    key, document : str
        As in `KeptResult`.
    """
    made_at = (now(),) if kind == "segmentation" else ()
    row = (valid_text(series), detector, key, document, *made_at)
    if library.is_read_only:
        return  # it is found anew each time
    with library.transaction() as connection:
        connection.execute(
            f"INSERT OR REPLACE INTO {kind} VALUES ({', '.join('?' * len(row))})", row
        )


def get_result(library: Library, kind: Kind, series: str, *, detector: str) -> KeptResult | None:
    """Give the newest result of a series, or None if none was kept; its key may be out of date."""
    with library.reading() as connection:
        row = connection.execute(
            f"SELECT key, document FROM {kind} WHERE series = ? AND detector = ?",
            (valid_text(series), detector),
        ).fetchone()
    return None if row is None else KeptResult(*row)


def forget_results(library: Library, kind: Kind, series: str) -> None:
    """Forget the results of a series, with all detectors; they are found anew."""
    with library.transaction() as connection:
        connection.execute(f"DELETE FROM {kind} WHERE series = ?", (valid_text(series),))
