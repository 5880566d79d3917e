"""Training and judging: what may not leak, and what is true of sequences that are made."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.accuracy.groups import GROUPS, franchise_of, group_of
from benchmarks.training.calibrate import fitted_to
from benchmarks.training.fit import Recipe, fit
from benchmarks.training.footage import title_of
from benchmarks.training.grow import Growth
from benchmarks.training.rates import SHARES, converted
from benchmarks.training.spread import spread_of_titles
from cutstat.core.pictures import CHROMA_SHAPE, LUMA_SHAPE, Pictures
from cutstat.core.shot_list import ShotList
from cutstat.core.shots import Transition
from cutstat.stats.score import Counts, Score

CUTS = (11, 22, 33, 44)


def test_every_group_has_a_name_of_its_own() -> None:
    assert len({group.name for group in GROUPS}) == len(GROUPS)


@pytest.mark.parametrize(
    ("video", "group"),
    [
        ("anime-mha-44s", "fights"),
        ("anime-naruto-op-89s", "openings"),
        ("anime-naruto-13s", "calm"),
        ("anime-demonslayer-trailer-45s", "drawn trailers"),
        ("vlog-jumpcuts-60s", "jump cuts"),
    ],
)
def test_a_video_belongs_to_the_first_group_that_names_it(video: str, group: str) -> None:
    found = group_of(video)
    assert found is not None
    assert found.name == group


def test_a_video_that_no_group_names_is_in_none() -> None:
    assert group_of("holiday-1") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anime-naruto-13s", "anime-boruto-11s"),
        ("anime-bleach-op-90s", "anime-bleach-tybw-17s"),
        ("anime-onepunch-12s", "anime-opm-boros-32s"),
        ("bbb-classic720p24-000s", "bbb-classic720p24-424s"),
        ("cartoon-flash-36s", "cartoon-flash-37s"),
    ],
)
def test_excerpts_of_one_work_are_one_title(one: str, other: str) -> None:
    assert title_of(one) == title_of(other)


def test_works_are_told_apart() -> None:
    assert franchise_of("anime-saiki-13s") is None
    assert title_of("anime-saiki-13s") != title_of("anime-mha-44s")


def shades(count: int) -> Pictures:
    """Give flat pictures that grow brighter, with a leap at each of `CUTS`."""
    level = np.arange(count) + 40 * np.searchsorted(CUTS, np.arange(count), side="right")
    luma = np.broadcast_to(level[:, None, None], (count, *LUMA_SHAPE)).astype(np.uint8)
    return Pictures(luma, np.full((count, 2, *CHROMA_SHAPE), 128, np.uint8))


@pytest.mark.parametrize("seed", range(40))
def test_the_truth_of_a_converted_sequence_stands_where_its_picture_leaps(seed: int) -> None:
    truth = ShotList("made", tuple(Transition(cut, cut) for cut in CUTS), n_frames=56)
    pictures, moved, step = converted(np.random.default_rng(seed), shades(56), truth)
    assert moved.n_frames == len(pictures)
    assert len(moved.transitions) == len(CUTS)
    level = pictures.luma[:, 0, 0].astype(int)
    for one in moved.transitions:
        before, after = level[one.start - 1 - step], level[min(one.start + step, len(level) - 1)]
        assert after - before >= 40
        assert level[one.start] - level[one.start - 1] >= 8


def test_conversions_are_shares_of_a_whole() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)


def test_a_calibration_finds_how_far_odds_can_be_believed() -> None:
    random = np.random.default_rng(0)
    said = random.normal(0, 3, 4000)
    drawn = (random.random(4000) < 0.5).astype(np.float32)
    true = 0.5 * said + 0.4 - 1.0 * drawn
    right = random.random(4000) < 1 / (1 + np.exp(-true))
    found = fitted_to(said.astype(np.float32), {"drawn": drawn}, right)
    assert found.slope == pytest.approx(0.5, abs=0.06)
    assert found.shift == pytest.approx(0.4, abs=0.2)
    assert found.weights["drawn"] == pytest.approx(-1.0, abs=0.25)


def scored(shots: int, *, missed: int = 0, invented: int = 0) -> Score:
    counts = Counts(shots - missed, missed, invented)
    return Score(
        *("video", 1, counts, counts, Counts(), (), (), 0),
        reference_shots=shots,
        estimated_shots=shots - missed + invented,
    )


def test_titles_that_differ_by_chance_alone_have_no_spread() -> None:
    random = np.random.default_rng(1)
    shots = random.integers(40, 200, 30).tolist()
    by_chance = {
        str(k): [
            scored(n, missed=int(random.poisson(0.04 * n)), invented=int(random.poisson(0.04 * n)))
        ]
        for k, n in enumerate(shots)
    }
    by_title = {
        str(k): [scored(n, missed=round(n * 0.2 * (k % 2)), invented=round(n * 0.2 * (1 - k % 2)))]
        for k, n in enumerate(shots)
    }
    assert spread_of_titles(by_chance)["deviation"] < 0.02
    apart = math.log(1.2 / 0.8) / 2
    assert spread_of_titles(by_title)["deviation"] == pytest.approx(apart, rel=0.1)
    assert spread_of_titles({"alone": by_title["0"]})["deviation"] is None
    assert spread_of_titles(by_title | {"short": [scored(3, missed=2)]})["titles"] == 30


def test_a_network_learns_what_it_is_shown_and_the_same_seed_gives_the_same() -> None:
    random = np.random.default_rng(1)
    inputs = random.normal(size=(600, 3)).astype(np.float32)
    targets = (inputs[:, 0] > 0).astype(np.float32)
    recipe = Recipe(hidden=(8,), epochs=12, batch=32, learning_rate=0.02)
    one, two = (
        fit(inputs, targets, weights=np.ones(600, np.float32), recipe=recipe, seed=5)
        for _ in range(2)
    )
    assert np.mean((one.probability(inputs) > 0.5) == (targets > 0)) > 0.95
    np.testing.assert_array_equal(one.probability(inputs), two.probability(inputs))


def test_trees_taken_over_say_what_they_said_where_they_grew() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    from benchmarks.training.grow import grow

    random = np.random.default_rng(2)
    inputs = random.normal(size=(800, 4)).astype(np.float32)
    targets = (inputs[:, 0] * inputs[:, 1] > 0).astype(np.float32)
    growth = Growth(trees=12, leaves=6, smallest_leaf=20)
    forest = grow(inputs, targets, weights=np.ones(800, np.float32), growth=growth, seed=0)
    model = ensemble.HistGradientBoostingClassifier(
        max_iter=growth.trees,
        learning_rate=growth.learning_rate,
        max_leaf_nodes=growth.leaves,
        min_samples_leaf=growth.smallest_leaf,
        l2_regularization=growth.penalty,
        max_features=growth.share_of_inputs,
        early_stopping=False,
        random_state=0,
    ).fit(inputs, targets)
    np.testing.assert_allclose(forest.log_odds(inputs), model.decision_function(inputs), atol=1e-4)
