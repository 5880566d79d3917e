"""A first answer soon: some episodes of each series are scanned, spread over its season."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cutstat.core.episodes import EpisodeFile, Unit, unit_role
from cutstat.library.lookup import find_series
from cutstat.scan.scan import Listener
from cutstat.study.study import Study
from cutstat.study.titles import is_place, only_title


class SampledSeries(NamedTuple):
    """A series of which only some files were scanned."""

    title: str
    unit: Unit
    waiting: int
    """Episodes that are there and were not scanned."""

    seconds: float
    """How long one of the others took, on the clock; 0 where all were known."""

    @property
    def sentence(self) -> str:
        """Say what is left out."""
        return (
            f"{self.title}: {self.waiting} more {self.unit}s are there, not scanned for this sample"
        )


class ScannedSample(NamedTuple):
    """What a comparison goes on with."""

    titles: tuple[str, ...]
    """Of the series that were named."""

    series: tuple[SampledSeries, ...]
    """Those with episodes that wait."""

    skipped: tuple[str, ...]
    """One sentence for each file that was passed over, and for each series with others waiting."""


def draw_episodes(files: Sequence[EpisodeFile], size: int) -> tuple[EpisodeFile, ...]:
    """Draw episodes that are spread over a season; a larger sample holds the smaller one.

    The points are those of van der Corput's sequence, begun at a place that the title of the series
    decides, so that nobody chooses, and the same command draws the same episodes.

    Parameters
    ----------
    files : sequence of EpisodeFile
        Of one series, in order.
    size : int > 0
        How many are drawn; all where there are fewer.
    """
    if len(files) <= size:
        return tuple(files)
    begin = zlib.crc32(files[0].name.series.encode("utf-8", "backslashreplace")) / 2**32
    drawn: list[int] = []
    point = 0
    while len(drawn) < size:
        index = int((begin + _reversed_bits(point)) % 1 * len(files))
        point += 1
        if index not in drawn:
            drawn.append(index)
    return tuple(files[index] for index in sorted(drawn))


def _reversed_bits(number: int) -> float:
    """Mirror the binary digits of a number at the point: 1, 2, 3 become .1, .01, .11."""
    mirrored = int(f"{number:b}"[::-1], 2)
    return mirrored / (1 << number.bit_length())


def scan_sample(
    study: Study,
    names: Sequence[str | Path],
    *,
    size: int,
    jobs: int = 0,
    listener: Listener | None = None,
) -> ScannedSample:
    """Scan so many episodes of each series that is named by files; titles stay as they are.

    What the library knows already counts as well.

    Raises
    ------
    InputError
        If a path is wrong, or holds several series or none that could be analysed; if there is no
        such title.
    """
    titles: list[str] = []
    sampled: list[SampledSeries] = []
    skipped: list[str] = []
    for name in map(str, names):
        if not is_place(name):
            titles.append(find_series(study.library, name))
            continue
        there: list[EpisodeFile] = []

        def choose(files: Sequence[EpisodeFile]) -> Sequence[EpisodeFile]:
            unit = unit_role(one.name for one in files)
            episodes = [one for one in files if one.name.role == unit]
            there.extend(episodes)  # noqa: B023 - called before the next turn
            return draw_episodes(episodes, size)

        begun = time.monotonic()
        result = study.scan([name], jobs=jobs, listener=listener, choose=choose)
        took = time.monotonic() - begun
        skipped += [f"{one.path}: {one.reason}" for one in result.skipped]
        title = only_title(result, path=name)
        titles.append(title)
        known = {one.path for one in study.library.episodes(title) if one.track_key is not None}
        waiting = sum(one.path.absolute() not in known for one in there)
        waiting -= len(result.failed)
        if waiting > 0:
            each = took / len(result.done) if result.done else 0.0
            sampled.append(
                SampledSeries(title, unit_role(one.name for one in there), waiting, each)
            )
    skipped += [one.sentence for one in sampled]
    return ScannedSample(tuple(titles), tuple(sampled), tuple(skipped))
