"""Results as JSON documents that other programs rely on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import msgspec

from cutstat.core.segments import Doubt, Segment
from cutstat.core.shots import Detection, Transition
from cutstat.formats.episode_documents import (
    CountsDocument,
    DetectDocument,
    DetectorDocument,
    DoubtDocument,
    EpisodeDocument,
    FalseAlarmDocument,
    ScoreDocument,
    SegmentDocument,
    SegmentsDocument,
    ShotCounts,
    TallyDocument,
    TimedDoubt,
    TimedSegment,
    TimedSpan,
    TransitionDocument,
    VideoScoreDocument,
)
from cutstat.formats.making_documents import making_document
from cutstat.formats.scored import ScoredFiles
from cutstat.formats.verdict_documents import (
    ComparisonDocument,
    ContrastDocument,
    CorrectionDocument,
    FigureDocument,
    OtherTestsDocument,
    PopulationDocument,
    PopulationPlaceDocument,
    PublishedDocument,
    QuantityDocument,
    RobustnessDocument,
    SeriesDocument,
    SettingsDocument,
)
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.table import measure_values
from cutstat.stats.caveats import caveats, robustness_sentences
from cutstat.stats.compare import Comparison, Correction
from cutstat.stats.contrast import Contrast
from cutstat.stats.population import Population, PopulationPlace
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
    plain = _finite(msgspec.to_builtins(document, enc_hook=_number))
    text = json.dumps(plain, ensure_ascii=False, indent=indent, allow_nan=False)
    # File names may hold bytes that are no text; JSON can say them as escapes only.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def fields_of(document: msgspec.Struct) -> dict[str, Any]:
    """Give the fields of a document by their names, for one that has some more."""
    return msgspec.structs.asdict(document)


def detection_document(file: str, detection: Detection, *, rate: Fraction) -> DetectDocument:
    """Describe the transitions of one file."""
    info = detection.detector
    return DetectDocument(
        file=file,
        frames=detection.n_frames,
        fps=str(rate),
        detector=DetectorDocument(info.name, info.version, dict(info.parameters)),
        transitions=[transition_document(found) for found in detection.transitions],
    )


def transition_document(transition: Transition) -> TransitionDocument:
    """Describe one transition."""
    return TransitionDocument(
        transition.kind, transition.start, transition.stop, round(transition.confidence, 4)
    )


def episode_document(measures: EpisodeMeasures) -> EpisodeDocument:
    """Describe an episode with the numbers of its body and of its whole file side by side."""
    name, known, times = measures.name, measures.segmentation, measures.times

    def edges(start: int, stop: int) -> tuple[float, float]:
        return times.seconds(start), times.seconds(stop)

    return EpisodeDocument(
        series=name.series,
        season=name.season,
        number=None if name.number is None else float(name.number),
        title=name.title,
        role=name.role,
        label=name.label,
        file=measures.file,
        frames=measures.n_frames,
        fps=str(measures.rate),
        detector=str(measures.detector),
        is_segmented=measures.is_segmented,
        is_certain=measures.is_certain,
        segments=[
            TimedSegment(one.kind, one.start, one.stop, one.evidence, *edges(one.start, one.stop))
            for one in known.segments
        ],
        doubts=[
            TimedDoubt(
                *(one.kind, one.start, one.stop, one.frames, one.reason),
                *edges(one.start, one.stop),
            )
            for one in known.doubts
        ],
        part_starts=list(known.part_starts),
        bank=[TimedSpan(start, stop, *edges(start, stop)) for start, stop in known.bank],
        notes=list(known.notes),
        body=measure_values(measures.body),
        whole=measure_values(measures.whole),
        body_shots_bounds=measures.body_shots_bounds,
        body_rate_bounds=measures.body_rate_bounds,
        footage=measures.footage,
        warnings=list(measures.warnings),
        review=TallyDocument(**asdict(measures.review)),
        making=making_document(measures),
    )


def segments_document(measures: EpisodeMeasures) -> SegmentsDocument:
    """Describe the segments of one file, what is in doubt, and what that means for the count."""
    known = measures.segmentation
    return SegmentsDocument(
        file=measures.file,
        frames=measures.n_frames,
        segments=[_segment(segment) for segment in known.segments],
        is_certain=measures.is_certain,
        doubts=[_doubt(doubt) for doubt in known.doubts],
        shots=ShotCounts(measures.body.shots, measures.whole.shots, measures.body_shots_bounds),
        notes=list(known.notes),
    )


def comparison_document(comparison: Comparison) -> ComparisonDocument:
    """Describe a comparison with every number that a report prints."""
    settings = comparison.settings
    return ComparisonDocument(
        **_quantity(comparison),
        headline=headline(comparison),
        rank_sentence=rank_sentence(comparison),
        disagreement=disagreement(comparison) or None,
        refusal=comparison.refusal,
        caveats=list(caveats(comparison)),
        p_above_all_baselines=comparison.p_above_all,
        p_below_all_baselines=comparison.p_below_all,
        correction=_correction(comparison.correction),
        target=_series(comparison.target),
        baselines=[_series(series) for series in comparison.baselines],
        settings=SettingsDocument(**asdict(settings), digest=settings.digest),
        count=QuantityDocument(**_quantity(comparison.count)) if comparison.count else None,
    )


def _quantity(comparison: Comparison) -> dict[str, Any]:
    return {
        "quantity": comparison.quantity,
        "verdict": comparison.decision,
        "sentence": verdict_sentence(comparison),
        "usual_sentence": usual_sentence(comparison),
        "ratio": comparison.ratio,
        "interval": comparison.interval,
        "inner_interval": comparison.inner_interval,
        "ratio_bounds": comparison.ratio_bounds,
        "rank": comparison.rank,
        "rank_range": comparison.rank_range,
        "tipping_point": comparison.tipping_point,
        "detectable_ratio": comparison.detectable_ratio,
        "primary": _contrast(comparison.primary),
        "typicality": comparison.typicality,
        "per_baseline": [found for one in comparison.per_baseline if (found := _contrast(one))],
        "total": comparison.total,
        "usual": comparison.usual,
    }


def robustness_document(found: Robustness) -> RobustnessDocument:
    """Describe what is left of a verdict under other tests and other conditions."""
    return RobustnessDocument(
        tests=[OtherTestsDocument(**asdict(one)) for one in found.tests],
        without_one=list(found.without_one),
        thresholds=list(found.thresholds),
        lag_one=dict(found.lag_one),
        tipping_phi=found.tipping_phi,
        decision=found.decision,
        changed=[one.condition for one in found.changed],
        sentences=list(robustness_sentences(found)),
    )


def figure_document(figure: PublishedFigure) -> FigureDocument:
    """Describe what one source says of the cuts of a show."""
    return FigureDocument(**asdict(figure), shots_per_minute=figure.rates)


def published_document(found: PublishedComparison) -> PublishedDocument:
    """Describe where a series lies against what is published of TV anime."""
    return PublishedDocument(
        sentence=found.sentence,
        evidence=EVIDENCE,
        place=found.place,
        distance=found.distance,
        shots_per_minute=found.rate,
        band_shots_per_minute=(found.band.low, found.band.high),
        episodes_within=found.within,
        episodes=found.episodes,
        figures=[figure_document(figure) for figure in found.band.figures],
    )


def population_document(
    series: str,
    episodes: int,
    places: Sequence[PopulationPlace],
    population: Population,
    *,
    sentences: Sequence[str],
    caveats: Sequence[str],
) -> PopulationDocument:
    """Describe where a show lies among those of a population."""
    return PopulationDocument(
        series=series,
        episodes=episodes,
        population=population.name,
        shows=len(population),
        detector=population.detector,
        places=[
            PopulationPlaceDocument(
                quantity=one.quantity,
                verdict=one.usual.total.decision,
                sentence=sentence,
                mean=one.mean,
                middle=one.middle,
                ratio=one.usual.total.ratio,
                interval=one.usual.total.interval,
                share_of_shows_below=one.share_below,
                share_range=one.share_range,
                typicality=one.typicality,
            )
            for one, sentence in zip(places, sentences, strict=True)
        ],
        caveats=list(caveats),
    )


def score_document(found: ScoredFiles) -> ScoreDocument:
    """Describe scores by video and pooled."""
    scores = found.scores
    return ScoreDocument(
        **_pooled(scores),
        tolerance=scores[0].tolerance if scores else None,
        videos=[_video(one) for one in scores],
        not_estimated=list(found.not_estimated),
        without_reference=list(found.without_reference),
    )


def _video(one: Score) -> VideoScoreDocument:
    return VideoScoreDocument(
        **_pooled([one]),
        video=one.video,
        reference_shots=one.reference_shots,
        estimated_shots=one.estimated_shots,
        count_error=one.count_error,
        asl_error=one.asl_error,
        cutting_rate_error=one.count_error,
        ignored=one.ignored,
        missed=[transition_document(missed) for missed in one.misses],
        false_alarm_list=[
            FalseAlarmDocument(
                **fields_of(transition_document(alarm.transition)), reason=alarm.reason
            )
            for alarm in one.false_alarms
        ],
    )


def _segment(segment: Segment) -> SegmentDocument:
    return SegmentDocument(segment.kind, segment.start, segment.stop, segment.evidence)


def _doubt(doubt: Doubt) -> DoubtDocument:
    return DoubtDocument(doubt.kind, doubt.start, doubt.stop, doubt.frames, doubt.reason)


def _pooled(scores: Sequence[Score]) -> dict[str, Any]:
    none = Counts()
    return {
        **fields_of(_counts(sum((one.pooled for one in scores), none))),
        "cuts": _counts(sum((one.cuts for one in scores), none)),
        "gradual": _counts(sum((one.gradual for one in scores), none)),
    }


def _counts(counts: Counts) -> CountsDocument:
    return CountsDocument(
        counts.precision,
        counts.recall,
        counts.f1,
        counts.hits,
        counts.misses,
        counts.false_alarms,
    )


def _series(series: SeriesSample) -> SeriesDocument:
    return SeriesDocument(
        name=series.name,
        episodes=len(series),
        geometric_mean_shots_per_minute=series.geometric_mean_rate,
        log_rate_deviation=series.deviation,
        mean_shots=series.mean_shots,
        geometric_mean_shots=series.geometric_mean_shots,
        geometric_mean_minutes=series.geometric_mean_minutes,
        is_segmented=series.is_segmented,
        is_certain=series.is_certain,
        episode_rows=[episode_document(episode) for episode in series.episodes],
    )


def _contrast(contrast: Contrast | None) -> ContrastDocument | None:
    if contrast is None:
        return None
    return ContrastDocument(
        baseline=contrast.baseline,
        ratio=contrast.ratio,
        interval=contrast.interval,
        inner_interval=contrast.inner_interval,
        standard_error=contrast.standard_error,
        degrees_of_freedom=contrast.degrees,
        p_value=contrast.p_value,
        p_greater=contrast.p_greater,
        p_equivalent=contrast.p_equivalent,
        p_holm=contrast.p_holm,
    )


def _correction(correction: Correction | None) -> CorrectionDocument | None:
    """Describe what audits change."""
    if correction is None:
        return None
    return CorrectionDocument(
        ratio=correction.ratio,
        interval=correction.interval,
        inner_interval=correction.inner_interval,
        factors=dict(correction.factors),
        unaudited=list(correction.unaudited),
    )


def _number(value: Any) -> Any:
    """Give a number of numpy as one of Python."""
    return value.item()


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
