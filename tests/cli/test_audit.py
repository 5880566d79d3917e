"""``cutstat audit``: sheets and a table out, what was filled in back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from support.shows import Ran, run_cli

from cutstat.core.episodes import EpisodeFile
from cutstat.errors import DecodeError, RefusedError
from cutstat.library.store import Library
from cutstat.scan.keys import detection_key, track_key
from cutstat.study import audit_sheets
from cutstat.study.audit import find_audit
from cutstat.study.comparison import SeriesComparison, compare_series
from cutstat.study.study import Study
from cutstat.video.stills import Image, read_stills

Rows = list[dict[str, str]]


@pytest.fixture
def folder(library: Path, tmp_path: Path) -> Path:
    """An audit of a series of five episodes, of five shots each: a census, as it is so small."""
    place = tmp_path / "audit"
    ran = run_cli("audit", "Slow", "-o", place, "--library", library)
    assert ran.status == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == str(place / "audit.csv")
    return place


def rows_of(folder: Path) -> Rows:
    with (folder / "audit.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(folder: Path, change: Callable[[Rows], None], *, separator: str = ",") -> None:
    """Say that every place is a border and no strip has another one, but for a change."""
    rows = rows_of(folder)
    for row in rows:
        row["verdict"] = "0" if row["kind"] == "span" else "yes"
    change(rows)
    with (folder / "audit.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)


def read(folder: Path, library: Path, *more: str) -> Ran:
    table = folder / "audit.csv"
    return run_cli("audit", "Slow", "--read", table, "--library", library, *more)


def change_detection(library: Path) -> None:
    """Let the detector have found one border less in the first episode."""
    with Library(library) as shelf:
        episode = shelf.episodes("Slow")[0]
        detection = Study(shelf).detection(episode)
        fewer = replace(detection, transitions=detection.transitions[1:])
        key = detection_key(detection.detector, episode.file_key)
        shelf.put_detection(fewer, key=key, track_key=track_key(episode.file_key))


def places(rows: Rows) -> Rows:
    return [row for row in rows if row["kind"] != "span"]


def test_the_folder_holds_every_sheet_and_no_more(folder: Path) -> None:
    rows = rows_of(folder)
    assert len(places(rows)) >= 20
    assert {row["kind"] for row in rows} >= {"cut", "span"}
    assert all(row["verdict"] == "" for row in rows)
    sheets = {row["sheet"] for row in rows}
    assert {file.name for file in folder.iterdir()} == {
        *sheets,
        *("audit.csv", "audit.json", "README.txt"),
    }
    for name in sheets:
        image = cv2.imread(str(folder / name))
        assert image.shape[1] < 1500
        assert image.shape[0] < 1500
        # Pictures are colourful; boxes and text alone are not.
        spread = np.ptp(image.astype(int), axis=2)
        assert np.mean(spread > 40) > 0.1, name


def test_the_same_seed_gives_the_same_bytes(folder: Path, library: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert run_cli("audit", "Slow", "-o", again, "--library", library).status == 0
    for file in folder.iterdir():
        if file.name != "README.txt":  # which names the folder
            assert file.read_bytes() == (again / file.name).read_bytes(), file.name


def test_a_perfect_detector_counts_once(folder: Path, library: Path) -> None:
    fill(folder, lambda rows: None)
    ran = read(folder, library, "--json")
    assert ran.status == 0, ran.stderr
    said = json.loads(ran.stdout)
    candidates = sum(one["size"] for one in said["strata"] if one["kind"] == "candidate")
    assert said["precision"] == 1.0
    assert said["recall"] == pytest.approx(20 / (20 + candidates))
    assert said["spans"]["missed"] == 0
    with Library(library) as shelf:
        error = find_audit(Study(shelf), "Slow")
        assert error is not None
        assert error.precision == 1.0
        assert find_audit(Study(shelf), "Fast") is None


def test_what_is_wrong_and_what_is_missed_is_counted(folder: Path, library: Path) -> None:
    plan = json.loads((folder / "audit.json").read_text("utf-8"))
    kinds = {
        str(item["number"]): plan["strata"][item["stratum"]]["kind"]
        for item in plan["items"]
        if item["stratum"] is not None
    }

    def change(rows: Rows) -> None:
        for row in places(rows):
            row["verdict"] = "Yes" if kinds[row["item"]] == "boundary" else "n"
        next(row for row in rows if kinds.get(row["item"]) == "boundary")["verdict"] = "NO"
        rows[-1]["verdict"] = "2"
        rows.reverse()

    fill(folder, change, separator=";")
    said = json.loads(read(folder, library, "--json").stdout)
    assert said["precision"] == pytest.approx(19 / 20)
    assert said["recall"] == pytest.approx(19 / 21)
    assert said["factor"] == pytest.approx(21 / 20)
    assert said["factor_interval"] == pytest.approx([21 / 20, 21 / 20])


def test_what_is_left_empty_or_in_question_is_said(folder: Path, library: Path) -> None:
    def change(rows: Rows) -> None:
        for row in rows[3:6]:
            row["verdict"] = ""
        rows[0]["verdict"], rows[1]["verdict"] = "", "?"
        rows.reverse()

    fill(folder, change)
    ran = read(folder, library)
    assert ran.status == 0
    total = len(rows_of(folder))
    assert f"4 of {total} items are not filled in (1, 4-6); the others" in ran.stderr
    assert json.loads(read(folder, library, "--json").stdout)["unfilled"] == [1, 4, 5, 6]
    assert "1 are marked with ?" in ran.stderr
    assert "Precision" in ran.stdout
    low, high = (float(cell) for cell in ran.stdout.splitlines()[1].split("\t")[2:])
    assert low < high == 1.0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows[0].update(verdict="maybe"), "item 1 says 'maybe'; write yes, no or ?"),
        (lambda rows: rows[-1].update(verdict="yes"), "write how many borders have no bar"),
        (lambda rows: rows[0].update(item="999"), "which audit.json does not list"),
        (lambda rows: rows.append({**rows[0], "verdict": "no"}), "two different verdicts"),
    ],
)
def test_a_table_that_says_something_else_is_one_sentence(
    folder: Path, library: Path, change: Callable[[Rows], None], sentence: str
) -> None:
    fill(folder, change)
    ran = read(folder, library)
    assert ran.status == 1
    assert sentence in ran.stderr
    assert ran.stderr.count("\n") == 1
    with Library(library) as shelf:
        assert find_audit(Study(shelf), "Slow") is None


def test_an_empty_table_is_refused(folder: Path, library: Path) -> None:
    ran = read(folder, library)
    assert ran.status == 4
    assert "what is filled in gives no estimate" in ran.stderr


def test_files_that_are_none_of_an_audit_are_one_sentence(folder: Path, library: Path) -> None:
    table = (folder / "audit.csv").read_bytes()
    (folder / "audit.csv").write_text("a,b\n1,2\n", "utf-8")
    assert "has no columns 'item' and 'verdict'" in read(folder, library).stderr
    (folder / "audit.csv").write_text("item,verdict\n" + "x" * 200_000, "utf-8")
    assert "no CSV that can be read" in read(folder, library).stderr
    (folder / "audit.csv").write_bytes(table)
    (folder / "audit.json").write_text("[" * 100_000, "utf-8")
    assert "no plan of an audit" in read(folder, library).stderr
    (folder / "audit.json").write_text("{}", "utf-8")
    assert "no plan of an audit" in read(folder, library).stderr
    (folder / "audit.json").unlink()
    assert "audit.json: cannot be read" in read(folder, library).stderr
    (folder / "audit.csv").unlink()
    assert "audit.csv: cannot be read" in read(folder, library).stderr


def test_an_audit_in_which_nothing_is_right_is_refused(folder: Path, library: Path) -> None:
    fill(
        folder,
        lambda rows: [row.update(verdict="0" if row["kind"] == "span" else "no") for row in rows],
    )
    ran = read(folder, library)
    assert ran.status == 4
    assert "no border that was judged is one" in ran.stderr
    with Library(library) as shelf:
        assert find_audit(Study(shelf), "Slow") is None


def test_more_borders_than_fit_are_refused(folder: Path, library: Path) -> None:
    def exaggerate(rows: Rows) -> None:
        for row in rows:
            if row["kind"] == "span":
                row["verdict"] = "500"

    fill(folder, exaggerate)
    ran = read(folder, library)
    assert ran.status == 1
    assert "says 500; so many borders do not fit into" in ran.stderr


def test_detections_that_changed_and_other_detectors_are_refused(
    folder: Path, library: Path
) -> None:
    fill(folder, lambda rows: None)
    assert read(folder, library).status == 0
    ran = read(folder, library, "--sensitivity", "0.3")
    assert ran.status == 4
    assert "an audit of the detector" in ran.stderr
    change_detection(library)
    ran = read(folder, library)
    assert ran.status == 4
    assert "what was found in episode 01 has changed since this audit was drawn" in ran.stderr
    with Library(library) as shelf, pytest.raises(RefusedError, match="changed since its audit"):
        find_audit(Study(shelf), "Slow")


def test_a_comparison_counts_by_what_its_audits_say(folder: Path, library: Path) -> None:
    def compare() -> SeriesComparison:
        with Library(library) as shelf:
            return compare_series(Study(shelf), "Slow", ["Fast"])

    assert compare().comparison.correction is None

    def change(rows: Rows) -> None:
        rows[-1]["verdict"] = "2"

    fill(folder, change)
    said = json.loads(read(folder, library, "--json").stdout)
    correction = compare().comparison.correction
    assert correction is not None
    assert correction.unaudited == ("Fast",)
    # Five episodes of five shots each have 20 borders; the first shot of an episode needs none.
    assert correction.factors == {"Slow": pytest.approx((20 * said["factor"] + 5) / 25)}
    change_detection(library)
    ran = run_cli("compare", "Slow", "--against", "Fast", "--library", library)
    assert ran.status == 4
    assert "changed since its audit" in ran.stderr
    assert "cutstat audit 'Slow' --clear" in ran.stderr


def test_an_audit_is_of_its_series_alone(folder: Path, library: Path) -> None:
    ran = run_cli("audit", "Fast", "--read", folder / "audit.csv", "--library", library)
    assert ran.status == 1
    assert "an audit of 'Slow', not of 'Fast'" in ran.stderr


def test_an_audit_stays_with_its_episodes_when_their_series_is_renamed(
    folder: Path, library: Path
) -> None:
    fill(folder, lambda rows: places(rows)[0].update(verdict="no"))
    with Library(library) as shelf:
        for episode in shelf.episodes("Slow"):
            file = EpisodeFile(episode.path, replace(episode.name, series="Calm"), ())
            shelf.put_file(file, key=episode.file_key, size=1)
    ran = run_cli("audit", "Calm", "--read", folder / "audit.csv", "--library", library)
    assert ran.status == 0, ran.stderr
    ran = run_cli("compare", "Fast", "--against", "Calm", "--library", library)
    assert "corrected by what audits of the detection found: Calm" in ran.stderr
    assert "1 audit forgotten" in run_cli("audit", "Calm", "--clear", "--library", library).stderr


def test_an_audit_that_does_not_count_is_named(folder: Path, library: Path) -> None:
    fill(folder, lambda rows: None)
    assert read(folder, library).status == 0
    args = ("compare", "Fast", "--against", "Slow", "--library", library)
    assert "Left out: the audit of Slow" not in run_cli(*args).stderr
    ran = run_cli(*args, "--sensitivity", "0.6")
    assert "Left out: the audit of Slow, which is of the detector cutstat" in ran.stderr
    ran = run_cli("compare", "Slow", "--against", "published", "--library", library)
    assert "Audits do not correct what is set against published figures." in ran.stderr


def test_it_can_be_forgotten(folder: Path, library: Path) -> None:
    fill(folder, lambda rows: None)
    assert read(folder, library).status == 0
    ran = run_cli("audit", "Slow", "--clear", "--library", library)
    assert (ran.status, ran.stderr) == (0, "Slow: 1 audit forgotten\n")
    with Library(library) as shelf:
        assert find_audit(Study(shelf), "Slow") is None
    assert "no audits forgotten" in run_cli("audit", "Slow", "--clear", "--library", library).stderr


def test_what_was_filled_in_is_never_written_over(folder: Path, library: Path) -> None:
    fill(folder, lambda rows: None)
    before = (folder / "audit.csv").read_bytes()
    ran = run_cli("audit", "Slow", "-o", folder, "--library", library)
    assert ran.status == 1
    assert "holds an audit already" in ran.stderr
    assert (folder / "audit.csv").read_bytes() == before


def test_without_a_video_nothing_is_written(library: Path, tmp_path: Path) -> None:
    with Library(library) as shelf:
        entry = shelf.episodes("Slow")[2]
        gone = EpisodeFile(entry.path.with_name("gone.mkv"), entry.name, ())
        shelf.remove_path(entry.path)
        shelf.put_file(gone, key=entry.file_key, size=1)
    ran = run_cli("audit", "Slow", "-o", tmp_path / "out", "--library", library)
    assert ran.status == 1
    assert "gone.mkv: the video is not there" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_video_that_breaks_off_leaves_nothing_behind(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[int] = []

    def read_some(path: Path, *args: Any, **kwargs: Any) -> dict[int, Image]:
        frames.append(1)
        if len(frames) > 8:  # the second sheet is under way
            raise DecodeError(f"{path}: frame 3 cannot be decoded")
        return read_stills(path, *args, **kwargs)

    monkeypatch.setattr(audit_sheets, "read_stills", read_some)
    ran = run_cli("audit", "Slow", "-o", tmp_path / "out", "--library", library)
    assert ran.status == 1
    assert "frame 3 cannot be decoded" in ran.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments", [[], ["-o", "x", "--clear"], ["--json", "--clear"]], ids=["none", "two", "json"]
)
def test_it_does_one_thing_at_a_time(arguments: list[str], library: Path) -> None:
    assert run_cli("audit", "Slow", *arguments, "--library", library).status == 2
