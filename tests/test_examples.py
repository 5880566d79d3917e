"""What README and docs show runs as it is printed."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.shows import lengths_of, run_cli, write_series
from support.videos import borders

import cutstat

ROOT = Path(__file__).parents[1]
SERIES = (("Night Courier", 140), ("Tea at Four", 190), ("海の駅", 180))
"""Titles, and frames a shot: films long enough to have an ending of 15 s."""

PAGES = ("README.md", "docs/naming.md", "docs/segments.md", "docs/library.md", "docs/reading.md")
NOT_OURS = ("make ", "pip ", "eval ", "_CUTSTAT", "git ", ". ", "#")
OPENS_A_PAGE = re.compile(r"cutstat review (?!.*--(list|clear))|--browser")
"""Commands that serve a page until they are told to stop; `tests/review` looks at these."""

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `make demo` was run, with small films in place of its own, as far as is needed."""
    place = tmp_path_factory.mktemp("place")
    for number, (title, pace) in enumerate(SERIES):
        (place / "demo" / title).mkdir(parents=True)
        write_series(place / "demo" / title, title, episodes=6, pace=pace, seed=number + 1)
    cuts = borders(lengths_of(1, pace=SERIES[0][1]))
    truth = [{"kind": "cut", "start": cut, "stop": cut} for cut in cuts]
    document = {"video": "Night Courier - 01.mkv", "transitions": truth}
    file = place / "demo" / "Night Courier" / "Night Courier - 01.json"
    file.write_text(json.dumps(document), "utf-8")
    shutil.copytree(ROOT / "samples" / "claims", place / "samples" / "claims")
    (place / "lists").mkdir()
    for number in range(1, 7):
        lines = (f"{first} {first + 20 + number}" for first in range(0, 900, 21 + number))
        (place / "lists" / f"{number}.txt").write_text("\n".join(lines), "utf-8")
    cutstat.scan(place / "demo", library=place / "scanned", jobs=2)
    return place


@pytest.fixture
def here(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same place with a library of one's own; what is written there is gone afterwards."""
    shutil.copytree(place / "scanned", tmp_path / "library")
    before = set(place.iterdir())
    monkeypatch.chdir(place)
    monkeypatch.setenv("CUTSTAT_LIBRARY", str(tmp_path / "library"))
    yield place
    for made in set(place.iterdir()) - before:
        shutil.rmtree(made) if made.is_dir() else made.unlink()


def blocks(page: str, language: str) -> list[str]:
    return [
        text for name, text in BLOCK.findall((ROOT / page).read_text("utf-8")) if name == language
    ]


def commands(page: str) -> list[str]:
    """Give the commands that a page shows, those in its tables too."""
    lines = [line for text in blocks(page, "sh") for line in text.splitlines()]
    lines += re.findall(r"^\|.*`(cutstat [^`]+)`.*\|$", (ROOT / page).read_text("utf-8"), re.M)
    lines = [line for line in lines if line.strip() and not line.startswith(NOT_OURS)]
    return [line for line in lines if not OPENS_A_PAGE.search(line)]


def test_the_pages_show_commands() -> None:
    assert len(commands("README.md")) >= 9
    assert all(commands(page) for page in PAGES[1:3])


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_works_as_printed(page: str, here: Path) -> None:
    for line in commands(page):
        program, *arguments = shlex.split(line, comments=True)
        assert program == "cutstat", line
        found: list[str] = []
        for one in arguments:  # as a shell does
            found += sorted(map(str, Path().glob(one))) if "*" in one else [one]
        if "--read" in found:
            fill_in(Path(found[found.index("--read") + 1]))
        ran = run_cli(*found)
        assert ran.status == 0, f"{line}: {ran.stderr}"


def test_every_example_in_python_runs(here: Path) -> None:
    namespace: dict[str, object] = {}
    examples = blocks("docs/python.md", "python")
    assert len(examples) >= 7
    for text in examples:
        exec(compile(text, "docs/python.md", "exec"), namespace)


def fill_in(table: Path) -> None:
    """Fill in the table of an audit: every border is one, and no strip hides another."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    for row in rows:
        is_place = row[head.index("sheet")].startswith("borders")
        row[head.index("verdict")] = "yes" if is_place else "0"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])
