from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from matplotlib import font_manager

from cutstat.errors import InputError
from cutstat.figures import fonts
from cutstat.figures.fonts import LATIN, Typeface, choose_typeface, find_cjk_font, find_file

JAPANESE = "IPAexGothic"


@pytest.fixture(autouse=True)
def plain_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no font of this machine be found, as on a plain one."""
    fonts._system_files.cache_clear()
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: [])
    yield
    fonts._system_files.cache_clear()


def write_font(path: Path, family: str, characters: str) -> Path:
    """Write a font that has some characters, every one a square."""
    names = [".notdef", *(f"c{ord(char):x}" for char in characters)]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"c{ord(char):x}" for char in characters})
    glyphs = {}
    for name in names:
        pen = TTGlyphPen(None)
        pen.moveTo((100, 0))
        for point in ((100, 700), (800, 700), (800, 0)):
            pen.lineTo(point)
        pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (900, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


def test_latin_titles_need_no_other_font() -> None:
    typeface = choose_typeface(["Hero Mask", "Ärger – 12 %"])
    assert typeface.families == (LATIN,)
    assert typeface.note is None


def test_japanese_titles_can_be_written_on_a_plain_machine() -> None:
    title = "海の駅 ヒーローマスク ｱﾆﾒ 〜「攻殻機動隊」"
    typeface = choose_typeface([title])
    assert typeface.families == (LATIN, JAPANESE)
    assert typeface.note is None
    assert typeface.fit(title) == title
    assert find_cjk_font() == JAPANESE


def test_to_find_the_japanese_font_leaves_matplotlib_as_it_is() -> None:
    # In a program of its own, since another test may have imported the package.
    code = (
        "import sys, matplotlib; before = dict(matplotlib.rcParams)\n"
        "from cutstat.figures.fonts import choose_typeface, find_cjk_font\n"
        "assert choose_typeface(['海']).note is None and find_cjk_font() == 'IPAexGothic'\n"
        "assert 'matplotlib_fontja' not in sys.modules\n"
        "assert dict(matplotlib.rcParams) == before\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_several_fonts_are_taken_where_no_one_has_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        write_font(tmp_path / "HangulTest.ttf", "Hangul Test", "무한"),
        write_font(tmp_path / "HanTest.ttf", "Han Test", "龙"),
        write_font(tmp_path / "Idle.ttf", "Idle Test", "\U000f0000"),
    ]
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: list(map(str, files)))
    typeface = choose_typeface(["海の駅 무한 龙"])
    assert typeface.families == (LATIN, JAPANESE, "Han Test", "Hangul Test")
    assert typeface.note is None


def test_bold_and_emoji_fonts_are_no_fallback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("HangulBold", "Noto-Emoji", "LastResort")
    files = [write_font(tmp_path / f"{name}.ttf", name, "무") for name in names]
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: list(map(str, files)))
    assert choose_typeface(["무"]).families == (LATIN,)


def test_a_broken_font_file_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "NotoSansCJK.ttf").write_bytes(b"no font")
    good = write_font(tmp_path / "good.ttf", "Good Test", "무")
    files = [str(tmp_path / "NotoSansCJK.ttf"), str(good)]
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda *_, **__: files)
    assert choose_typeface(["무"]).families == (LATIN, "Good Test")


def test_what_no_font_has_becomes_a_question_mark_with_one_note() -> None:
    typeface = choose_typeface(["海 무한", "한\n무"])
    assert typeface.fit("海 무한\nA") == "海 ??\nA"
    assert typeface.note is not None
    assert typeface.note.startswith("No installed font can write 무한: install ")


def test_a_note_names_ten_characters_at_most() -> None:
    note = choose_typeface(["가나다라마바사아자차카타파하"]).note
    assert note is not None
    assert "가나다라마바사아자차…:" in note


def test_without_the_package_japanese_is_missing_and_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda _: None)
    typeface = choose_typeface(["海の駅"])
    assert typeface.families == (LATIN,)
    assert typeface.fit("海の駅") == "???"
    assert typeface.note is not None
    assert find_cjk_font() is None


def test_accents_that_stand_alone_are_joined_to_their_letters() -> None:
    # As macOS writes file names.
    typeface = choose_typeface(["か\u3099"])
    assert typeface.fit("か\u3099") == "が"


def test_characters_that_only_the_normal_font_has_are_not_written_bold() -> None:
    # DejaVu Sans has U+1D5A0 (a sans-serif letter), DejaVu Sans Bold has not.
    assert choose_typeface(["\U0001d5a0"]).fit("\U0001d5a0") == "?"


def test_the_japanese_font_writes_bold_texts_too() -> None:
    family = find_cjk_font()
    assert family is not None
    assert Path(find_file(family, bold=True)).name == "ipaexg.ttf"


def test_a_font_of_one_weight_is_used_for_bold_texts_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # matplotlib logs a warning when it first looks in vain for a weight.
    file = write_font(tmp_path / "light.ttf", "One Weight Test", "무")
    with caplog.at_level(logging.WARNING):
        choose_typeface(["무"], font=str(file))
        assert find_file("One Weight Test", bold=True) == str(file)
    assert caplog.records == []


def test_the_users_font_comes_first(tmp_path: Path) -> None:
    file = write_font(tmp_path / "mine.ttf", "Mine Test", "무A")
    typeface = choose_typeface(["무 A 海"], font=str(file))
    assert typeface.families == ("Mine Test", LATIN, JAPANESE)
    assert typeface.note is None


def test_the_users_font_can_be_named() -> None:
    assert choose_typeface(["A"], font="DejaVu Serif").families == ("DejaVu Serif", LATIN)


def test_a_font_that_does_not_exist_is_one_sentence() -> None:
    with pytest.raises(InputError, match="no font is called 'No Such Font'; give its file"):
        choose_typeface(["A"], font="No Such Font")


def test_a_file_that_is_no_font_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "mine.ttf").write_bytes(b"no font")
    with pytest.raises(InputError, match=r"mine\.ttf: no font that can be used"):
        choose_typeface(["A"], font=str(tmp_path / "mine.ttf"))


def test_line_breaks_are_no_missing_characters() -> None:
    typeface = Typeface((LATIN,), frozenset(map(ord, "ab")))
    assert typeface.fit("a\nb\tc") == "a\nb??"
    assert choose_typeface(["a\nb"]).note is None


def test_matplotlib_itself_is_left_as_it_is() -> None:
    before = dict(mpl.rcParams)
    choose_typeface(["海"])
    assert dict(mpl.rcParams) == before


def test_a_page_brings_the_characters_that_the_usual_font_has_not() -> None:
    texts = ["Night Courier", "海の駅"]
    typeface = choose_typeface(texts)
    (part,) = typeface.parts(texts)
    characters = TTFont(BytesIO(part.woff)).getBestCmap()
    assert set(map(ord, "海の駅")) <= set(characters)
    assert ord("N") not in characters
    assert part.codes == tuple(sorted(map(ord, "海の駅")))
    assert len(part.woff) < 20_000
    assert typeface.parts(texts) == [part]
    assert choose_typeface(["Night Courier"]).parts(["Night Courier"]) == []
