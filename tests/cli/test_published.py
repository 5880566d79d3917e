from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.shows import run_cli

from cutstat.stats.published import published_figures


def test_published_lists_every_figure_with_its_source() -> None:
    ran = run_cli("published")
    assert ran.status == 0
    assert len(ran.stdout.splitlines()) == 1 + len(published_figures())
    assert "TV anime in general, by 6 of these: 12.5 to 17.5 a minute" in ran.stderr
    assert "Hero Mask" in ran.stderr
    document = json.loads(run_cli("published", "--json").stdout)
    urls = [one["url"] for one in document["figures"]]
    assert urls == [figure.url for figure in published_figures()]
    assert document["band_shots_per_minute"] == pytest.approx([12.5, 17.5], abs=0.05)
    assert document["claim"]["show"] == "Hero Mask"
    assert len(document["claim"]["sources"]) == 3


def test_published_figures_alone_are_described_and_not_tested(library: Path) -> None:
    ran = run_cli("compare", "Fast", "--against", "published", "--library", library)
    assert ran.status == 0
    assert "the upper end of what sources call usual for TV anime" in ran.stdout
    assert "no test" in ran.stderr
    assert "Note: Openings, endings and previews are not set apart" in ran.stderr
    assert any(line.startswith("Fast\t5\t") for line in ran.stdout.splitlines())
    assert ran.stdout.splitlines()[-1].startswith("An episode of Fast has 5 shots")
    document = json.loads(
        run_cli("compare", "Fast", "--against", "published", "--json", "--library", library).stdout
    )
    assert document["place"] == "above"
    assert len(document["figures"]) == 6
    assert document["caveats"][0].startswith("Openings, endings and previews")
    assert 0.9 < document["share_of_shows_below"] <= 1
    assert len(document["nearest"]) == 3


def test_published_figures_stand_beside_named_baselines(library: Path) -> None:
    args = ("compare", "Fast", "--against", "published", "Slow", "--library", library)
    ran = run_cli(*args)
    assert ran.status == 0
    assert ran.stdout.startswith("It cannot be told whether Fast is cut ")
    assert "usual for TV anime" in ran.stdout
    document = json.loads(run_cli(*args, "--json").stdout)
    assert document["primary"]["interval"][0] > 1
    assert document["published"]["place"] == "above"
    assert [one["name"] for one in document["baselines"]] == ["Slow"]


def test_exclusions_count_against_published_figures_too(library: Path) -> None:
    args = ("compare", "Fast", "--against", "published", "--library", library, "--exclude")
    ran = run_cli(*args, "Fast 02")
    assert ran.status == 0
    assert "\nFast\t4\t" in ran.stdout
    assert "Left out: Fast - 02.mkv: excluded beforehand" in ran.stderr
    document = json.loads(run_cli(*args, "Fast 02", "--json").stdout)
    assert document["left_out"] == ["Fast - 02.mkv: excluded beforehand"]
    assert run_cli(*args, "Slow 02").status == 1
