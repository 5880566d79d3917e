"""What speaks against numbers of some series: reasons for no verdict, and for a weak one."""

from __future__ import annotations

from collections.abc import Sequence

from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.sample import SeriesSample

MOST_LISTED = 6
"""Series or episodes that a warning names."""


def no_interval(target: SeriesSample) -> str:
    """Say why a comparison with this target has no interval."""
    return f"No interval can be given: the {target.unit}s do not vary, or there is but one."


def why_refused(series: Sequence[SeriesSample], settings: ComparisonSettings) -> str | None:
    """Say why no verdict on these series can be given, in one sentence without a full stop."""
    detectors = sorted(frozenset[str]().union(*(one.detectors for one in series)))
    if len(detectors) > 1:
        return (
            f"the episodes were analysed by different detectors ({'; '.join(detectors)}), whose "
            "counts cannot be compared; scan them all with one, or import lists of one kind"
        )
    small = [one for one in series if len(one) < settings.min_episodes]
    if small:
        counts = ", ".join(f"{one.name} ({len(one)})" for one in small)
        return (
            f"a verdict needs at least {settings.min_episodes} {series[0].unit}s of each series, "
            f"and these have fewer: {counts}"
        )
    return None


def weak_points(series: Sequence[SeriesSample], settings: ComparisonSettings) -> tuple[str, ...]:
    """Say what makes numbers of these series doubtful, one sentence each."""
    warnings: list[str] = []
    if doubled := _doubled(series):
        warnings.append(
            f"The same shots stand in more than one series: {_listed(doubled)}. Leave them out of "
            "one, or both are drawn together."
        )
    if not all(one.is_segmented or one.is_films for one in series):
        warnings.append(_whole_files(series))
    damaged = [
        f"{one.name} {episode.name.label}"
        for one in series
        for episode in one.episodes
        if episode.is_damaged
    ]
    if damaged:
        warnings.append(
            f"Files that are damaged or cut short, in which shots may be lost: {_listed(damaged)}."
        )
    few = [one for one in series if settings.min_episodes <= len(one) < settings.warn_episodes]
    if few:
        counts = ", ".join(f"{one.name} ({len(one)})" for one in few)
        warnings.append(
            f"Fewer than {settings.warn_episodes} {series[0].unit}s of {counts}: "
            f"so few hardly show how much {series[0].unit}s vary, and the interval leans on it."
        )
    return tuple(warnings)


def _doubled(series: Sequence[SeriesSample]) -> list[str]:
    """List episodes whose file, with the very same shots, stands in two series."""
    seen: dict[tuple[str, tuple[int, ...]], tuple[str, str]] = {}
    doubled: list[str] = []
    for one in series:
        for episode in one.episodes:
            borders = tuple(found.start for found in episode.transitions)
            label = f"{one.name} {episode.name.label}"
            name, first = seen.setdefault((episode.file, borders), (one.name, label))
            if name != one.name:
                doubled.append(f"{first} and {label}")
    return doubled


def _whole_files(series: Sequence[SeriesSample]) -> str:
    """Say where openings and the like are counted with the body."""
    missing = [sum(not episode.is_segmented for episode in one.episodes) for one in series]
    places = [
        one.name if count == len(one) else f"{count} of {len(one)} {one.unit}s of {one.name}"
        for one, count in zip(series, missing, strict=True)
        if count
    ]
    is_everywhere = sum(missing) == sum(map(len, series))
    where = "" if is_everywhere else f" in {_listed(places)}"
    return (
        f"Openings, endings and previews are not set apart{where}: the whole file is taken as the "
        "body."
    )


def _listed(places: Sequence[str]) -> str:
    """Join some places, and count those that are too many to be read."""
    more = f" and {len(places) - MOST_LISTED} more" if len(places) > MOST_LISTED else ""
    return ", ".join(places[:MOST_LISTED]) + more
