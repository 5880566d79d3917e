"""The benchmark of segments: its seasons have the truth they say, and it scores by the rules."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.videos import picture, write_shots

from benchmarks.accuracy import page as whole_page
from benchmarks.accuracy import results
from benchmarks.segments import growth, page
from benchmarks.segments.compose import PRINTS, write_episode
from benchmarks.segments.figure import draw_growth, write_figure, written
from benchmarks.segments.measure import read_source
from benchmarks.segments.reels import BLACK, HEIGHT, VIEWS, WIDTH, Stock, read_stock, viewed
from benchmarks.segments.reels import pictures as reel_pictures
from benchmarks.segments.scoring import SCORED, Tally, frames_right, score_episode
from benchmarks.segments.script import Bodies, Part, Script, Span, black, glimpses
from benchmarks.segments.seasons import make_seasons, n_frames
from cutstat.core.timing import FrameTimes
from cutstat.errors import InputError
from cutstat.segment.footage import Source
from cutstat.video.decode import VideoReader

PAGE = results.ROOT / "docs" / "benchmarks.md"
LENGTHS = {f"long {k}": 1400 for k in range(12)} | {"short": 300}
STOCK = Stock(Path("reels"), LENGTHS, {name: float(k) for k, name in enumerate(LENGTHS)})


def write_reels(folder: Path, lengths: dict[str, int]) -> Path:
    """Write reels of shots of 12 pictures, none of which comes twice."""
    for number, (name, length) in enumerate(lengths.items()):
        images = [picture(1000 * number + k // 12) for k in range(length)]
        np.save(folder / f"{name}.npy", np.stack(images))
    return folder


def script(*parts: Part, number: int = 1) -> Script:
    return Script("Some", number, parts)


def footage(part: Part) -> set[tuple[str, str, int]]:
    return {(part.reel, part.view, part.start + k) for k in range(part.length)}


def test_the_truth_covers_the_episode_and_joins_neighbours_of_a_kind() -> None:
    one = script(
        *black("body", 10),
        Part("body", "a", "whole", 5, 20),
        Part("opening", "a", "whole", 50, 30),
        *black("opening", 4),
        Part("body", "b", "whole", 0, 6),
    )
    assert one.truth == (Span("body", 0, 30), Span("opening", 30, 64), Span("body", 64, 70))
    assert one.n_frames == 70


def test_an_episode_shows_the_pictures_that_its_script_names(tmp_path: Path) -> None:
    reels = write_reels(tmp_path, {"a": 40, "b": 40})
    one = script(
        *black("body", 6),
        Part("opening", "a", "mirrored", 10, 12),
        Part("body", "b", "whole", 3, 9),
    )
    write_episode(one, reels, tmp_path / "one.mkv")
    with VideoReader(tmp_path / "one.mkv") as reader:
        shown = np.array([image.mean(axis=(0, 1))[::-1] for image in reader.images()])  # BGR
    meant = [
        image.mean(axis=(0, 1))
        for part in one.parts
        for image in reel_pictures(
            reels, part.reel, part.view, start=part.start, length=part.length
        )
    ]
    assert len(shown) == one.n_frames == 27
    assert np.abs(shown - meant).max() < 8


def test_credits_change_a_picture_and_are_others_in_each_episode(tmp_path: Path) -> None:
    reels = write_reels(tmp_path, {"a": 20})

    def first_image(number: int, *, has_credits: bool) -> Any:
        part = Part("ending", "a", "whole", 0, 4, has_credits=has_credits)
        write_episode(script(part, number=number), reels, tmp_path / "one.mkv")
        with VideoReader(tmp_path / "one.mkv") as reader:
            return next(iter(reader.images())).astype(int)

    plain, first, second = (
        first_image(number, has_credits=number > 0) for number in (0, 5, 10)
    )  # coded alike
    assert plain.shape == first.shape == second.shape
    assert (np.abs(first - plain).max(axis=2) > 60).any()
    assert (np.abs(first - second).max(axis=2) > 60).any()


def test_an_episode_is_decoded_as_long_as_it_was_written(tmp_path: Path) -> None:
    reels = write_reels(tmp_path, {"a": 60})
    for number in range(len(PRINTS)):
        one = script(Part("body", "a", "whole", 0, 48), number=number)
        source = read_source(one, reels=reels, folder=tmp_path)
        assert source.n_frames == 48
        assert source.borders.tolist() == [12, 24, 36]
    assert not list(tmp_path.glob("*.mkv"))


def test_a_part_beyond_its_reel_is_an_error(tmp_path: Path) -> None:
    reels = write_reels(tmp_path, {"a": 20})
    with pytest.raises(ValueError, match=r"a has 20 pictures, not \[10, 25\)"):
        list(reel_pictures(reels, "a", "whole", start=10, length=15))
    with pytest.raises(ValueError, match="length >= 1"):
        Part("body", "a", "whole", 0, 0)


def test_views_of_a_picture_are_different_pictures() -> None:
    views = [viewed(picture(7), view) for view in VIEWS]
    means = [view[: view.shape[0] // 2].mean(axis=(0, 1)) for view in views]
    assert (views[1] == views[0][:, ::-1]).all()
    assert len({tuple(mean.round(3)) for mean in means}) >= len(VIEWS) - 1  # mirrored has its mean
    with pytest.raises(ValueError, match="none of whole"):
        viewed(picture(7), "upside")


def test_videos_become_reels_of_one_rate(tmp_path: Path) -> None:
    write_shots(tmp_path / "a.mkv", [12, 30])
    stock = read_stock(tmp_path, tmp_path / "reels", jobs=1)
    assert stock.lengths == {"a": 42}
    stored = np.load(stock.folder / "a.npy")
    assert stored.shape == (42, HEIGHT, WIDTH, 3)
    steps = np.abs(np.diff(stored.astype(int), axis=0)).mean(axis=(1, 2, 3))
    assert int(np.argmax(steps)) + 1 == 12


def test_a_folder_without_videos_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no video"):
        read_stock(tmp_path, tmp_path / "reels", jobs=1)


def test_bodies_show_no_picture_twice_and_no_view_in_two_episodes() -> None:
    bodies = Bodies(LENGTHS, random.Random(3), frozenset({"long 0"}))
    episodes = []
    for _ in range(5):
        episodes.append([*bodies.take(700), *bodies.take(500)])
        bodies.next_episode()
    assert all(sum(part.length for part in parts) == 1200 for parts in episodes)
    for k, parts in enumerate(episodes):
        shown = [frame for part in parts for frame in footage(part)]
        assert len(shown) == len(set(shown)) == 1200
        views = {(part.reel, part.view) for part in parts}
        others = {(part.reel, part.view) for one in episodes[k + 1 :] for part in one}
        assert not views & others
        assert all(part.reel != "long 0" for part in parts)


def test_bodies_without_footage_left_are_an_error() -> None:
    bodies = Bodies({"a": 200}, random.Random(0))
    bodies.take(400)
    with pytest.raises(InputError, match="too little for a season"):
        bodies.take(5000)


def test_a_glimpse_lies_within_the_body_that_it_shows() -> None:
    body = Bodies(LENGTHS, random.Random(1)).take(1500)
    parts = glimpses(random.Random(2), body, "preview", count=4, lengths=(40, 80))
    assert len(parts) == 4
    for part in parts:
        assert part.kind == "preview"
        assert 40 <= part.length <= 80
        assert any(footage(part) < footage(one) for one in body)


def test_the_same_seed_writes_the_same_seasons() -> None:
    assert make_seasons(STOCK, seed=1) == make_seasons(STOCK, seed=1)
    assert make_seasons(STOCK, seed=1) != make_seasons(STOCK, seed=2)


def test_seasons_hold_what_they_put_to_the_test() -> None:
    seasons = {season.name: season for season in make_seasons(STOCK)}
    assert n_frames(list(seasons.values())) > 100_000

    def count(season: str, kind: str) -> list[int]:
        truths = [script.truth for script in seasons[season].scripts]
        return [sum(span.kind == kind for span in truth) for truth in truths]

    assert count("Two openings", "opening") == [1, 1, 1, 0, 1, 1, 1, 1, 1, 1]
    assert count("Two openings", "preview") == [1] * 8 + [0, 0]
    assert count("Two openings", "ending") == [1] * 9 + [0]
    assert seasons["Two openings"].scripts[9].truth[-1].kind == "opening"
    assert count("Black", "opening") == count("Black", "ending") == [1] * 6
    assert count("Recap", "recap") == [0, 0, 1, 1, 0, 1, 0, 0]
    assert count("Moving", "ending") == [0] * 8
    assert count("Moving", "eyecatch") == count("Moving", "card") == [1] * 8
    assert all(len(one.truth) == 1 for one in seasons["Unrelated"].scripts)


def test_episodes_share_nothing_but_what_the_truth_names() -> None:
    for season in make_seasons(STOCK):
        if season.name == "Recap":  # holds a stock shot and an insert by intent
            continue
        shown = [
            {
                frame
                for part in one.parts
                if part.kind == "body" and part.reel != BLACK
                for frame in footage(part)
            }
            for one in season.scripts
        ]
        assert len(shown) == len(season.scripts) > 5
        assert sum(map(len, shown)) == len(set().union(*shown)), season.name


def test_too_few_long_videos_are_an_error() -> None:
    stock = Stock(Path("reels"), {"a": 1400, "b": 100}, {"a": 1.0, "b": 1.0})
    with pytest.raises(InputError, match="4 videos of 25 s and more, but there are 1"):
        make_seasons(stock)


def test_a_label_that_overlaps_a_segment_of_its_kind_has_found_it() -> None:
    truth = [Span("body", 0, 100), Span("opening", 100, 200), Span("body", 200, 300)]
    labels = [Span("body", 0, 101), Span("opening", 101, 197), Span("body", 197, 300)]
    tallies, wrong = score_episode(truth, labels)
    assert tallies["opening"] == Tally(1, 0, 0, ((1, -3),))
    assert wrong == []
    assert set(tallies) == set(SCORED)
    assert frames_right(truth, labels) == 296


def test_a_label_of_another_kind_misses_and_is_false() -> None:
    truth = [Span("opening", 100, 200)]
    tallies, wrong = score_episode(truth, [Span("ending", 100, 200)])
    assert tallies["opening"] == Tally(0, 1, 0)
    assert tallies["ending"] == Tally(0, 0, 1)
    assert [(one.is_missed, one.span.kind) for one in wrong] == [
        (True, "opening"),
        (False, "ending"),
    ]


def test_a_label_that_only_touches_a_segment_is_false() -> None:
    tallies, _ = score_episode([Span("recap", 0, 50)], [Span("recap", 50, 60)])
    assert tallies["recap"] == Tally(0, 1, 1)


def test_edges_are_those_of_the_label_that_overlaps_most() -> None:
    truth = [Span("preview", 0, 100)]
    tallies, _ = score_episode(truth, [Span("preview", 0, 10), Span("preview", 20, 90)])
    assert tallies["preview"] == Tally(1, 0, 0, ((20, -10),))


def test_without_segments_and_labels_nothing_is_counted() -> None:
    tallies, wrong = score_episode([Span("body", 0, 9)], [Span("body", 0, 9)])
    assert set(tallies.values()) == {Tally()}
    assert wrong == []


def test_shares_of_edges_count_both_ends() -> None:
    tally = Tally(2, 0, 0, ((0, -1), (12, 30)))
    assert [tally.within(frames) for frames in (0, 1, 12)] == [0.25, 0.5, 0.75]
    assert tally.largest == 30
    assert Tally().largest is None
    assert np.isnan(Tally().within(1))


spans = st.builds(
    lambda kind, start, length: Span(kind, start, start + length),
    st.sampled_from(SCORED),
    st.integers(0, 50),
    st.integers(1, 20),
)


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_found_and_missed_add_up_to_the_truth(truth: list[Span], labels: list[Span]) -> None:
    tallies, wrong = score_episode(truth, labels)
    total = sum(tallies.values(), Tally())
    assert total.found + total.missed == len(truth)
    assert total.found == len(total.errors)
    assert total.missed + total.false == len(wrong)
    perfect = sum(score_episode(truth, truth)[0].values(), Tally())
    assert (perfect.found, perfect.missed, perfect.false) == (len(truth), 0, 0)


def test_a_tally_is_stored_and_read_back() -> None:
    tally = Tally(1, 2, 3, ((0, -1),))
    assert Tally.from_document(json.loads(json.dumps(tally.to_document()))) == tally


def made_pool() -> growth.Pool:
    rng = np.random.default_rng(5)
    shots = np.repeat(rng.integers(0, 2**63, 60).astype(np.uint64), 20)
    source = Source(
        number=1.0,
        times=FrameTimes.constant(1200, Fraction(24)),
        fingerprints=shots,
        colours=np.repeat(rng.integers(0, 256, (60, 3)).astype(np.uint8), 20, axis=0),
        deviation=np.full(1200, 40, np.float32),
        borders=np.arange(20, 1200, 20),
    )
    return growth.Pool((source,), (0, 0, 480), (0, 600, 1080))


def test_a_long_season_repeats_its_themes_and_nothing_else() -> None:
    season = growth.make_long_season(made_pool(), 3, minutes=6)
    assert [one.number for one in season] == [1, 2, 3]
    for one in season:
        assert 6 * 60 * 24 <= one.n_frames < 6 * 60 * 24 + 1200
        assert len(one.colours) == len(one.deviation) == len(one.times) == one.n_frames
        assert (np.diff(one.borders) > 0).all()
    first, second = (one.fingerprints for one in season[:2])
    ending = 5 * 480  # 85 s take five times 20 s
    differ = np.bitwise_count(first[-ending:] ^ second[-ending:])
    assert differ.max() <= 2 * growth.NOISE
    assert (
        np.bitwise_count(first[-ending - 900 : -ending] ^ second[-ending - 900 : -ending]).mean()
        > 20
    )


def test_a_size_is_timed_with_what_was_found() -> None:
    row = growth.time_season(made_pool(), 3, minutes=6)
    assert (row["episodes"], row["with_opening"], row["with_ending"]) == (3, 3, 3)
    assert row["seconds"] > 0
    assert row["peak_mib"] >= row["mib_before"] > 1


def test_n_log_n_is_1_at_the_base() -> None:
    assert growth.n_log_n(growth.BASE) == 1
    assert growth.n_log_n(576) == pytest.approx(48)  # 24 squared: 24 times n, twice the logarithm


def made_result() -> dict[str, Any]:
    kinds = {kind: Tally().to_document() for kind in SCORED}
    kinds["opening"] = Tally(2, 1, 0, ((0, 0), (1, -20))).to_document()
    kinds["card"] = Tally(0, 0, 1).to_document()
    wrong = [
        {"episode": 4, "is_missed": True, "kind": "opening", "start": 5, "stop": 60},
        {"episode": 5, "is_missed": False, "kind": "card", "start": 7, "stop": 9},
    ]
    season = {
        **{"name": "Odd", "about": "odd things", "episodes": 3, "frames": 400},
        **{"frames_right": 300, "kinds": kinds, "wrong": wrong},
    }
    rows = [
        {
            **{"episodes": n, "seconds": n / 24, "processor_seconds": n / 24, "peak_mib": 8.0 * n},
            **{"mib_before": 4.0 * n, "with_opening": n, "with_ending": n - 1},
        }
        for n in (6, 24, 48)
    ]
    return {
        **{"name": "some", "date": "2024-06-07", "commit": None, "is_committed": None},
        "machine": {"cores": 2, "system": "Linux", "python": "3.12.1", "packages": {"av": "16.0"}},
        **{"segmenter": "1", "seed": 3, "videos": 9, "seasons": [season], "growth": rows},
    }


def cells(text: str, begin: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {begin} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_section_holds_the_numbers() -> None:
    text = page.segments_section([made_result()])
    assert cells(text, "Odd") == ["Odd", "3", "3", "2", "1", "1", "75.0 %"]
    opening = ["opening", "2", "1", "0", "50.0 %", "75.0 %", "75.0 %", "20 frames"]
    assert cells(text, "opening") == opening
    assert cells(text, "card") == ["card", "0", "0", "1", "–", "–", "–", "–"]
    assert cells(text, "together")[:4] == ["together", "2", "1", "1"]
    assert cells(text, "48")[:4] == ["48", "2.00 s", "2.00", "2.44"]
    assert "- Missed: opening in Odd 4, frames 5 to 60\n- False: card in Odd 5" in text
    assert "a commit that is not recorded" in text


def test_without_results_there_is_no_section() -> None:
    assert page.segments_section([]) == ""
    sets = results.read_sets()
    assert "## Segments" not in whole_page.to_markdown(sets, None, [])
    assert "## Segments" in whole_page.to_markdown(sets, None, [made_result()])


def test_the_figure_shows_every_size_and_the_line_of_n_log_n(tmp_path: Path) -> None:
    from matplotlib.figure import Figure

    rows = made_result()["growth"]
    time, memory = Figure().subplots(1, 2)
    draw_growth(time, rows, key="seconds")
    draw_growth(memory, rows, key="peak_mib")
    line, dots = time.get_lines()
    assert list(dots.get_ydata()) == [row["seconds"] for row in rows]
    assert line.get_ydata()[-1] == pytest.approx(growth.n_log_n(48))
    assert len(memory.get_lines()) == 1
    write_figure(rows, tmp_path / "one.png")
    write_figure(rows, tmp_path / "two.png")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_numbers_in_the_figure_are_short() -> None:
    assert [written(value) for value in (0.153, 4.61, 16.51, 1431)] == ["0.15", "4.6", "17", "1431"]


def test_the_page_shows_the_stored_results() -> None:
    stored = page.read_segments()
    assert stored
    assert page.segments_section(stored) in PAGE.read_text("utf-8"), (
        "run python -m benchmarks.segments"
    )
    assert 1_000 < (PAGE.parent / page.FIGURE).stat().st_size < 150_000
    for result in stored:
        assert {row["episodes"] for row in result["growth"]} == set(growth.SIZES)
        assert len(result["seasons"]) == 5
