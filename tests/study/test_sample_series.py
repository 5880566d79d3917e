"""A sample series from its scripts to its count: the truth is what the scripts say."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from cutstat.library.store import Library
from cutstat.scan.scan import scan
from cutstat.study.series import SeriesMeasures
from cutstat.study.study import Study
from cutstat.synth.samples import render_episode, sample_series

TOLERANCE = 0.02
"""Share by which the count of a series may differ from its scripts."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    for episode in sample_series()[0]:
        render_episode(episode, folder / f"Night Courier - {episode.number:02d}.mkv")
    return folder


@pytest.fixture(scope="module")
def measured(folder: Path) -> SeriesMeasures:
    with Library(folder / ".library") as library:
        scan([folder], library=library)
        return Study(library).series("Night Courier")


def test_every_segment_of_the_script_is_found_to_the_frame_and_no_other(
    measured: SeriesMeasures,
) -> None:
    assert len(measured.episodes) == 6
    for episode, path in zip(measured.episodes, measured.paths, strict=True):
        said = json.loads(path.with_suffix(".json").read_text("utf-8"))["segments"]
        script = [(one["kind"], one["start"], one["stop"]) for one in said]
        found = [(one.kind, one.start, one.stop) for one in episode.segments]
        assert [kind for kind, _, _ in found] == [kind for kind, _, _ in script]
        for (_, *edges), (_, *true) in zip(found, script, strict=True):
            assert edges == pytest.approx(true, abs=1)
        assert episode.is_certain


def test_the_bodies_have_as_many_shots_as_their_scripts(measured: SeriesMeasures) -> None:
    true = 0
    for path in measured.paths:
        facts = json.loads(path.with_suffix(".json").read_text("utf-8"))
        middles = [(one["start"] + one["stop"]) // 2 for one in facts["transitions"]]
        for segment in facts["segments"]:
            if segment["kind"] == "body":
                inner = [m for m in middles if segment["start"] < m < segment["stop"]]
                edges = [segment["start"], *inner, segment["stop"]]
                true += len(list(pairwise(edges)))
    assert true > 200
    assert sum(one.body.shots for one in measured.episodes) == pytest.approx(true, rel=TOLERANCE)
