"""Texts from outside never move the cursor, break a line or hide what follows."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hero Mask - 01.mkv", "Hero Mask - 01.mkv"),
        ("海の駅 第01話「はじまり」🎬", "海の駅 第01話「はじまり」🎬"),
        ("Cafe\u0301 é", "Cafe\u0301 é"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("a\u202egpj.exe", r"a\u202egpj.exe"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("line\u2028paragraph\u2029", r"line\u2028paragraph\u2029"),
        ("Sh\udcf6w", r"Sh\udcf6w"),
        ("\U000e0001", r"\U000e0001"),
    ],
)
def test_what_cannot_be_seen_is_written_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters()))
def test_nothing_invisible_is_left_and_nothing_visible_is_lost(text: str) -> None:
    shown = printable(text)
    assert all(unicodedata.category(char)[0] != "C" for char in shown)
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")
    if text.isprintable():
        assert shown == text
    assert printable(shown) == shown


def test_any_value_can_be_shown() -> None:
    assert printable(3.5) == "3.5"
    assert printable(ValueError("a\nb")) == r"a\nb"
