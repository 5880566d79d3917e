"""Plans in the library: what was fixed before a question was asked, and when it was first seen."""

from __future__ import annotations

from typing import NamedTuple

from cutstat.library.store import Library, now

LAST = 2**62
"""Beyond the number of any plan that was noted."""


class SeenPlan(NamedTuple):
    """When a plan was first seen, and how many others of the same show were seen before it."""

    digest: str
    target: str
    seen_at: str
    """UTC, ISO 8601; empty where it could not be noted."""

    before: int
    first_at: str
    """When the first plan of the show was seen."""

    @property
    def sentence(self) -> str:
        """Say whether it was the first that was asked of its show."""
        seen = f"Plan {self.digest} was first seen on {self.seen_at[:10]}"
        if not self.seen_at:
            seen = f"Plan {self.digest} is not noted, as the library cannot be written"
            if not self.before:
                return f"{seen}; none about {self.target} was seen before it."
        elif not self.before:
            return f"{seen}, before any other question about {self.target}."
        one = self.before == 1
        others = "one other plan" if one else f"{self.before} other plans"
        return (
            f"{seen}; {others} about {self.target} {'was' if one else 'were'} seen before it, the "
            f"first on {self.first_at[:10]}, so it may have been made with their answers in mind."
        )


def note_plan(library: Library, digest: str, target: str, *, seen_at: str = "") -> SeenPlan:
    """Note that a plan is asked now, unless it was seen before; to be called before measuring.

    A library that cannot be written keeps no note, and `SeenPlan` says so.

    Parameters
    ----------
    library : Library
    digest : str
        Hash of all that the plan fixes.
    target : str
        The show that is asked about.
    seen_at : str
        When, UTC, ISO 8601; by default now.
    """
    with library.reading() if library.is_read_only else library.transaction() as connection:
        if not library.is_read_only:
            connection.execute(
                "INSERT OR IGNORE INTO plan (digest, target, seen_at) VALUES (?, ?, ?)",
                (digest, target, seen_at or now()),
            )
        seen = connection.execute(
            "SELECT id, seen_at FROM plan WHERE digest = ?", (digest,)
        ).fetchone()
        number, when = seen or (LAST, "")
        before, first = connection.execute(
            "SELECT count(*), min(seen_at) FROM plan WHERE target = ? AND id < ?", (target, number)
        ).fetchone()
    return SeenPlan(digest, target, when, before, first or when)
