"""The verdict in words that anyone can read."""

from __future__ import annotations

from cutstat.core.segments import Doubt
from cutstat.core.timing import FrameTimes, format_clock
from cutstat.stats.compare import Comparison


def verdict_sentence(comparison: Comparison) -> str:
    """Say in one sentence what the comparison found."""
    target = comparison.target.name
    others = _others(comparison)
    margin = _percent(comparison.settings.margin)
    contrast = comparison.primary
    if comparison.refusal is not None:
        return f"No verdict on {target}: {comparison.refusal}."
    if contrast is None:
        return f"No verdict on {target}: its episodes and those of {others} do not vary."
    level = 1 - comparison.settings.alpha
    interval = _interval(contrast.interval, level)
    size = _percent(abs(contrast.ratio - 1))
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
            inner = _interval(contrast.inner_interval, 2 * level - 1)
            return f"{target} is cut as fast as {others}, within {margin} ({inner})."
        case _:
            return (
                f"These episodes do not show whether {target} is cut faster or slower than "
                f"{others} ({interval})."
            )


def rank_sentence(comparison: Comparison) -> str:
    """Say which place the target takes among all series, by its mean cutting rate."""
    count = 1 + len(comparison.baselines)
    rank = comparison.rank
    if rank == 1:
        return f"Of these {count} series it has the highest mean cutting rate."
    if rank == count:
        return f"Of these {count} series it has the lowest mean cutting rate."
    return f"By mean cutting rate it is number {rank} of these {count} series."


def caveats(comparison: Comparison) -> tuple[str, ...]:
    """List what a reader must know to weigh the verdict, one sentence each."""
    sentences = list(comparison.warnings)
    if comparison.ratio_bounds is not None:
        sentences.append(_uncertainty(comparison, comparison.ratio_bounds))
    tipping = comparison.tipping_point
    if tipping is not None:
        more = "more" if comparison.decision.startswith("higher") else "fewer"
        sentences.append(
            f"The verdict would fall if the detector counted {_percent(tipping)} {more} shots in "
            "the target than in the baselines by error alone."
        )
    primary, detectable = comparison.primary, comparison.detectable_ratio
    is_open = comparison.decision in ("inconclusive", "equivalent")
    if is_open and primary and detectable and primary.p_value >= comparison.settings.alpha:
        sentences.append(
            f"With these episodes, only a difference of about {_percent(detectable - 1)} "
            "would have been found (chance 80 %)."
        )
    return tuple(sentences)


def change(ratio: float) -> str:
    """Write a ratio as a change: 1.21 is +21 %, 12 is ×12."""
    if ratio >= 1000:
        return "×1000+"
    if ratio >= 10:
        return f"×{ratio:.0f}"
    percent = round((ratio - 1) * 100)
    return f"{percent:+d} %".replace("-", "−") if percent else "0 %"


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
