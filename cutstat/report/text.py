"""Break texts into lines that fit a width."""

from __future__ import annotations

import unicodedata
from functools import cache

from matplotlib import font_manager, ft2font

from cutstat.figures.fonts import LATIN

POINTS_PER_MM = 72 / 25.4


@cache
def _advance(char: str, *, bold: bool) -> float:
    """Give the width of a character as a share of the font size."""
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    weight = "bold" if bold else "normal"
    font = ft2font.FT2Font(font_manager.findfont(f"{LATIN}:{weight}"))
    font.set_size(100, 72)
    return (
        float(font.load_char(ord(char), flags=ft2font.LoadFlags.NO_HINTING).linearHoriAdvance)
        / 65536
        / 100
    )


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of a line of text in mm, at a font size in points."""
    return sum(_advance(char, bold=bold) for char in text) * size / POINTS_PER_MM


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most `width` mm.

    Lines break at spaces, before and after Japanese characters, and within words that are longer
    than a line.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if text_width((line + piece).rstrip(), size, bold=bold) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip()
        while text_width(line.rstrip(), size, bold=bold) > width and len(line) > 1:
            fits = max(
                1,
                next(
                    k
                    for k in range(len(line), 0, -1)
                    if k == 1 or text_width(line[:k], size, bold=bold) <= width
                ),
            )
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.rstrip()] if line.strip() else lines


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut a text to a width in mm, with an ellipsis where something is left out."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(text + "…", size, bold=bold) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _pieces(text: str) -> list[str]:
    """Split a text where a line may break; every piece keeps the space after it."""
    pieces: list[str] = []
    word = ""
    for char in text:
        if unicodedata.east_asian_width(char) in "WF":
            pieces += [word, char] if word else [char]
            word = ""
        elif char == " ":
            pieces.append(word + " ")
            word = ""
        else:
            word += char
    return [*pieces, word] if word else pieces
