from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.shows import run_cli

from cutstat.formats.claim_file import read_claim

CLAIM = """
show = "Fast"
baselines = ["Slow", "published"]

[[statement]]
text = "It is cut faster"
measure = "shots_per_minute"
direction = "higher"
against = "mean"

[[statement]]
text = "It is cut as fast"
measure = "shots_per_minute"
direction = "same"
against = "mean"

[[statement]]
text = "It is cut faster than usual"
measure = "shots_per_minute"
direction = "higher"
against = "typical"
"""


@pytest.fixture
def file(home: Path) -> Path:
    path = home / "claim.toml"
    path.write_text(CLAIM, encoding="utf-8")
    return path


def test_every_statement_has_its_answer(library: Path, file: Path) -> None:
    ran = run_cli("claim", file, "--library", library)
    assert ran.status == 0
    said, quoted = ran.stdout.split("\n\n")
    assert quoted.startswith("An episode of Fast has ")
    lines = said.splitlines()
    assert lines[::2] == [
        "“It is cut faster”",
        "“It is cut as fast”",
        "“It is cut faster than usual”",
    ]
    assert [line.split(":")[0].strip() for line in lines[1::2]] == [
        "Undecided",  # in films of two seconds, segments in doubt may be the half of each
        "Undecided",
        "Cannot be asked of these data",
    ]
    assert ran.stderr.startswith("Asked: hash ")
    assert "2 statements are tested, each with an error rate of 5 %" in ran.stderr
    assert run_cli("claim", file, "--library", library, "--quiet").stderr == ""


def test_the_json_holds_claim_and_answers(library: Path, file: Path) -> None:
    ran = run_cli("claim", file, "--library", library, "--json")
    document = json.loads(ran.stdout)
    assert document["claim"]["show"] == "Fast"
    assert document["claim"]["baselines"] == ["Slow"]
    assert document["claim"]["settings"]["margin"] == 0.1
    plain = run_cli("claim", file, "--library", library)
    assert f"hash {document['claim']['digest']}," in plain.stderr
    first, _, last = document["answers"]
    assert first["answer"] == "undecided"
    assert first["interval"][0] < first["ratio"] < first["interval"][1]
    assert list(first["means"]) == ["Fast", "Slow"]
    assert (last["answer"], last["ratio"], last["means"]) == ("cannot be asked", None, {})


def test_a_claim_of_which_nothing_can_be_asked_is_refused(library: Path, file: Path) -> None:
    file.write_text(CLAIM.replace('"Fast"', '"Hero Mask"'), encoding="utf-8")
    ran = run_cli("claim", file, "--library", library)
    assert ran.status == 4
    assert ran.stdout.count("no series 'Hero Mask' in the library") == 3
    assert ran.stderr.endswith("no statement can be asked of these data\n")
    ran = run_cli("claim", file, "--library", library, "--json")
    assert ran.status == 4
    assert list(json.loads(ran.stdout)["missing"]) == ["Hero Mask"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("show", "is no TOML"),
        (CLAIM.replace("same", "equal"), "statement 2: direction is one of"),
        (CLAIM.replace("shots_per_minute", "shots_a_minute", 1), "statement 1: measure"),
    ],
)
def test_a_claim_written_wrongly_is_one_sentence(
    library: Path, file: Path, text: str, said: str
) -> None:
    file.write_text(text, encoding="utf-8")
    ran = run_cli("claim", file, "--library", library)
    assert (ran.status, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"cutstat: error: {file}: {said}")
    assert ran.stderr.count("\n") == 1


def test_an_example_is_written_once_and_can_be_read(tmp_path: Path) -> None:
    place = tmp_path / "mine.toml"
    ran = run_cli("claim", place, "--example")
    assert ran.status == 0
    assert place.read_text("utf-8").startswith("# ")
    assert read_claim(place).show == "Hero Mask"
    assert f"cutstat claim {place}" in place.read_text("utf-8")  # and not where it comes from
    assert "samples/claims/hero-mask" not in place.read_text("utf-8")
    again = run_cli("claim", place, "--example")
    assert again.status == 1
    assert "there is a file already" in again.stderr
