"""What a reader must know to weigh a verdict, in words."""

from __future__ import annotations

import math
import shlex

from cutstat.core.segments import Doubt
from cutstat.core.timing import FrameTimes, format_clock
from cutstat.core.words import count_of, with_article
from cutstat.stats.compare import Comparison
from cutstat.stats.numbers import change, change_range, p_text, percent
from cutstat.stats.robustness import Robustness
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import decision_text, single_show_sentence
from cutstat.stats.speed import speed_sentence
from cutstat.stats.total import Source, Total

KNOWN_ERRORS = {"cutstat 3": (382 / 402, 382 / 404)}
"""Precision and recall of a detector on annotated videos, each left out of training in its turn."""

KNOWN_BASIS = "404 transitions of 22 excerpts from TV anime, nearly all in fights and openings"
"""What `KNOWN_ERRORS` rests on."""

OPEN = ("inconclusive", "equivalent")

_SOURCES: dict[Source, str] = {
    "episodes": "chance between {unit}s",
    "shows and episodes": "which shows were chosen, and chance between {unit}s",
    "detector": "errors of the detector",
    "segments in doubt": "segments in doubt",
    "speed": "files at 25 frames a second, which may be films played 4 % too fast "
    "(`cutstat scan --film-rate` or `--own-rate` settles it)",
}


def caveats(comparison: Comparison) -> tuple[str, ...]:
    """List what a reader must know to weigh the verdict, one sentence each."""
    sentences = list(comparison.warnings)
    if comparison.ratio_bounds is not None:
        sentences.append(_uncertainty(comparison, comparison.ratio_bounds))
    if comparison.total and not comparison.refusal:
        sentences.append(_parts(comparison, comparison.total))
    everyone = (comparison.target, *comparison.baselines)
    sentences += [said for one in everyone if (said := speed_sentence(one)) is not None]
    sentences += _errors(comparison)
    sentences += _spread(comparison)
    if not comparison.refusal:
        sentences += [
            one for one in (single_show_sentence(comparison), _detectable(comparison)) if one
        ]
    return tuple(sentences)


def _parts(comparison: Comparison, total: Total) -> str:
    """Say what the interval is made of, the largest part first."""
    parts = "; ".join(
        f"{_SOURCES[one.source].format(unit=comparison.unit)} {change_range(one.interval)}"
        for one in total.parts
    )
    return f"What the interval holds, the largest part first, each alone: {parts}."


def _detectable(comparison: Comparison) -> str:
    """Say what would have been found, of every question that is still open; may be empty."""
    found = []
    for one in comparison.by_quantity:
        if one.decision in OPEN and one.detectable_ratio:
            found.append(f"{change(one.detectable_ratio)} {one.per} against these series")
        if one.usual and one.usual.total.decision in OPEN:
            found.append(f"{change(one.usual.total.detectable_ratio)} {one.per} against the usual")
    single = comparison.typicality
    if single.detectable_ratio and single.p_value and single.p_value >= comparison.settings.alpha:
        found.append(f"{change(single.detectable_ratio)} a minute against single shows")
    if not found:
        return ""
    return (
        f"With these {comparison.unit}s, only differences of about this size would have been found "
        f"(chance 80 %): {', '.join(found)}."
    )


def _spread(comparison: Comparison) -> list[str]:
    """Say which spread between shows the answer about the usual rests on."""
    found, settings = comparison.usual, comparison.settings
    if found is None or comparison.refusal:
        return []
    own = f", {percent(found.own_spread)} among these alone" if found.own_spread else ""
    text = (
        f"What is usual rests on shows that differ by {percent(found.spread)} (standard deviation "
        f"of logarithms{own}; {percent(settings.known_spread)} is known of nine TV anime)"
    )
    others = [
        f"at {times:g} times of it “{decision_text(decision, settings.margin)}”"
        for times, decision in found.at_spreads
        if decision != found.total.decision
    ]
    more = "; the answer would be " + ", ".join(others) if others else ""
    return [f"{text}{more or '; half of it, or 1.3 times, gives the same answer'}."]


def robustness_sentences(found: Robustness) -> tuple[str, ...]:
    """Say whether the verdict holds under other tests and other conditions, one sentence each."""
    sentences: list[str] = []
    for name, variants in (
        (f"whichever {found.unit} is left out", found.without_one),
        ("at other thresholds of the detector", found.thresholds),
    ):
        if not variants:
            continue
        ratios = [one.ratio for one in variants]
        changed = [one for one in variants if one.decision != found.decision]
        more = f" and {len(changed) - 1} more of this kind" if len(changed) > 1 else ""
        what = (
            f"The verdict changes {changed[0].condition}{more}"
            if changed
            else f"The verdict is the same {name}"
        )
        sentences.append(
            f"{what}; the difference goes from {change_range((min(ratios), max(ratios)))}."
        )
    for test in found.tests:
        extent = "all" if test.is_exact else "drawn"
        found_by = [
            f"{name} {p_text(p_value)}"
            for name, p_value in (
                (f"permutation ({test.arrangements} arrangements, {extent})", test.p_permutation),
                ("trimmed means", test.p_trimmed),
                ("ranks", test.p_brunner_munzel),
            )
            if not math.isnan(p_value)
        ]
        if abs(test.cliffs_delta) == 1:
            found_by.append("ranks: no overlap")
        sentences.append(
            f"{test.baseline} by other tests: {', '.join(found_by)}; "
            f"Cliff's d = {test.cliffs_delta:+.2f}."
        )
    sentences += [
        f"Neighbouring {found.unit}s of {name} correlate by {lag:+.2f}."
        for name, lag in found.lag_one
    ]
    if found.tipping_phi is not None:
        sentences.append(
            f"The difference would no longer be told from chance between {found.unit}s if "
            f"neighbours correlated by {found.tipping_phi:.2f} or more."
        )
    return tuple(sentences)


def _errors(comparison: Comparison) -> list[str]:
    """Say what the errors of the detector mean for the verdict."""
    sentences: list[str] = []
    correction = comparison.correction
    if correction:
        factors = ", ".join(
            f"{name} {100 * (factor - 1):+.1f} %".replace("-", "−")
            for name, factor in correction.factors.items()
        )
        sentence = f"Shot counts are corrected by what audits of the detection found: {factors}"
        if correction.unaudited:
            sentence += (
                f". Not audited, so taken to be detected alike: {', '.join(correction.unaudited)}"
            )
        sentences.append(f"{sentence}. Single baselines and checks stand as detected.")
    tipping = comparison.tipping_point
    if tipping is not None and tipping > 0:
        more = "more" if comparison.decision.startswith("higher") else "fewer"
        word = decision_text(comparison.decision, comparison.settings.margin)
        sentences.append(
            f"“{word.capitalize()}” would no longer hold of the cutting rate if the detector "
            f"counted {percent(tipping)} {more} shots in the target than in the baselines by error "
            "alone, beyond what the interval holds."
        )
    known = [KNOWN_ERRORS[name] for name in _detectors(comparison) if name in KNOWN_ERRORS]
    if known and not comparison.refusal and (correction is None or correction.unaudited):
        precision, recall = known[0]
        sentences.append(
            f"On {KNOWN_BASIS}, this detector finds {percent(recall)}, and {percent(precision)} of "
            "what it finds are right; on these series it may be otherwise, which `cutstat audit` "
            "measures."
        )
    return sentences


def _detectors(comparison: Comparison) -> set[str]:
    return {
        f"{episode.detector.name} {episode.detector.version}"
        for one in (comparison.target, *comparison.baselines)
        for episode in one.episodes
    }


def _uncertainty(comparison: Comparison, bounds: tuple[float, float]) -> str:
    """Say how far segments in doubt could move the ratio."""
    everyone = (comparison.target, *comparison.baselines)
    counts = [
        (one.name, sum(not episode.is_certain for episode in one.episodes)) for one in everyone
    ]
    total = sum(count for _, count in counts)
    places = ", ".join(f"{name}: {count}" for name, count in counts if count)
    return (
        f"In {count_of(total, comparison.unit)} ({places}) a segment is in doubt and counts as "
        f"body. If such segments were left out, the difference could lie anywhere from "
        f"{change_range(bounds)}, instead of at {change(comparison.ratio)}. "
        f"{settling(next(one for one in everyone if not one.is_certain))}"
    )


def settling(sample: SeriesSample) -> str:
    """Say by which command the segments in doubt of a series are settled where there are none."""
    doubtful = next(one for one in sample.episodes if one.segmentation.doubts)
    if not sample.is_cropped:
        return f"`cutstat segments set {shlex.quote(sample.name)} body 0 end` says there are none."
    name = shlex.quote(f"{sample.name} {doubtful.name.label}")
    kind, whose = doubtful.segmentation.doubts[0].kind, with_article(sample.unit)
    return f"`cutstat segments set {name} {kind} --none` says of {whose} that it has none."


def doubt_phrase(doubt: Doubt, *, times: FrameTimes) -> str:
    """Say which segment may lie where, without a full stop."""
    length = times.span_seconds(doubt.start, doubt.start + doubt.frames)
    start, stop = (format_clock(times.seconds(frame)) for frame in (doubt.start, doubt.stop))
    return (
        f"{with_article(doubt.kind)} of up to {length:.1f} s may lie between {start} and {stop}: "
        f"{doubt.reason}"
    )
