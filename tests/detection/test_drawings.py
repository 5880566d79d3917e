"""New pictures are told from held ones, and from camera moves; the truth is drawn or counted."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from support.drawings import counted_stretches, new_in, observed, rates
from support.drawn import DrawnShot, draw, new_frames

from cutstat.detection.drawings import Camera, DrawingObserver
from cutstat.measure.drawings import measure_drawings
from cutstat.synth.encode import Encoding, write_video

DATA = Path(__file__).parents[3] / "shared" / "data"
real = pytest.mark.skipif(not DATA.is_dir(), reason="the real videos are not beside the project")

STILL = [
    *(DrawnShot(36, 0), DrawnShot(24, 1), DrawnShot(36, 2), DrawnShot(36, 3)),
    *(DrawnShot(36, 3, "mouth"), DrawnShot(24, 2, "mouth")),
]
MOVING = [
    *(DrawnShot(30, 0, pan=(3, 0)), DrawnShot(36, 3, pan=(1.3, 0.4)), DrawnShot(36, 2, pan=(5, 0))),
    *(DrawnShot(30, 0, zoom=0.006), DrawnShot(36, 3, zoom=0.004), DrawnShot(30, 0, shake=4)),
    *(DrawnShot(36, 3, shake=3), DrawnShot(30, 0, pan=(0, 2.2))),
]


def written(path: Path, shots: list[DrawnShot], *, crf: int, grain: float = 0.0) -> Path:
    options = {"preset": "medium", "crf": str(crf), "threads": "1"}
    write_video(path, draw(shots, grain=grain), encoding=Encoding(Fraction(24), options=options))
    return path


@pytest.mark.parametrize(("crf", "grain"), [(28, 0.0), (20, 4.0)])
def test_drawings_under_a_fixed_camera_are_found(tmp_path: Path, crf: int, grain: float) -> None:
    shots = STILL[1:5] if grain else STILL  # grain takes long to code
    found = new_in(written(tmp_path / "a.mkv", shots, crf=crf, grain=grain))
    precision, recall = rates(found, set(new_frames(shots)))
    assert precision >= 0.98
    assert recall >= 0.98


def test_pans_zooms_and_shakes_are_no_new_pictures(tmp_path: Path) -> None:
    found = new_in(written(tmp_path / "a.mkv", MOVING, crf=22))
    precision, recall = rates(found, set(new_frames(MOVING)))
    assert precision >= 0.9
    assert recall >= 0.95


def test_mouths_that_return_are_the_same_pictures(tmp_path: Path) -> None:
    shots = [DrawnShot(60, 3, "mouth")]
    drawings, times = observed(written(tmp_path / "a.mkv", shots, crf=20))
    drawn = measure_drawings(drawings, spans=[(0, 60)], borders=[], times=times)
    assert drawn.pictures == 20
    assert drawn.distinct == 3  # three mouths
    assert drawn.share_on(3) == 1
    assert drawn.held_share == pytest.approx(1 - 20 / 60, abs=1e-3)  # times are whole ms
    assert not drawn.is_full


def test_repeated_frames_do_not_change_counts(tmp_path: Path) -> None:
    """The same second on threes at 24 frames, and at 30, each fourth frame shown twice."""
    images = list(draw([DrawnShot(48, 3)]))
    write_video(tmp_path / "24.mkv", images, encoding=Encoding(Fraction(24)))
    repeated = [image for k, image in enumerate(images) for _ in range(1 + (k % 4 == 3))]
    write_video(tmp_path / "30.mkv", repeated, encoding=Encoding(Fraction(30)))
    measured = []
    for name in ("24.mkv", "30.mkv"):
        drawings, times = observed(tmp_path / name)
        spans = [(0, len(drawings))]
        measured.append(measure_drawings(drawings, spans=spans, borders=[], times=times))
    assert measured[0].pictures == measured[1].pictures == 16
    assert measured[0].held_share == pytest.approx(measured[1].held_share, abs=1e-3)
    assert measured[0].share_on(3) == 1
    assert measured[1].share_on(3) == 0.75  # each fourth stands for 3 of 30 frames, 2.4/24 s


def test_a_moved_picture_is_explained_and_a_drawn_change_in_it_is_not() -> None:
    scene = next(iter(draw([DrawnShot(1, 0)])))[..., 0]
    other = np.roll(scene, 3, axis=1)
    assert Camera().unexplained(scene[:, 20:-20].copy(), other[:, 20:-20].copy()) < 30
    drawn = other.copy()
    drawn[150:170, 300:330] = 255 - drawn[150:170, 300:330]
    assert Camera().unexplained(scene[:, 20:-20].copy(), drawn[:, 20:-20].copy()) > 60


def test_pictures_that_change_size_have_nothing_in_common() -> None:
    observer = DrawingObserver()
    for shape in ((90, 160), (90, 160), (60, 100), (60, 100)):
        observer.feed(np.full(shape, 90, np.uint8))
    assert observer.finish().change.tolist() == [255, 0, 255, 0]


@real
def test_in_stretches_counted_by_eye_most_pictures_are_right() -> None:
    found, truth = set(), set()
    stretches = counted_stretches()
    assert len(stretches) == 10
    for one in stretches:
        video = next(DATA.glob(f"annotated*/{one.clip}.m*"))
        inside = set(range(one.start, one.stop)) - one.unclear
        found |= {(one.clip, frame) for frame in new_in(video, until=one.stop + 48) & inside}
        truth |= {(one.clip, frame) for frame in one.new & inside}
    precision, recall = rates(found, truth)
    assert precision >= 0.93
    assert recall >= 0.93


@real
@pytest.mark.parametrize(
    ("clip", "is_full"),
    [("bbb-classic720p24-078s", True), ("film3d-nursery-25s", True), ("anime-onepiece-7s", False)],
)
def test_rendered_pictures_are_told_from_drawn_ones(clip: str, is_full: bool) -> None:
    drawings, times = observed(next(DATA.glob(f"annotated*/{clip}.m*")))
    drawn = measure_drawings(drawings, spans=[(0, len(drawings))], borders=[], times=times)
    assert drawn.is_full is is_full
