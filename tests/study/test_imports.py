"""From shot lists to a comparison, without any video."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support.reports import build_report
from support.stored import make_detection, make_file, make_track

from cutstat.core.segments import SegmentOverride
from cutstat.core.timing import parse_position
from cutstat.detection.registry import OWN, make_detector
from cutstat.errors import InputError
from cutstat.formats.csv_table import to_csv
from cutstat.formats.registry import formats
from cutstat.formats.tables import shot_rows, table_columns
from cutstat.library.lookup import find_episode
from cutstat.library.store import Library
from cutstat.report.write import write_report
from cutstat.scan.keys import detection_key, track_key
from cutstat.study.comparison import compare_series
from cutstat.study.imports import import_lists
from cutstat.study.overrides import override_segments
from cutstat.study.study import Study

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


def put_scanned(library: Library, series: str, *, episodes: int = 6) -> None:
    """Put in what a scan with the own detector leaves behind."""
    info = make_detector(OWN).info
    for number in range(1, episodes + 1):
        key = f"{number:032x}"
        library.put_file(
            make_file(Path(f"/v/{number}.mkv"), series=series, number=number), key=key, size=1
        )
        track = make_track(seed=number)
        level = np.full(track.n_frames, 30, np.float32)
        curves = {**track.seen.curves, "deviation": level, "level": level}
        library.put_track(
            replace(track, seen=replace(track.seen, curves=curves)),
            key=track_key(key),
            file_key=key,
        )
        found = replace(make_detection([9, 9 + number]), detector=info)
        library.put_detection(found, key=detection_key(info, key), track_key=track_key(key))


def test_lists_become_a_series_that_is_measured(library: Library, tmp_path: Path) -> None:
    kept = import_lists(library, write_lists(tmp_path / "a"), series="Show").kept
    assert [file.name.label for file in kept] == ["01", "02", "03", "04", "05", "06"]
    measured = Study(library).series("Show")
    assert [one.body.shots for one in measured.episodes] == [40 + 3 * k for k in range(1, 7)]
    assert [one.body.seconds for one in measured.episodes] == [pytest.approx(120)] * 6
    assert all("no video was looked at" in one.warnings[0] for one in measured.episodes)


def test_a_list_that_is_imported_again_takes_its_place(library: Library, tmp_path: Path) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Show")
    import_lists(library, write_lists(tmp_path / "a"), series="Show")
    import_lists(library, write_lists(tmp_path / "a", shift=5), series="Show")
    shots = [one.body.shots for one in Study(library).series("Show").episodes]
    assert shots == [45 + 3 * k for k in range(1, 7)]


def test_one_list_may_stand_in_two_series(library: Library, tmp_path: Path) -> None:
    paths = write_lists(tmp_path / "a")
    for series in ("Show", "Copy", "Show"):
        import_lists(library, paths, series=series)
    assert library.series_names() == ("Copy", "Show")
    comparison = compare_series(Study(library), "Show", ["Copy"]).comparison
    assert comparison.ratio == pytest.approx(1)
    assert comparison.decision in ("equivalent", "inconclusive")


def test_lists_of_different_people_are_not_compared(library: Library, tmp_path: Path) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Mine", by="me")
    import_lists(library, write_lists(tmp_path / "b"), series="Theirs", by="them")
    comparison = compare_series(Study(library), "Mine", ["Theirs"]).comparison
    assert comparison.decision == "refused"
    assert "different detectors" in str(comparison.refusal)


def test_lists_of_different_formats_are_not_compared(library: Library, tmp_path: Path) -> None:
    paths = write_lists(tmp_path / "a")
    import_lists(library, paths, series="Times")
    import_lists(library, paths, series="Table", form="cinemetrics")
    comparison = compare_series(Study(library), "Times", ["Table"]).comparison
    assert "imported list 1 (by=cinemetrics); imported list 1 (by=times)" in str(comparison.refusal)


def test_a_list_is_not_compared_with_what_was_detected(library: Library, tmp_path: Path) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Listed", by="me")
    put_scanned(library, "Scanned")
    comparison = compare_series(Study(library), "Listed", ["Scanned"]).comparison
    assert comparison.decision == "refused"
    assert "imported list 1 (by=me)" in str(comparison.refusal)


def test_detectors_that_lists_name_are_not_compared(library: Library, tmp_path: Path) -> None:
    for name in ("cutstat", "other"):
        lines = [
            f'{{"file": "Show - {k:02d}.mkv", "fps": "25", "frames": 500, '
            f'"detector": {{"name": "{name}", "version": "2", "parameters": {{}}}}, '
            f'"transitions": [{{"start": {90 + k}, "stop": {90 + k}}}]}}'
            for k in range(1, 7)
        ]
        path = tmp_path / f"{name}.json"
        path.write_text("\n".join(lines), "utf-8")
        import_lists(library, [path], series=name)
    comparison = compare_series(Study(library), "cutstat", ["other"]).comparison
    assert "(by=cutstat 2); imported list 1 (by=other 2)" in str(comparison.refusal)


def test_a_list_never_takes_the_place_of_a_video(library: Library, tmp_path: Path) -> None:
    put_scanned(library, "Scanned", episodes=2)
    line = '{{"file": "/v/{}.mkv", "fps": "25", "frames": 99, "transitions": []}}\n'
    path = tmp_path / "all.json"
    path.write_text(line.format(1) + line.format(2), "utf-8")
    import_lists(library, [path], series="Listed")
    assert [str(one.path) for one in library.episodes("Scanned")] == ["/v/1.mkv", "/v/2.mkv"]
    assert [one.path.name for one in library.episodes("Listed")] == ["1.mkv", "2.mkv"]


def test_what_the_user_said_outlives_a_change_of_the_list(library: Library, tmp_path: Path) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Show")
    said = SegmentOverride("opening", parse_position("0s"), parse_position("30s"), "by hand")
    old = find_episode(library, "Show 01")
    override_segments(Study(library), [old], [said])
    import_lists(library, write_lists(tmp_path / "a", shift=5), series="Show")
    assert find_episode(library, "Show 01").file_key != old.file_key
    assert Study(library).series("Show").episodes[0].body.seconds == pytest.approx(90)
    assert library.state().tracks == 6


def test_the_own_table_of_shots_brings_its_segments(library: Library, tmp_path: Path) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Show", rate=RATE)
    before = Study(library).series("Show").episodes
    end = before[0].shots[9].stop
    said = SegmentOverride("opening", parse_position("0"), parse_position(str(end)), "by hand")
    override_segments(Study(library), [find_episode(library, "Show 01")], [said])
    before = Study(library).series("Show").episodes
    assert before[0].is_segmented
    path = tmp_path / "shots.csv"
    path.write_text(to_csv(shot_rows(before), table_columns("shots")), "utf-8", newline="")
    import_lists(library, [path], series="Back")
    after = Study(library).series("Back").episodes
    assert [one.body.shots for one in after] == [one.body.shots for one in before]
    assert [one.shots for one in after] == [one.shots for one in before]
    (opening,) = [one for one in after[0].segments if one.kind == "opening"]
    assert (opening.start, opening.stop) == (0, end)
    absent = SegmentOverride("opening", None, None, "by hand")
    override_segments(Study(library), [find_episode(library, "Back 01")], [absent])
    assert not Study(library).series("Back").episodes[0].is_segmented


def test_times_are_kept_as_exactly_as_they_are_written(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "Show - 01.txt"
    path.write_text("1.000001\n2.345678\n10.1\n", "utf-8")
    import_lists(library, [path], series="Show")
    (episode,) = Study(library).series("Show").episodes
    assert episode.whole.shot_seconds.tolist() == pytest.approx(
        [1.000001, 1.345677, 7.754322], abs=1e-12
    )


def test_another_reading_of_a_list_is_segmented_anew(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "Show - 01.txt"
    path.write_text("0 24\n25 49\n60 99\n", "utf-8")
    import_lists(library, [path], series="Show", rate=RATE)
    assert Study(library).series("Show").episodes[0].body.seconds == pytest.approx(4)
    import_lists(library, [path], series="Show", rate=RATE, length=Fraction(6))
    (episode,) = Study(library).series("Show").episodes
    assert episode.segments[-1].stop == 150
    assert (episode.body.shots, episode.body.seconds) == (3, pytest.approx(6))


def test_seasons_are_read_from_the_names(library: Library, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("Show S01E01.txt", "Show S02E01.txt")]
    for path in paths:
        path.write_text("2.5\n5.0\n", "utf-8")
    kept = import_lists(library, paths, series="Show").kept
    assert [file.name.label for file in kept] == ["01", "S2 01"]


@pytest.mark.parametrize("form", ["cinemetrics", "edl", "scenes"])
def test_what_is_exported_is_imported_as_the_same(
    form: str, library: Library, tmp_path: Path
) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Show", rate=RATE)
    before = Study(library).series("Show").episodes
    paths = [tmp_path / f"{episode.name.label}.list" for episode in before]
    write = formats()[form].write
    assert write is not None
    for path, episode in zip(paths, before, strict=True):
        path.write_text(write(episode, path), "utf-8")
    import_lists(library, paths, series="Back", rate=None if form == "scenes" else RATE)
    after = Study(library).series("Back").episodes
    assert len(after) == 6
    assert [one.shots for one in after] == [one.shots for one in before]
    assert [one.body.asl_seconds for one in after] == [one.body.asl_seconds for one in before]


def test_names_without_numbers_count_in_their_order(library: Library, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("pilot.txt", "finale.txt")]
    for path in paths:
        path.write_text("2.5\n5.0\n", "utf-8")
    kept = import_lists(library, paths, series="Show").kept
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
    before = Study(library).series("Show").episodes[0]
    assert {doubt.reason for doubt in before.segmentation.doubts} == {
        "there are no pictures that could be compared"
    }
    said = SegmentOverride("opening", parse_position("0s"), parse_position("30s"), "by hand")
    override_segments(Study(library), [find_episode(library, "Show 01")], [said])
    after = Study(library).series("Show").episodes[0]
    assert after.body.seconds == pytest.approx(90)
    assert after.whole.shots == before.whole.shots


def test_unknown_pictures_between_segments_are_not_black(library: Library, tmp_path: Path) -> None:
    import_lists(library, write_lists(tmp_path / "a"), series="Show", rate=RATE)
    said = [
        SegmentOverride("opening", parse_position("10s"), parse_position("40s"), "by hand"),
        SegmentOverride("ending", parse_position("43s"), parse_position("90s"), "by hand"),
    ]
    override_segments(Study(library), [find_episode(library, "Show 01")], said)
    episode = Study(library).series("Show").episodes[0]
    kinds = [(one.kind, one.start / 25, one.stop / 25) for one in episode.segments]
    assert kinds == [
        ("body", 0, 10),
        ("opening", 10, 40),
        ("body", 40, 43),
        ("ending", 43, 90),
        ("body", 90, 120),
    ]


def test_a_report_needs_no_video(library: Library, tmp_path: Path) -> None:
    for series, shift in (("Show", 40), ("Other", 0)):
        import_lists(library, write_lists(tmp_path / series, shift=shift), series=series)
    comparison = compare_series(Study(library), "Show", ["Other"]).comparison
    report = build_report(comparison)
    assert "imported list 1 (by=times)" in repr(report)
    assert "imported from a list (times); no video was looked at" in repr(report)
    written = write_report(build_report(comparison), tmp_path / "report", formats=("pdf", "png"))
    assert all(file.stat().st_size > 1000 for file in written.files)


@pytest.mark.skipif(not BBC.is_dir(), reason="the folder of annotated shot lists is not here")
def test_lists_of_a_real_series_are_counted_as_by_hand(library: Library) -> None:
    paths = sorted(BBC.glob("*.shots.txt"))
    for series in ("Planet Earth", "Planet Earth again"):
        import_lists(library, paths, series=series, rate=RATE, by="annotators")
    measured = Study(library).series("Planet Earth").episodes
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
    comparison = compare_series(Study(library), "Planet Earth", ["Planet Earth again"]).comparison
    assert comparison.decision in ("equivalent", "inconclusive")


def test_a_bad_list_among_good_ones_is_named_and_the_others_are_kept(
    library: Library, tmp_path: Path
) -> None:
    paths = write_lists(tmp_path / "a", episodes=3)
    paths[1].write_text("2.5\nlater\n5.0\n", "utf-8")
    done = import_lists(library, [*paths, tmp_path / "gone.txt"], series="Show")
    assert [file.name.label for file in done.kept] == ["01", "03"]
    first, second = (str(error) for error in done.failed)
    assert "Show - 02.txt: cannot be read as times (line 2: 'later' is no time" in first
    assert "gone.txt: cannot be read (No such file" in second


def test_a_list_without_a_number_keeps_its_place_where_the_one_before_fails(
    library: Library, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    paths[0].write_text("x\n", "utf-8")
    paths[1].write_text("2.5\n5.0\n", "utf-8")
    done = import_lists(library, paths, series="Show")
    assert [file.name.label for file in done.kept] == ["02"]
    assert done.notes == ("not every name has a number, so they count in the order of their names",)


def test_two_lists_of_one_episode_leave_the_others(library: Library, tmp_path: Path) -> None:
    paths = write_lists(tmp_path / "a", episodes=2)
    (tmp_path / "b").mkdir()
    other = tmp_path / "b" / paths[0].name
    other.write_bytes(paths[0].read_bytes())
    done = import_lists(library, [*paths, other], series="Show")
    assert [file.name.label for file in done.kept] == ["02"]
    assert ["both stand for Show 01" in str(error) for error in done.failed] == [True]


@pytest.mark.parametrize(
    "name",
    [
        *("Show - {}-Scenes.csv", "Show - {}.mkv.scenes.txt", "[Group] Show - {} [1080p].edl"),
        *("Show - {}_keyframes.log", "Show.S01E{}-Scenes.csv", "Show - {}.shots.txt"),
    ],
)
def test_numbers_are_read_from_the_names_that_programs_give(
    name: str, library: Library, tmp_path: Path
) -> None:
    paths = [tmp_path / name.format(number) for number in ("05", "07")]
    for path in paths:
        path.write_text("2.5\n5.0\n", "utf-8")
    done = import_lists(library, paths, series="Show")
    assert [file.name.number for file in done.kept] == [5, 7]
    assert done.notes == ()


def test_a_title_with_a_slash_may_have_a_list_that_another_series_has_too(
    library: Library, tmp_path: Path
) -> None:
    paths = write_lists(tmp_path / "a", episodes=2)
    for series in ("Plain", "Fate/Zero", "Fate/Zero"):
        import_lists(library, paths, series=series)
    assert library.series_names() == ("Fate/Zero", "Plain")
    shots = [one.body.shots for one in Study(library).series("Fate/Zero").episodes]
    assert shots == [43, 46]


def test_what_was_put_right_in_a_list_is_kept_with_its_episode(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "Show - 01.txt"
    path.write_text("0 99\n99 200\n201 300\n", "utf-8")
    done = import_lists(library, [path], series="Show", rate=RATE)
    (note,) = done.notes
    assert note.endswith("01.txt: 1 frame in two shots at once, counted to the later one")
    assert note.partition(": ")[2] in library.episodes("Show")[0].doubts
