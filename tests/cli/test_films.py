"""A film is called a film wherever it is spoken of, and its title stays as it is."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from support.shows import lengths_of, run_cli
from support.videos import write_shots

TITLES = ("Laura", "The Last episode", "Gilda", "Detour", "Raw Deal")
SERIES = {"Noir": 8, "Western": 20}


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sets of five films, of five shots each; read only."""
    folder = tmp_path_factory.mktemp("films")
    for name, pace in SERIES.items():
        manifest = f'[[series]]\ntitle = "{name}"\nfiles = ["*"]\n'
        (folder / name).mkdir()
        for number, title in enumerate(TITLES, 1):
            file = folder / name / f"{title}.mkv"
            write_shots(file, lengths_of(number, pace=pace), seed=100 * pace + number)
            manifest += f'[[episode]]\nfile = "{title}.mkv"\nrole = "film"\ntitle = "{title}"\n'
        (folder / name / "cutstat.toml").write_text(manifest, "utf-8")
    return folder


def without_titles(text: str) -> str:
    """Leave out the title that holds the word, which must be there."""
    assert "The Last episode" in text
    return text.replace("The Last episode", "")


def test_a_film_is_a_film_in_every_text_and_keeps_its_title(films: Path) -> None:
    ran = run_cli("scan", films / "Noir", films / "Western", "-j", "1")
    assert ran.status == 0, ran.stderr
    assert ran.stdout.startswith("Series\tFilm\tFile")
    assert "Noir: nothing that the films share; the whole file is the body" in ran.stderr
    assert "5 shots a film in the whole file" in ran.stderr
    said = without_titles(ran.stdout + ran.stderr)
    for asked in (["Noir", "--against", "Western"], ["Noir"]):
        ran = run_cli("compare", *asked)
        assert ran.status == 0, ran.stderr
        assert "Series\tFilms\tShots a film\t" in ran.stdout
        said += ran.stdout + ran.stderr
        ran = run_cli("report", *asked, "-o", "report", "--format", "html", "--no-pictures")
        assert ran.status == 0, ran.stderr
        page = html.unescape(Path("report/report.html").read_text("utf-8"))
        for text in ("a dot is a film", "Place in the film"):
            assert text in page  # texts of pictures are comments beside their outlines
        assert ("Cutting rate of every film" in page) == (asked == ["Noir"])  # else it is found
        assert "Film by film" in page
        assert "All films" in page
        said += ran.stderr + without_titles(re.sub(r"(?s)<(style|script)>.*?</\1>", "", page))
    assert not re.findall(r"(?i).{0,40}episode.{0,20}", said)


def test_lists_and_errors_call_films_films_and_name_both_where_there_are_both(
    films: Path,
) -> None:
    assert run_cli("scan", films / "Noir", films / "Western", "-j", "1").status == 0
    assert run_cli("list").stdout.startswith("Series\tFilms\t")
    assert run_cli("list", "Noir").stdout.startswith("Film\t")
    assert run_cli("segments", "Noir").stdout.startswith("Series\tFilm\t")
    assert "no film 'Nix' in the library" in run_cli("show", "Nix").stderr
    shutil.copyfile(films / "Noir/Laura.mkv", "Show - 01.mkv")
    with Path("Show - 01.mkv").open("ab") as file:
        file.write(b"another file")
    assert run_cli("scan", "Show - 01.mkv", "-j", "1").status == 0
    assert run_cli("list").stdout.startswith("Series\tEpisodes or films\t")
    assert run_cli("list", "Show").stdout.startswith("Episode\t")
    assert "no episode or film 'Nix' in the library" in run_cli("show", "Nix").stderr


def test_a_sample_of_films_leaves_films(films: Path) -> None:
    ran = run_cli("compare", films / "Noir", "--against", films / "Western", "--sample", "2")
    assert "Noir: 3 more films are there, not scanned for this sample" in ran.stderr
    assert "A sample: the other 6 films may give a verdict" in ran.stderr
    assert "needs at least 5 films of each series" in ran.stdout
