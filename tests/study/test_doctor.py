"""What is said of this machine."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from cutstat.library.store import Library
from cutstat.study import doctor
from cutstat.study.doctor import Finding, examine


def finding(what: str, folder: Path) -> Finding:
    (found,) = [one for one in examine(folder) if one.what == what]
    return found


def test_versions_decoders_and_places_are_all_looked_at(tmp_path: Path) -> None:
    whats = {one.what for one in examine(tmp_path / "library")}
    assert whats >= {"cutstat", "Python", "numpy", "FFmpeg", "Decoders", "Japanese font"}
    assert whats >= {"Library", "Free space"}


def test_a_library_that_is_not_made_yet_is_fine_and_stays_unmade(tmp_path: Path) -> None:
    found = finding("Library", tmp_path / "a" / "library")
    assert (found.state, found.found) == ("ok", f"{tmp_path / 'a' / 'library'} (not made yet)")
    assert not (tmp_path / "a").exists()


def test_a_library_in_order_tells_its_size(tmp_path: Path) -> None:
    Library(tmp_path).close()
    found = finding("Library", tmp_path)
    assert (found.state, found.found) == ("ok", f"{tmp_path}: 0 episodes, 0 MB")


def test_a_damaged_library_is_bad(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"no database" * 100)
    found = finding("Library", tmp_path)
    assert found.state == "bad"
    assert "library.sqlite is damaged" in found.found


def test_a_file_where_the_library_should_be_is_bad(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("x")
    assert finding("Library", tmp_path / "library").state == "bad"


@pytest.mark.parametrize(("free", "state"), [(10**9, "note"), (10**10, "ok")])
def test_little_free_space_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=free))
    assert finding("Free space", tmp_path).state == state


def test_missing_decoders_are_noted_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "missing_decoders", lambda: ["hevc", "av1"])
    assert finding("Decoders", tmp_path) == Finding("note", "Decoders", "missing: hevc, av1")


def test_a_missing_font_is_noted_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "find_cjk_font", lambda: None)
    found = finding("Japanese font", tmp_path)
    assert found.state == "note"
    assert found.found.startswith("none found; ")


def test_a_package_that_is_there_but_cannot_be_loaded_is_bad_with_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = doctor.importlib.import_module

    def broken(name: str) -> object:
        if name == "cv2":
            raise ImportError("libGL.so.1: cannot open shared object file")
        return whole(name)

    monkeypatch.setattr(doctor.importlib, "import_module", broken)
    found = [one for one in examine(tmp_path) if one.what.startswith("opencv")]
    assert found
    for one in found:
        assert one.state == "bad"
        assert "cannot be loaded (libGL.so.1" in one.found
        assert one.found.endswith("opens no windows and needs no libGL")
