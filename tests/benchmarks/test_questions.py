from __future__ import annotations

import json

import pytest

from benchmarks.statistics.questions import RESULTS, Row, rows, simulate


def stored() -> dict[tuple[str, str], dict[str, float]]:
    found = json.loads(RESULTS.read_text("utf-8"))["rows"]
    return {(row["question"], row["name"]): row for row in found}


def share(row: dict[str, float], what: str = "found") -> float:
    return row[what] / row["runs"]


def test_every_row_has_a_name_of_its_own_and_is_stored() -> None:
    names = [(row.question, row.name) for row in rows()]
    assert len(set(names)) == len(names)
    assert set(stored()) == set(names)


@pytest.mark.parametrize("question", ["usual", "single", "these"])
def test_a_scenario_is_the_same_again(question: str) -> None:
    row = next(one for one in rows() if one.question == question)
    first, again = (simulate(row, runs=3, seed=5) for _ in range(2))
    assert first == again
    assert (first["covered"] is None) == (question == "single")


def test_what_is_found_and_what_is_held_is_counted() -> None:
    given = iter([(True, False), (False, True), (True, True)])
    found = simulate(Row("these", "made up", lambda _: next(given)), runs=3, seed=1)
    assert (found["found"], found["covered"]) == (2, 2)


def test_usual_shows_are_rarely_told_from_the_usual() -> None:
    for (question, name), row in stored().items():
        if question == "usual" and name.endswith("+0 %"):
            most = 0.10 if "0.35" in name else 0.07  # nominal 5 %, bold where shows differ more
            assert share(row) <= most, name
        if question == "single":
            assert share(row) <= 0.07, name


def test_an_audit_of_one_side_makes_no_difference_of_equal_pairs() -> None:
    audited = [row for (_, name), row in stored().items() if "the target audited" in name]
    assert len(audited) == 4
    assert all(share(row) <= 0.06 for row in audited)


def test_the_whole_interval_holds_the_truth() -> None:
    held = [row for (question, _), row in stored().items() if question == "these"]
    assert len(held) == 16
    # That neighbouring episodes are alike is not modelled; docs/method.md says what it costs.
    modelled = [row for row in held if "neighbouring" not in row["name"]]
    assert len(modelled) == 14
    assert all(share(row, "covered") >= 0.93 for row in modelled)
    assert all(share(row, "covered") >= 0.9 for row in held)
