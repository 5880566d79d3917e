"""A made dump, imported and asked by commands."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from support.shows import run_cli

import cutstat
from benchmarks.population.dump import MadeEpisode, made_show, write_dump
from cutstat.cli.main import COMMANDS
from cutstat.library.population import PopulationStore
from cutstat.study.population_import import import_population

SHOWS = {number: made_show(number, episodes=9) for number in range(1, 26)}
FAST = made_show(77, episodes=10, rate=30)


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "made.sql.zst"
    write_dump(path, SHOWS | {77: FAST})
    return path


@pytest.fixture(scope="module")
def filled(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    ran = run_cli("population", "import", dump, "--library", folder)
    assert ran.status == 0
    assert ran.stdout.startswith("New files: 235; known before: 0; ")
    return folder


def rates(episodes: list[MadeEpisode]) -> float:
    return math.exp(np.mean([math.log(60 * e.body_shots / e.body_seconds) for e in episodes]))


def test_bodies_are_counted_as_they_were_made(filled: Path) -> None:
    truth = {one.file: one.body_shots for some in [*SHOWS.values(), FAST] for one in some}
    with PopulationStore(filled) as store:
        found = dict(pair for show in store.shows() for pair in store.body_counts(show.id))
    assert found.keys() == truth.keys()
    ratios = np.array([shots / truth[file] for file, shots in found.items()])
    assert abs(ratios.mean() - 1) < 0.01
    assert np.mean(abs(ratios - 1) < 0.05) > 0.95


def test_the_list_is_ordered_and_filtered(filled: Path) -> None:
    shows = json.loads(run_cli("population", "--json", "--library", filled).stdout)
    assert shows[0]["title"] == "Bangumi 77"
    assert shows[0]["shots_per_minute"] == pytest.approx(rates(FAST), rel=0.03)
    assert {one["format"] for one in shows} == {"TV"}
    every = json.loads(
        run_cli("population", "--format", "all", "--json", "--library", filled).stdout
    )
    assert len(every) == 26
    late = run_cli("population", "--years", "2010-2015", "--json", "--library", filled)
    assert {2010 <= one["year"] <= 2015 for one in json.loads(late.stdout)} == {True}
    assert run_cli("population", "--years", "2015-2010", "--library", filled).status == 2


def test_a_show_of_the_population_is_answered_without_any_video(filled: Path) -> None:
    ran = run_cli("compare", "show no. 77", "--against", "population", "--library", filled)
    assert ran.status == 0
    first, second = ran.stdout.splitlines()
    assert first.startswith("Bangumi 77 has ")
    assert "more shots an episode than is usual" in first or "as many shots an episode" in first
    assert "it lies above 100 % of them" in second
    asked = ("compare", "番組『77』", "--against", "population", "--json", "--library", filled)
    document = json.loads(run_cli(*asked).stdout)
    assert [one["verdict"] for one in document["places"]] == ["higher", "higher"]
    assert document["shows"] == 20  # a fifth are films, and the show itself is not among them


def test_a_claim_about_the_usual_is_answered_from_the_population(
    filled: Path, tmp_path: Path
) -> None:
    claim = tmp_path / "claim.toml"
    claim.write_text(
        'show = "Bangumi 77"\nbaselines = ["population"]\n'
        '[[statement]]\ntext = "has more"\nmeasure = "shots"\ndirection = "higher"\n'
        'against = "usual"\n'
        '[[statement]]\ntext = "is steadier"\nmeasure = "median_seconds"\n'
        'direction = "higher"\nagainst = "usual"\n',
        "utf-8",
    )
    ran = run_cli("claim", claim, "--json", "--library", filled)
    assert ran.status == 0
    first, second = json.loads(ran.stdout)["answers"]
    assert first["answer"] == "supported"
    assert second["answer"] == "cannot be asked"
    assert "no median_seconds" in second["sentence"]


def test_a_picture_of_the_population_can_be_drawn(filled: Path, tmp_path: Path) -> None:
    asked = ("Bangumi 77", "--against", "population", "--library", filled)
    ran = run_cli("plot", "population", *asked, "-o", tmp_path / "shows.png")
    assert ran.status == 0
    assert (tmp_path / "shows.png").stat().st_size > 10_000
    refused = run_cli("report", *asked, "-o", tmp_path / "out")
    assert refused.status == 1
    assert "needs the episodes of Bangumi 77" in refused.stderr


def test_an_import_goes_on_where_it_was_stopped(dump: Path, tmp_path: Path) -> None:
    seen = []

    def stop(share: float, what: str) -> None:
        seen.append(what)
        raise KeyboardInterrupt

    write_dump(tmp_path / "first.sql", dict(list(SHOWS.items())[:10]), form="inserts")
    import_population(tmp_path / "library", tmp_path / "first.sql")
    with pytest.raises(KeyboardInterrupt):
        import_population(tmp_path / "library", dump, progress=stop)
    assert seen
    ran = run_cli("population", "import", dump, "--library", tmp_path / "library")
    assert "shows in all: 26" in ran.stdout
    again = cutstat.import_population(dump, library=tmp_path / "library")
    assert (again.files, again.known) == (0, 235)


@pytest.mark.parametrize("both", [True, False])
def test_both_names_of_the_column_of_episodes_are_known(both: bool, tmp_path: Path) -> None:
    path = tmp_path / "made.sql"
    write_dump(path, {3: SHOWS[3]}, has_both_episode_columns=both)
    import_population(tmp_path / "library", path)
    with PopulationStore(tmp_path / "library") as store:
        assert [one.episode for one in store.files_of(3)] == [str(k) for k in range(1, 10)]


def test_the_same_episode_in_two_files_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "made.sql"
    twice = [*SHOWS[3], *(MadeEpisode(9000 + e.file, *_rest(e)) for e in SHOWS[3][:3])]
    write_dump(path, {3: twice})
    import_population(tmp_path / "library", path)
    with PopulationStore(tmp_path / "library") as store:
        (show,) = store.shows()
        assert show.episodes == 9


def _rest(e: MadeEpisode) -> tuple:
    return e.show, e.number + 100, e.seconds, e.times + 1.0, e.body_shots, e.body_seconds


def test_what_cannot_be_asked_is_one_sentence(filled: Path, tmp_path: Path) -> None:
    empty = ("--library", tmp_path / "empty")
    for args, said in (
        (("population", *empty), "no population was imported"),
        (("compare", "A", "--against", "population", *empty), "holds no show called 'A'"),
        (("compare", "Bangumi 78", "--against", "population", "--library", filled), "Bangumi 77"),
        (
            ("compare", "Bangumi 7", "--against", "population", "B", "--library", filled),
            "name the population alone",
        ),
    ):
        ran = run_cli(*args)
        assert ran.status == 1
        assert said in ran.stderr
        assert len(ran.stderr.splitlines()) == 1
    other = tmp_path / "other.sql"
    other.write_text("SELECT 1;\n", "utf-8")
    ran = run_cli("population", "import", other, *empty, "-q")
    assert ran.status == 1
    assert "no dump of trace.moe's database" in ran.stderr


def test_the_population_is_a_command_and_a_call() -> None:
    assert "population" in COMMANDS
    assert callable(cutstat.population)
