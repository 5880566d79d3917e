"""A person's word about styles of subtitles and about stretches: listed, kept and taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cutstat.core.making import DIALOGUE, MakingOverride, Subject
from cutstat.core.subtitles import NoDialogue, SubtitleTrack
from cutstat.core.timing import Position, format_clock
from cutstat.errors import InputError
from cutstat.library.lookup import find_episode
from cutstat.library.makings import (
    clear_making_overrides,
    making_overrides,
    put_making_override,
)
from cutstat.library.records import LibraryEpisode
from cutstat.library.store import Library
from cutstat.measure.episode import EpisodeMeasures
from cutstat.measure.sound import choose_lines
from cutstat.measure.tempo import Stretch, stretch_at
from cutstat.scan.keys import imported_key, track_key
from cutstat.study.overrides import find_target
from cutstat.study.study import Study

NO_STYLES = "is kept without its styles; `cutstat scan --complete` on the file adds them"


@dataclass(frozen=True, slots=True)
class StyleLines:
    """The events of one style of a track of subtitles, as they were read."""

    style: str
    lines: int
    """Those that were taken for dialogue."""

    dropped: tuple[tuple[NoDialogue, int], ...]
    """How many were left out, by the reason."""

    is_dialogue: bool | None
    """What a person says of the style; None if nothing was said."""


@dataclass(frozen=True, slots=True)
class TrackLines:
    """A track of subtitles by its styles."""

    track: SubtitleTrack
    """As it was read."""

    is_counted: bool
    """Whether its lines stand for the dialogue."""

    styles: tuple[StyleLines, ...]


@dataclass(frozen=True, slots=True)
class EpisodeLines:
    """The tracks of subtitles of an episode; none of one that was not scanned."""

    episode: LibraryEpisode
    tracks: tuple[TrackLines, ...]


@dataclass(frozen=True, slots=True)
class SaidStyle:
    """What a person's word about a style does in one episode."""

    episode: LibraryEpisode
    changed: int
    """Events that count otherwise by it, in all tracks."""

    unkept: tuple[str, ...]
    """Tracks in which it cannot count, as their styles were not kept."""


def targets(library: Library, named: Sequence[str]) -> tuple[LibraryEpisode, ...]:
    """Give the episodes of series, or single ones; without a name, of all series.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    names = named or library.series_names()
    found = (one for name in names for one in find_target(library, name))
    return tuple({one.file_key: one for one in found}.values())


def list_lines(study: Study, named: Sequence[str] = ()) -> tuple[EpisodeLines, ...]:
    """List the tracks of subtitles of episodes by style; errors as for `targets`."""
    library = study.library
    found: list[EpisodeLines] = []
    for episode in targets(library, named):
        said = _styles_said(library, episode.file_key)
        tracks = _subtitles(library, episode.file_key)
        overruled = [one.with_styles(said) for one in tracks]
        chosen = choose_lines(overruled)
        listed = (
            TrackLines(track, own is chosen, _by_style(track, said))
            for track, own in zip(tracks, overruled, strict=True)
        )
        found.append(EpisodeLines(episode, tuple(listed)))
    return tuple(found)


def set_style(study: Study, target: str, style: str, *, is_dialogue: bool) -> tuple[SaidStyle, ...]:
    """Keep whether a style of subtitles is dialogue, in a series or an episode.

    Raises
    ------
    InputError
        If there is no such series, episode or style. Nothing is kept then.
    """
    library = study.library
    said: list[SaidStyle] = []
    known: set[str] = set()
    for episode in find_target(library, target):
        tracks = _subtitles(library, episode.file_key)
        known.update(name for one in tracks for name in one.all_styles)
        own = [one for one in tracks if style in one.all_styles or not one.keeps_styles]
        changed = sum(
            one.count for track in own for one in track.with_styles({style: is_dialogue}).overruled
        )
        unkept = tuple(str(one) for one in own if not one.keeps_styles)
        if own or episode.track_key is None:
            said.append(SaidStyle(episode, changed, unkept))
    if style not in known and not any(one.unkept or not one.episode.track_key for one in said):
        held = ", ".join(map(repr, sorted(known))) or "no subtitles at all"
        raise InputError(f"{target}: no style of its subtitles is called {style!r}, only {held}")
    word = MakingOverride("style", style, DIALOGUE if is_dialogue else None)
    for one in said:
        put_making_override(library, one.episode.file_key, word)
    study.renew()
    return tuple(said)


def list_stretches(
    study: Study, named: Sequence[str] = ()
) -> tuple[tuple[EpisodeMeasures, ...], tuple[str, ...]]:
    """List the stretches of episodes that stand out, and say which could not be looked at.

    Raises
    ------
    InputError
        As `targets` does.
    """
    found: list[EpisodeMeasures] = []
    left_out: list[str] = []
    for episode in targets(study.library, named):
        try:
            found.append(study.measure(episode))
        except InputError as error:
            left_out.append(str(error))
    return tuple(found), tuple(left_out)


def set_stretch(study: Study, target: str, at: Position, name: str | None) -> Stretch:
    """Keep what a stretch of an episode is called, or with None that it is none.

    Raises
    ------
    InputError
        If there is no such episode, it cannot be measured, or no stretch is there.
    """
    entry, measures, stretch = _stretch_there(study, target, at)
    _forget_stretch(study.library, entry, measures, stretch)
    middle = int(measures.times.all_seconds().searchsorted((stretch.start + stretch.stop) / 2))
    put_making_override(study.library, entry.file_key, MakingOverride("stretch", str(middle), name))
    study.renew()
    return stretch


def clear_stretches(
    study: Study, target: str, at: Position | None = None
) -> tuple[tuple[LibraryEpisode, int], ...]:
    """Take back what was said of one stretch of an episode, or of all of a series or an episode.

    Returns
    -------
    tuple of (LibraryEpisode, int)
        Episodes of which something was taken back, and how much.

    Raises
    ------
    InputError
        As `find_target` and `set_stretch` do.
    """
    if at is None:
        return clear_words(study, target, "stretch")
    entry, measures, stretch = _stretch_there(study, target, at)
    count = _forget_stretch(study.library, entry, measures, stretch)
    study.renew()
    return ((entry, count),) if count else ()


def clear_words(
    study: Study, target: str, subject: Subject, places: Collection[str] | None = None
) -> tuple[tuple[LibraryEpisode, int], ...]:
    """Take back what was said of styles or stretches, of these places or of all.

    Returns
    -------
    tuple of (LibraryEpisode, int)
        Episodes of which something was taken back, and how much.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    counts = (
        (one, clear_making_overrides(study.library, one.file_key, subject, places))
        for one in find_target(study.library, target)
    )
    cleared = tuple((one, count) for one, count in counts if count)
    study.renew()
    return cleared


def _subtitles(library: Library, file_key: str) -> tuple[SubtitleTrack, ...]:
    """Give the tracks of subtitles of a file as they were read."""
    track = library.get_track(track_key(file_key), is_whole=False)
    if track is not None:
        return track.making.subtitles
    listed = library.get_listed(imported_key(file_key, "times"))
    return () if listed is None or listed.packed is None else listed.packed.making.subtitles


def _styles_said(library: Library, file_key: str) -> dict[str, bool]:
    words = making_overrides(library, file_key)
    return {one.place: one.said is not None for one in words if one.subject == "style"}


def _by_style(track: SubtitleTrack, said: dict[str, bool]) -> tuple[StyleLines, ...]:
    return tuple(
        StyleLines(
            style,
            track.styles.count(style),
            tuple((one.reason, one.count) for one in track.dropped if one.style == style),
            said.get(style),
        )
        for style in track.all_styles
    )


def _stretch_there(
    study: Study, target: str, at: Position
) -> tuple[LibraryEpisode, EpisodeMeasures, Stretch]:
    entry = find_episode(study.library, target)
    measures = study.measure(entry)
    try:
        second = measures.times.seconds(at.frame(measures.times))
    except ValueError as error:
        raise InputError(f"{target}: {error}") from error
    tempo = measures.tempo
    found = () if tempo is None else tuple(sorted((*tempo.stretches, *tempo.cleared), key=_start))
    stretch = stretch_at(found, second)
    if stretch is None:
        held = ", ".join(one.text for one in found) or "none at all"
        raise InputError(
            f"{target}: no stretch stands out at {format_clock(second)}; there is {held}"
        )
    return entry, measures, stretch


def _start(stretch: Stretch) -> float:
    return stretch.start


def _forget_stretch(
    library: Library, entry: LibraryEpisode, measures: EpisodeMeasures, stretch: Stretch
) -> int:
    """Forget all that was said of one stretch."""
    last = measures.n_frames
    places = {
        word.place
        for word in making_overrides(library, entry.file_key)
        if word.subject == "stretch"
        and stretch_at([stretch], measures.times.seconds(min(int(word.place), last)))
    }
    return clear_making_overrides(library, entry.file_key, "stretch", places)
