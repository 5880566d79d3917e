"""The user's word about segments in a manifest: of which files, and what of it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from cutstat.core.segments import SEGMENT_KINDS, SegmentOverride
from cutstat.core.timing import parse_position
from cutstat.errors import InputError
from cutstat.video.find import find_episodes
from cutstat.video.manifest import MANIFEST_NAME, Manifest, load_manifest


def manifest(folder: Path, text: str) -> Manifest:
    path = folder / MANIFEST_NAME
    path.write_text(text, "utf-8")
    return load_manifest(path)


def table(**values: object) -> str:
    """Write a ``[[segments]]`` table; texts are quoted, all else stands as it is."""
    lines = [
        f"{key} = {value!r}" if isinstance(value, str) else f"{key} = {str(value).lower()}"
        for key, value in values.items()
    ]
    return "\n".join(["[[segments]]", *lines, ""])


def short(said: tuple[SegmentOverride, ...] | None) -> list[str]:
    """Write what is said as ``opening 0 90s`` or ``no opening``."""
    assert said is not None
    return [
        f"no {one.kind}" if one.is_absent else f"{one.kind} {one.start} {one.stop}" for one in said
    ]


def test_a_segment_of_all_files_is_said_of_those_beside_and_below(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    said = manifest(tmp_path / "in", table(kind="ending", start="-00:01:30", stop="end"))
    for file in ("a.mkv", "S1/b.mkv", "S1/deep/c.mkv"):
        assert said.segment_overrides(tmp_path / "in" / file) == (
            SegmentOverride("ending", parse_position("-90s"), parse_position("end"), MANIFEST_NAME),
        )
    assert said.segment_overrides(tmp_path / "a.mkv") == ()


@pytest.mark.parametrize("kind", SEGMENT_KINDS)
def test_every_kind_can_be_said_to_be_somewhere_or_nowhere(tmp_path: Path, kind: str) -> None:
    said = manifest(
        tmp_path,
        table(file="a.mkv", kind=kind, start=0, stop="90s")
        + table(file="b.mkv", kind=kind, absent=True),
    )
    assert short(said.segment_overrides(tmp_path / "a.mkv")) == [f"{kind} 0 90s"]
    assert short(said.segment_overrides(tmp_path / "b.mkv")) == [f"no {kind}"]
    assert said.segment_overrides(tmp_path / "c.mkv") == ()


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2157", "2157"),
        ("-100", "-100"),
        ("'-100'", "-100"),
        ("'2.5s'", "2.5s"),
        ("'01:30'", "90s"),
        ("00:01:30", "90s"),  # a time of TOML's own
        ("00:01:30.250", "90.25s"),
    ],
)
def test_positions_are_written_as_numbers_texts_or_times(
    tmp_path: Path, written: str, text: str
) -> None:
    said = manifest(tmp_path, f"[[segments]]\nkind = 'card'\nstart = {written}\nstop = 'end'\n")
    assert short(said.segment_overrides(tmp_path / "a.mkv")) == [f"card {text} end"]


def test_entries_of_one_kind_add_up_under_one_pattern(tmp_path: Path) -> None:
    said = manifest(
        tmp_path,
        table(file="*.mkv", kind="eyecatch", start=100, stop=200)
        + table(file="*.mkv", kind="opening", start=0, stop=50)
        + table(file="*.mkv", kind="eyecatch", start=300, stop=400),
    )
    assert short(said.segment_overrides(tmp_path / "a.mkv")) == [
        "eyecatch 100 200",
        "eyecatch 300 400",
        "opening 0 50",
    ]


def test_a_later_entry_under_another_pattern_replaces_those_of_its_kind(tmp_path: Path) -> None:
    said = manifest(
        tmp_path,
        table(kind="opening", start=0, stop=50)
        + table(kind="opening", start=60, stop=70)
        + table(kind="ending", start="-90s", stop="end")
        + table(file="a.mkv", kind="opening", start=10, stop=20)
        + table(file="b.mkv", kind="opening", absent=True),
    )
    others = ["ending -90s end"]
    assert short(said.segment_overrides(tmp_path / "a.mkv")) == ["opening 10 20", *others]
    assert short(said.segment_overrides(tmp_path / "b.mkv")) == ["no opening", *others]
    assert short(said.segment_overrides(tmp_path / "c.mkv")) == [
        "opening 0 50",
        "opening 60 70",
        *others,
    ]


def test_a_general_entry_that_stands_last_has_the_last_word(tmp_path: Path) -> None:
    said = manifest(
        tmp_path,
        table(file="a.mkv", kind="opening", start=10, stop=20) + table(kind="opening", absent=True),
    )
    assert short(said.segment_overrides(tmp_path / "a.mkv")) == ["no opening"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[segments]\nkind = 'opening'", r"segments must be written as \[\[segments\]\] tables"),
        (table(begin=1), r"\[\[segments\]\] 'begin' is unknown; allowed are absent, file, kind"),
        (table(start=1, stop=2), "needs kind, one of opening, ending, .*, found None"),
        (table(kind="outro", start=1, stop=2), "needs kind, one of opening, .*, found 'outro'"),
        (table(kind="opening"), "of kind 'opening' needs either start and stop or absent = true"),
        (
            table(kind="opening", absent=True, start=1, stop=2),
            "needs either start and stop or absent = true",
        ),
        (table(kind="opening", absent="yes"), "absent must be true or false, not 'yes'"),
        (table(kind="opening", start=1), r"needs stop as a number of frames .*, found None"),
        (table(kind="opening", stop=1), r"needs start as a number of frames .*, found None"),
        (table(kind="opening", start=1.5, stop=2), "needs start as a number of .*, found 1.5"),
        (table(kind="opening", start=True, stop=2), "needs start as a number of .*, found True"),
        (table(kind="opening", start="x", stop=2), "start 'x' is no position in an episode; write"),
        (table(kind="opening", start=2, stop=1), "'opening': a segment stops after its start"),
        (table(file="", kind="opening", absent=True), "needs file as a text, found ''"),
        (table(file="/a", kind="opening", absent=True), "'/a' is no name or pattern of files"),
        (
            table(kind="opening", absent=True) + table(kind="opening", start=1, stop=2),
            r"says for '\*' both where the opening lies and that there is none; remove one",
        ),
    ],
)
def test_a_slip_is_said_with_the_file_and_what_is_allowed(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        manifest(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / MANIFEST_NAME))
    assert "\n" not in str(caught.value)


# On its way to the files that were found


def shows(folder: Path) -> Path:
    """Make two folders with an episode each; what these hold is never looked at."""
    for name in ("A", "B"):
        (folder / name).mkdir()
        (folder / name / f"{name} - 01.mkv").write_bytes(b"x")
    return folder


def found(*paths: Path, passed: Manifest | None = None) -> dict[str, list[str] | None]:
    """Give what is said of each file that is found."""
    files = find_episodes(paths, manifest=passed).files
    return {
        file.name.series: None if file.segment_overrides is None else short(file.segment_overrides)
        for file in files
    }


def test_each_folder_speaks_of_its_own_files(tmp_path: Path) -> None:
    folder = shows(tmp_path)
    manifest(folder / "A", table(kind="opening", start=0, stop=50))
    manifest(folder / "B", table(kind="opening", absent=True))
    assert found(folder / "A", folder / "B") == {"A": ["opening 0 50"], "B": ["no opening"]}


def test_of_two_manifests_that_speak_of_a_file_the_nearer_counts(tmp_path: Path) -> None:
    folder = shows(tmp_path)
    manifest(
        folder, table(kind="opening", start=0, stop=50) + table(kind="card", start=60, stop=70)
    )
    manifest(folder / "B", table(kind="opening", absent=True))
    for paths in ([folder], [folder / "A", folder / "B"], [folder / "B", folder]):
        assert found(*paths) == {
            "A": ["opening 0 50", "card 60 70"],
            "B": ["card 60 70", "no opening"],
        }


def test_a_folder_without_a_manifest_says_that_nothing_is_said(tmp_path: Path) -> None:
    assert found(shows(tmp_path)) == {"A": [], "B": []}


def test_a_manifest_speaks_of_a_file_named_without_its_folder(tmp_path: Path) -> None:
    folder = shows(tmp_path)
    manifest(folder / "A", table(kind="opening", absent=True))
    assert found(folder / "A" / "A - 01.mkv") == {"A": ["no opening"]}
    assert found(folder / "B" / ".." / "A" / "*.mkv") == {"A": ["no opening"]}
    manifest(folder / "B", table(kind="opening", start=0, stop=50))
    assert found(folder / "B" / ".." / "A") == {"A": ["no opening"]}


def test_a_manifest_that_is_passed_speaks_of_files_however_they_are_named(tmp_path: Path) -> None:
    folder = shows(tmp_path)
    manifest(folder / "A", table(kind="opening", absent=True))
    (folder / "other.toml").write_text(table(file="B/*", kind="opening", start=5, stop=9))
    passed = load_manifest(folder / "other.toml")
    (said,) = passed.segment_overrides(folder / "B" / "B - 01.mkv")
    assert said.source == "other.toml"
    assert found(folder / "A", folder / "B" / "B - 01.mkv", passed=passed) == {
        "A": [],
        "B": ["opening 5 9"],
    }
