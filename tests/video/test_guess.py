"""What guessit reads where the own rules read no number, and that nothing changes without it."""

from __future__ import annotations

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path, PurePath

import pytest

from cutstat.core.episodes import EpisodeName
from cutstat.video.find import find_episodes
from cutstat.video.guess import guess_name
from cutstat.video.names import Reading, parse_name

NEEDS_GUESSIT = pytest.mark.skipif(
    importlib.util.find_spec("guessit") is None, reason="guessit is not installed"
)
DOUBT = "number read by guessit; correct it in cutstat.toml if wrong"
GUESSED = [
    ("Show.5of12.mkv", EpisodeName("Show", Fraction(5))),
    ("Show cap.305.mkv", EpisodeName("Show", Fraction(5), season=3)),
    ("Show 1x5.mkv", EpisodeName("Show", Fraction(5), season=1)),
    ("Show/Season 2/Show.Ep_Five.mkv", EpisodeName("Show", Fraction(5), season=2)),
    ("Show/a_105_b.mkv", EpisodeName("a", Fraction(105), title="b")),
    ("Sh\udcf6w 1x5.mkv", EpisodeName("Sh\udcf6w", Fraction(5), season=1)),
]


@pytest.fixture
def without_guessit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "guessit", None)


@NEEDS_GUESSIT
@pytest.mark.parametrize(("path", "name"), GUESSED)
def test_a_number_that_the_rules_cannot_read_is_guessits_and_in_doubt(
    path: str, name: EpisodeName
) -> None:
    assert parse_name(PurePath(path)) == Reading(name, (DOUBT,))


@NEEDS_GUESSIT
def test_a_file_of_several_episodes_is_counted_as_one() -> None:
    reading = parse_name(PurePath("Show.5of12.6of12.mkv"))
    assert reading.name == EpisodeName("Show", Fraction(5))
    assert reading.doubts == (
        DOUBT,
        "holds episodes 5 to 6 and is left out of comparisons; split it, or say in cutstat.toml "
        "what it is",
    )


@NEEDS_GUESSIT
@pytest.mark.parametrize("file", ["Blade Runner 2049.mkv", "IMG_2033.mkv", "video.mkv", "00001.ts"])
def test_what_guessit_cannot_read_or_takes_for_a_year_stays_without_a_number(file: str) -> None:
    assert guess_name(file) is None
    (doubt,) = parse_name(PurePath("Films", file)).doubts
    assert doubt == "no episode number in the name; say it in cutstat.toml"


@pytest.mark.parametrize(
    "file", ["Show - 03v2.mkv", "Show S02E05.mkv", "NCOP1.mkv", "Show OVA.mkv"]
)
def test_guessit_is_not_asked_where_a_rule_reads_the_name(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cutstat.video.name_rules.guess_name", pytest.fail)
    assert DOUBT not in parse_name(PurePath(file)).doubts


@pytest.mark.usefixtures("without_guessit")
@pytest.mark.parametrize("path", [path for path, _ in GUESSED])
def test_without_guessit_such_a_name_has_no_number(path: str) -> None:
    reading = parse_name(PurePath(path))
    assert reading.name.number is None
    assert "no episode number in the name; say it in cutstat.toml" in reading.doubts


@NEEDS_GUESSIT
def test_a_mistake_of_guessit_leaves_the_number_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    import guessit.api

    def fail(*_: object) -> None:
        raise guessit.api.GuessitException("odd", {})

    monkeypatch.setattr("guessit.api.guessit", fail)
    assert parse_name(PurePath("Show.5of12.mkv")).name.number is None


@NEEDS_GUESSIT
def test_the_manifest_overrules_guessit_and_settles_the_doubt(tmp_path: Path) -> None:
    (tmp_path / "Show.5of12.mkv").write_bytes(b"x")
    (tmp_path / "cutstat.toml").write_text('[[episode]]\nfile = "Show.5of12.mkv"\nnumber = 7\n')
    (file,) = find_episodes([tmp_path]).files
    assert (file.name.number, file.doubts) == (7, ())
