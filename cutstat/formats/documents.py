"""The documents that ``--json`` prints, as types; the schemas in ``docs/schemas`` are theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from cutstat.core.episodes import EpisodeRole
from cutstat.core.segments import SegmentKind
from cutstat.core.shots import TransitionKind
from cutstat.stats.claim import Answer, Statement
from cutstat.stats.contrast import ComparisonSettings, Decision
from cutstat.stats.detection_error import Spans, Stratum
from cutstat.stats.published import Place
from cutstat.stats.robustness import Variant
from cutstat.stats.typicality import Typicality

Pair: TypeAlias = tuple[float, float]
Number: TypeAlias = float | None
"""None where a number has no value, such as the median of no shot."""


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An object of a document, with all its keys in order."""


class DetectorDocument(Document, frozen=True):
    """A detector with its parameters."""

    name: str
    version: str
    parameters: dict[str, float | int | str | bool]


class TransitionDocument(Document, frozen=True):
    """A transition; frames count from 0, a cut has equal ends."""

    kind: TransitionKind
    start: int
    stop: int
    confidence: float


class DetectDocument(Document, frozen=True):
    """What ``detect`` prints, one a file."""

    file: str
    frames: int
    fps: str
    detector: DetectorDocument
    transitions: list[TransitionDocument]


class Reason(Document, frozen=True):
    """A file that was passed over or failed, and why."""

    file: str
    reason: str


class ScannedEpisode(Document, frozen=True):
    """An episode that a scan leaves in the library."""

    series: str
    episode: str
    file: str
    doubts: list[str]


class ScanDocument(Document, frozen=True):
    """What ``scan`` prints."""

    done: list[str]
    reused: list[str]
    failed: list[Reason]
    skipped: list[Reason]
    episodes: list[ScannedEpisode]


class ListedEpisode(Document, frozen=True):
    """An episode in the library; frames and duration are null before it is decoded."""

    series: str
    episode: str
    role: EpisodeRole
    file: str
    frames: int | None
    duration_seconds: float | None
    doubts: list[str]


class ListDocument(Document, frozen=True):
    """What ``list`` prints."""

    episodes: list[ListedEpisode]
    failures: list[Reason]


class SegmentDocument(Document, frozen=True):
    """A segment, a half-open span of frames."""

    kind: SegmentKind
    start: int
    stop: int
    evidence: str


class DoubtDocument(Document, frozen=True):
    """Where a segment may lie that is counted as body."""

    kind: SegmentKind
    start: int
    stop: int
    frames: int
    reason: str


class TimedSegment(SegmentDocument, frozen=True):
    """A segment with its times."""

    start_seconds: float
    stop_seconds: float


class TimedDoubt(DoubtDocument, frozen=True):
    """A doubt with its times."""

    start_seconds: float
    stop_seconds: float


class TimedSpan(Document, frozen=True):
    """A span with its times."""

    start: int
    stop: int
    start_seconds: float
    stop_seconds: float


class EpisodeDocument(Document, frozen=True):
    """An episode, with the measures of its body and of the whole file."""

    series: str
    season: int | None
    number: float | None
    title: str | None
    role: EpisodeRole
    label: str
    file: str
    frames: int
    fps: str
    detector: str
    is_segmented: bool
    is_certain: bool
    segments: list[TimedSegment]
    doubts: list[TimedDoubt]
    part_starts: list[int]
    bank: list[TimedSpan]
    notes: list[str]
    body: Mapping[str, Number]
    whole: Mapping[str, Number]
    body_shots_bounds: tuple[int, int]
    body_rate_bounds: tuple[Number, Number]
    warnings: list[str]


class ShowDocument(EpisodeDocument, frozen=True):
    """What ``show`` prints."""

    doubtful_transitions: list[TransitionDocument]


class ShotCounts(Document, frozen=True):
    """Shots of an episode."""

    body: int
    whole: int
    body_bounds: tuple[int, int]


class SegmentsDocument(Document, frozen=True):
    """What ``segments`` prints, one an episode."""

    file: str
    frames: int
    segments: list[SegmentDocument]
    is_certain: bool
    doubts: list[DoubtDocument]
    shots: ShotCounts
    notes: list[str]


class ContrastDocument(Document, frozen=True):
    """The target against one baseline, or all."""

    baseline: str
    ratio: float
    interval: Pair
    inner_interval: Pair
    standard_error: float
    degrees_of_freedom: float
    p_value: float
    p_greater: float
    p_equivalent: float
    p_holm: float | None


class CorrectionDocument(Document, frozen=True):
    """What audits change."""

    ratio: float
    interval: Pair
    inner_interval: Pair
    factors: dict[str, float]
    unaudited: list[str]


class SeriesDocument(Document, frozen=True):
    """A series of a comparison."""

    name: str
    episodes: int
    geometric_mean_shots_per_minute: float
    log_rate_deviation: Number
    mean_shots: float
    is_segmented: bool
    is_certain: bool
    episode_rows: list[EpisodeDocument]


class SettingsDocument(Document, frozen=True):
    """What is fixed before the data are looked at, with its hash."""

    alpha: float
    margin: float
    min_episodes: int
    warn_episodes: int
    min_shows: int
    permutations: int
    draws: int
    seed: int
    digest: str


class PlanDocument(Document, frozen=True):
    """The plan of a comparison, with its hash."""

    target: str
    baselines: list[str]
    exclusions: list[str]
    detector: str
    settings: ComparisonSettings
    digest: str


class OtherTestsDocument(Document, frozen=True):
    """The target against one baseline by other tests; null where one cannot be made."""

    baseline: str
    p_permutation: Number
    arrangements: int
    is_exact: bool
    p_trimmed: Number
    p_brunner_munzel: Number
    cliffs_delta: Number


class RobustnessDocument(Document, frozen=True):
    """What is left of a verdict under other tests and conditions."""

    tests: list[OtherTestsDocument]
    without_one: list[Variant]
    thresholds: list[Variant]
    lag_one: dict[str, float]
    tipping_phi: float | None
    decision: Decision
    changed: list[str]
    sentences: list[str]


class FigureDocument(Document, frozen=True):
    """What one source says of the cuts of a show."""

    title: str
    title_ja: str
    kind: str
    episode: int | None
    cuts: tuple[int | None, int | None]
    minutes: float | None
    stated_rate: float | None
    body: str
    year: int | None
    evidence: str
    counted: str
    confidence: str
    source: str
    url: str
    compared_by: str
    in_band: bool
    note: str
    shots_per_minute: tuple[Number, Number]


class PublishedDocument(Document, frozen=True):
    """Where a series lies against published figures."""

    sentence: str
    evidence: str
    place: Place
    distance: float
    shots_per_minute: float
    band_shots_per_minute: Pair
    episodes_within: int
    episodes: int
    figures: list[FigureDocument]


class PlaceDocument(PublishedDocument, frozen=True):
    """What ``compare`` prints against published figures alone."""

    caveats: list[str]
    left_out: list[str]


class ComparisonDocument(Document, frozen=True):
    """A comparison with every number that a report prints."""

    verdict: Decision
    sentence: str
    rank_sentence: str
    refusal: str | None
    caveats: list[str]
    ratio: float
    interval: Pair | None
    inner_interval: Pair | None
    ratio_bounds: Pair | None
    rank: int
    tipping_point: float | None
    detectable_ratio: float | None
    primary: ContrastDocument | None
    p_above_all_baselines: float | None
    p_below_all_baselines: float | None
    typicality: Typicality
    correction: CorrectionDocument | None
    per_baseline: list[ContrastDocument]
    target: SeriesDocument
    baselines: list[SeriesDocument]
    settings: SettingsDocument


class CompareDocument(ComparisonDocument, frozen=True):
    """What ``compare`` prints."""

    plan: PlanDocument
    robustness: RobustnessDocument
    published: PublishedDocument | None
    left_out: list[str]


class ExclusionDocument(Document, frozen=True):
    """An episode that is left out, and why."""

    episode: str
    reason: str


class ClaimedDocument(Document, frozen=True):
    """A claim as it was resolved, with its hash."""

    show: str
    baselines: list[str]
    statements: list[Statement]
    exclusions: list[ExclusionDocument]
    settings: ComparisonSettings
    detector: str
    digest: str


class AnswerDocument(Document, frozen=True):
    """What the data say to one statement."""

    statement: Statement
    answer: Answer
    sentence: str
    means: dict[str, float]
    ratio: float | None
    interval: Pair | None
    expected: Pair | None
    p_value: float | None


class ClaimDocument(Document, frozen=True):
    """What ``claim`` prints."""

    claim: ClaimedDocument
    answers: list[AnswerDocument]
    missing: dict[str, str]
    notes: list[str]
    left_out: list[str]


class SpeakerDocument(Document, frozen=True):
    """A sentence that was published without a number."""

    show: str
    words: str
    speaker: str
    sources: list[tuple[str, str]]
    note: str


class PublishedTableDocument(Document, frozen=True):
    """What ``published`` prints."""

    figures: list[FigureDocument]
    band_shots_per_minute: Pair
    evidence: str
    claim: SpeakerDocument


class AuditDocument(Document, frozen=True):
    """What ``audit --read`` prints."""

    series: str
    detector: str
    seed: int
    precision: float
    precision_interval: Pair
    recall: float
    recall_interval: Pair
    factor: float
    factor_interval: Pair
    items: int
    places_judged: int
    spans_judged: int
    unfilled: list[int]
    unclear: int
    not_covered: list[str]
    strata: list[Stratum]
    spans: Spans | None
    level: float


class ImportedEpisode(Document, frozen=True):
    """An episode that a list stands for now."""

    series: str
    episode: str
    frames: int | None
    duration_seconds: float | None
    file: str


class ImportDocument(Document, frozen=True):
    """What ``import`` prints."""

    episodes: list[ImportedEpisode]


class CountsDocument(Document, frozen=True):
    """Precision, recall and F1 with what they are counted from."""

    precision: float
    recall: float
    f1: float
    hits: int
    misses: int
    false_alarms: int


class PooledCounts(CountsDocument, frozen=True):
    """The same of all transitions, and of cuts and gradual ones apart."""

    cuts: CountsDocument
    gradual: CountsDocument


class FalseAlarmDocument(TransitionDocument, frozen=True):
    """An estimate without a reference."""

    reason: str | None


class VideoScoreDocument(PooledCounts, frozen=True):
    """The score of one video."""

    video: str
    reference_shots: int
    estimated_shots: int
    count_error: float
    asl_error: float
    cutting_rate_error: float
    ignored: int
    missed: list[TransitionDocument]
    false_alarm_list: list[FalseAlarmDocument]


class ScoreDocument(PooledCounts, frozen=True):
    """What ``score`` prints."""

    tolerance: int | None
    videos: list[VideoScoreDocument]
    not_estimated: list[str]
    without_reference: list[str]


class FindingDocument(Document, frozen=True):
    """One thing that ``doctor`` has looked at."""

    state: str
    what: str
    found: str


DOCUMENTS: dict[str, tuple[Any, int]] = {
    "detect": (DetectDocument, 1),
    "scan": (ScanDocument, 1),
    "list": (ListDocument, 1),
    "show": (ShowDocument, 1),
    "segments": (SegmentsDocument, 1),
    "compare": (CompareDocument, 1),
    "compare-published": (PlaceDocument, 1),
    "claim": (ClaimDocument, 1),
    "audit": (AuditDocument, 1),
    "published": (PublishedTableDocument, 1),
    "import": (ImportDocument, 1),
    "score": (ScoreDocument, 1),
    "doctor": (list[FindingDocument], 1),
}
"""What each command prints, with the version of its schema: one that takes a key away or gives it
another meaning is a new version; new keys may come."""
