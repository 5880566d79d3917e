"""Whatever is written is read again: all pairs of formats, by the registry."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from support.series import make_episode

from cutstat.core.segments import Segment, Segmentation
from cutstat.errors import InputError
from cutstat.formats.registry import (
    formats,
    keys_with,
    read_chapters,
    read_list,
    read_pair,
    read_shot_lists,
)
from cutstat.formats.tables import episode_rows, shot_rows, table_columns
from cutstat.measure.episode import EpisodeMeasures

BORDERS = [17, 48, 49, 1000, 1440]
N_FRAMES = 1500
RATE = Fraction(24000, 1001)
VIDEO = Path("/v/Show - 03.mkv")

PROMISED_CHAPTERS = {"chapters-xml", "ffmetadata"}
SHOTLESS = {*keys_with("read_chapters")}
"""What holds segments alone; every other format that is written holds shots."""


def episode() -> EpisodeMeasures:
    known = (Segment("opening", 0, 48, "by hand"), Segment("body", 48, N_FRAMES, "by hand"))
    return make_episode(
        "Show", 3, borders=BORDERS, n_frames=N_FRAMES, rate=RATE, segmentation=Segmentation(known)
    )


def written(folder: Path) -> Iterator[tuple[str, Path]]:
    """Write the episode in every format that the registry can write, and every table."""
    one = episode()
    for key, format_ in formats().items():
        if format_.write is not None:
            yield key, put(folder / f"{key}.txt", format_.write(one, VIDEO))
        if format_.write_rows is not None:
            columns = table_columns("shots")
            text = format_.write_rows(shot_rows([one]), columns)
            yield key, put(folder / f"shots-{key}.txt", text)


def put(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8", newline="")
    return path


def test_the_formats_that_were_promised_are_there() -> None:
    imported = {"bbc", "cinemetrics", "detect", "edl", "frames", "scenes", "shots", "times"}
    exported = {"cinemetrics", "csv", "edl", "json", "otio", "scenes", *PROMISED_CHAPTERS}
    assert imported <= {*keys_with("read")}
    assert exported <= {*keys_with("write", "write_rows")}
    assert SHOTLESS >= PROMISED_CHAPTERS


def test_what_is_exported_is_imported_as_the_same_shots(tmp_path: Path) -> None:
    pytest.importorskip("opentimelineio")
    seen = 0
    for key, path in written(tmp_path):
        if key in SHOTLESS:
            continue
        (found,) = read_list(path, rate=RATE)
        assert [one.border for one in found.transitions] == BORDERS, key
        assert (found.n_frames, found.rate) == (N_FRAMES, RATE), key
        seen += 1
    assert seen >= 6


def test_what_is_exported_is_scored_against_every_other(tmp_path: Path) -> None:
    pytest.importorskip("opentimelineio")
    paths = [path for key, path in written(tmp_path) if key not in SHOTLESS]
    for reference in paths:
        for estimate in paths:
            is_timed = all(read_shot_lists(one)[0].is_timed for one in (reference, estimate))
            pair = read_pair(reference, estimate, rate=RATE if is_timed else None)
            for (found,) in pair:
                assert [one.border for one in found.transitions] == BORDERS, (reference, estimate)
                assert found.n_frames == N_FRAMES, (reference, estimate)


def test_a_format_without_shots_says_so_in_its_own_terms(tmp_path: Path) -> None:
    pytest.importorskip("opentimelineio")
    truth = put(tmp_path / "truth.txt", "17\n48\n49\n1000\n1440\n")
    chapters = {key: path for key, path in written(tmp_path) if key in SHOTLESS}
    assert chapters.keys() >= PROMISED_CHAPTERS
    for path in chapters.values():
        for read in (read_list, lambda one: read_pair(truth, one)):
            with pytest.raises(InputError, match=r"holds chapters .*, and no shots; `cutstat segm"):
                read(path)
        assert read_chapters(path)[0].title == "Opening"


def test_the_table_of_episodes_says_which_table_holds_shots(tmp_path: Path) -> None:
    truth = put(tmp_path / "truth.txt", "17\n48\n")
    for key in keys_with("write_rows"):
        write = formats()[key].write_rows
        assert write is not None
        text = write(episode_rows([episode()]), table_columns("episodes"))
        path = put(tmp_path / f"{key}.txt", text)
        for read in (read_list, lambda one: read_pair(truth, one)):
            with pytest.raises(InputError, match="holds no shots; `cutstat export --table shots`"):
                read(path)


def test_lists_of_shots_hold_no_chapters(tmp_path: Path) -> None:
    pytest.importorskip("opentimelineio")
    for key, path in written(tmp_path):
        if key not in SHOTLESS:
            with pytest.raises(InputError, match=r"and no chapters; .* expected chapters as"):
                read_chapters(path)


def test_two_lists_of_times_need_a_rate_to_be_scored(tmp_path: Path) -> None:
    first, second = (put(tmp_path / name, "1.5\n2.25\n") for name in ("a.txt", "b.txt"))
    with pytest.raises(InputError, match="has times; say with --rate how many frames"):
        read_pair(first, second)
    ((found,), _) = read_pair(first, second, rate=Fraction(24))
    assert [one.border for one in found.transitions] == [36]
