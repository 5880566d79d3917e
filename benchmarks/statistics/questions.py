"""How often the three answers are right: ``python -m benchmarks.statistics.questions``.

Of these shows, of what is usual, and of a single further show, each with the interval that ships:
chance, errors of detection and segments in doubt together. Shows are drawn with a difference that
is known; the result is kept in ``benchmarks/statistics/results/questions.json``.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy.results import origin
from benchmarks.statistics.audited import make_audit, make_episode
from benchmarks.statistics.model import Show, draw_counts
from cutstat.core.atomic import atomic_path
from cutstat.core.segments import Doubt
from cutstat.measure.episode import EpisodeMeasures
from cutstat.stats.compare import chance_of
from cutstat.stats.contrast import TITLE_SPREAD, ComparisonSettings, contrast
from cutstat.stats.detection_error import DetectionError
from cutstat.stats.quantity import log_quantity
from cutstat.stats.sample import SeriesSample
from cutstat.stats.shifts import draw_shifts
from cutstat.stats.total import combine
from cutstat.stats.typicality import typicality
from cutstat.stats.usual import extra_variance, usual

RESULTS = Path(__file__).parent / "results" / "questions.json"
RUNS, SEED = 400, 20_240_607
SETTINGS = ComparisonSettings(draws=4_000)
"""As they ship, but for fewer draws, which move an end of an interval by 3 % of an error."""

EPISODE_SPREAD = 0.18
"""Standard deviation of logarithms between episodes of a show, chance within them included."""

SPREADS, BASELINES = (0.15, 0.27, 0.35), (1, 2, 5, 8, 12)
TARGET, OTHERS = 24, 12
"""Episodes of the target and of each baseline."""

HIDDEN = 0.07
"""Share of the shots of a body that lie in a segment that is in doubt."""


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario."""

    question: str
    name: str
    run: Callable[[np.random.Generator], tuple[bool, bool | None]]
    """Gives whether a difference was found, and whether the interval held the truth."""


def rows() -> Iterator[Row]:
    """List the scenarios."""
    for spread in SPREADS:
        for count in BASELINES:
            for ratio in (1.0, 1.3, 1.5):
                name = f"spread {spread:g}, {count} baselines, {100 * (ratio - 1):+.0f} %"
                yield Row("usual", name, _usual(spread, count, ratio))
    for spread in SPREADS:
        for episodes, count in ((5, 5), (5, 12), (24, 5)):
            name = f"spread {spread:g}, {count} baselines of 24 episodes, a target of {episodes}"
            yield Row("single", name, _single(spread, count, episodes))
    for n in (12, 24):
        good, fair, alike = (Show(n, recall=recall) for recall in (0.98, 0.93, 0.93))
        for name, shows, audited in (
            ("recall alike, no audit", (alike, alike), ()),
            ("recall 98 against 93 %, no audit", (good, fair), ()),
            ("recall 93 % in both, the target audited", (alike, alike), (0,)),
            ("recall 98 against 93 %, the target audited", (good, fair), (0,)),
            ("recall 98 against 93 %, both audited", (good, fair), (0, 1)),
            ("neighbouring episodes alike (correlation 0.5)", (Show(n, carry=0.5),) * 2, ()),
        ):
            yield Row("these", f"{n} against {n}, {name}", _these(shows, audited))
        titles = f"{n} against {n}, detection drawn by title (SD {TITLE_SPREAD:g})"
        yield Row("these", titles, _these((Show(n), Show(n)), (), titles=True))
        doubts = f"{n} against {n}, {100 * HIDDEN:.0f} % of the shots in doubt, there or not"
        yield Row("these", doubts, _these((Show(n), Show(n)), (), titles=True, has_doubts=True))


def simulate(row: Row, *, runs: int, seed: int) -> dict[str, Any]:
    """Run a scenario; the same seed gives the same numbers, whatever else is run."""
    rng = np.random.default_rng([seed, zlib.crc32(f"{row.question}: {row.name}".encode())])
    found = covered = 0
    has_interval = True
    for _ in range(runs):
        is_found, holds = row.run(rng)
        found += is_found
        covered += bool(holds)
        has_interval = holds is not None
    return {
        "question": row.question,
        "name": row.name,
        "runs": runs,
        "found": found,
        "covered": covered if has_interval else None,
    }


def _usual(
    spread: float, count: int, ratio: float
) -> Callable[[np.random.Generator], tuple[bool, bool]]:
    """Draw a target that lies so far above the middle of all shows, and a sample of these."""

    def run(rng: np.random.Generator) -> tuple[bool, bool]:
        target = _sample("target", rng, math.log(ratio), TARGET)
        others = [_sample(str(k), rng, rng.normal(0, spread), OTHERS) for k in range(count)]
        shifts = draw_shifts(target, others, "count", errors={}, settings=SETTINGS)
        logs = [log_quantity(one, "count") for one in (target, *others)]
        found = usual(logs[0], logs[1:], settings=SETTINGS, shifts=shifts)
        assert found is not None
        return _told(found.total.interval, ratio)

    return run


def _single(
    spread: float, count: int, episodes: int
) -> Callable[[np.random.Generator], tuple[bool, None]]:
    """Draw all shows from one population, the target too."""

    def run(rng: np.random.Generator) -> tuple[bool, None]:
        sizes = (episodes, *(24,) * count)
        logs = [_logs(rng, rng.normal(0, spread), n) for n in sizes]
        means = np.array([one.mean() for one in logs])
        extra = extra_variance(logs[0], logs[1:])
        found = typicality(float(means[0]), means[1:], settings=SETTINGS, extra=extra)
        assert found.p_value is not None
        return found.p_value < SETTINGS.alpha, None

    return run


def _these(
    shows: Sequence[Show],
    audited: Sequence[int],
    *,
    titles: bool = False,
    has_doubts: bool = False,
) -> Callable[[np.random.Generator], tuple[bool, bool]]:
    """Draw two equal shows, of which errors of detection and of segments make something else."""

    def run(rng: np.random.Generator) -> tuple[bool, bool]:
        samples: list[SeriesSample] = []
        errors: dict[str, DetectionError] = {}
        truth = 0.0
        for number, show in enumerate(shows):
            if titles:
                show = replace(show, ratio=math.exp(rng.normal(0, TITLE_SPREAD)))
            counts = draw_counts(show, 1, rng)[0]
            if has_doubts:  # the hidden segment is there in one show, and counted wrongly, or not
                truth += (1 - 2 * number) * (math.log1p(-HIDDEN) if rng.random() < 0.5 else 0.0)
            episodes = [_doubtful(int(n)) if has_doubts else make_episode(int(n)) for n in counts]
            samples.append(SeriesSample(f"show {number}", tuple(episodes)))
            if number in audited:
                errors[samples[-1].name] = make_audit(counts, show, rng)
        target, *others = samples
        logs = [log_quantity(one, "count") for one in samples]
        shifts = draw_shifts(target, others, "count", errors=errors, settings=SETTINGS)
        found = contrast(logs[0], logs[1:], name="all", settings=SETTINGS)
        assert found is not None
        total = combine(chance_of(found), shifts, settings=SETTINGS)
        return _told(total.interval, math.exp(truth))

    return run


def _told(interval: tuple[float, float], ratio: float) -> tuple[bool, bool]:
    low, high = interval
    return not low <= 1 <= high, low <= ratio <= high


def _logs(rng: np.random.Generator, level: float, episodes: int) -> np.ndarray[Any, Any]:
    return math.log(300) + level + rng.normal(0, EPISODE_SPREAD, episodes)


def _sample(name: str, rng: np.random.Generator, level: float, episodes: int) -> SeriesSample:
    """Draw a series as it is detected, with what the detector does in this title."""
    logs = _logs(rng, level + rng.normal(0, TITLE_SPREAD), episodes)
    counts = np.maximum(np.round(np.exp(logs)), 1)
    return SeriesSample(name, tuple(make_episode(int(n)) for n in counts))


@lru_cache(maxsize=4096)
def _doubtful(shots: int) -> EpisodeMeasures:
    """Make an episode of which a share of the shots may be no body."""
    plain = make_episode(shots)
    doubt = Doubt("opening", 0, plain.n_frames // 2, plain.n_frames // 4, "made up")
    return replace(
        plain,
        segmentation=replace(plain.segmentation, doubts=(doubt,)),
        body_shots_bounds=(round(shots * (1 - HIDDEN)), shots),
    )


def main() -> None:
    """Simulate, and keep the result."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statistics.questions")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each scenario")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed draws other shows")
    asked = parser.parse_args()
    born, start = origin(), time.perf_counter()
    found = []
    for row in rows():
        found.append(simulate(row, runs=asked.runs, seed=asked.seed))
        one = found[-1]
        held = "" if one["covered"] is None else f", held {one['covered'] / asked.runs:.1%}"
        sys.stderr.write(
            f"{one['question']:7} {one['name']:60} {one['found'] / asked.runs:6.1%} found{held}\n"
        )
    seconds = time.perf_counter() - start
    document = {**born, "seed": asked.seed, "seconds": seconds, "rows": found}
    RESULTS.parent.mkdir(exist_ok=True)
    with atomic_path(RESULTS) as temporary:
        temporary.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
