"""What a user may call a series or an episode."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.errors import InputError
from cutstat.library.lookup import episodes_of, find_episode, find_series
from cutstat.library.store import Library
from cutstat.video.identify import file_key

TITLES = ("Hero Mask", "Psycho-Pass", "Pokémon", "Ｆｕｌｌ Ｗｉｄｔｈ", "海の駅", "Show", "Show 2")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        for title in TITLES:
            for number in (1, 2):
                name = EpisodeName(title, Fraction(number))
                file = EpisodeFile(tmp_path / f"{title} - {number:02d}.mkv", name)
                opened.put_file(file, key=f"{title}{number}", size=1)
        yield opened


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hero Mask", "Hero Mask"),
        ("hero  mask", "Hero Mask"),
        ("hero", "Hero Mask"),
        ("POKEMON", "Pokémon"),
        ("full width", "Ｆｕｌｌ Ｗｉｄｔｈ"),
        ("海", "海の駅"),
        ("Show", "Show"),  # exact, though another begins so
        ("show 2", "Show 2"),
    ],
)
def test_a_series_is_found_by_its_title_or_nearly(library: Library, text: str, title: str) -> None:
    assert find_series(library, text) == title


def test_a_beginning_that_two_titles_share_is_refused(library: Library) -> None:
    with pytest.raises(InputError, match="'sho' can mean 'Show', 'Show 2'; write more"):
        find_series(library, "sho")


def test_a_misspelt_series_is_answered_with_the_nearest(library: Library) -> None:
    with pytest.raises(InputError, match=r"no series 'Hero Musk' .*; did you mean 'Hero Mask'"):
        find_series(library, "Hero Musk")


@pytest.mark.parametrize("text", ["zzzz", "", "x" * 5000])
def test_a_series_like_none_is_answered_with_what_to_do(library: Library, text: str) -> None:
    with pytest.raises(InputError, match=r"no series .*; `cutstat list` shows what is there"):
        find_series(library, text)


@pytest.mark.parametrize(
    "text",
    ["Hero Mask 02", "hero mask 2", "Hero Mask - 02", "Hero Mask S01E02", "Hero Mask - 02.mkv"],
)
def test_an_episode_is_found_by_what_people_call_it(library: Library, text: str) -> None:
    assert find_episode(library, text).file_key == "Hero Mask2"


def test_an_episode_is_found_by_its_file_even_when_that_was_renamed(
    library: Library, tmp_path: Path
) -> None:
    video = tmp_path / "holiday.mkv"
    video.write_bytes(b"content")
    file = EpisodeFile(video, EpisodeName("Film"))
    library.put_file(file, key=file_key(video), size=7)
    assert find_episode(library, str(video)).name.series == "Film"
    renamed = video.rename(tmp_path / "other name.mkv")
    assert find_episode(library, str(renamed)).name.series == "Film"


@pytest.mark.parametrize("text", ["Hero Mask", "hero mask", "Hero M"])
def test_a_series_is_no_episode_and_it_is_said_how_to_name_one(library: Library, text: str) -> None:
    said = r"'Hero Mask' is a series; name one episode of it, like \"Hero Mask 0\d\" "
    with pytest.raises(InputError, match=rf"^{said}\(`cutstat list \"Hero Mask\"` shows them all"):
        find_episode(library, text)


def test_the_only_file_of_a_series_is_called_by_the_title_in_full(library: Library) -> None:
    name = EpisodeName("Perfect Blue")
    library.put_file(EpisodeFile(Path("/one.mkv"), name), key="blue", size=1)
    assert find_episode(library, "perfect blue").file_key == "blue"
    with pytest.raises(InputError, match="'Perfect Blue' is a series; name one episode"):
        find_episode(library, "Perfect")


def test_a_file_that_was_never_scanned_is_no_episode(library: Library, tmp_path: Path) -> None:
    video = tmp_path / "new.mkv"
    video.write_bytes(b"unknown content")
    with pytest.raises(InputError, match=r"no episode .*new\.mkv' in the library; scan it first"):
        find_episode(library, str(video))


def test_a_misspelt_episode_is_answered_with_the_nearest(library: Library) -> None:
    with pytest.raises(InputError, match=r"did you mean .*'Hero Mask 01'"):
        find_episode(library, "Hero Musk 01")


def test_two_files_that_claim_an_episode_are_told_apart_by_their_paths(
    library: Library, tmp_path: Path
) -> None:
    name = EpisodeName("Hero Mask", Fraction(1))
    library.put_file(EpisodeFile(tmp_path / "second.mkv", name), key="second", size=1)
    with pytest.raises(InputError, match=r"'Hero Mask 01' can mean .*second\.mkv.*give the path"):
        find_episode(library, "Hero Mask 01")


@pytest.mark.parametrize("text", ["", "a" * 5000, "nul\0byte", "line\nbreak"])
def test_a_text_that_is_no_file_name_is_only_unknown(library: Library, text: str) -> None:
    with pytest.raises(InputError, match="no episode"):
        find_episode(library, text)


def test_a_film_is_called_by_its_title_with_its_year_or_without(library: Library) -> None:
    for title in ("Casablanca (1942)", "Laura"):
        name = EpisodeName("films", title=title, role="film")
        library.put_file(EpisodeFile(Path("/films") / f"{title}.mkv", name), key=title, size=1)
    for text in ("Casablanca", "casablanca (1942)"):
        assert find_series(library, text) == "Casablanca (1942)"
        assert find_episode(library, text).name.title == "Casablanca (1942)"
    assert [one.name.label for one in episodes_of(library, "Laura")] == ["Laura"]
    assert len(episodes_of(library, "films")) == 2
