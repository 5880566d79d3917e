"""The networks and what is weighed in after them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.pictures import FootageKind
from cutstat.detection.calibration import Calibration
from cutstat.detection.encoder import LIMIT, WEIGHT, with_encoder
from cutstat.detection.footage import Footage
from cutstat.detection.model import DOUBTFUL, Experts, Model, Weigher, shipped_model
from cutstat.detection.network import CLIP, Network, chance_of, log_odds_of
from cutstat.detection.trees import Forest


def made(*, seed: int = 0, n_inputs: int = 3) -> Network:
    random = np.random.default_rng(seed)
    return Network(
        np.zeros(n_inputs, np.float32),
        np.ones(n_inputs, np.float32),
        (
            random.normal(size=(n_inputs, 4)).astype(np.float32),
            random.normal(size=(4, 1)).astype(np.float32),
        ),
        (np.zeros(4, np.float32), np.zeros(1, np.float32)),
    )


def test_a_network_computes_what_its_numbers_say() -> None:
    network = Network(
        np.array([1.0], np.float32),
        np.array([2.0], np.float32),
        (np.array([[1.0, -1.0]], np.float32), np.array([[3.0], [1.0]], np.float32)),
        (np.array([0.0, 0.0], np.float32), np.array([-1.0], np.float32)),
    )
    # By hand: (5 - 1) / 2 = 2, hidden (2, 0), odds 3 * 2 - 1 = 5; and (-3 - 1) / 2 = -2, (0, 2), 1.
    found = network.probability(np.array([[5.0], [-3.0]], np.float32))
    np.testing.assert_allclose(found, [1 / (1 + np.exp(-5)), 1 / (1 + np.exp(-1))], rtol=1e-5)


def test_far_outliers_say_no_more_than_the_limit() -> None:
    network = made()
    far, limit = np.full((1, 3), 1e6, np.float32), np.full((1, 3), CLIP, np.float32)
    assert network.probability(far) == network.probability(limit)


def test_numbers_survive_writing_and_reading() -> None:
    network = made(seed=1)
    again = Network.from_numbers(json.loads(json.dumps(network.to_numbers())))
    values = np.random.default_rng(2).normal(size=(20, 3)).astype(np.float32)
    np.testing.assert_allclose(again.probability(values), network.probability(values), atol=1e-3)


def test_networks_and_trees_are_weighed_alike() -> None:
    one, two = made(seed=1), made(seed=2)
    forest = Forest.from_numbers({"base": 0.5, "trees": [[0, 0.0, -1.0, 2.0]]})
    values = np.array([[1.0, 1.0, 1.0], [-1.0, 0.5, 0.0]], np.float32)
    by_networks = (one.log_odds(values) + two.log_odds(values)) / 2
    assert np.all(by_networks > DOUBTFUL)
    expected = (by_networks + np.array([2.5, -0.5])) / 2
    found = Weigher((one, two), (forest,)).log_odds(values)
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_a_model_is_written_as_readable_json_and_read_again() -> None:
    forest = Forest.from_numbers({"base": 0.5, "trees": [[0, 0.25, -1.0, 2.0]]})
    weigher = Weigher((made(seed=1),), (forest,), Calibration(0.9, -0.25, {"drawn": 0.5}))
    experts = Experts(weigher, Weigher((made(seed=4),)), Calibration(1.1, 0.5))
    model = Model(experts, Weigher((made(seed=2),)), made(seed=3))
    document = json.loads(model.to_json())
    assert list(document) == ["cut", "gradual", "footage"]
    assert max(map(len, model.to_json().splitlines())) < 2000
    again = Model.from_json(model.to_json())
    assert again.to_json() == model.to_json()
    assert again.digest == model.digest


def test_a_calibration_moves_log_odds_by_what_stands_around() -> None:
    calibration = Calibration(slope=0.5, shift=1.0, weights={"drawn": -2.0})
    odds = np.array([-2.0, 0.0, 4.0], np.float32)
    around = {"drawn": np.array([0.0, 1.0, 0.5], np.float32), "pace": np.full(3, 9, np.float32)}
    np.testing.assert_allclose(calibration(odds, around), [0.0, -1.0, 2.0])


@given(st.floats(0.0001, 0.9999))
def test_odds_and_chances_are_two_ways_to_say_one_thing(chance: float) -> None:
    found = chance_of(log_odds_of(np.array([chance], np.float32)))
    assert found[0] == pytest.approx(chance, abs=1e-5)


def test_no_candidates_give_no_odds() -> None:
    none = np.zeros((0, 3), np.float32)
    assert shipped_model().cut.log_odds(none, Footage.likely(0.5)).shape == (0,)


@given(st.floats(0, 1))
def test_of_a_film_that_may_be_drawn_both_experts_are_asked(drawn: float) -> None:
    one, two = Weigher((made(seed=1),)), Weigher((made(seed=2),))
    values = np.random.default_rng(0).normal(size=(9, 3)).astype(np.float32)
    found = Experts(one, two).log_odds(values, Footage.likely(drawn))
    ends = np.stack([one.log_odds(values), two.log_odds(values)])
    assert np.all(found >= ends.min(axis=0) - 1e-4)
    assert np.all(found <= ends.max(axis=0) + 1e-4)


@pytest.mark.parametrize(("kind", "place"), [("drawn", 0), ("filmed", 1), ("rendered", 1)])
def test_where_it_is_known_how_a_film_was_made_one_expert_is_asked(
    kind: FootageKind, place: int
) -> None:
    both = Weigher((made(seed=1),)), Weigher((made(seed=2),))
    values = np.random.default_rng(0).normal(size=(9, 3)).astype(np.float32)
    found = Experts(*both).log_odds(values, Footage.surely(kind))
    np.testing.assert_allclose(found, both[place].log_odds(values), rtol=1e-5)


chances = st.lists(st.floats(0.001, 0.999), min_size=1, max_size=40)


@given(chances, st.booleans())
def test_where_all_pictures_are_coded_alike_the_encoder_says_nothing(
    values: list[float], is_intra: bool
) -> None:
    chance = np.array(values, np.float32)
    found = with_encoder(chance, np.full(len(values), is_intra))
    np.testing.assert_allclose(found, chance, atol=0.02)


@given(chances, st.integers(0, 2**32 - 1))
def test_the_encoder_can_say_only_so_much(values: list[float], seed: int) -> None:
    chance = np.array(values, np.float32)
    is_intra = np.random.default_rng(seed).random(len(values)) < 0.5
    found = with_encoder(chance, is_intra).astype(np.float64)

    def odds(p: np.ndarray) -> np.ndarray:
        return np.log(p / (1 - p))

    assert np.all(np.abs(odds(found) - odds(chance.astype(np.float64))) <= WEIGHT * LIMIT + 1e-2)


def test_an_encoder_that_marks_the_sure_cuts_is_believed_about_the_doubtful_ones() -> None:
    chance = np.array([0.99] * 20 + [0.01] * 40 + [0.5, 0.5], np.float32)
    is_intra = np.array([True] * 20 + [False] * 40 + [True, False])
    found = with_encoder(chance, is_intra)
    assert found[-2] > 0.75
    assert found[-1] < 0.25


def test_an_encoder_with_fixed_groups_is_not_believed() -> None:
    random = np.random.default_rng(0)
    chance = np.array([0.99] * 20 + [0.01] * 40 + [0.5, 0.5], np.float32)
    is_intra = np.append(random.random(60) < 0.1, [True, False])
    found = with_encoder(chance, is_intra)
    assert found[-2:] == pytest.approx(0.5, abs=0.15)
