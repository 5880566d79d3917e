"""What an episode is called within its series, and where it stands."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.episodes import EPISODE_ROLES, EpisodeName


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (EpisodeName("Show", Fraction(3)), "03"),
        (EpisodeName("Show", Fraction(3), season=1), "03"),
        (EpisodeName("Show", Fraction(3), season=2), "S2 03"),
        (EpisodeName("Show", Fraction(7, 2)), "03.5"),
        (EpisodeName("Show", Fraction(1015)), "1015"),
        (EpisodeName("Show", Fraction(0)), "00"),
        (EpisodeName("Show", Fraction(3), version=2, title="T"), "03"),
        (EpisodeName("Show", Fraction(1), season=0, role="special"), "S0 special 01"),
        (EpisodeName("Show", Fraction(2), role="ending"), "ending 02"),
        (EpisodeName("Show", role="opening"), "opening"),
        (EpisodeName("Show", title="The Title"), "The Title"),
        (EpisodeName("Show", title="The Title", role="film"), "The Title"),
        (EpisodeName("Show"), "Show"),
    ],
)
def test_a_label_is_short_and_says_season_role_and_number(name: EpisodeName, label: str) -> None:
    assert name.label == label


def test_episodes_come_in_order_of_role_season_and_number() -> None:
    ordered = [
        EpisodeName("Show", Fraction(2)),
        EpisodeName("Show", Fraction(5, 2), season=1),
        EpisodeName("Show", Fraction(10)),
        EpisodeName("Show", title="unnumbered"),
        EpisodeName("Show", Fraction(1), season=2),
        EpisodeName("Show", Fraction(1), role="special"),
        EpisodeName("Show", role="film"),
        EpisodeName("Show", role="opening"),
        EpisodeName("Show", Fraction(1), role="extra"),
    ]
    backward = ordered[::-1]
    assert sorted(backward, key=lambda name: name.order) == ordered


NAMES = st.builds(
    EpisodeName,
    st.just("Show"),
    st.none() | st.fractions(0, 2000, max_denominator=10),
    st.none() | st.integers(0, 30),
    st.none() | st.text(max_size=5),
    st.none() | st.integers(0, 9),
    st.sampled_from(EPISODE_ROLES),
)


@given(NAMES, NAMES)
def test_any_two_names_have_an_order_and_a_label(one: EpisodeName, other: EpisodeName) -> None:
    assert (one.order < other.order) + (other.order < one.order) + (one.order == other.order) == 1
    assert one.label
