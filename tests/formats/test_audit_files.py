"""The table of an audit survives spreadsheets; what it cannot mean is said in one sentence."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cutstat.errors import InputError
from cutstat.formats.audit_files import (
    COLUMNS,
    HELP,
    PLAN_NAME,
    TABLE_NAME,
    audit_plan_document,
    audit_table,
    read_audit_files,
)
from cutstat.stats.audit_sample import AuditedEpisode, AuditItem, AuditPlan, SampledStratum

PLAN = AuditPlan(
    series="海の駅, 2",
    detector="cutstat 1",
    seed=7,
    episodes=(
        AuditedEpisode("01", "a.mkv", "key of a", "0123"),
        AuditedEpisode("02", "b.mkv", "key of b", "4567"),
    ),
    strata=(SampledStratum("boundary", 0.97, 40, 2), SampledStratum("candidate", 0.1, 9, 1)),
    total_seconds=600.5,
    items=(
        AuditItem(1, 0, 500, 500, 0),
        AuditItem(2, 1, 700, 712, 0),
        AuditItem(3, 1, 90, 90, 1),
        AuditItem(4, 0, 0, 240, None, 10.01),
    ),
)


def write(folder: Path, text: str, *, encoding: str = "utf-8-sig") -> Path:
    (folder / PLAN_NAME).write_text(audit_plan_document(PLAN), "utf-8")
    (folder / TABLE_NAME).write_bytes(text.encode(encoding))
    return folder / TABLE_NAME


def filled(*verdicts: str) -> str:
    rows = [f"{number},{verdict}" for number, verdict in enumerate(verdicts, 1)]
    return "\n".join(["item,verdict", *rows])


def test_a_row_says_where_to_look_and_nothing_of_what_was_found() -> None:
    text = audit_table(PLAN, sheets=["a.png"] * 4, times=["00:00:20.854"] * 4)
    rows = list(csv.reader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert rows[1:] == [
        ["1", "a.png", "海の駅, 2", "01", "cut", "00:00:20.854", "500", "500", ""],
        ["2", "a.png", "海の駅, 2", "02", "gradual", "00:00:20.854", "700", "712", ""],
        ["3", "a.png", "海の駅, 2", "02", "cut", "00:00:20.854", "90", "90", ""],
        ["4", "a.png", "海の駅, 2", "01", "span", "00:00:20.854", "0", "240", ""],
    ]


def test_the_plan_is_read_as_it_was_written_and_the_verdicts_by_number(tmp_path: Path) -> None:
    path = write(tmp_path, "item,verdict\n4, 2 \n3,?\n1,YES\n2,n\n")
    plan, verdicts = read_audit_files(path)
    assert plan == PLAN
    assert verdicts == {1: True, 2: False, 3: None, 4: 2}
    assert verdicts[1] is True


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whatever_a_spreadsheet_makes_of_the_table_it_is_read(
    separator: str, encoding: str, end: str, tmp_path: Path
) -> None:
    rows = [["item", "series", "verdict"], ["1", "Amélie", "yes"], ["", "", ""], ["4", "", "0"]]
    text = end.join(separator.join(row) for row in rows) + end
    assert read_audit_files(write(tmp_path, text, encoding=encoding))[1] == {1: True, 4: 0}


def test_the_folder_stands_for_its_table(tmp_path: Path) -> None:
    path = write(tmp_path, filled("yes"))
    assert read_audit_files(tmp_path) == read_audit_files(path)


def test_what_is_empty_is_not_among_the_verdicts(tmp_path: Path) -> None:
    assert read_audit_files(write(tmp_path, filled("", "yes", "  ", "")))[1] == {2: True}


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        (["perhaps"], "item 1 says 'perhaps'; write yes, no or ?"),
        (["2"], "item 1 says '2'; write yes, no or ?"),
        (["", "", "", "yes"], "item 4 says 'yes'; write how many borders have no bar"),
        (["", "", "", "-1"], "item 4 says '-1'"),
        (["", "", "", "1.5"], "item 4 says '1.5'"),
        (["", "", "", "", "yes"], "line 6 has item '5', which audit.json does not list"),
    ],
)
def test_a_word_that_means_nothing_is_one_sentence(
    verdicts: list[str], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_audit_files(write(tmp_path, filled(*verdicts)))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_verdicts_on_an_item_are_one_only_if_they_agree(tmp_path: Path) -> None:
    twice = "item,verdict\n1,yes\n1,y\n"
    assert read_audit_files(write(tmp_path, twice))[1] == {1: True}
    with pytest.raises(InputError, match="item 1 has two different verdicts"):
        read_audit_files(write(tmp_path, "item,verdict\n1,yes\n1,?\n"))


def test_files_that_are_none_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, "number,answer\n1,yes\n")
    with pytest.raises(InputError, match="no columns 'item' and 'verdict'"):
        read_audit_files(path)
    write(tmp_path, filled("yes"), encoding="utf-16")
    with pytest.raises(InputError, match="no columns 'item' and 'verdict'"):
        read_audit_files(path)
    path.unlink()
    with pytest.raises(InputError, match=r"audit\.csv: cannot be read"):
        read_audit_files(path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 99}, "written by another version"),
        ({"items": None}, "no plan of an audit"),
        ({"strata": [{"kind": "boundary"}]}, "no plan of an audit"),
    ],
)
def test_a_plan_that_is_damaged_is_named(
    change: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    path = write(tmp_path, filled("yes"))
    document = json.loads(audit_plan_document(PLAN))
    (tmp_path / PLAN_NAME).write_text(json.dumps({**document, **change}), "utf-8")
    with pytest.raises(InputError, match=sentence):
        read_audit_files(path)


def test_the_explanations_name_every_word_that_is_read() -> None:
    text = HELP.format(series="Show", rule="=", command="cutstat audit", step="a third of a second")
    for word in ("yes", "no", "?", "0, 1, 2, …"):
        assert f"\n    {word} " in text
    assert all(len(line) <= 100 for line in text.splitlines())
