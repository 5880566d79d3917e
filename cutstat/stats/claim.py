"""A claim about a show, statement by statement, and what the data answer."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cutstat.measure.episode import SpanMeasures
from cutstat.measure.table import MEASURES, Measure
from cutstat.stats.compare import why_refused
from cutstat.stats.contrast import ComparisonSettings, Decision, contrast, decide_by
from cutstat.stats.corrected import correct, shots_factor
from cutstat.stats.detection_error import DetectionError
from cutstat.stats.published import against_published
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import change, p_text
from cutstat.stats.typicality import typicality

Direction = Literal["higher", "lower", "same"]
Against = Literal["mean", "typical", "published"]
Answer = Literal["supported", "contradicted", "undecided", "cannot be asked"]

PUBLISHED_MEASURES = ("shots_per_minute", "shots_per_20_min")
"""Measures that published figures speak of."""

COUNTING_MEASURES: Mapping[str, int] = {
    "shots": 1,
    "shots_per_minute": 1,
    "shots_per_20_min": 1,
    "asl_seconds": -1,
}
"""Measures that an audit corrects, with the power of the number of shots that they go by."""

NO_SIZES = ("quantile_skewness", "slowest_minute_start_seconds", "fastest_minute_start_seconds")
"""Measures of which a ratio says nothing: they have a sign, or are places."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a claim, with the measure that stands for it."""

    text: str
    measure: str
    """Key of a measure, taken of the bodies."""

    direction: Direction
    against: Against
    """The mean of the named baselines; the shows that these are a sample of; what is published."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the data say to one statement."""

    statement: Statement
    answer: Answer
    sentence: str
    means: tuple[tuple[str, float], ...] = ()
    """Each series with the geometric mean of its episodes, the target first."""

    ratio: float | None = None
    """The target's geometric mean over the equal-weight one of the baselines."""

    interval: tuple[float, float] | None = None
    """Confidence interval of the ratio, against the mean of baselines."""

    expected: tuple[float, float] | None = None
    """Between which ratios a further show lies, against what is typical."""

    p_value: float | None = None
    """Two-sided; None for what an audit has corrected, of which there is only the interval."""


def answer_statement(
    statement: Statement,
    target: SeriesSample,
    baselines: Sequence[SeriesSample],
    *,
    settings: ComparisonSettings,
    errors: Mapping[str, DetectionError] | None = None,
) -> Answered:
    """Answer one statement by the rules below, which are fixed before the data are seen.

    Against the mean of the baselines the answer is read off the verdict (`contrast.decide`). A
    statement of "higher" is supported by higher, though its size be uncertain; contradicted by
    equivalent and lower; else undecided. "Lower" is its mirror. "Same" is supported by equivalent,
    contradicted by a difference that exceeds the margin for certain.

    Against what is typical, an unusual show supports or contradicts by its side. One that is not
    unusual leaves every statement undecided: it was not shown to be usual either. Published figures
    are described, not tested; within their band every statement but "same" is undecided.

    Audits in `errors`, by name of the series, correct `COUNTING_MEASURES`, except against published
    figures.

    Raises
    ------
    ValueError
        If the measure of the statement is unknown, or no ratio of it can be formed.
    """
    measure = find_measure(statement.measure)
    asks_published = statement.against == "published"
    if asks_published and measure.key not in PUBLISHED_MEASURES:
        return cannot_ask(
            statement, f"published figures speak of cutting rates alone, not of {measure.key}"
        )
    if not asks_published and not baselines:
        return cannot_ask(statement, "no baseline is named")
    everyone = [target] if asks_published else [target, *baselines]
    refusal = why_refused(everyone, settings)
    if refusal is not None:
        return cannot_ask(statement, refusal)
    if asks_published:
        return _by_published(statement, target)
    logs = [log_values(one, measure) for one in everyone]
    undefined = [
        f"{one.name} {episode.name.label}"
        for one, values in zip(everyone, logs, strict=True)
        for episode, value in zip(one.episodes, values, strict=True)
        if not math.isfinite(value)
    ]
    if undefined:
        return cannot_ask(
            statement,
            f"{measure.key} has no logarithm in {len(undefined)} episodes "
            f"({undefined[0]} first), so no ratio can be formed",
        )
    if statement.against == "typical":
        return _by_typicality(
            statement, measure, everyone, logs, settings=settings, errors=errors or {}
        )
    return _by_mean(statement, measure, everyone, logs, settings=settings, errors=errors or {})


def cannot_ask(statement: Statement, reason: str) -> Answered:
    """Say why a statement has no answer; the reason is a sentence without a full stop."""
    return Answered(statement, "cannot be asked", f"Cannot be asked of these data: {reason}.")


def find_measure(key: str) -> Measure:
    """Give the measure of a key.

    Raises
    ------
    ValueError
        If there is none, or a ratio of it says nothing.
    """
    keys = [measure.key for measure in MEASURES]
    if key in NO_SIZES:
        raise ValueError(f"measure {key!r} has a sign or is a place, so its ratio says nothing")
    if key in keys:
        return MEASURES[keys.index(key)]
    near = difflib.get_close_matches(key, keys, n=3, cutoff=0.5) or keys
    raise ValueError(f"measure {key!r} is unknown; did you mean {', '.join(near)}?")


def log_values(series: SeriesSample, measure: Measure) -> NDArray[np.float64]:
    """Give the logarithm of a measure of each body, shape (n_episodes,); nan where it has none.

    A share may be 0, so it is taken as ``(count + 0.5) / (n + 1)`` of n shots. For a share of time,
    `count` is the share times n.
    """
    return np.array([_log_value(episode.body, measure) for episode in series.episodes])


def _log_value(body: SpanMeasures, measure: Measure) -> float:
    value = float(measure.value(body))
    if measure.unit == "share":
        value = (value * body.shots + 0.5) / (body.shots + 1)
    return math.log(value) if value > 0 else math.nan


def _by_mean(
    statement: Statement,
    measure: Measure,
    everyone: Sequence[SeriesSample],
    logs: Sequence[NDArray[np.float64]],
    *,
    settings: ComparisonSettings,
    errors: Mapping[str, DetectionError],
) -> Answered:
    target, *baselines = everyone
    found = contrast(logs[0], logs[1:], name="all baselines", settings=settings)
    if found is None:
        return cannot_ask(statement, "the episodes do not vary, so no interval can be given")
    correction = None
    if exponent := COUNTING_MEASURES.get(measure.key):
        correction = correct(
            found, target, baselines, errors=errors, settings=settings, exponent=exponent
        )
    best = correction or found
    factors = correction.factors if correction else {}
    decision = decide_by(best.interval, best.inner_interval, settings)
    answer = _answer(statement.direction, decision)
    low, high = map(change, best.interval)
    others = baselines[0].name if len(baselines) == 1 else f"the mean of {len(baselines)} baselines"
    sentence = (
        f"{answer.capitalize()}: {_subject(measure)}, {target.name} differs by "
        f"{change(best.ratio)} from {others} ({100 * (1 - settings.alpha):g} % interval {low} to "
        f"{high}){_remark(decision, settings)}."
    )
    return Answered(
        statement,
        answer,
        sentence,
        means=_means(everyone, [values.mean() for values in logs], factors, exponent or 0),
        ratio=best.ratio,
        interval=best.interval,
        p_value=None if correction else found.p_value,
    )


def _by_typicality(
    statement: Statement,
    measure: Measure,
    everyone: Sequence[SeriesSample],
    logs: Sequence[NDArray[np.float64]],
    *,
    settings: ComparisonSettings,
    errors: Mapping[str, DetectionError],
) -> Answered:
    exponent = COUNTING_MEASURES.get(measure.key, 0)
    own, *others = (
        float(values.mean())
        + (exponent * math.log(shots_factor(one, errors[one.name])) if one.name in errors else 0)
        for one, values in zip(everyone, logs, strict=True)
    )
    found = typicality(own, np.array(others), settings=settings)
    if len(others) < settings.min_shows:
        return cannot_ask(
            statement,
            f"what is usual takes at least {settings.min_shows} baselines, and {len(others)} "
            f"{'is' if len(others) == 1 else 'are'} named",
        )
    if found.p_value is None or found.expected is None:
        return cannot_ask(statement, "the baselines do not vary, so nothing is unusual among them")
    ratio = math.exp(own - float(np.mean(others)))
    answer: Answer = "undecided"
    if found.p_value < settings.alpha:
        side = "higher" if ratio > 1 else "lower"
        answer = "supported" if statement.direction == side else "contradicted"
    low, high = map(change, found.expected)
    sentence = (
        f"{answer.capitalize()}: {_subject(measure)}, {everyone[0].name} differs by "
        f"{change(ratio)} from the mean of {len(others)} shows, and "
        f"{100 * (1 - settings.alpha):g} % of such shows lie between {low} and {high} "
        f"({p_text(found.p_value)}; number {found.rank} of {found.shows})."
    )
    return Answered(
        statement,
        answer,
        sentence,
        means=_means(everyone, [own, *others], {}, 0),
        ratio=ratio,
        expected=found.expected,
        p_value=found.p_value,
    )


def _by_published(statement: Statement, target: SeriesSample) -> Answered:
    found = against_published(target)
    answer: Answer
    if found.place == "within":
        answer = "supported" if statement.direction == "same" else "undecided"
    else:
        side = "higher" if found.place == "above" else "lower"
        answer = "supported" if statement.direction == side else "contradicted"
    sentence = f"{answer.capitalize()}, as described and not tested: {found.sentence}"
    return Answered(statement, answer, sentence, means=((target.name, found.rate),))


def _answer(direction: Direction, decision: Decision) -> Answer:
    if decision == "inconclusive":
        return "undecided"
    if direction == "same":
        if decision == "equivalent":
            return "supported"
        return "contradicted" if decision in ("higher", "lower") else "undecided"
    return "supported" if decision.startswith(direction) else "contradicted"


def _remark(decision: Decision, settings: ComparisonSettings) -> str:
    """Say what the interval leaves open."""
    if decision.endswith("size-uncertain"):
        return ", by an uncertain amount"
    if decision == "equivalent":
        return f", which is the same within {100 * settings.margin:g} %"
    return ", which shows neither a difference nor none" if decision == "inconclusive" else ""


def _means(
    everyone: Sequence[SeriesSample],
    logs: Sequence[float],
    factors: Mapping[str, float],
    exponent: int,
) -> tuple[tuple[str, float], ...]:
    """Give the mean of each series after the correction."""
    return tuple(
        (one.name, math.exp(mean) * factors.get(one.name, 1.0) ** exponent)
        for one, mean in zip(everyone, logs, strict=True)
    )


def _subject(measure: Measure) -> str:
    return f"in {measure.title[0].lower()}{measure.title[1:]}"
