"""What episodes look like: their videos, their colours, and pictures of some passages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cutstat.core.track import Track
from cutstat.detection.gradual import flat_frames
from cutstat.detection.registry import OWN
from cutstat.errors import CutstatError, InputError
from cutstat.library.store import Library
from cutstat.measure.episode import EpisodeMeasures
from cutstat.report.cards import EpisodeLook, Passage, passages
from cutstat.study.measures import SeriesMeasures
from cutstat.study.selection import find_video, load_analysed
from cutstat.video.stills import read_stills

SIZE = (160, 90)
"""Box of a picture in pixels."""

COLUMNS = 600
"""Colours of an episode."""


class SeriesLook(NamedTuple):
    """What the episodes of a series look like."""

    episodes: tuple[EpisodeLook, ...]
    notes: tuple[str, ...]
    """What is not shown, one sentence each."""


def look_at_series(
    library: Library,
    series: SeriesMeasures,
    *,
    detector: str = OWN,
    has_pictures: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> SeriesLook:
    """Gather what is known of the episodes of a series beyond their numbers.

    Parameters
    ----------
    library : Library
        Holds their tracks.
    series : SeriesMeasures
        The episodes.
    detector : str
        As for `measure_series`.
    has_pictures : bool
        Whether pictures of their `passages` are read from the videos.
    progress : callable, optional
        Told how many of how many episodes are done.
    """
    looks: list[EpisodeLook] = []
    missing: list[str] = []
    for entry, episode in zip(series.entries, series.episodes, strict=True):
        if progress:
            progress(len(looks), len(series.entries))
        track = load_analysed(library, entry, detector=detector).track
        look = EpisodeLook(describe_video(track), strip_of_colours(track))
        if has_pictures and look.video:
            video = find_video(library, entry)
            try:
                look = _with_pictures(look, video, episode, track)
            except CutstatError:
                missing.append(episode.name.label)
        looks.append(look)
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


def describe_video(track: Track) -> str:
    """Say codec, size, pixel format and rate of a video; nothing of a list."""
    header = track.header
    if not header.codec:
        return ""
    return (
        f"{header.codec}, {header.width}×{header.height}, {header.pixel_format}, "
        f"{float(track.times.rate):.5g} frames/s"
    )


def strip_of_colours(track: Track) -> NDArray[np.uint8]:
    """Give mean colours at even times, shape (n, 3); of no length where no picture is known."""
    n_frames = len(track.times)
    if not track.header.codec or not n_frames:
        return np.zeros((0, 3), np.uint8)
    edges = np.linspace(0, n_frames, min(COLUMNS, n_frames) + 1).astype(int)
    sums = np.add.reduceat(track.colours.astype(np.uint32), edges[:-1], axis=0)
    return np.asarray(sums / np.diff(edges)[:, None], np.uint8)


def film_frames(track: Track, passage: Passage) -> list[int]:
    """Choose frames of a passage, of those at which a decoder can start if these are enough.

    Black and white ones are passed over: a flash or a fade shows nothing.
    """
    shown = passage.frames[~flat_frames(track)[passage.frames]]
    keys = shown[track.is_key[shown]]
    enough = [some for some in (keys, shown) if len(some) >= passage.pictures]
    chosen = enough[0] if enough else passage.frames
    places = (np.arange(passage.pictures) + 0.5) / passage.pictures * len(chosen)
    return [int(frame) for frame in np.unique(chosen[places.astype(int)])]


def _with_pictures(
    look: EpisodeLook, video: Path | None, episode: EpisodeMeasures, track: Track
) -> EpisodeLook:
    """Add pictures.

    Raises
    ------
    CutstatError
        If the video is not there, or a frame of it cannot be decoded.
    """
    if video is None:
        raise InputError(f"{episode.file}: the video is not there")
    films = tuple(
        tuple(
            read_stills(video, [frame], track=track, size=SIZE)[frame]
            for frame in film_frames(track, passage)
        )
        for passage in passages(episode)
    )
    return EpisodeLook(look.video, look.colours, films)
