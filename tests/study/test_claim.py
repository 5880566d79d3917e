"""A claim in a file reaches the library, or is refused with the place of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.series import make_segmented
from support.shows import write_shows

from cutstat.errors import InputError
from cutstat.formats.claim_file import Claim, read_claim
from cutstat.library.store import Library
from cutstat.scan.scan import scan
from cutstat.stats.claim import Statement
from cutstat.stats.contrast import ComparisonSettings
from cutstat.stats.detection_error import Stratum, estimate_error
from cutstat.study.claim import answer_claim, resolve_claim
from cutstat.study.comparison import compare_series
from cutstat.study.series import SeriesMeasures
from cutstat.study.study import Study

SAMPLES = Path(__file__).parents[2] / "samples" / "claims"
STATEMENT = """
[[statement]]
text = "It is cut faster"
measure = "shots_per_minute"
direction = "higher"
against = "mean"
"""
CLAIM = f'show = "Fast"\nbaselines = ["Slow"]\n{STATEMENT}'


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two series of five episodes, and one of a single episode."""
    return write_shows(tmp_path_factory.mktemp("videos"), single="Lone")


@pytest.fixture(scope="module")
def library(videos: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("library")) as opened:
        scan([videos], library=opened, jobs=1)
        yield opened


def written(folder: Path, text: str) -> Path:
    path = folder / "claim.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def claim(tmp_path: Path) -> Claim:
    return read_claim(written(tmp_path, CLAIM))


def test_a_claim_is_read_as_it_is_written(tmp_path: Path) -> None:
    exclude = 'exclude = [{ episode = "Fast 03", reason = "recap" }]\nmargin = 20\n'
    found = read_claim(written(tmp_path, exclude + CLAIM))
    assert (found.show, found.baselines) == ("Fast", ("Slow",))
    assert found.statements == (
        Statement("It is cut faster", "shots_per_minute", "higher", "mean"),
    )
    assert [(one.episode, one.reason) for one in found.exclusions] == [("Fast 03", "recap")]
    assert found.settings == ComparisonSettings(margin=0.2)
    assert read_claim(written(tmp_path, CLAIM)).settings == ComparisonSettings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("show = ", r"is no TOML \(Invalid value"),
        (STATEMENT, r'the file needs show = "\.\.\."'),
        ('show = "A"\n' + STATEMENT, "the file needs baselines"),
        ('show = "A"\nbaselines = "B"\n' + STATEMENT, "the file needs baselines"),
        ('show = "A"\nbaselines = ["B", 3]\n' + STATEMENT, "the file needs baselines"),
        ('show = "A"\nbaselines = ["B"]\n', r"there is no \[\[statement\]\]"),
        ('show = "A"\nbaselines = ["B"]\nstatement = ["C"]\n', "statement 1 is no table of text"),
        ('hero = "A"\n' + CLAIM, "the file: 'hero' is unknown; known are show"),
        ("margin = 0\n" + CLAIM, "margin is a number of per cent above 0 and up to 1000, got 0"),
        ("margin = true\n" + CLAIM, "margin is a number .* got True"),
        ("margin = nan\n" + CLAIM, "margin is a number .* got nan"),
        ("margin = inf\n" + CLAIM, "margin is a number .* got inf"),
        ("exclude = 3\n" + CLAIM, "exclude is a list of tables, got 3"),
        ('exclude = ["Fast 3"]\n' + CLAIM, "exclude 1 is no table of episode, reason"),
        ('exclude = [{ episode = "Fast 3" }]\n' + CLAIM, 'exclude 1 needs reason = "'),
        (CLAIM + STATEMENT.replace("shots_per_minute", "cuts"), "statement 2: measure 'cuts'"),
        (
            CLAIM + STATEMENT.replace("higher", "up"),
            "statement 2: direction is one of higher, lower, same, got",
        ),
        (
            CLAIM + STATEMENT.replace("mean", "all"),
            "statement 2: against is one of mean, usual, typical, published, got",
        ),
        (CLAIM + STATEMENT.replace("text", "words"), "statement 2: 'words' is unknown"),
        *(
            (CLAIM + re.sub(f"(?m)^{key} = .*$", "", STATEMENT), f"statement 2 needs {key} = ")
            for key in ("text", "measure", "direction", "against")
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=rf"^{re.escape(str(path))}: {said}") as caught:
        read_claim(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_claim(tmp_path / "none.toml")
    with pytest.raises(InputError, match="cannot be read"):
        read_claim(tmp_path)
    path = tmp_path / "claim.toml"
    path.write_bytes(b"show = \xff")
    with pytest.raises(InputError, match="is no TOML"):
        read_claim(path)


def test_a_claim_is_answered_as_the_comparison_is(library: Library, claim: Claim) -> None:
    result = answer_claim(Study(library), resolve_claim(Study(library), claim))
    compared = compare_series(Study(library), "Fast", ["Slow"]).comparison
    assert compared.primary is not None
    (found,) = result.answers
    # In films of two seconds a segment that is in doubt may be the half of each.
    assert found.answer == "undecided"
    assert "With the segments in doubt at a bound, it would be contradicted" in found.sentence
    assert found.ratio == pytest.approx(compared.ratio)
    assert found.interval == pytest.approx(compared.interval)
    assert set(compared.warnings) <= set(result.notes)


def test_an_audit_corrects_the_answer_as_it_corrects_the_comparison(
    library: Library, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = estimate_error([Stratum("boundary", 50, 50, 45)])
    monkeypatch.setattr("cutstat.study.claim.find_audits", lambda *_, **__: {"Fast": error})
    monkeypatch.setattr("cutstat.study.comparison.find_audits", lambda *_, **__: {"Fast": error})
    result = answer_claim(Study(library), resolve_claim(Study(library), claim))
    compared = compare_series(Study(library), "Fast", ["Slow"]).comparison
    assert compared.correction is not None
    assert result.answers[0].interval == pytest.approx(compared.correction.interval)
    assert any(note.startswith("Audits of Fast correct") for note in result.notes)


def test_the_hash_is_taken_before_the_data_are_looked_at(
    library: Library, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked(*_: object, **__: object) -> None:
        raise AssertionError("looked at the data")

    with monkeypatch.context() as patch:
        patch.setattr(Study, "series", looked)
        digest = resolve_claim(Study(library), claim).digest
    assert re.fullmatch("[0-9a-f]{12}", digest)
    assert answer_claim(Study(library), resolve_claim(Study(library), claim)).digest == digest


def test_all_that_is_fixed_is_in_the_hash_and_spelling_is_not(
    library: Library, claim: Claim
) -> None:
    plain = resolve_claim(Study(library), claim)
    (statement,) = claim.statements
    others = [
        replace(claim, baselines=("Slow", "Lone")),
        replace(claim, statements=(statement, statement)),
        replace(claim, statements=(replace(statement, direction="same"),)),
        replace(claim, settings=ComparisonSettings(margin=0.2)),
    ]
    digests = {resolve_claim(Study(library), one).digest for one in others}
    digests.add(resolve_claim(Study(library, detector="cutstat@0.4"), claim).digest)
    assert len(digests) == 5
    assert plain.digest not in digests
    again = resolve_claim(
        Study(library), replace(claim, show="fast", baselines=("slow", "published"))
    )
    assert again.digest == plain.digest


def test_series_may_be_named_by_their_files(videos: Path, tmp_path: Path, claim: Claim) -> None:
    named = replace(claim, show=str(videos / "Fast"), baselines=(str(videos / "Slow"),))
    with Library(tmp_path / "library") as fresh:
        study = Study(fresh)
        resolved = resolve_claim(study, named, jobs=1)
        assert (resolved.claim.show, resolved.claim.baselines) == ("Fast", ("Slow",))
        assert answer_claim(study, resolved).answers[0].ratio == pytest.approx(2.08, abs=0.01)


def test_a_series_is_not_its_own_baseline(library: Library, claim: Claim) -> None:
    with pytest.raises(InputError, match="series 'Fast' is named twice"):
        resolve_claim(Study(library), replace(claim, baselines=("Slow", "fast")))


def test_exclusions_are_left_out_and_named(library: Library, tmp_path: Path) -> None:
    text = 'exclude = [{ episode = "Fast 02", reason = "recap" }]\n' + CLAIM
    result = answer_claim(
        Study(library), resolve_claim(Study(library), read_claim(written(tmp_path, text)))
    )
    assert result.left_out == ("Fast - 02.mkv: excluded beforehand",)
    assert result.answers[0].answer == "cannot be asked"
    assert "these have fewer: Fast (4)" in result.answers[0].sentence


def test_segments_in_doubt_are_named(
    library: Library, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = Statement("It beats the band", "shots_per_minute", "higher", "published")
    alone = replace(claim, baselines=(), statements=(rate,))
    doubtful: tuple[int, ...] = (1, 4)

    def measured(*_: object, **__: object) -> SeriesMeasures:
        made = make_segmented("Fast", episodes=4, doubtful=doubtful)
        return SeriesMeasures("Fast", made.episodes, (), ())

    monkeypatch.setattr(Study, "series", measured)
    resolved = resolve_claim(Study(library), alone)
    note, seen = answer_claim(Study(library), resolved).notes
    assert seen.startswith(f"Plan {resolved.digest} was first seen on ")
    assert "in doubt and counts as body: Fast (2 of 4);" in note
    doubtful = ()
    assert answer_claim(Study(library), resolved).notes == (seen,)


@pytest.mark.parametrize(
    ("episode", "said"), [("Lone 01", "not compared here"), ("Fast 17", "no episode 'Fast 17'")]
)
def test_an_exclusion_must_be_an_episode_of_the_series(
    library: Library, tmp_path: Path, episode: str, said: str
) -> None:
    text = f'exclude = [{{ episode = "{episode}", reason = "recap" }}]\n' + CLAIM
    resolved = resolve_claim(Study(library), read_claim(written(tmp_path, text)))
    with pytest.raises(InputError, match=said):
        answer_claim(Study(library), resolved)


@pytest.mark.parametrize("baselines", [(), ("published",), ("population",)])
def test_published_figures_are_no_series_to_be_set_against(
    library: Library, claim: Claim, baselines: tuple[str, ...]
) -> None:
    named = replace(claim, baselines=baselines)
    (found,) = answer_claim(Study(library), resolve_claim(Study(library), named)).answers
    assert found.answer == "cannot be asked"
    assert 'against = "mean" needs a series among the baselines; none is' in found.sentence
    assert 'add a title or a folder, or ask against = "published"' in found.sentence


def test_a_missing_baseline_is_not_passed_over(library: Library, claim: Claim) -> None:
    published = Statement("It beats the band", "shots_per_20_min", "higher", "published")
    named = replace(claim, baselines=("Slow", "Monster"), statements=(*claim.statements, published))
    resolved = resolve_claim(Study(library), named)
    assert [name for name, _ in resolved.missing] == ["Monster"]
    mean, band = answer_claim(Study(library), resolved).answers
    assert mean.answer == "cannot be asked"
    assert "no series 'Monster' in the library" in mean.sentence
    assert band.answer == "supported"  # needs the show alone


def test_a_series_not_scanned_with_the_detector_cannot_be_asked(
    library: Library, claim: Claim
) -> None:
    study = Study(library, detector="content")
    result = answer_claim(study, resolve_claim(study, claim))
    assert result.answers[0].answer == "cannot be asked"
    assert "not analysed with the detector 'content'" in result.answers[0].sentence


def test_the_claims_that_are_shipped_can_be_read() -> None:
    hero = read_claim(SAMPLES / "hero-mask.toml")
    assert hero.show == "Hero Mask"
    assert len(hero.baselines) >= 6  # five shows and the published figures
    assert [(one.measure, one.against) for one in hero.statements] == [
        ("shots", "usual"),
        ("shots_per_minute", "usual"),
        ("shots", "mean"),
        ("shots_per_minute", "mean"),
        ("shots_per_20_min", "published"),
        ("share_under_1_s_excess", "mean"),
        ("dispersion_excess", "mean"),
        *(("voices_share", "mean"), ("music_share", "mean")),
        *(("voices_without_music_share", "mean"), ("share_of_time_over_8_s", "mean")),
        *(("pace_spread", "mean"), ("action_excess", "mean"), ("pictures_per_minute", "mean")),
    ]
    assert read_claim(SAMPLES / "night-courier.toml").show == "Night Courier"
    assert sorted(path.name for path in SAMPLES.iterdir()) == [
        "hero-mask.toml",
        "night-courier.toml",
    ]


def test_the_claim_on_the_sample_series_is_answered(videos: Path, tmp_path: Path) -> None:
    courier = read_claim(SAMPLES / "night-courier.toml")
    with Library(tmp_path / "library") as small:
        scan([videos / "Fast"], library=small, jobs=1, series=courier.show)
        scan([videos / "Slow"], library=small, jobs=1, series=courier.baselines[0])
        named = replace(courier, baselines=courier.baselines[:1])
        study = Study(small)
        result = answer_claim(study, resolve_claim(study, named))
    answers = {one.statement.text: one.answer for one in result.answers}
    # In films of two seconds a segment that is in doubt may be the half of each.
    assert answers["Night Courier is cut faster than the other two"] == "undecided"
    assert answers["It is cut as fast as the other two"] == "undecided"
    assert answers["It has more cuts an episode than usual for a TV anime"] == "undecided"
