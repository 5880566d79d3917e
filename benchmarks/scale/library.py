"""A library of many episodes, generated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.core.timing import FrameTimes
from cutstat.core.track import Evidence, Observations, Track
from cutstat.detection.detector import CutstatDetector
from cutstat.library.store import Library, now
from cutstat.scan.analyse import read_track
from cutstat.scan.keys import detection_key, track_key
from cutstat.scan.scan import keep

FAST, SLOW = "Fast Show", "Slow Show"
LONG = 24
"""Episodes of each of these two series, which are of full length."""

FRAMES = 34_500
"""Frames of an episode of 24 minutes."""

SHOTS = 300
SEASON = 24
"""Shots of an episode and episodes of a series that is generated as rows."""

RATE = Fraction(24000, 1001)


def make_library(folder: Path, videos: Sequence[Path], *, episodes: int, seed: int = 0) -> None:
    """Generate a library in an empty folder.

    Parameters
    ----------
    folder : Path
        Where it goes.
    videos : sequence of Path
        Videos whose tracks are strung together for the episodes of full length.
    episodes : int
        Episodes in all.
    """
    rng = np.random.default_rng(seed)
    pieces = [read_track(video) for video in videos]
    with Library(folder) as library:
        for title, stretch in ((FAST, 1), (SLOW, 2)):
            for number in range(1, LONG + 1):
                track = long_track(pieces, rng, stretch=stretch)
                file = EpisodeFile(
                    folder.parent / title / f"{number:02d}.mkv",
                    EpisodeName(title, Fraction(number)),
                )
                key = f"{title} {number}"
                library.put_file(file, key=key, size=10**9)
                keep(library, key, track, CutstatDetector().detect(track))
        small = library.folder / "arrays"
        with library.transaction() as connection:
            for number in range(episodes - 2 * LONG):
                rows = _rows(number, folder.parent, rng)
                for table, lines in rows.items():
                    marks = ", ".join("?" * len(lines[0]))
                    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", lines)
                for name in ("track", "detection"):
                    key = str(rows[name][0][0])
                    place = small / key[:2] / f"{key}.npz"
                    place.parent.mkdir(exist_ok=True)
                    place.write_bytes(b"generated")


def long_track(pieces: Sequence[Track], rng: np.random.Generator, *, stretch: int) -> Track:
    """Give a track of the length of an episode, whose frames stand `stretch` times.

    It is made of whole pieces in any order. A mask makes other footage of them for each episode.
    Drawings and sound are left out.
    """
    starts = np.cumsum([0, *(piece.n_frames for piece in pieces)])
    chosen: list[int] = []
    while stretch * len(chosen) < FRAMES:
        piece = int(rng.integers(len(pieces)))
        chosen += range(starts[piece], starts[piece + 1])
    shown = np.repeat(chosen, stretch)[:FRAMES]

    def joined(parts: Iterable[NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate(list(parts))[shown]

    seen = [piece.seen for piece in pieces]
    measured = {
        int(frame + start): values
        for one, start in zip(seen, starts, strict=False)
        for frame, values in zip(one.evidence.frames, one.evidence.values, strict=True)
    }
    is_new = np.diff(shown, prepend=-1) != 0
    places = [k for k in np.flatnonzero(is_new).tolist() if k and int(shown[k]) in measured]
    mask = np.uint64(rng.integers(0, 2**63))
    return Track(
        header=pieces[0].header,
        times=FrameTimes.constant(FRAMES, RATE),
        is_key=joined(piece.is_key for piece in pieces),
        is_intra=joined(piece.is_intra for piece in pieces),
        seen=Observations(
            fingerprints=joined(one.fingerprints for one in seen) ^ mask,
            colours=joined(one.colours for one in seen),
            curves={name: joined(one.curves[name] for one in seen) for name in seen[0].curves},
            evidence=Evidence(
                np.array(places, np.int32),
                seen[0].evidence.names,
                np.array([measured[int(shown[k])] for k in places], np.float32),
            ),
            similarities=joined(one.similarities for one in seen),
        ),
    )


def _rows(
    number: int, folder: Path, rng: np.random.Generator
) -> Mapping[str, list[tuple[Any, ...]]]:
    """Give the rows of one episode by table, in the order in which they may be written."""
    series, episode = divmod(number, SEASON)
    title, key = f"Generated Show {series:05d}", f"generated {number}"
    info = CutstatDetector().info
    own, found = track_key(key), detection_key(info, key)
    starts = np.unique(rng.integers(1, FRAMES, SHOTS)).tolist()
    return {
        "file": [(key, 10**9, title, 0, 1, str(episode + 1), None, 1, "episode", "[]", None)],
        "path": [(str(folder / title / f"{title} - {episode + 1:02d}.mkv"), key, now())],
        "track": [(own, key, FRAMES, 1439.0, 6_000_000, now())],
        "detection": [(found, own, info.name, info.version, "{}", 0.5, now())],
        "transition": [(found, start, start, "cut", 0.9) for start in starts],
    }
