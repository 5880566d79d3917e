"""Which files a user means by files, folders and globs, and in which order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.errors import InputError
from cutstat.video.find import VIDEO_SUFFIXES, Found, find_episodes, natural_key
from cutstat.video.manifest import MANIFEST_NAME, load_manifest

Fill = Callable[..., Path]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Fill a folder with files that hold one byte; what they hold is never looked at."""

    def make(*names: str) -> Path:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")
        return tmp_path

    return make


def names(found: Found) -> list[str]:
    return [file.path.name for file in found.files]


def reasons(found: Found) -> dict[str, str]:
    return {skip.path.name: skip.reason for skip in found.skipped}


def test_a_folder_is_searched_with_all_below_it(fill: Fill) -> None:
    folder = fill("Show - 01.mkv", "deep/er/Show - 02.mkv", "notes.txt", "Show - 02.srt")
    assert names(find_episodes([folder])) == ["Show - 01.mkv", "Show - 02.mkv"]


def test_every_kind_of_video_file_is_found_whatever_the_case_of_its_suffix(fill: Fill) -> None:
    suffixes = sorted(VIDEO_SUFFIXES | {".MKV", ".Mp4"})
    folder = fill(*(f"Show - {index:02d}{suffix}" for index, suffix in enumerate(suffixes, 1)))
    assert [file.path.suffix for file in find_episodes([folder]).files] == suffixes


def test_two_comes_before_ten(fill: Fill) -> None:
    folder = fill("Show - 10.mkv", "Show - 2.mkv", "Show - 1.mkv", "Show - 2.5.mkv")
    expected = ["Show - 1.mkv", "Show - 2.mkv", "Show - 2.5.mkv", "Show - 10.mkv"]
    assert names(find_episodes([folder])) == expected
    assert names(find_episodes([folder / "*.mkv"])) == expected


def test_two_comes_before_ten_in_titles_too(fill: Fill) -> None:
    folder = fill("Clips/walk-10b.mkv", "Clips/walk-2b.mkv")
    assert names(find_episodes([folder])) == ["walk-2b.mkv", "walk-10b.mkv"]


def test_series_come_one_after_the_other_and_seasons_within_them(fill: Fill) -> None:
    folder = fill("B - 01.mkv", "a S2 - 01.mkv", "a - 02.mkv", "a - NCOP.mkv", "a - SP1.mkv")
    assert names(find_episodes([folder])) == [
        "a - 02.mkv",
        "a S2 - 01.mkv",
        "a - SP1.mkv",
        "a - NCOP.mkv",
        "B - 01.mkv",
    ]


def test_hidden_files_and_folders_are_passed_over_but_taken_when_named(fill: Fill) -> None:
    folder = fill("Show - 01.mkv", "._Show - 01.mkv", ".trash/Show - 02.mkv", ".Show - 03.mkv")
    assert names(find_episodes([folder])) == ["Show - 01.mkv"]
    assert names(find_episodes([folder / ".Show - 03.mkv"])) == [".Show - 03.mkv"]
    assert names(find_episodes([folder / ".trash"])) == ["Show - 02.mkv"]


def test_a_file_named_by_the_user_is_taken_whatever_it_is_called(fill: Fill) -> None:
    folder = fill("recording.bin")
    assert names(find_episodes([folder / "recording.bin"])) == ["recording.bin"]


def test_a_glob_takes_video_files_and_folders(fill: Fill) -> None:
    folder = fill("Show - 01.mkv", "Show - 01.srt", "Show more/Show - 02.mkv", "Other - 01.mkv")
    assert names(find_episodes([f"{folder}/Show*"])) == ["Show - 01.mkv", "Show - 02.mkv"]
    assert names(find_episodes([f"{folder}/**/*.mkv"])) == [
        "Other - 01.mkv",
        "Show - 01.mkv",
        "Show - 02.mkv",
    ]


def test_brackets_in_the_name_of_a_folder_are_no_pattern(fill: Fill) -> None:
    folder = fill("[Group] Show/Show - 01.mkv", "[Group] Show/Show - 02.mkv")
    assert len(find_episodes([folder / "[Group] Show"]).files) == 2
    assert len(find_episodes([f"{folder}/[Group] Show/*.mkv"]).files) == 2
    assert names(find_episodes([f"{folder}/[Group] Show/Show - 0[2-9].mkv"])) == ["Show - 02.mkv"]


@pytest.mark.parametrize(
    "name",
    [
        "Show with  spaces - 01.mkv",
        "Show 'single' \"double\" `back` - 01.mkv",
        "Show 🎬🇯🇵 - 01.mkv",
        "Show\nnew line - 01.mkv",
        "Show\ttab \x1b[31m - 01.mkv",
        "Show [1] {a,b} $HOME ; & | * ? - 01.mkv",
        "-Show - 01.mkv",
        "海の駅 第01話「はじまり」.mkv",
        "Re:Zero - 01.mkv",
        "Sh\udcf6w - 01.mkv",
        "x" * 200 + " - 01.mkv",
    ],
    ids=ascii,
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows forbids these names")
def test_an_odd_name_is_found_by_itself_and_in_its_folder(fill: Fill, name: str) -> None:
    folder = fill(name)
    for paths in ([folder], [folder / name], [folder / "*"]):
        found = find_episodes(paths)
        assert names(found) == [name]
        assert found.files[0].name.number == 1


def test_a_file_that_is_named_twice_is_counted_once(fill: Fill) -> None:
    folder = fill("Show - 01.mkv", "Show - 02.mkv")
    once = find_episodes([folder])
    again = find_episodes([folder / "Show - 01.mkv", folder, f"{folder}/*.mkv", folder / "."])
    assert names(again) == names(once)
    assert all(file.doubts == () for file in again.files)


def test_a_link_and_its_target_are_one_file(fill: Fill) -> None:
    folder = fill("Show - 01.mkv")
    (folder / "also.mkv").symlink_to(folder / "Show - 01.mkv")
    assert len(find_episodes([folder]).files) == 1


def test_links_that_lead_nowhere_and_empty_files_are_listed(fill: Fill) -> None:
    folder = fill("Show - 01.mkv")
    (folder / "Show - 02.mkv").symlink_to(folder / "gone.mkv")
    (folder / "Show - 03.mkv").symlink_to(folder / "Show - 03.mkv")
    (folder / "Show - 04.mkv").touch()
    found = find_episodes([folder])
    assert names(found) == ["Show - 01.mkv"]
    assert reasons(found) == {
        "Show - 02.mkv": "a link that leads nowhere",
        "Show - 03.mkv": "a link that leads nowhere",
        "Show - 04.mkv": "the file is empty (0 bytes)",
    }


def test_a_link_that_leads_in_a_circle_fails_where_files_are_read(fill: Fill) -> None:
    folder = fill("Show - 01.mkv")
    loop = folder / "Show - 02.mkv"
    loop.symlink_to(loop)
    assert names(find_episodes([folder, loop])) == ["Show - 01.mkv", "Show - 02.mkv"]


def test_links_to_folders_are_not_followed(fill: Fill) -> None:
    folder = fill("Show - 01.mkv")
    (folder / "round").symlink_to(folder, target_is_directory=True)
    found = find_episodes([folder])
    assert names(found) == ["Show - 01.mkv"]
    assert reasons(found) == {"round": "a link to a folder; name it itself to have it read"}


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_files_and_folders_that_must_not_be_read_are_listed(fill: Fill) -> None:
    folder = fill("Show - 01.mkv", "Show - 02.mkv", "closed/Show - 03.mkv")
    (folder / "Show - 02.mkv").chmod(0)
    (folder / "closed").chmod(0)
    found = find_episodes([folder])
    (folder / "closed").chmod(0o700)
    assert names(found) == ["Show - 01.mkv"]
    assert reasons(found)["Show - 02.mkv"] == "no permission to read it"
    assert "cannot be read" in reasons(found)["closed"]


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("absent.mkv", "absent.mkv: no such file or folder; check the path"),
        ("absent", "absent: no such file or folder; check the path"),
        ("*.avi", r"\*.avi: no file matches this pattern; check the path"),
        ("*.txt", r"\*.txt: none of the 1 files that match is a video file"),
        ("texts", "texts: holds no video files; looked for .* .mkv"),
        ("x" * 300, "x: cannot be read"),
        ("notes.txt/below.mkv", "below.mkv: no such file or folder"),
    ],
)
def test_a_wrong_path_gives_one_sentence_with_the_path(
    fill: Fill, argument: str, message: str
) -> None:
    folder = fill("Show - 01.mkv", "notes.txt", "texts/a.txt")
    with pytest.raises(InputError, match=message) as caught:
        find_episodes([folder, folder / argument])
    assert str(caught.value).startswith(str(folder))
    assert "\n" not in str(caught.value)


def test_an_empty_path_is_an_error_and_not_the_folder_one_is_in(
    fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fill("Show - 01.mkv"))
    assert names(find_episodes(["."])) == ["Show - 01.mkv"]
    with pytest.raises(InputError, match="an empty path was given"):
        find_episodes([""])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mkv")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        find_episodes([tmp_path / "pipe.mkv"])


def test_only_the_newest_version_of_an_episode_is_kept(fill: Fill) -> None:
    folder = fill("Show - 01.mkv", "Show - 01v2.mkv", "Show - 02v0.mkv", "Show - 02.mkv")
    found = find_episodes([folder])
    assert names(found) == ["Show - 01v2.mkv", "Show - 02.mkv"]
    assert reasons(found) == {
        "Show - 01.mkv": "version 2 of this episode is there too",
        "Show - 02v0.mkv": "version 1 of this episode is there too",
    }


def test_two_files_that_claim_one_episode_are_both_kept_and_doubted(fill: Fill) -> None:
    folder = fill("[A] Show - 01.mkv", "[B] Show - 01.mkv", "Show - 02.mkv")
    found = find_episodes([folder])
    doubts = {file.path.name: file.doubts for file in found.files}
    assert doubts["[A] Show - 01.mkv"] == ("2 files claim to be Show 01",)
    assert doubts["[B] Show - 01.mkv"] == ("2 files claim to be Show 01",)
    assert doubts["Show - 02.mkv"] == ()


def test_unnumbered_files_that_share_their_first_word_form_a_series(fill: Fill) -> None:
    folder = fill("Clips/anime-walk.mkv", "Clips/anime-run.mkv", "Clips/lonely-one.mkv")
    files = {file.path.name: file for file in find_episodes([folder]).files}
    assert files["anime-walk.mkv"].name.series == "anime"
    assert files["anime-walk.mkv"].name.title == "walk"
    assert any("first word that 2 files share" in d for d in files["anime-run.mkv"].doubts)
    assert files["lonely-one.mkv"].name.series == "Clips"


def test_the_series_that_the_user_says_goes_over_all(fill: Fill) -> None:
    folder = fill("Show - 01.mkv", "other.mkv")
    (folder / MANIFEST_NAME).write_text('[[series]]\ntitle = "Said"\nfiles = ["*"]\n')
    found = find_episodes([folder], series="Mine")
    assert {file.name.series for file in found.files} == {"Mine"}


@pytest.mark.parametrize("title", ["", " "])
def test_a_series_has_a_title(fill: Fill, title: str) -> None:
    with pytest.raises(InputError, match=f"a series needs a title, and '{title}' is empty"):
        find_episodes([fill("Show - 01.mkv")], series=title)


def test_the_manifest_in_the_folder_overrules_names_and_settles_doubts(fill: Fill) -> None:
    folder = fill("abc.mkv", "xyz.mkv", "sub/Show - 03.mkv", "trailer.mkv")
    (folder / MANIFEST_NAME).write_text(
        '[[series]]\ntitle = "Said"\nfiles = ["*.mkv"]\nexclude = ["trailer.*"]\n'
        '[[episode]]\nfile = "xyz.mkv"\nnumber = 1\n'
        '[[episode]]\nfile = "sub/Show - 03.mkv"\nnumber = 2\nrole = "special"\n'
    )
    found = find_episodes([folder])
    files = {file.path.name: file for file in found.files}
    assert {file.name.series for file in found.files} == {"Said"}
    assert files["xyz.mkv"].name.number == 1
    assert files["xyz.mkv"].doubts == ()
    assert (files["Show - 03.mkv"].name.number, files["Show - 03.mkv"].name.role) == (2, "special")
    assert any("no episode number" in doubt for doubt in files["abc.mkv"].doubts)
    assert reasons(found) == {"trailer.mkv": "left out by cutstat.toml"}


def test_a_manifest_that_is_passed_counts_instead_of_those_in_the_folders(fill: Fill) -> None:
    folder = fill("Show - 01.mkv")
    (folder / MANIFEST_NAME).write_text('[[series]]\ntitle = "Beside"\nfiles = ["*"]\n')
    other = folder / "other.toml"
    other.write_text('[[series]]\ntitle = "Passed"\nfiles = ["*"]\n')
    assert find_episodes([folder]).files[0].name.series == "Beside"
    found = find_episodes([folder], manifest=load_manifest(other))
    assert found.files[0].name.series == "Passed"


def test_a_slip_in_the_manifest_of_a_folder_is_said(fill: Fill) -> None:
    folder = fill("Show - 01.mkv")
    (folder / MANIFEST_NAME).write_text("[[serie]]\n")
    with pytest.raises(InputError, match="'serie' is unknown"):
        find_episodes([folder])


def test_the_folder_gives_the_series_where_the_name_does_not(fill: Fill) -> None:
    folder = fill("Hero Mask/Season 01/03 - Title.mp4")
    for paths in (
        [folder],
        [folder / "Hero Mask"],
        [folder / "Hero Mask" / "Season 01"],
        [folder / "Hero Mask" / "Season 01" / "03 - Title.mp4"],
    ):
        name = find_episodes(paths).files[0].name
        assert (name.series, name.season, name.number) == ("Hero Mask", 1, Fraction(3))


@given(st.lists(st.integers(0, 10**6), min_size=2, unique=True))
def test_natural_order_is_the_order_of_the_numbers(numbers: list[int]) -> None:
    texts = [f"Show {number} part" for number in numbers]
    expected = [f"Show {number} part" for number in sorted(numbers)]
    assert sorted(texts, key=natural_key) == expected


@given(st.text(), st.text())
def test_any_two_names_can_be_put_in_order(one: str, two: str) -> None:
    assert (natural_key(one) < natural_key(two)) or (natural_key(two) <= natural_key(one))


def test_unnumbered_siblings_keep_the_series_that_the_user_said(fill: Fill) -> None:
    folder = fill("video_a.mkv", "video_b.mkv")
    assert {file.name.series for file in find_episodes([folder]).files} == {"video"}
    (folder / MANIFEST_NAME).write_text('[[series]]\ntitle = "My Show"\nfiles = ["*"]\n')
    found = find_episodes([folder]).files
    assert {(file.name.series, file.series_from) for file in found} == {("My Show", "manifest")}


def test_every_file_of_a_folder_is_read_or_said_to_be_passed_over(tmp_path: Path) -> None:
    for suffix in ("rmvb", "divx", "asf", "M2V", "mk3d", "odd", "part", "srt", "nfo"):
        (tmp_path / f"Show - 01.{suffix}").write_bytes(b"x")
    (tmp_path / "LICENSE").write_bytes(b"x")
    found = find_episodes([tmp_path])
    assert {file.path.suffix for file in found.files} == {".rmvb", ".divx", ".asf", ".M2V", ".mk3d"}
    assert {skip.path.suffix for skip in found.skipped} == {".odd", ".part"}
    assert "not finished" in next(s.reason for s in found.skipped if s.path.suffix == ".part")


def test_a_folder_of_films_is_a_set_of_films_whose_numbers_belong_to_titles(fill: Fill) -> None:
    folder = fill("films/Casablanca (1942).mkv", "films/Toy Story 2.mkv", "films/M.mkv")
    found = [file.name for file in find_episodes([folder]).files]
    assert {(one.series, one.role) for one in found} == {("films", "film")}
    assert [one.label for one in found] == ["Casablanca (1942)", "M", "Toy Story 2"]
    assert not any(file.doubts for file in find_episodes([folder]).files)


def test_years_tell_that_a_folder_without_numbers_holds_films(fill: Fill) -> None:
    folder = fill("noir/Vertigo (1958).mkv", "noir/Laura.mkv", "Show/Show - 01.mkv")
    found = {file.path.name: file.name for file in find_episodes([folder]).files}
    assert found["Laura.mkv"].role == found["Vertigo (1958).mkv"].role == "film"
    assert found["Show - 01.mkv"].role == "episode"


def test_films_whose_titles_begin_alike_are_no_set_of_that_word(fill: Fill) -> None:
    folder = fill("videos/The Matrix (1999).mkv", "videos/The Thing (1982).mkv")
    names = {file.name.series: file.name.role for file in find_episodes([folder / "videos"]).files}
    assert names == {"videos": "film"}


def test_a_folder_of_films_may_hold_a_series_that_says_so(fill: Fill) -> None:
    folder = fill("Movies/Show S01E02.mkv", "Movies/Laura.mkv")
    found = {file.path.name: file.name for file in find_episodes([folder]).files}
    assert (found["Show S01E02.mkv"].series, found["Show S01E02.mkv"].role) == ("Show", "episode")
    assert (found["Laura.mkv"].series, found["Laura.mkv"].role) == ("Movies", "film")


def test_a_number_that_could_hold_the_season_is_in_doubt(fill: Fill) -> None:
    folder = fill(*(f"House MD - {number}.mkv" for number in (401, 402, 416)))
    files = find_episodes([folder]).files
    assert [file.name.number for file in files] == [401, 402, 416]
    assert files[0].doubts == ("401 could be 1 of season 4",)


def test_seasons_in_the_numbers_are_read_where_several_begin_at_their_first_episodes(
    fill: Fill,
) -> None:
    folder = fill(*(f"House MD - {number}.mkv" for number in (101, 122, 201, 202)))
    files = find_episodes([folder]).files
    read = [(file.name.season, file.name.number) for file in files]
    assert read == [(1, 1), (1, 22), (2, 1), (2, 2)]
    assert files[3].doubts == ("202 is taken for 2 of season 2",)


@pytest.mark.parametrize(
    "numbers", [(401, 402, 470), (99, 101, 102), (1001, 1016), (1989, 2003), (400, 401)]
)
def test_numbers_that_are_counted_through_are_in_no_doubt(
    fill: Fill, numbers: tuple[int, ...]
) -> None:
    files = find_episodes([fill(*(f"Naruto - {number}.mkv" for number in numbers))]).files
    assert [file.name.number for file in files if not file.doubts] == list(numbers)


def test_a_number_said_in_a_manifest_is_in_no_doubt(fill: Fill) -> None:
    folder = fill("House MD - 401.mkv", "House MD - 402.mkv")
    said = "".join(
        f'[[episode]]\nfile = "House MD - {number}.mkv"\nnumber = {number}\n'
        for number in (401, 402)
    )
    (folder / MANIFEST_NAME).write_text(said)
    assert [file.doubts for file in find_episodes([folder]).files] == [(), ()]


def test_a_number_in_the_folder_of_a_season_may_hold_that_season(fill: Fill) -> None:
    folder = fill("Columbo/Season 5/501 - Lady.avi", "Columbo/Season 4/501 - Lady.avi")
    read = [(file.name.season, file.name.number) for file in find_episodes([folder]).files]
    assert read == [(4, 501), (5, 1)]


def test_a_manifest_speaks_of_its_files_whichever_folder_or_file_is_named(
    fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill("Shows/One/Season 2/05.mkv", "Shows/Two/05.mkv")
    (folder / "Shows/One" / MANIFEST_NAME).write_text(
        '[[series]]\ntitle = "Said"\nfiles = ["Season 2/*"]\n'
    )
    one = folder / "Shows/One"
    monkeypatch.chdir(one / "Season 2")
    for path in (
        *(one, one / "Season 2", one / "Season 2/05.mkv", one / "Season 2/*.mkv"),
        *("05.mkv", ".", "..", "../../One"),
    ):
        (file,) = find_episodes([path]).files
        assert (file.name.series, file.series_from) == ("Said", "manifest")
    assert [file.name.series for file in find_episodes([folder]).files] == ["Said", "Two"]
