"""A file is known by its content, not by where it lies or what it is called."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.errors import InputError
from cutstat.video.identify import BLOCK_BYTES, BLOCKS, file_key

LARGE = 2 * BLOCKS * BLOCK_BYTES + 12345
"""More than is read of a file."""


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.mkv"
    path.write_bytes(bytes(range(251)) * (LARGE // 251 + 1))
    with path.open("rb+") as file:
        file.truncate(LARGE)
    return path


def change(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def test_a_copied_renamed_or_moved_file_keeps_its_key(large: Path, tmp_path: Path) -> None:
    key = file_key(large)
    (tmp_path / "elsewhere").mkdir()
    copy = shutil.copy(large, tmp_path / "elsewhere" / "copy.bin")
    assert file_key(Path(copy)) == key
    assert file_key(large.rename(tmp_path / "renamed 海.mp4")) == key


def test_the_time_of_a_file_says_nothing(large: Path) -> None:
    key = file_key(large)
    os.utime(large, (1, 1))
    assert file_key(large) == key


def test_a_link_has_the_key_of_its_target(large: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.mkv"
    link.symlink_to(large)
    assert file_key(link) == file_key(large)


@pytest.mark.parametrize("position", [0, 1, BLOCK_BYTES - 1, -BLOCK_BYTES, -2, -1])
def test_one_byte_at_the_begin_or_end_of_a_large_file_changes_the_key(
    large: Path, position: int
) -> None:
    key = file_key(large)
    change(large, position)
    assert file_key(large) != key
    change(large, position)
    assert file_key(large) == key


def test_a_byte_more_or_less_changes_the_key(large: Path) -> None:
    key = file_key(large)
    with large.open("ab") as file:
        file.write(b"\0")
    assert file_key(large) != key
    with large.open("rb+") as file:
        file.truncate(LARGE - 1)
    assert file_key(large) != key


@pytest.mark.parametrize("size", [1, 100, BLOCK_BYTES, BLOCK_BYTES + 1, BLOCKS * BLOCK_BYTES])
def test_every_byte_of_a_small_file_counts(tmp_path: Path, size: int) -> None:
    path = tmp_path / "small.mkv"
    path.write_bytes(bytes(size))
    keys = {file_key(path)}
    positions = {0, size // 3, size // 2, size - 1}
    for position in positions:
        change(path, position)
        keys.add(file_key(path))
    assert len(keys) == len(positions) + 1


@given(st.lists(st.binary(max_size=300), min_size=2, max_size=6, unique=True))
def test_different_contents_have_different_keys(contents: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        keys = []
        for index, content in enumerate(contents):
            path = Path(folder, str(index))
            path.write_bytes(content)
            keys.append(file_key(path))
    assert len(set(keys)) == len(contents)
    assert all(len(key) == 32 and set(key) <= set("0123456789abcdef") for key in keys)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.mkv: cannot be read \(No such file"):
        file_key(tmp_path / "absent.mkv")
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory\)"):
        file_key(tmp_path)
