"""Names of files that are written can be written on every disk, Windows' and macOS' too."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.episodes import EpisodeName
from cutstat.formats.file_names import episode_stem, folded, free_name

DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{k}" for port in ("com", "lpt") for k in range(10)),
}


def test_names_of_devices_are_no_names_of_files() -> None:
    """Windows takes ``NUL.otio`` and ``nul .01`` for the device."""
    for device in DEVICES:
        for written in (device, device.upper(), f"{device}.", f"{device} ."):
            stem = episode_stem(EpisodeName(f"{written} a", title="b"))
            assert stem.partition(".")[0].strip().casefold() not in DEVICES
    assert episode_stem(EpisodeName("Con. Air", Fraction(1))) == "_Con. Air 01"
    assert episode_stem(EpisodeName("Conan", Fraction(1))) == "Conan 01"


@given(st.text(max_size=90), st.one_of(st.none(), st.fractions(0, 99, max_denominator=2)))
def test_whatever_a_series_is_called_its_files_have_a_name_that_all_disks_take(
    series: str, number: Fraction | None
) -> None:
    stem = episode_stem(EpisodeName(series, number))
    assert stem
    assert not set(stem) & set('\\/:*?"<>|')
    assert all(unicodedata.category(char)[0] != "C" for char in stem)
    assert stem[-1] not in " ."
    assert stem.partition(".")[0].strip().casefold() not in DEVICES
    assert len(f"{stem} (999).ffmetadata".encode()) <= 255


@pytest.mark.parametrize("other", ["SHOW É 01", "show é 01", "Show E\u0301 01", "ſhow é 01"])
def test_names_that_some_disk_takes_for_the_same_get_a_number(other: str) -> None:
    first = free_name("Show É 01", ".edl")
    assert free_name(other, ".edl", taken={folded(first)}) == f"{other} (2).edl"


def test_a_name_of_its_own_stays_as_it_is() -> None:
    assert free_name("Show 02", ".edl", taken={folded("Show 01.edl")}) == "Show 02.edl"
