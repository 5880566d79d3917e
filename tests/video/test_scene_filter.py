"""The score of FFmpeg's scene filter, frame by frame."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cutstat.detection.registry import SCENE_FILTERS, make_detector
from cutstat.scan.analyse import analyse_file
from cutstat.synth.encode import write_video
from cutstat.video.decode import VideoReader


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three shots of 20 flat pictures, black, white and grey."""
    path = tmp_path_factory.mktemp("scene") / "cuts.mkv"
    levels = np.repeat([16, 235, 120], 20)
    write_video(path, [np.full((96, 128, 3), level, np.uint8) for level in levels])
    return path


def test_a_score_is_high_where_everything_changes_and_nowhere_else(video: Path) -> None:
    with VideoReader(video) as reader:
        scores = np.array(list(reader.scores()))
    assert len(scores) == 60
    assert np.flatnonzero(scores > 0.2).tolist() == [20, 40]
    assert scores[0] == 0


@pytest.mark.parametrize("name", SCENE_FILTERS)
def test_the_detector_takes_scores_above_the_threshold_for_cuts(video: Path, name: str) -> None:
    track, detection = analyse_file(video, detector=make_detector(name))
    assert [cut.start for cut in detection.transitions] == [20, 40]
    assert detection.n_frames == track.n_frames == 60
    assert detection.detector.name == "ffmpeg-scene"
    assert (detection.detector.parameters.get("scale") is None) == (name == "ffmpeg-scene")


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_scores_are_those_of_ffmpeg_itself(video: Path) -> None:
    command = ["ffmpeg", "-hide_banner", "-i", str(video), "-an", "-f", "null", "-vf"]
    graph = "select='gte(scene,0)',metadata=print:file=-"
    said = subprocess.run([*command, graph, "-"], capture_output=True, text=True, check=True).stdout
    theirs = [float(score) for score in re.findall(r"scene_score=([\d.]+)", said)]
    with VideoReader(video) as reader:
        assert list(reader.scores()) == pytest.approx(theirs, abs=1e-6)
