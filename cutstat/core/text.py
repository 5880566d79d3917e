"""Texts from outside, made fit to be shown."""

from __future__ import annotations

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def printable(text: object) -> str:
    r"""Write control and other invisible characters as escapes (``\n``, ``\x1b``, ``\u202e``).

    File names may hold any of them; raw, they could move the cursor, hide the rest of a line or
    break a page.
    """
    return "".join(
        char.encode("unicode_escape", "backslashreplace").decode("ascii")
        if unicodedata.category(char) in _HIDDEN
        else char
        for char in str(text)
    )


def as_utf8(text: str) -> str:
    """Replace what stands for bytes that are no UTF-8, as in tags of files, by a sign for it."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
