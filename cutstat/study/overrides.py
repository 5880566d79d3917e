"""The user's word about segments, said by a command: of whom, checked and kept."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from cutstat.core.episodes import unit_role
from cutstat.core.segments import SegmentKind, SegmentOverride
from cutstat.core.timing import END, FrameTimes, Position
from cutstat.core.track import Chapter
from cutstat.errors import InputError
from cutstat.library.lookup import episodes_of, find_episode, find_series
from cutstat.library.records import LibraryEpisode
from cutstat.library.segments import clear_overrides, put_overrides, segment_overrides
from cutstat.library.store import Library
from cutstat.scan.keys import imported_key, track_key
from cutstat.study.study import Study


@dataclass(frozen=True, slots=True)
class Placed:
    """What was said of one episode, and where in it that is."""

    episode: LibraryEpisode
    said: SegmentOverride

    times: FrameTimes | None
    """Times of its frames; None before the file is decoded, when nothing can be checked."""

    @property
    def span(self) -> tuple[int, int] | None:
        """Half-open span of frames; None where there is none or it cannot be known yet."""
        if self.times is None or self.said.is_absent:
            return None
        return self.said.span(self.times)


def find_target(library: Library, text: str) -> tuple[LibraryEpisode, ...]:
    """Give the episodes that a user means by the title of a series, or by one episode.

    A title in full means its series, even where a series and an episode are called alike: the
    second season "Show 2" is called by nothing else, the second episode "Show 02" as well. Else
    what `find_episode` knows is that episode, and the beginning of a title its series. Of a
    series its episodes are meant, not its specials and extras, unless it has nothing else.

    Raises
    ------
    InputError
        If there is no such series or episode, or more than one.
    """
    is_file = os.path.isfile(text)  # noqa: PTH113 - Path.is_file raises for a text too long for a name
    titles = {title.casefold() for title in library.series_names()}
    if not is_file and text.casefold() in titles:
        return _episodes_of(library, find_series(library, text))
    try:
        return (find_episode(library, text),)
    except InputError:
        if is_file:
            raise
        try:
            return _episodes_of(library, find_series(library, text))
        except InputError:
            if not any(char.isdigit() for char in text):
                raise
        raise  # a text with a number was meant for an episode


def _episodes_of(library: Library, series: str) -> tuple[LibraryEpisode, ...]:
    files = episodes_of(library, series)
    unit = unit_role(file.name for file in files)
    return tuple(file for file in files if file.name.role == unit) or files


def override_segments(
    study: Study,
    episodes: Sequence[LibraryEpisode],
    said: Sequence[SegmentOverride],
    *,
    is_added: bool = False,
) -> tuple[Placed, ...]:
    """Keep what a user says of the segments of episodes.

    Parameters
    ----------
    study : Study
    episodes : sequence of LibraryEpisode
        The episodes of which it is said.
    said : sequence of SegmentOverride
        Takes the place of all that was said of the same kinds, by a command or a manifest.
    is_added : bool
        Whether it is added to the segments of these kinds that were said before instead.

    Returns
    -------
    tuple of Placed
        What was said of each episode, with its place.

    Raises
    ------
    InputError
        If a segment does not lie in an episode. Nothing is kept then.
    """
    library = study.library
    placed: list[Placed] = []
    for episode in episodes:
        times = _times(library, episode.file_key)
        placed += [_checked(Placed(episode, one, times)) for one in said]
    kinds = {one.kind for one in said}
    for key in (episode.file_key for episode in episodes):
        by_command = segment_overrides(library, key, is_command=True)
        kept = [one for one in by_command if one.kind not in kinds]
        if is_added:
            # What a manifest says of a kind is overruled as a whole, so it is taken over.
            before = segment_overrides(library, key)
            kept += [one for one in before if one.kind in kinds and not one.is_absent]
        put_overrides(library, key, list(dict.fromkeys([*kept, *said])), is_command=True)
    study.renew()
    return tuple(placed)


def clear_segment_overrides(
    study: Study, episodes: Sequence[LibraryEpisode], *, kind: SegmentKind | None = None
) -> tuple[tuple[LibraryEpisode, int], ...]:
    """Take back what was said by commands of one kind, or of all.

    Returns
    -------
    tuple of (LibraryEpisode, int)
        Episodes of which something was taken back, and how much.
    """
    counts = ((one, clear_overrides(study.library, one.file_key, kind=kind)) for one in episodes)
    cleared = tuple((one, count) for one, count in counts if count)
    study.renew()
    return cleared


def _times(library: Library, file_key: str) -> FrameTimes | None:
    """Give the times of the frames of a file; None before it is decoded."""
    listed = library.get_listed(imported_key(file_key, "times"))
    known = listed or library.get_track(track_key(file_key), is_whole=False)
    return None if known is None else known.times


def _checked(placed: Placed) -> Placed:
    try:
        placed.span  # noqa: B018 - raises where there is none
    except ValueError as error:
        name = placed.episode.name
        raise InputError(
            f"{name.series} {name.label}: {placed.said.kind} {error}; nothing was set"
        ) from error
    return placed


def chapter_segments(path: Path) -> tuple[SegmentOverride, ...]:
    """Read the segments that the titles of a chapter file name.

    Raises
    ------
    InputError
        If the file cannot be read, or no title of it names a segment.
    """
    from cutstat.formats.registry import read_chapters
    from cutstat.segment.chapters import kind_of_title

    said: list[SegmentOverride] = []
    chapters = read_chapters(path)
    for chapter in chapters:
        if kind := kind_of_title(chapter.title):
            try:
                said.append(SegmentOverride(kind, *_places(chapter), source=path.name))
            except ValueError as error:
                raise InputError(f"{path}: chapter {chapter.title!r}: {error}") from error
    if not said:
        titles = ", ".join(repr(chapter.title) for chapter in chapters[:5])
        raise InputError(
            f"{path}: no chapter is called like a segment (found {titles}); "
            "call them Opening, Ending, Preview and so on"
        )
    return tuple(said)


def _places(chapter: Chapter) -> tuple[Position, Position]:
    """Give the ends of a chapter; one that stops at infinity lasts to the end of the file."""
    stop = END if math.isinf(chapter.stop_seconds) else _place(chapter.stop_seconds)
    return _place(chapter.start_seconds), stop


def _place(seconds: float) -> Position:
    # No container writes chapters more finely than in nanoseconds.
    return Position(seconds=Fraction(round(seconds * 10**9), 10**9))
