"""The benchmark of speed runs real programs, sees what fails, and asserts no time."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import av
import pytest
from support.videos import borders, write_shots

from benchmarks.speed import measure, page
from benchmarks.speed.figure import write_figure
from benchmarks.speed.measure import (
    DECODING,
    OWN,
    PYSCENEDETECT,
    compare_on,
    run,
)
from benchmarks.speed.work import encode
from cutstat.errors import InputError

LENGTHS = [20, 30, 25]


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("speed") / "video.mkv"
    write_shots(file, LENGTHS, seed=3)
    return file


def test_a_program_is_charged_what_it_uses() -> None:
    busy = "import time; t = time.process_time()\nwhile time.process_time() < t + 0.3: pass"
    cost, said = run([sys.executable, "-c", f"{busy}\nprint('done')"])
    assert said == "done\n"
    assert cost.cpu_seconds >= 0.3
    assert cost.wall_seconds >= 0.3
    assert cost.peak_mib > 1
    with pytest.raises(InputError, match="failed: no such thing"):
        run([sys.executable, "-c", "import sys; sys.exit('no such thing')"])


def test_all_programs_run_on_one_file(video: Path) -> None:
    found = compare_on(video, rounds=1)
    assert found["frames"] == sum(LENGTHS)
    assert found["transitions"] == len(borders(LENGTHS))
    assert {DECODING, OWN, PYSCENEDETECT} <= set(found["costs"])
    assert found["cpu_ratios"][DECODING] == found["wall_ratios"][DECODING] == 1
    assert all(ratio > 0 for ratio in found["cpu_ratios"].values())


def test_a_program_that_says_another_thing_is_an_error(
    video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = iter("12")
    cost = measure.Cost(1, 1, 1)
    monkeypatch.setattr(measure, "run", lambda _: (cost, next(said)))
    monkeypatch.setattr(measure, "commands", lambda _: {OWN: ["cutstat"]})
    with pytest.raises(InputError, match="cutstat says another thing when run again"):
        compare_on(video, rounds=2)


def test_a_source_is_shown_again_until_it_is_long_enough(video: Path, tmp_path: Path) -> None:
    assert encode(video, tmp_path / "long.mkv", height=90, seconds=5) == 120
    with av.open(str(tmp_path / "long.mkv")) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.height == 90
        assert sum(1 for _ in container.decode(stream)) == 120


def document() -> dict[str, Any]:
    costs = [{"cpu_seconds": 2.0, "wall_seconds": 1.0, "peak_mib": 50.0}]
    video = {
        **{"name": "a.mkv", "video": "h264 1920×1080 yuv420p", "frames": 1000, "transitions": 3},
        "costs": {DECODING: costs, OWN: costs},
        "cpu_ratios": {DECODING: 1.0, OWN: 1.16},
        "wall_ratios": {DECODING: 1.0, OWN: 1.2},
        "peak_mib": {DECODING: 50.0, OWN: 140.0},
    }
    row = {"height": 360, "seconds": 20, "frames": 480, "peak_mib": 100.0}
    return {
        **{"date": "2026-01-01", "commit": None, "rounds": 3, "videos": [video]},
        "machine": {"system": "Linux", "cores": 2, "python": "3.11", "packages": {"av": "17"}},
        "growth": [
            {
                **row,
                f"{DECODING}_cpu_seconds": 1.0,
                f"{OWN}_cpu_seconds": 1.5,
            }
        ],
        "throughput": {"episodes": [2, 8], "seconds": [3.0, 11.6], "ratios": [1.9], "ratio": 1.9},
    }


def test_the_section_says_what_was_measured() -> None:
    text = page.speed_section(document())
    assert "| cutstat | 1.16 | 1.20 | 2.00 ms | 140 MiB |" in text
    assert "PySceneDetect" not in text  # it did not run
    assert "| 360 lines, 20 s | 1.0 s | 1.5 s | 1.50 | 100 MiB |" in text
    assert "Two processes scan 8 such files 1.90 times as fast as one: 2 in 3 s, 8 in 12 s." in text
    assert page.speed_section(None) == ""


def test_the_figure_is_the_same_again(tmp_path: Path) -> None:
    for name in "ab":
        write_figure(document(), tmp_path / f"{name}.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_the_page_shows_the_stored_result() -> None:
    stored = page.read_speed()
    shown = (Path(__file__).parents[2] / "docs" / "benchmarks.md").read_text("utf-8")
    assert ("## Speed" in shown) == (stored is not None)
    assert page.speed_section(stored) in shown
    assert stored is None or json.dumps(stored)
