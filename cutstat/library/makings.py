"""What a person says of how an episode is made, in the library: styles of subtitles, stretches."""

from __future__ import annotations

from collections.abc import Collection

from cutstat.core.making import MakingOverride, Subject
from cutstat.library.records import valid_text
from cutstat.library.store import Library, now


def put_making_override(library: Library, file_key: str, said: MakingOverride) -> None:
    """Keep what is said of a style or a stretch of a file, in place of what was said before."""
    row = (file_key, said.subject, valid_text(said.place))
    name = None if said.said is None else valid_text(said.said)
    with library.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO making_override VALUES (?, ?, ?, ?, ?)",
            (*row, name, said.said_at or now()),
        )


def making_overrides(library: Library, file_key: str) -> tuple[MakingOverride, ...]:
    """Give what is said of a file, in the order in which it was said."""
    with library.reading() as connection:
        rows = connection.execute(
            "SELECT subject, place, said, said_at FROM making_override WHERE file_key = ? "
            "ORDER BY said_at, subject, place",
            (file_key,),
        ).fetchall()
    return tuple(MakingOverride(*row) for row in rows)


def clear_making_overrides(
    library: Library, file_key: str, subject: Subject, places: Collection[str] | None = None
) -> int:
    """Forget what is said of styles or stretches, of these places or of all; give how much."""
    told = making_overrides(library, file_key)
    gone = [
        (file_key, subject, one.place)
        for one in told
        if one.subject == subject and (places is None or one.place in places)
    ]
    with library.transaction() as connection:
        connection.executemany(
            "DELETE FROM making_override WHERE file_key = ? AND subject = ? AND place = ?", gone
        )
    return len(gone)
