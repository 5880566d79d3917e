"""The documents of episodes and their shots that ``--json`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from cutstat.core.episodes import EpisodeRole
from cutstat.core.pictures import FootageKind
from cutstat.core.segments import SegmentKind
from cutstat.core.shots import TransitionKind

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
    restored: list[str]
    episodes: list[ScannedEpisode]


class ListedEpisode(Document, frozen=True):
    """An episode in the library; frames and duration are null before it is decoded.

    What is counted in its body is null where it does not count for its series.
    """

    series: str
    episode: str
    role: EpisodeRole
    file: str
    frames: int | None
    duration_seconds: float | None
    doubts: list[str]
    shots: int | None
    shots_per_minute: Number
    is_damaged: bool | None
    """Whether the file is damaged or cut short."""


class ListedSeries(Document, frozen=True):
    """A series in the library; means are geometric, and null where nothing can be counted."""

    series: str
    episodes: int
    others: int
    waiting: int
    shots_an_episode: Number
    shots_a_minute: Number
    interval: Pair | None
    """Of the shots a minute."""

    damaged: int | None
    """Episodes whose files are damaged or cut short."""


class ListDocument(Document, frozen=True):
    """What ``list`` prints; series from the fastest to the slowest."""

    episodes: list[ListedEpisode]
    failures: list[Reason]
    series: list[ListedSeries]


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


class TallyDocument(Document, frozen=True):
    """What a person has changed of the transitions that were found."""

    kept: int
    removed: int
    added: int
    moved: int
    unused: int
    is_whole: bool


class SaidTransition(Document, frozen=True):
    """A transition that a person has set."""

    kind: TransitionKind
    start: int
    stop: int


class OverrideDocument(Document, frozen=True):
    """A person's word about one place; what is said is null where there is no transition."""

    place: int
    seconds: Number
    said: SaidTransition | None
    state: Literal["in use", "agrees", "not used"] | None
    said_at: str


class ReviewedDocument(Document, frozen=True):
    """A span that was gone through."""

    start: int
    stop: int
    said_at: str


class ReviewDocument(Document, frozen=True):
    """What ``review --list`` prints, one an episode."""

    series: str
    episode: str
    file: str
    overrides: list[OverrideDocument]
    reviewed: list[ReviewedDocument]
    tally: TallyDocument


class SoundDocument(Document, frozen=True):
    """What was listened to, and what told voices and music; null if nothing did."""

    stream: str
    language: str
    model: str | None


class DroppedDocument(Document, frozen=True):
    """Events of a track of subtitles that are no dialogue."""

    style: str
    reason: str
    count: int


class OverruledDocument(Document, frozen=True):
    """A style of which a person says whether it is dialogue, and how many events this changes."""

    style: str
    is_dialogue: bool
    count: int


class SubtitlesDocument(Document, frozen=True):
    """The track of subtitles whose lines stand for the dialogue."""

    source: str
    language: str
    title: str
    lines: int
    dropped: list[DroppedDocument]
    overruled: list[OverruledDocument]


class StretchDocument(Document, frozen=True):
    """A stretch that stands out by cuts, motion and loudness, and what a person calls it."""

    start_seconds: float
    stop_seconds: float
    name: str | None


class MakingDocument(Document, frozen=True):
    """How an episode is made beside its cuts; null where it was not looked at."""

    is_rendered_or_full: bool | None
    sound: SoundDocument | None
    why_unheard: str | None
    subtitles: SubtitlesDocument | None
    action_stretches: list[StretchDocument] | None
    cleared_stretches: list[StretchDocument] | None
    sentences: list[str]


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
    footage: FootageKind | None
    warnings: list[str]
    review: TallyDocument
    making: MakingDocument


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
