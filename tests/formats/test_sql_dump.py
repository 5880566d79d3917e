"""Rows of SQL dumps, written by hand after PostgreSQL's manual."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import zstandard

from cutstat.errors import InputError
from cutstat.formats.sql_dump import read_rows

COPY = r"""--
-- PostgreSQL database dump
--
CREATE TABLE public.files (
    id integer NOT NULL,
    path text,
    "duration" double precision,
    CONSTRAINT files_pkey PRIMARY KEY (id)
);

COPY public.other (id, text) FROM stdin;
1	not	fitting	at	all
\.

COPY public.files (id, path, duration) FROM stdin;
1	a\tb\\c\nd	1420.5
2	\N	7
\.

SELECT 1;
"""

INSERTS = r"""
INSERT INTO public.files (id, path, duration) VALUES (1, 'it''s; a "name" (x)', 2.5), (2, NULL, -1);
INSERT INTO "public"."files" VALUES (3, E'tab\there', 4);
INSERT INTO files (duration, id) VALUES ('12'::numeric, 4);
INSERT INTO files (id, path) VALUES (5, 'over
two lines');
"""


def rows(path: Path, *columns: str) -> list[tuple[str | None, ...]]:
    wanted = {"files": columns or ("id", "path", "duration")}
    return [tuple(row.values.values()) for row in read_rows(path, wanted)]


def written(folder: Path, text: str, name: str = "dump.sql") -> Path:
    path = folder / name
    data = text.encode()
    if name.endswith(".gz"):
        data = gzip.compress(data)
    if name.endswith(".zst"):
        data = zstandard.compress(data)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["dump.sql", "dump.sql.gz", "dump.sql.zst", "named-anyhow"])
def test_copy_blocks_are_read_and_other_tables_passed_over(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, COPY, name)
    assert rows(path) == [("1", "a\tb\\c\nd", "1420.5"), ("2", None, "7")]


def test_columns_are_found_by_name_and_those_that_are_not_there_are_left_out(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, COPY)
    assert rows(path, "duration", "missing", "id") == [("1420.5", "1"), ("7", "2")]


def test_inserts_are_read_however_they_are_written(tmp_path: Path) -> None:
    create = COPY[: COPY.index("COPY public.other")]
    path = written(tmp_path, create + INSERTS)
    found = [dict(row.values) for row in read_rows(path, {"files": ("id", "path", "duration")})]
    assert found == [
        {"id": "1", "path": 'it\'s; a "name" (x)', "duration": "2.5"},
        {"id": "2", "path": None, "duration": "-1"},
        {"id": "3", "path": "tab\there", "duration": "4"},
        {"id": "4", "duration": "12"},
        {"id": "5", "path": "over\ntwo lines"},
    ]


def test_a_row_says_its_line_and_how_far_reading_is(tmp_path: Path) -> None:
    first, second = read_rows(written(tmp_path, COPY), {"files": ("id",)})
    assert (first.line, second.line) == (16, 17)
    assert 0 <= first.done <= second.done <= 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            COPY.replace("2\t\\N\t7\n", "2\t7\n"),
            "line 17: a row of 2 columns, where COPY files nam",
        ),
        (COPY[: COPY.index("\\N\t7")], "line 17: a row of 2 columns"),
        (COPY[: COPY.index("2\t\\N")], "cut off within the COPY of files from line 15"),
        ("INSERT INTO files (id) VALUES (1, 2);\n", "line 1: a row of 2 values, where INSERT"),
        ("INSERT INTO files (id) VALUES (1\n", "cut off within the INSERT of line 1"),
        ("INSERT INTO files (id) VALUES ('a' 'b');\n", "line 1: an INSERT whose values cannot be"),
        ("INSERT INTO files VALUES (1);\n", "line 1: names no columns of files"),
    ],
)
def test_a_row_that_does_not_fit_names_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        rows(written(tmp_path, text))


@pytest.mark.parametrize("name", ["dump.sql.gz", "dump.sql.zst"])
def test_a_packed_dump_that_is_cut_off_is_one_sentence(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, COPY + "-- \n" * 20_000, name)
    path.write_bytes(path.read_bytes()[: -path.stat().st_size // 2])
    with pytest.raises(InputError, match="cut off"):
        rows(path)


def test_a_file_that_is_not_there_and_a_dump_of_another_form_are_one_sentence(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        rows(tmp_path / "nowhere.sql")
    path = tmp_path / "custom.dump"
    path.write_bytes(b"PGDMP\x01\x0e")
    with pytest.raises(InputError, match="pg_restore"):
        rows(path)
