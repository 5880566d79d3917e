"""A file is there whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from cutstat.core.atomic import TEMPORARY_PREFIX, atomic_path, write_reason
from cutstat.errors import InputError


def everything(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def write(target: Path, text: str) -> None:
    with atomic_path(target) as temporary:
        temporary.write_text(text, "utf-8")


def test_a_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write(tmp_path / "new.txt", "one")
    write(tmp_path / "new.txt", "two")
    assert (tmp_path / "new.txt").read_text("utf-8") == "two"
    assert everything(tmp_path) == ["new.txt"]


def test_folders_above_the_target_are_made(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "new.txt", "one")
    assert (tmp_path / "a" / "b" / "new.txt").read_text("utf-8") == "one"


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old", "utf-8")
    with atomic_path(target) as temporary:
        assert temporary.parent == target.parent
        assert temporary.suffix == ".csv"
        assert temporary.name.startswith(TEMPORARY_PREFIX)
        temporary.write_text("new", "utf-8")
        assert target.read_text("utf-8") == "old"
    assert target.read_text("utf-8") == "new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, InputError, ConnectionError])
def test_a_failure_leaves_the_old_file_and_no_temporary_one(
    tmp_path: Path, error: type[BaseException]
) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old", "utf-8")

    def fail() -> None:
        with atomic_path(target) as temporary:
            temporary.write_text("half", "utf-8")
            raise error

    with pytest.raises(error):
        fail()
    assert target.read_text("utf-8") == "old"
    assert everything(tmp_path) == ["a.txt"]


def test_a_failure_leaves_no_file_where_there_was_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"), atomic_path(tmp_path / "a.txt"):
        raise ValueError("stop")
    assert everything(tmp_path) == []


def test_a_full_disk_is_said_with_what_to_do(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old", "utf-8")
    with (
        pytest.raises(InputError, match=r"a\.txt: cannot be written \(the disk is full; free some"),
        atomic_path(target),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert target.read_text("utf-8") == "old"
    assert everything(tmp_path) == ["a.txt"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_closed_folder_is_said_with_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(InputError, match="no permission; choose another folder"):
        write(folder / "a.txt", "x")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EPERM, "no permission"),
        (errno.EROFS, "no permission"),
        (errno.ENAMETOOLONG, "file name too long"),
    ],
)
def test_the_reason_is_said_in_words(code: int, words: str) -> None:
    assert words in write_reason(OSError(code, os.strerror(code)))


def test_a_target_that_is_a_folder_or_lies_below_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old", "utf-8")
    for target in (tmp_path / "folder", tmp_path / "file" / "a.txt"):
        with pytest.raises(InputError, match="cannot be written") as caught:
            write(target, "x")
        assert str(caught.value).startswith(str(target))
    assert everything(tmp_path) == ["file", "folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_the_file_may_be_read_by_those_whom_the_umask_allows(
    tmp_path: Path, mask: int, mode: int
) -> None:
    old = os.umask(mask)
    try:
        write(tmp_path / "a.txt", "x")
        assert os.umask(mask) == mask
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == mode


def test_what_else_fails_on_the_way_is_not_blamed_on_the_target(tmp_path: Path) -> None:
    with (
        pytest.raises(FileNotFoundError, match="another"),
        atomic_path(tmp_path / "a.txt"),
    ):
        (tmp_path / "another").read_text("utf-8")


def test_the_umask_of_the_process_is_never_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Another thread would make its files readable for all in the meantime.
    monkeypatch.setattr(os, "umask", lambda _: pytest.fail("it was changed"))
    write(tmp_path / "a.txt", "one")
