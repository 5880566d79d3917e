"""What a survey tells of a video, what may be wrong with it, and how checks find that."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.guided import FIXED, X264, write_dissolves, write_guidable
from support.videos import picture, write_shots

from cutstat.core.survey import Survey
from cutstat.detect.check import AFTER, Check, check_group
from cutstat.detect.detector import CutstatDetector
from cutstat.detect.guide import REASONS, Group, Reason, find_groups, fixed_length
from cutstat.detect.network import shipped_model
from cutstat.detect.trust import (
    LEAST_TOLERANCE,
    PRIOR_CHECKS,
    PRIOR_SHARE,
    SAMPLE_LEAST,
    WITHOUT_PEAK,
    Ledger,
)
from cutstat.synth.encode import Encoding, write_video
from cutstat.video.groups import GroupReader
from cutstat.video.survey import survey_video


def groups_of(path: Path) -> tuple[Survey, tuple[Group, ...]]:
    survey = survey_video(path, threads=1)
    return survey, find_groups(survey, shipped_model())


def checks_of(path: Path) -> tuple[tuple[Group, ...], list[Check]]:
    """Check all groups of a video."""
    survey, groups = groups_of(path)
    detector = CutstatDetector()
    with GroupReader(path, survey, is_light=True) as reader:
        checks = []
        for index, group in enumerate(groups):
            stop = min(group.stop + AFTER, survey.n_frames)
            frames, pictures = reader.read(group.key, group.key, stop)
            checks.append(
                check_group(
                    survey, groups, index, frames=frames, pictures=pictures, detector=detector
                )
            )
    return groups, checks


def test_groups_cover_the_video_and_begin_where_a_decoder_can(tmp_path: Path) -> None:
    cuts = write_guidable(tmp_path / "video.mkv")
    survey, groups = groups_of(tmp_path / "video.mkv")
    assert [group.start for group in groups] == survey.intra.tolist()
    assert [group.stop for group in groups] == [*survey.intra[1:].tolist(), survey.n_frames]
    assert all(survey.is_key[group.key] and group.key <= group.start for group in groups)
    said = {group.stop for group in groups if group.has_cut}
    assert len(said & set(cuts)) >= 0.9 * len(cuts)
    assert not groups[-1].has_cut


def test_groups_of_one_length_are_no_guide(tmp_path: Path) -> None:
    write_guidable(tmp_path / "fixed.mkv", shots=12, encoding=Encoding(options=FIXED))
    assert fixed_length(survey_video(tmp_path / "fixed.mkv")) == 24
    write_guidable(tmp_path / "free.mkv", shots=12)
    assert fixed_length(survey_video(tmp_path / "free.mkv")) is None


def test_a_key_frame_for_its_distance_alone_is_no_cut(tmp_path: Path) -> None:
    """A pan over two pictures: they differ, but the encoder allowed no longer group."""
    wide = np.hstack([picture(seed) for seed in range(6)])
    frames = [wide[:, 4 * k : 4 * k + 320].copy() for k in range(200)]
    options = {**X264, "x264-params": "no-mbtree=1:keyint=100"}
    write_video(tmp_path / "pan.mkv", frames, encoding=Encoding(options=options))
    _, groups = groups_of(tmp_path / "pan.mkv")
    assert [(group.stop, group.has_cut) for group in groups] == [(100, False), (200, False)]
    assert groups[0].reason in {"regular", "peak", "bump"}


def test_black_makes_its_neighbours_doubtful(tmp_path: Path) -> None:
    black = np.zeros((180, 320, 3), np.uint8)
    frames = [picture(1)] * 30 + [black] * 30 + [picture(2)] * 30
    options = {**X264, "x264-params": "no-mbtree=1:keyint=30"}
    write_video(tmp_path / "black.mkv", frames, encoding=Encoding(options=options))
    _, groups = groups_of(tmp_path / "black.mkv")
    assert [(group.stop, group.reason) for group in groups] == [
        (30, "flat"),
        (60, "flat"),
        (90, "calm"),
    ]


def test_checks_agree_where_the_guide_is_right(tmp_path: Path) -> None:
    cuts = write_guidable(tmp_path / "video.mkv", shots=20)
    groups, checks = checks_of(tmp_path / "video.mkv")
    for group, check in zip(groups, checks, strict=True):
        assert check.has_cut == (group.stop in cuts)
        inside = [cut for cut in cuts if group.start < cut < group.stop]
        assert check.cuts_inside == len(inside)
        if inside:
            assert check.until is not None
            assert check.until > max(inside)


def test_a_check_finds_cuts_that_the_encoder_has_overlooked(tmp_path: Path) -> None:
    options = {**X264, "x264-params": "no-mbtree=1:scenecut=1:keyint=60"}
    cuts = write_shots(tmp_path / "video.mkv", [40, 33, 27, 50], encoding=Encoding(options=options))
    groups, checks = checks_of(tmp_path / "video.mkv")
    inside = sum(group.start < cut < group.stop for group in groups for cut in cuts)
    assert inside
    assert sum(check.cuts_inside for check in checks) == inside


def test_a_check_sees_that_a_dissolve_goes_on(tmp_path: Path) -> None:
    middles = write_dissolves(tmp_path / "video.mkv", shots=6)
    groups, checks = checks_of(tmp_path / "video.mkv")
    touched = 0
    for group, check in zip(groups, checks, strict=True):
        inside = [middle for middle in middles if group.start <= middle < group.stop]
        if inside:
            touched += 1
            assert check.until is not None
            assert check.until > max(inside)
        if any(group.stop - 4 <= middle < group.stop for middle in middles):
            assert check.goes_on
    assert touched


def calm_groups(count: int, *, length: int = 60, reason: Reason = "calm") -> list[Group]:
    return [
        Group(length * k, length * (k + 1), length * k, True, True, reason) for k in range(count)
    ]


def run_checks(ledger: Ledger, wrong: set[int], *, cuts_inside: int = 0) -> set[int]:
    """Check what the ledger asks for, until it has enough."""
    checked: set[int] = set()
    while chosen := ledger.next_round():
        assert not checked & set(chosen)
        for index in chosen:
            ledger.note(index, is_wrong=index in wrong, cuts_inside=cuts_inside * (index in wrong))
        checked |= set(chosen)
    return checked


def test_a_calm_video_is_sampled_and_then_trusted() -> None:
    ledger = Ledger(calm_groups(300))
    checked = run_checks(ledger, set())
    assert SAMPLE_LEAST < len(checked) < 60
    assert ledger.n_wrong == 0
    assert ledger.expected_errors <= 300 * 0.005
    low, high = ledger.error_interval
    assert low == 0 < high


def test_what_is_likely_wrong_is_checked_before_what_is_not() -> None:
    groups = [*calm_groups(40), *calm_groups(10, reason="motion")]
    checked = run_checks(Ledger(groups), set())
    assert len(checked & set(range(40, 50))) >= 9


def test_errors_lead_to_more_checks() -> None:
    few = run_checks(Ledger(calm_groups(300)), set())
    wrong = set(range(0, 300, 10))
    assert len(run_checks(Ledger(calm_groups(300)), wrong)) > 2 * len(few)


def test_what_is_expected_is_what_is_left() -> None:
    """Over many videos, of which the prior is true, expected errors and those left agree."""
    rng = np.random.default_rng(3)
    prior = PRIOR_SHARE["calm"] * PRIOR_CHECKS
    expected, left, inside = [], [], 0
    for _ in range(200):
        share = rng.beta(prior, PRIOR_CHECKS - prior)
        wrong = set(np.flatnonzero(rng.random(200) < share).tolist())
        ledger = Ledger(calm_groups(200))
        checked = run_checks(ledger, wrong)
        expected.append(ledger.expected_errors)
        left.append(len(wrong - checked))
        low, high = ledger.error_interval
        inside += low <= left[-1] <= high
    assert np.mean(left) == pytest.approx(np.mean(expected), abs=0.3)
    assert inside >= 180


@pytest.mark.parametrize("share", [0.0, 0.01, 0.02, 0.05, 0.1])
def test_few_errors_are_left_whatever_their_share_is(share: float) -> None:
    rng = np.random.default_rng(4)
    left, checks = [], []
    for _ in range(60):
        wrong = set(np.flatnonzero(rng.random(200) < share).tolist())
        checked = run_checks(Ledger(calm_groups(200)), wrong)
        left.append(len(wrong - checked))
        checks.append(len(checked))
    assert np.mean(left) <= 0.02 * 200
    assert min(checks) >= 20


def test_overlooked_cuts_cast_doubt_on_all_groups() -> None:
    groups = [*calm_groups(40), *calm_groups(20, reason="peak")]
    ledger = Ledger(groups)
    for index in range(46, 60):
        ledger.drop(index)
    for index in range(40, 46):
        ledger.note(index, is_wrong=True, cuts_inside=1)
    assert ledger.n_overlooked == 6
    assert ledger.overlooked_share == pytest.approx(6 / 66)
    # What is left are calm groups, each of which may hold a cut that left no peak.
    assert ledger.expected_errors == pytest.approx(
        40 * (PRIOR_SHARE["calm"] + WITHOUT_PEAK * 6 / 66)
    )


def test_a_video_of_few_cuts_may_still_leave_something() -> None:
    assert LEAST_TOLERANCE < 0.5
    assert set(PRIOR_SHARE) == set(REASONS)
    ledger = Ledger(calm_groups(4))
    assert len(run_checks(ledger, set())) >= SAMPLE_LEAST
    assert ledger.expected_errors <= LEAST_TOLERANCE


@pytest.mark.parametrize("reason", REASONS)
def test_no_reason_goes_unchecked(reason: Reason) -> None:
    groups = [*calm_groups(40), *calm_groups(3, reason=reason)]
    checked = run_checks(Ledger(groups), set())
    assert reason == "calm" or checked & {40, 41, 42}


def test_groups_of_one_gop_cost_as_much_as_the_longest() -> None:
    groups = [Group(20 * k, 20 * k + 20, 0, True, True, "motion") for k in range(5)]
    ledger = Ledger(groups)
    assert ledger.frames_needed == 100
    assert 0 < ledger.frames_doubted <= 100 * PRIOR_SHARE["motion"]


def test_a_group_left_out_is_asked_for_no_more() -> None:
    ledger = Ledger(calm_groups(12))
    for index in range(12):
        ledger.drop(index)
    assert not ledger.next_round()
    assert ledger.expected_errors == 0
    assert ledger.frames_needed == 0
