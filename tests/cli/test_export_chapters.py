"""``cutstat export`` writes chapters beside each other, named after the videos."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.shows import run_cli, write_series

from cutstat.core.track import Chapter
from cutstat.formats.registry import read_chapters
from cutstat.scan.analyse import read_track

FORMS = [("chapters-xml", ".chapters.xml", "x.xml"), ("ffmetadata", ".ffmetadata", "x.ffmetadata")]
each_form = pytest.mark.parametrize(("form", "suffix", "file"), FORMS)


@each_form
def test_a_file_an_episode_is_written_into_a_folder_that_is_made(
    library: Path, videos: Path, home: Path, form: str, suffix: str, file: str
) -> None:
    ran = run_cli("export", "Fast", "--format", form, "-o", "deep/chapters")
    assert (ran.status, ran.stdout) == (0, ""), ran.stderr
    assert "5 chapter files" in ran.stderr
    files = sorted((home / "deep" / "chapters").iterdir())
    assert [path.name for path in files] == [f"Fast - {n:02d}{suffix}" for n in range(1, 6)]
    for path in files:
        video = videos / "Fast" / f"{path.name.removesuffix(suffix)}.mkv"
        times = read_track(video, threads=1).times
        # Too short for an opening: all body.
        assert read_chapters(path) == (Chapter(0.0, times.duration_seconds, "Episode"),)


@each_form
def test_episodes_of_all_series_go_into_a_folder_that_is_there(
    library: Path, home: Path, form: str, suffix: str, file: str
) -> None:
    (home / "out").mkdir()
    assert run_cli("export", "--format", form, "-o", "out", "-q").status == 0
    assert len(list((home / "out").glob(f"*{suffix}"))) == 11


@each_form
def test_a_file_where_chapters_should_go_is_a_usage_error(
    library: Path, home: Path, form: str, suffix: str, file: str
) -> None:
    (home / "mine").write_text("mine")
    for output in (file, "mine"):
        ran = run_cli("export", "Fast", "--format", form, "-o", output)
        assert (ran.status, ran.stdout) == (2, "")
        assert f"{output} is no folder; {form} writes one file an episode" in ran.stderr
    assert [path.name for path in home.iterdir()] == ["mine"]


@each_form
def test_chapters_need_an_output(library: Path, form: str, suffix: str, file: str) -> None:
    ran = run_cli("export", "Fast", "--format", form)
    assert (ran.status, ran.stdout) == (2, "")
    assert f"--format {form} needs --output: a folder" in ran.stderr


def test_videos_of_one_name_in_two_folders_keep_a_file_each(tmp_path: Path, home: Path) -> None:
    for seed, title in enumerate(("One", "Two"), 1):
        folder = tmp_path / "videos" / title
        folder.mkdir(parents=True)
        (video,) = write_series(folder, title, episodes=1, seed=seed)
        video.rename(folder / "01.mkv")
    assert run_cli("scan", tmp_path / "videos", "-j", "1").status == 0
    assert run_cli("export", "--format", "ffmetadata", "-o", "out").status == 0
    names = sorted(path.name for path in (home / "out").iterdir())
    assert names == ["01 (2).ffmetadata", "01.ffmetadata"]


def test_no_package_of_an_extra_is_needed(
    library: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentimelineio", None)
    assert run_cli("export", "Fast", "--format", "chapters-xml", "-o", "out").status == 0
