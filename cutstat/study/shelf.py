"""From a study to a shelf, and from a shelf into another library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from cutstat.core.episodes import EpisodeFile
from cutstat.core.making import MakingParts
from cutstat.core.track import ListedTrack, PackedEpisode, PackedPictures
from cutstat.errors import InputError
from cutstat.formats.shelf import (
    ShelfEpisode,
    ShelfSeries,
    ShelvedAudit,
    read_shelf,
    write_shelf,
)
from cutstat.library.audits import list_audits, put_audit
from cutstat.library.documents import AuditRecord
from cutstat.library.lookup import find_series
from cutstat.library.makings import making_overrides, put_making_override
from cutstat.library.records import LibraryEpisode
from cutstat.library.results import forget_results
from cutstat.library.reviews import (
    put_reviewed_span,
    put_transition_override,
    reviewed_spans,
    transition_overrides,
)
from cutstat.library.store import Library
from cutstat.scan.keys import imported_key, track_key
from cutstat.study.audit import audits_of
from cutstat.study.study import Study


class Packed(NamedTuple):
    """What was packed."""

    series: tuple[tuple[str, int], ...]
    """Titles, with the number of their episodes."""

    left_out: tuple[str, ...]
    """One sentence for each file that is not in it."""


class Unpacked(NamedTuple):
    """What was unpacked."""

    episodes: tuple[LibraryEpisode, ...]
    known: tuple[str, ...]
    """One sentence for each episode that was scanned here, and stays as it is."""


def pack_series(
    study: Study, titles: Sequence[str], output: Path, *, fingerprints: bool = False
) -> Packed:
    """Write series into one file that another library can take in.

    Parameters
    ----------
    study : Study
        Holds the series; what its detector found is packed.
    titles : sequence of str
        Titles, or beginnings of titles.
    output : Path
        The file.
    fingerprints : bool
        Whether fingerprints of pictures and sound are in it, by which openings and the like are
        found in further episodes.

    Raises
    ------
    InputError
        If a series is unknown or has no analysed episode, its episodes are of different detectors,
        or the file cannot be written.
    """
    names = list(dict.fromkeys(find_series(study.library, title) for title in titles))
    packed: list[ShelfSeries] = []
    left_out: list[str] = []
    for name in names:
        series, reasons = _shelved(study, name, fingerprints=fingerprints)
        packed.append(series)
        left_out += reasons
    write_shelf(output, packed, made_by=f"cutstat {metadata.version('cutstat')}")
    return Packed(tuple((one.title, len(one.episodes)) for one in packed), tuple(left_out))


def unpack_series(study: Study, path: Path, *, title: str | None = None) -> Unpacked:
    """Take the series of a shelf into a library: all of them, or none.

    Episodes whose files were scanned here stay as they are.

    Parameters
    ----------
    study : Study
        Its library takes them in.
    path : Path
        The shelf.
    title : str, optional
        Another title, where the shelf has one series.

    Raises
    ------
    InputError
        If the file cannot be used, or a title is taken by other files here.
    """
    shelf = read_shelf(path)
    if title is not None and len(shelf) != 1:
        raise InputError(
            f"{path}: holds {len(shelf)} series, and one title cannot stand for all of them"
        )
    library = study.library
    titles = [title or one.title for one in shelf]
    for name, one in zip(titles, shelf, strict=True):
        _check_free(library, name, one, path)
    keys: list[str] = []
    known: list[str] = []
    for name, one in zip(titles, shelf, strict=True):
        for episode in one.episodes:
            if library.has_track(track_key(episode.key)):
                known.append(f"{name} {episode.name.label}: scanned here, and stays as it is")
                continue
            _put(library, episode, title=name, shelf=path)
            keys.append(episode.key)
        forget_results(library, "segmentation", name)  # they may rest on what was here before
        info = one.episodes[0].detection.detector
        judged = {kept.series for kept in list_audits(library) if kept.detector == info.key}
        if one.audit is not None and name not in judged:
            record = AuditRecord(one.audit.seed, one.audit.digests, one.audit.error)
            put_audit(library, name, detector=info, record=record)
    study.renew()
    episodes = tuple(one for one in library.episodes() if one.file_key in keys)
    return Unpacked(episodes, tuple(known))


def _shelved(study: Study, title: str, *, fingerprints: bool) -> tuple[ShelfSeries, list[str]]:
    selection = study.selection(title)
    left_out = list(selection.left_out)
    episodes: list[ShelfEpisode] = []
    for entry in selection.episodes:
        try:
            episodes.append(_episode(study, entry, fingerprints=fingerprints))
        except InputError as error:
            left_out.append(str(error))
    detectors = {one.detection.detector for one in episodes}
    if len(detectors) != 1:
        why = "; ".join(left_out[:2]) or "it has no episode"
        raise InputError(
            f"series {title!r} cannot be packed: "
            + (f"{why}" if not detectors else "its episodes are of different detectors")
        )
    detector = detectors.pop()
    own = [one for one in audits_of(study.library, title) if one.detector == detector.key]
    record = own[0].record if own else None
    audit = None if record is None else ShelvedAudit(record.seed, record.digests, record.error)
    return ShelfSeries(title, tuple(episodes), audit), left_out


def _episode(study: Study, entry: LibraryEpisode, *, fingerprints: bool) -> ShelfEpisode:
    known = study.episode(entry)
    making, pictures = _seen(study, entry, fingerprints=fingerprints)
    return ShelfEpisode(
        entry.file_key,
        entry.name,
        # What speaks of places on a disk is of no use elsewhere, and nobody's business.
        tuple(one for one in entry.doubts if not {"/", "\\"} & set(one)),
        known.times,
        study.found(entry),
        PackedEpisode(
            *(study.segmentation(entry), known.damage, known.video, known.footage),
            *(known.colours, known.notes, making),
            known.making.motion,
            pictures,
        ),
        transition_overrides(study.library, entry.file_key),
        tuple(one[:2] for one in reviewed_spans(study.library, entry.file_key)),
        entry.is_sped_up,
        making_overrides(study.library, entry.file_key),
    )


def _seen(
    study: Study, entry: LibraryEpisode, *, fingerprints: bool
) -> tuple[MakingParts, PackedPictures | None]:
    """Give what is passed on of drawings, sound and subtitles, and the fingerprints if asked for.

    Names of files are not. Fingerprints of the sound tell which song it is, so they go with those
    of the pictures.
    """
    key = entry.file_key
    track = study.library.get_track(track_key(key), is_whole=False)
    if track is not None:
        parts = track.making
        seen: PackedPictures | None = PackedPictures(
            track.seen.fingerprints, track.seen.colours, track.seen.curves["deviation"]
        )
    else:
        listed = study.library.get_listed(imported_key(key, "times"))
        packed = None if listed is None else listed.packed
        parts = MakingParts() if packed is None else packed.making
        seen = None if packed is None else packed.pictures
    sound = parts.sound
    if sound is not None and not fingerprints:
        sound = replace(sound, prints=sound.prints[:0])
    subtitles = tuple(
        replace(one, source=one.source if one.source.isdigit() else "beside the video")
        for one in parts.subtitles
    )
    return MakingParts(parts.drawings, sound, subtitles), seen if fingerprints else None


def _check_free(library: Library, title: str, one: ShelfSeries, path: Path) -> None:
    """Raise InputError if episodes of other files stand under a title already."""
    keys = {episode.key for episode in one.episodes}
    labels = {episode.name.label for episode in one.episodes}
    for entry in library.episodes(title):
        if entry.file_key not in keys and entry.name.label in labels:
            raise InputError(
                f"{path}: {title} {entry.name.label} is here already, from {entry.path}; give the "
                "series of the shelf another title with --as"
            )


def _put(library: Library, episode: ShelfEpisode, *, title: str, shelf: Path) -> None:
    """Keep an episode; what was said of it here before goes before what the shelf says."""
    name = f"{title} {episode.name.label}".replace("/", "\N{DIVISION SLASH}")
    place = shelf.absolute() / name
    file = EpisodeFile(place, replace(episode.name, series=title), episode.doubts, "option")
    library.put_file(file, key=episode.key, size=0, is_sped_up=episode.is_sped_up)
    times_key = imported_key(episode.key, "times")
    track = ListedTrack(episode.times, episode.packed)
    library.put_track(track, key=times_key, file_key=episode.key)
    shots_key = imported_key(episode.key, "shots")
    library.put_detection(episode.detection, key=shots_key, track_key=times_key)
    if not transition_overrides(library, episode.key):
        for word in episode.overrides:
            put_transition_override(
                library, episode.key, word.place, word.said, said_at=word.said_at
            )
    if not making_overrides(library, episode.key):
        for said in episode.words:
            put_making_override(library, episode.key, said)
    if not reviewed_spans(library, episode.key):
        for start, stop in episode.reviewed:
            put_reviewed_span(library, episode.key, start, stop)
