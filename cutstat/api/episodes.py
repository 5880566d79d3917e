"""Episodes: found, listed, shown, divided into segments, and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cutstat.api.opening import listed, opened

if TYPE_CHECKING:
    from cutstat.api.opening import Where
    from cutstat.core.segments import SegmentKind
    from cutstat.library.records import LibraryEpisode
    from cutstat.measure.episode import EpisodeMeasures
    from cutstat.scan.analyse import FileDetection
    from cutstat.scan.scan import ExecutorName, Listener
    from cutstat.study.listing import Listing
    from cutstat.study.overrides import Placed
    from cutstat.study.scan import SegmentedScan
    from cutstat.study.series import StudiedSeries


def detect(path: str | Path, *, detector: str = "cutstat") -> FileDetection:
    """Find the transitions of a video file; needs no library and leaves nothing behind.

    Parameters
    ----------
    path : str or Path
        The video file.
    detector : str
        ``"cutstat"``, followed by ``@`` and a sensitivity if another one than 0.5 is meant, and by
        ``:`` and one of ``"drawn"``, ``"rendered"``, ``"filmed"`` where it takes the video for
        something else; or one of PySceneDetect's: ``"adaptive"``, ``"content"``, ``"hash"``,
        ``"histogram"``.

    Returns
    -------
    FileDetection
        Transitions and shots in frames, and the track with the exact time of every frame. Sound,
        subtitles and drawings are not looked at.

    Raises
    ------
    InputError
        If the file cannot be opened, or the detector is unknown.
    DecodeError
        If it is no video or no frame can be decoded.
    """
    from cutstat.detection.registry import make_detector
    from cutstat.scan.analyse import FileDetection, analyse_file

    track, detection = analyse_file(Path(path), detector=make_detector(detector), with_making=False)
    return FileDetection(Path(path), track, detection)


def scan(
    paths: str | Path | Sequence[str | Path],
    *,
    library: Where = None,
    series: str | None = None,
    manifest: str | Path | None = None,
    detector: str = "cutstat",
    jobs: int = 0,
    executor: ExecutorName | None = None,
    scheduler: str | None = None,
    complete: bool = False,
    audio: str = "",
    film_rate: bool | None = None,
    listener: Listener | None = None,
) -> SegmentedScan:
    """Find episode files, analyse those that the library does not know, and segment their series.

    Parameters
    ----------
    paths : str, Path or sequence of these
        Files, folders and globs.
    library : Study, Library, str or Path, optional
        A study, an open library or the folder of one; by default that of the command line.
    series : str, optional
        Title of the series for all files, whatever their names say.
    manifest : str or Path, optional
        A ``cutstat.toml`` that says which file is which episode.
    detector : str
        Name of the detector, as for `detect`.
    jobs : int >= 0
        Processes that decode; 0 takes as many as there are cores.
    executor : {"serial", "processes", "dask"}, optional
        Who decodes: this process, others, or Dask. By default others, but this one for one job.
    scheduler : str, optional
        Address of Dask's scheduler, for the executor ``"dask"``. By default Dask's workers are
        started on this machine.
    complete : bool
        Whether files that the library knows are decoded again where it lacks something that this
        version measures, such as drawings and sound; nothing is lost by it.
    audio : str
        Language (``"jpn"``) or part of a title of the sound to listen to; by default the stream
        that the file itself prefers.
    film_rate : bool, optional
        Whether files of 25 or 50 frames a second play a film 4.3 % too fast, so that all numbers
        are to be those of the film at 23.976. By default what was said before holds; where nothing
        was said, the intervals hold both.
    listener : callable, optional
        Told what happens.

    Returns
    -------
    SegmentedScan
        What was analysed, what was known already, what failed or was skipped, with reasons, and the
        segments of each series.

    Raises
    ------
    InputError
        If a path is wrong, or the detector is unknown.
    LibraryError
        If the library cannot be opened or written.
    """
    from cutstat.study.scan import scan_and_segment
    from cutstat.video.manifest import load_manifest

    said = None if manifest is None else load_manifest(Path(manifest))
    with opened(library, detector=detector) as study:
        return scan_and_segment(
            study,
            listed(paths),
            jobs=jobs,
            executor=executor,
            scheduler=scheduler,
            series=series,
            manifest=said,
            complete=complete,
            audio=audio,
            film_rate=film_rate,
            listener=listener,
        )


def list_(
    series: str | Sequence[str] = (), *, library: Where = None, detector: str = "cutstat"
) -> Listing:
    """List the episodes in the library, rank the series, and name what could not be analysed.

    Parameters
    ----------
    series : str or sequence of str
        Titles of series, or beginnings of titles; by default all.
    library : Study, Library, str or Path, optional
        As for `scan`.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    Listing
        Episodes in order, failures with their reasons, and ``series``, what was counted in each,
        from the one with most shots a minute to the one with fewest.

    Raises
    ------
    InputError
        If there is no such series.
    LibraryError
        If the library cannot be opened.
    """
    from cutstat.study.listing import list_episodes

    with opened(library, detector=detector) as study:
        return list_episodes(study, [str(one) for one in listed(series)])


def show(
    episode: str | Path, *, library: Where = None, detector: str = "cutstat"
) -> EpisodeMeasures:
    """Measure an episode: its body and the whole file.

    Parameters
    ----------
    episode : str or Path
        A file, or a title with a number like ``"Hero Mask 03"``.
    library : Study, Library, str or Path, optional
        As for `scan`.
    detector : str
        Name of the detector, as for `detect`.

    Returns
    -------
    EpisodeMeasures
        Shots, segments and doubts; ``body`` and ``whole`` have every measure.

    Raises
    ------
    InputError
        If there is no such episode, or it has not been scanned with this detector.
    LibraryError
        If the library cannot be opened.
    """
    from cutstat.library.lookup import find_episode

    with opened(library, detector=detector) as study:
        return study.measure(find_episode(study.library, str(episode)))


def segments(
    series: str | Path | Sequence[str | Path] = (),
    *,
    library: Where = None,
    detector: str = "cutstat",
    jobs: int = 0,
    listener: Listener | None = None,
) -> tuple[StudiedSeries, ...]:
    """Give the segments of the episodes of series: opening, body, ending and so on.

    Parameters
    ----------
    series : str, Path or sequence of these
        Titles in the library, or files, which are scanned first; by default all series.
    library : Study, Library, str or Path, optional
        As for `scan`.
    detector : str
        Name of the detector, as for `detect`.
    jobs : int >= 0
        Processes that decode; 0 takes as many as there are cores.
    listener : callable, optional
        Told what happens during a scan.

    Returns
    -------
    tuple of StudiedSeries
        For each series its segments, and the measures of its episodes.

    Raises
    ------
    InputError
        If a series is unknown or has no episode that can be measured.
    LibraryError
        If the library cannot be opened or written.
    """
    from cutstat.study.listing import study_series

    with opened(library, detector=detector) as study:
        return study_series(study, listed(series), jobs=jobs, listener=listener)


def set_segments(
    target: str,
    kind: SegmentKind,
    start: str | int | None = None,
    stop: str | int | None = None,
    *,
    is_added: bool = False,
    library: Where = None,
) -> tuple[Placed, ...]:
    """Say where a segment of an episode, or of all episodes of a series, lies.

    Parameters
    ----------
    target : str
        Title of a series, or an episode as for `show`.
    kind : str
        ``"opening"``, ``"ending"``, ``"preview"``, ``"eyecatch"``, ``"recap"``, ``"card"`` or
        ``"body"``.
    start, stop : str or int, optional
        First frame and the one after the last: frames, seconds (``"2.5s"``) or a clock; with a
        minus from the end. Without both, there is no segment of this kind.
    is_added : bool
        Whether what was said of this kind before is kept.
    library : Study, Library, str or Path, optional
        As for `scan`.

    Returns
    -------
    tuple of Placed
        What was said of each episode, with its place.

    Raises
    ------
    InputError
        If there is no such series or episode, or the segment does not lie in one. Nothing is kept
        then.
    ValueError
        If `kind`, `start` or `stop` have no meaning.
    """
    from cutstat.core.segments import SegmentOverride
    from cutstat.core.timing import parse_position
    from cutstat.study.overrides import find_target, override_segments

    places = [None if place is None else parse_position(str(place)) for place in (start, stop)]
    said = SegmentOverride(kind, places[0], places[1], "cutstat segments set")
    with opened(library) as study:
        episodes = find_target(study.library, target)
        return override_segments(study, episodes, [said], is_added=is_added)


def clear_segments(
    target: str, kind: SegmentKind | None = None, *, library: Where = None
) -> tuple[tuple[LibraryEpisode, int], ...]:
    """Take back what was set or imported of segments; what a manifest says counts again.

    Parameters
    ----------
    target : str
        As for `set_segments`.
    kind : str, optional
        Of one kind; by default of all.
    library : Study, Library, str or Path, optional
        As for `scan`.

    Returns
    -------
    tuple of (LibraryEpisode, int)
        Episodes of which something was taken back, and how much.

    Raises
    ------
    InputError
        If there is no such series or episode.
    """
    from cutstat.study.overrides import clear_segment_overrides, find_target

    with opened(library) as study:
        return clear_segment_overrides(study, find_target(study.library, target), kind=kind)


def import_segments(
    episode: str | Path, chapters: str | Path, *, library: Where = None
) -> tuple[Placed, ...]:
    """Take the segments of an episode from the titles of a chapter file.

    Parameters
    ----------
    episode : str or Path
        As for `show`.
    chapters : str or Path
        Matroska XML or ffmetadata.
    library : Study, Library, str or Path, optional
        As for `scan`.

    Returns
    -------
    tuple of Placed
        The segments with their places.

    Raises
    ------
    InputError
        If there is no such episode, the file cannot be read, or none of its titles names a segment.
    """
    from cutstat.library.lookup import find_episode
    from cutstat.study.overrides import chapter_segments, override_segments

    with opened(library) as study:
        found = find_episode(study.library, str(episode))
        return override_segments(study, [found], chapter_segments(Path(chapters)))


def forget(
    episodes: str | Path | Sequence[str | Path], *, library: Where = None
) -> tuple[LibraryEpisode, ...]:
    """Take episodes out of the library; files are not touched.

    Parameters
    ----------
    episodes : str, Path or sequence of these
        As for `show`; the title of a series means all of its episodes.
    library : Study, Library, str or Path, optional
        As for `scan`.

    Returns
    -------
    tuple of LibraryEpisode
        What was known of them.

    Raises
    ------
    InputError
        If there is no such episode; then nothing is forgotten.
    """
    from cutstat.study.listing import forget_episodes

    with opened(library) as study:
        return forget_episodes(study, [str(one) for one in listed(episodes)])
