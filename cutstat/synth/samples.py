"""The sample series: find their scripts, render them into video files."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import cv2

from cutstat.core.atomic import atomic_path
from cutstat.errors import InputError
from cutstat.synth.encode import Encoding, write_video
from cutstat.synth.render import frames, truth
from cutstat.synth.script import EpisodeScript, load_series
from cutstat.synth.sounds import sound

RENDER_VERSION = 3
"""Changes whenever the same script gives other pictures or sound."""

CODING = {"preset": "ultrafast", "crf": "22", "threads": "1"}
"""Options of x264: a third of the time of a finer preset."""

GRAINY_CODING = {
    **{"preset": "superfast", "crf": "24", "threads": "1"},
    "x264-params": "no-mbtree=1:bframes=0:cabac=0",
}
"""For pictures with grain, which the fastest preset keeps in blocks that come and go like cuts."""


def samples_folder() -> Path:
    """Give the folder of the scripts: beside the package in a checkout, inside it once installed.

    Raises
    ------
    InputError
        If the scripts are missing.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "samples", package.parent / "samples"):
        if any(folder.glob("*/series.toml")):
            return folder
    raise InputError(f"{package}: the sample scripts are missing; install cutstat anew")


def sample_series() -> list[tuple[EpisodeScript, ...]]:
    """Read the scripts of all sample series; the fastest comes first."""
    folders = sorted(file.parent for file in samples_folder().glob("*/series.toml"))
    return [load_series(folder) for folder in folders]


def render_samples(
    folder: Path, *, processes: int = 1, progress: Callable[[int, int], None] | None = None
) -> list[Path]:
    """Render all sample series, each into a folder of its own, with the truth beside each video.

    Episodes that are there already, by the hash of their script, are not rendered again.

    Parameters
    ----------
    folder : Path
        Where the folders of the series go.
    processes : int >= 1
        Processes that render.
    progress : callable, optional
        Told how many of how many episodes are done.

    Returns
    -------
    list of Path
        The folders of the series.
    """
    series = sample_series()
    jobs = list(_waiting(folder, [episode for one in series for episode in one]))
    total = sum(len(one) for one in series)
    done = total - len(jobs)
    if progress:
        progress(done, total)
    if jobs:
        context = multiprocessing.get_context("spawn")
        # Pictures are so small that threads of OpenCV cost more than they save.
        with ProcessPoolExecutor(
            processes, mp_context=context, initializer=cv2.setNumThreads, initargs=(1,)
        ) as pool:
            for future in as_completed([pool.submit(render_episode, *job) for job in jobs]):
                future.result()
                done += 1
                if progress:
                    progress(done, total)
    return [folder / one[0].series.title for one in series]


def render_episode(episode: EpisodeScript, path: Path) -> None:
    """Render one episode and write its truth beside it."""
    coding = GRAINY_CODING if episode.series.grain else CODING
    encoding = Encoding(rate=episode.series.rate, options=coding)
    write_video(path, frames(episode), encoding=encoding, sound=sound(episode))
    facts = {**truth(episode, video=path.name), "script": _script_hash(episode)}
    with atomic_path(path.with_suffix(".json")) as temporary:
        temporary.write_text(json.dumps(facts, indent=1), "utf-8")


def _waiting(folder: Path, episodes: list[EpisodeScript]) -> Iterator[tuple[EpisodeScript, Path]]:
    for episode in episodes:
        series = episode.series
        name = f"{series.title} - {episode.number:02d}{series.suffix}"
        path = folder / series.title / name
        if not _is_rendered(path, episode):
            yield episode, path


def _is_rendered(path: Path, episode: EpisodeScript) -> bool:
    try:
        facts = json.loads(path.with_suffix(".json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return path.is_file() and facts.get("script") == _script_hash(episode)


def _script_hash(episode: EpisodeScript) -> str:
    return hashlib.sha256(f"{RENDER_VERSION} {episode!r}".encode()).hexdigest()[:16]
