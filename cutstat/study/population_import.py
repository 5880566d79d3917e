"""A dump of a collection, read into a database and measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cutstat.errors import InputError
from cutstat.formats.trace_moe import DumpFile, DumpShow, read_dump
from cutstat.library.population import (
    BodyNumbers,
    PopulationFile,
    PopulationShow,
    PopulationStore,
)
from cutstat.segment.shared_lengths import is_same_film, shared_spans

BATCH = 500
"""Files that are kept together: a run that is stopped loses no more."""

LEAST_MINUTES, MOST_MINUTES = 3.0, 60.0
"""Length of files that are episodes; others are trailers and films."""

LEAST_PIECE_SECONDS = 12.0
"""What is shorter beside an opening or ending belongs to it: its last shot, and black."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has brought."""

    files: int
    """Files that are new."""

    known: int
    """Files that were there already."""

    passed_over: int
    """Rows without a length or without changes."""

    shows: int


def import_population(folder: Path, dump: Path, *, progress: Progress | None = None) -> Imported:
    """Read a dump of trace.moe's database, and measure what is new.

    A run that was stopped is continued by the same command: files that are there are passed over.

    Parameters
    ----------
    folder : Path
        The library's folder.
    dump : Path
        ``.sql``, ``.sql.gz`` or ``.sql.zst``, with the tables ``files`` and ``anilist``.
    progress : callable, optional
        Told the share that is done and what is being done.

    Raises
    ------
    InputError
        If it is no such dump, is cut off or damaged; what was read before stays.
    LibraryError
        If the database cannot be written.
    """
    with PopulationStore(folder) as store:
        reading = _Reading(store)
        for record, done in read_dump(dump):
            reading.take(record)
            if progress and reading.is_new_batch:
                progress(done, "reading")
        reading.flush()
        if not reading.files + reading.known:
            raise InputError(
                f"{dump}: holds no rows of a table `files` with scene_changes; it is no dump of "
                "trace.moe's database"
            )
        measure_population(store, progress=progress)
        return Imported(reading.files, reading.known, reading.passed_over, len(store.shows()))


class _Reading:
    """Gathers rows into batches."""

    def __init__(self, store: PopulationStore) -> None:
        self._store = store
        self._ids = set(store.known_files())
        self._files: list[PopulationFile] = []
        self._shows: list[tuple[PopulationShow, Sequence[str]]] = []
        self.files = self.known = self.passed_over = 0
        self.is_new_batch = False

    def take(self, record: DumpFile | DumpShow | None) -> None:
        """Take in one record; None is a row without what is needed."""
        self.is_new_batch = False
        if record is None:
            self.passed_over += 1
        elif isinstance(record, DumpShow):
            show = PopulationShow(
                record.id, record.titles[0], record.format, record.year, 0, 0, 0.0, 0.0
            )
            self._shows.append((show, record.titles))
        elif record.id in self._ids:
            self.known += 1
        else:
            self._ids.add(record.id)
            self._files.append(_kept(record))
            self.files += 1
        if len(self._files) + len(self._shows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Keep what was gathered."""
        self._store.put(self._files, self._shows)
        self._files, self._shows = [], []
        self.is_new_batch = True


def measure_population(store: PopulationStore, *, progress: Progress | None = None) -> None:
    """Count the shots of all shows of which a file is new, without openings and endings."""
    waiting = store.unmeasured()
    for number, show in enumerate(waiting):
        store.put_numbers(body_numbers(store.files_of(show)))
        if progress:
            progress((number + 1) / len(waiting), "measuring")


def body_numbers(files: Sequence[PopulationFile]) -> list[BodyNumbers]:
    """Count the episodes of one show: every episode once, and nothing that is no episode."""
    episodes = list(_episodes(files))
    spans = shared_spans([one.times for one in episodes])
    is_known = [bool(some) for some in spans]
    numbers = []
    for one, own in zip(episodes, spans, strict=True):
        edges = [0.0, *(edge for span in own for edge in span), one.duration_seconds]
        pieces = [
            (start, stop)
            for start, stop in zip(edges[::2], edges[1::2], strict=True)
            if stop - start > LEAST_PIECE_SECONDS or not own
        ]
        seconds = sum(max(stop - start, 0.0) for start, stop in pieces)
        shots = sum(
            1 + int(np.count_nonzero((one.times > start + 0.02) & (one.times < stop - 0.02)))
            for start, stop in pieces
            if stop > start
        )
        if seconds > 0:
            minutes = seconds / 60
            is_certain = bool(own) and sum(is_known) >= len(episodes) / 2
            numbers.append(
                BodyNumbers(
                    *(one.id, seconds, shots, is_certain),
                    *(math.log(shots), math.log(shots / minutes)),
                )
            )
    return numbers


def _episodes(files: Sequence[PopulationFile]) -> Iterator[PopulationFile]:
    """Give the files that are episodes, each film once."""
    kept: list[PopulationFile] = []
    for file in files:
        if not LEAST_MINUTES <= file.duration_seconds / 60 <= MOST_MINUTES:
            continue
        near = [one for one in kept if abs(one.duration_seconds - file.duration_seconds) < 10]
        if any(one.episode == file.episode for one in kept if file.episode):
            continue
        if any(is_same_film(one.times, file.times) for one in near):
            continue
        kept.append(file)
        yield file


def _kept(file: DumpFile) -> PopulationFile:
    times, scores = file.changes
    return PopulationFile(
        file.id,
        file.show,
        file.episode,
        file.duration_seconds,
        file.frames,
        times.astype(np.float32),
        np.clip(np.rint(scores * 255), 0, 255).astype(np.uint8),
    )
