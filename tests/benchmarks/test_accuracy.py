"""The benchmark of accuracy: what it reads, how sure it is, and what it writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.videos import write_shots

from benchmarks.accuracy import entrants, page, results, scdet
from benchmarks.accuracy.collection import AnnotatedFile, find_annotated
from benchmarks.accuracy.figure import COLUMNS, rows_of, write_figure
from benchmarks.accuracy.interval import f1_interval
from benchmarks.accuracy.measure import detector_document, examine
from benchmarks.accuracy.words import listed, table, three
from cutstat.core.shot_list import ShotList
from cutstat.core.shots import DetectorInfo, Transition
from cutstat.errors import DecodeError, InputError
from cutstat.stats.score import Counts, score

SAID = """\
frame:0    pts:0       pts_time:0
lavfi.scd.mafd=0.000
lavfi.scd.score=0.000
frame:1    pts:3750    pts_time:0.0416667
lavfi.scd.mafd=23.787
lavfi.scd.score=23.670
lavfi.scd.time=0.0416667
frame:2    pts:7500    pts_time:0.0833333
lavfi.scd.mafd=1.200
lavfi.scd.score=1.100
"""

PAGE = results.ROOT / "docs" / "benchmarks.md"
counts = st.builds(Counts, *(st.integers(0, 40) for _ in range(3)))
titles = st.dictionaries(st.text("abcdef", min_size=1), st.lists(counts, max_size=3), min_size=2)


def annotated(
    name: str, cuts: tuple[int, ...], *, title: str = "", is_apart: bool = False
) -> AnnotatedFile:
    truth = ShotList(name, tuple(Transition(cut, cut) for cut in cuts), n_frames=100)
    return AnnotatedFile(name, title or name, Path(f"{name}.mp4"), truth, is_apart)


def entrant(name: str, label: str) -> entrants.Entrant:
    return entrants.Entrant(name, label, name, DetectorInfo(name, "9", {}), lambda *_: ())


def made_result() -> dict[str, Any]:
    """Give the result of three videos: two cuts of three found, one false; the third apart."""
    files = [
        annotated("a", (10, 20)),
        annotated("b", (50,)),
        annotated("vlog", (5, 9), is_apart=True),
    ]
    found = {"a": (10, 40), "b": (50,), "vlog": ()}
    scores = [
        score(
            file.annotation,
            ShotList(file.name, tuple(Transition(k, k) for k in found[file.name])),
        )
        for file in files
    ]
    return {
        "name": "some",
        "date": "2024-06-07",
        "commit": "0123456789ab",
        "is_committed": True,
        "is_trained_on": True,
        "machine": {"cores": 2, "system": "Linux", "python": "3.12.1", "packages": {"av": "16.0"}},
        "tolerance": 1,
        "videos": [
            {
                "name": file.name,
                "title": file.title,
                "frames": 100,
                "cuts": len(file.annotation.transitions),
                "gradual": 0,
                "is_apart": file.is_apart,
            }
            for file in files
        ],
        "detectors": [
            detector_document(entrant("cutstat", "cutstat"), files, scores),
            detector_document(entrant("hash", "PySceneDetect hash"), files, scores),
        ],
        "absent": [{"label": "ffmpeg scdet", "reason": "the program ffmpeg is not installed"}],
    }


def left_out() -> dict[str, Any]:
    part = {"f1": 0.8, "hits": 2, "misses": 1, "false_alarms": 0}
    return {"all": part, "cuts": part, "gradual": part, "videos": {"a": 0.25, "vlog": 0.5}}


def cells(text: str, begin: str) -> list[str]:
    """Give the cells of the first row of a table that begins with some text."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {begin} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_change_is_at_the_frame_that_precedes_its_line() -> None:
    assert scdet.parse_metadata(SAID.splitlines()) == (3, [1])


def test_no_output_is_no_frame_and_no_change() -> None:
    assert scdet.parse_metadata([]) == (0, [])


def test_nothing_changes_at_the_first_frame() -> None:
    lines = ["frame:0    pts:0       pts_time:0", "lavfi.scd.time=0"]
    assert scdet.parse_metadata(lines) == (1, [])


@pytest.mark.skipif(scdet.find_ffmpeg() is None, reason="the program ffmpeg is not installed")
def test_scdet_finds_the_cuts_of_a_made_video(tmp_path: Path) -> None:
    cuts = write_shots(tmp_path / "a: b.mkv", [12, 30, 9])
    program = scdet.find_ffmpeg() or ""
    found = scdet.find_changes(program, tmp_path / "a: b.mkv", n_frames=51)
    assert set(cuts) <= set(found)
    with pytest.raises(DecodeError, match=r"a: b\.mkv: ffmpeg sees 51 frames, cutstat 50"):
        scdet.find_changes(program, tmp_path / "a: b.mkv", n_frames=50)
    with pytest.raises(DecodeError, match="ffmpeg fails"):
        scdet.find_changes(program, tmp_path / "none.mkv", n_frames=51)


def test_without_ffmpeg_its_row_is_left_out_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scdet, "find_ffmpeg", lambda: None)
    found, absent = entrants.entrants()
    assert [one.label for one in absent] == ["ffmpeg scdet"]
    assert len(found) == 9


def test_every_detector_of_others_runs_with_its_default_and_with_no_minimum() -> None:
    info = {one.name: dict(one.info.parameters) for one in entrants.entrants()[0]}
    for name in ("adaptive", "content", "hash", "histogram"):
        assert info[name] == {}
        assert info[f"{name}-no-minimum"] == {"min_scene_len": 1}
    assert len({one.short for one in entrants.entrants()[0]}) == len(info)


def test_a_minimum_of_a_frame_drops_no_cut(tmp_path: Path) -> None:
    cuts = write_shots(tmp_path / "a.mkv", [12, 3, 2, 4, 3, 12])
    truth = ShotList("a", tuple(Transition(cut, cut) for cut in cuts))
    outcome = examine(AnnotatedFile("a", "a", tmp_path / "a.mkv", truth))
    free, usual = outcome["hash-no-minimum"], outcome["hash"]
    assert not isinstance(free, str)
    assert not isinstance(usual, str)
    assert free.pooled.misses == 0
    assert usual.pooled.misses > 0


@given(titles)
def test_an_interval_is_the_same_every_time_and_within_0_and_1(
    by_title: dict[str, list[Counts]],
) -> None:
    interval = f1_interval(by_title, resamples=50)
    assert interval is not None
    assert interval == f1_interval(dict(reversed(by_title.items())), resamples=50)
    assert 0 <= interval[0] <= interval[1] <= 1


def test_an_interval_holds_the_pooled_f1_and_depends_on_the_seed() -> None:
    by_title = {str(k): [Counts(10 + k, 3 * k % 7, k % 5)] for k in range(12)}
    f1 = sum((one for ones in by_title.values() for one in ones), Counts()).f1
    low, high = f1_interval(by_title) or (1, 0)
    assert low < f1 < high
    assert f1_interval(by_title, seed=1) != (low, high)


def test_titles_that_are_all_alike_leave_no_doubt() -> None:
    interval = f1_interval({name: [Counts(8, 2, 2)] for name in "abc"})
    assert interval == pytest.approx((0.8, 0.8))


def test_one_title_gives_no_interval() -> None:
    assert f1_interval({"a": [Counts(8, 2, 2), Counts(1, 0, 0)]}) is None


def write_note(folder: Path, name: str, *, suffix: str = ".mp4") -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}{suffix}").touch()
    (folder / f"{name}.json").write_text('{"transitions": [{"start": 3, "stop": 3}]}', "utf-8")


def test_annotated_videos_are_found_in_all_folders(tmp_path: Path) -> None:
    write_note(tmp_path, "film-60s")
    write_note(tmp_path / "more", "vlog-1", suffix=".MKV")
    (tmp_path / "without.mp4").touch()
    (tmp_path / "alone.json").write_text("{}", "utf-8")
    found = find_annotated(tmp_path, exclude=["vlog-*"])
    assert [(one.name, one.title, one.is_apart) for one in found] == [
        ("film-60s", "film", False),
        ("vlog-1", "vlog", True),
    ]
    assert found[1].path == tmp_path / "more" / "vlog-1.MKV"
    assert found[0].annotation.transitions == (Transition(3, 3),)


def test_a_folder_without_annotated_videos_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no video with an annotation"):
        find_annotated(tmp_path)


def test_a_pattern_that_matches_nothing_is_an_error(tmp_path: Path) -> None:
    write_note(tmp_path, "film")
    with pytest.raises(InputError, match=r"called 'vlog\*'"):
        find_annotated(tmp_path, exclude=["vlog*"])


def test_two_videos_of_one_name_are_an_error(tmp_path: Path) -> None:
    write_note(tmp_path, "film")
    write_note(tmp_path / "more", "film")
    with pytest.raises(InputError, match="two annotated videos called film"):
        find_annotated(tmp_path)


def test_what_is_set_apart_is_not_pooled() -> None:
    row = made_result()["detectors"][0]
    assert [row["all"][key] for key in ("hits", "misses", "false_alarms")] == [2, 1, 1]
    assert row["videos"]["vlog"]["misses"] == 2
    assert row["count_error"] == 0  # a: three shots, three said; b: two and two


def test_the_page_holds_the_numbers_of_every_detector() -> None:
    text = page.to_markdown([made_result()], None)
    row = cells(text, "PySceneDetect hash")
    assert row[1:4] == ["0.667", "0.667", "0.667"]
    assert row[5:] == ["2", "1", "1", "0.0 %"]
    assert cells(text, "a") == ["a", "2", "0.50", "0.50"]
    assert cells(text, "vlog (set apart)") == ["vlog (set apart)", "2", "0.00", "0.00"]
    assert "2 videos, 3 cuts and 0 gradual" in text
    assert "Not here: ffmpeg scdet (the program ffmpeg is not installed)" in text
    assert "commit `0123456789ab`\n" in text
    assert "Not measured yet" in text


def test_the_page_says_that_the_detector_was_trained_on_the_videos() -> None:
    text = page.to_markdown([made_result()], None)
    assert cells(text, "cutstat, trained on these")
    unseen = page.to_markdown([{**made_result(), "is_trained_on": False}], None)
    assert "cutstat was not trained on these videos." in unseen
    assert "| cutstat, trained on these |" not in unseen


def test_numbers_with_a_title_left_out_stand_beside_the_others() -> None:
    text = page.to_markdown([made_result()], left_out())
    assert cells(text, "Video")[:4] == ["Video", "Borders", "cutstat", "cutstat, title left out"]
    assert cells(text, "a") == ["a", "2", "0.50", "0.25", "0.50"]
    assert cells(text, "b")[3] == "–"
    assert cells(text, "all") == ["all", "1.000", "0.667", "0.800", "2", "1", "0"]
    assert "among them vlog," in text
    assert '"cutstat, title left out" counts vlog too.' in text


def test_the_page_says_how_often_a_confident_detector_is_right() -> None:
    band = {"above": 0.9, "up_to": 0.97, "transitions": 40, "right": 0.925}
    text = page.to_markdown([made_result()], {**left_out(), "confidence": [band]})
    assert cells(text, "0.90 to 0.97") == ["0.90 to 0.97", "40", "92.5 %"]
    assert "| Confidence |" not in page.to_markdown([made_result()], left_out())


def test_the_page_tells_kinds_of_video_apart_with_the_error_of_their_count() -> None:
    part = left_out()["all"]
    group = {**part, "videos": 2, "count_error": 0.125, "cuts": part, "gradual": part}
    group["wide_f1"] = 0.9
    kinds = {"groups": {"fights": group}, "television": group, "all": group}
    text = page.to_markdown([made_result()], {**left_out(), **kinds})
    row = ["fights", "2", "3", "1.000", "0.667", "0.800", "0.800", "0.800", "0.900", "+12.5 %"]
    assert cells(text, "fights") == row
    assert cells(text, "TV anime") == ["TV anime", *row[1:]]
    assert "Two careful readers" in text
    assert "Two careful readers" not in page.to_markdown([made_result()], left_out())


def test_the_page_says_which_videos_were_taken_for_something_else() -> None:
    looks = {
        "a": {"made": "drawn", "drawn": 0.9},
        "b": {"made": "filmed", "drawn": 0.7},
        "c": {"made": "rendered", "drawn": 0.1},
    }
    text = page.to_markdown([made_result()], {**left_out(), "looks": looks})
    assert "told from others in 2 of 3 videos; taken for the other: b." in text


def test_confidences_of_cuts_and_gradual_transitions_are_given_apart() -> None:
    band = {"above": 0.5, "up_to": 0.7, "transitions": 9, "said": 0.6, "right": 0.5}
    parts = {"confidence_of": {"cuts": [band], "gradual": [band]}}
    text = page.to_markdown([made_result()], {**left_out(), **parts})
    assert cells(text, "0.50 to 0.70") == ["0.50 to 0.70", "9", "60.0 %", "50.0 %"]
    assert text.index("\nCuts:") < text.index("\nGradual transitions:")


def test_made_clips_are_said_to_be_made() -> None:
    made = {**made_result(), "name": results.MADE, "is_trained_on": False}
    text = page.to_markdown([made_result(), made], None)
    assert "These are no real videos." in text.partition("## Clips that the project made")[2]
    assert page.shown_set([made_result(), made])["name"] == "some"


def test_a_table_with_a_row_too_short_is_an_error() -> None:
    with pytest.raises(ValueError, match="2 heads, but a row of 1"):
        table(["a", "b"], [["c"]])


def test_what_cannot_be_judged_is_a_dash() -> None:
    assert three(Counts()) == ["–", "–", "–"]
    assert three(Counts(0, 2, 0)) == ["–", "0.000", "0.000"]


def test_names_are_listed_as_people_do() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        *("", "a", "a and b", "a, b and c"),
    ]


def test_the_figure_has_a_row_for_every_detector(tmp_path: Path) -> None:
    rows = rows_of(made_result(), left_out())
    assert [row.is_own for row in rows] == [True, True, False]
    assert rows[1].values == pytest.approx({"precision": 1.0, "recall": 2 / 3, "f1": 0.8})
    assert all(set(row.values) == set(COLUMNS) for row in rows)
    write_figure(rows, tmp_path / "one.png")
    write_figure(rows, tmp_path / "two.png")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_a_result_is_stored_with_its_origin_and_the_made_set_is_read_last(tmp_path: Path) -> None:
    for name in (results.MADE, "zoo"):
        results.store({"name": name, **results.origin(), "videos": []}, folder=tmp_path)
    (tmp_path / "left-out.json").write_text(json.dumps(left_out()), "utf-8")
    sets = results.read_sets(tmp_path)
    assert [one["name"] for one in sets] == ["zoo", results.MADE]
    assert set(sets[0]) >= {"date", "commit", "machine", "videos"}
    assert set(sets[0]["machine"]) == {"cores", "system", "python", "packages"}
    assert results.read_left_out(tmp_path) == left_out()


def test_without_results_there_is_no_page(tmp_path: Path) -> None:
    assert results.read_left_out(tmp_path) is None
    with pytest.raises(InputError, match="holds no results"):
        results.read_sets(tmp_path)


def test_the_page_of_benchmarks_is_up_to_date() -> None:
    made = page.to_markdown(results.read_sets(), results.read_left_out())
    assert PAGE.read_text("utf-8") == made, "run `python -m benchmarks.accuracy --page-only`"
    assert (PAGE.parent / page.FIGURE).stat().st_size < 150_000
