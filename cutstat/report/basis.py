"""What a report says of its grounds: body, detector, settings, and notes on single episodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import metadata

from cutstat.core.segments import SEGMENT_KINDS, SegmentKind
from cutstat.core.timing import format_clock
from cutstat.core.words import count_of, with_article
from cutstat.figures import theme
from cutstat.measure.episode import EpisodeMeasures
from cutstat.report.look import EpisodeLook
from cutstat.stats.caveats import robustness_sentences, settling
from cutstat.stats.compare import Comparison
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.robustness import Robustness
from cutstat.stats.sample import SeriesSample, common_unit

MOST_KINDS = 3
"""Kinds of videos that are named of a series."""

MANY = 3
"""Episodes from which on all of a series are named by a word."""

MAX_DOUBTS = 6
"""Doubtful transitions, doubtful segments and notes of an episode that a report lists, of each;
`show` lists all."""


MEANING = (
    "What the {unit}s at hand have is what was counted, give or take errors of detection and "
    "segments in doubt; the interval speaks of the productions, which could have made other "
    "{unit}s."
)


def basis(
    everyone: Sequence[SeriesSample],
    settings: ComparisonSettings,
    *,
    comparison: Comparison | None = None,
    robustness: Robustness | None = None,
    command: str | None = None,
    plan: str | None = None,
    exclusions: Sequence[str] = (),
    looks: Mapping[str, Sequence[EpisodeLook]] | None = None,
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """List what the numbers rest on: (what, lines of what was found).

    Parameters
    ----------
    everyone : sequence of SeriesSample
        The series, the target first.
    settings : ComparisonSettings
        What was fixed beforehand.
    comparison : Comparison, optional
        What was found, where series were compared.
    robustness : Robustness, optional
        What is left of it under other tests and conditions.
    command : str, optional
        Command that makes the report again.
    plan : str, optional
        Hash of what was fixed before the data were looked at.
    exclusions : sequence of str
        Episodes that were left out beforehand.
    looks : mapping of str to sequence of EpisodeLook, optional
        The videos of each series.
    """
    unit = common_unit(everyone)
    detectors = sorted(frozenset[str]().union(*(one.detectors for one in everyone)))
    fixed = (
        f"margin {theme.share(settings.margin)}, error rate {theme.share(settings.alpha)}, at "
        f"least {settings.min_episodes} {unit}s a series; left out: "
        f"{', '.join(exclusions) or 'nothing'} "
        f"({f'plan {plan}' if plan else f'settings {settings.digest}'})"
    )
    is_tested = comparison is not None and comparison.refusal is None
    facts: list[tuple[str, Sequence[str]]] = [
        (f"{unit.capitalize()}s", [", ".join(f"{one.name}: {len(one)}" for one in everyone)]),
        ("Detector", ["; ".join(detectors)]),
        ("Videos", _videos(looks or {})),
        ("Body", _bodies(everyone)),
        ("Segments rest on", _evidence(everyone)),
        ("Audit", [_audit(comparison)] if comparison else []),
        ("Settings", [fixed]),
        ("Meaning", [MEANING.format(unit=unit)]),
        ("Program", [f"cutstat {metadata.version('cutstat')}"]),
        ("Checks", robustness_sentences(robustness) if is_tested and robustness else []),
        ("Made by", [command] if command else []),
    ]
    return tuple((what, tuple(lines)) for what, lines in facts if lines)


def _videos(looks: Mapping[str, Sequence[EpisodeLook]]) -> list[str]:
    """Say of which kinds the videos are."""
    texts: list[str] = []
    for name, some in looks.items():
        kinds = Counter(look.video or "shot lists, no video" for look in some)
        listed = [f"{kind} ({count})" for kind, count in kinds.most_common(MOST_KINDS)]
        more = [f"and {len(kinds) - MOST_KINDS} other kinds"] if len(kinds) > MOST_KINDS else []
        texts.append(f"{name}: {'; '.join([*listed, *more])}.")
    return texts


def _evidence(everyone: Sequence[SeriesSample]) -> list[str]:
    """Say what the segments of each series rest on, the commonest evidence of each kind."""
    lines: list[str] = []
    for one in everyone:
        texts: list[str] = []
        for kind in SEGMENT_KINDS:
            found = Counter(
                segment.evidence
                for episode in one.episodes
                for segment in episode.segments
                if segment.kind == kind != "body"
            )
            if found:
                evidence, count = found.most_common(1)[0]
                share = "" if count == found.total() else f" (in {count} of {found.total()})"
                texts.append(f"{kind}: {evidence}{share}.")
        if texts:
            lines.append(f"{one.name}. {' '.join(texts)}")
    return lines


def _audit(comparison: Comparison) -> str:
    correction = comparison.correction
    if correction is None:
        return (
            "none of the series was audited; counts stand as detected, and the interval holds "
            "what detection differs by between titles"
        )
    factors = [f"{name} ×{factor:.3f}" for name, factor in correction.factors.items()]
    others = ", ".join(correction.unaudited)
    rest = f"; taken to be detected alike: {others}" if others else ""
    return f"counts are corrected by {', '.join(factors)}{rest}"


def series_notes(sample: SeriesSample) -> list[str]:
    """List damage, doubts and the like of a series, a sentence each; like ones are said once."""
    episodes: dict[str, list[str]] = {}
    for episode in sample.episodes:
        for phrase in dict.fromkeys((*episode.warnings, *_some(episode.segmentation.notes))):
            episodes.setdefault(phrase, []).append(episode.name.label)
    notes = _doubts(sample)
    notes += [
        f"{sample.name} {_labels(sample, labels)}: {phrase}." for phrase, labels in episodes.items()
    ]
    doubtful = [
        f"{episode.name.label} at {places}"
        for episode in sample.episodes
        if (places := _transitions(episode))
    ]
    if doubtful:
        notes.append(
            f"{sample.name}, doubtful transitions with their confidence: {'; '.join(doubtful)}."
        )
    return notes


def _doubts(sample: SeriesSample) -> list[str]:
    """Say of a series which segments are in doubt, once for each reason, and how to settle it."""
    found: dict[tuple[SegmentKind, str], list[tuple[str, float]]] = {}
    for episode in sample.episodes:
        for doubt in episode.segmentation.doubts:
            seconds = episode.times.span_seconds(doubt.start, doubt.start + doubt.frames)
            place = found.setdefault((doubt.kind, doubt.reason), [])
            place.append((episode.name.label, seconds))
    told = [
        f"{sample.name} {_labels(sample, [label for label, _ in places])}: "
        f"{with_article(kind)} of up to "
        f"{max(seconds for _, seconds in places):.1f} s may lie in the body: {reason}."
        for (kind, reason), places in found.items()
    ]
    return [*told, *([f"{sample.name}: {settling(sample)}"] if told else [])]


def _labels(sample: SeriesSample, labels: Sequence[str]) -> str:
    """Name episodes, all of them in a word."""
    if len(set(labels)) == len(sample) > MANY:
        return f"(all {len(sample)} {sample.unit}s)"
    return ", ".join(dict.fromkeys(labels))


def _bodies(everyone: Sequence[SeriesSample]) -> list[str]:
    known = (episode for one in everyone for episode in one.episodes)
    if not any(episode.is_segmented or not episode.is_certain for episode in known):
        return ["the whole file: openings, endings and previews are counted"]
    return [f"{one.name}: {_body(one)}." for one in everyone]


def _body(sample: SeriesSample) -> str:
    """Say what is set apart in a series, and what is in doubt."""
    found = Counter(
        kind
        for episode in sample.episodes
        for kind in {segment.kind for segment in episode.segments}
    )
    kinds = [
        f"{kind}{'es' if kind.endswith('ch') else 's'} in {found[kind]}"
        for kind in SEGMENT_KINDS
        if kind != "body" and found[kind]
    ]
    episodes = count_of(len(sample), sample.unit)
    text = f"set apart are {', '.join(kinds)} of {episodes}" if kinds else "nothing is set apart"
    uncertain = [episode for episode in sample.episodes if not episode.is_certain]
    if uncertain:
        most = max(high - low for low, high in (one.body_shots_bounds for one in uncertain))
        whose = "its count" if len(uncertain) == 1 else "their counts"
        text += f"; uncertain in {len(uncertain)}: {whose} could be lower by up to {most} shots"
    return text


def _some(phrases: Sequence[str]) -> list[str]:
    more = len(phrases) - MAX_DOUBTS
    rest = [f"{more} more of this kind, which `cutstat show` lists"] if more > 0 else []
    return [*phrases[:MAX_DOUBTS], *rest]


def _transitions(episode: EpisodeMeasures) -> str:
    """Say where an episode has doubtful transitions; empty without one."""
    doubtful = episode.doubtful
    places = [
        f"{format_clock(episode.times.seconds(found.start))} ({found.confidence:.2f})"
        for found in doubtful[:MAX_DOUBTS]
    ]
    more = len(doubtful) - len(places)
    return ", ".join(places) + (f" and {more} more" if more else "")
