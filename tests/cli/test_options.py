"""Options: where they come from, and that they are called alike everywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import click
import pytest
from support.shows import Ran, run_cli

from cutstat.cli.main import COMMANDS, cli
from cutstat.cli.options import DETECTORS, FOOTAGE
from cutstat.core.pictures import FOOTAGE_KINDS
from cutstat.detection.registry import DETECTOR_NAMES
from cutstat.errors import InputError

PROGRAM = Path(sys.executable).with_name("cutstat")
PRINTS_DATA = {
    "population",
    "audit",
    "import",
    "scan",
    "detect",
    "list",
    "show",
    "segments",
    "lines",
    "stretches",
    "claim",
    "compare",
    "review",
    "score",
    "doctor",
    "published",
}
"""Commands that print data; `export` says ``--format json``, `report` and `demo` print paths."""


def commands() -> dict[str, click.Command]:
    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in COMMANDS}
    return {name: command for name, command in found.items() if command}


def options_of(command: click.Command) -> dict[str, click.Option]:
    return {
        name: parameter
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
    }


# Called alike


def test_the_detectors_that_can_be_asked_for_are_those_that_there_are() -> None:
    assert DETECTORS == DETECTOR_NAMES
    assert FOOTAGE == FOOTAGE_KINDS


def test_an_option_has_one_short_name_one_kind_and_one_meaning() -> None:
    meanings: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for command in commands().values():
        for name, option in options_of(command).items():
            if name not in {"--output", "-o", "--format"}:  # a folder here, a file there
                facts = (tuple(option.opts), option.type.name, option.is_flag, option.help)
                meanings[name].add(facts)
    assert len(meanings) > 12
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_short_names_stand_for_one_option() -> None:
    longs: dict[str, set[str]] = defaultdict(set)
    for command in commands().values():
        for option in options_of(command).values():
            for short in (name for name in option.opts if not name.startswith("--")):
                longs[short] |= {name for name in option.opts if name.startswith("--")}
    assert dict(longs) == {
        "-j": {"--jobs"},
        "-o": {"--output"},
        "-q": {"--quiet"},
        "-v": {"--verbose"},
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text_that_is_a_sentence(name: str) -> None:
    for option in options_of(commands()[name]).values():
        assert option.help
        assert option.help.endswith(".")
        assert option.help[0].isupper()


def test_commands_that_print_data_offer_json() -> None:
    assert {name for name, c in commands().items() if "--json" in options_of(c)} == PRINTS_DATA


def test_commands_that_say_something_on_the_way_can_be_quiet() -> None:
    loud = {name for name, c in commands().items() if "--quiet" not in options_of(c)}
    assert loud == {"doctor"}


def test_commands_that_use_the_library_can_be_told_where_it_is() -> None:
    without = {name for name, c in commands().items() if "--library" not in options_of(c)}
    assert without == {"detect", "score", "demo", "published"}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_there_in_both_spellings(name: str, flag: str) -> None:
    ran = run_cli(name, flag)
    assert ran.status == 0
    assert ran.stdout.startswith(f"Usage: cutstat {name} ")
    assert ran.stderr == ""


def test_the_version_is_told() -> None:
    assert run_cli("-V") == run_cli("--version")
    assert run_cli("-V").stdout.startswith("cutstat, version ")


def test_no_number_is_refused_in_words_of_a_programmer() -> None:
    jargon = {
        name: option
        for command in commands().values()
        for name, option in options_of(command).items()
        if isinstance(option.type, (click.types.IntParamType, click.types.FloatParamType))
    }
    assert jargon == {}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--jobs", "-1"], "'--jobs': '-1' is no whole number of 0 or more"),
        (["--sample", "0"], "'--sample': '0' is no whole number of 1 or more"),
        (["--sample", "few"], "'--sample': 'few' is no whole number of 1 or more"),
        (["--margin", "0"], "'--margin': '0' is no number above 0 and up to 1000"),
        (["--margin", "nan"], "'--margin': 'nan' is no number above 0 and up to 1000"),
        (["--sensitivity", "1"], "'--sensitivity': '1' is no number above 0 and below 1"),
    ],
)
def test_a_number_that_means_nothing_is_refused(args: list[str], said: str) -> None:
    ran = run_cli("compare", "Fast", *args)
    assert (ran.status, ran.stdout) == (2, "")
    assert said in ran.stderr


@pytest.mark.parametrize("name", sorted(PRINTS_DATA | {"export", "report", "plot", "forget"}))
def test_an_empty_text_is_refused(name: str) -> None:
    for args, place in (([""], name), (["-q", " "], "-q"), (["--library="], "--library")):
        ran = run_cli(name, *args)
        assert (ran.status, ran.stdout) == (2, "")
        assert f"What follows '{place}' is empty; say what is meant, or leave" in ran.stderr


@pytest.mark.parametrize("variable", ["CUTSTAT_LIBRARY", "CUTSTAT_JOBS", "CUTSTAT_DETECTOR"])
def test_a_blank_variable_is_refused_and_an_empty_one_says_nothing(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv(variable, " ")
    ran = run_cli("scan", ".")
    assert (ran.status, ran.stdout) == (2, "")
    assert f"The environment variable {variable} is blank; fill it, or unset it." in ran.stderr
    assert not list(place.iterdir())
    monkeypatch.setenv(variable, "")
    assert "blank" not in run_cli("scan", ".", "--library", tmp_path / "library").stderr


def test_without_a_number_of_jobs_all_cores_decode(
    monkeypatch: pytest.MonkeyPatch, library: Path
) -> None:
    asked: list[object] = []

    def scan(*_: object, jobs: int, **__: object) -> None:
        asked.append(jobs)
        raise InputError("asked")

    monkeypatch.setattr("cutstat.api.episodes.scan", scan)
    run_cli("scan", ".")
    run_cli("scan", ".", "-j", "3")
    assert asked == [0, 3]


# Where they come from


def detector_of(ran: Ran) -> str:
    assert ran.status == 0, ran.stderr
    return str(json.loads(ran.stdout)["detector"]["name"])


def test_defaults_give_way_to_user_project_environment_and_flags(
    home: Path, videos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["detect", str(videos / "Fast" / "Fast - 01.mkv"), "--json"]
    assert detector_of(run_cli(*command)) == "cutstat"
    user = home.parent / "config" / "cutstat"
    user.mkdir(parents=True)
    (user / "cutstat.toml").write_text('[options]\ndetector = "hash"\n')
    assert detector_of(run_cli(*command)) == "pyscenedetect-hash"
    (home / "cutstat.toml").write_text('[options]\ndetector = "content"\n')
    assert detector_of(run_cli(*command)) == "pyscenedetect-content"
    monkeypatch.setenv("CUTSTAT_DETECTOR", "adaptive")
    assert detector_of(run_cli(*command)) == "pyscenedetect-adaptive"
    assert detector_of(run_cli(*command, "--detector", "histogram")) == "pyscenedetect-histogram"


def test_another_sensitivity_is_detected_from_the_library_without_the_video(
    home: Path, videos: Path
) -> None:
    video = home / "Alone - 01.mkv"
    shutil.copy(videos / "Fast" / "Fast - 01.mkv", video)
    assert run_cli("scan", str(video)).status == 0
    video.unlink()
    shots = []
    for sensitivity in ("0.01", "0.5", "0.99"):
        ran = run_cli("show", "Alone 01", "--sensitivity", sensitivity, "--json")
        assert ran.status == 0, ran.stderr
        document = json.loads(ran.stdout)
        assert f"threshold={1 - float(sensitivity):g})" in document["detector"]
        shots.append(document["whole"]["shots"])
    assert shots == sorted(shots)
    assert shots[1] == 5


@pytest.mark.parametrize(("option", "said"), [("--sensitivity", "0.7"), ("--footage", "drawn")])
def test_only_the_own_detector_has_a_sensitivity_and_asks_for_footage(
    home: Path, videos: Path, option: str, said: str
) -> None:
    video = str(videos / "Fast" / "Fast - 01.mkv")
    ran = run_cli("detect", video, "--detector", "content", option, said)
    assert ran.status == 2
    assert f"{option} is of cutstat alone, not content" in ran.stderr


def test_footage_that_is_said_stands_beside_what_the_pictures_look_like(
    home: Path, videos: Path
) -> None:
    video = home / "Alone - 01.mkv"
    shutil.copy(videos / "Fast" / "Fast - 01.mkv", video)
    assert run_cli("scan", str(video)).status == 0
    looks = json.loads(run_cli("show", "Alone 01", "--json").stdout)["footage"]
    assert f"The pictures look {looks} (" in run_cli("show", "Alone 01").stderr
    said = run_cli("show", "Alone 01", "--footage", "filmed").stderr
    assert f"The pictures look {looks}, and are taken as filmed." in said


def test_the_library_comes_from_flag_environment_or_file(home: Path, library: Path) -> None:
    (home / "cutstat.toml").write_text('[options]\nlibrary = "of-the-project"\n')
    run_cli("list", env={"CUTSTAT_LIBRARY": None})
    assert (home / "of-the-project" / "library.sqlite").exists()
    assert "Fast" in run_cli("list").stdout  # the environment's
    run_cli("list", "--library", "of-the-flag")
    assert (home / "of-the-flag" / "library.sqlite").exists()


def test_options_are_called_in_a_file_as_on_the_command_line(home: Path, library: Path) -> None:
    (home / "cutstat.toml").write_text('[options]\nformat = "json"\nquiet = true\njobs = 1\n')
    ran = run_cli("export", "Slow")
    assert len(json.loads(ran.stdout)) == 5
    (home / "cutstat.toml").write_text("[options]\njson = true\nquiet = true\n")
    ran = run_cli("show", "Slow 01")
    assert json.loads(ran.stdout)["series"] == "Slow"
    assert ran.stderr == ""


def test_baselines_can_stand_in_the_projects_file(home: Path, library: Path) -> None:
    (home / "cutstat.toml").write_text('[options]\nagainst = ["Slow"]\n')
    ran = run_cli("compare", "Fast", "--json")
    assert ran.status == 0
    assert [one["name"] for one in json.loads(ran.stdout)["baselines"]] == ["Slow"]


def test_a_manifest_beside_the_options_is_read_too(home: Path, videos: Path) -> None:
    shutil.copy(videos / "Fast" / "Fast - 01.mkv", home / "x.mkv")
    (home / "cutstat.toml").write_text(
        '[options]\njobs = 1\n[[episode]]\nfile = "x.mkv"\nseries = "Named"\nnumber = 4\n'
    )
    ran = run_cli("scan", ".", "--json")
    assert ran.status == 0, ran.stderr
    assert json.loads(ran.stdout)["episodes"][0] | {"file": "", "doubts": ""} == {
        "series": "Named",
        "episode": "04",
        "file": "",
        "doubts": "",
    }


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        ("[options]\ndetectr = 'hash'\n", 1, "[options] 'detectr' is no option of any command"),
        ("[options]\nas_json = true\n", 1, "[options] 'as_json' is no option of any command"),
        ("options = 3\n", 1, "options must be written as an [options] table"),
        ("[options\n", 1, "cannot be read ("),
        ("[options]\njobs = 'many'\n", 2, "'many' is no whole number of 0 or more"),
        ("[options]\njobs = true\n", 2, "'True' is no whole number of 0 or more"),
        ("[options]\njobs = 1.5\n", 2, "'1.5' is no whole number of 0 or more"),
        ("[options]\nseries = ' '\n", 1, "[options] 'series' is empty; fill or delete it"),
        ("[options]\nseries = ['']\n", 1, "[options] 'series' is empty; fill or delete it"),
        ("[options]\nlibrary = 5\n", 1, "[options] 'library' is a path, write it in quotes"),
        ("[options]\ndetector = 'nonsense'\n", 2, "'nonsense' is not one of"),
    ],
)
def test_a_wrong_configuration_is_a_sentence(
    home: Path, content: str, status: int, message: str
) -> None:
    (home / "cutstat.toml").write_text(content)
    ran = run_cli("scan", ".")
    assert (ran.status, ran.stdout) == (status, "")
    assert message in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "unexpected" not in ran.stderr
    if status == 1:
        assert ran.stderr.startswith(f"cutstat: error: {home / 'cutstat.toml'}: ")


def test_a_configuration_that_is_no_text_is_a_sentence(home: Path) -> None:
    (home / "cutstat.toml").write_bytes(b"\xff\xfe\x00")
    ran = run_cli("list")
    assert ran.status == 1
    assert "cutstat.toml: cannot be read (" in ran.stderr


# The program as it is installed


@pytest.mark.skipif(not PROGRAM.exists(), reason="cutstat is not installed beside this Python")
def test_the_installed_program_goes_from_files_to_a_verdict(videos: Path, home: Path) -> None:
    def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
        command = [PROGRAM, *args]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert run("scan", videos, "-q").returncode == 0
    ran = run("compare", "Fast", "Slow")
    assert ran.returncode == 2
    assert "(Slow): one show is asked about; name the others after --against" in ran.stderr
    ran = run("compare", "Fast", "--against", "Slow")
    assert ran.returncode == 0
    assert "than Slow (95 % interval" in ran.stdout.splitlines()[0]
    assert run("compare", "Fast", "--against", "Lone Wolf").returncode == 4
    assert run("nonsense").returncode == 2
    assert run("show", "Nobody 01").returncode == 1


@pytest.mark.skipif(not PROGRAM.exists(), reason="cutstat is not installed beside this Python")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(shell: str) -> None:
    if shell == "bash" and not shutil.which("bash"):
        pytest.skip("there is no bash to ask for its version")
    source = subprocess.run(
        [PROGRAM],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "_CUTSTAT_COMPLETE": f"{shell}_source"},
    )
    assert source.returncode == 0
    assert f"_CUTSTAT_COMPLETE={shell}_complete" in source.stdout


@pytest.mark.skipif(not PROGRAM.exists(), reason="cutstat is not installed beside this Python")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("cutstat ", set(COMMANDS)),
        ("cutstat sc", {"scan", "score"}),
        ("cutstat scan --det", {"--detector"}),
        ("cutstat scan --detector h", {"hash", "histogram"}),
    ],
)
def test_completion_offers_commands_options_and_values(words: str, offered: set[str]) -> None:
    count = len(words.split()) - (not words.endswith(" "))
    ran = subprocess.run(
        [PROGRAM],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "_CUTSTAT_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(count),
        },
    )
    assert {line.partition(",")[2] for line in ran.stdout.splitlines()} == offered
