"""What episodes look like: their videos, their colours, and pictures of some passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from cutstat.errors import CutstatError, InputError
from cutstat.library.records import LibraryEpisode
from cutstat.measure.episode import EpisodeMeasures
from cutstat.report.cards import Passage, passages
from cutstat.report.look import EpisodeLook
from cutstat.report.strips import strip_place
from cutstat.study.episode import StudiedEpisode
from cutstat.study.selection import find_video
from cutstat.study.series import SeriesMeasures
from cutstat.study.study import Study
from cutstat.video.stills import Image, StillIndex, read_stills

SIZE = (160, 90)
"""Box of a picture in pixels."""


class SeriesLook(NamedTuple):
    """What the episodes of a series look like."""

    episodes: tuple[EpisodeLook, ...]
    notes: tuple[str, ...]
    """What is not shown, one sentence each."""


def look_at_series(
    study: Study,
    series: SeriesMeasures,
    *,
    has_pictures: bool = False,
    has_strip: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> SeriesLook:
    """Gather what is known of the episodes of a series beyond their numbers.

    Parameters
    ----------
    study : Study
        Has read the series.
    series : SeriesMeasures
        The episodes.
    has_pictures : bool
        Whether pictures of their `passages` are read from the videos.
    has_strip : bool
        Whether pictures of the minute that stands for the series are read.
    progress : callable, optional
        Told how many of how many episodes are done.
    """
    place = strip_place(series.sample)
    looks: list[EpisodeLook] = []
    missing: list[str] = []
    for entry, measures in zip(series.entries, series.episodes, strict=True):
        if progress:
            progress(len(looks), len(series.entries))
        known = study.episode(entry)
        wanted: list[list[int]] = []
        if has_pictures and known.stills is not None:
            wanted += (film_frames(known, one) for one in passages(measures))
        is_strip = has_strip and known.stills is not None and len(looks) == place.index
        if is_strip:
            wanted.append(place.frames(series.sample))
        films: list[tuple[Image, ...]] = []
        if wanted and known.stills is not None:
            try:
                films = _films(study, entry, measures, wanted, known.stills)
            except CutstatError:
                missing.append(measures.name.label)
        strip = films.pop() if is_strip and films else ()
        looks.append(EpisodeLook(known.video, known.colours, tuple(films), strip))
    if progress:
        progress(len(looks), len(looks))
    notes = (
        (
            f"Pictures of {series.name} {', '.join(missing)} are left out: the videos are not "
            "there, or have changed.",
        )
        if missing
        else ()
    )
    return SeriesLook(tuple(looks), notes)


def film_frames(known: StudiedEpisode, passage: Passage) -> list[int]:
    """Choose frames of a passage, of those at which a decoder can start if these are enough.

    Black and white ones are passed over: a flash or a fade shows nothing.
    """
    assert known.stills is not None
    shown = passage.frames[~np.isin(passage.frames, known.flat_frames)]
    keys = shown[np.isin(shown, known.stills.key_frames)]
    enough = [some for some in (keys, shown) if len(some) >= passage.pictures]
    chosen = enough[0] if enough else passage.frames
    places = (np.arange(passage.pictures) + 0.5) / passage.pictures * len(chosen)
    return [int(frame) for frame in np.unique(chosen[places.astype(int)])]


def _films(
    study: Study,
    entry: LibraryEpisode,
    measures: EpisodeMeasures,
    wanted: Sequence[Sequence[int]],
    index: StillIndex,
) -> list[tuple[Image, ...]]:
    """Read the pictures of some passages of an episode, by their frames.

    Raises
    ------
    CutstatError
        If the video is not there, or a frame of it cannot be decoded.
    """
    video = find_video(study.library, entry)
    if video is None:
        raise InputError(f"{measures.file}: the video is not there")
    every = [frame for frames in wanted for frame in frames]
    stills = read_stills(video, every, index=index, size=SIZE)
    return [tuple(stills[frame] for frame in frames) for frames in wanted]
