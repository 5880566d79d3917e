"""PySceneDetect's detectors give here what they give by themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scenedetect
from scenedetect import detectors
from support.videos import write_shots

from cutstat.detection.pyscenedetect import NAMES, PySceneDetectDetector
from cutstat.detection.registry import make_detector
from cutstat.scan.analyse import analyse_file

OWN_CLASSES = {
    "adaptive": detectors.AdaptiveDetector,
    "content": detectors.ContentDetector,
    "hash": detectors.HashDetector,
    "histogram": detectors.HistogramDetector,
}


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "shots.mp4"
    write_shots(path, [40, 20, 8, 30, 25, 40], seed=9)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_cuts_are_those_that_pyscenedetect_finds_itself(name: str, video: Path) -> None:
    scenes = scenedetect.detect(str(video), OWN_CLASSES[name](), start_in_scene=True)
    expected = [start.frame_num for start, _ in scenes if start.frame_num > 0]
    _, detection = analyse_file(video, detector=make_detector(name))
    assert [found.start for found in detection.transitions] == expected
    assert expected  # else this compares nothing with nothing
    assert detection.detector.name == f"pyscenedetect-{name}"


@pytest.mark.parametrize("name", NAMES)
def test_the_curve_is_kept(name: str, video: Path) -> None:
    _, detection = analyse_file(video, detector=make_detector(name))
    assert len(detection.curve) == 163
    assert np.isfinite(detection.curve).sum() > 100


def test_the_minimum_length_hides_short_shots(video: Path) -> None:
    from cutstat.video.decode import VideoReader

    found = {}
    for frames in (1, 15):
        with VideoReader(video) as reader:
            detector = PySceneDetectDetector("content", min_shot_frames=frames)
            detection = detector.detect_images(reader.images(), rate=reader.header.declared_rate)  # type: ignore[arg-type]
        found[frames] = [each.start for each in detection.transitions]
    assert found[1] == [40, 60, 68, 98, 123]
    assert 68 not in found[15]
