"""The verdict in words that anyone can read."""

from __future__ import annotations

import math

from cutstat.core.segments import Doubt
from cutstat.core.timing import FrameTimes, format_clock
from cutstat.stats.compare import Comparison
from cutstat.stats.contrast import Contrast
from cutstat.stats.robustness import Robustness

KNOWN_ERRORS = {"cutstat 2": (196 / 201, 196 / 200)}
"""Precision and recall of a detector on annotated videos, each left out of training in its turn."""


def verdict_sentence(comparison: Comparison) -> str:
    """Say in one sentence what the comparison found."""
    target = comparison.target.name
    others = _others(comparison)
    margin = _percent(comparison.settings.margin)
    if comparison.refusal is not None:
        return f"No verdict on {target}: {comparison.refusal}."
    if comparison.interval is None or comparison.inner_interval is None:
        return (
            f"No verdict on {target}: its episodes and those of {others} do not vary, so no "
            f"interval can be given; as counted, it is cut {_compared(comparison.ratio, others)}."
        )
    level = 1 - comparison.settings.alpha
    interval = _interval(comparison.interval, level)
    size = _percent(abs(comparison.ratio - 1))
    match comparison.decision:
        case "higher":
            return f"{target} is cut {size} faster than {others} ({interval})."
        case "lower":
            return f"{target} is cut {size} slower than {others} ({interval})."
        case "higher-size-uncertain":
            return (
                f"{target} is cut faster than {others}, but by how much is uncertain: "
                f"{size} ({interval})."
            )
        case "lower-size-uncertain":
            return (
                f"{target} is cut slower than {others}, but by how much is uncertain: "
                f"{size} ({interval})."
            )
        case "equivalent":
            inner = _interval(comparison.inner_interval, 1 - 2 * comparison.settings.alpha)
            return f"{target} is cut as fast as {others}, within {margin} ({inner})."
        case _:
            return (
                f"These episodes do not show whether {target} is cut faster or slower than "
                f"{others} ({interval})."
            )


def rank_sentence(comparison: Comparison) -> str:
    """Say which place the target takes among all series, and how usual that is."""
    if (
        len({name for one in (comparison.target, *comparison.baselines) for name in one.detectors})
        > 1
    ):
        return "Counts of different detectors have no rank."
    count = 1 + len(comparison.baselines)
    rank = comparison.rank
    if rank == 1:
        place = f"Of these {count} series it has the highest mean cutting rate"
    elif rank == count:
        place = f"Of these {count} series it has the lowest mean cutting rate"
    else:
        place = f"By mean cutting rate it is number {rank} of these {count} series"
    own = comparison.target.geometric_mean_rate
    equals = [
        one.name
        for one in comparison.baselines
        if math.isclose(one.geometric_mean_rate, own, rel_tol=1e-9)
    ]
    if equals:
        place += f", together with {' and '.join(equals)}"
    found = comparison.typicality
    if found.p_value is None or found.expected is None or comparison.refusal:
        return f"{place}."
    low, high = map(change, found.expected)
    alpha = comparison.settings.alpha
    is_faster = (found.statistic or 0) > 0
    verdict = (
        f"cut unusually {'fast' if is_faster else 'slow'}"
        if found.p_value < alpha
        else "not cut unusually fast or slow"
    )
    return (
        f"{place}; for a show like the {len(comparison.baselines)} baselines it is {verdict} "
        f"({p_text(found.p_value)}): {_percent(1 - alpha)} of such shows lie between {low} and "
        f"{high} of their mean, by these few."
    )


def caveats(comparison: Comparison) -> tuple[str, ...]:
    """List what a reader must know to weigh the verdict, one sentence each."""
    sentences = list(comparison.warnings)
    if comparison.ratio_bounds is not None:
        sentences.append(_uncertainty(comparison, comparison.ratio_bounds))
    sentences += _errors(comparison)
    primary, detectable = comparison.primary, comparison.detectable_ratio
    is_open = comparison.decision in ("inconclusive", "equivalent")
    if is_open and primary and detectable and not _excludes_none(comparison, primary):
        sentences.append(
            f"With these episodes, only a difference of about {_percent(detectable - 1)} "
            "would have been found (chance 80 %)."
        )
    return tuple(sentences)


def _excludes_none(comparison: Comparison, primary: Contrast) -> bool:
    """Whether a difference was found, however small."""
    if comparison.correction is None:
        return bool(primary.p_value < comparison.settings.alpha)
    low, high = comparison.correction.interval
    return not low <= 1 <= high


def robustness_sentences(found: Robustness) -> tuple[str, ...]:
    """Say whether the verdict holds under other tests and other conditions, one sentence each."""
    sentences: list[str] = []
    for name, variants in (
        ("without any one episode", found.without_one),
        ("at other thresholds of the detector", found.thresholds),
    ):
        if not variants:
            continue
        ratios = [one.ratio for one in variants]
        low, high = change(min(ratios)), change(max(ratios))
        changed = [one for one in variants if one.decision != found.decision]
        more = f" and {len(changed) - 1} more of this kind" if len(changed) > 1 else ""
        what = (
            f"The verdict changes {changed[0].condition}{more}"
            if changed
            else f"The verdict {name} is the same"
        )
        sentences.append(f"{what}; the difference goes from {low} to {high}.")
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
        f"Neighbouring episodes of {name} correlate by {lag:+.2f}." for name, lag in found.lag_one
    ]
    if found.tipping_phi is not None:
        sentences.append(
            "The difference would no longer be told from chance if neighbouring episodes "
            f"correlated by {found.tipping_phi:.2f} or more."
        )
    return tuple(sentences)


def p_text(p_value: float) -> str:
    """Write a p-value with the digits that it deserves: ``p = .012`` or ``p < .001``."""
    return "p < .001" if p_value < 0.001 else f"p = {p_value:.3f}".replace("0.", ".")


def change(ratio: float) -> str:
    """Write a ratio as a change: 1.21 is +21 %, 12 is ×12."""
    if ratio >= 1000:
        return "×1000+"
    if ratio >= 10:
        return f"×{ratio:.0f}"
    percent = round((ratio - 1) * 100)
    return f"{percent:+d} %".replace("-", "−") if percent else "0 %"


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
            sentence += f". Not audited, so as detected: {', '.join(correction.unaudited)}"
        sentences.append(f"{sentence}. Single baselines and checks stand as detected.")
    tipping = comparison.tipping_point
    if tipping is not None:
        more = "more" if comparison.decision.startswith("higher") else "fewer"
        beyond = ", beyond what is corrected" if correction else ""
        sentences.append(
            f"The verdict would fall if the detector counted {_percent(tipping)} {more} shots in "
            f"the target than in the baselines by error alone{beyond}."
        )
    known = [KNOWN_ERRORS[name] for name in _detectors(comparison) if name in KNOWN_ERRORS]
    if known and not comparison.refusal and (correction is None or correction.unaudited):
        precision, recall = known[0]
        sentences.append(
            f"On annotated videos of many kinds this detector finds {_percent(recall)} of the "
            f"transitions, and {_percent(precision)} of what it finds are right; on these series "
            "it may be otherwise, which `cutstat audit` measures."
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
    counts = [
        (one.name, sum(not episode.is_certain for episode in one.episodes))
        for one in (comparison.target, *comparison.baselines)
    ]
    total = sum(count for _, count in counts)
    places = ", ".join(f"{name}: {count}" for name, count in counts if count)
    low, high = (change(bound) for bound in bounds)
    return (
        f"In {total} episode{'s' if total > 1 else ''} ({places}) a segment is in doubt and counts "
        f"as body. If such segments were left out, the difference could lie anywhere from {low} "
        f"to {high}, instead of at {change(comparison.ratio)}."
    )


def doubt_phrase(doubt: Doubt, *, times: FrameTimes) -> str:
    """Say which segment may lie where, without a full stop."""
    article = "an" if doubt.kind[0] in "aeiou" else "a"
    length = times.span_seconds(doubt.start, doubt.start + doubt.frames)
    start, stop = (format_clock(times.seconds(frame)) for frame in (doubt.start, doubt.stop))
    return (
        f"{article} {doubt.kind} of up to {length:.1f} s may lie between {start} and {stop}: "
        f"{doubt.reason}"
    )


def _compared(ratio: float, others: str) -> str:
    if round(abs(ratio - 1) * 100) == 0:
        return f"as fast as {others}"
    return f"{_percent(abs(ratio - 1))} {'faster' if ratio > 1 else 'slower'} than {others}"


def _others(comparison: Comparison) -> str:
    names = [series.name for series in comparison.baselines]
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return f"the mean of {names[0]} and {names[1]}"
    return f"the mean of {len(names)} baselines"


def _interval(interval: tuple[float, float], level: float) -> str:
    return f"{_percent(level)} interval {change(interval[0])} to {change(interval[1])}"


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")
