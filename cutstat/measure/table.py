"""The table of measures: what each is called, how it is computed and what to beware of.

Command line, exports and ``docs/measures.md`` are made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cutstat.measure.episode import STANDARD_BODY_MINUTES, SpanMeasures
from cutstat.measure.pacing import fastest_minute


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a span of an episode."""

    key: str
    """Name in exports, with its unit."""

    title: str
    unit: str
    formula: str
    source: str
    pitfall: str
    value: Callable[[SpanMeasures], float]
    digits: int
    """Decimals that the number deserves when shown."""


MEASURES: tuple[Measure, ...] = (
    Measure(
        "shots",
        "Shots",
        "count",
        "borders inside the span + 1",
        "production practice: 300カット are 300 shots",
        "Depends on the length of the span; compare cutting rates across lengths.",
        lambda span: span.shots,
        0,
    ),
    Measure(
        "minutes",
        "Duration",
        "min",
        "last frame's end − first frame's start, summed over the spans",
        "presentation times of the frames",
        "Of the body, not of the slot: without opening, ending and preview where these are known.",
        lambda span: span.minutes,
        2,
    ),
    Measure(
        "shots_per_minute",
        "Cutting rate",
        "1/min",
        "shots / minutes",
        "Salt (1974), Statistical style analysis of motion pictures",
        "The reciprocal of ASL; averages over action and dialogue.",
        lambda span: span.cutting_rate,
        1,
    ),
    Measure(
        "shots_per_20_min",
        "Shots per 20 minutes",
        "count",
        f"cutting rate × {STANDARD_BODY_MINUTES:g} min",
        "published counts refer to a body of about 1190 s",
        "A scaled rate, not a count: for episodes of unusual length it is an extrapolation.",
        lambda span: span.standard_shots,
        0,
    ),
    Measure(
        "asl_seconds",
        "Average shot length",
        "s",
        "seconds / shots",
        "Salt (1974)",
        "Shot lengths are skewed: a few long shots move it. Read it with the median.",
        lambda span: span.asl_seconds,
        2,
    ),
    Measure(
        "median_seconds",
        "Median shot length",
        "s",
        "middle of the ordered shot lengths",
        "Redfern (2010), on the median as measure of film style",
        "Blind to the long shots; read it with the average.",
        lambda span: span.median_seconds,
        2,
    ),
    Measure(
        "lower_quartile_seconds",
        "Lower quartile",
        "s",
        "shot length below which a quarter of the shots lie",
        "Hyndman and Fan (1996), type 7",
        "In steps of a frame, and of two or three in limited animation.",
        lambda span: span.quantile_seconds(0.25),
        2,
    ),
    Measure(
        "upper_quartile_seconds",
        "Upper quartile",
        "s",
        "shot length below which three quarters of the shots lie",
        "Hyndman and Fan (1996), type 7",
        "In steps of a frame, and of two or three in limited animation.",
        lambda span: span.quantile_seconds(0.75),
        2,
    ),
    Measure(
        "shortest_seconds",
        "Shortest shot",
        "s",
        "minimum of the shot lengths",
        "Cinemetrics (MIN)",
        "One false cut makes it; a shot cut by the edge of a segment counts with the part inside.",
        lambda span: span.quantile_seconds(0.0),
        2,
    ),
    Measure(
        "longest_seconds",
        "Longest shot",
        "s",
        "maximum of the shot lengths",
        "Cinemetrics (MAX)",
        "One missed cut makes it.",
        lambda span: span.quantile_seconds(1.0),
        1,
    ),
    Measure(
        "share_under_1_s",
        "Shots under 1 s",
        "share",
        "shots shorter than 1 s / shots",
        "the claim of rapid-fire editing",
        "The share most sensitive to false and missed cuts.",
        lambda span: span.share_shorter(1.0),
        3,
    ),
    Measure(
        "share_over_10_s",
        "Shots over 10 s",
        "share",
        "shots longer than 10 s / shots",
        "the long take of limited animation",
        "One missed cut in a quiet passage can make such a shot.",
        lambda span: span.share_longer(10.0),
        3,
    ),
    Measure(
        "fastest_minute_cuts",
        "Cuts in the fastest minute",
        "count",
        "largest number of borders within 60 s",
        "the claim of quick cuts in action scenes",
        "A maximum: it grows with the length of the episode.",
        lambda span: fastest_minute(span)[1],
        0,
    ),
)


def measure_values(span: SpanMeasures) -> dict[str, float]:
    """Give all measures of a span by key; nan where a measure is not defined."""
    return {measure.key: measure.value(span) for measure in MEASURES}


def to_markdown(measures: Sequence[Measure] = MEASURES) -> str:
    """Write the reference of all measures."""
    parts = [
        "# Measures",
        "",
        "Every number that cutstat gives of an episode, for the body and for the whole file.",
        "Made from `cutstat/measure/table.py` by `python -m cutstat.measure.table`; do not edit.",
    ]
    for measure in measures:
        parts += [
            "",
            f"## {measure.title}",
            "",
            f"- Name in exports: `{measure.key}`",
            f"- Unit: {measure.unit}",
            f"- Formula: {measure.formula}",
            f"- Source: {measure.source}",
            f"- Beware: {measure.pitfall}",
        ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(to_markdown())
