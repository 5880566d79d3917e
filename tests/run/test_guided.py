"""Guided scans: the shots of an exact scan from some of its frames, or an exact scan."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from support.guided import CODECS, FIXED, damage_middle, write_dissolves, write_guidable
from support.shows import run_cli
from support.stored import plain
from support.videos import picture, write_shots

from cutstat.core.shots import Detection
from cutstat.detect.check import Check
from cutstat.detect.detector import CutstatDetector
from cutstat.detect.guide import Group, find_groups
from cutstat.detect.network import shipped_model
from cutstat.detect.trust import Ledger
from cutstat.errors import InputError, UnguidableError
from cutstat.library.store import Library
from cutstat.run import guided
from cutstat.run.analyse import analyse_file, guidance_sentence, read_track
from cutstat.run.compare import compare_series
from cutstat.run.guided import read_guided_track
from cutstat.run.keys import track_key
from cutstat.run.measures import measure_series
from cutstat.run.scan import scan
from cutstat.scoring.annotation import Annotation
from cutstat.scoring.readers.detect import read_annotations
from cutstat.scoring.score import Counts, score
from cutstat.synth.encode import Encoding, write_video
from cutstat.video.identify import file_key
from cutstat.video.survey import survey_video

REAL = Path(__file__).parents[3] / "shared" / "data" / "annotated"


@pytest.fixture(scope="module", params=list(CODECS))
def video(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of 60 shots."""
    path = tmp_path_factory.mktemp("guided") / f"Show - 01 {request.param}.mkv"
    write_guidable(path, shots=60, encoding=CODECS[request.param])
    return path


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video whose key frames stand at fixed distances."""
    path = tmp_path_factory.mktemp("fixed") / "Fixed - 01.mkv"
    write_guidable(path, shots=12, encoding=Encoding(options=FIXED))
    return path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        yield opened


def borders_of(detection: Detection) -> list[int]:
    return [found.border for found in detection.transitions]


def test_shots_are_those_of_an_exact_scan_from_few_of_the_frames(video: Path) -> None:
    exact, found = analyse_file(video, threads=1)
    track, found_guided = analyse_file(video, is_guided=True, threads=1)
    assert borders_of(found_guided) == borders_of(found)
    assert track.is_guided
    assert not exact.is_guided
    assert track.guidance is not None
    assert track.guidance.frames_decoded < 0.3 * track.n_frames
    assert 0 < track.guidance.groups_checked < track.guidance.groups
    assert track.guidance.expected_errors <= 0.5
    assert plain(track.times) == plain(exact.times)
    assert track.header == exact.header
    assert np.array_equal(track.is_key, exact.is_key)
    assert np.array_equal(track.is_intra, exact.is_intra)
    assert found_guided.detector == found.detector
    first = np.flatnonzero(exact.is_intra)
    assert np.array_equal(track.fingerprints[first], exact.fingerprints[first])


def test_a_guided_scan_gives_the_same_again(video: Path) -> None:
    assert plain(read_guided_track(video, threads=1)) == plain(read_guided_track(video, threads=2))


def test_dissolves_between_cuts_are_found(tmp_path: Path) -> None:
    write_dissolves(tmp_path / "video.mkv", shots=60, every=12)
    _, exact = analyse_file(tmp_path / "video.mkv", threads=1)
    track, found_guided = analyse_file(tmp_path / "video.mkv", is_guided=True, threads=1)
    assert track.is_guided
    assert sum(found.is_gradual for found in exact.transitions) == 4
    assert [(found.kind, found.start, found.stop) for found in found_guided.transitions] == [
        (found.kind, found.start, found.stop) for found in exact.transitions
    ]


@pytest.mark.parametrize("lengths", [(40, 3, 3, 40), (40, 2, 2, 2, 40), (40, 6, 40), (40, 1, 40)])
def test_groups_shorter_than_what_is_looked_at_after_them(
    lengths: tuple[int, ...], tmp_path: Path
) -> None:
    """Whole groups beside short ones: each frame comes once, in order."""
    file = tmp_path / "video.mkv"
    write_shots(file, [*lengths, 30, 30], encoding=CODECS["h264"])
    survey = survey_video(file, threads=1)
    groups = find_groups(survey, shipped_model())
    for whole in ({0, 2}, {0, 1}, {1}, {0, 1, 2}, {2}, set()):
        until = {k: groups[k].stop for k in whole if k < len(groups)}
        counts = [
            int(count)
            for _, counts in guided._stills(file, survey, groups, until, threads=1)
            for count in counts
        ]
        assert min(counts) > 0
        assert sum(counts) == survey.n_frames


def test_a_cut_between_like_pictures_that_a_check_has_found_is_kept() -> None:
    groups = (
        Group(0, 40, 0, False, False, "calm"),
        Group(40, 80, 40, True, True, "calm"),
        Group(80, 99, 80, False, False, "calm"),
    )
    findings = guided._Findings({}, {0, 2})
    guided._take_down(Check(True, 0, None), 0, groups, findings, Ledger(groups))
    assert findings.until == {0: 40}
    assert findings.without_cut == {2}
    guided._take_down(Check(False, 0, None), 1, groups, findings, Ledger(groups))
    assert findings.until == {0: 40}
    assert findings.without_cut == {1, 2}


def test_fixed_groups_are_noticed_and_the_scan_is_exact(fixed: Path) -> None:
    exact, found = analyse_file(fixed, threads=1)
    track, found_guided = analyse_file(fixed, is_guided=True, threads=1)
    assert track.guidance is not None
    assert track.guidance.given_up == (
        "its pictures coded on their own stand 24 frames apart, whatever is shown"
    )
    assert plain(replace(track, guidance=None)) == plain(exact)
    assert plain(found_guided) == plain(found)


def test_an_encoder_that_overlooks_cuts_is_no_guide(tmp_path: Path) -> None:
    options = {**FIXED, "x264-params": "no-mbtree=1:scenecut=3:keyint=90"}
    cuts = write_guidable(tmp_path / "video.mkv", shots=40, encoding=Encoding(options=options))
    with pytest.raises(UnguidableError):
        read_guided_track(tmp_path / "video.mkv", threads=1)
    _, found = analyse_file(tmp_path / "video.mkv", is_guided=True, threads=1)
    assert borders_of(found) == cuts


def test_what_would_cost_too_much_to_check_is_given_up_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups of a few frames may all be flashes."""
    write_shots(tmp_path / "restless.mkv", [9] * 40, encoding=CODECS["h264"])
    monkeypatch.setattr(guided.GroupPool, "read", lambda *_: pytest.fail("was decoded"))
    with pytest.raises(UnguidableError, match="would cost too much"):
        read_guided_track(tmp_path / "restless.mkv")


def test_progress_ends_at_the_end(video: Path) -> None:
    heard: list[tuple[int, float, float | None]] = []
    track = read_guided_track(video, threads=1, progress=lambda *done: heard.append(done))
    frames = [done[0] for done in heard]
    assert frames == sorted(frames)
    seconds = track.times.duration_seconds
    assert heard[-1] == (track.n_frames, pytest.approx(seconds), pytest.approx(seconds))


def test_a_sensitivity_beyond_what_is_looked_into_is_refused(video: Path) -> None:
    analyse_file(video, detector="cutstat@0.7", is_guided=True, threads=1)
    with pytest.raises(InputError, match=r"take a sensitivity of 0\.75 or less"):
        analyse_file(video, detector="cutstat@0.9", is_guided=True, threads=1)


def test_detectors_made_elsewhere_cannot_be_guided(video: Path, library: Library) -> None:
    for refused in (
        lambda: analyse_file(video, detector="adaptive", is_guided=True),
        lambda: scan([video], library=library, detector="content", is_guided=True, jobs=1),
    ):
        with pytest.raises(InputError, match="needs all frames; a guided scan is for 'cutstat'"):
            refused()


def test_the_library_keeps_what_a_guided_scan_left_out(video: Path, library: Library) -> None:
    result = scan([video], library=library, is_guided=True, jobs=1)
    (guidance,) = result.guided.values()
    assert guidance.given_up is None
    key = file_key(video)
    kept = library.get_track(track_key(key, is_guided=True))
    assert kept is not None
    assert kept.guidance == guidance
    assert library.get_track(track_key(key)) is None
    (episode,) = measure_series(library, "Show").episodes
    assert episode.is_guided
    assert guidance_sentence(kept) in episode.warnings
    assert not scan([video], library=library, is_guided=True, jobs=1).done


def test_an_exact_scan_takes_the_place_of_a_guided_one(video: Path, library: Library) -> None:
    scan([video], library=library, is_guided=True, jobs=1)
    before = library.state()
    result = scan([video], library=library, jobs=1)
    assert len(result.done) == 1
    assert not result.guided
    key = file_key(video)
    assert library.get_track(track_key(key)) is not None
    assert not library.has_track(track_key(key, is_guided=True))
    assert library.state().tracks == before.tracks == 1
    (episode,) = measure_series(library, "Show").episodes
    assert not episode.is_guided
    assert not scan([video], library=library, is_guided=True, jobs=1).done


def test_a_scan_that_was_to_be_guided_and_was_exact_is_known_as_exact(
    fixed: Path, library: Library
) -> None:
    scan([fixed], library=library, is_guided=True, jobs=1)
    assert not scan([fixed], library=library, jobs=1).done
    assert not scan([fixed], library=library, is_guided=True, jobs=1).done


def test_processes_give_the_same_as_this_one(video: Path, tmp_path: Path) -> None:
    found = []
    for jobs in (1, 2):
        with Library(tmp_path / f"library {jobs}") as library:
            scan([video], library=library, is_guided=True, jobs=jobs)
            found.append(library.get_track(track_key(file_key(video), is_guided=True)))
    assert plain(found[0]) == plain(found[1])


def test_segments_are_those_of_an_exact_scan(tmp_path: Path) -> None:
    """Three episodes that share an opening, each with a body of its own."""

    def images(episode: int) -> Iterator[NDArray[np.uint8]]:
        rng = random.Random(episode)
        opening = [(index, 20 + 7 * (index % 5)) for index in range(14)]
        before = [(1000 * episode + index, rng.randint(20, 60)) for index in range(episode)]
        body = [(1000 * episode + 100 + index, rng.randint(20, 60)) for index in range(26)]
        for seed, length in (*before, *opening, *body):
            image = picture(seed)
            for k in range(length):
                yield np.roll(image, 2 * (k // 2), axis=1)

    for episode in (1, 2, 3):
        file = tmp_path / "Show" / f"Show - {episode:02d}.mkv"
        file.parent.mkdir(exist_ok=True)
        write_video(file, images(episode), encoding=CODECS["h264"])
    found = []
    for is_guided in (False, True):
        with Library(tmp_path / f"library {is_guided}") as library:
            scan([tmp_path / "Show"], library=library, is_guided=is_guided, jobs=1)
            episodes = measure_series(library, "Show").episodes
            assert all(episode.is_guided == is_guided for episode in episodes)
            found.append(
                [[(one.kind, one.start, one.stop) for one in e.segments] for e in episodes]
            )
    assert found[0] == found[1]
    assert all("opening" in {kind for kind, _, _ in episode} for episode in found[1])


def test_a_comparison_says_which_series_were_guided(tmp_path: Path, library: Library) -> None:
    for title, seed in (("One", 1), ("Two", 2)):
        (tmp_path / title).mkdir()
        write_guidable(tmp_path / title / f"{title} - 01.mkv", seed=seed)
    scan([tmp_path / "One"], library=library, is_guided=True, jobs=1)
    scan([tmp_path / "Two"], library=library, jobs=1)
    comparison = compare_series(library, "One", ["Two"]).comparison
    said = [warning for warning in comparison.warnings if "Guided" in warning]
    assert len(said) == 1
    assert "One" in said[0]
    assert "Two" not in said[0]


def test_the_command_line_says_what_was_left_out(video: Path, fixed: Path, tmp_path: Path) -> None:
    ran = run_cli("detect", "--guided", "--json", video)
    document = json.loads(ran.stdout)
    assert document["guidance"]["given_up"] is None
    assert document["guidance"]["groups_checked"] > 0
    ran = run_cli("detect", "--guided", fixed)
    assert "all frames were decoded, not guided by packets: its pictures" in ran.stderr
    assert "guidance" not in json.loads(run_cli("detect", "--json", fixed).stdout)
    shelf = tmp_path / "shelf"
    ran = run_cli("scan", "--guided", "--json", video, fixed, "--library", shelf, "-j", "1")
    assert ran.status == 0
    said = {Path(one["file"]): one["given_up"] for one in json.loads(ran.stdout)["guided"]}
    assert said[video] is None
    assert said[fixed]
    assert "1 guided by packets, 1 decoded whole" in ran.stderr
    ran = run_cli("show", "Show 01", "--library", shelf)
    assert "Note: guided by its packets: " in ran.stderr
    ran = run_cli("scan", "--guided", "--detector", "adaptive", video, "--library", shelf)
    assert ran.status == 1
    assert "needs all frames" in ran.stderr


def test_damage_is_left_to_an_exact_scan(tmp_path: Path) -> None:
    file = tmp_path / "damaged.mkv"
    write_guidable(file, shots=20)
    damage_middle(file)
    track, _ = analyse_file(file, is_guided=True, threads=1)
    assert track.guidance is not None
    assert track.guidance.given_up
    assert plain(replace(track, guidance=None)) == plain(read_track(file, threads=1))


def test_a_file_cut_short_is_left_to_an_exact_scan(video: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(video, tmp_path))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    track, _ = analyse_file(file, is_guided=True, threads=1)
    assert track.guidance is not None
    assert track.guidance.given_up
    assert track.damage
    assert plain(replace(track, guidance=None)) == plain(read_track(file, threads=1))


@pytest.mark.skipif(not REAL.is_dir(), reason="the annotated videos are not beside the project")
def test_real_videos_have_the_shots_of_an_exact_scan() -> None:
    total, guided_total, exact_total, guided_files = 0, Counts(), Counts(), 0
    differences: list[tuple[str, int]] = []
    for note in sorted(REAL.glob("*.json")):
        file = next(path for path in REAL.glob(f"{note.stem}.*") if path.suffix != ".json")
        (truth,) = read_annotations(note)
        track = read_track(file, threads=1)
        exact = CutstatDetector().detect(track)
        guided_track, found_guided = analyse_file(file, is_guided=True, threads=1)
        if not guided_track.is_guided:
            assert plain(found_guided) == plain(exact)
            continue
        guided_files += 1
        total += len(exact.transitions)
        differences += [
            (file.name, border)
            for one, other in ((exact, found_guided), (found_guided, exact))
            for border in borders_of(one)
            if min((abs(border - near) for near in borders_of(other)), default=9) > 1
        ]
        exact_total += score(truth, Annotation("", exact.transitions, track.n_frames)).pooled
        guided_total += score(
            truth, Annotation("", found_guided.transitions, track.n_frames)
        ).pooled
    assert guided_files >= 5
    assert len(differences) <= 0.01 * total, differences
    assert guided_total.f1 >= exact_total.f1 - 0.01
