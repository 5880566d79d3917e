"""Invented series with known shots, for reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Doubt, Segment, Segmentation, SegmentKind
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.timing import FrameTimes
from cutstat.measure.episode import EpisodeMeasures, measure_episode
from cutstat.report.cards import passages
from cutstat.report.look import EpisodeLook
from cutstat.report.strips import strip_place
from cutstat.stats.compare import Comparison, compare
from cutstat.stats.sample import SeriesSample

RATE = Fraction(24000, 1001)
DETECTOR = DetectorInfo("cutstat", "1", {"threshold": 0.5})


def make_episode(
    series: str,
    number: int,
    *,
    borders: Sequence[int],
    n_frames: int,
    warnings: tuple[str, ...] = (),
    segmentation: Segmentation | None = None,
    rate: Fraction = RATE,
    detector: DetectorInfo = DETECTOR,
    title: str | None = None,
    file: str | None = None,
    may_be_sped_up: bool = False,
) -> EpisodeMeasures:
    """Make an episode with cuts at the given frames."""
    detection = Detection(
        detector,
        tuple(Transition(border, border) for border in borders),
        np.zeros(n_frames, dtype=np.float32),
        0.5,
    )
    return measure_episode(
        EpisodeName(series, Fraction(number), title=title),
        file=file or f"{series} - {number:02d}.mkv",
        times=FrameTimes.constant(n_frames, rate),
        detection=detection,
        segmentation=segmentation or Segmentation.whole(n_frames),
        warnings=warnings,
        may_be_sped_up=may_be_sped_up,
    )


def make_looks(sample: SeriesSample) -> tuple[EpisodeLook, ...]:
    """Make colours and pictures of the episodes of a series."""
    random = np.random.default_rng(len(sample))
    place = strip_place(sample)

    def pictures(count: int) -> tuple[NDArray[np.uint8], ...]:
        colours = random.integers(0, 256, (count, 3), np.uint8)
        return tuple(np.broadcast_to(colour, (90, 160, 3)) for colour in colours)

    return tuple(
        EpisodeLook(
            "h264, 1920×1080, yuv420p, 23.976 frames/s",
            np.repeat(random.integers(0, 256, (60, 3), np.uint8), 10, axis=0),
            tuple(pictures(passage.pictures) for passage in passages(episode)),
            pictures(len(place.edges) - 1) if index == place.index else (),
        )
        for index, episode in enumerate(sample.episodes)
    )


def make_counted(
    name: str,
    counts: Sequence[int],
    *,
    n_frames: int = 28_800,
    detector: DetectorInfo = DETECTOR,
) -> SeriesSample:
    """Make a series with the given numbers of shots, in episodes of the same length."""
    return SeriesSample(
        name,
        tuple(
            make_episode(
                name,
                number,
                borders=[k * n_frames // count for k in range(1, count)],
                n_frames=n_frames,
                detector=detector,
            )
            for number, count in enumerate(counts, 1)
        ),
    )


def make_series(
    name: str, *, episodes: int = 6, rate: float = 14.0, minutes: float = 20.0, seed: int = 0
) -> SeriesSample:
    """Make a series cut about `rate` times a minute, faster before its end, slower after it."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(1, episodes + 1):
        n_frames = round(minutes * 60 * RATE * random.uniform(0.97, 1.03))
        pace = rate * random.lognormal(0, 0.1)
        borders: list[int] = []
        position = 0.0
        while True:
            progress = position / n_frames
            climax = 0.7 + 1.1 * np.exp(-(((progress - 0.72) / 0.13) ** 2))
            position += max(4.0, random.lognormal(-0.25, 0.75) * 60 * float(RATE) / pace / climax)
            if position > n_frames - 4:
                break
            borders.append(int(position))
        made.append(make_episode(name, number, borders=borders, n_frames=n_frames))
    return SeriesSample(name, tuple(made))


def make_segmented(
    name: str,
    *,
    episodes: int = 6,
    rate: float = 14.0,
    minutes: float = 20.0,
    seed: int = 0,
    doubtful: Collection[int] = (),
    has_break: bool = True,
) -> SeriesSample:
    """Make a series with a start before the opening, an eyecatch, an ending and a preview.

    The body lasts about `minutes`. In the episodes of the numbers `doubtful` the opening counts as
    body, and in doubt is whether there is one within the first quarter.
    """
    random = np.random.default_rng(seed + 1000)
    plain = make_series(name, episodes=episodes, rate=rate, minutes=minutes * 1.17, seed=seed)
    made = []
    for number, episode in enumerate(plain.episodes, 1):
        shares = np.array([0.04 * random.uniform(0.5, 1.5), 0.06, 0.4, 0.004, 0.41, 0.06, 0.02])
        edges = [int(edge) for edge in np.cumsum(shares / shares.sum()) * episode.n_frames]
        edges[-1] = episode.n_frames
        labels: list[SegmentKind] = [
            *("body", "opening", "body", "eyecatch", "body", "ending", "preview")
        ]
        doubts: tuple[Doubt, ...] = ()
        if number in doubtful:
            labels[1] = "body"
            reason = "nothing of it is found in other episodes"
            doubts = (Doubt("opening", 0, edges[6] // 4, edges[1] - edges[0], reason),)
        spans = zip(labels, pairwise([0, *edges]), strict=True)
        known = Segmentation(
            tuple(Segment(kind, *span, "made up") for kind, span in spans),
            doubts=doubts,
            part_starts=(edges[3],) if has_break else (),
        )
        borders = {*(found.border for found in episode.transitions), *edges[:-1]}
        made.append(
            make_episode(
                name,
                number,
                borders=sorted(borders),
                n_frames=episode.n_frames,
                segmentation=known,
            )
        )
    return SeriesSample(name, tuple(made))


def make_comparison(*, episodes: int = 6) -> Comparison:
    """Compare three invented series, the first cut clearly faster."""
    return compare(
        make_series("Hero Mask", episodes=episodes, rate=21, seed=1),
        [
            make_series("Psycho-Pass", episodes=episodes, rate=14.5, seed=2),
            make_series("Ghost in the Shell: Stand Alone Complex", episodes=episodes, seed=3),
        ],
    )
