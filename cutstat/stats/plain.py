"""What was found, as somebody would tell it: headline, a line of numbers, a paragraph to quote."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cutstat.core.words import count_of, with_article
from cutstat.stats.claim import Answered
from cutstat.stats.compare import Comparison
from cutstat.stats.contrast import Decision
from cutstat.stats.numbers import is_far, percent, times_text
from cutstat.stats.published import PublishedComparison
from cutstat.stats.quantity import geometric_mean
from cutstat.stats.sample import SeriesSample
from cutstat.stats.sentence import place_among_shows
from cutstat.stats.single_show import SingleShow

WHOLE_FACTORS = {2.0: "twice", 0.5: "half", 3.0: "three times"}
"""Factors that have a word."""

LIKE_WHOLE = 0.06
"""Distance from such a factor, as a share of it, within which the word is right enough."""

FACTOR_FROM = 1.75
"""Ratio from which on, or under one over it, a headline speaks of times and not of per cent."""

SHORT_MINUTES = 10.0
"""Length under which a tenth of a minute is too coarse."""

MOST_NAMED = 4
"""Series that a line names."""

LONG_NAME = 24
"""Letters from which on a headline does not name the other series."""


def short_headline(comparison: Comparison, answers: Sequence[Answered] = ()) -> str:
    """Say the answer in some six to ten words, beside the names."""
    target = comparison.target.name
    if answered := _answered(target, answers):
        return answered
    if comparison.refusal is not None:
        return f"No verdict on {target}"
    both = [one for one in comparison.by_quantity if one.total is not None]
    sides = {_side(one.decision) for one in both}
    if len(sides) > 1:
        count, rate = both
        joint = "and" if {_side(count.decision), _side(rate.decision)} == {"same", None} else "but"
        return f"{target} {_short(count)}, {joint} {_short(rate)}"
    if not both or sides == {None}:
        return f"Whether {target} is cut faster cannot be told"
    return f"{target} {_short(comparison)} {_others(comparison)}"


def count_findings(comparison: Comparison | None) -> tuple[str, ...]:
    """Say whether the target has more shots, in few words and in fewer; nothing if untold.

    As the others of this kind: where series are alike, or it cannot be told, there is none.
    """
    count = comparison.count if comparison else None
    side = _side_found(count)
    if count is None or side is None:
        return ()
    more, name = "more" if side == "higher" else "fewer", count.target.name
    return f"{name} {_short(count)}", f"{name} has {more} shots {count.per}"


def rate_findings(comparison: Comparison | None) -> tuple[str, ...]:
    """Say whether the target is cut faster."""
    side = _side_found(comparison)
    if comparison is None or side is None:
        return ()
    name = comparison.target.name
    return f"{name} {_short(comparison)}", f"{name} is cut {_pace(side)}"


def length_findings(comparison: Comparison | None) -> tuple[str, ...]:
    """Say whether its shots are shorter: the average length is what the rate is divided into."""
    side = _side_found(comparison)
    if comparison is None or side is None:
        return ()
    length = "shorter" if side == "higher" else "longer"
    return (f"Shots of {comparison.target.name} are {length} on average",)


def course_findings(
    comparison: Comparison | None, own: NDArray[np.floating], others: Sequence[NDArray[np.floating]]
) -> tuple[str, ...]:
    """Say that the target is cut faster all the time, where its curve is above all others."""
    side = _side_found(comparison)
    if comparison is None or side is None or not _is_beyond(side, own, others):
        return ()
    return (f"{comparison.target.name} is cut {_pace(side)} throughout",)


def episode_findings(comparison: Comparison | None) -> tuple[str, ...]:
    """Say that every episode of the target is cut faster than each of the others."""
    side = _side_found(comparison)
    if comparison is None or side is None:
        return ()
    target = comparison.target
    slowest, fastest = target.rates.min(), target.rates.max()
    own = slowest if side == "higher" else fastest
    if not _is_beyond(side, own, [one.rates for one in comparison.baselines]):
        return ()
    return (f"Every {target.unit} of {target.name} is cut {_pace(side)}",)


def _is_beyond(
    side: str, own: NDArray[np.floating] | float, others: Sequence[NDArray[np.floating]]
) -> bool:
    return all(bool(np.all(own > one if side == "higher" else own < one)) for one in others)


def _side_found(comparison: Comparison | None) -> str | None:
    """Say on which side of the others the target lies; None where on none, or untold."""
    side = _side(comparison.decision) if comparison else None
    return None if side == "same" else side


def _pace(side: str) -> str:
    return "faster" if side == "higher" else "slower"


def numbers_line(comparison: Comparison, answers: Sequence[Answered] = ()) -> str:
    """Give both quantities of the target and of the others, and the likely range in words.

    The range is that of shots a minute, or of shots an episode where a claim asks for these first.
    """
    parts = []
    for one in comparison.by_quantity:
        own = geometric_mean(comparison.target, one.quantity)
        unit, digits = (f"shots {one.per}", 0) if one.quantity == "count" else (one.per, 1)
        parts.append(f"{own:.{digits}f} {unit} against {own / one.ratio:.{digits}f}")
    line = ", ".join(parts)
    first = first_answer(answers)
    asks_count = first is not None and first.statement.measure == "shots"
    asked = comparison.by_quantity[0] if asks_count else comparison
    if asked.interval is None or comparison.refusal is not None:
        return f"{line}."
    return f"{line}: likely {range_text(asked.interval)} {asked.per}."


def first_answer(answers: Sequence[Answered]) -> Answered | None:
    """Give the answer to the first statement of a claim that could be asked."""
    return next((one for one in answers if one.answer != "cannot be asked"), None)


def source_line(everyone: Sequence[SeriesSample]) -> str:
    """Say what was counted: how many episodes of what."""
    counts = ", ".join(f"{one.name} {len(one)}" for one in everyone[:MOST_NAMED])
    more = f" and {len(everyone) - MOST_NAMED} more shows" if len(everyone) > MOST_NAMED else ""
    where = (
        "without opening and ending"
        if any(one.is_cropped for one in everyone)
        else "of whole files"
    )
    return f"Shots {where}; {everyone[0].unit}s: {counts}{more}"


def range_text(interval: tuple[float, float]) -> str:
    """Say between what a ratio lies in words: 1.9 to 2.3 times as many, 12 to 30 % more."""
    low, high = interval
    middle = math.sqrt(low * high)
    is_wide = is_far(low) or is_far(high)
    if is_wide or (not low < 1 < high and not 1 / FACTOR_FROM < middle < FACTOR_FROM):
        return f"{times_text(low).split()[0]} to {times_text(high)} as many"
    if low < 1 < high:
        return f"from {percent(1 - low)} fewer to {percent(high - 1)} more"
    near, far = sorted((abs(low - 1), abs(high - 1)))
    return f"{percent(near).removesuffix(' %')} to {percent(far)} {'more' if low >= 1 else 'fewer'}"


def paragraph(comparison: Comparison, published: PublishedComparison | None = None) -> str:
    """Tell all of it in one paragraph: numbers, the usual, what could change it."""
    target = comparison.target
    if comparison.refusal is not None:
        return ""
    said = [
        f"{with_article(target.unit).capitalize()} of {target.name} has "
        f"{count_of(round(target.geometric_mean_shots), 'shot')} {target.counted_where}, "
        f"{target.geometric_mean_rate:.1f} a minute (means of {len(target)} {target.unit}s, "
        "counted by cutstat)."
    ]
    if comparison.interval is not None:
        ranges: dict[str, list[str]] = {}
        for one in comparison.by_quantity:
            if one.interval is not None:
                ranges.setdefault(range_text(one.interval), []).append(one.per)
        likely = ", and ".join(f"{text} {' and '.join(units)}" for text, units in ranges.items())
        said.append(f"Set against {_names(comparison)}, that is likely {likely}.")
    found = comparison.usual
    if found is not None:
        place = place_among_shows(found.share_below, found.share_range)
        said.append(f"Of all TV anime, as far as {_shows(found.shows)} can tell, {place}.")
    if published is not None and published.is_comparable:
        said.append(f"{published.sentence.rstrip('.')}.")
    said.append(_could_change(comparison))
    return " ".join(part for part in said if part)


def single_headline(found: SingleShow, answers: Sequence[Answered] = ()) -> str:
    """Say of one show what was counted, or what it answers to a claim."""
    own = f"{found.series} has {count_of(round(found.shots), 'shot')} an episode"
    return _answered(found.series, answers) or own


def single_numbers(found: SingleShow) -> str:
    """Give its numbers, and those of published shows, in a line."""
    low, high = found.shows[0], found.shows[-1]
    return (
        f"{found.rate:.1f} a minute over {_minutes(found.minutes)} minutes. Published counts of "
        f"single shows: {low.rate:.1f} to {high.rate:.1f} a minute."
    )


def single_sentence(found: SingleShow) -> str:
    """Say where one show stands among published ones, and how sure that is."""
    likely = (
        f" (likely {found.interval[0]:.1f} to {found.interval[1]:.1f})" if found.interval else ""
    )
    return (
        f"{found.series} has {found.rate:.1f} shots a minute{likely}. Of all TV anime, "
        f"{place_among_shows(found.share_below, found.share_range)}: that rests on "
        f"{len(found.shows)} shows with a published count, of "
        f"{found.shows[0].standard_shots:.0f} to {found.shows[-1].standard_shots:.0f} shots in 20 "
        "minutes, and no other show was measured."
    )


def nearest_sentence(found: SingleShow) -> str:
    """Name the published shows that are nearest."""
    named = ", ".join(f"{one.title} ({one.rate:.1f} a minute)" for one in found.nearest)
    return f"Nearest among published counts: {named}."


def single_paragraph(found: SingleShow, published: PublishedComparison) -> str:
    """Tell of one show in one paragraph that can be quoted."""
    return (
        f"An episode of {found.series} has {count_of(round(found.shots), 'shot')} "
        f"{found.where}, in {_minutes(found.minutes)} minutes "
        f"(mean of {count_of(found.episodes, 'episode')}, counted by cutstat). "
        f"{single_sentence(found)} {published.sentence.rstrip('.')}. "
        f"{nearest_sentence(found)} To say whether it has more than is usual, measure other "
        "shows beside it."
    )


def _answered(target: str, answers: Sequence[Answered]) -> str:
    """Say what the first statement that could be asked is answered; empty without one."""
    first = first_answer(answers)
    if first is None:
        return ""
    text = first.statement.text  # a predicate, as in the samples, or a sentence of its own
    said = f"{target} {text}" if text[:1].islower() else f"“{text}”"
    return f"{first.answer.capitalize()}: {said}"


def _minutes(minutes: float) -> str:
    """Write a length so that shots over it give the rate."""
    return f"{minutes:.1f}" if minutes >= SHORT_MINUTES else f"{minutes:.2f}"


def _names(comparison: Comparison) -> str:
    """Name the baselines, or the first of them."""
    names = [one.name for one in comparison.baselines]
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _could_change(comparison: Comparison) -> str:
    """Say what the largest part of the uncertainty is, and at which error the word would fall."""
    total, tipping = comparison.total, comparison.tipping_point
    if total is None:
        return ""
    parts = {
        "episodes": f"more {comparison.unit}s",
        "shows and episodes": "more shows",
        "detector": "an audit of the detector",
        "segments in doubt": "settling the segments in doubt",
        "speed": "knowing at which speed the files play",
    }
    text = f"What would narrow this most is {parts[total.parts[0].source]}" if total.parts else ""
    if tipping is None or tipping <= 0:
        return f"{text}." if text else ""
    size, target = percent(tipping), comparison.target.name
    match _side(comparison.decision):
        case "higher":
            error = f"counted {size} too many in {target} and none too many in the others"
        case "lower":
            error = f"missed {size} of the shots of {target} and none of the others"
        case _:
            error = f"erred by {size} more on one side than on the other"
    return f"{text}; the answer would change if the detector {error}."


def _shows(count: int) -> str:
    return "one show" if count == 1 else f"{count} shows"


def _side(decision: Decision) -> str | None:
    """Say on which side a verdict lies; None where it cannot be told."""
    if decision in ("inconclusive", "refused"):
        return None
    return "same" if decision == "equivalent" else decision.split("-")[0]


def _short(comparison: Comparison) -> str:
    """Say a verdict in a few words, without subject and others."""
    decision, is_count = comparison.decision, comparison.quantity == "count"
    match _side(decision):
        case None:
            what = f"has more shots {comparison.per}" if is_count else "is cut faster"
            return f"whether {what} cannot be told"
        case "same":
            return f"has as many shots {comparison.per}" if is_count else "is cut as fast"
        case side if decision in ("higher", "lower"):
            return _sized(comparison, is_more=side == "higher")
        case side:
            little = "slightly " if decision.endswith("small") else ""
            if is_count:
                more = "more" if side == "higher" else "fewer"
                return f"has {little}{more} shots {comparison.per}"
            return f"is cut {little}{'faster' if side == 'higher' else 'slower'}"


def _sized(comparison: Comparison, *, is_more: bool) -> str:
    ratio, is_count = comparison.ratio, comparison.quantity == "count"
    whole = next(
        (word for to, word in WHOLE_FACTORS.items() if abs(ratio / to - 1) <= LIKE_WHOLE), None
    )
    if whole or ratio >= FACTOR_FROM or ratio <= 1 / FACTOR_FROM:
        times = whole or times_text(ratio)
        if is_count:
            return f"has {times} as many shots {comparison.per}"
        return f"is cut {times} as fast"
    size = percent(abs(ratio - 1))
    if is_count:
        return f"has {size} {'more' if is_more else 'fewer'} shots {comparison.per}"
    return f"is cut {size} {'faster' if is_more else 'slower'}"


def _others(comparison: Comparison) -> str:
    """Name what the target is set against, as shortly as can be."""
    joint = "as" if " as " in f"{_short(comparison)} " else "than"
    only = comparison.baselines[0].name
    if len(comparison.baselines) == 1 and len(only) <= LONG_NAME:
        return f"{joint} {only}"
    return f"{joint} {_count(len(comparison.baselines))}"


def _count(count: int) -> str:
    names = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    if count == 1:
        return "another show"
    return f"these {names[count] if count < len(names) else count} shows"
