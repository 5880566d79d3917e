from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from support.series import DETECTOR, make_counted, make_episode, make_segmented

from cutstat.core.segments import Doubt, Segment, Segmentation
from cutstat.core.shot_list import MarkedSpan, ShotList
from cutstat.core.shots import Detection, Transition
from cutstat.formats.json_documents import (
    comparison_document,
    detection_document,
    episode_document,
    score_document,
    segments_document,
    to_json,
)
from cutstat.formats.scored import ScoredFiles
from cutstat.measure.episode import EpisodeMeasures
from cutstat.stats.compare import compare
from cutstat.stats.score import score
from cutstat.stats.sentence import verdict_sentence

COUNTS = [410, 388, 402, 431, 379]

SPAN = {
    *("shots", "minutes", "shots_per_minute", "shots_per_20_min", "asl_seconds"),
    *("median_seconds", "median_hd_seconds", "lower_quartile_seconds", "upper_quartile_seconds"),
    *("iqr_seconds", "quantile_skewness", "log_length_deviation"),
    *("shortest_seconds", "longest_seconds"),
    *("share_under_1_s", "share_of_time_under_1_s", "share_over_10_s"),
    *("slowest_minute_cuts", "slowest_minute_start_seconds", "median_minute_cuts"),
    *("fastest_minute_cuts", "fastest_minute_start_seconds", "fastest_minute_ratio"),
    *("fastest_minute_excess", "dispersion_excess", "share_under_1_s_excess"),
    *("share_of_time_over_8_s", "pace_spread"),
    *("pictures_per_minute", "held_share", "distinct_pictures", "distinct_pictures_per_shot"),
    *("share_on_ones", "share_on_twos", "share_on_threes", "reused_share", "visual_activity"),
    *("voices_share", "music_share", "voices_without_music_share"),
    *("longest_without_music_seconds", "lines_share", "lines_per_minute"),
    *("action_share", "action_rate_ratio", "action_excess"),
}
EPISODE = {
    *("series", "season", "number", "title", "role", "label", "file", "frames", "fps"),
    *("detector", "is_segmented", "is_certain", "segments", "doubts", "part_starts", "bank"),
    *("notes", "body", "whole", "body_shots_bounds", "body_rate_bounds", "warnings"),
    *("footage", "review", "making"),
}
CONTRAST = {
    *("baseline", "ratio", "interval", "inner_interval", "standard_error"),
    *("degrees_of_freedom", "p_value", "p_greater", "p_equivalent", "p_holm"),
}
SERIES = {
    *("name", "episodes", "geometric_mean_shots_per_minute", "log_rate_deviation"),
    *("mean_shots", "geometric_mean_shots", "geometric_mean_minutes"),
    *("is_segmented", "is_certain", "episode_rows"),
}
COMPARISON = {
    *("verdict", "sentence", "rank_sentence", "refusal", "caveats", "ratio", "rank"),
    *("ratio_bounds", "interval", "inner_interval", "correction", "typicality"),
    *("p_above_all_baselines", "p_below_all_baselines"),
    *("tipping_point", "detectable_ratio", "primary", "per_baseline", "target", "baselines"),
    *("settings", "headline", "usual_sentence", "disagreement"),
    *("quantity", "rank_range", "total", "usual", "count"),
}
COUNTED = {"precision", "recall", "f1", "hits", "misses", "false_alarms"}


def strict(text: str) -> Any:
    """Read JSON as other programs do: NaN and Infinity are no JSON."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(text, parse_constant=refuse)


def test_what_detect_prints_is_a_contract() -> None:
    found = (Transition(46, 46, confidence=0.98765), Transition(60, 70, "fade", confidence=0.5))
    detection = Detection(DETECTOR, found, np.zeros(100, dtype=np.float32), 0.5)
    document = detection_document("a.mkv", detection, rate=Fraction(24000, 1001))
    assert strict(to_json(document)) == {
        "file": "a.mkv",
        "frames": 100,
        "fps": "24000/1001",
        "detector": {"name": "cutstat", "version": "1", "parameters": {"threshold": 0.5}},
        "transitions": [
            {"kind": "cut", "start": 46, "stop": 46, "confidence": 0.9877},
            {"kind": "fade", "start": 60, "stop": 70, "confidence": 0.5},
        ],
    }


def test_body_and_whole_file_stand_side_by_side() -> None:
    episode = make_episode(
        "海の駅",
        3,
        borders=[24, 72],
        n_frames=96,
        rate=Fraction(24),
        warnings=("gap after frame 5",),
        segmentation=Segmentation(
            (Segment("opening", 0, 48, "by hand"), Segment("body", 48, 96, "by hand"))
        ),
    )
    document = strict(to_json(episode_document(episode)))
    assert set(document) == EPISODE
    assert set(document["body"]) == set(document["whole"]) == SPAN
    assert (document["series"], document["number"], document["label"]) == ("海の駅", 3, "03")
    assert (document["frames"], document["fps"]) == (96, "24")
    assert document["segments"][0] == {
        "kind": "opening",
        "start": 0,
        "stop": 48,
        "evidence": "by hand",
        "start_seconds": 0,
        "stop_seconds": 2,
    }
    assert document["is_segmented"] is document["is_certain"] is True
    assert document["doubts"] == document["part_starts"] == document["bank"] == []
    assert (document["body"]["shots"], document["whole"]["shots"]) == (2, 3)
    assert document["body"]["minutes"] == pytest.approx(2 / 60)
    assert document["warnings"] == ["gap after frame 5"]


DOUBTFUL = Segmentation(
    (
        Segment("opening", 0, 48, "by hand"),
        Segment("body", 48, 168, "by hand"),
        Segment("preview", 168, 192, "by hand"),
    ),
    doubts=(Doubt("ending", 120, 168, 24, "heard, not seen"),),
    part_starts=(96,),
    bank=((72, 96),),
    notes=("no chapters",),
)


def doubtful_episode() -> EpisodeMeasures:
    """An episode of 24 frames a second: six shots of body, of which an ending may take two."""
    return make_episode(
        "A",
        1,
        borders=[24, 48, 72, 96, 145, 150, 160, 168],
        n_frames=192,
        rate=Fraction(24),
        segmentation=DOUBTFUL,
    )


def test_what_is_in_doubt_is_told_with_what_it_means_for_the_count() -> None:
    document = strict(to_json(episode_document(doubtful_episode())))
    assert document["is_certain"] is False
    assert document["doubts"] == [
        {
            "kind": "ending",
            "start": 120,
            "stop": 168,
            "frames": 24,
            "reason": "heard, not seen",
            "start_seconds": 5,
            "stop_seconds": 7,
        }
    ]
    assert document["body_shots_bounds"] == [3, 6]
    low, high = document["body_rate_bounds"]
    # Within the shot from 96 to 145 an ending would take no border and part the shot.
    assert (low, high) == pytest.approx((60 * 3 / 4, 60 * 7 / 4))
    assert document["part_starts"] == [96]
    assert document["bank"] == [{"start": 72, "stop": 96, "start_seconds": 3, "stop_seconds": 4}]
    assert document["notes"] == ["no chapters"]


def test_what_segments_prints_is_a_contract() -> None:
    assert strict(to_json(segments_document(doubtful_episode()))) == {
        "file": "A - 01.mkv",
        "frames": 192,
        "segments": [
            {"kind": "opening", "start": 0, "stop": 48, "evidence": "by hand"},
            {"kind": "body", "start": 48, "stop": 168, "evidence": "by hand"},
            {"kind": "preview", "start": 168, "stop": 192, "evidence": "by hand"},
        ],
        "is_certain": False,
        "doubts": [
            {
                "kind": "ending",
                "start": 120,
                "stop": 168,
                "frames": 24,
                "reason": "heard, not seen",
            }
        ],
        "shots": {"body": 6, "whole": 9, "body_bounds": [3, 6]},
        "notes": ["no chapters"],
    }


def test_a_comparison_with_doubts_says_how_far_the_ratio_could_move() -> None:
    comparison = compare(
        make_segmented("A", episodes=5, doubtful=[1]), [make_segmented("B", episodes=5, seed=4)]
    )
    document = strict(to_json(comparison_document(comparison)))
    low, high = document["ratio_bounds"]
    assert (low, high) == comparison.ratio_bounds
    assert low <= document["ratio"] <= high
    assert low < high
    assert document["target"]["is_certain"] is False
    assert document["baselines"][0]["is_certain"] is True


def test_a_comparison_holds_every_number_of_the_verdict() -> None:
    comparison = compare(
        make_counted("A", COUNTS),
        [make_counted("B", [300, 310, 290, 305, 320]), make_counted("C", COUNTS[::-1])],
    )
    document = strict(to_json(comparison_document(comparison)))
    assert set(document) == COMPARISON
    assert set(document["primary"]) == CONTRAST
    assert [set(one) for one in document["per_baseline"]] == [CONTRAST, CONTRAST]
    assert set(document["target"]) == set(document["baselines"][1]) == SERIES
    assert set(document["settings"]) == {
        *("alpha", "margin", "min_episodes", "warn_episodes", "min_shows"),
        *("permutations", "draws", "seed", "digest"),
        *("known_spread", "known_degrees", "title_spread", "is_whole"),
    }
    assert document["sentence"] == verdict_sentence(comparison)
    assert comparison.count is not None
    assert document["count"]["sentence"] == verdict_sentence(comparison.count)
    assert document["count"]["ratio"] == pytest.approx(document["ratio"])  # bodies of one length
    second = document["sentence"].replace("A is cut", "It is cut", 1)
    assert document["headline"] == f"{document['count']['sentence']} {second}"
    assert document["usual"]["total"]["interval"][0] < document["interval"][0]
    assert document["ratio_bounds"] is None
    rows = document["target"]["episode_rows"]
    assert [row["body"]["shots"] for row in rows] == COUNTS
    assert document["target"]["mean_shots"] == sum(COUNTS) / 5


def test_a_comparison_without_interval_says_null() -> None:
    comparison = compare(make_counted("A", [300]), [make_counted("B", [200])])
    document = strict(to_json(comparison_document(comparison)))
    assert set(document) == COMPARISON
    assert document["verdict"] == "refused"
    assert document["primary"] is document["tipping_point"] is None
    assert document["target"]["log_rate_deviation"] is None
    assert document["ratio"] == pytest.approx(1.5)


def test_scores_by_video_and_pooled() -> None:
    def cuts(*frames: int) -> tuple[Transition, ...]:
        return tuple(Transition(frame, frame) for frame in frames)

    hard = (MarkedSpan(75, 85, "flash"),)
    first = score(ShotList("a", cuts(10, 20), hard=hard), ShotList("a", cuts(10, 80)))
    second = score(ShotList("b", cuts(5)), ShotList("b", cuts(5)))
    document = strict(to_json(score_document(ScoredFiles((first, second), (), ()))))
    assert set(document) == {
        *("tolerance", *COUNTED, "cuts", "gradual", "videos"),
        *("not_estimated", "without_reference"),
    }
    assert (document["hits"], document["misses"], document["false_alarms"]) == (2, 1, 1)
    assert document["precision"] == document["recall"] == pytest.approx(2 / 3)
    assert set(document["cuts"]) == set(document["gradual"]) == COUNTED
    assert set(document["videos"][0]) == {
        *("video", *COUNTED, "cuts", "gradual", "reference_shots", "estimated_shots"),
        *("count_error", "asl_error", "cutting_rate_error", "ignored", "missed"),
        "false_alarm_list",
    }
    assert document["videos"][0]["missed"][0]["start"] == 20
    assert document["videos"][0]["false_alarm_list"][0]["reason"] == "flash"
    assert strict(to_json(score_document(ScoredFiles((), (), ()))))["precision"] == 1


def test_numbers_that_are_not_finite_are_null() -> None:
    values = {"a": math.nan, "b": [math.inf, np.float64("nan")], "c": (1.5, {"d": -math.inf})}
    assert strict(to_json(values)) == {"a": None, "b": [None, None], "c": [1.5, {"d": None}]}


def test_numbers_of_numpy_are_numbers() -> None:
    values = [np.float64(0.5), np.int64(7), np.float32(0.25), np.bool_(True), np.float32("nan")]
    assert strict(to_json(values)) == [0.5, 7, 0.25, True, None]


def test_text_stays_text_and_bytes_that_are_none_become_escapes() -> None:
    assert to_json("海の駅") == '"海の駅"'
    text = to_json({"file": "bad\udcff.mkv"})
    text.encode("utf-8")
    assert strict(text) == {"file": "bad\udcff.mkv"}


def test_an_indented_document_is_the_same_document() -> None:
    document = {"a": [1, 2], "b": None}
    assert strict(to_json(document, indent=2)) == strict(to_json(document)) == document
    assert "\n" not in to_json(document)
