"""Every command is one call that a notebook can make too."""

from __future__ import annotations

import inspect
import json
import keyword
import re
from pathlib import Path

import pytest
from support.shows import finish, lengths_of, run_cli, start, write_series
from support.videos import borders

import cutstat
from cutstat.cli.main import COMMANDS
from cutstat.core.making import NOTHING_KEPT
from cutstat.errors import DecodeError, InputError, LibraryError
from cutstat.library.store import Library
from cutstat.scan.analyse import analyse_file

CALLS = [name for name in cutstat.__all__ if inspect.isfunction(getattr(cutstat, name))]


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("videos")
    for title, pace in (("Fast", 8), ("Slow", 20)):
        (place / title).mkdir()
        write_series(place / title, title, pace=pace, seed=pace)
    return place


@pytest.fixture(scope="module")
def library(videos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    cutstat.scan(videos, library=folder, jobs=1)
    return folder


def run_python(code: str) -> str:
    """Run code in a Python of its own, where nothing is imported yet."""
    run = start(["-c", code])
    stdout, stderr = finish(run)
    assert run.returncode == 0, stderr
    return stdout.strip()


def test_detect_gives_what_the_command_prints(videos: Path) -> None:
    file = videos / "Fast" / "Fast - 01.mkv"
    found = cutstat.detect(file)
    document = json.loads(run_cli("detect", file, "--json").stdout)
    assert [t.start for t in found.transitions] == borders(lengths_of(1, pace=8))
    assert document["frames"] == found.n_frames == found.track.n_frames
    assert document["fps"] == str(found.rate) == "24000/1001"
    assert document["file"] == str(found.file)
    assert document["detector"]["name"] == found.detector.name
    assert document["detector"]["parameters"] == found.detector.parameters
    assert [(t["kind"], t["start"], t["stop"]) for t in document["transitions"]] == [
        (t.kind, t.start, t.stop) for t in found.transitions
    ]
    assert [len(shot) for shot in found.shots] == lengths_of(1, pace=8)


def test_detect_takes_in_pictures_alone(videos: Path) -> None:
    file = videos / "Fast" / "Fast - 01.mkv"
    seen, whole = cutstat.detect(file), analyse_file(file)
    assert seen.track.making == NOTHING_KEPT
    assert whole[0].making.drawings is not None
    assert whole[0].making.sound is not None
    assert seen.transitions == whole[1].transitions


def test_detect_takes_texts_and_other_detectors(videos: Path) -> None:
    file = str(videos / "Fast" / "Fast - 01.mkv")
    assert cutstat.detect(file, detector="content").detector.name == "pyscenedetect-content"


def test_detect_leaves_nothing_behind(
    videos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUTSTAT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.chdir(tmp_path)
    cutstat.detect(videos / "Fast" / "Fast - 01.mkv")
    assert list(tmp_path.iterdir()) == []


def test_scan_takes_one_path_or_several(videos: Path, library: Path) -> None:
    one = cutstat.scan(str(videos / "Fast"), library=str(library))
    several = cutstat.scan([videos / "Fast", str(videos / "Slow")], library=library)
    assert (len(one.reused), len(several.reused)) == (5, 10)


def test_an_open_library_stays_open(videos: Path, library: Path) -> None:
    with Library(library) as opened:
        cutstat.scan(videos, library=opened)
        cutstat.compare("Fast", "Slow", library=opened)
        assert len(opened.episodes()) == 10


def test_the_usual_library_is_that_of_the_command_line(
    videos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUTSTAT_LIBRARY", str(tmp_path / "mine"))
    cutstat.scan(videos / "Slow" / "Slow - 01.mkv", series="Mine", jobs=1)
    with Library(tmp_path / "mine") as opened:
        assert opened.series_names() == ("Mine",)


def test_compare_gives_what_the_command_prints(library: Path) -> None:
    result = cutstat.compare("fast", ["slow"], library=library)
    ran = run_cli("compare", "Fast", "--against", "Slow", "--json", "--library", library)
    document = json.loads(ran.stdout)
    assert document["verdict"] == result.comparison.decision
    assert document["ratio"] == result.comparison.ratio
    assert document["left_out"] == list(result.left_out)
    assert [row["body"]["shots"] for row in document["target"]["episode_rows"]] == [
        episode.body.shots for episode in result.series[0].episodes
    ]


def test_compare_scans_files_that_it_is_given(videos: Path, tmp_path: Path) -> None:
    result = cutstat.compare(videos / "Fast", str(videos / "Slow"), library=tmp_path, jobs=1)
    assert [one.name for one in result.series] == ["Fast", "Slow"]


def test_a_refusal_is_a_value_and_no_error(videos: Path, tmp_path: Path) -> None:
    cutstat.scan(videos / "Fast" / "Fast - 01.mkv", library=tmp_path, series="One", jobs=1)
    cutstat.scan(videos / "Slow" / "Slow - 01.mkv", library=tmp_path, series="Two", jobs=1)
    comparison = cutstat.compare("One", "Two", library=tmp_path).comparison
    assert comparison.decision == "refused"
    assert "at least 5 episodes" in str(comparison.refusal)


def test_errors_are_those_of_cutstat(library: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        cutstat.detect("nowhere.mkv")
    (tmp_path / "text.mkv").write_text("this is no video")
    with pytest.raises(DecodeError, match="not a video"):
        cutstat.detect(tmp_path / "text.mkv")
    with pytest.raises(InputError, match="no series 'Nothing'"):
        cutstat.compare("Nothing", "Slow", library=library)
    with pytest.raises(LibraryError, match="a file, where the library needs a folder"):
        cutstat.scan(".", library=tmp_path / "text.mkv")


# Names and loading


def test_importing_cutstat_loads_nothing_slow() -> None:
    loaded = run_python("import sys, cutstat; print(*(m.split('.')[0] for m in sys.modules))")
    slow = {"numpy", "av", "cv2", "scipy", "matplotlib", "click", "rich", "scenedetect", "sqlite3"}
    assert not slow & set(loaded.split())


def test_help_loads_nothing_that_decodes_or_draws() -> None:
    code = """
        import contextlib, io, sys
        from cutstat.cli.main import main
        with contextlib.redirect_stdout(io.StringIO()):
            main(["--help"])
        print(*(m.split(".")[0] for m in sys.modules))
    """
    loaded = run_python("if True:" + code)
    assert not {"av", "cv2", "scipy", "matplotlib", "scenedetect"} & set(loaded.split())


@pytest.mark.parametrize(
    "code",
    [
        "import cutstat; f = cutstat.scan; import cutstat.scan.executors; g = cutstat.scan",
        "import cutstat.scan.executors; import cutstat; f = g = cutstat.scan",
        "from cutstat.scan import executors; from cutstat import scan as f; g = f",
    ],
)
def test_a_function_is_never_hidden_by_the_room_of_its_name(code: str) -> None:
    said = run_python(code + "; print(f is g, f.__name__, f.__module__)")
    assert said == "True scan cutstat.api.episodes"


def test_there_is_a_call_for_every_command() -> None:
    for command in COMMANDS:
        # `import` alone is no name in Python.
        name = f"{command}_" if keyword.iskeyword(command) else command
        assert name in cutstat.__all__, command
        assert inspect.isfunction(getattr(cutstat, name)), command


def test_help_lists_the_calls_and_the_types() -> None:
    listed = run_python("import cutstat; help(cutstat)")
    for name in (*CALLS, "class Study", "class InputError"):
        assert name in listed, name


@pytest.mark.parametrize("name", CALLS)
def test_the_calls_are_documented_and_typed(name: str) -> None:
    function = getattr(cutstat, name)
    signature = inspect.signature(function)
    assert signature.return_annotation != inspect.Signature.empty
    documented = set(
        re.findall(r"\w+", " ".join(re.findall(r"\n    ([\w, ]+) : ", function.__doc__)))
    )
    for parameter in signature.parameters.values():
        assert parameter.annotation != inspect.Parameter.empty
        assert parameter.name in documented, parameter.name
    assert documented == set(signature.parameters)
    assert "Returns\n    -------" in function.__doc__
