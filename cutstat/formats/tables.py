"""Episodes and shots as tables, one header row and no preamble."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from cutstat.core.segments import SEGMENT_KINDS
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.table import LATER_MEASURES, MEASURES, Measure, measure_values

Table = Literal["episodes", "shots"]
Row = dict[str, str | int | float | None]

APART = tuple(kind for kind in SEGMENT_KINDS if kind != "body")
"""Kinds of segments that are set apart from the body."""


def episode_rows(episodes: Iterable[EpisodeMeasures]) -> list[Row]:
    """Give one row an episode, with the measures of body and whole file in columns.

    Columns on segments come after: whether all are certain, between which counts of shots the body
    lies if not, and how many seconds of each kind are set apart. Then come the measures that the
    first releases did not have.
    """
    rows: list[Row] = []
    for episode in episodes:
        row: Row = {**_identity(episode), "detector": str(episode.detector)}
        row["is_segmented"] = int(episode.is_segmented)
        values = {
            f"{place}_{key}": value
            for place, span in (("body", episode.body), ("whole", episode.whole))
            for key, value in measure_values(span).items()
        }
        row |= {key: values[key] for key in _places(MEASURES[: -len(LATER_MEASURES)])}
        row["is_certain"] = int(episode.is_certain)
        row["body_shots_lowest"], row["body_shots_highest"] = episode.body_shots_bounds
        for kind in APART:
            spans = [(one.start, one.stop) for one in episode.segments if one.kind == kind]
            row[f"{kind}_seconds"] = sum(episode.times.span_seconds(*span) for span in spans)
        row |= {key: values[key] for key in _places(LATER_MEASURES)}
        rows.append(row)
    return rows


def shot_rows(episodes: Iterable[EpisodeMeasures]) -> list[Row]:
    """Give one row a shot, in tidy long form; shots are numbered from 1."""
    rows: list[Row] = []
    for episode in episodes:
        seconds = episode.times.all_seconds()
        into = [None, *episode.transitions]
        for number, (shot, transition) in enumerate(zip(episode.shots, into, strict=True), 1):
            segment = next(s for s in episode.segments if s.start <= shot.start < s.stop)
            rows.append(
                {
                    **_identity(episode),
                    "shot": number,
                    "start_frame": shot.start,
                    "stop_frame": shot.stop,
                    "start_seconds": round(float(seconds[shot.start]), 6),
                    "stop_seconds": round(float(seconds[shot.stop]), 6),
                    "length_seconds": round(float(seconds[shot.stop] - seconds[shot.start]), 6),
                    "segment": segment.kind,
                    "transition": transition.kind if transition else None,
                    "confidence": round(transition.confidence, 4) if transition else None,
                }
            )
    return rows


def table_columns(table: Table) -> tuple[str, ...]:
    """Give the columns of a table, in order."""
    identity = ("series", "season", "number", "title", "file")
    if table == "shots":
        return (
            *identity,
            *("shot", "start_frame", "stop_frame", "start_seconds", "stop_seconds"),
            *("length_seconds", "segment", "transition", "confidence"),
        )
    return (
        *(*identity, "detector", "is_segmented", *_places(MEASURES[: -len(LATER_MEASURES)])),
        *("is_certain", "body_shots_lowest", "body_shots_highest"),
        *(f"{kind}_seconds" for kind in APART),
        *_places(LATER_MEASURES),
    )


def _places(measures: Iterable[Measure]) -> tuple[str, ...]:
    """Give the columns of measures: those of all bodies, then those of whole files."""
    keys = [measure.key for measure in measures]
    return tuple(f"{place}_{key}" for place in ("body", "whole") for key in keys)


def _identity(episode: EpisodeMeasures) -> Row:
    name = episode.name
    return {
        "series": name.series,
        "season": name.season,
        "number": None if name.number is None else f"{float(name.number):g}",
        "title": name.title,
        "file": episode.file,
    }
