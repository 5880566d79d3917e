from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cutstat.figures import theme
from cutstat.figures.fonts import choose_typeface
from cutstat.figures.text import fit_label, shorten, text_width, wrap

SAMPLES = (
    "Hero Mask is cut 56 % faster than the mean of two (95 % interval +34 % to +82 %).",
    "WWWWWWWWWW iiiiiiiiii AVAVAVAV",
    "海の駅「攻殻機動隊」、〜・ー",
    "ｱﾆﾒ half ﾊﾝｶｸ　ｶﾅ",
    "Ärger — œuvre – ½ × ● α Ж",
    "転生 STAND ALONE COMPLEX 第2期",
)


@pytest.fixture(autouse=True, scope="module")
def fonts() -> Iterator[None]:
    typeface = choose_typeface(SAMPLES)
    assert typeface.note is None
    with mpl.rc_context(theme.style(typeface.families)):
        yield


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", SAMPLES)
def test_texts_are_as_wide_as_matplotlib_draws_them(text: str, bold: bool) -> None:
    figure = Figure(dpi=720)
    canvas = FigureCanvasAgg(figure)
    drawn = figure.text(0, 0, text, fontsize=9, fontweight="bold" if bold else "normal")
    width = drawn.get_window_extent(canvas.get_renderer()).width / 720 * 25.4
    # Letters may be drawn nearer to each other (AV), never farther apart.
    assert width - 0.6 <= text_width(text, 9, bold=bold) <= 1.1 * width + 0.6


def test_width_grows_with_the_size() -> None:
    assert text_width("Hero Mask", 18) == pytest.approx(2 * text_width("Hero Mask", 9))
    assert text_width("", 9) == 0


def test_lines_break_at_spaces_and_between_japanese_characters() -> None:
    wide = text_width("Hero Mask", 9)
    assert wrap("Hero Mask Hero Mask", wide + 0.1, 9) == ["Hero Mask", "Hero Mask"]
    assert wrap("海の駅海の駅", text_width("海の駅", 9) + 0.1, 9) == ["海の駅", "海の駅"]


def test_a_number_keeps_its_percent_sign() -> None:
    assert wrap("at most 82 %", text_width("at most 82", 9) + 0.1, 9) == ["at most", "82 %"]


def test_a_word_longer_than_a_line_is_broken() -> None:
    lines = wrap("x" * 100, text_width("x" * 30, 9) + 0.1, 9)
    assert [len(line) for line in lines] == [30, 30, 30, 10]


def test_no_text_has_no_line() -> None:
    assert wrap("", 100, 9) == []


texts = st.text(st.sampled_from([*"aWi .%-", *"海の駅。", "ｱ"]), max_size=60)


@given(texts, st.floats(6, 80), st.booleans())
def test_lines_are_no_wider_than_asked_and_lose_nothing(
    text: str, width: float, bold: bool
) -> None:
    lines = wrap(text, width, 9, bold=bold)
    assert all(text_width(line, 9, bold=bold) <= width + 1e-9 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(texts, st.floats(6, 80))
def test_a_shortened_text_fits_and_begins_alike(text: str, width: float) -> None:
    short = shorten(text, width, 9)
    assert text_width(short, 9) <= width + 1e-9
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


@given(texts, st.floats(8, 80), st.integers(1, 3))
def test_a_label_fits_its_lines(text: str, width: float, lines: int) -> None:
    label = fit_label(text, width, 9, lines=lines)
    assert len(label) <= lines
    assert all(text_width(line, 9) <= width + 1e-9 for line in label)
    is_whole = "".join(label).replace(" ", "") == text.replace(" ", "")
    assert is_whole or label[-1].endswith("…")
