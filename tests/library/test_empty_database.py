"""A database of no bytes beside the arrays of a library is no new library."""

from __future__ import annotations

from pathlib import Path

import pytest

from cutstat.errors import LibraryError
from cutstat.library.store import Library


def test_an_emptied_database_beside_arrays_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    Library(tmp_path).close()
    array = tmp_path / "arrays" / "ab" / "abcd.npz"
    array.parent.mkdir()
    array.write_bytes(b"kept")
    (tmp_path / "library.sqlite").write_bytes(b"")
    with pytest.raises(LibraryError, match=r"empty \(0 bytes\).*bring it back from a copy"):
        Library(tmp_path)
    assert array.read_bytes() == b"kept"


def test_an_emptied_database_without_arrays_begins_anew(tmp_path: Path) -> None:
    Library(tmp_path).close()
    (tmp_path / "library.sqlite").write_bytes(b"")
    Library(tmp_path).close()
