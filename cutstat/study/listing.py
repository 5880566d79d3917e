"""What the library holds: listed, studied series by series, and forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cutstat.errors import InputError
from cutstat.library.lookup import episodes_of, find_episode, find_series
from cutstat.library.records import Failure, LibraryEpisode
from cutstat.scan.scan import Listener
from cutstat.study.ranking import CountedEpisode, RankedSeries, rank_series
from cutstat.study.series import StudiedSeries
from cutstat.study.study import Study
from cutstat.study.titles import resolve_series


class Listing(NamedTuple):
    """What a library holds of some series."""

    episodes: tuple[LibraryEpisode, ...]
    failures: tuple[Failure, ...]
    """Files that could not be analysed."""

    series: tuple[RankedSeries, ...] = ()
    """The series, from the one with most shots a minute to the one with fewest."""

    @property
    def counted(self) -> Mapping[str, CountedEpisode]:
        """What was counted in each episode, by the key of its file."""
        tallies = [one.tally for one in self.series if one.tally]
        return {one.file_key: one for tally in tallies for one in tally.counted}


def list_episodes(study: Study, series: Sequence[str] = ()) -> Listing:
    """List the episodes of series, or of all, and rank the series.

    Raises
    ------
    InputError
        If there is no such series.
    """
    library = study.library
    wanted = sorted({find_series(library, title) for title in series}, key=str.casefold)
    episodes = tuple(
        e
        for title in wanted or (None,)
        for e in (library.episodes() if title is None else episodes_of(library, title))
    )
    failures = library.failures()
    if series:
        places = {episode.path for episode in episodes}
        failures = tuple(failure for failure in failures if failure.path in places)
    return Listing(episodes, failures, rank_series(study, wanted or None))


def study_series(
    study: Study,
    names: Sequence[str | Path] = (),
    *,
    jobs: int = 0,
    listener: Listener | None = None,
) -> tuple[StudiedSeries, ...]:
    """Segment and measure series that a user names, or all; files are scanned first.

    Raises
    ------
    InputError
        If one that is named is unknown or has no episode to measure. Of those that are not named,
        ``reason`` says so.
    """
    titles: Sequence[str] = study.library.series_names()
    skipped: tuple[str, ...] = ()
    if names:
        titles, skipped, choices = resolve_series(study, names, jobs=jobs, listener=listener)
        skipped += choices
    found: list[StudiedSeries] = []
    for title in titles:
        segments = study.segments(title)
        try:
            found.append(StudiedSeries(segments, study.series(title), skipped=skipped))
        except InputError as error:
            if names:
                raise
            found.append(StudiedSeries(segments, None, reason=str(error)))
        skipped = ()
    return tuple(found)


def forget_episodes(study: Study, names: Sequence[str]) -> tuple[LibraryEpisode, ...]:
    """Remove all that is known of episodes; files are not touched.

    A name that is just the title of a series means all that the library holds of it.

    Raises
    ------
    InputError
        If one of them is unknown; then nothing is removed.
    """
    titles = study.library.series_names()
    found = tuple(
        dict.fromkeys(
            episode
            for name in names
            for episode in (
                study.library.episodes(name)
                if name in titles
                else (find_episode(study.library, name),)
            )
        )
    )
    for one in found:
        study.library.forget(one.file_key)
    study.renew()
    return found
