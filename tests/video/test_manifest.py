"""The user's word about names: it overrules what was read, and a slip in it is said."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from cutstat.core.episodes import EpisodeName
from cutstat.errors import InputError
from cutstat.video.manifest import MANIFEST_NAME, Manifest, load_manifest

READ = EpisodeName("As read", Fraction(7), season=3, title="Read title", version=2)


def manifest(folder: Path, text: str) -> Manifest:
    path = folder / MANIFEST_NAME
    path.write_text(text, "utf-8")
    return load_manifest(path)


def test_an_empty_manifest_says_nothing(tmp_path: Path) -> None:
    said = manifest(tmp_path, "")
    file = tmp_path / "any.mkv"
    assert said.rename(file, READ) == READ
    assert not said.says(file)
    assert not said.excludes(file)


def test_an_episode_entry_replaces_what_it_says_and_nothing_else(tmp_path: Path) -> None:
    said = manifest(tmp_path, '[[episode]]\nfile = "a.mkv"\nnumber = 3.5\nrole = "special"\n')
    name = said.rename(tmp_path / "a.mkv", READ)
    assert name == EpisodeName(
        "As read", Fraction(7, 2), season=3, title="Read title", version=2, role="special"
    )
    assert said.rename(tmp_path / "b.mkv", READ) == READ


def test_every_field_of_an_episode_can_be_said(tmp_path: Path) -> None:
    said = manifest(
        tmp_path,
        '[[episode]]\nfile = "[G] a 「b」.mkv"\nseries = "海"\nnumber = 4\nseason = 0\n'
        'title = "T"\nrole = "film"\n',
    )
    name = said.rename(tmp_path / "[G] a 「b」.mkv", EpisodeName("x"))
    assert name == EpisodeName("海", Fraction(4), season=0, title="T", role="film")


def test_a_series_entry_gives_its_title_to_the_files_that_it_lists(tmp_path: Path) -> None:
    said = manifest(tmp_path, '[[series]]\ntitle = "Said"\nfiles = ["one*.mkv", "S2/*"]\n')
    assert said.rename(tmp_path / "one 05.mkv", READ).series == "Said"
    assert said.rename(tmp_path / "S2" / "x.mkv", READ).series == "Said"
    assert said.rename(tmp_path / "two 05.mkv", READ).series == "As read"


def test_an_episode_entry_has_the_last_word_over_a_series_entry(tmp_path: Path) -> None:
    said = manifest(
        tmp_path,
        '[[episode]]\nfile = "a.mkv"\nseries = "Episode"\n'
        '[[series]]\ntitle = "Series"\nfiles = ["*.mkv"]\n',
    )
    assert said.rename(tmp_path / "a.mkv", READ).series == "Episode"
    assert said.rename(tmp_path / "b.mkv", READ).series == "Series"


@pytest.mark.parametrize(
    ("pattern", "inside", "outside"),
    [
        ("*.mkv", ["a.mkv", "S1/a.mkv"], ["a.mp4"]),
        ("S1/*", ["S1/a.mkv"], ["S2/a.mkv", "S1/deep/a.mkv"]),
        ("S1/**", ["S1/a.mkv", "S1/deep/a.mkv"], ["S2/a.mkv"]),
        ("**/a.mkv", ["a.mkv", "S1/a.mkv", "S1/deep/a.mkv"], ["S1/b.mkv"]),
        ("**/S1/*.mkv", ["S1/a.mkv", "x/y/S1/a.mkv"], ["S2/a.mkv"]),
        ("NC??.mkv", ["NCOP.mkv", "NCED.mkv"], ["NCOP1.mkv"]),
    ],
)
def test_patterns_are_read_as_in_a_shell(
    tmp_path: Path, pattern: str, inside: list[str], outside: list[str]
) -> None:
    said = manifest(tmp_path, f'[[series]]\ntitle = "x"\nexclude = ["{pattern}"]\n')
    assert [said.excludes(tmp_path / file) for file in inside] == [True] * len(inside)
    assert [said.excludes(tmp_path / file) for file in outside] == [False] * len(outside)


def test_files_outside_its_folder_are_none_of_its_business(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    said = manifest(tmp_path / "in", '[[series]]\ntitle = "x"\nexclude = ["*"]\n')
    assert said.excludes(tmp_path / "in" / "a.mkv")
    assert not said.excludes(tmp_path / "a.mkv")


def test_a_relative_manifest_and_an_absolute_file_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest(tmp_path, '[[episode]]\nfile = "a.mkv"\nnumber = 1\n')
    monkeypatch.chdir(tmp_path)
    assert load_manifest(Path(MANIFEST_NAME)).says(tmp_path / "a.mkv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[series]", "no valid TOML"),
        ('[[serie]]\ntitle = "x"', "'serie' is unknown; allowed are episode, options, segments"),
        ('[series]\ntitle = "x"', r"series must be written as \[\[series\]\] tables"),
        ('[[series]]\ntitel = "x"', r"\[\[series\]\] 'titel' is unknown; allowed are exclude"),
        ('[[series]]\nfiles = ["a"]', "needs title as a text, found None"),
        ('[[series]]\ntitle = " "', "needs title as a text, found ' '"),
        ('[[series]]\ntitle = "x"\nfiles = "a"', "files must be a list of texts, found 'a'"),
        ('[[series]]\ntitle = "x"\nexclude = [1]', r"exclude must be a list of texts, found \[1\]"),
        ('[[series]]\ntitle = "x"\nfiles = ["."]', "'.' is no name or pattern of files"),
        ('[[episode]]\nfile = "/a.mkv"', "'/a.mkv' is no name or pattern of files"),
        ('[[episode]]\nfile = "a"\nepisode = 3', r"\[\[episode\]\] 'episode' is unknown"),
        ("[[episode]]\nnumber = 3", "needs file as a text, found None"),
        ('[[episode]]\nfile = "a"\nnumber = "three"', "number must be like 3 or 3.5, not 'three'"),
        ('[[episode]]\nfile = "a"\nnumber = -1', "number must be like 3 or 3.5, not -1"),
        ('[[episode]]\nfile = "a"\nnumber = true', "number must be like 3 or 3.5, not True"),
        ('[[episode]]\nfile = "a"\nseason = "2"', "season must be a whole number, not '2'"),
        ('[[episode]]\nfile = "a"\nseason = true', "season must be a whole number, not True"),
        ('[[episode]]\nfile = "a"\nseason = -1', "season must be a whole number, not -1"),
        ('[[episode]]\nfile = "a"\nrole = "ova"', "role 'ova' is unknown; choose one of episode"),
        ('[[episode]]\nfile = "a"\nseries = 5', "needs series as a text, found 5"),
    ],
)
def test_a_slip_is_said_with_the_file_and_what_is_allowed(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        manifest(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / MANIFEST_NAME))
    assert "\n" not in str(caught.value)


def test_a_manifest_that_is_absent_or_no_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_manifest(tmp_path / "absent.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="no valid TOML"):
        load_manifest(tmp_path / "bytes.toml")
    with pytest.raises(InputError, match="cannot be read"):
        load_manifest(tmp_path)


def test_a_manifest_that_is_nested_too_deeply_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "cutstat.toml"
    path.write_text("a = " + "[" * 20_000 + "]" * 20_000)
    with pytest.raises(InputError, match="nested too deeply"):
        load_manifest(path)
