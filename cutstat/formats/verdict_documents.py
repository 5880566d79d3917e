"""The documents of verdicts: comparisons, claims, published counts and audits."""

from __future__ import annotations

from cutstat.formats.episode_documents import Document, EpisodeDocument, Number, Pair
from cutstat.stats.claim import Answer, Statement
from cutstat.stats.contrast import ComparisonSettings, Decision
from cutstat.stats.detection_error import Spans, Stratum
from cutstat.stats.published import Place
from cutstat.stats.quantity import Quantity
from cutstat.stats.robustness import Variant
from cutstat.stats.total import Total
from cutstat.stats.typicality import Typicality
from cutstat.stats.usual import Usual


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
    geometric_mean_shots: float
    geometric_mean_minutes: float
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
    known_spread: float
    known_degrees: int
    title_spread: float
    is_whole: bool
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
    shots_an_episode: float
    interval: Pair | None
    share_of_shows_below: float
    share_range: Pair
    nearest: list[str]
    paragraph: str


class PopulationPlaceDocument(Document, frozen=True):
    """A show among the shows of a population, in one quantity."""

    quantity: Quantity
    verdict: Decision
    sentence: str
    mean: float
    middle: float
    ratio: float
    interval: Pair
    share_of_shows_below: float
    share_range: Pair
    typicality: Typicality


class PopulationDocument(Document, frozen=True):
    """What ``compare`` prints against the imported population."""

    series: str
    episodes: int
    population: str
    shows: int
    detector: str
    places: list[PopulationPlaceDocument]
    caveats: list[str]


class MemberDocument(Document, frozen=True):
    """A show of the imported population."""

    anilist_id: int
    title: str
    format: str | None
    year: int | None
    episodes: int
    episodes_with_segments: int
    shots_an_episode: float
    shots_per_minute: float


class QuantityDocument(Document, frozen=True):
    """A comparison in one quantity: shots an episode, or a minute."""

    quantity: Quantity
    verdict: Decision
    sentence: str
    usual_sentence: str
    ratio: float
    interval: Pair | None
    inner_interval: Pair | None
    ratio_bounds: Pair | None
    rank: int
    rank_range: tuple[int, int] | None
    tipping_point: float | None
    detectable_ratio: float | None
    primary: ContrastDocument | None
    typicality: Typicality
    per_baseline: list[ContrastDocument]
    total: Total | None
    usual: Usual | None


class ComparisonDocument(QuantityDocument, frozen=True, kw_only=True):
    """A comparison with every number that a report prints: shots a minute, and an episode."""

    headline: str
    rank_sentence: str
    disagreement: str | None
    refusal: str | None
    caveats: list[str]
    p_above_all_baselines: float | None
    p_below_all_baselines: float | None
    correction: CorrectionDocument | None
    target: SeriesDocument
    baselines: list[SeriesDocument]
    settings: SettingsDocument
    count: QuantityDocument | None


class MadeMean(Document, frozen=True):
    """The mean of a measure over the episodes of a series; null where it is not known."""

    series: str
    mean: Number


class MadeDocument(Document, frozen=True):
    """One measure beside the cuts: of shares a difference, of others a ratio."""

    measure: str
    unit: str
    means: list[MadeMean]
    difference: Number
    ratio: Number
    interval: Pair | None
    margin: float | None


class CompareDocument(ComparisonDocument, frozen=True):
    """What ``compare`` prints."""

    plan: PlanDocument
    robustness: RobustnessDocument
    published: PublishedDocument | None
    left_out: list[str]
    short_headline: str
    numbers: str
    paragraph: str
    making: list[MadeDocument]


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
    share_range: Pair | None


class ClaimDocument(Document, frozen=True):
    """What ``claim`` prints."""

    claim: ClaimedDocument
    answers: list[AnswerDocument]
    missing: dict[str, str]
    notes: list[str]
    left_out: list[str]
    paragraph: str


class SpeakerDocument(Document, frozen=True):
    """A sentence that was published without a number."""

    show: str
    words: str
    speaker: str
    sources: list[tuple[str, str]]
    note: str


class DrawingsDocument(Document, frozen=True):
    """A published count of drawings."""

    what: str
    drawings: tuple[int | None, int | None]
    minutes: float
    evidence: str
    note: str
    url: str


class PublishedTableDocument(Document, frozen=True):
    """What ``published`` prints."""

    figures: list[FigureDocument]
    band_shots_per_minute: Pair
    evidence: str
    claim: SpeakerDocument
    drawings: list[DrawingsDocument]
    drawings_evidence: str


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
