"""When a plan was first seen, and what was asked of the same show before."""

from __future__ import annotations

from pathlib import Path

from cutstat.library.plans import note_plan
from cutstat.library.store import Library


def test_a_plan_keeps_its_first_date_and_knows_those_before_it(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        first = note_plan(library, "aaa", "Hero", seen_at="2026-01-02T10:00:00+00:00")
        other = note_plan(library, "bbb", "Monster", seen_at="2026-01-03T10:00:00+00:00")
        second = note_plan(library, "ccc", "Hero", seen_at="2026-02-01T10:00:00+00:00")
        third = note_plan(library, "ddd", "Hero", seen_at="2026-02-02T10:00:00+00:00")
        again = note_plan(library, "ccc", "Hero", seen_at="2026-03-01T10:00:00+00:00")
    assert first.sentence == (
        "Plan aaa was first seen on 2026-01-02, before any other question about Hero."
    )
    assert other.before == 0
    assert second.sentence.startswith(
        "Plan ccc was first seen on 2026-02-01; one other plan about Hero was seen before it, the "
        "first on 2026-01-02"
    )
    assert third.before == 2
    assert again == second
