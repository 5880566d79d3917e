"""What every command gives, and the contracts that other programs rely on."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.reports import build_report
from support.series import make_comparison
from support.shows import lengths_of, run_cli
from support.videos import borders, write_shots

from cutstat.cli.plot import picture_names
from cutstat.core.shots import TRANSITION_KINDS
from cutstat.measure.table import MEASURES
from cutstat.stats.published import against_published

NUMBER = (int, float)


def document(*args: str | Path, status: int = 0) -> Any:
    """Run a command that prints one JSON document."""
    ran = run_cli(*args)
    assert ran.status == status, ran.stderr
    (line,) = ran.stdout.splitlines()
    return json.loads(line)


def table(text: str) -> list[dict[str, str]]:
    """Read a table as it is printed into a pipe."""
    header, *rows = [line.split("\t") for line in text.splitlines()]
    return [dict(zip(header, row, strict=True)) for row in rows]


# detect


def test_detect_prints_one_document_a_line_with_exactly_the_promised_keys(videos: Path) -> None:
    files = [videos / "Fast" / f"Fast - 0{number}.mkv" for number in (1, 2)]
    ran = run_cli("detect", *files, "--json")
    assert ran.status == 0
    documents = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [one["file"] for one in documents] == [str(file) for file in files]
    for number, one in enumerate(documents, 1):
        assert list(one) == ["file", "frames", "fps", "detector", "transitions"]
        assert one["frames"] == sum(lengths_of(number, pace=8))
        assert one["fps"] == "24000/1001"
        assert list(one["detector"]) == ["name", "version", "parameters"]
        assert isinstance(one["detector"]["version"], str)
        assert isinstance(one["detector"]["parameters"], dict)
        assert [found["start"] for found in one["transitions"]] == borders(
            lengths_of(number, pace=8)
        )
        for found in one["transitions"]:
            assert list(found) == ["kind", "start", "stop", "confidence"]
            assert found["kind"] in TRANSITION_KINDS
            assert isinstance(found["start"], int)
            assert isinstance(found["stop"], int)
            assert found["stop"] == found["start"]
            assert 0 <= found["confidence"] <= 1


def test_detect_needs_no_library_and_leaves_nothing_behind(videos: Path, home: Path) -> None:
    ran = run_cli("detect", videos / "Fast" / "Fast - 01.mkv", "--json")
    assert ran.status == 0
    assert list(home.iterdir()) == []
    assert not (home.parent / "library").exists()


def test_detect_prints_a_table_for_people(videos: Path) -> None:
    ran = run_cli("detect", videos / "Fast" / "Fast - 01.mkv")
    rows = table(ran.stdout)
    assert [int(row["Start"]) for row in rows] == borders(lengths_of(1, pace=8))
    assert {row["Kind"] for row in rows} == {"cut"}
    assert "Fast - 01.mkv: 5 shots in " in ran.stderr


@pytest.mark.parametrize("detector", ["adaptive", "content", "hash", "histogram"])
def test_every_detector_can_be_asked_for(videos: Path, detector: str) -> None:
    file = videos / "Slow" / "Slow - 01.mkv"
    found = document("detect", file, "--json", "--detector", detector)
    assert found["detector"]["name"] == f"pyscenedetect-{detector}"
    assert found["frames"] == sum(lengths_of(1, pace=20))


# scan and list


def test_scan_tells_what_became_of_every_file(videos: Path, home: Path) -> None:
    (home / "Show - 02.mkv").write_text("this is no video")
    (home / "Show - 03.mkv").touch()
    (home / "Show - 01.mkv").write_bytes((videos / "Fast" / "Fast - 01.mkv").read_bytes())
    found = document("scan", home, "-j", "1", "--json", status=3)
    assert list(found) == ["done", "reused", "failed", "skipped", "restored", "episodes"]
    assert found["done"] == [str(home / "Show - 01.mkv")]
    assert found["reused"] == []
    assert [one["file"] for one in found["failed"]] == [str(home / "Show - 02.mkv")]
    assert [one["file"] for one in found["skipped"]] == [str(home / "Show - 03.mkv")]
    for one in (*found["failed"], *found["skipped"]):
        assert list(one) == ["file", "reason"]
    assert [one["episode"] for one in found["episodes"]] == ["01"]
    again = document("scan", home, "-j", "1", "--json", status=3)
    assert (len(again["done"]), len(again["reused"])) == (0, 1)


def test_scan_prints_the_episodes_that_it_took_files_for(videos: Path) -> None:
    ran = run_cli("scan", videos / "Fast", "-j", "1")
    assert ran.status == 0
    assert [(row["Series"], row["Episode"]) for row in table(ran.stdout)] == [
        ("Fast", f"0{number}") for number in range(1, 6)
    ]
    assert list(table(ran.stdout)[0]) == ["Series", "Episode", "File", "Notes"]  # damage too
    assert ran.stderr.splitlines()[-1] == "5 analysed, 0 known already, 0 failed, 0 skipped"
    assert ran.stderr.splitlines()[0] == f"1/5 {videos / 'Fast' / 'Fast - 01.mkv'}: 5 shots"


def test_scan_takes_titles_from_the_user(videos: Path, home: Path) -> None:
    assert run_cli("scan", videos / "Fast", "--series", "海の駅", "-j", "1").status == 0
    manifest = home / "names.toml"
    manifest.write_text('[[episode]]\nfile = "*"\nseries = "From the manifest"\n')
    assert [one["series"] for one in document("list", "--json")["episodes"]] == ["海の駅"] * 5


def test_list_counts_the_series_and_lists_the_episodes(library: Path) -> None:
    rows = table(run_cli("list").stdout)
    assert [(row["Series"], row["Episodes"], row["Others"]) for row in rows] == [
        ("Fast", "5", "0"),
        ("Lone Wolf", "1", "0"),
        ("Slow", "5", "0"),
    ]
    episodes = table(run_cli("list", "lone").stdout)
    assert [Path(row["File"]).name for row in episodes] == ["Lone Wolf - 01.mkv"]


def test_list_as_json_has_an_entry_an_episode(library: Path) -> None:
    found = document("list", "Slow", "--json")
    assert list(found) == ["episodes", "failures", "series"]
    assert len(found["episodes"]) == 5
    for number, one in enumerate(found["episodes"], 1):
        assert list(one) == [
            *("series", "episode", "role", "file", "frames", "duration_seconds"),
            *("doubts", "shots", "shots_per_minute", "is_damaged"),
        ]
        minutes = one["duration_seconds"] / 60
        assert (one["shots"], one["is_damaged"]) == (5, False)
        assert one["shots_per_minute"] == pytest.approx(5 / minutes, rel=1e-3)
        assert (one["series"], one["episode"], one["role"]) == ("Slow", f"0{number}", "episode")
        assert one["frames"] == sum(lengths_of(number, pace=20))
        assert one["duration_seconds"] == pytest.approx(one["frames"] * 1001 / 24000, abs=0.002)


def test_list_of_an_empty_library_says_what_to_do() -> None:
    ran = run_cli("list")
    assert ran.status == 0
    assert table(ran.stdout) == []
    assert ran.stderr == "The library holds no episode yet; `cutstat scan` brings them in.\n"


def test_list_names_the_files_that_could_not_be_analysed(home: Path) -> None:
    (home / "Show - 01.mkv").write_text("this is no video")
    run_cli("scan", home)
    ran = run_cli("list")
    assert "cutstat: not analysed: " in ran.stderr
    assert "Show - 01.mkv: not a video that FFmpeg can read" in ran.stderr
    assert table(ran.stdout) == []  # nothing of a show is there
    (failure,) = document("list", "--json")["failures"]
    assert failure["file"] == str(home / "Show - 01.mkv")


def test_list_ranks_the_series_by_shots_a_minute(library: Path) -> None:
    fast, lone, slow = table(run_cli("list").stdout)
    assert [one["Series"] for one in (fast, lone, slow)] == ["Fast", "Lone Wolf", "Slow"]
    assert fast["Shots each"] == slow["Shots each"] == "5"
    assert float(fast["From"]) < float(fast["Shots a minute"]) < float(fast["To"])
    assert lone["From"] == lone["To"] == ""  # one episode has no interval
    (ranked, *_) = document("list", "Fast", "--json")["series"]
    minutes = [sum(lengths_of(number, pace=8)) * 1001 / 24000 / 60 for number in range(1, 6)]
    assert ranked["shots_a_minute"] == pytest.approx(5 / np.exp(np.log(minutes).mean()), rel=1e-3)


def test_list_says_what_its_columns_are(library: Path) -> None:
    said = run_cli("list").stderr
    assert "From, To is the 95 % range: chance between episodes, errors of the detector" in said
    first = table(run_cli("list", "Fast").stdout)[0]
    assert (first["Body shots"], first["Damaged"]) == ("5", "")
    minutes = sum(lengths_of(1, pace=8)) * 1001 / 24000 / 60
    assert float(first["A minute"]) == pytest.approx(5 / minutes, abs=0.05)


def test_list_marks_what_is_cut_short(library: Path, videos: Path, home: Path) -> None:
    whole = (videos / "Fast" / "Fast - 01.mkv").read_bytes()
    (home / "Cut - 01.mkv").write_bytes(whole[: len(whole) * 2 // 3])
    write_shots(home / "Cut - 02.mkv", lengths_of(2, pace=9))
    run_cli("scan", home, "-j", "1")
    for asked in ([], ["Cut"]):
        ran = run_cli("list", *asked)
        assert "cutstat: Cut: 1 of 2 episodes is damaged or cut short, so shots" in ran.stderr
        assert '`cutstat show "Cut 01"` says where' in ran.stderr
        assert "Fast: " not in ran.stderr
    ranked = {row["Series"]: row["Damaged"] for row in table(run_cli("list").stdout)}
    assert ranked == {"Cut": "1", "Fast": "0", "Lone Wolf": "0", "Slow": "0"}
    found = document("list", "Cut", "--json")
    assert [one["is_damaged"] for one in found["episodes"]] == [True, False]
    assert [one["damaged"] for one in found["series"]] == [1]
    assert [row["Damaged"] for row in table(run_cli("list", "Cut").stdout)] == ["yes", ""]


def test_list_of_a_folder_says_what_to_do(videos: Path, library: Path) -> None:
    ran = run_cli("list", videos)
    assert ran.status == 1
    assert f"{videos}: a file or folder here, and no title in the library" in ran.stderr
    assert "`cutstat scan`" in ran.stderr


# show


def test_show_gives_every_measure_of_body_and_whole_file_side_by_side(library: Path) -> None:
    found = document("show", "Fast 02", "--json")
    keys = {measure.key for measure in MEASURES}
    of_minutes = {"fastest_minute_ratio", "median_minute_cuts"} | {
        key for key in keys if key.startswith("slowest_minute")
    }
    of_minutes |= {"fastest_minute_excess", "dispersion_excess", "pace_spread"}
    of_minutes |= {"action_share", "action_rate_ratio", "action_excess"}
    of_minutes |= {key for key in keys if key.split("_")[0] in ("voices", "music", "lines")}
    of_minutes |= {"longest_without_music_seconds", "reused_share"}
    for span in ("body", "whole"):
        assert set(found[span]) == keys
        values = [value for key, value in found[span].items() if key not in of_minutes]
        assert all(isinstance(value, NUMBER) for value in values)
        assert {found[span][key] for key in of_minutes} == {None}  # short, silent, and alone
        assert found[span]["shots"] == 5
    frames = sum(lengths_of(2, pace=8))
    assert found["frames"] == frames
    assert found["whole"]["minutes"] == pytest.approx(frames * 1001 / 24000 / 60, abs=1e-4)
    assert (found["series"], found["number"], found["label"]) == ("Fast", 2, "02")
    (segment,) = found["segments"]
    assert (segment["kind"], segment["start"], segment["stop"]) == ("body", 0, frames)
    assert isinstance(found["doubtful_transitions"], list)


def test_show_prints_a_row_a_measure(library: Path) -> None:
    rows = table(run_cli("show", "Fast - 02.mkv").stdout)
    assert [row["Measure"] for row in rows] == [measure.title for measure in MEASURES]
    assert rows[0] == {"Measure": "Shots", "Body": "5", "Whole file": "5", "Unit": "count"}


def test_show_says_on_the_clock_where_the_fastest_minute_lies(library: Path) -> None:
    ran = run_cli("show", "Fast - 02.mkv")
    assert "The fastest minute begins at 00:00:00.000.\n" in ran.stderr


# compare and report


def test_compare_gives_the_whole_verdict(library: Path) -> None:
    found = document("compare", "Fast", "--against", "Slow", "Lone Wolf", "--json", status=4)
    assert found["verdict"] == "refused"
    assert "Lone Wolf (1)" in found["refusal"]
    found = document("compare", "Fast", "--against", "Slow", "--json")
    assert set(found) >= {
        *("verdict", "sentence", "rank_sentence", "refusal", "caveats", "ratio", "rank"),
        *("tipping_point", "detectable_ratio", "primary", "per_baseline", "target"),
        *("baselines", "settings", "left_out"),
    }
    # In films of two seconds a segment that is in doubt may be the half of each.
    assert (found["verdict"], found["total"]["at_bounds"]) == ("inconclusive", ["lower", "higher"])
    assert found["count"]["ratio"] == 1  # five shots in every episode
    assert found["refusal"] is None
    assert found["rank"] == 1
    assert found["ratio"] > 1.5
    low, high = found["primary"]["interval"]
    assert low < found["ratio"] < high
    assert 0 <= found["primary"]["p_value"] <= 1
    assert [len(one["episode_rows"]) for one in (found["target"], *found["baselines"])] == [5, 5]


def test_compare_says_a_sentence_and_a_row_a_series(library: Path) -> None:
    ran = run_cli("compare", "Fast", "--against", "Slow")
    assert ran.status == 0
    said, rows, making, quoted = ran.stdout.split("\n\n")
    first, usual, rate, place = said.splitlines()
    assert first.startswith("It cannot be told whether Fast is cut faster or slower than Slow (")
    assert "Fast has as many shots an episode as Slow, as counted" in first
    assert usual.startswith("What is usual is estimated from Slow alone; how far shows differ is")
    assert "is usual" in rate
    assert place.startswith("By cutting rate it is number 1 of these 2 series")
    assert [row["Series"] for row in table(rows)] == ["Fast", "Slow"]
    assert quoted.startswith("An episode of Fast has 5 shots in the whole file, ")
    made = {row["How it is made"]: row for row in table(making)}
    assert {"Held pictures", "New pictures a minute"} <= set(made)
    assert "Voices heard" not in made  # these files have no sound
    assert "Note: " in ran.stderr


def test_the_table_says_by_how_much_the_target_is_faster(library: Path) -> None:
    fast, slow = (
        [sum(lengths_of(number, pace=pace)) for number in range(1, 6)] for pace in (8, 20)
    )
    # All episodes have five shots, so rates are as one over lengths.
    ratio = np.exp(np.log(slow).mean() - np.log(fast).mean())
    rows = table(run_cli("compare", "Fast", "--against", "Slow", "-q").stdout.split("\n\n")[1])
    assert rows[1]["Target faster by"] == f"+{100 * (ratio - 1):.0f} %"
    assert rows[0]["Target faster by"] == ""
    back = table(run_cli("compare", "Slow", "--against", "Fast", "-q").stdout.split("\n\n")[1])
    assert back[1]["Target faster by"] == f"−{100 * (1 - 1 / ratio):.0f} %"


def test_several_baselines_follow_one_option_or_several(library: Path) -> None:
    together = run_cli("compare", "Fast", "--against", "Slow", "Lone Wolf", "-q")
    apart = run_cli("compare", "--against", "Slow", "--against", "Lone Wolf", "-q", "Fast")
    assert together == apart
    assert together.status == 4


def test_compare_scans_files_first(videos: Path) -> None:
    ran = run_cli("compare", videos / "Fast", "--against", videos / "Slow", "-j", "1")
    assert ran.status == 0
    assert ran.stdout.startswith("It cannot be told whether Fast is cut ")
    assert ran.stderr.count(": 5 shots") == 10


def test_report_writes_whole_files_and_prints_their_paths(library: Path, home: Path) -> None:
    ran = run_cli("report", "Fast", "--against", "Slow", "-o", "out", "--title", "A title")
    assert ran.status == 0
    files = [Path(line) for line in ran.stdout.splitlines()]
    assert files[0] == Path("out/report.pdf")
    assert files[0].read_bytes().startswith(b"%PDF-")
    assert files[1] == Path("out/report.html")
    assert "<title>A title</title>" in files[1].read_text("utf-8")
    assert len(files) > 4
    for file in files[2:]:
        assert file.read_bytes().startswith(b"\x89PNG")
    assert sorted(files) == sorted(Path("out").iterdir())
    assert "Fast is cut " in ran.stderr


def test_a_report_that_is_refused_is_written_all_the_same(library: Path) -> None:
    ran = run_cli("report", "Fast", "--against", "lone", "-o", "out", "--format", "png")
    assert ran.status == 4
    assert ran.stdout
    assert not Path("out/report.pdf").exists()
    assert "cutstat: error: no verdict: " in ran.stderr


def test_a_report_may_name_published_figures_beside_a_baseline(library: Path) -> None:
    args = ("report", "Fast", "--against", "Slow", "published", "-o", "out", "--format", "html")
    ran = run_cli(*args, "--no-pictures")
    assert ran.status == 0
    page = Path("out/report.html").read_text("utf-8")
    assert "usual for TV anime" in page
    assert "said of TV anime: " in page  # among the words for the picture of the verdict


def test_one_show_is_enough_for_a_report(library: Path) -> None:
    ran = run_cli("report", "Fast", "-o", "out", "--format", "html")
    assert ran.status == 0
    assert "Fast has 5 shots an episode. " in ran.stderr
    page = Path("out/report.html").read_text("utf-8")
    assert "Nearest among published counts: " in page
    assert "no other show was measured" in page
    assert 'id="verdict"' not in page
    again = run_cli("report", "Fast", "--against", "published", "-o", "again", "--format", "html")
    assert again.status == 0
    assert (
        run_cli("compare", "Fast").stdout
        == run_cli("compare", "Fast", "--against", "published").stdout
    )
    assert run_cli("plot", "season", "Fast", "-o", "season.png").status == 0
    needs = run_cli("plot", "verdict", "Fast", "-o", "verdict.png")
    assert needs.status == 1
    assert needs.stderr.endswith("the picture verdict needs a baseline that is a series\n")


CLAIM = """
show = "Fast"
baselines = ["Slow"]

[[statement]]
text = "It is cut faster"
measure = "shots_per_minute"
direction = "higher"
against = "mean"
"""


def test_a_report_answers_a_claim(library: Path) -> None:
    Path("claim.toml").write_text(CLAIM)
    ran = run_cli("report", "claim.toml", "-o", "out", "--format", "html", "--no-pictures")
    assert ran.status == 0
    page = Path("out/report.html").read_text("utf-8")
    assert "“It is cut faster”" in page
    page = re.sub("</?cite[^>]*>", "", page)
    assert "Undecided: in cutting rate, Fast differs by" in page
    for more in (("--against", "Slow"), ("--margin", "20"), ("--exclude", "Slow 02")):
        assert run_cli("report", "claim.toml", *more).status == 2


@pytest.mark.parametrize("name", ["verdict", "pacing", "season", "cards"])
def test_one_picture_can_be_plotted(library: Path, name: str) -> None:
    ran = run_cli("plot", name, "Fast", "--against", "Slow", "-o", f"{name}.svg")
    assert ran.status == 0
    assert ran.stdout == f"{name}.svg\n"
    assert "<svg" in Path(f"{name}.svg").read_text("utf-8")


def test_a_plot_in_another_format_is_refused(library: Path) -> None:
    ran = run_cli("plot", "verdict", "Fast", "--against", "Slow", "-o", "verdict.jpg")
    assert ran.status == 1
    assert "pictures are written as .png or .svg" in ran.stderr
    assert not Path("verdict.jpg").exists()


def test_plots_are_the_pictures_of_a_report() -> None:
    comparison = make_comparison(episodes=5)
    report = build_report(comparison, published=against_published(comparison.target))
    elsewhere = {"making", "population"}  # of which nothing is known of these
    assert [key for key in picture_names() if key not in elsewhere] == [*report.pictures]


# export and score


def test_export_gives_a_row_an_episode(library: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run_cli("export").stdout)))
    assert [row["file"] for row in rows] == [
        *(f"Fast - 0{number}.mkv" for number in range(1, 6)),
        "Lone Wolf - 01.mkv",
        *(f"Slow - 0{number}.mkv" for number in range(1, 6)),
    ]
    assert {row["whole_shots"] for row in rows} == {"5"}


def test_export_gives_a_row_a_shot(library: Path) -> None:
    ran = run_cli("export", "fast", "--table", "shots", "--format", "json")
    rows = json.loads(ran.stdout)
    assert len(rows) == 25
    assert [row["stop_frame"] - row["start_frame"] for row in rows[:5]] == lengths_of(1, pace=8)


def test_export_into_a_file_is_what_it_prints(library: Path) -> None:
    printed = run_cli("export", "Slow").stdout
    ran = run_cli("export", "Slow", "-o", "deep/below/slow.csv")
    assert (ran.status, ran.stdout, ran.stderr) == (0, "", "deep/below/slow.csv: 5 rows\n")
    assert Path("deep/below/slow.csv").read_text("utf-8") == printed


def test_score_of_a_detection_against_the_truth_is_perfect(videos: Path) -> None:
    found = run_cli("detect", videos / "Fast" / "Fast - 01.mkv", "--json").stdout
    Path("found.json").write_text(found)
    Path("truth.txt").write_text("\n".join(map(str, borders(lengths_of(1, pace=8)))))
    scored = document("score", "found.json", "truth.txt", "--json")
    for counts in (scored, scored["cuts"]):
        assert {key: counts[key] for key in ("precision", "recall", "f1")} == {
            "precision": 1.0,
            "recall": 1.0,
            "f1": 1.0,
        }
        assert (counts["hits"], counts["misses"], counts["false_alarms"]) == (4, 0, 0)
    assert scored["gradual"]["hits"] == 0
    assert scored["tolerance"] == 1
    assert len(scored["videos"]) == 1


def test_score_names_misses_and_false_alarms() -> None:
    Path("found.txt").write_text("10\n50\n")
    Path("truth.txt").write_text("10\n20\n")
    ran = run_cli("score", "found.txt", "truth.txt")
    assert ran.status == 0
    assert table(ran.stdout)[0] | {} == {
        "Kind": "all",
        "Precision": "0.500",
        "Recall": "0.500",
        "F1": "0.500",
        "Hits": "1",
        "Misses": "1",
        "False alarms": "1",
    }
    assert "false cut at 50" in ran.stderr
    assert "missed cut at 20" in ran.stderr


def test_a_share_of_nothing_is_no_share() -> None:
    Path("one.txt").write_text("0 9\n10 20\n")
    ran = run_cli("score", "one.txt", "one.txt")
    assert ran.stdout.splitlines()[1].split("\t")[1:4] == ["1.000"] * 3
    assert ran.stdout.splitlines()[3].split("\t") == ["gradual", "–", "–", "–", "0", "0", "0"]


def test_score_names_the_videos_that_stand_on_one_side_alone() -> None:
    cut = [{"kind": "cut", "start": 5, "stop": 5}]

    def write(name: str, *videos: str) -> None:
        lines = [json.dumps({"video": video, "transitions": cut}) for video in videos]
        Path(name).write_text("\n".join(lines))

    write("found.json", "a.mkv", "c.mkv")
    write("truth.json", "a.mkv", "b.mkv")
    scored = document("score", "found.json", "truth.json", "--json")
    assert (scored["not_estimated"], scored["without_reference"]) == (["b.mkv"], ["c.mkv"])
    assert scored["hits"] == 1
    write("doubled.json", "x/a.mkv", "y/a.mkv")
    ran = run_cli("score", "doubled.json", "truth.json")
    assert ran.status == 1
    assert "two videos with the same name" in ran.stderr


def test_export_says_what_it_leaves_out_and_goes_on(
    library: Path, home: Path, videos: Path
) -> None:
    video = (videos / "Fast" / "Fast - 01.mkv").read_bytes()
    (home / "Solo NCOP1.mkv").write_bytes(video + b"\0")  # another file than the known one
    (home / "Fast - 09.mkv").write_text("no video")
    assert run_cli("scan", home).status == 3
    ran = run_cli("export", "-o", "all.csv")
    assert ran.status == 0, ran.stderr
    assert "Left out:" in ran.stderr
    assert "Fast - 09.mkv" in ran.stderr
    assert "series 'Solo' has no episode to measure" in ran.stderr
    assert len(Path("all.csv").read_text().splitlines()) >= 11


# doctor and demo


def test_doctor_lists_what_it_looked_at() -> None:
    found = document("doctor", "--json")
    assert all(list(one) == ["state", "what", "found"] for one in found)
    assert {one["state"] for one in found} <= {"ok", "note"}
    rows = table(run_cli("doctor").stdout)
    assert [row["What"] for row in rows] == [one["what"] for one in found]


def test_doctor_ends_with_an_error_where_something_is_wrong(home: Path) -> None:
    (home.parent / "library").write_text("not a folder")
    ran = run_cli("doctor")
    assert ran.status == 1
    assert ran.stderr == "cutstat: error: something is wrong with: Library\n"
    assert "a file, where the library needs a folder" in ran.stdout


def test_demo_goes_the_whole_way_through_its_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    # The stage itself takes a minute and has its own checks; here its call and its words count.
    from support.series import make_comparison

    from cutstat.report.write import Written
    from cutstat.stats.contrast import ComparisonSettings
    from cutstat.stats.robustness import check_robustness
    from cutstat.study import demo as stage
    from cutstat.study.comparison import ComparisonPlan, SeriesComparison

    calls: list[tuple[Path, Path, int]] = []

    def run_demo(videos: Path, output: Path, *, jobs: int, **_: object) -> object:
        calls.append((videos, output, jobs))
        comparison = make_comparison()
        plan = ComparisonPlan("A", ("B",), (), "cutstat", ComparisonSettings())
        found = SeriesComparison(plan, comparison, check_robustness(comparison), ())
        return stage.DemoResult(found, Written((output / "report.pdf",), ("a note",)))

    monkeypatch.setattr(stage, "run_demo", run_demo)
    ran = run_cli("demo", "-o", "out", "--videos", "films", "-j", "2")
    assert ran.status == 0, ran.stderr
    assert calls == [(Path("films"), Path("out"), 2)]
    assert ran.stdout == "out/report.pdf\n"
    assert "cutstat: a note\n" in ran.stderr
    assert "is cut " in ran.stderr


def test_a_sample_is_scanned_first_and_the_rest_goes_on_from_it(videos: Path) -> None:
    ask = ("compare", videos / "Fast", "--against", videos / "Slow", "-j", "1")
    ran = run_cli(*ask, "--sample", "2")
    assert ran.status == 4  # too few for a verdict
    assert "Left out: Fast: 3 more episodes are there, not scanned for this sample" in ran.stderr
    assert "A sample: the other 6 episodes may give a verdict" in ran.stderr
    assert [row["Episodes"] for row in table(run_cli("list").stdout)] == ["2", "2"]
    whole = run_cli(*ask)
    assert whole.status == 0
    assert len([line for line in whole.stderr.splitlines() if re.match(r"\d/3 ", line)]) == 6


@pytest.mark.parametrize("command", [("compare",), ("report", "-o", "out", "--format", "png")])
def test_a_sample_of_one_show_alone_says_what_the_rest_would_bring(
    videos: Path, command: tuple[str, ...]
) -> None:
    ask = (*command, videos / "Fast", "-j", "1")
    ran = run_cli(*ask, "--sample", "2")
    assert ran.status == 0, ran.stderr
    said = re.search(
        r"A sample: likely ([\d.]+) to ([\d.]+) shots a minute. The other 3 episodes would narrow "
        r"that to about ([\d.]+) to ([\d.]+), in about 1 min; the same command without --sample",
        ran.stderr,
    )
    assert said is not None, ran.stderr
    low, high, narrow_low, narrow_high = map(float, said.groups())
    assert low < narrow_low < narrow_high < high
    assert "A sample:" not in run_cli(*ask).stderr


def test_a_library_that_cannot_be_written_answers_what_is_only_read(
    library: Path, videos: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cutstat.library.database._is_writable", lambda _: False)
    for asked in (
        ["list"],
        ["show", "Fast 01"],
        ["compare", "Fast", "--against", "Slow"],
        ["compare", "Fast", "--against", "Slow", "--sensitivity", "0.4"],  # not detected before
        ["export", "-o", home / "table.csv"],
        ["report", "Fast", "-o", home / "report", "--format", "html", "--no-pictures"],
    ):
        ran = run_cli(*asked)
        assert ran.status == 0, ran.stderr
    for asked in (["scan", videos], ["segments", "set", "Fast", "opening", "1", "9"]):
        ran = run_cli(*asked)
        assert (ran.status, ran.stdout) == (1, "")
        assert ran.stderr.splitlines()[-1].endswith(
            "the library can be read there and not written; make it writable, or choose another "
            "folder with --library"
        )
