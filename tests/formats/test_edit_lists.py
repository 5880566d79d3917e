"""What is written for other programs is read again as the same shots."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from support.series import make_episode

from cutstat.formats.cinemetrics import to_cinemetrics
from cutstat.formats.csv_table import to_csv
from cutstat.formats.edl import to_edl
from cutstat.formats.registry import formats, read_list
from cutstat.formats.scenes import to_scenes
from cutstat.formats.tables import shot_rows, table_columns
from cutstat.measure.episode import EpisodeMeasures

BORDERS = [17, 48, 49, 1000, 1440]
RATES = [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)]


VIDEO = Path("/v/Show - 03.mkv")


def episode(rate: Fraction) -> EpisodeMeasures:
    return make_episode("Show", 3, borders=BORDERS, n_frames=1500, rate=rate)


def written(form: str, rate: Fraction) -> str:
    write = formats()[form].write
    assert write is not None
    return write(episode(rate), VIDEO)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("form", ["edl", "scenes"])
def test_frames_come_back(form: str, rate: Fraction, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(written(form, rate), "utf-8")
    (found,) = read_list(file)
    assert [one.border for one in found.transitions] == BORDERS
    assert (found.n_frames, found.rate) == (1500, rate)


@pytest.mark.parametrize("rate", RATES)
def test_times_come_back_to_the_millisecond(rate: Fraction, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(to_cinemetrics(episode(rate), VIDEO), "utf-8")
    (found,) = read_list(file)
    assert found.rate is not None
    times = [float(one.border / found.rate) for one in found.transitions]
    assert times == pytest.approx([float(border / rate) for border in BORDERS], abs=0.0006)


def test_the_own_table_of_shots_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "shots.csv"
    rows = shot_rows([episode(RATES[0]), make_episode("Show", 4, borders=[9], n_frames=48)])
    file.write_text(to_csv(rows, table_columns("shots")), "utf-8", newline="")
    first, second = read_list(file)
    assert [one.border for one in first.transitions] == BORDERS
    assert (first.video, first.n_frames, first.rate) == ("Show - 03.mkv", 1500, RATES[0])
    assert (second.video, second.n_frames) == ("Show - 04.mkv", 48)


def test_an_edit_list_has_an_event_a_shot() -> None:
    lines = to_edl(episode(RATES[0]), VIDEO).splitlines()
    assert lines[:4] == [
        "TITLE: Show 03",
        "FCM: NON-DROP FRAME",
        "* FRAME RATE: 24000/1001",
        "001  AX       V     C        00:00:00:00 00:00:00:17 00:00:00:00 00:00:00:17",
    ]
    assert len(lines) == 3 + len(BORDERS) + 1


def test_scenes_count_from_one_as_pyscenedetect_does() -> None:
    lines = to_scenes(episode(Fraction(25)), VIDEO).splitlines()
    assert lines[1].split(",")[:2] == ["1", "1"]
    assert lines[2].split(",") == [
        *("2", "18", "00:00:00.680", "0.680", "48", "00:00:01.920", "1.920"),
        *("31", "00:00:01.240", "1.240"),
    ]
