"""Every document that a command prints is of its type, and its schema is written down."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from support.shows import run_cli

import cutstat
from benchmarks.population.dump import made_show, write_dump
from cutstat.core.shots import Transition
from cutstat.formats.documents import (
    DOCUMENTS,
)
from cutstat.formats.schemas import schemas, to_text
from cutstat.library.reviews import put_reviewed_span, put_transition_override
from cutstat.library.store import Library

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"

CLAIM = """
show = "Fast"
baselines = ["Slow"]
exclude = [{ episode = "Slow 02", reason = "a recap" }]
statement = [
    { text = "a", measure = "shots_per_minute", direction = "higher", against = "published" },
]
"""
PRINTED = [
    ("list", ["list"]),
    ("show", ["show", "Fast 03"]),
    ("segments", ["segments", "Fast"]),
    ("lines", ["lines", "Fast"]),
    ("stretches", ["stretches", "Fast"]),
    ("review", ["review", "Fast 03", "--list"]),
    ("compare", ["compare", "Fast", "--against", "Slow", "published"]),
    ("compare", ["compare", "Fast", "--against", "Lone Wolf"]),
    ("compare-published", ["compare", "Fast", "--against", "published"]),
    ("claim", ["claim", "claim.toml"]),
    ("audit", ["audit", "Fast", "--read", "audit/audit.csv"]),
    ("published", ["published"]),
    ("import", ["import", "list.txt", "--series", "Listed", "--rate", "25"]),
    ("score", ["score", "list.txt", "list.txt"]),
    ("doctor", ["doctor"]),
]


@pytest.mark.parametrize(("name", "command"), PRINTED, ids=lambda one: str(one)[:40])
def test_what_is_printed_is_of_its_type(name: str, command: list[str], library: Path) -> None:
    Path("claim.toml").write_text(CLAIM, "utf-8")
    Path("list.txt").write_text("0 20\n21 40\n41 90\n", "utf-8")
    if name == "review":
        with Library(library) as shelf:
            key = shelf.episodes("Fast")[2].file_key
            for place, said in ((5, None), (9, Transition(9, 9)), (99_999, None)):
                put_transition_override(shelf, key, place, said)
            put_reviewed_span(shelf, key, 0, 9)
    if name == "audit":
        assert run_cli("audit", "Fast", "-o", "audit").status == 0
        table = Path("audit/audit.csv").read_text("utf-8-sig").splitlines()
        column = table[0].split(",").index("verdict")
        rows = [line.split(",") for line in table[1:]]
        for row in rows:
            row[column] = "yes" if any("borders" in cell for cell in row) else "0"
        text = "\n".join([table[0], *(",".join(row) for row in rows)])
        Path("audit/audit.csv").write_text(text, "utf-8")
    ran = run_cli(*command, "--json")
    assert ran.status in (0, 4), ran.stderr
    assert check(name, ran.stdout)


def test_what_needs_videos_is_of_its_type(videos: Path) -> None:
    file = videos / "Fast" / "Fast - 01.mkv"
    assert check("detect", run_cli("detect", file, "--json").stdout)
    Path("bad.mkv").write_bytes(b"")
    assert check("scan", run_cli("scan", videos / "Fast", "bad.mkv", "-j", "1", "--json").stdout)


def test_what_needs_a_population_is_of_its_type(tmp_path: Path) -> None:
    shows = {number: made_show(number, episodes=8) for number in range(1, 15)}
    write_dump(tmp_path / "made.sql", shows)
    place = ("--library", tmp_path / "library", "--json")
    cutstat.import_population(tmp_path / "made.sql", library=tmp_path / "library")
    assert check("population", run_cli("population", *place).stdout)
    ran = run_cli("compare", "Bangumi 7", "--against", "population", *place)
    assert check("compare-population", ran.stdout)


def check(name: str, printed: str) -> int:
    """Read all documents as their type, which knows no other keys; give how many there are."""
    documents = printed.splitlines()
    for text in documents:
        msgspec.json.decode(text, type=DOCUMENTS[name][0], strict=True)
    return len(documents)


def test_every_document_is_printed_by_a_test() -> None:
    elsewhere = {"detect", "scan", "population", "compare-population"}
    assert {name for name, _ in PRINTED} | elsewhere == set(DOCUMENTS)


def test_the_schemas_are_up_to_date() -> None:
    assert {file.name for file in SCHEMAS.glob("*.json")} == set(schemas())
    for name, schema in schemas().items():
        assert (SCHEMAS / name).read_text("utf-8") == to_text(schema), "run `make docs`"


def test_a_schema_names_every_key_and_allows_no_other() -> None:
    show = schemas()["show-1.json"]["$defs"]["ShowDocument"]
    assert show["additionalProperties"] is False
    assert set(show["required"]) == set(show["properties"]) >= {"body", "whole", "segments"}
    json.dumps(show)
