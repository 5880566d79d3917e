"""A film that a file plays too fast is counted as the film, once the user says so."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.shows import lengths_of, run_cli
from support.videos import write_shots

import cutstat
from cutstat.measure.making import Making
from cutstat.measure.sound import Heard
from cutstat.synth.encode import Encoding

FILM = Fraction(24_000, 1001)


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the same five episodes at the rate of film and at 25 frames a second."""
    place = tmp_path_factory.mktemp("videos")
    for title, rate in (("Cinema", FILM), ("Disc", Fraction(25))):
        (place / title).mkdir()
        for number in range(1, 6):
            lengths = [4 * length for length in lengths_of(number, pace=12)]
            file = place / title / f"{title} - {number:02d}.mkv"
            write_shots(file, lengths, seed=100 + number, encoding=Encoding(rate))
    return place


def compared(library: Path) -> Any:
    ran = run_cli("compare", "Disc", "--against", "Cinema", "--json", "--library", library)
    assert ran.status == 0, ran.stderr
    return json.loads(ran.stdout)


def rate_of(document: Any) -> Any:
    return next(one for one in (document, document["count"]) if one["quantity"] == "rate")


def speeds(document: Any) -> list[str]:
    return [name for name, _ in rate_of(document)["total"]["parts"] if name == "speed"]


def test_what_the_user_says_of_the_speed_is_what_is_measured(videos: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    cutstat.scan([videos / "Cinema", videos / "Disc"], library=library, jobs=1)
    unsaid = compared(library)
    assert rate_of(unsaid)["ratio"] == pytest.approx(25 / FILM, rel=1e-3)
    assert speeds(unsaid) == ["speed"]

    ran = run_cli("scan", videos / "Disc", "--film-rate", "--library", library)
    assert ran.status == 0, ran.stderr
    assert "0 analysed, 5 known already" in ran.stderr
    film = compared(library)
    assert rate_of(film)["ratio"] == pytest.approx(1, rel=1e-3)
    assert speeds(film) == []
    row = film["target"]["episode_rows"][0]
    assert row["fps"] == "24000/1001"
    shown = run_cli("show", "Disc 01", "--library", library)
    assert "plays a film 4.3 % too fast at 25 frames a second" in shown.stdout + shown.stderr

    cutstat.scan(videos / "Disc", library=library, jobs=1)  # what was said stands
    assert rate_of(compared(library))["ratio"] == rate_of(film)["ratio"]
    cutstat.pack(["Cinema", "Disc"], tmp_path / "both.cutstat", library=library)
    cutstat.unpack(tmp_path / "both.cutstat", library=tmp_path / "other")
    assert rate_of(compared(tmp_path / "other"))["ratio"] == rate_of(film)["ratio"]

    cutstat.scan(videos / "Disc", library=library, jobs=1, film_rate=False)
    own = compared(library)
    assert rate_of(own)["ratio"] == rate_of(unsaid)["ratio"]
    assert speeds(own) == []


def test_a_file_of_another_rate_is_taken_as_it_is(videos: Path, tmp_path: Path) -> None:
    cutstat.scan(videos / "Cinema", library=tmp_path, jobs=1, film_rate=True)
    with cutstat.Library(tmp_path) as library:
        measures = cutstat.Study(library).measure(library.episodes()[0])
    assert measures.rate == FILM
    assert any("said to play a film too fast, but has 23.976" in one for one in measures.warnings)


def test_sound_and_lines_are_slowed_with_the_pictures() -> None:
    heard = Heard(
        np.array([[10.0, 20.0]]), np.zeros((0, 2)), 1.0, 31.0, np.arange(300, dtype=np.float32),
        "sound stream 1", "", "a model",
    )  # fmt: skip
    slow = Making(heard=heard, motion=np.ones(60, np.float32)).slowed(1.25)
    assert slow.heard is not None
    assert slow.heard.voices.tolist() == [[12.5, 25.0]]
    assert (slow.heard.start, slow.heard.stop) == (1.25, 38.75)
    assert len(slow.heard.levels) == 375
    assert slow.heard.levels[250] == 200  # what was heard 20 s in is now heard 25 s in
    assert slow.motion is not None
    assert len(slow.motion) == 75
    assert float(slow.motion.sum()) == pytest.approx(60)  # nothing of the motion is lost
