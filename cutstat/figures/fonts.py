"""Find fonts that can write the titles at hand."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib import font_manager, ft2font

from cutstat.errors import InputError

LATIN = "DejaVu Sans"
"""Comes with matplotlib."""

_JAPANESE_FILES = (
    *("NotoSansCJK", "NotoSansJP", "SourceHanSans", "ipaexg", "ipag", "VL-Gothic", "VL-PGothic"),
    *(
        "TakaoPGothic",
        "TakaoGothic",
        "YuGoth",
        "meiryo",
        "msgothic",
        "ヒラギノ角ゴシック",
        "Hiragino",
    ),
    *("Arial Unicode", "unifont", "DroidSansFallback", "wqy", "NotoSerifCJK"),
)
"""Beginnings of the file names of fonts with Japanese, best first."""

_PROBE = "あ漢カ"


@dataclass(frozen=True, slots=True)
class Typeface:
    """The fonts of a report."""

    families: tuple[str, ...]
    """Names for matplotlib; the first that has a character writes it."""

    covered: frozenset[int]
    """Code points that one of them has."""

    note: str | None = None
    """What could not be written, and what to do; None when all can."""

    def fit(self, text: str) -> str:
        """Write a question mark for every character that no font has."""
        return "".join(char if ord(char) in self.covered or char == "\n" else "?" for char in text)


def choose_typeface(texts: Iterable[str], *, font: str | None = None) -> Typeface:
    """Choose fonts that can write some texts.

    Parameters
    ----------
    texts : iterable of str
        All that will be written.
    font : str, optional
        File or name of a font that the user wants beside the usual one.

    Raises
    ------
    InputError
        If the user's font does not exist.
    """
    families, covered = [LATIN], set(_characters(_latin_file()))
    if font is not None:
        family, file = _user_font(font)
        families.insert(0, family)
        covered |= _characters(file)
    needed = {ord(char) for text in texts for char in text if char.isprintable()}
    if needed - covered and (cjk := find_cjk_font()) is not None:
        families.append(cjk)
        covered |= _characters(str(_japanese_file()))
    missing = "".join(sorted(chr(code) for code in needed - covered))
    note = None
    if missing:
        sample = missing[:10] + ("…" if len(missing) > 10 else "")
        note = f"No installed font can write {sample}: {install_advice()}."
    return Typeface(tuple(families), frozenset(covered), note)


def find_cjk_font() -> str | None:
    """Give the name of an installed font that can write Japanese, ready for matplotlib."""
    file = _japanese_file()
    if file is None:
        return None
    font_manager.fontManager.addfont(file)
    return font_manager.FontProperties(fname=file).get_name()


def install_advice() -> str:
    """Say which font to install on this system."""
    if platform.system() == "Linux":
        return "install the package fonts-noto-cjk, or name a font with --font"
    return "install the font Noto Sans CJK JP, or name a font with --font"


@cache
def _japanese_file() -> str | None:
    """Search the system's fonts; matplotlib's own list may be older than the latest install."""
    files = [Path(file) for file in font_manager.findSystemFonts()]
    for beginning in _JAPANESE_FILES:
        for file in sorted(files):
            if not file.stem.casefold().startswith(beginning.casefold()):
                continue
            if "bold" in file.stem.casefold() or "black" in file.stem.casefold():
                continue
            if {ord(char) for char in _PROBE} <= _characters(str(file)):
                return str(file)
    return None


def _latin_file() -> str:
    return font_manager.findfont(LATIN)


@cache
def _characters(file: str) -> frozenset[int]:
    try:
        return frozenset(ft2font.FT2Font(file).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()


def _user_font(font: str) -> tuple[str, str]:
    path = Path(font)
    if path.is_file():
        try:
            font_manager.fontManager.addfont(str(path))
        except (OSError, RuntimeError) as error:
            raise InputError(f"{font}: no font that can be used ({error})") from error
        return font_manager.FontProperties(fname=str(path)).get_name(), str(path)
    try:
        file = font_manager.findfont(font, fallback_to_default=False)
    except ValueError as error:
        raise InputError(
            f"no font is called {font!r}; give its file, or a name that `fc-list` shows"
        ) from error
    return font, file
