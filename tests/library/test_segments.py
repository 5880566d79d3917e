"""What is said of segments is kept, a command counts more than a manifest."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.stored import TEXTS, make_file

from cutstat.core.segments import SEGMENT_KINDS, SegmentKind, SegmentOverride
from cutstat.core.timing import Position, parse_position
from cutstat.errors import LibraryError
from cutstat.library.segments import (
    clear_overrides,
    put_overrides,
    segment_overrides,
)
from cutstat.library.store import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        for key in ("a", "b"):
            opened.put_file(make_file(Path(f"/v/{key}.mkv")), key=key, size=1)
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("shared")) as opened:
        opened.put_file(make_file(Path("/v/a.mkv")), key="a", size=1)
        yield opened


def lies(
    kind: SegmentKind, start: str | int, stop: str | int, source: str = "x"
) -> SegmentOverride:
    return SegmentOverride(kind, parse_position(start), parse_position(stop), source)


def absent(kind: SegmentKind) -> SegmentOverride:
    return SegmentOverride(kind, None, None, "x")


SECONDS = st.decimals(0, 9999, places=3).map(Fraction)
STOPS = st.one_of(
    st.builds(Position, frames=st.integers(100, 999)),
    st.builds(Position, frames=st.integers(0, 999), is_from_stop=st.just(True)),
    st.builds(Position, seconds=SECONDS, is_from_stop=st.booleans()),
)
PLACES = st.just((None, None)) | st.tuples(st.builds(Position, frames=st.integers(0, 99)), STOPS)


@given(st.lists(st.tuples(st.sampled_from(SEGMENT_KINDS), PLACES, TEXTS), max_size=6))
def test_what_is_said_comes_back_as_it_was_said(
    shared: Library, facts: list[tuple[SegmentKind, tuple[Position, Position], str]]
) -> None:
    said = tuple(SegmentOverride(kind, *places, source=source) for kind, places, source in facts)
    for is_command in (False, True):
        put_overrides(shared, "a", said, is_command=is_command)
        assert segment_overrides(shared, "a", is_command=is_command) == said
    assert segment_overrides(shared, "a") == said


def test_a_command_overrules_a_manifest_kind_by_kind(library: Library) -> None:
    put_overrides(
        library,
        "a",
        [lies("opening", 0, 50), lies("eyecatch", 60, 70), lies("eyecatch", 80, 90)],
        is_command=False,
    )
    put_overrides(
        library, "a", [absent("eyecatch"), lies("ending", "-90s", "end")], is_command=True
    )
    assert segment_overrides(library, "a") == (
        lies("opening", 0, 50),
        absent("eyecatch"),
        lies("ending", "-90s", "end"),
    )
    assert len(segment_overrides(library, "a", is_command=False)) == 3
    assert len(segment_overrides(library, "a", is_command=True)) == 2
    assert segment_overrides(library, "b") == ()


def test_what_is_said_anew_forgets_what_was_said_in_the_same_way(library: Library) -> None:
    for key in ("a", "b"):
        put_overrides(library, key, [lies("opening", 0, 50)], is_command=False)
        put_overrides(library, key, [lies("ending", 60, 70)], is_command=True)
    put_overrides(library, "a", [], is_command=False)
    assert segment_overrides(library, "a") == (lies("ending", 60, 70),)
    put_overrides(library, "a", [absent("card")], is_command=True)
    assert segment_overrides(library, "a") == (absent("card"),)
    assert segment_overrides(library, "b") == (lies("opening", 0, 50), lies("ending", 60, 70))


def test_to_clear_takes_back_commands_and_lets_the_manifest_count_again(library: Library) -> None:
    put_overrides(library, "a", [lies("opening", 0, 50)], is_command=False)
    put_overrides(
        library,
        "a",
        [absent("opening"), lies("card", 60, 70), lies("card", 80, 90)],
        is_command=True,
    )
    put_overrides(library, "b", [absent("opening")], is_command=True)
    assert clear_overrides(library, "a", kind="ending") == 0
    assert clear_overrides(library, "a", kind="opening") == 1
    assert segment_overrides(library, "a")[0] == lies("opening", 0, 50)
    assert clear_overrides(library, "a") == 2
    assert segment_overrides(library, "a") == (lies("opening", 0, 50),)
    assert segment_overrides(library, "b") == (absent("opening"),)


def test_a_file_that_is_forgotten_takes_with_it_what_was_said(library: Library) -> None:
    put_overrides(library, "a", [absent("opening")], is_command=True)
    library.forget("a")
    library.put_file(make_file(Path("/v/a.mkv")), key="a", size=1)
    assert segment_overrides(library, "a") == ()


def test_nothing_can_be_said_of_a_file_that_the_library_does_not_know(library: Library) -> None:
    put_overrides(library, "a", [absent("opening")], is_command=True)
    with pytest.raises(LibraryError, match="FOREIGN KEY"):
        put_overrides(library, "c", [absent("opening")], is_command=True)
    assert segment_overrides(library, "a") == (absent("opening"),)


def test_a_source_that_is_no_valid_text_is_kept_as_escapes(library: Library) -> None:
    put_overrides(library, "a", [lies("card", 1, 2, "caf\udce9.xml")], is_command=True)
    assert segment_overrides(library, "a")[0].source == "caf\\udce9.xml"
