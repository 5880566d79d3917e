"""Tracks and curves as bytes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from support.stored import make_track, plain, tracks

from cutstat.core.track import Track
from cutstat.library.codec import pack, track_from_bytes, track_to_bytes, unpack


@given(tracks())
@settings(max_examples=40, deadline=None)
def test_a_track_comes_back_as_it_was(track: Track) -> None:
    assert plain(track_from_bytes(track_to_bytes(track))) == plain(track)


def test_what_detectors_alone_need_may_be_left_out() -> None:
    track = make_track()
    rest = track_from_bytes(track_to_bytes(track), is_whole=False)
    assert len(rest.seen.evidence.frames) == rest.seen.similarities.size == 0
    seen = replace(track.seen, evidence=rest.seen.evidence, similarities=rest.seen.similarities)
    assert plain(rest) == plain(replace(track, seen=seen))


def test_the_same_track_gives_a_file_of_the_same_size() -> None:
    assert len(track_to_bytes(make_track())) == len(track_to_bytes(make_track()))


@pytest.mark.parametrize("kept", [0, 1, 30, 200, -1])
def test_a_truncated_track_is_refused(kept: int) -> None:
    data = track_to_bytes(make_track())
    with pytest.raises(ValueError):
        track_from_bytes(data[:kept])


def test_a_track_with_a_damaged_byte_is_refused_or_the_same() -> None:
    track = make_track()
    data = track_to_bytes(track)
    refused = 0
    for place in range(2 * len(data)):
        position, mask = place // 2, (0xFF, 0x01)[place % 2]
        damaged = bytearray(data)
        damaged[position] ^= mask
        try:
            back = track_from_bytes(bytes(damaged))
        except ValueError:
            refused += 1
        else:  # a byte of the archive that says nothing, such as a time of change
            assert plain(back) == plain(track), position
    assert refused > len(data)


def test_an_archive_without_the_arrays_of_a_track_is_refused() -> None:
    with pytest.raises(ValueError, match="no track"):
        track_from_bytes(pack({"curve": np.zeros(3)}))


def test_an_archive_of_objects_is_refused() -> None:
    with pytest.raises(ValueError, match="allow_pickle"):
        pack({"evil": np.array([object()])})
    with pytest.raises(ValueError):
        unpack(b"\x80\x04N.")  # a pickle of None
