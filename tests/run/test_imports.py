"""From shot lists to a comparison, without any video."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from cutstat.core.segments import SaidSegment
from cutstat.core.timing import parse_position
from cutstat.errors import InputError
from cutstat.library.lookup import find_episode
from cutstat.library.store import Library
from cutstat.report.model import build_report
from cutstat.report.write import write_report
from cutstat.run.compare import compare_series, measure_series
from cutstat.run.imports import import_lists
from cutstat.run.said import say_segments

BBC = Path(__file__).parents[3] / "shared" / "data" / "bbc"
RATE = Fraction(25)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        yield opened


def write_lists(folder: Path, *, shift: int = 0, episodes: int = 6) -> list[Path]:
    """Write lists of cuts, by time: episode k has 4 k shots or so in two minutes."""
    folder.mkdir(exist_ok=True)
    paths = []
    for number in range(1, episodes + 1):
        count = 40 + shift + 3 * number
        path = folder / f"Show - {number:02d}.txt"
        path.write_text("\n".join(f"{120 * k / count:.2f}" for k in range(1, count + 1)), "utf-8")
        paths.append(path)
    return paths


def test_lists_become_a_series_that_is_measured(library: Library, tmp_path: Path) -> None:
    kept = import_lists(library, write_lists(tmp_path / "a"), series="Show")
    assert [file.name.label for file in kept] == ["01", "02", "03", "04", "05", "06"]
    measured = measure_series(library, "Show")
    assert [one.body.shots for one in measured.episodes] == [40 + 3 * k for k in range(1, 7)]
    assert [one.body.seconds for one in measured.episodes] == [pytest.approx(120)] * 6
    assert all("no video was looked at" in one.warnings[0] for one in measured.episodes)


def test_a_list_that_is_imported_again_takes_its_place(library: Library, tmp_path: Path) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Show")
    import_lists(library, write_lists(tmp_path / "a"), series="Show")
    import_lists(library, write_lists(tmp_path / "a", shift=5), series="Show")
    shots = [one.body.shots for one in measure_series(library, "Show").episodes]
    assert shots == [45 + 3 * k for k in range(1, 7)]


def test_one_list_may_stand_in_two_series(library: Library, tmp_path: Path) -> None:
    paths = write_lists(tmp_path / "a")
    for series in ("Show", "Copy", "Show"):
        import_lists(library, paths, series=series)
    assert library.series_names() == ("Copy", "Show")
    comparison = compare_series(library, "Show", ["Copy"]).comparison
    assert comparison.ratio == pytest.approx(1)
    assert comparison.decision in ("equivalent", "inconclusive")


def test_lists_of_different_people_are_not_compared(library: Library, tmp_path: Path) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Mine", by="me")
    import_lists(library, write_lists(tmp_path / "b"), series="Theirs", by="them")
    comparison = compare_series(library, "Mine", ["Theirs"]).comparison
    assert comparison.decision == "refused"
    assert "different detectors" in str(comparison.refusal)


def test_names_without_numbers_count_in_their_order(library: Library, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("pilot.txt", "finale.txt")]
    for path in paths:
        path.write_text("2.5\n5.0\n", "utf-8")
    kept = import_lists(library, paths, series="Show")
    assert [(file.path.name, file.name.number) for file in kept] == [
        ("finale.txt", 1),
        ("pilot.txt", 2),
    ]


def test_two_lists_of_one_episode_are_refused_and_nothing_is_kept(
    library: Library, tmp_path: Path
) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Show - 01.txt").write_text("2.5\n5.0\n", "utf-8")
    paths = [tmp_path / folder / "Show - 01.txt" for folder in ("a", "b")]
    with pytest.raises(InputError, match="both stand for Show 01"):
        import_lists(library, paths, series="Show")
    assert library.series_names() == ()


def test_the_user_says_segments_of_a_list(library: Library, tmp_path: Path) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Show")
    before = measure_series(library, "Show").episodes[0]
    assert {doubt.reason for doubt in before.segmentation.doubts} == {
        "there are no pictures that could be compared"
    }
    said = SaidSegment("opening", parse_position("0s"), parse_position("30s"), "by hand")
    say_segments(library, [find_episode(library, "Show 01")], [said])
    after = measure_series(library, "Show").episodes[0]
    assert after.body.seconds == pytest.approx(90)
    assert after.whole.shots == before.whole.shots


def test_a_report_needs_no_video(library: Library, tmp_path: Path) -> None:
    for series, shift in (("Show", 40), ("Other", 0)):
        import_lists(library, write_lists(tmp_path / series, shift=shift), series=series)
    comparison = compare_series(library, "Show", ["Other"]).comparison
    written = write_report(build_report(comparison), tmp_path / "report", formats=("pdf", "png"))
    assert all(file.stat().st_size > 1000 for file in written.files)


@pytest.mark.skipif(not BBC.is_dir(), reason="the folder of annotated shot lists is not here")
def test_lists_of_a_real_series_are_counted_as_by_hand(library: Library) -> None:
    paths = sorted(BBC.glob("*.shots.txt"))
    for series in ("Planet Earth", "Planet Earth again"):
        import_lists(library, paths, series=series, rate=RATE, by="annotators")
    measured = measure_series(library, "Planet Earth").episodes
    for path, episode in zip(paths, measured, strict=True):
        rows = [tuple(map(int, line.split())) for line in path.read_text("utf-8").splitlines()]
        frames = rows[-1][1] + 1
        assert episode.body.shots == len(rows)
        assert episode.body.asl_seconds == pytest.approx(frames / len(rows) / 25, rel=1e-9)
        # Where shots dissolve into each other, each gets half of the frames that both share.
        edges = [0, *((a[1] + 1 + b[0]) // 2 for a, b in pairwise(rows)), frames]
        by_hand = statistics.median(b - a for a, b in pairwise(edges)) / 25
        assert episode.body.median_seconds == pytest.approx(by_hand, rel=1e-9)
        alone = statistics.median(last - first + 1 for first, last in rows) / 25
        assert episode.body.median_seconds == pytest.approx(alone, rel=0.02)
    comparison = compare_series(library, "Planet Earth", ["Planet Earth again"]).comparison
    assert comparison.decision in ("equivalent", "inconclusive")
