"""The benchmark of a large library: what it generates is read by the commands."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from support.shows import run_cli
from support.videos import write_shots

from benchmarks.scale.library import FAST, FRAMES, SLOW, long_track, make_library
from cutstat.detection.detector import CutstatDetector
from cutstat.scan.analyse import read_track


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("scale") / "video.mkv"
    write_shots(file, [20, 31, 44, 27], seed=3)
    return file


def test_a_long_track_holds_the_shots_of_its_pieces(video: Path) -> None:
    piece = read_track(video, threads=1)
    rng = np.random.default_rng(1)
    fast, slow = (long_track([piece], rng, stretch=stretch) for stretch in (1, 2))
    assert fast.n_frames == slow.n_frames == FRAMES
    counts = [len(CutstatDetector().detect(track).shots) for track in (fast, slow)]
    inside = len(CutstatDetector().detect(piece).shots)
    # Beside a joint, where the same pictures come again at once, a cut may be in doubt.
    assert counts[0] >= FRAMES // piece.n_frames * (inside - 2)
    assert counts[0] > 1.5 * counts[1]


def test_the_library_lists_and_compares(
    video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.scale.library.LONG", 5)
    monkeypatch.setattr("benchmarks.scale.library.FRAMES", 2000)
    shelf = tmp_path / "library"
    make_library(shelf, [video], episodes=40)
    ran = run_cli("list", "--json", "--library", shelf)
    assert len(json.loads(ran.stdout)["episodes"]) == 40
    ran = run_cli("compare", FAST, "--against", SLOW, "--json", "--library", shelf)
    assert ran.status == 0
    assert json.loads(ran.stdout)["ratio"] > 1.5
