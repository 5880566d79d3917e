from __future__ import annotations

import json
from pathlib import Path

from support.shows import run_cli

from cutstat.stats.published import published_figures


def test_published_lists_every_figure_with_its_source() -> None:
    ran = run_cli("published")
    assert ran.status == 0
    assert len(ran.stdout.splitlines()) == 1 + len(published_figures())
    assert "TV anime in general, by 6 of these: 11.9 to 20.0 a minute" in ran.stderr
    assert "Hero Mask" in ran.stderr
    documents = [json.loads(line) for line in run_cli("published", "--json").stdout.splitlines()]
    assert [one["url"] for one in documents] == [figure.url for figure in published_figures()]


def test_published_figures_alone_are_described_and_not_tested(library: Path) -> None:
    ran = run_cli("compare", "Fast", "--against", "published", "--library", library)
    assert ran.status == 0
    assert "above the highest of what is said of TV anime" in ran.stdout
    assert "no test" in ran.stderr
    document = json.loads(
        run_cli("compare", "Fast", "--against", "published", "--json", "--library", library).stdout
    )
    assert document["place"] == "above"
    assert len(document["figures"]) == 6


def test_published_figures_stand_beside_named_baselines(library: Path) -> None:
    args = ("compare", "Fast", "--against", "published", "Slow", "--library", library)
    ran = run_cli(*args)
    assert ran.status == 0
    assert ran.stdout.startswith("Fast is cut ")
    assert "of what is said of TV anime" in ran.stdout
    document = json.loads(run_cli(*args, "--json").stdout)
    assert document["verdict"] == "higher"
    assert document["published"]["place"] == "above"
    assert [one["name"] for one in document["baselines"]] == ["Slow"]


def test_exclusions_count_against_published_figures_too(library: Path) -> None:
    args = ("compare", "Fast", "--against", "published", "--library", library, "--exclude")
    ran = run_cli(*args, "Fast 02")
    assert ran.status == 0
    assert "of its 4 episodes" in ran.stdout
    assert "Left out: Fast - 02.mkv: excluded beforehand" in ran.stderr
    document = json.loads(run_cli(*args, "Fast 02", "--json").stdout)
    assert document["left_out"] == ["Fast - 02.mkv: excluded beforehand"]
    assert run_cli(*args, "Slow 02").status == 1
