"""An audit of detections with planted errors leads back to the counts of the scripts."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Segment, Segmentation
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.timing import FrameTimes
from cutstat.formats.audit_files import (
    PLAN_NAME,
    TABLE_NAME,
    audit_plan_document,
    audit_table,
    read_audit_files,
)
from cutstat.library.store import Library
from cutstat.measure.audit_places import EpisodePlaces, audit_places
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.scan.keys import detection_key, track_key
from cutstat.scan.scan import scan
from cutstat.stats.audit_sample import (
    AuditedEpisode,
    AuditItem,
    AuditPlan,
    draw_items,
    estimate_audit,
)
from cutstat.stats.detection_error import DetectionError, corrected_shots
from cutstat.study.audit import draw_audit, find_audit, read_audit
from cutstat.study.audit_sheets import shown_frames
from cutstat.study.study import Study
from cutstat.synth.render import truth
from cutstat.synth.samples import render_episode, sample_series

DETECTOR = DetectorInfo("cutstat", "1", {"threshold": 0.5})
SHARE = 0.05
"""Of the true borders, the share that is deleted, and the share that is invented."""

NOISE = 25
"""Peaks of the curve that mean nothing; the detector's own has about as many in an episode."""

DRAWN = 10
"""Audits of each series: what they say on average tells a bias from chance."""

SHOW, SCANNED = "Night Courier", sample_series()[0]

NEAR = 2
"""Frames by which a place may stand beside a border and still show it."""


@dataclass(frozen=True)
class Planted:
    """An episode as its script has it, and as a detector with errors would."""

    script: EpisodeMeasures
    found: EpisodeMeasures
    places: EpisodePlaces


def measure(transitions: list[Transition], curve: np.ndarray, segments: Segmentation) -> tuple:
    detection = Detection(DETECTOR, tuple(sorted(transitions)), curve, 0.5)
    measures = measure_episode(
        EpisodeName("Show", Fraction(1)),
        file="Show - 01.mkv",
        times=FrameTimes.constant(len(curve), Fraction(24000, 1001)),
        detection=detection,
        segmentation=segments,
    )
    return measures, detection


def scripted(facts: dict) -> EpisodeMeasures:
    """Measure an episode as its script has it."""
    segments = Segmentation(
        tuple(Segment(s["kind"], s["start"], s["stop"], "script") for s in facts["segments"])
    )
    true = [Transition(t["start"], t["stop"], t["kind"]) for t in facts["transitions"]]
    return measure(true, np.zeros(facts["frames"], np.float32), segments)[0]


def plant(facts: dict, rng: np.random.Generator, *, is_invented: bool) -> Planted:
    """Delete some of the borders of a script, and invent others."""
    n_frames = facts["frames"]
    script = scripted(facts)
    true, segments = script.transitions, script.segmentation
    curve = np.zeros(n_frames, np.float32)
    curve[rng.choice(n_frames, NOISE, replace=False)] = 0.4 * rng.beta(0.3, 3, NOISE)
    inner = script.body_transitions
    lost = set(rng.choice(len(inner), round(SHARE * len(inner)), replace=False).tolist())
    gone = {inner[index] for index in lost}
    found = []
    for one in true:
        if one in gone:
            # A missed cut leaves a trace, more or less; a missed dissolve leaves none.
            trace = 0.0 if one.is_gradual else rng.choice([0.0, 0.01, 0.2, 0.45, 0.95])
            curve[one.start : one.stop + 1] = trace
            continue
        confidence = float(np.float32(max(1 - rng.exponential(0.01), 0.51)))
        found.append(Transition(one.start, one.stop, one.kind, confidence))
        curve[one.start : one.stop + 1] = confidence
    if is_invented:
        is_free = np.zeros(n_frames, bool)
        for start, stop in script.body_spans:
            is_free[start + 12 : max(stop - 12, start)] = True
        for one in true:
            is_free[max(one.start - 12, 0) : one.stop + 12] = False
        for frame in rng.choice(np.flatnonzero(is_free), len(lost), replace=False).tolist():
            if not is_free[frame]:
                continue
            is_free[max(frame - 12, 0) : frame + 12] = False
            curve[frame - 1 : frame + 2] = 0
            curve[frame] = np.float32(rng.uniform(0.5, 1.0))
            found.append(Transition(frame, frame, "cut", float(curve[frame])))
    measures, detection = measure(found, curve, segments)
    return Planted(script, measures, audit_places(measures, detection))


def judge(item: AuditItem, episode: Planted) -> str:
    """Say what a careful auditor would say, who knows the script."""
    left = list(episode.script.body_transitions)
    shown: dict[tuple[int, int], bool] = {}
    for place in episode.places.places:
        hits = [t for t in left if t.start - NEAR <= place.border <= t.stop + NEAR]
        shown[place.start, place.stop] = bool(hits)
        left = [t for t in left if t not in hits[:1]]
    if item.is_strip:
        return str(sum(item.start <= t.border < item.stop for t in left))
    return "yes" if shown[item.start, item.stop] else "no"


def audited(
    episodes: list[Planted],
    folder: Path,
    *,
    seed: int,
    boundaries: int = 60,
    candidates: int = 60,
    strips: int = 12,
) -> DetectionError:
    """Draw an audit, fill in its table by the scripts, shuffle the rows and read it back."""
    found = [one.places for one in episodes]
    strata, items = draw_items(
        found, boundaries=boundaries, candidates=candidates, strips=strips, seed=seed
    )
    plan = AuditPlan(
        "Show",
        str(DETECTOR),
        seed,
        tuple(
            AuditedEpisode(str(k), f"{k}.mkv", f"{k}", one.digest) for k, one in enumerate(found)
        ),
        strata,
        sum(one.found.body.seconds for one in episodes),
        items,
    )
    fill(plan, episodes, folder)
    again, verdicts = read_audit_files(folder / TABLE_NAME)
    assert again == plan
    assert len(verdicts) == len(items)
    return estimate_audit(again, verdicts)


def fill(plan: AuditPlan, episodes: list[Planted], folder: Path) -> None:
    """Write plan and table, filled in by the scripts and shuffled."""
    items = plan.items
    (folder / PLAN_NAME).write_text(audit_plan_document(plan), "utf-8")
    text = audit_table(plan, sheets=["a.png"] * len(items), times=["00:00:00.000"] * len(items))
    rows = list(csv.DictReader(io.StringIO(text)))
    for item, row in zip(items, rows, strict=True):
        assert not row["verdict"]
        row["verdict"] = judge(item, episodes[item.episode])
    order = np.random.default_rng(plan.seed).permutation(len(rows))
    with (folder / TABLE_NAME).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows[index] for index in order)


@pytest.mark.parametrize("is_invented", [False, True], ids=["deleted", "deleted and invented"])
def test_an_audit_corrects_planted_errors_to_within_one_per_cent(
    is_invented: bool, tmp_path: Path
) -> None:
    errors, uncorrected, recalls, precisions = [], [], [], []
    held = 0
    for title, series in enumerate(sample_series()):
        for seed in range(3):
            rng = np.random.default_rng([title, seed])
            episodes = [
                plant(truth(one, video="a.mkv"), rng, is_invented=is_invented) for one in series
            ]
            true = sum(one.script.body.shots for one in episodes)
            shots = sum(one.found.body.shots for one in episodes)
            spans = sum(len(one.found.body_spans) for one in episodes)
            uncorrected.append(shots / true - 1)
            for sample in range(DRAWN):
                audit = audited(episodes, tmp_path, seed=sample)
                precision, recall = np.array([audit.precision]), np.array([audit.recall])
                errors.append(corrected_shots(shots, spans, precision, recall)[0] / true - 1)
                recalls.append(audit.recall)
                precisions.append(audit.precision)
                low, high = audit.factor_interval
                held += low <= (true - spans) / (shots - spans) <= high
    means = np.reshape(errors, (9, DRAWN)).mean(axis=1)
    assert abs(np.mean(means)) < 0.01
    assert np.max(np.abs(means)) < 0.02
    assert held >= 0.93 * len(errors)
    assert np.mean(recalls) == pytest.approx(0.945, abs=0.015)
    assert np.mean(precisions) == pytest.approx(0.945 if is_invented else 1.0, abs=0.015)
    if not is_invented:
        assert np.mean(uncorrected) < -0.03


def test_an_audit_of_everything_is_exact(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    episodes = [
        plant(truth(one, video="a.mkv"), rng, is_invented=True) for one in sample_series()[0]
    ]
    audit = audited(episodes, tmp_path, seed=1, boundaries=9999, candidates=9999, strips=9999)
    true = sum(len(one.script.body_transitions) for one in episodes)
    found = sum(len(one.found.body_transitions) for one in episodes)
    assert audit.factor == pytest.approx(true / found)
    assert audit.factor_interval == pytest.approx((true / found, true / found))


def test_the_cells_cover_the_body_and_every_border_lies_in_the_strip_of_its_cell() -> None:
    rng = np.random.default_rng(2)
    episode = plant(truth(sample_series()[0][0], video="a.mkv"), rng, is_invented=True)
    cells = episode.places.cells
    assert sum(cell.seconds for cell in cells) == pytest.approx(episode.found.body.seconds)
    assert max(cell.seconds for cell in cells) <= 10.05
    bars = 0
    for number, cell in enumerate(cells, 1):
        item = AuditItem(number, 0, cell.start, cell.stop, None, cell.seconds)
        shown = shown_frames(item, episode.found.times, episode.places)
        steps = np.diff([episode.found.times.seconds(frame) for frame in shown.frames])
        assert steps.max() < 0.4  # so that a shot of half a second is seen
        bars += sum(shown.bars)
    assert bars == len(episode.places.places)


def test_a_cut_is_shown_by_the_frames_beside_it_and_a_dissolve_from_before_to_after() -> None:
    rng = np.random.default_rng(2)
    episode = plant(truth(sample_series()[0][0], video="a.mkv"), rng, is_invented=False)
    cut = shown_frames(AuditItem(1, 0, 500, 500, 0), episode.found.times, episode.places)
    assert cut.frames[1:4] == (499, 500, 501)
    assert cut.bars == (0, 0, 1, 0, 0)
    slow = shown_frames(AuditItem(1, 0, 500, 520, 0), episode.found.times, episode.places)
    assert (slow.frames[0], slow.frames[2], slow.frames[4]) == (499, 510, 520)


def test_what_is_left_of_a_dissolve_that_was_found_too_short_is_no_candidate() -> None:
    curve = np.zeros(400, np.float32)
    curve[[95, 108, 150, 200, 212, 260]] = 0.2
    whole = Segmentation.whole(400)
    found = [Transition(98, 98, "cut"), Transition(204, 206, "dissolve")]
    curve[98] = 1.0
    measures, detection = measure(found, curve, whole)
    candidates = [
        p.start for p in audit_places(measures, detection).places if p.chance == curve[95]
    ]
    assert candidates == [95, 108, 150, 260]


def test_another_detection_has_another_digest() -> None:
    facts = truth(sample_series()[0][0], video="a.mkv")
    first = plant(facts, np.random.default_rng(1), is_invented=False).places
    again = plant(facts, np.random.default_rng(1), is_invented=False).places
    other = plant(facts, np.random.default_rng(2), is_invented=False).places
    assert first.digest == again.digest != other.digest


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of a sample series, as the own detector finds them."""
    folder = tmp_path_factory.mktemp("sample")
    for episode in SCANNED:
        render_episode(episode, folder / f"{SHOW} - {episode.number:02d}.mkv")
    with Library(folder / ".library") as library:
        scan([folder], library=library)
    return folder / ".library"


@pytest.mark.parametrize("is_invented", [False, True], ids=["deleted", "invented"])
def test_an_audit_of_what_the_detector_finds_corrects_it_too(
    is_invented: bool, scanned: Path, tmp_path: Path
) -> None:
    scripts = [scripted(truth(one, video="a.mkv")) for one in SCANNED]
    true = sum(one.body.shots for one in scripts)
    with Library(Path(shutil.copytree(scanned, tmp_path / "library"))) as library:
        change_detections(library, np.random.default_rng(3), is_invented=is_invented)
        found = Study(library).series(SHOW).episodes
        shots = sum(one.body.shots for one in found)
        spans = sum(len(one.body_spans) for one in found)
        assert (shots - true) / true == pytest.approx(SHARE if is_invented else -SHARE, abs=0.02)
        corrected = []
        for seed in range(DRAWN):
            drawn = draw_audit(
                Study(library), SHOW, boundaries=60, candidates=60, strips=12, seed=seed
            )
            episodes = [Planted(*one) for one in zip(scripts, found, drawn.places, strict=True)]
            fill(drawn.plan, episodes, tmp_path)
            read_audit(Study(library), SHOW, tmp_path / TABLE_NAME)
            error = find_audit(Study(library), SHOW)
            assert error is not None
            precision, recall = np.array([error.precision]), np.array([error.recall])
            corrected.append(corrected_shots(shots, spans, precision, recall)[0] / true - 1)
    assert abs(np.mean(corrected)) < 0.01


def change_detections(library: Library, rng: np.random.Generator, *, is_invented: bool) -> None:
    """Delete borders that the detector found, or invent some; the curve stays as it was."""
    for episode, measures in zip(
        library.episodes(SHOW), Study(library).series(SHOW).episodes, strict=True
    ):
        detection = Study(library).detection(episode)
        inner = measures.body_transitions
        count = round(SHARE * len(inner))
        if is_invented:
            curve = detection.curve.copy()
            is_far = np.zeros(len(curve), bool)
            for start, stop in measures.body_spans:
                is_far[start + 20 : max(stop - 20, start)] = True
            for one in detection.transitions:
                is_far[max(one.start - 20, 0) : one.stop + 20] = False
            frames = rng.permutation(np.flatnonzero(is_far))[:count]
            curve[frames] = 0.75
            new = [Transition(frame, frame, "cut", 0.75) for frame in frames.tolist()]
            transitions = tuple(sorted([*detection.transitions, *new]))
            changed = replace(detection, transitions=transitions, curve=curve)
        else:
            lost = {inner[index] for index in rng.choice(len(inner), count, replace=False)}
            changed = replace(
                detection,
                transitions=tuple(one for one in detection.transitions if one not in lost),
            )
        library.put_detection(
            changed,
            key=detection_key(detection.detector, episode.file_key),
            track_key=track_key(episode.file_key),
        )
