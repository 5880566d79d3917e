"""Reviews in the library: what a person says of transitions, and which spans were gone through."""

from __future__ import annotations

from typing import NamedTuple

from cutstat.core.overrides import TransitionOverride
from cutstat.core.shots import Transition
from cutstat.library.store import Library, now


class ReviewedSpan(NamedTuple):
    """A half-open span of frames that was gone through."""

    start: int
    stop: int
    said_at: str
    number: int
    """By which the library knows it."""


def put_transition_override(
    library: Library, file_key: str, place: int, said: Transition | None, *, said_at: str = ""
) -> TransitionOverride:
    """Keep what is said of a place; what was said of it before can be had back.

    Parameters
    ----------
    library : Library
    file_key : str
        Key of the file's content; the library must know the file.
    place : int
        Border of what was found there, or frame of what was missed.
    said : Transition, optional
        What is there; None where there is no transition.
    said_at : str
        When, UTC, ISO 8601; by default now.
    """
    when = said_at or now()
    row = (None, None, None) if said is None else (said.start, said.stop, said.kind)
    with library.transaction() as connection:
        number = connection.execute(
            "INSERT INTO transition_override (file_key, place, start, stop, kind, said_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (file_key, place, *row, when),
        ).lastrowid
    assert number is not None
    return TransitionOverride(place, said, when, number)


def transition_overrides(library: Library, file_key: str) -> tuple[TransitionOverride, ...]:
    """Give what counts of what was said of a file, the last word on each place, in its order."""
    with library.reading() as connection:
        rows = connection.execute(
            "SELECT place, start, stop, kind, said_at, max(id) FROM transition_override "
            "WHERE file_key = ? GROUP BY place ORDER BY max(id)",
            (file_key,),
        ).fetchall()
    return tuple(
        TransitionOverride(
            place, None if kind is None else Transition(start, stop, kind), said_at, number
        )
        for place, start, stop, kind, said_at, number in rows
    )


def take_back_override(library: Library, file_key: str, number: int) -> bool:
    """Forget one word, so that what was said of its place before counts; False without it."""
    with library.transaction() as connection:
        return bool(
            connection.execute(
                "DELETE FROM transition_override WHERE file_key = ? AND id = ?", (file_key, number)
            ).rowcount
        )


def put_reviewed_span(library: Library, file_key: str, start: int, stop: int) -> ReviewedSpan:
    """Keep that a half-open span of frames was gone through."""
    when = now()
    with library.transaction() as connection:
        number = connection.execute(
            "INSERT INTO reviewed_span (file_key, start, stop, said_at) VALUES (?, ?, ?, ?)",
            (file_key, start, stop, when),
        ).lastrowid
    assert number is not None
    return ReviewedSpan(start, stop, when, number)


def reviewed_spans(library: Library, file_key: str) -> tuple[ReviewedSpan, ...]:
    """List the spans of a file that were gone through."""
    with library.reading() as connection:
        rows = connection.execute(
            "SELECT start, stop, said_at, id FROM reviewed_span WHERE file_key = ? "
            "ORDER BY start, id",
            (file_key,),
        ).fetchall()
    return tuple(ReviewedSpan(*row) for row in rows)


def take_back_span(library: Library, file_key: str, number: int) -> bool:
    """Forget that a span was gone through; False if nobody has said so."""
    with library.transaction() as connection:
        return bool(
            connection.execute(
                "DELETE FROM reviewed_span WHERE file_key = ? AND id = ?", (file_key, number)
            ).rowcount
        )


def clear_review(library: Library, file_key: str) -> int:
    """Forget all that was said of the transitions of a file, and say of how many places it was."""
    count = len(transition_overrides(library, file_key))
    with library.transaction() as connection:
        connection.execute("DELETE FROM transition_override WHERE file_key = ?", (file_key,))
        spans = connection.execute("DELETE FROM reviewed_span WHERE file_key = ?", (file_key,))
    return count + spans.rowcount


def move_review(library: Library, file_key: str, *, to: str) -> None:
    """Hand on what was said of a file to the one that takes its place, over what it says itself."""
    with library.transaction() as connection:
        for table in ("transition_override", "reviewed_span", "making_override"):
            connection.execute(
                f"UPDATE OR REPLACE {table} SET file_key = ? WHERE file_key = ?", (to, file_key)
            )
