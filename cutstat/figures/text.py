"""Texts measured in the current font: broken into lines, shortened, fitted into labels.

The current font is matplotlib's ``font.family``, as `cutstat.figures.theme.style` sets it.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import matplotlib as mpl
from matplotlib import ft2font

from cutstat.figures.fonts import find_file

POINTS_PER_MM = 72 / 25.4


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of a line of text in mm, at a font size in points."""
    return _advanced(0.0, text, bold=bold) * size / POINTS_PER_MM


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `width` mm.

    Lines break at spaces, before and after Japanese characters, and within words that are longer
    than a line.
    """
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text):
        word = piece.rstrip()
        place = _advanced(used, word, bold=bold)
        if not word or place * size / POINTS_PER_MM <= width:
            line += piece
            used = _advanced(place, piece[len(word) :], bold=bold)
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while text_width(line.rstrip(), size, bold=bold) > width and len(line) > 1:
            start = _start(line, width, size, bold=bold) or line[0]
            lines.append(start)
            line = line[len(start) :]
        used = _advanced(0.0, line, bold=bold)
    return [*lines, line.rstrip()] if line.strip() else lines


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut a text to a width in mm, with an ellipsis where something is left out."""
    if text_width(text, size, bold=bold) <= width:
        return text
    room = width - text_width("…", size, bold=bold)
    return _start(text, room, size, bold=bold).rstrip() + "…"


def fit_label(
    text: str, width: float, size: float, *, lines: int = 2, bold: bool = False
) -> tuple[str, ...]:
    """Fit a title into some lines of at most `width` mm, with an ellipsis where it is longer."""
    pieces = wrap(text, width, size, bold=bold)
    if len(pieces) <= lines:
        return tuple(pieces)
    rest = " ".join(pieces[lines - 1 :])  # longer than a line, so that it gets its ellipsis
    return (*pieces[: lines - 1], shorten(rest, width, size, bold=bold))


def _start(text: str, width: float, size: float, *, bold: bool) -> str:
    """Give the beginning of a text that fits a width in mm."""
    used = 0.0
    for count, char in enumerate(text):
        used += text_width(char, size, bold=bold)
        if used > width:
            return text[:count]
    return text


def _pieces(text: str) -> list[str]:
    """Split a text where a line may break; every piece keeps the space after it.

    A number and its percent sign stay together.
    """
    pieces: list[str] = []
    word = ""
    for char, following in zip(text, [*text[1:], ""], strict=False):
        if unicodedata.east_asian_width(char) in "WF":
            pieces += [word, char] if word else [char]
            word = ""
        elif char == " " and following != "%":
            pieces.append(word + " ")
            word = ""
        else:
            word += char
    return [*pieces, word] if word else pieces


def _advanced(place: float, text: str, *, bold: bool) -> float:
    """Say where a text ends that begins at a place, both in sizes of the font."""
    families = tuple(mpl.rcParams["font.family"])
    for char in text:
        place += _advance(char, families, bold=bold)
    return place


@cache
def _advance(char: str, families: tuple[str, ...], *, bold: bool) -> float:
    """Give the width of a character as a share of the font size, in the font that writes it."""
    for family in families:
        font = _font(family, bold=bold)
        if font.get_char_index(ord(char)):
            glyph = font.load_char(ord(char), flags=ft2font.LoadFlags.NO_HINTING)
            return float(glyph.linearHoriAdvance) / 65536 / _SIZE
    return 1.0


_SIZE = 100


@cache
def _font(family: str, *, bold: bool) -> ft2font.FT2Font:
    font = ft2font.FT2Font(find_file(family, bold=bold))
    font.set_size(_SIZE, 72)
    return font
