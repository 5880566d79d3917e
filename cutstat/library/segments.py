"""What the user says of segments, in the library."""

from __future__ import annotations

from collections.abc import Sequence

from cutstat.core.segments import SegmentKind, SegmentOverride
from cutstat.core.timing import parse_position
from cutstat.library.records import valid_text
from cutstat.library.store import Library


def put_overrides(
    library: Library, file_key: str, said: Sequence[SegmentOverride], *, is_command: bool
) -> None:
    """Keep what is said of a file, in place of all that was said in the same way before.

    Parameters
    ----------
    library : Library
    file_key : str
        Key of the file's content; the library must know the file.
    said : sequence of SegmentOverride
        All that is said now; nothing forgets what was said.
    is_command : bool
        Whether it was said by a command, and not by a manifest.
    """
    rows = [
        (
            *(file_key, position, one.kind),
            *(None if place is None else str(place) for place in (one.start, one.stop)),
            *(valid_text(one.source), is_command),
        )
        for position, one in enumerate(said)
    ]
    with library.transaction() as connection:
        connection.execute(
            "DELETE FROM segment_override WHERE file_key = ? AND is_command = ?",
            (file_key, is_command),
        )
        connection.executemany("INSERT INTO segment_override VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def segment_overrides(
    library: Library, file_key: str, *, is_command: bool | None = None
) -> tuple[SegmentOverride, ...]:
    """Give what the user says of the segments of a file.

    What was said of a kind by a command takes the place of what a manifest says of it. With
    `is_command`, only what was said in that way is given.
    """
    with library.reading() as connection:
        rows = connection.execute(
            """
            SELECT kind, start, stop, source FROM segment_override AS said
            WHERE file_key = ?1 AND iif(
                ?2 IS NOT NULL, is_command = ?2, is_command OR NOT EXISTS (
                    SELECT 1 FROM segment_override
                    WHERE file_key = ?1 AND is_command AND kind = said.kind))
            ORDER BY is_command, position
            """,
            (file_key, is_command),
        ).fetchall()
    return tuple(
        SegmentOverride(
            kind,
            None if start is None else parse_position(start),
            None if stop is None else parse_position(stop),
            source,
        )
        for kind, start, stop, source in rows
    )


def clear_overrides(library: Library, file_key: str, *, kind: SegmentKind | None = None) -> int:
    """Forget what was said by commands of one kind, or of all; a manifest's word counts again.

    Returns
    -------
    int
        How many sayings were forgotten.
    """
    with library.transaction() as connection:
        return connection.execute(
            "DELETE FROM segment_override "
            "WHERE file_key = ?1 AND is_command AND (?2 IS NULL OR kind = ?2)",
            (file_key, kind),
        ).rowcount
