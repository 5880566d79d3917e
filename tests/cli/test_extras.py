"""What the extras bring to the command line, and what is said where they are not installed."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from support.shows import run_cli

from cutstat.scan import dask

NEEDS_OTIO = pytest.mark.skipif(
    importlib.util.find_spec("opentimelineio") is None, reason="opentimelineio is not installed"
)
NEEDS_DASK = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="Dask (distributed) is not installed"
)


@NEEDS_OTIO
def test_export_writes_a_timeline_an_episode_into_a_folder(
    library: Path, videos: Path, home: Path
) -> None:
    ran = run_cli("export", "Fast", "--format", "otio", "-o", "deep/timelines")
    assert (ran.status, ran.stdout) == (0, ""), ran.stderr
    assert "5 timelines" in ran.stderr
    files = sorted((home / "deep" / "timelines").iterdir())
    assert [file.name for file in files] == [f"Fast {n:02d}.otio" for n in range(1, 6)]
    (track,) = json.loads(files[0].read_text("utf-8"))["tracks"]["children"]
    assert [clip["name"] for clip in track["children"]] == [f"shot {n}" for n in range(1, 6)]
    (reference,) = track["children"][0]["media_references"].values()
    assert reference["target_url"] == (videos / "Fast" / "Fast - 01.mkv").as_uri()


@NEEDS_OTIO
def test_export_writes_timelines_of_all_series_and_into_a_folder_that_is_there(
    library: Path, home: Path
) -> None:
    (home / "out").mkdir()
    assert run_cli("export", "--format", "otio", "-o", "out", "-q").status == 0
    assert len(list((home / "out").iterdir())) == 11


@pytest.mark.parametrize("output", ["timeline.otio", "file"])
def test_a_file_where_timelines_should_go_is_a_usage_error(
    library: Path, home: Path, output: str
) -> None:
    (home / "file").write_text("mine")
    ran = run_cli("export", "Fast", "--format", "otio", "-o", output)
    assert (ran.status, ran.stdout) == (2, "")
    assert f"{output} is no folder" in ran.stderr
    assert [path.name for path in home.iterdir()] == ["file"]


def test_timelines_need_an_output(library: Path) -> None:
    ran = run_cli("export", "Fast", "--format", "otio")
    assert (ran.status, ran.stdout) == (2, "")
    assert "--format otio needs --output" in ran.stderr


def test_timelines_without_the_package_name_the_extra(
    library: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentimelineio", None)
    ran = run_cli("export", "Fast", "--format", "otio", "-o", "out")
    assert (ran.status, ran.stdout) == (1, "")
    assert ran.stderr.endswith('install it with: pip install "cutstat[otio]"\n')
    assert not (home / "out").exists()


@NEEDS_DASK
def test_scan_lets_dask_decode(videos: Path) -> None:
    command = ["scan", str(videos / "Fast"), "--executor", "dask", "-j", "2"]
    ran = run_cli(*command)
    assert ran.status == 0, ran.stderr
    assert "5/5 " in ran.stderr
    assert "5 analysed, 0 known already" in ran.stderr
    assert "0 analysed, 5 known already" in run_cli(*command).stderr


@pytest.mark.parametrize("executor", ["serial", "processes"])
def test_scan_takes_the_executor_that_it_is_told(videos: Path, executor: str) -> None:
    ran = run_cli("scan", videos / "Lone Wolf", "--executor", executor)
    assert ran.status == 0, ran.stderr
    assert "1 analysed" in ran.stderr


@pytest.mark.parametrize("more", [[], ["--executor", "processes"]])
def test_a_scheduler_without_dask_is_a_usage_error(videos: Path, more: list[str]) -> None:
    ran = run_cli("scan", videos, "--scheduler", "tcp://127.0.0.1:9", *more)
    assert (ran.status, ran.stdout) == (2, "")
    assert "say --executor dask too" in ran.stderr


@NEEDS_DASK
def test_a_scheduler_that_does_not_answer_is_a_sentence(
    videos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "CONNECT_SECONDS", 0.5)
    ran = run_cli("scan", videos, "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert (ran.status, ran.stdout) == (1, "")
    assert "tcp://127.0.0.1:9: no Dask scheduler answers there" in ran.stderr


def test_dask_that_is_not_installed_is_named_with_its_extra(
    videos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = run_cli("scan", videos, "--executor", "dask")
    assert (ran.status, ran.stdout) == (1, "")
    assert ran.stderr.endswith('install it with: pip install "cutstat[dask]"\n')
