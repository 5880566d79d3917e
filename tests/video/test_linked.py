"""Chapters of Matroska files: nested ones, and those whose pictures are in other files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.odd_videos import write_small

from cutstat.scan.analyse import read_track
from cutstat.video.linked import MatroskaChapter, matroska_chapters

OWN, OTHER = bytes(range(16)), bytes(16)


def element(kind: int, *content: bytes) -> bytes:
    """Write an element with its size in eight bytes."""
    whole = b"".join(content)
    size = (len(whole) | 1 << 56).to_bytes(8)
    return kind.to_bytes((kind.bit_length() + 7) // 8) + size + whole


def number(kind: int, value: int) -> bytes:
    return element(kind, value.to_bytes(8))


def chapter(start: int, stop: int, title: str, *inside: bytes) -> bytes:
    shown = element(0x80, element(0x85, title.encode()))
    times = number(0x91, start * 10**9) + number(0x92, stop * 10**9)
    return element(0xB6, times, shown, *inside)


def write_matroska(path: Path, *chapters: bytes, content: bytes = b"") -> Path:
    """Write a Matroska file with chapters, and the rest of another one's segment behind them."""
    edition = element(0x1043A770, element(0x45B9, number(0x45DD, 1), *chapters))
    info = element(0x1549A966, element(0x73A4, OWN))
    path.write_bytes(
        element(0x1A45DFA3, element(0x4282, b"matroska"))
        + element(0x18538067, info, edition, content)
    )
    return path


def test_a_chapter_of_another_segment_lies_elsewhere_and_one_of_its_own_does_not(
    tmp_path: Path,
) -> None:
    path = write_matroska(
        tmp_path / "a.mkv",
        chapter(0, 50, "Prologue", element(0x6E67, OWN)),
        chapter(0, 90, "Opening", element(0x6E67, OTHER)),
    )
    assert [(one.title, one.is_elsewhere) for one in matroska_chapters(path)] == [
        ("Prologue", False),
        ("Opening", True),
    ]


def test_nested_chapters_are_seen_and_what_holds_them_is_not(tmp_path: Path) -> None:
    inner = (chapter(0, 90, "Opening"), chapter(90, 600, "Part A"))
    path = write_matroska(tmp_path / "a.mkv", chapter(0, 600, "Episode 1", *inner))
    assert matroska_chapters(path) == (
        MatroskaChapter(0, 90 * 10**9, "Opening", is_elsewhere=False, is_nested=True),
        MatroskaChapter(90 * 10**9, 600 * 10**9, "Part A", is_elsewhere=False, is_nested=True),
    )


@given(st.binary(max_size=400))
def test_bytes_that_are_no_matroska_have_no_chapters(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.mkv"
    path.write_bytes(content)
    assert matroska_chapters(path) == ()


def test_the_track_of_a_linked_file_has_only_chapters_of_its_own_pictures(tmp_path: Path) -> None:
    plain = write_small(tmp_path / "plain.mkv").read_bytes()
    segment = plain[plain.index(b"\x18\x53\x80\x67") + 12 :]
    path = write_matroska(
        tmp_path / "linked.mkv",
        chapter(0, 1, "Prologue"),
        chapter(0, 90, "Opening", element(0x6E67, OTHER)),
        content=segment,
    )
    track = read_track(path, threads=1)
    assert [one.title for one in track.header.chapters] == ["Prologue"]
    assert track.warnings[0] == (
        "the pictures of chapter 'Opening' are in another file and not counted"
    )
