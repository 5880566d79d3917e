"""Find fonts that can write the titles at hand."""

from __future__ import annotations

import platform
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from matplotlib import font_manager, ft2font

from cutstat.errors import InputError

LATIN = "DejaVu Sans"
"""Comes with matplotlib."""

_PREFERRED_FILES = (
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
    *("NotoSansKR", "NanumGothic", "malgun", "AppleSDGothicNeo", "NotoSansSC", "msyh", "PingFang"),
    *("Arial Unicode", "DroidSansFallback", "wqy", "NotoSans-Regular", "NotoSerifCJK", "unifont"),
)
"""Beginnings of the file names of fonts to be taken before others, best first."""

_UNFIT = ("bold", "black", "heavy", "italic", "oblique", "emoji", "lastresort")
"""Parts of the file names of fonts that are not for running text or that matplotlib cannot draw."""

_PROBE = frozenset(map(ord, "あ漢カ"))

_BOLD = 700


@dataclass(frozen=True, slots=True)
class Typeface:
    """The fonts of a report."""

    families: tuple[str, ...]
    """Names for matplotlib; the first that has a character writes it."""

    covered: frozenset[int]
    """Code points that can be written, normal and bold."""

    note: str | None = None
    """What could not be written, and what to do; None when all can."""

    def parts(self, texts: Iterable[str]) -> list[FontPart]:
        """Give the part of each fallback font that writes what the first cannot.

        The same texts give the same bytes.
        """
        left = {ord(char) for text in texts for char in _composed(text)}
        left -= _characters(find_file(self.families[0]))
        parts: list[FontPart] = []
        for family in self.families[1:]:
            file = find_file(family)
            if codes := left & _characters(file):
                parts.append(FontPart(_part_of(file, codes), tuple(sorted(codes))))
                left -= codes
        return parts

    def fit(self, text: str) -> str:
        """Write a question mark for every character that no font has."""
        return "".join(
            char if ord(char) in self.covered or char == "\n" else "?" for char in _composed(text)
        )


class FontPart(NamedTuple):
    """Some characters of a font."""

    woff: bytes
    """As a WOFF file."""

    codes: tuple[int, ...]
    """Its code points, in order."""


def _part_of(file: str, codes: Iterable[int]) -> bytes:
    """Cut some characters out of a font file."""
    from fontTools import subset  # comes with matplotlib; slow to load
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor="woff")
    written = BytesIO()
    with TTFont(file, recalcTimestamp=False) as font:
        cut = subset.Subsetter(options)
        cut.populate(unicodes=codes)
        cut.subset(font)
        subset.save_font(font, written, options)
    return written.getvalue()


def choose_typeface(texts: Iterable[str], *, font: str | None = None) -> Typeface:
    """Choose fonts that can write some texts.

    The font that comes with matplotlib writes what it can. For the rest come the Japanese font of
    the package matplotlib-fontja, then the fonts of the system, as many as are needed.

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
    families = [LATIN] if font is None else [_user_font(font), LATIN]
    covered = _covered(families)
    needed = {ord(char) for text in texts for char in _composed(text) if char != "\n"}
    for file in _fallback_files():
        if needed <= covered:
            break
        if _characters(file) & (needed - covered):
            families.append(_register(file))
            covered = _covered(families)
    missing = "".join(sorted(chr(code) for code in needed - covered))
    note = None
    if missing:
        sample = missing[:10] + ("…" if len(missing) > 10 else "")
        note = f"No installed font can write {sample}: {install_advice()}."
    return Typeface(tuple(families), covered, note)


def find_cjk_font() -> str | None:
    """Give the name of a font that can write Japanese, ready for matplotlib."""
    file = next((file for file in _fallback_files() if _characters(file) >= _PROBE), None)
    return None if file is None else _register(file)


def find_file(family: str, *, bold: bool = False) -> str:
    """Give the file from which matplotlib takes a family's characters."""
    weight = _BOLD if bold else 400
    return font_manager.findfont(font_manager.FontProperties(family=[family], weight=weight))


def install_advice() -> str:
    """Say which font to install on this system."""
    if platform.system() == "Linux":
        return "install the package fonts-noto-cjk, or name a font with --font"
    return "install the font Noto Sans CJK JP, or name a font with --font"


def _composed(text: str) -> str:
    """Join letters with their accents; fonts place an accent of its own badly or not at all."""
    return unicodedata.normalize("NFC", text)


def _covered(families: Iterable[str]) -> frozenset[int]:
    """Give the characters of some families; a bold font may have fewer than the normal one."""
    none: frozenset[int] = frozenset()
    files = [(find_file(one), find_file(one, bold=True)) for one in families]
    normal = none.union(*(_characters(file) for file, _ in files))
    return normal & none.union(*(_characters(file) for _, file in files))


def _fallback_files() -> Iterator[str]:
    if (file := _packaged_file()) is not None:
        yield file
    yield from _system_files()


def _packaged_file() -> str | None:
    """Find the font of matplotlib-fontja. To import it would change matplotlib for everyone."""
    spec = find_spec("matplotlib_fontja")
    for place in (spec and spec.submodule_search_locations) or ():
        file = Path(place) / "fonts" / "ipaexg.ttf"
        if file.is_file():
            return str(file)
    return None


@cache
def _system_files() -> tuple[str, ...]:
    """List the system's fonts; matplotlib's own list may be older than the latest install."""

    def order(file: Path) -> tuple[int, str]:
        name = file.stem.casefold()
        begins = (k for k, one in enumerate(_PREFERRED_FILES) if name.startswith(one.casefold()))
        return next(begins, len(_PREFERRED_FILES)), str(file)

    files = [Path(file) for file in font_manager.findSystemFonts()]
    fit = [file for file in files if not any(part in file.stem.casefold() for part in _UNFIT)]
    return tuple(str(file) for file in sorted(fit, key=order))


@cache
def _characters(file: str) -> frozenset[int]:
    try:
        font = ft2font.FT2Font(file)
    except (OSError, RuntimeError):
        return frozenset()
    return frozenset(font.get_charmap()) if font.scalable else frozenset()


@cache
def _register(file: str) -> str:
    """Make a font known to matplotlib, for bold texts too where its family has no bold font."""
    entry = font_manager.ttfFontProperty(ft2font.FT2Font(file))
    known = font_manager.fontManager.ttflist
    if not any(one.name == entry.name and _is_bold(one) for one in known):
        known.append(replace(entry, weight=_BOLD))
    font_manager.fontManager.addfont(file)
    return entry.name


def _is_bold(entry: font_manager.FontEntry) -> bool:
    weight = entry.weight
    return (weight if isinstance(weight, int) else font_manager.weight_dict[weight]) >= 600


def _user_font(font: str) -> str:
    if Path(font).is_file():
        try:
            return _register(font)
        except (OSError, RuntimeError) as error:
            raise InputError(f"{font}: no font that can be used ({error})") from error
    try:
        file = font_manager.findfont(font, fallback_to_default=False)
    except ValueError as error:
        raise InputError(
            f"no font is called {font!r}; give its file, or a name that `fc-list` shows"
        ) from error
    return _register(file)
