"""The detector on real videos that a person has annotated, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cutstat.core.shot_list import ShotList
from cutstat.detection.detector import CutstatDetector
from cutstat.formats.registry import read_shot_lists
from cutstat.scan.analyse import read_track
from cutstat.stats.score import Counts, score

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "annotated"


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the annotated videos are not beside the project")
def test_the_shipped_networks_find_what_they_learned() -> None:
    """A guard against a model that does not fit the code; it says nothing of other videos."""
    total, videos = Counts(), 0
    for note in sorted(FOLDER.glob("*.json")):
        video = next(file for file in FOLDER.glob(f"{note.stem}.*") if file.suffix != ".json")
        (truth,) = read_shot_lists(note)
        track = read_track(video)
        assert track.n_frames == truth.n_frames
        found = CutstatDetector().detect(track).transitions
        total += score(truth, ShotList(video.name, found, track.n_frames)).pooled
        videos += 1
    assert videos >= 16
    assert total.f1 >= 0.96
