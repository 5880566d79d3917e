"""Results as JSON documents that other programs rely on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from cutstat.core.segments import Doubt, Segment
from cutstat.core.shots import Detection, Transition
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.table import measure_values
from cutstat.stats.caveats import caveats, robustness_sentences
from cutstat.stats.compare import Comparison, Correction
from cutstat.stats.contrast import Contrast
from cutstat.stats.published import EVIDENCE, PublishedComparison, PublishedFigure
from cutstat.stats.robustness import Robustness
from cutstat.stats.sample import SeriesSample
from cutstat.stats.score import Counts, Score
from cutstat.stats.sentence import (
    disagreement,
    headline,
    rank_sentence,
    usual_sentence,
    verdict_sentence,
)


def to_json(document: object, *, indent: int | None = None) -> str:
    """Write a document as JSON: text as it is, numbers that are not finite as null."""
    text = json.dumps(_finite(document), ensure_ascii=False, indent=indent, allow_nan=False)
    # File names may hold bytes that are no text; JSON can say them as escapes only.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def detection_document(file: str, detection: Detection, *, rate: Fraction) -> dict[str, Any]:
    """Describe the transitions of one file."""
    info = detection.detector
    return {
        "file": file,
        "frames": detection.n_frames,
        "fps": str(rate),
        "detector": {
            "name": info.name,
            "version": info.version,
            "parameters": dict(info.parameters),
        },
        "transitions": [transition_document(found) for found in detection.transitions],
    }


def transition_document(transition: Transition) -> dict[str, Any]:
    """Describe one transition."""
    return {
        "kind": transition.kind,
        "start": transition.start,
        "stop": transition.stop,
        "confidence": round(transition.confidence, 4),
    }


def episode_document(measures: EpisodeMeasures) -> dict[str, Any]:
    """Describe an episode with the numbers of its body and of its whole file side by side."""
    name, known = measures.name, measures.segmentation
    return {
        "series": name.series,
        "season": name.season,
        "number": None if name.number is None else float(name.number),
        "title": name.title,
        "role": name.role,
        "label": name.label,
        "file": measures.file,
        "frames": measures.n_frames,
        "fps": str(measures.rate),
        "detector": str(measures.detector),
        "is_segmented": measures.is_segmented,
        "is_certain": measures.is_certain,
        "segments": [
            {**_segment(segment), **_span_seconds(measures, segment.start, segment.stop)}
            for segment in known.segments
        ],
        "doubts": [
            {**_doubt(doubt), **_span_seconds(measures, doubt.start, doubt.stop)}
            for doubt in known.doubts
        ],
        "part_starts": list(known.part_starts),
        "bank": [
            {"start": start, "stop": stop, **_span_seconds(measures, start, stop)}
            for start, stop in known.bank
        ],
        "notes": list(known.notes),
        "body": measure_values(measures.body),
        "whole": measure_values(measures.whole),
        "body_shots_bounds": list(measures.body_shots_bounds),
        "body_rate_bounds": list(measures.body_rate_bounds),
        "warnings": list(measures.warnings),
    }


def segments_document(measures: EpisodeMeasures) -> dict[str, Any]:
    """Describe the segments of one file, what is in doubt, and what that means for the count."""
    known = measures.segmentation
    return {
        "file": measures.file,
        "frames": measures.n_frames,
        "segments": [_segment(segment) for segment in known.segments],
        "is_certain": measures.is_certain,
        "doubts": [_doubt(doubt) for doubt in known.doubts],
        "shots": {
            "body": measures.body.shots,
            "whole": measures.whole.shots,
            "body_bounds": list(measures.body_shots_bounds),
        },
        "notes": list(known.notes),
    }


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Describe a comparison with every number that a report prints."""
    settings, bounds = comparison.settings, comparison.ratio_bounds
    return {
        "verdict": comparison.decision,
        "sentence": verdict_sentence(comparison),
        "rank_sentence": rank_sentence(comparison),
        "refusal": comparison.refusal,
        "caveats": list(caveats(comparison)),
        "ratio": comparison.ratio,
        "interval": comparison.interval and list(comparison.interval),
        "inner_interval": comparison.inner_interval and list(comparison.inner_interval),
        "ratio_bounds": bounds and list(bounds),
        "rank": comparison.rank,
        "tipping_point": comparison.tipping_point,
        "detectable_ratio": comparison.detectable_ratio,
        "primary": _contrast(comparison.primary),
        "p_above_all_baselines": comparison.p_above_all,
        "p_below_all_baselines": comparison.p_below_all,
        "typicality": asdict(comparison.typicality),
        "correction": _correction_document(comparison.correction),
        "per_baseline": [_contrast(contrast) for contrast in comparison.per_baseline],
        "target": _series(comparison.target),
        "baselines": [_series(series) for series in comparison.baselines],
        "settings": {**asdict(settings), "digest": settings.digest},
        "headline": headline(comparison),
        "usual_sentence": usual_sentence(comparison),
        "disagreement": disagreement(comparison) or None,
        **_quantity_document(comparison),
        "count": comparison.count
        and {
            "verdict": comparison.count.decision,
            "sentence": verdict_sentence(comparison.count),
            "usual_sentence": usual_sentence(comparison.count),
            "ratio": comparison.count.ratio,
            "interval": comparison.count.interval,
            "inner_interval": comparison.count.inner_interval,
            "ratio_bounds": comparison.count.ratio_bounds,
            "rank": comparison.count.rank,
            "tipping_point": comparison.count.tipping_point,
            "detectable_ratio": comparison.count.detectable_ratio,
            "primary": _contrast(comparison.count.primary),
            "typicality": asdict(comparison.count.typicality),
            "per_baseline": [_contrast(one) for one in comparison.count.per_baseline],
            **_quantity_document(comparison.count),
        },
    }


def _quantity_document(comparison: Comparison) -> dict[str, Any]:
    """Describe what one quantity, shots an episode or a minute, adds to a comparison."""
    return {
        "quantity": comparison.quantity,
        "rank_range": comparison.rank_range,
        "total": comparison.total and asdict(comparison.total),
        "usual": comparison.usual and asdict(comparison.usual),
    }


def robustness_document(found: Robustness) -> dict[str, Any]:
    """Describe what is left of a verdict under other tests and other conditions."""
    return {
        **asdict(found),
        "lag_one": dict(found.lag_one),
        "changed": [one.condition for one in found.changed],
        "sentences": list(robustness_sentences(found)),
    }


def figure_document(figure: PublishedFigure) -> dict[str, Any]:
    """Describe what one source says of the cuts of a show."""
    return {**asdict(figure), "shots_per_minute": list(figure.rates)}


def _correction_document(correction: Correction | None) -> dict[str, Any] | None:
    """Describe what audits change."""
    if correction is None:
        return None
    return {
        "ratio": correction.ratio,
        "interval": correction.interval,
        "inner_interval": correction.inner_interval,
        "factors": dict(correction.factors),
        "unaudited": correction.unaudited,
    }


def published_document(found: PublishedComparison) -> dict[str, Any]:
    """Describe where a series lies against what is published of TV anime."""
    return {
        "sentence": found.sentence,
        "evidence": EVIDENCE,
        "place": found.place,
        "distance": found.distance,
        "shots_per_minute": found.rate,
        "band_shots_per_minute": [found.band.low, found.band.high],
        "episodes_within": found.within,
        "episodes": found.episodes,
        "figures": [figure_document(figure) for figure in found.band.figures],
    }


def score_document(scores: Sequence[Score]) -> dict[str, Any]:
    """Describe scores by video and pooled."""
    return {
        "tolerance": scores[0].tolerance if scores else None,
        **_pooled(scores),
        "videos": [
            {
                "video": one.video,
                **_pooled([one]),
                "reference_shots": one.reference_shots,
                "estimated_shots": one.estimated_shots,
                "count_error": one.count_error,
                "asl_error": one.asl_error,
                "cutting_rate_error": one.count_error,
                "ignored": one.ignored,
                "missed": [transition_document(missed) for missed in one.misses],
                "false_alarm_list": [
                    {**transition_document(alarm.transition), "reason": alarm.reason}
                    for alarm in one.false_alarms
                ],
            }
            for one in scores
        ],
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "kind": segment.kind,
        "start": segment.start,
        "stop": segment.stop,
        "evidence": segment.evidence,
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "kind": doubt.kind,
        "start": doubt.start,
        "stop": doubt.stop,
        "frames": doubt.frames,
        "reason": doubt.reason,
    }


def _span_seconds(measures: EpisodeMeasures, start: int, stop: int) -> dict[str, float]:
    return {
        "start_seconds": measures.times.seconds(start),
        "stop_seconds": measures.times.seconds(stop),
    }


def _pooled(scores: Sequence[Score]) -> dict[str, Any]:
    none = Counts()
    return {
        **_counts(sum((one.pooled for one in scores), none)),
        "cuts": _counts(sum((one.cuts for one in scores), none)),
        "gradual": _counts(sum((one.gradual for one in scores), none)),
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "hits": counts.hits,
        "misses": counts.misses,
        "false_alarms": counts.false_alarms,
    }


def _series(series: SeriesSample) -> dict[str, Any]:
    return {
        "name": series.name,
        "episodes": len(series),
        "geometric_mean_shots_per_minute": series.geometric_mean_rate,
        "log_rate_deviation": series.deviation,
        "mean_shots": series.mean_shots,
        "geometric_mean_shots": series.geometric_mean_shots,
        "geometric_mean_minutes": series.geometric_mean_minutes,
        "is_segmented": series.is_segmented,
        "is_certain": series.is_certain,
        "episode_rows": [episode_document(episode) for episode in series.episodes],
    }


def _contrast(contrast: Contrast | None) -> dict[str, Any] | None:
    if contrast is None:
        return None
    return {
        "baseline": contrast.baseline,
        "ratio": contrast.ratio,
        "interval": list(contrast.interval),
        "inner_interval": list(contrast.inner_interval),
        "standard_error": contrast.standard_error,
        "degrees_of_freedom": contrast.degrees,
        "p_value": contrast.p_value,
        "p_greater": contrast.p_greater,
        "p_equivalent": contrast.p_equivalent,
        "p_holm": contrast.p_holm,
    }


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    plain = value.item() if hasattr(value, "item") else value  # a number of numpy
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain
