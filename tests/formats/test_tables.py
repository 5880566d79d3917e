from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest
from support.series import make_counted, make_episode, make_series

from cutstat.core.episodes import EpisodeName
from cutstat.core.segments import Doubt, Segment, Segmentation
from cutstat.formats.csv_table import to_csv
from cutstat.formats.tables import Row, Table, episode_rows, shot_rows, table_columns

AWKWARD = 'He said "cut", twice\r\nand; 海の駅'

IDENTITY = ["series", "season", "number", "title", "file"]
MEASURES = [
    *("shots", "minutes", "shots_per_minute", "shots_per_20_min", "asl_seconds"),
    *("median_seconds", "median_hd_seconds", "lower_quartile_seconds", "upper_quartile_seconds"),
    *("iqr_seconds", "quantile_skewness", "log_length_deviation"),
    *("shortest_seconds", "longest_seconds"),
    *("share_under_1_s", "share_of_time_under_1_s", "share_over_10_s"),
    *("slowest_minute_cuts", "slowest_minute_start_seconds", "median_minute_cuts"),
    *("fastest_minute_cuts", "fastest_minute_start_seconds", "fastest_minute_ratio"),
    *("fastest_minute_excess", "dispersion_excess", "share_under_1_s_excess"),
]
LATER = [
    *("share_of_time_over_8_s", "pace_spread"),
    *("pictures_per_minute", "held_share", "distinct_pictures", "distinct_pictures_per_shot"),
    *("share_on_ones", "share_on_twos", "share_on_threes", "reused_share", "visual_activity"),
    *("voices_share", "music_share", "voices_without_music_share"),
    *("longest_without_music_seconds", "lines_share", "lines_per_minute"),
    *("action_share", "action_rate_ratio", "action_excess"),
]
COLUMNS: dict[Table, list[str]] = {
    "episodes": [
        *IDENTITY,
        *("detector", "is_segmented"),
        *(f"{place}_{key}" for place in ("body", "whole") for key in MEASURES),
        *("is_certain", "body_shots_lowest", "body_shots_highest"),
        *("opening_seconds", "ending_seconds", "preview_seconds", "eyecatch_seconds"),
        *("recap_seconds", "card_seconds"),
        *(f"{place}_{key}" for place in ("body", "whole") for key in LATER),
    ],
    "shots": [
        *IDENTITY,
        *("shot", "start_frame", "stop_frame", "start_seconds", "stop_seconds"),
        *("length_seconds", "segment", "transition", "confidence"),
    ],
}


def read_back(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("table", ["episodes", "shots"])
def test_columns_are_a_contract(table: Table) -> None:
    assert list(table_columns(table)) == COLUMNS[table]
    rows = (episode_rows if table == "episodes" else shot_rows)(make_series("A").episodes)
    assert all(list(row) == COLUMNS[table] for row in rows)


def test_csv_is_rfc_4180_and_reads_back_as_it_was() -> None:
    episode = make_episode(AWKWARD, 1, borders=[10], n_frames=48, title=AWKWARD, file="a,b.mkv")
    text = to_csv(episode_rows([episode]), table_columns("episodes"))
    lines = text.split("\r\n")
    assert lines[0] == ",".join(COLUMNS["episodes"])
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n")
    (row,) = read_back(text)
    assert row["series"] == row["title"] == AWKWARD
    assert row["file"] == "a,b.mkv"
    assert row["number"] == "1"
    assert row["season"] == ""
    assert row["body_shots"] == "2"
    assert row["is_segmented"] == "0"


def test_what_is_undefined_is_an_empty_cell() -> None:
    episode = make_episode(
        "A",
        1,
        borders=[24],
        n_frames=48,
        segmentation=Segmentation((Segment("opening", 0, 48, "by hand"),)),
    )
    (row,) = read_back(to_csv(episode_rows([episode]), table_columns("episodes")))
    assert row["body_shots"] == "0"
    assert row["body_shots_per_minute"] == row["body_median_seconds"] == ""
    assert row["whole_shots"] == "2"


def test_seconds_of_each_kind_and_bounds_of_the_count_are_columns() -> None:
    # 24 frames a second; two cards of half a second, and an ending that may be in the last second.
    known = Segmentation(
        (
            Segment("card", 0, 12, "by hand"),
            Segment("opening", 12, 60, "by hand"),
            Segment("body", 60, 156, "by hand"),
            Segment("card", 156, 168, "by hand"),
        ),
        doubts=(Doubt("ending", 132, 156, 24, "by hand"),),
    )
    episode = make_episode(
        "A", 1, borders=[30, 96, 140], n_frames=168, rate=Fraction(24), segmentation=known
    )
    (row,) = read_back(to_csv(episode_rows([episode]), table_columns("episodes")))
    assert {key: row[key] for key in row if key.endswith("_seconds") and "card" in key} == {
        "card_seconds": "1.0"
    }
    assert (row["opening_seconds"], row["ending_seconds"]) == ("2.0", "0")
    assert (row["is_segmented"], row["is_certain"]) == ("1", "0")
    assert (row["body_shots_lowest"], row["body_shots_highest"], row["body_shots"]) == (
        *("2", "3"),
        "3",
    )


def test_numbers_in_the_table_are_plain() -> None:
    text = to_csv([{"a": 1 / 3, "b": 2, "c": None, "d": float("nan")}], ("a", "b", "c", "d"))
    assert text == "a,b,c,d\r\n0.333333,2,,\r\n"


def test_an_episode_between_two_others_keeps_its_number() -> None:
    episode = make_episode("A", 1, borders=[], n_frames=48)
    half = replace(episode, name=EpisodeName("A", Fraction(7, 2)))
    assert [row["number"] for row in episode_rows([episode, half])] == ["1", "3.5"]


def test_shots_of_an_episode_counted_by_hand() -> None:
    episode = make_episode(
        "A",
        1,
        borders=[24, 48],
        n_frames=96,
        rate=Fraction(24),
        segmentation=Segmentation(
            (Segment("opening", 0, 30, "by hand"), Segment("body", 30, 96, "by hand"))
        ),
    )
    first, second, third = shot_rows([episode])
    assert {key: first[key] for key in COLUMNS["shots"][5:]} == {
        "shot": 1,
        "start_frame": 0,
        "stop_frame": 24,
        "start_seconds": 0,
        "stop_seconds": 1,
        "length_seconds": 1,
        "segment": "opening",
        "transition": None,
        "confidence": None,
    }
    assert (second["shot"], second["segment"], second["transition"]) == (2, "opening", "cut")
    assert (third["start_frame"], third["stop_frame"], third["segment"]) == (48, 96, "body")
    assert third["confidence"] == 1


def test_shots_add_up_to_their_episodes() -> None:
    sample = make_series("A", episodes=3)
    shots = read_back(to_csv(shot_rows(sample.episodes), table_columns("shots")))
    episodes = read_back(to_csv(episode_rows(sample.episodes), table_columns("episodes")))
    assert len(episodes) == 3
    for episode in episodes:
        own = [shot for shot in shots if shot["number"] == episode["number"]]
        assert len(own) == int(episode["whole_shots"])
        assert [int(shot["shot"]) for shot in own] == list(range(1, len(own) + 1))
        seconds = sum(float(shot["length_seconds"]) for shot in own)
        assert seconds / 60 == pytest.approx(float(episode["whole_minutes"]), abs=1e-4)
        frames = sum(int(shot["stop_frame"]) - int(shot["start_frame"]) for shot in own)
        assert frames == int(own[-1]["stop_frame"])


def test_an_empty_table_has_its_head() -> None:
    rows: list[Row] = []
    assert to_csv(rows, ("a", "b")) == "a,b\r\n"


def test_a_row_for_every_episode() -> None:
    counts = [300, 310, 320, 330, 340]
    rows = episode_rows(make_counted("A", counts).episodes)
    assert [row["body_shots"] for row in rows] == counts
