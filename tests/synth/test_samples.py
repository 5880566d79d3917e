"""The sample series that are shipped: whole, different, and made again without a difference."""

from __future__ import annotations

import importlib.util
import json
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest

from cutstat.core.segments import Segment, check_cover
from cutstat.errors import InputError
from cutstat.synth import samples
from cutstat.synth.render import truth
from cutstat.synth.samples import render_episode, render_samples, sample_series, samples_folder
from cutstat.synth.script import EpisodeScript, Part, SeriesScript, ShotScript

WRITER = Path(__file__).parents[2] / "samples" / "write_scripts.py"


def small_episode(number: int, *, length: int = 6) -> EpisodeScript:
    series = SeriesScript("Tiny: Show", Fraction(25), ".mkv", (96, 54), 2, 0, 0.0)
    lines = tuple(
        ShotScript(length, place, "wide", None, frozenset()) for place in ("hill", "cafe")
    )
    return EpisodeScript(series, number, (Part("body", lines),))


def test_there_are_at_least_three_series_of_at_least_five_episodes() -> None:
    found = sample_series()
    assert len(found) >= 3
    assert len({episodes[0].series.title for episodes in found}) == len(found)
    for episodes in found:
        assert len(episodes) >= 5
        assert [episode.number for episode in episodes] == list(range(1, len(episodes) + 1))


def test_the_samples_differ_in_rate_container_and_writing() -> None:
    series = [episodes[0].series for episodes in sample_series()]
    assert {one.rate for one in series} >= {Fraction(24000, 1001), Fraction(25)}
    assert {one.suffix for one in series} >= {".mkv", ".mp4"}
    assert any(not one.title.isascii() for one in series)


def test_every_sample_has_a_truth_that_adds_up_and_every_part_of_an_episode() -> None:
    for episode in (episode for episodes in sample_series() for episode in episodes):
        facts = truth(episode, video="a.mkv")
        segments = [Segment(s["kind"], s["start"], s["stop"], "script") for s in facts["segments"]]
        check_cover(segments, n_frames=facts["frames"])
        kinds = {segment.kind for segment in segments}
        assert kinds >= {"body", "opening", "ending", "preview", "eyecatch"}
        starts = [t["start"] for t in facts["transitions"]]
        assert starts == sorted(set(starts))
        assert {t["kind"] for t in facts["transitions"]} > {"cut"}


def test_opening_and_ending_are_shared_by_the_episodes_of_a_series() -> None:
    for episodes in sample_series():
        for kind in ("opening", "ending"):
            shared = {
                tuple(
                    (line.frames, line.place) for line in part.lines if isinstance(line, ShotScript)
                )
                for episode in episodes
                for part in episode.parts
                if part.kind == kind
            }
            assert len(shared) == 1


def test_neighbouring_shots_never_show_the_same() -> None:
    for episode in (episode for episodes in sample_series() for episode in episodes):
        for part in episode.parts:
            shots = [line for line in part.lines if isinstance(line, ShotScript)]
            for one, other in pairwise(shots):
                assert (one.place, one.view, one.who) != (other.place, other.view, other.who)


@pytest.mark.skipif(not WRITER.is_file(), reason="the writer of the scripts is not installed")
def test_the_writer_gives_exactly_the_scripts_that_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("write_scripts", WRITER)
    assert spec is not None
    assert spec.loader is not None
    writer = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "write_scripts", writer)
    spec.loader.exec_module(writer)
    monkeypatch.setattr(writer, "HERE", tmp_path)
    writer.main()
    kept = {
        p.relative_to(WRITER.parent): p.read_bytes()
        for p in WRITER.parent.glob("*/*.toml")
        if p.parent.name != "claims"  # written by hand
    }
    written = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.glob("*/*.toml")}
    assert len(kept) >= 15
    assert written == kept


def test_the_scripts_are_found_beside_the_package() -> None:
    assert any(samples_folder().glob("*/series.toml"))


def test_missing_scripts_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "__file__", str(tmp_path / "cutstat" / "synth" / "samples.py"))
    with pytest.raises(InputError, match="the sample scripts are missing; install cutstat anew"):
        samples_folder()


def test_a_rendered_episode_has_the_frames_and_the_rate_of_its_truth(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    render_episode(small_episode(1), path)
    facts = json.loads(path.with_suffix(".json").read_text("utf-8"))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert sum(1 for _ in container.decode(stream)) == facts["frames"] == 12
        assert Fraction(stream.average_rate) == Fraction(facts["fps"]) == 25
    assert facts["transitions"] == [{"kind": "cut", "start": 6, "stop": 6}]
    assert facts["video"] == "a.mkv"


def test_rendering_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for suffix in (".mp4", ".mkv"):
        paths = [tmp_path / f"{name}{suffix}" for name in ("a", "b")]
        for path in paths:
            render_episode(small_episode(1), path)
        assert paths[0].read_bytes() == paths[1].read_bytes()


def test_what_is_rendered_already_is_not_rendered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []
    episodes = [small_episode(1), small_episode(2)]
    monkeypatch.setattr(samples, "sample_series", lambda: [tuple(episodes)])
    (folder,) = render_samples(tmp_path, progress=lambda done, of: told.append((done, of)))
    names = sorted(path.name for path in folder.iterdir())
    assert [name for name in names if name.endswith(".mkv")] == [
        "Tiny: Show - 01.mkv",
        "Tiny: Show - 02.mkv",
    ]
    assert told == [(0, 2), (1, 2), (2, 2)]
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    told.clear()
    render_samples(tmp_path, progress=lambda done, of: told.append((done, of)))
    assert told == [(2, 2)]
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    episodes[1] = small_episode(2, length=7)
    told.clear()
    render_samples(tmp_path, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    assert json.loads((folder / "Tiny: Show - 02.json").read_text("utf-8"))["frames"] == 14
