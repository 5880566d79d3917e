"""Scan: bring the library up to date with the files on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypedDict

from cutstat.core.cores import available_cores
from cutstat.core.episodes import EpisodeFile
from cutstat.core.shots import Detection
from cutstat.core.track import Track
from cutstat.detection.detector import AnyDetector, CutstatDetector, TrackDetector
from cutstat.errors import CutstatError
from cutstat.library.segments import put_overrides
from cutstat.library.store import Library
from cutstat.scan.complete import missing_parts
from cutstat.scan.dask import DaskExecutor
from cutstat.scan.executors import Executor, Job, ProcessExecutor, SerialExecutor
from cutstat.scan.keys import detection_key, track_key
from cutstat.video.find import Skipped, find_episodes
from cutstat.video.identify import file_key
from cutstat.video.manifest import Manifest

ExecutorName = Literal["serial", "processes", "dask"]


@dataclass(frozen=True, slots=True)
class ScanEvent:
    """Something that happened during a scan."""

    kind: Literal["found", "progress", "done", "reused", "failed"]
    path: Path | None = None
    files: int = 0
    """For "found": how many files have to be decoded."""

    frames: int = 0
    seconds: float = 0.0
    """Time of video decoded of this file."""

    total_seconds: float | None = None
    """Duration of this file as its header declares it."""

    shots: int = 0
    """For "done": shots in the whole file."""

    message: str = ""
    """For "failed": why."""


Listener = Callable[[ScanEvent], None]


@dataclass(frozen=True, slots=True)
class FileFailure:
    """A file that could not be analysed, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan did."""

    done: tuple[EpisodeFile, ...]
    """Files analysed now."""

    reused: tuple[EpisodeFile, ...]
    """Files that the library knew already, by their content."""

    failed: tuple[FileFailure, ...]
    skipped: tuple[Skipped, ...]
    incomplete: tuple[str, ...] = ()
    """Names of files with what their tracks lack of what this version measures."""

    restored: tuple[Path, ...] = ()
    """Files of which the library had lost what it held: their arrays were missing or damaged."""

    @property
    def files(self) -> tuple[EpisodeFile, ...]:
        """All files that the library now holds."""
        return self.reused + self.done


class ScanSettings(TypedDict, total=False):
    """How files are scanned: parameters of `scan` that are handed on as they are."""

    jobs: int
    executor: ExecutorName | None
    scheduler: str | None
    series: str | None
    manifest: Manifest | None
    complete: bool
    audio: str
    film_rate: bool | None
    listener: Listener | None
    choose: Callable[[Sequence[EpisodeFile]], Sequence[EpisodeFile]] | None


def scan(
    paths: Sequence[str | Path],
    *,
    library: Library,
    detector: AnyDetector | None = None,
    jobs: int = 0,
    executor: ExecutorName | None = None,
    scheduler: str | None = None,
    series: str | None = None,
    manifest: Manifest | None = None,
    complete: bool = False,
    audio: str = "",
    film_rate: bool | None = None,
    listener: Listener | None = None,
    choose: Callable[[Sequence[EpisodeFile]], Sequence[EpisodeFile]] | None = None,
) -> ScanResult:
    """Find episode files and analyse those that the library does not know.

    An episode is kept as soon as it is done, so that a run that is stopped loses at most those it
    was on. A file that cannot be analysed ends up in `failed`, and the others go on.

    Parameters
    ----------
    paths : sequence of str or Path
        Files, folders and globs.
    library : Library
        Where results are kept.
    detector : TrackDetector or ImageDetector, optional
        By default cutstat's own.
    jobs : int >= 0
        Processes; 0 takes as many as there are cores.
    executor : {"serial", "processes", "dask"}, optional
        Who decodes: this process, others, or Dask. By default others, but this one for one job.
    scheduler : str, optional
        Address of Dask's scheduler; `jobs` is then of no account. By default Dask's workers are
        started on this machine.
    series : str, optional
        Title of the series for all files.
    manifest : Manifest, optional
        What the user says about names.
    complete : bool
        Whether known files are decoded again whose tracks lack what this version measures; what
        was found in them before is kept.
    audio : str
        Language or part of a title of the sound to listen to; by default the file's own choice.
    film_rate : bool, optional
        Whether files of 25 frames a second play a film too fast; by default what was said before.
    listener : callable, optional
        Told what happens.
    choose : callable, optional
        Given the files that were found, in order, says which of them are looked at; by default all.

    Raises
    ------
    InputError
        If a path is wrong, or no scheduler answers.
    LibraryError
        If the library cannot be written.
    MissingPackageError
        If Dask is asked for and not installed.
    """
    tell = listener or (lambda event: None)
    chosen = detector or CutstatDetector()
    found = find_episodes(paths, manifest=manifest, series=series)
    files = found.files if choose is None else choose(found.files)
    for skip in found.skipped:
        library.remove_path(skip.path)
    for failure in library.failures():
        if not failure.path.exists():
            library.clear_failure(failure.path)
            library.remove_path(failure.path)
    skipped = list(found.skipped)
    holders: dict[str, Path] = {}
    reused: list[EpisodeFile] = []
    incomplete: list[str] = []
    restored: list[Path] = []
    failed: list[FileFailure] = []
    waiting: dict[Path, tuple[EpisodeFile, str]] = {}
    for listed in files:
        try:
            key, size = file_key(listed.path), listed.path.stat().st_size
        except (CutstatError, OSError) as error:
            failed.append(_fail(library, listed.path, str(error), tell))
            continue
        holder = holders.setdefault(key, _original(library, key, listed.path))
        if holder != listed.path.absolute():
            skipped.append(Skipped(listed.path, f"has the same content as {holder}"))
            continue
        file = library.put_file(listed, key=key, size=size, is_sped_up=film_rate)
        if listed.segment_overrides is not None:  # nothing said forgets a line that was deleted
            put_overrides(library, key, listed.segment_overrides, is_command=False)
        track, is_restored = _known_track(library, key, chosen)
        if is_restored:
            restored.append(file.path)
        missing = () if track is None else missing_parts(track.making, audio=audio)
        if track is not None and not (missing and complete):
            incomplete += [f"{file.path.name}: {', '.join(missing)}"] if missing else []
            library.clear_failure(file.path)
            reused.append(file)
            tell(ScanEvent("reused", file.path))
        else:
            waiting[file.path] = (file, key)
    tell(ScanEvent("found", files=len(waiting)))
    done: list[EpisodeFile] = []
    worker, threads = _executor(executor, scheduler=scheduler, jobs=jobs, n_files=len(waiting))
    tasks = [Job(path, threads, chosen, audio) for path in waiting]

    def progress(path: Path, frames: int, seconds: float, total: float | None) -> None:
        tell(ScanEvent("progress", path, 0, frames, seconds, total))

    with closing(worker.run(tasks, progress=progress)) as outcomes:
        for outcome in outcomes:
            file, key = waiting[outcome.job.path]
            if outcome.result is None:
                failed.append(_fail(library, file.path, outcome.reason or "failed", tell))
                continue
            if _has_changed(file.path, key):
                reason = f"{file.path}: changed during the scan; scan it once it is whole"
                failed.append(_fail(library, file.path, reason, tell))
                continue
            track, detection = outcome.result
            keep(library, key, track, detection)
            library.clear_failure(file.path)
            damage = track.warnings
            done.append(replace(file, doubts=(*file.doubts, *damage)) if damage else file)
            shots = len(detection.shots)
            tell(ScanEvent("done", file.path, frames=track.n_frames, shots=shots))
    order = {file.path: index for index, file in enumerate(found.files)}
    done.sort(key=lambda file: order[file.path])
    return ScanResult(
        *(tuple(done), tuple(reused), tuple(failed), tuple(skipped)),
        *(tuple(incomplete), tuple(restored)),
    )


def _original(library: Library, key: str, path: Path) -> Path:
    """Give the place that the library knows this content by, if it is another one still there.

    So a copy in a backup folder does not take an episode away from its series, and a file that was
    moved or renamed is known again.
    """
    known = library.paths(key)
    if path.absolute() in known:
        return path.absolute()
    return next((place for place in known if _holds(place, key)), path.absolute())


def _holds(path: Path, key: str) -> bool:
    try:
        return file_key(path) == key
    except CutstatError:
        return False


def keep(library: Library, key: str, track: Track, detection: Detection) -> None:
    """Put a track and a detection of the file with this key into the library."""
    library.put_track(track, key=track_key(key), file_key=key)
    keep_detection(library, key, detection)


def keep_detection(library: Library, key: str, detection: Detection) -> None:
    """Put a detection of the file with this key into the library."""
    library.put_detection(
        detection,
        key=detection_key(detection.detector, key),
        track_key=track_key(key),
    )


def _known_track(library: Library, key: str, detector: AnyDetector) -> tuple[Track | None, bool]:
    """Give the track if nothing needs to be decoded, and whether arrays had been lost.

    The own detector is run again from the track. The arrays are read, not only looked for: a
    damaged file is as good as none, and a scan is what brings it back.
    """
    found_key = detection_key(detector.info, key)
    found = library.get_detection(found_key)
    track = library.get_track(track_key(key), is_whole=found is None)
    is_lost = (track is None and library.is_known(track_key(key))) or (
        found is None and library.is_known(found_key)
    )
    if track is None or found is not None:
        return track, is_lost
    if isinstance(detector, TrackDetector):
        keep_detection(library, key, detector.detect(track))
        return track, is_lost
    return None, is_lost


def _has_changed(path: Path, key: str) -> bool:
    """Whether a file is another one than when the scan began; one that is gone has not changed."""
    try:
        return file_key(path) != key
    except CutstatError:
        return False


def _executor(
    name: ExecutorName | None, *, scheduler: str | None, jobs: int, n_files: int
) -> tuple[Executor, int]:
    """Choose who decodes, and with how many threads each."""
    processes = max(1, min(jobs or available_cores(), n_files))
    if name == "dask":
        return DaskExecutor(scheduler, workers=processes), 1
    if name == "serial" or (name is None and jobs == 1):
        return SerialExecutor(), 0 if jobs != 1 else 1
    # A file alone has a process too: a crash in a codec must not take the library's with it.
    return ProcessExecutor(processes), 0 if processes == 1 and jobs != 1 else 1


def _fail(library: Library, path: Path, reason: str, tell: Listener) -> FileFailure:
    library.put_failure(path, reason)
    tell(ScanEvent("failed", path, message=reason))
    return FileFailure(path, reason)
