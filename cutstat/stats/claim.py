"""A claim about a show, statement by statement, and what the data answer."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cutstat.core.words import count_of
from cutstat.measure.episode import SpanMeasures
from cutstat.measure.table import MEASURES, Measure
from cutstat.stats.compare import chance_of
from cutstat.stats.contrast import ComparisonSettings, Decision, contrast
from cutstat.stats.detection_error import DetectionError
from cutstat.stats.making import why_unknown
from cutstat.stats.numbers import change, change_range, p_text, percent
from cutstat.stats.published import against_published
from cutstat.stats.quantity import Quantity, geometric_mean
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import place_among_shows
from cutstat.stats.shifts import Shifts, draw_shifts
from cutstat.stats.total import Total, combine
from cutstat.stats.typicality import typicality
from cutstat.stats.usual import extra_variance, usual, without_known_spread
from cutstat.stats.weakness import why_refused

Direction = Literal["higher", "lower", "same"]
Against = Literal["mean", "usual", "typical", "published"]
Answer = Literal["supported", "contradicted", "undecided", "cannot be asked"]

PUBLISHED_MEASURES = ("shots", "shots_per_minute", "shots_per_20_min")
"""Measures that published figures speak of."""

COUNTING_MEASURES: Mapping[str, tuple[Quantity, int]] = {
    "shots": ("count", 1),
    "shots_per_minute": ("rate", 1),
    "shots_per_20_min": ("rate", 1),
    "asl_seconds": ("rate", -1),
}
"""Measures on which errors of detection and of segments have a known effect, with the quantity that
they are and the power of it. Of these the spread between shows is known too."""

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
    """The mean of the named baselines; what is usual, the middle of the shows that these are a
    sample of; a typical single one of these shows; what is published."""


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
    """Interval of the ratio, against the mean of baselines and what is usual."""

    expected: tuple[float, float] | None = None
    """Between which ratios a further show lies, against what is typical."""

    p_value: float | None = None
    """Two-sided, by the chance of episodes alone; None for what an audit has corrected, and for
    what is usual, of which there is only the interval."""

    share_range: tuple[float, float] | None = None
    """Between which shares of all shows the target may lie above, against what is usual."""


def answer_statement(
    statement: Statement,
    target: SeriesSample,
    baselines: Sequence[SeriesSample],
    *,
    settings: ComparisonSettings,
    errors: Mapping[str, DetectionError] | None = None,
) -> Answered:
    """Answer one statement by the rules below, which are fixed before the data are seen.

    Against the mean of the baselines, and against what is usual, the answer is read off the verdict
    (`contrast.decide_by`). A statement of "higher" is supported by higher, be its size uncertain or
    small; contradicted by equivalent and lower; else undecided. "Lower" is its mirror. "Same" is
    supported by what lies within the margin for certain, contradicted by what exceeds it for
    certain.

    Against a typical single show, an exceptional one supports or contradicts by its side. One that
    is not exceptional leaves every statement undecided: it was not shown to be usual either.
    Published figures are described, not tested; within their band every statement but "same" is
    undecided.

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
            statement, f"published figures speak of numbers of shots alone, not of {measure.key}"
        )
    if not asks_published and not baselines:
        return cannot_ask(
            statement,
            f'against = "{statement.against}" needs a series among the baselines; none is there '
            '(published figures are none): add a title or a folder, or ask against = "published"',
        )
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
            f"{measure.key} has no logarithm in {count_of(len(undefined), target.unit)} "
            f"({undefined[0]} first), so no ratio can be formed"
            + (f"; {why}" if (why := why_unknown(measure, everyone)) else ""),
        )
    shifts = None
    if found := COUNTING_MEASURES.get(measure.key):
        quantity, power = found
        drawn = draw_shifts(target, baselines, quantity, errors=errors or {}, settings=settings)
        shifts = drawn.times(power)
    asked = _Asked(statement, measure, everyone, logs, shifts, settings)
    match statement.against:
        case "typical":
            return _by_typicality(asked)
        case "usual":
            return _by_usual(asked)
        case _:
            return _by_mean(asked)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A statement with the numbers that answer it."""

    statement: Statement
    measure: Measure
    everyone: Sequence[SeriesSample]
    logs: Sequence[NDArray[np.float64]]
    """Of each series the log values of its episodes."""

    shifts: Shifts | None
    """None for a measure on which the effect of errors is not known."""

    settings: ComparisonSettings

    @property
    def others(self) -> str:
        names = [one.name for one in self.everyone[1:]]
        return names[0] if len(names) == 1 else f"the mean of {len(names)} baselines"

    @property
    def level(self) -> str:
        return percent(1 - self.settings.alpha)

    @property
    def means(self) -> tuple[tuple[str, float], ...]:
        """Give the mean of each series after the correction."""
        factors = self.shifts.applied if self.shifts else {}
        return tuple(
            (one.name, math.exp(values.mean()) * factors.get(one.name, 1.0))
            for one, values in zip(self.everyone, self.logs, strict=True)
        )


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


def _by_mean(asked: _Asked) -> Answered:
    """Answer against these shows alone."""
    statement, settings = asked.statement, asked.settings
    found = contrast(asked.logs[0], asked.logs[1:], name="all baselines", settings=settings)
    if found is None:
        unit = asked.everyone[0].unit
        return cannot_ask(statement, f"the {unit}s do not vary, so no interval can be given")
    total = combine(chance_of(found), asked.shifts, settings=settings)
    return Answered(
        statement,
        *_said(asked, total, f"from {asked.others}"),
        means=asked.means,
        ratio=total.ratio,
        interval=total.interval,
        p_value=None if asked.shifts and asked.shifts.factors else found.p_value,
    )


def _by_usual(asked: _Asked) -> Answered:
    """Answer against the middle of the shows that the baselines are a sample of."""
    statement, count = asked.statement, len(asked.logs) - 1
    settings = asked.settings
    if asked.shifts is None:
        settings = without_known_spread(settings)
        if count < settings.min_shows:
            return cannot_ask(
                statement,
                f"by how much shows differ in {asked.measure.key} is not known beforehand, so what "
                f"is usual takes at least {settings.min_shows} baselines, and {count} "
                f"{'is' if count == 1 else 'are'} named",
            )
    found = usual(asked.logs[0], asked.logs[1:], settings=settings, shifts=asked.shifts)
    if found is None:
        return cannot_ask(statement, "the shows do not vary, so no interval can be given")
    by = "one show" if count == 1 else f"{count} shows"
    known = " and what is known of how much TV anime differ" if asked.shifts else ""
    answer, sentence = _said(
        asked, found.total, f"from what is usual, which is judged by {by}{known}"
    )
    return Answered(
        statement,
        answer,
        f"{sentence} Of all shows, {place_among_shows(found.share_below, found.share_range)}.",
        means=asked.means,
        ratio=found.total.ratio,
        interval=found.total.interval,
        share_range=found.share_range,
    )


def _said(asked: _Asked, total: Total, whom: str) -> tuple[Answer, str]:
    """Give the answer that a total gives, and say it."""
    answer = answer_of(asked.statement.direction, total.decision)
    sentence = (
        f"{answer.capitalize()}: in {asked.measure.subject}, {asked.everyone[0].name} differs by "
        f"{change(total.ratio)} {whom} ({asked.level} interval {change_range(total.interval)})"
        f"{_remark(total, asked.settings)}.{_margin(asked)}"
    )
    others = [one for one in total.at_bounds if answer_of(asked.statement.direction, one) != answer]
    if others:
        words = " or ".join(dict.fromkeys(answer_of(asked.statement.direction, o) for o in others))
        sentence += f" With the segments in doubt at a bound, it would be {words}."
    return answer, sentence


def _margin(asked: _Asked) -> str:
    """Say by what a share itself may be off, which the interval does not hold."""
    margin, unit = asked.measure.margin, asked.everyone[0].unit
    if margin is None:
        return ""
    return f" The share itself may be off by {100 * margin:.0f} points in each {unit}."


def _by_typicality(asked: _Asked) -> Answered:
    """Answer against a single further show."""
    statement, settings = asked.statement, asked.settings
    own, *others = (math.log(mean) for _, mean in asked.means)
    if len(others) < settings.min_shows:
        return cannot_ask(
            statement,
            f"what single shows are like takes at least {settings.min_shows} baselines, and "
            f"{len(others)} {'is' if len(others) == 1 else 'are'} named",
        )
    found = typicality(
        own,
        np.array(others),
        settings=settings,
        extra=extra_variance(asked.logs[0], asked.logs[1:]),
    )
    if found.p_value is None or found.expected is None:
        return cannot_ask(
            statement, "the baselines do not vary, so nothing is exceptional among them"
        )
    ratio = math.exp(own - float(np.mean(others)))
    answer: Answer = "undecided"
    if found.p_value < settings.alpha:
        answer = answer_of(statement.direction, "higher" if ratio > 1 else "lower")
    reach = (
        f" (with a chance of 80 %, one that differs by {change(found.detectable_ratio or 1)} would "
        "have been told from them)"
    )
    expected = change_range(found.expected, joint=" and ")
    sentence = (
        f"{answer.capitalize()}: in {asked.measure.subject}, {asked.everyone[0].name} differs by "
        f"{change(ratio)} from the mean of {len(others)} shows, and {asked.level} of single shows "
        f"like these are expected between {expected} ({p_text(found.p_value)})"
        f"{reach if answer == 'undecided' else ''}."
    )
    return Answered(
        statement,
        answer,
        sentence,
        means=asked.means,
        ratio=ratio,
        expected=found.expected,
        p_value=found.p_value,
    )


def _by_published(statement: Statement, target: SeriesSample) -> Answered:
    quantity: Quantity = "count" if statement.measure == "shots" else "rate"
    found = against_published(target, quantity)
    answer: Answer
    if found.place == "within":
        answer = "supported" if statement.direction == "same" else "undecided"
    else:
        answer = answer_of(statement.direction, "higher" if found.place == "above" else "lower")
    sentence = f"{answer.capitalize()}, as described and not tested: {found.sentence}"
    return Answered(
        statement, answer, sentence, means=((target.name, geometric_mean(target, quantity)),)
    )


def answer_of(direction: Direction, decision: Decision) -> Answer:
    """Give what a verdict answers to a statement of some direction."""
    if decision == "inconclusive":
        return "undecided"
    if direction == "same":
        if decision == "equivalent" or decision.endswith("small"):
            return "supported"
        return "contradicted" if decision in ("higher", "lower") else "undecided"
    return "supported" if decision.startswith(direction) else "contradicted"


def _remark(total: Total, settings: ComparisonSettings) -> str:
    """Say what the interval leaves open."""
    margin = percent(settings.margin)
    if total.decision.endswith("size-uncertain"):
        return ", by an uncertain amount"
    if total.decision.endswith("small"):
        return f", which is a difference, but less than {margin}"
    if total.decision == "equivalent":
        return f", which is the same within {margin}"
    if total.decision != "inconclusive":
        return ""
    found = change(total.detectable_ratio)
    return (
        ", which shows neither a difference nor none; with a chance of 80 %, one of "
        f"{found} would have been found"
    )
