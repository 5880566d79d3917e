"""Trees that weigh evidence."""

from __future__ import annotations

import json

import numpy as np

from cutstat.detection.trees import CHUNK_ROWS, Forest

# Two trees by hand: the first asks for input 1, then for input 0; the second is a lone leaf.
NUMBERS = {"base": -1.0, "trees": [[1, 0.5, [0, 2.0, 1.0, 3.0], -2.0], 0.25]}
ROWS = np.array([[2.0, 0.5], [2.1, 0.0], [9.0, 0.6]], np.float32)
EXPECTED = [-1.0 + 1.0 + 0.25, -1.0 + 3.0 + 0.25, -1.0 - 2.0 + 0.25]


def test_each_tree_adds_the_value_of_the_leaf_that_it_leads_to() -> None:
    np.testing.assert_allclose(Forest.from_numbers(NUMBERS).log_odds(ROWS), EXPECTED)


def test_numbers_survive_writing_and_reading() -> None:
    forest = Forest.from_numbers(NUMBERS)
    again = Forest.from_numbers(json.loads(json.dumps(forest.to_numbers())))
    assert again.to_numbers() == NUMBERS
    np.testing.assert_array_equal(again.log_odds(ROWS), forest.log_odds(ROWS))


def test_many_rows_are_weighed_as_one_by_one() -> None:
    forest = Forest.from_numbers(NUMBERS)
    rows = np.tile(ROWS, (CHUNK_ROWS, 1))
    np.testing.assert_allclose(forest.log_odds(rows), np.tile(EXPECTED, CHUNK_ROWS))


def test_no_rows_give_no_odds() -> None:
    assert Forest.from_numbers(NUMBERS).log_odds(np.zeros((0, 2), np.float32)).shape == (0,)
