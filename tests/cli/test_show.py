"""What ``show`` says of an episode's segments; the numbers are those of a made-up episode."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from support.series import make_episode
from support.shows import run_cli

from cutstat.core.segments import Doubt, Segment, Segmentation
from cutstat.measure.episode import EpisodeMeasures
from cutstat.study.study import Study

# 24 frames a second: an opening of 2 s, 5 s of body, a preview of 1 s.
SEGMENTS = (
    Segment("opening", 0, 48, "repeats in 4 episodes"),
    Segment("body", 48, 168, "the rest"),
    Segment("preview", 168, 192, "after the ending\x1b[31m"),
)
CERTAIN = Segmentation(SEGMENTS, notes=("chapters are not used",))
DOUBTFUL = Segmentation(
    SEGMENTS, doubts=(Doubt("ending", 120, 168, 24, "it is in no other episode"),)
)


@pytest.fixture
def known(library: Path, monkeypatch: pytest.MonkeyPatch) -> list[Segmentation]:
    """A list whose only item is what `show` is told of the segments."""
    told = [CERTAIN]

    def measure(*_: object, **__: object) -> EpisodeMeasures:
        return make_episode(
            "A",
            1,
            borders=[24, 48, 72, 96, 145, 150, 160, 168],
            n_frames=192,
            rate=Fraction(24),
            segmentation=told[0],
        )

    monkeypatch.setattr(Study, "measure", measure)
    return told


def test_segments_are_listed_with_place_length_and_evidence(known: list[Segmentation]) -> None:
    ran = run_cli("show", "Fast 03")
    assert ran.status == 0
    assert ran.stderr.splitlines()[1:5] == [
        "opening   00:00:00.000 to 00:00:02.000      2.0 s  repeats in 4 episodes",
        "body      00:00:02.000 to 00:00:07.000      5.0 s  the rest",
        r"preview   00:00:07.000 to 00:00:08.000      1.0 s  after the ending\x1b[31m",
        "Note: chapters are not used.",
    ]
    assert "In doubt" not in ran.stderr


def test_body_and_whole_file_stand_side_by_side_on_stdout(known: list[Segmentation]) -> None:
    rows = list(csv.DictReader(io.StringIO(run_cli("show", "Fast 03").stdout), delimiter="\t"))
    assert rows[0] == {"Measure": "Shots", "Body": "6", "Whole file": "9", "Unit": "count"}


def test_doubts_are_told_with_the_bounds_of_the_count(known: list[Segmentation]) -> None:
    known[0] = DOUBTFUL
    ran = run_cli("show", "Fast 03")
    assert (
        "In doubt: an ending of up to 1.0 s may lie between 00:00:05.000 and 00:00:07.000: it is "
        "in no other episode.\n"
        "What is in doubt counts as body. The body has 3 to 6 shots, 45.0 to 105.0 a minute.\n"
    ) in ran.stderr


def test_an_episode_of_which_nothing_is_known_says_so(library: Path) -> None:
    ran = run_cli("show", "Lone Wolf 01")
    assert "the whole file is taken as body" in ran.stderr
    assert "with a single episode it cannot be known whether it has an opening" in ran.stderr


def test_quiet_leaves_the_table_alone(known: list[Segmentation]) -> None:
    known[0] = DOUBTFUL
    ran = run_cli("show", "Fast 03", "--quiet")
    assert ran.stderr == ""
    assert ran.stdout.startswith("Measure\t")


def test_json_holds_segments_doubts_and_bounds(known: list[Segmentation]) -> None:
    known[0] = DOUBTFUL
    found = json.loads(run_cli("show", "Fast 03", "--json").stdout)
    assert [segment["kind"] for segment in found["segments"]] == ["opening", "body", "preview"]
    assert found["is_certain"] is False
    assert found["doubts"][0]["kind"] == "ending"
    assert found["body_shots_bounds"] == [3, 6]
    assert found["body"]["shots"] == 6
    assert found["whole"]["shots"] == 9
