"""The table of measures: what each is called, how it is computed and what to beware of.

Command line, exports and ``docs/measures.md`` are made from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cutstat.measure.burst import (
    LENGTH_DEVIATION,
    ORDERS,
    dispersion_excess,
    fastest_minute_excess,
    short_shot_excess,
)
from cutstat.measure.entry import Measure as Measure
from cutstat.measure.episode import STANDARD_BODY_MINUTES, SpanMeasures
from cutstat.measure.lengths import (
    harrell_davis_median,
    log_deviation,
    quantile_skewness,
    share_of_time_shorter,
)
from cutstat.measure.making_table import MAKING_MEASURES
from cutstat.measure.pacing import fastest_minute, median_minute, minute_spread, slowest_minute

_NONE = float("nan")


_FIRST: tuple[Measure, ...] = (
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
        "Blind to the long shots; read it with the average. In steps of half a frame.",
        lambda span: span.median_seconds,
        2,
    ),
    Measure(
        "median_hd_seconds",
        "Median, Harrell–Davis",
        "s",
        "mean of the ordered shot lengths, the i-th of n weighted by the chance that a beta "
        "variable with both parameters (n + 1)/2 lies between (i − 1)/n and i/n",
        "Harrell and Davis (1982), A new distribution-free quantile estimator",
        "Nearly the plain median with hundreds of shots. With few it leans to the long shots.",
        lambda span: harrell_davis_median(span.shot_seconds),
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
        "iqr_seconds",
        "Interquartile range",
        "s",
        "upper quartile − lower quartile",
        "Tukey (1977), Exploratory data analysis",
        "Grows with the median; across shows of another pace compare the log deviation.",
        lambda span: span.quantile_seconds(0.75) - span.quantile_seconds(0.25),
        2,
    ),
    Measure(
        "quantile_skewness",
        "Quantile skewness",
        "−1 to 1",
        "(upper quartile + lower quartile − 2 × median) / interquartile range",
        "Bowley (1920), Elements of statistics",
        "Of the middle half only: it does not see the longest shots. None where the quartiles are "
        "equal, as with a single shot.",
        lambda span: quantile_skewness(span.shot_seconds),
        2,
    ),
    Measure(
        "log_length_deviation",
        "Log deviation",
        "natural log",
        "standard deviation of ln(shot length), with n − 1",
        "Limpert, Stahel and Abbt (2001), Log-normal distributions across the sciences",
        "A spread in ratios: 0.7 is about a factor of 2 up and down. It does not claim that "
        "lengths are log-normal. Very short false shots move it most. None for a single shot; "
        "shots without time are passed over.",
        lambda span: log_deviation(span.shot_seconds),
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
        "The share most sensitive to false and missed cuts, and it follows the rate: .05 at 15 "
        "shots a minute, .11 at 20.",
        lambda span: span.share_shorter(1.0),
        3,
    ),
    Measure(
        "share_of_time_under_1_s",
        "Time in shots under 1 s",
        "share",
        "seconds of the shots shorter than 1 s / seconds",
        "the claim of rapid-fire editing",
        "Much smaller than the share of shots: 100 shots of half a second fill less than a "
        "twentieth of an episode.",
        lambda span: share_of_time_shorter(span.shot_seconds, 1.0),
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
        "slowest_minute_cuts",
        "Cuts in the slowest minute",
        "count",
        "smallest number of borders within 60 s of one span",
        "the counterpart of the fastest minute",
        "A minimum: it falls with the length of the episode. Still credits in it make it 0. None "
        "where no span is a minute long.",
        lambda span: (slowest_minute(span) or (_NONE, _NONE))[1],
        0,
    ),
    Measure(
        "slowest_minute_start_seconds",
        "Slowest minute begins at",
        "s",
        "seconds after the first frame of the file; of the minutes with as few cuts the first that "
        "ends where a cut follows",
        "presentation times of the frames",
        "Others may have as few cuts.",
        lambda span: (slowest_minute(span) or (_NONE, _NONE))[0],
        1,
    ),
    Measure(
        "median_minute_cuts",
        "Cuts in the median minute",
        "count",
        "median number of borders within 60 s of one span, over minutes that begin at every moment",
        "what the fastest minute is set against",
        "Not the cutting rate, which counts shots and is moved by the fastest passages. None where "
        "no span is a minute long.",
        lambda span: _or_none(median_minute(span)),
        0,
    ),
    Measure(
        "fastest_minute_cuts",
        "Cuts in the fastest minute",
        "count",
        "largest number of borders within 60 s of one span",
        "the claim of quick cuts in action scenes",
        "A maximum: it grows with the length of the episode. Of a span shorter than a minute, all "
        "its cuts, not scaled up.",
        lambda span: fastest_minute(span)[1],
        0,
    ),
    Measure(
        "fastest_minute_start_seconds",
        "Fastest minute begins at",
        "s",
        "seconds after the first frame of the file; of the minutes with as many cuts the first "
        "that begins with a cut",
        "presentation times of the frames",
        "Others may have as many cuts. None without a span.",
        lambda span: fastest_minute(span)[0] if span.span_seconds else _NONE,
        1,
    ),
    Measure(
        "fastest_minute_ratio",
        "Fastest to median minute",
        "ratio",
        "cuts in the fastest minute / cuts in the median minute",
        "the claim of rapid-fire editing in fight scenes",
        "Above 1 by nature, and it falls with the rate: 1.7 at 8 shots a minute in random order, "
        "1.4 at 25. Across shows of unlike pace compare the excess below. None where no span is a "
        "minute long, or the median minute has no cut.",
        lambda span: fastest_minute(span)[1] / (median_minute(span) or _NONE),
        2,
    ),
    Measure(
        "fastest_minute_excess",
        "Fastest minute against random order",
        "ratio",
        f"cuts in the fastest minute / mean of the same for the episode's own shots in {ORDERS} "
        "random orders; of minutes that begin every 10 s, the spans put end to end",
        "the claim of rapid-fire editing in fight scenes",
        "1 where quick shots stand anywhere, whatever the rate. It does not say that the quick "
        "shots are a fight. None below two minutes.",
        fastest_minute_excess,
        2,
    ),
    Measure(
        "dispersion_excess",
        "Burstiness",
        "ratio",
        f"index of dispersion (variance / mean) of cuts a minute / mean of the same for the "
        f"episode's own shots in {ORDERS} random orders",
        "Cox and Lewis (1966), The statistical analysis of series of events",
        "1 where quick shots stand anywhere, whatever the rate. Of the whole episode, so slow "
        "passages raise it as quick ones do. None below two minutes.",
        dispersion_excess,
        2,
    ),
    Measure(
        "share_under_1_s_excess",
        "Shots under 1 s against the rate",
        "ratio",
        "(shots shorter than 1 s + 0.5) / (shots + 1) / share under 1 s of a lognormal "
        f"distribution of this rate and a log deviation of {LENGTH_DEVIATION:g}",
        "the claim of rapid-fire editing",
        "The share under 1 s follows the rate: .05 at 15 shots a minute, .11 at 20. This says "
        "what is beyond that, and holds only as far as lengths are lognormal.",
        short_shot_excess,
        2,
    ),
)
LATER_MEASURES: tuple[Measure, ...] = (
    Measure(
        "share_of_time_over_8_s",
        "Time in shots over 8 s",
        "share",
        "seconds of the shots longer than 8 s / seconds",
        "the claim of deliberate pacing",
        "One missed cut in a quiet passage can make such a shot. It falls as the rate rises.",
        lambda span: 1 - share_of_time_shorter(span.shot_seconds, 8.0),
        3,
    ),
    Measure(
        "pace_spread",
        "Spread of the pace",
        "ratio",
        "(ninth − first decile of the cuts within minutes that begin every 10 s) / their mean",
        "the claim of deliberate pacing: quick and slow passages set against each other",
        "Falls as the rate rises, as chance evens out. None below two minutes.",
        minute_spread,
        2,
    ),
    *MAKING_MEASURES,
)
"""Measures of after 0.2.0: columns of a table keep their places, so these come last."""

MEASURES = (*_FIRST, *LATER_MEASURES)


def measure_values(span: SpanMeasures) -> dict[str, float]:
    """Give all measures of a span by key; nan where a measure is not defined."""
    return {measure.key: measure.value(span) for measure in MEASURES}


def _or_none(value: float | None) -> float:
    return _NONE if value is None else value


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
            *([] if measure.margin is None else [f"- May be off by: {measure.margin:g}"]),
        ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(to_markdown())
