"""What a user says of segments reaches the episodes that are meant, or nothing is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from support.stored import make_track

from cutstat.core.episodes import EpisodeFile, EpisodeName, EpisodeRole
from cutstat.core.segments import SegmentKind, SegmentOverride
from cutstat.core.timing import parse_position
from cutstat.errors import InputError
from cutstat.library.records import LibraryEpisode
from cutstat.library.segments import put_overrides, segment_overrides
from cutstat.library.store import Library
from cutstat.scan.keys import track_key
from cutstat.scan.scan import scan
from cutstat.study.overrides import Placed, find_target, override_segments
from cutstat.study.study import Study
from cutstat.video.identify import file_key
from cutstat.video.manifest import MANIFEST_NAME

N_FRAMES = 30


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        yield opened


def say(
    library: Library,
    episodes: Sequence[LibraryEpisode],
    said: Sequence[SegmentOverride],
    *,
    is_added: bool = False,
) -> tuple[Placed, ...]:
    return override_segments(Study(library), episodes, said, is_added=is_added)


def put(
    library: Library, series: str, number: int, role: EpisodeRole = "episode", *, n_frames: int = 0
) -> str:
    """Put an episode into the library, decoded if it has frames, and give its key."""
    key = f"{series} {role} {number}"
    name = EpisodeName(series, Fraction(number), role=role)
    library.put_file(EpisodeFile(Path(f"/v/{key}.mkv"), name), key=key, size=1)
    if n_frames:
        library.put_track(make_track(n_frames), key=track_key(key), file_key=key)
    return key


def lies(kind: SegmentKind, start: str | int, stop: str | int) -> SegmentOverride:
    return SegmentOverride(kind, parse_position(start), parse_position(stop), "a test")


def absent(kind: SegmentKind) -> SegmentOverride:
    return SegmentOverride(kind, None, None, "a test")


# Of whom


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Show", ["Show episode 1", "Show episode 2"]),
        ("show", ["Show episode 1", "Show episode 2"]),
        ("Show 01", ["Show episode 1"]),
        ("Show 1", ["Show episode 1"]),
        ("Show special 03", ["Show special 3"]),
        ("Show 2", ["Show 2 episode 1"]),  # a series and an episode
        ("show 2", ["Show 2 episode 1"]),
        ("Show 02", ["Show episode 2"]),
        ("Show S01E02", ["Show episode 2"]),
        ("Show episode 2.mkv", ["Show episode 2"]),
        ("psycho", ["Psycho-Pass episode 1"]),
        ("Extras", ["Extras special 1", "Extras special 2"]),  # it has nothing else
    ],
)
def test_a_title_in_full_is_a_series_and_a_title_with_a_number_an_episode(
    library: Library, text: str, keys: list[str]
) -> None:
    for number in (1, 2):
        put(library, "Show", number)
        put(library, "Extras", number, "special")
    put(library, "Show", 3, "special")
    put(library, "Show 2", 1)
    put(library, "Psycho-Pass", 1)
    assert [episode.file_key for episode in find_target(library, text)] == keys


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Sho", "'Sho' can mean 'Show', 'Show 2'; write more of the title"),
        ("Shaw", r"no series 'Shaw' in the library; did you mean 'Show'"),
        ("Show 07", r"no episode 'Show 07' in the library; did you mean 'Show 0"),
        ("x" * 5000, "no series 'xxx"),
    ],
)
def test_a_text_that_means_nothing_is_answered_as_what_it_looks_like(
    library: Library, text: str, message: str
) -> None:
    put(library, "Show", 1)
    put(library, "Show", 2)
    put(library, "Show 2", 1)
    with pytest.raises(InputError, match=message):
        find_target(library, text)


def test_a_file_is_an_episode_and_nothing_else(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "Show"
    file.write_bytes(b"x" * 100)
    put(library, str(file), 1)
    with pytest.raises(InputError, match="no episode"):
        find_target(library, str(file))


# Checked


def test_what_is_said_of_a_series_is_placed_in_each_episode(library: Library) -> None:
    for number, n_frames in ((1, 30), (2, 40)):
        put(library, "Show", number, n_frames=n_frames)
    placed = override_segments(
        Study(library), find_target(library, "Show"), [lies("ending", -10, "end")]
    )
    assert [one.span for one in placed] == [(20, 30), (30, 40)]
    for key in ("Show episode 1", "Show episode 2"):
        assert segment_overrides(library, key) == (lies("ending", -10, "end"),)


@pytest.mark.parametrize(
    "wrong",
    [lies("ending", 20, 35), lies("ending", -35, "end"), lies("ending", 25, -10)],
)
def test_where_it_fits_one_episode_and_not_another_nothing_is_kept(
    library: Library, wrong: SegmentOverride
) -> None:
    put(library, "Show", 1, n_frames=40)
    put(library, "Show", 2, n_frames=30)
    episodes = find_target(library, "Show")
    with pytest.raises(InputError, match=r"^Show 02: ending .*; nothing was set$"):
        say(library, episodes, [lies("card", 0, 5), wrong])
    for episode in episodes:
        assert segment_overrides(library, episode.file_key) == ()


def test_of_an_episode_that_is_not_decoded_all_can_be_said(library: Library) -> None:
    key = put(library, "Show", 1)
    (placed,) = override_segments(
        Study(library), find_target(library, "Show 1"), [lies("ending", 1, 10**6)]
    )
    assert placed.span is None
    assert segment_overrides(library, key) == (lies("ending", 1, 10**6),)


# What was said before


def test_a_kind_is_said_anew_and_other_kinds_stay(library: Library) -> None:
    key = put(library, "Show", 1, n_frames=N_FRAMES)
    episodes = find_target(library, "Show 1")
    say(library, episodes, [lies("opening", 0, 5), lies("card", 5, 6)])
    say(library, episodes, [absent("opening")])
    assert segment_overrides(library, key) == (lies("card", 5, 6), absent("opening"))


def test_to_add_keeps_what_a_command_or_a_manifest_said_of_the_kind(library: Library) -> None:
    key = put(library, "Show", 1, n_frames=N_FRAMES)
    episodes = find_target(library, "Show 1")
    put_overrides(library, key, [lies("eyecatch", 5, 8), lies("card", 0, 2)], is_command=False)
    say(library, episodes, [lies("eyecatch", 10, 12)], is_added=True)
    say(library, episodes, [lies("eyecatch", 20, 22)], is_added=True)
    expected = [lies("eyecatch", 5, 8), lies("eyecatch", 10, 12), lies("eyecatch", 20, 22)]
    assert segment_overrides(library, key) == (lies("card", 0, 2), *expected)
    override_segments(
        Study(library), episodes, [lies("eyecatch", 20, 22)], is_added=True
    )  # once is enough
    assert segment_overrides(library, key, is_command=True) == tuple(expected)


def test_to_add_to_none_leaves_the_one(library: Library) -> None:
    key = put(library, "Show", 1, n_frames=N_FRAMES)
    episodes = find_target(library, "Show 1")
    say(library, episodes, [absent("card")])
    say(library, episodes, [lies("card", 1, 2)], is_added=True)
    assert segment_overrides(library, key) == (lies("card", 1, 2),)


# From the manifest into the library


@pytest.fixture
def folder(series: list[Path], tmp_path: Path) -> Path:
    """A folder of its own with two episodes."""
    place = tmp_path / "Show"
    place.mkdir()
    for file in series[:2]:
        shutil.copy(file, place)
    return place


def said_of(library: Library, file: Path) -> list[str]:
    return [
        f"{one.kind} {one.start} {one.source}" for one in segment_overrides(library, file_key(file))
    ]


def test_a_scan_keeps_what_a_manifest_says_and_forgets_what_it_says_no_more(
    folder: Path, library: Library
) -> None:
    first, second = sorted(folder.iterdir())
    text = "[[segments]]\nkind = 'card'\nstart = 1\nstop = 5\n"
    (folder / MANIFEST_NAME).write_text(
        text + "[[segments]]\nfile = '*02.mkv'\nkind = 'opening'\nabsent = true\n"
    )
    scan([folder], library=library, jobs=1)
    assert said_of(library, first) == ["card 1 cutstat.toml"]
    assert said_of(library, second) == ["card 1 cutstat.toml", "opening None cutstat.toml"]
    (folder / MANIFEST_NAME).write_text(text)
    scan([folder], library=library, jobs=1)
    assert said_of(library, second) == ["card 1 cutstat.toml"]
    (folder / MANIFEST_NAME).unlink()
    scan([folder], library=library, jobs=1)
    assert said_of(library, first) == said_of(library, second) == []


def test_a_scan_leaves_alone_what_was_said_by_a_command(folder: Path, library: Library) -> None:
    first, _ = sorted(folder.iterdir())
    scan([folder], library=library, jobs=1)
    say(library, find_target(library, str(first)), [lies("opening", 0, 5)])
    (folder / MANIFEST_NAME).write_text("[[segments]]\nkind = 'opening'\nabsent = true\n")
    scan([folder], library=library, jobs=1)
    assert said_of(library, first) == ["opening 0 a test"]


def test_a_file_that_is_scanned_without_its_folder_keeps_what_was_said(
    folder: Path, library: Library
) -> None:
    first, _ = sorted(folder.iterdir())
    (folder / MANIFEST_NAME).write_text("[[segments]]\nkind = 'card'\nstart = 1\nstop = 5\n")
    scan([folder], library=library, jobs=1)
    scan([first], library=library, jobs=1)
    assert said_of(library, first) == ["card 1 cutstat.toml"]
