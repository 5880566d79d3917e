"""Invented series with known shots, for reports."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Segment, whole_as_body
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.core.timing import FrameTimes
from cutstat.measure.episode import EpisodeMeasures, measure_episode
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
    segments: Sequence[Segment] | None = None,
    rate: Fraction = RATE,
    detector: DetectorInfo = DETECTOR,
    title: str | None = None,
    file: str | None = None,
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
        segments=whole_as_body(n_frames) if segments is None else segments,
        warnings=warnings,
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


def make_comparison(*, episodes: int = 6) -> Comparison:
    """Compare three invented series, the first cut clearly faster."""
    return compare(
        make_series("Hero Mask", episodes=episodes, rate=21, seed=1),
        [
            make_series("Psycho-Pass", episodes=episodes, rate=14.5, seed=2),
            make_series("Ghost in the Shell: Stand Alone Complex", episodes=episodes, seed=3),
        ],
    )
