"""Nouns with their number and their article."""

from __future__ import annotations

import pytest

from cutstat.core.words import count_of, with_article


@pytest.mark.parametrize(("number", "said"), [(0, "0 films"), (1, "1 film"), (2, "2 films")])
def test_one_alone_is_no_plural(number: int, said: str) -> None:
    assert count_of(number, "film") == said


@pytest.mark.parametrize(
    ("noun", "said"), [("episode", "an episode"), ("film", "a film"), ("opening", "an opening")]
)
def test_a_vowel_takes_an(noun: str, said: str) -> None:
    assert with_article(noun) == said
