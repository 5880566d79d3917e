"""The verdict in words that anyone can read."""

from __future__ import annotations

import re

from cutstat.core.episodes import Unit
from cutstat.core.words import with_article
from cutstat.stats.compare import Comparison
from cutstat.stats.contrast import Decision
from cutstat.stats.numbers import change_range, is_far, p_text, percent, times_text
from cutstat.stats.quantity import Quantity

AS_USUAL = "is usual"
"""What a target is set against where no series are named: "more than is usual"."""

WIDEST_PLACE = 75.0
"""Width of the range of a place among 100 shows from which on no place is named."""

LONG = 0.005
"""Difference of logarithms of lengths from which on a body is called longer or shorter."""

_MORE: dict[Quantity, tuple[str, str, str, str]] = {
    "count": ("has", "more shots {an}", "fewer shots {an}", "as many shots {an}"),
    "rate": ("is cut", "faster", "slower", "as fast"),
}
"""Verb, more, fewer and the same, of each quantity; an episode or a film is yet to be named."""


def headline(comparison: Comparison) -> str:
    """Say what was found of these series: in shots an episode, then in shots a minute.

    What was counted comes first where all episodes are at hand; why the two differ, and what
    segments in doubt could change, comes last.
    """
    if comparison.refusal is not None:
        return verdict_sentence(comparison)
    both = comparison.by_quantity
    parts = [counted_sentence(one) for one in both if comparison.settings.is_whole]
    told = [one for one in both if one.total is not None]
    first, *others = (verdict_sentence(one) for one in told or both[-1:])
    subject = f"{comparison.target.name} "
    if first.startswith(subject):  # the next sentence need not name it again
        others = [re.sub(f"^{re.escape(subject)}", "It ", one) for one in others]
    parts += [first, *others]
    parts += [_unvaried_sentence(one) for one in both if told and one.total is None]
    parts += [disagreement(comparison), _bounds_told(comparison)]
    return " ".join(part for part in parts if part)


def verdict_sentence(comparison: Comparison) -> str:
    """Say in one sentence what the comparison with these series found."""
    target = comparison.target.name
    others = others_text(comparison)
    if comparison.refusal is not None:
        return f"No verdict on {target}: {comparison.refusal}."
    found = comparison.total
    if found is None:
        return (
            f"It cannot be told by how much {target} differs from {others}: their "
            f"{comparison.unit}s do not vary, so no interval can be given. As counted, it "
            f"{_as_counted(comparison)}."
        )
    return answer_text(
        comparison,
        comparison.decision,
        found.ratio,
        (found.interval, found.inner_interval),
        others=others,
    )


def counted_sentence(comparison: Comparison) -> str:
    """Say what the episodes at hand have, as a description; the whole series are at hand."""
    found = comparison.total
    if found is None:
        return ""
    interval = _interval(found.counted_interval, 1 - comparison.settings.alpha)
    so = f"{comparison.target.name} {_as_counted(comparison)}"
    return f"As counted over all {comparison.unit}s, {so} ({interval} of the count)."


def _as_counted(comparison: Comparison) -> str:
    """Say what was counted, without a subject and without an interval."""
    is_same = percent(abs(comparison.ratio - 1)) == "0 %"
    more: Decision = "higher" if comparison.ratio > 1 else "lower"
    return predicate(
        "equivalent" if is_same else more,
        comparison.ratio,
        quantity=comparison.quantity,
        others=others_text(comparison),
        margin=0.0,
        unit=comparison.unit,
    )


def _unvaried_sentence(comparison: Comparison) -> str:
    """Say of a quantity that does not vary what was counted."""
    return (
        f"{comparison.target.name} {_as_counted(comparison)}, as counted; of that no interval can "
        f"be given, since it does not vary between {comparison.unit}s."
    )


def usual_sentences(comparison: Comparison) -> tuple[str, ...]:
    """Say of both quantities whether the target has more than is usual; may be empty.

    What is usual is said to rest on once.
    """
    told = [one for one in map(_usual_told, comparison.by_quantity) if one]
    return (f"{_usual_basis(comparison)} {told[0]}", *told[1:]) if told else ()


def usual_sentence(comparison: Comparison) -> str:
    """Say whether the target has more than is usual, and than how many shows; may be empty."""
    told = _usual_told(comparison)
    return f"{_usual_basis(comparison)} {told}" if told else ""


def _usual_basis(comparison: Comparison) -> str:
    """Say by what it is judged what is usual."""
    count = len(comparison.baselines)
    by = f"{comparison.baselines[0].name} alone" if count == 1 else f"these {count} shows"
    estimated = f"What is usual is estimated from {by}"
    known = "how far shows differ is known from published counts of TV anime"
    if comparison.settings.known_degrees == 0:
        return f"{estimated}."
    if count < comparison.settings.min_shows:
        return f"{estimated}; {known}, since so few cannot tell."
    return f"{estimated}, how far shows differ from these and from published counts of TV anime."


def _usual_told(comparison: Comparison) -> str:
    found = comparison.usual
    if found is None or comparison.refusal is not None:
        return ""
    said = answer_text(
        comparison,
        found.total.decision,
        found.total.ratio,
        (found.total.interval, found.total.inner_interval),
        others=AS_USUAL,
    )
    place = place_among_shows(found.share_below, found.share_range)
    return f"{said} Of all shows, {place}."


def place_among_shows(below: float, likely: tuple[float, float]) -> str:
    """Say above how many in 100 shows one lies, or that it cannot be told; no full stop."""
    low, high = (100 * share for share in likely)
    if low < 0.5 and high > 99.5:
        return "it may lie anywhere"
    if high - low > WIDEST_PLACE:
        return f"it may lie anywhere from above {low:.0f} to above {high:.0f} in 100"
    return f"it lies above about {100 * below:.0f} in 100 (likely {low:.0f} to {high:.0f})"


def answer_text(
    comparison: Comparison,
    decision: Decision,
    ratio: float,
    intervals: tuple[tuple[float, float], tuple[float, float]],
    *,
    others: str,
) -> str:
    """Say one verdict in one sentence, with the interval that it is read off."""
    target, settings = comparison.target.name, comparison.settings
    outer, inner = intervals
    level = 1 - settings.alpha
    if decision in ("inconclusive", "refused"):
        verb, more, fewer, _ = _more(comparison.quantity, comparison.unit)
        either = f"{verb} {more.split()[0]} or {fewer}"
        shown = _interval(outer, level)
        return f"It cannot be told whether {target} {either} than {others} ({shown})."
    so = predicate(
        decision,
        ratio,
        quantity=comparison.quantity,
        others=others,
        margin=settings.margin,
        unit=comparison.unit,
    )
    shown = _interval(inner, 2 * level - 1) if decision == "equivalent" else _interval(outer, level)
    return f"{target} {so} ({shown})."


def _more(quantity: Quantity, unit: Unit) -> list[str]:
    return [word.format(an=with_article(unit)) for word in _MORE[quantity]]


def predicate(
    decision: Decision,
    ratio: float,
    *,
    quantity: Quantity,
    others: str,
    margin: float,
    unit: Unit = "episode",
) -> str:
    """Say a verdict without its subject: ``is cut 12 % faster than ...``."""
    verb, more, fewer, same = _more(quantity, unit)
    is_more = decision.startswith("higher")
    word = more if is_more else fewer
    size = percent(abs(ratio - 1))
    about = f"a factor of {times_text(ratio).split()[0]}" if is_far(ratio) else size
    match decision:
        case "equivalent":
            within = f", within {percent(margin)}" if margin else ""
            return f"{verb} {same} as {others}{within}"
        case "higher" | "lower" if is_far(ratio):
            return f"{verb} {times_text(ratio)} {same} as {others}"
        case "higher" | "lower":
            return f"{verb} {size} {word} than {others}"
        case "higher-small" | "lower-small":
            return f"{verb} {word} than {others}, but by less than {percent(margin)}: {size}"
        case _:
            return f"{verb} {word} than {others}, but by how much is uncertain: {about}"


def decision_text(decision: Decision, margin: float) -> str:
    """Name a verdict in a few words."""
    return {
        "higher": f"more, by more than {percent(margin)}",
        "higher-size-uncertain": "more, by an uncertain amount",
        "higher-small": f"more, but by less than {percent(margin)}",
        "equivalent": f"the same within {percent(margin)}",
        "lower": f"fewer, by more than {percent(margin)}",
        "lower-size-uncertain": "fewer, by an uncertain amount",
        "lower-small": f"fewer, but by less than {percent(margin)}",
    }.get(decision, "cannot be told")


def disagreement(comparison: Comparison) -> str:
    """Say why shots an episode and shots a minute do not answer alike; empty where they do."""
    count = comparison.count
    if count is None or comparison.refusal or count.decision == comparison.decision:
        return ""
    own = comparison.target.geometric_mean_minutes
    ratio = count.ratio / comparison.ratio
    if abs(ratio - 1) < LONG:
        return ""
    other = own / ratio
    longer = "longer" if ratio > 1 else "shorter"
    return (
        f"{count.per.capitalize()} and {comparison.per} do not answer alike, since the bodies of "
        f"{comparison.target.name} are {longer}: {own:.1f} minutes, against {other:.1f}."
    )


def bounds_sentence(comparison: Comparison) -> str:
    """Say that the verdict would be another where doubtful segments lie otherwise; may be empty."""
    words = _words_at_bounds(comparison)
    return f"{_AT_BOUNDS} in shots {comparison.per} would be {words}." if words else ""


_AT_BOUNDS = "If segments in doubt are left out where that changes most, the answer"


def _bounds_told(comparison: Comparison) -> str:
    """Say the same of both quantities, once."""
    told = {one.quantity: _words_at_bounds(one) for one in comparison.by_quantity}
    if len(told) == 2 and len(set(told.values())) == 1:
        words = next(iter(told.values()))
        per = " and ".join(one.per for one in comparison.by_quantity)
        return f"{_AT_BOUNDS} in shots {per} would be {words}." if words else ""
    return " ".join(filter(None, map(bounds_sentence, comparison.by_quantity)))


def _words_at_bounds(comparison: Comparison) -> str:
    found = comparison.total
    if found is None or comparison.refusal or comparison.ratio_bounds is None:
        return ""
    margin = comparison.settings.margin
    other = [one for one in found.at_bounds if one != found.decision]
    return " or ".join(dict.fromkeys(f"“{decision_text(one, margin)}”" for one in other))


def rank_sentence(comparison: Comparison) -> str:
    """Say which place the target takes among all series, as far as it is certain; may be empty."""
    everyone = (comparison.target, *comparison.baselines)
    if len({name for one in everyone for name in one.detectors}) > 1:
        return "Counts of different detectors have no rank."
    if comparison.rank_range is None or comparison.refusal is not None:
        return ""
    best, worst = comparison.rank_range
    place = f"By {_what(comparison)} it is number {comparison.rank} of these {len(everyone)} series"
    if best == worst and comparison.decision == "inconclusive":
        return f"{place} as counted, but whether by chance cannot be told."
    if best == worst:
        return f"{place}, and the intervals leave no other place open."
    return f"{place}; the intervals leave open the places {best} to {worst}."


def others_text(comparison: Comparison) -> str:
    """Name what the target is set against."""
    names = [series.name for series in comparison.baselines]
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return f"the mean of {names[0]} and {names[1]}"
    return f"the mean of {len(names)} baselines"


def single_show_sentence(comparison: Comparison) -> str:
    """Say whether a single further show lies as far off as the target; may be empty."""
    found = comparison.typicality
    if found.p_value is None or found.expected is None or comparison.refusal is not None:
        return ""
    level = percent(1 - comparison.settings.alpha)
    is_beyond = found.p_value < comparison.settings.alpha
    lies = "lies beyond them" if is_beyond else "lies among them, which does not make it usual"
    low, high = found.expected
    reach = change_range((comparison.ratio / high, comparison.ratio / low))
    return (
        f"In {_what(comparison)}, {comparison.target.name} is expected to differ by {reach} from "
        f"{level} of single shows like these {len(comparison.baselines)}; it {lies} "
        f"({p_text(found.p_value)})."
    )


def _what(comparison: Comparison) -> str:
    return f"shots {comparison.per}" if comparison.quantity == "count" else "cutting rate"


def _interval(interval: tuple[float, float], level: float) -> str:
    return f"{percent(level)} interval {change_range(interval)}"
