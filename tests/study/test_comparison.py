"""From the library to a comparison."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from support.shows import lengths_of, write_shows
from support.stored import make_file, make_track
from support.videos import write_shots

from cutstat.core.track import Damage
from cutstat.detection.detector import CutstatDetector
from cutstat.detection.registry import make_detector
from cutstat.errors import InputError
from cutstat.library.store import Library
from cutstat.scan.keys import detection_key, track_key
from cutstat.scan.scan import scan
from cutstat.stats.contrast import ComparisonSettings
from cutstat.study.comparison import compare_series
from cutstat.study.study import Study
from cutstat.study.titles import resolve_series
from cutstat.video.identify import file_key


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two series of five episodes, shots of some 8 and 20 frames, and one of a single episode."""
    return write_shows(tmp_path_factory.mktemp("videos"), single="Lone")


@pytest.fixture
def library(videos: Path, tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        scan([videos], library=opened, jobs=1)
        yield opened


def test_a_series_is_measured_episode_by_episode(library: Library) -> None:
    measured = Study(library).series("Fast")
    assert [episode.whole.shots for episode in measured.episodes] == [5] * 5
    assert [episode.n_frames for episode in measured.episodes] == [
        sum(lengths_of(number, pace=8)) for number in range(1, 6)
    ]
    assert measured.left_out == ()


def test_the_videos_are_not_needed_once_they_are_scanned(videos: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(videos, tmp_path / "copy"))
    with Library(tmp_path / "library") as library:
        scan([copy], library=library, jobs=1)
        shutil.rmtree(copy)
        assert compare_series(Study(library), "Fast", ["Slow"]).comparison.refusal is None


def test_a_series_that_is_cut_faster_is_found_to_be(library: Library) -> None:
    result = compare_series(Study(library), "Fast", ["Slow"])
    frames = {
        title: [sum(lengths_of(number, pace=pace)) for number in range(1, 6)]
        for title, pace in (("Fast", 8), ("Slow", 20))
    }
    ratio = 1.0  # five shots in every episode: the rates are as the reciprocal lengths
    for fast, slow in zip(frames["Fast"], frames["Slow"], strict=True):
        ratio *= (slow / fast) ** (1 / 5)
    assert result.comparison.ratio == pytest.approx(ratio, rel=2e-3)  # MKV times are in ms
    assert result.comparison.primary is not None
    assert result.comparison.primary.interval[0] > 1
    # In films of two seconds a segment that is in doubt may be the half of each.
    assert result.comparison.total is not None
    assert result.comparison.total.at_bounds == ("lower", "higher")
    assert result.comparison.decision == "inconclusive"
    assert [one.name for one in result.series] == ["Fast", "Slow"]


def test_too_few_episodes_give_numbers_and_no_verdict(library: Library) -> None:
    comparison = compare_series(Study(library), "Fast", ["Lone"]).comparison
    assert comparison.decision == "refused"
    assert "these have fewer: Lone (1)" in str(comparison.refusal)
    assert comparison.ratio > 0


def test_settings_fixed_by_the_user_count(library: Library) -> None:
    strict = ComparisonSettings(min_episodes=6)
    comparison = compare_series(Study(library), "Fast", ["Slow"], settings=strict).comparison
    assert comparison.decision == "refused"


def test_exclusions_are_left_out_and_part_of_the_plan(library: Library) -> None:
    plain = compare_series(Study(library), "Fast", ["Slow"])
    without = compare_series(Study(library), "Fast", ["Slow"], exclusions=["Fast 02"])
    labels = [episode.name.label for episode in without.comparison.target.episodes]
    assert labels == ["01", "03", "04", "05"]
    assert without.left_out == ("Fast - 02.mkv: excluded beforehand",)
    assert without.comparison.decision == "refused"
    assert without.plan.exclusions == ("Fast 02",)
    assert without.plan.digest != plain.plan.digest
    assert plain.plan.digest == compare_series(Study(library), "Fast", ["Slow"]).plan.digest


def test_an_exclusion_must_be_an_episode_of_what_is_compared(library: Library) -> None:
    with pytest.raises(InputError, match="is an episode of 'Lone', which is not compared here"):
        compare_series(Study(library), "Fast", ["Slow"], exclusions=["Lone 01"])
    with pytest.raises(InputError, match="no episode 'Fast 17'"):
        compare_series(Study(library), "Fast", ["Slow"], exclusions=["Fast 17"])


def test_every_setting_changes_the_hash_of_the_plan(library: Library) -> None:
    plans = [
        compare_series(Study(library), "Fast", ["Slow"], settings=settings).plan.digest
        for settings in (None, ComparisonSettings(margin=0.2), ComparisonSettings(alpha=0.01))
    ]
    assert len(set(plans)) == 3


@pytest.mark.parametrize("baselines", [["Fast"], ["Slow", "Slow"]])
def test_a_series_is_not_compared_with_itself(library: Library, baselines: list[str]) -> None:
    with pytest.raises(InputError, match=r"series '\w+' is named twice"):
        compare_series(Study(library), "Fast", baselines)


def test_another_detectors_results_are_never_mixed_in(library: Library, videos: Path) -> None:
    scan([videos / "Fast"], library=library, jobs=1, detector=make_detector("content"))
    with pytest.raises(
        InputError, match=r"'Slow' has no episode .* `cutstat scan --detector conte"
    ):
        compare_series(Study(library, detector="content"), "Fast", ["Slow"])
    for detector in ("cutstat", "content"):
        for episode in Study(library, detector=detector).series("Fast").episodes:
            assert episode.detector.name.endswith(detector)


def test_the_own_detector_needs_no_new_scan(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CutstatDetector, "VERSION", "next")
    episode = library.episodes("Fast")[0]
    measures = Study(library).measure(episode)
    assert measures.detector.version == "next"
    assert library.get_detection(detection_key(CutstatDetector().info, episode.file_key))


def test_what_is_no_episode_is_left_out_by_name(library: Library) -> None:
    entry = library.episodes("Fast")[0]
    file = make_file(entry.path, series="Fast")
    special = replace(file, name=replace(file.name, role="special", number=Fraction(1)))
    library.put_file(special, key=entry.file_key, size=1)
    measured = Study(library).series("Fast")
    assert len(measured.episodes) == 4
    assert measured.left_out == (f"{entry.path.name}: special, not an episode",)
    assert compare_series(Study(library), "Slow", ["Fast"]).left_out == measured.left_out


def test_a_file_that_failed_is_left_out_with_its_reason(library: Library, tmp_path: Path) -> None:
    bad = tmp_path / "Fast - 09.mkv"
    bad.write_text("this is no video")
    (failure,) = scan([bad], library=library, jobs=1).failed
    assert Study(library).series("Fast").left_out == (failure.reason,)


def test_of_two_files_that_claim_one_episode_one_is_counted(
    library: Library, tmp_path: Path
) -> None:
    first = library.episodes("Fast")[0]
    other = tmp_path / "[Other] Fast - 01.mkv"
    other.write_bytes(first.path.read_bytes() + b"\0")
    scan([other], library=library, jobs=1)
    measured = Study(library).series("Fast")
    assert len(measured.episodes) == 5
    (sentence,) = measured.left_out
    assert "claims to be 01, as" in sentence
    assert {first.path.name, other.name} <= set(
        re.findall(r"\[Other\] Fast - 01.mkv|Fast - 01.mkv", sentence)
    )


def test_a_newer_release_counts_and_of_equal_ones_the_file_that_is_there(
    library: Library, tmp_path: Path
) -> None:
    source = library.episodes("Slow")[0].path.read_bytes()

    def counted(name: str, tail: bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(source + tail)
        scan([file], library=library, jobs=1)
        return next(p for p in Study(library).series("New").paths)

    assert counted("New - 01v2.mkv", b"1").name == "New - 01v2.mkv"
    assert counted("New - 01.mkv", b"2").name == "New - 01v2.mkv"
    (tmp_path / "New - 01v2.mkv").unlink()
    assert counted("New - 01 [a].mkv", b"3").name == "New - 01v2.mkv"  # known, though it is gone
    assert counted("New - 01v3.mkv", b"4").name == "New - 01v3.mkv"
    assert counted("New - 01v3 [b].mkv", b"5").name == "New - 01v3 [b].mkv"  # the last seen
    (tmp_path / "New - 01v3 [b].mkv").unlink()
    assert next(p for p in Study(library).series("New").paths).name == "New - 01v3.mkv"


def test_what_was_passed_over_on_the_way_is_part_of_what_was_left_out(library: Library) -> None:
    result = compare_series(Study(library), "Fast", ["Slow"], skipped=["a.mkv: is empty"])
    assert result.left_out == ("a.mkv: is empty",)


def test_a_file_that_was_replaced_is_counted_once(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "Fast - 06.mkv"
    for source in library.episodes("Slow")[:2]:
        shutil.copy(source.path, file)
        data = file.read_bytes() + b"\0"  # so that it is another file than the source
        file.write_bytes(data)
        scan([file], library=library, jobs=1)
    assert len(Study(library).series("Fast").episodes) == 6


def test_an_episode_whose_track_is_lost_says_what_to_do(library: Library) -> None:
    episode = library.episodes("Fast")[0]
    key = track_key(episode.file_key)
    next((library.folder / "arrays").rglob(f"{key}.npz")).unlink()
    with pytest.raises(InputError, match=r"Fast - 01\.mkv: not scanned yet, .*run `cutstat scan`"):
        Study(library).measure(episode)
    assert len(Study(library).series("Fast").episodes) == 4


def test_a_series_without_any_episode_says_why(library: Library) -> None:
    with pytest.raises(InputError, match="'Nothing' has no episode to measure: it holds no file"):
        Study(library).series("Nothing")


def test_damage_and_gaps_are_told_with_their_places() -> None:
    track = make_track()
    damaged = replace(track, damage=(Damage(0, "torn"), Damage(30, "the file breaks off")))
    first, last, *_ = damaged.warnings
    assert first == "damage at frame 0 (00:00:00.000): torn"
    assert last.startswith("damage at frame 30 (")


# Names that mean series


def test_titles_and_files_both_name_series(library: Library, videos: Path) -> None:
    names = ["fast", videos / "Slow", str(videos / "Lone" / "*.mkv")]
    assert resolve_series(Study(library), names).titles == ("Fast", "Slow", "Lone")


def test_files_that_the_library_does_not_know_are_scanned(videos: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(videos / "Lone", tmp_path / "copy"))
    (folder / "Lone - 02.mkv").touch()
    with Library(tmp_path / "library") as library:
        resolved = resolve_series(Study(library), [folder], jobs=1)
        assert resolved.titles == ("Lone",)
        assert resolved.skipped == (f"{folder / 'Lone - 02.mkv'}: the file is empty (0 bytes)",)
        assert library.has_track(track_key(file_key(folder / "Lone - 01.mkv")))


def test_a_title_wins_over_a_folder_of_the_same_name(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Fast").mkdir()
    resolved = resolve_series(Study(library), ["Fast"])
    assert resolved.titles == ("Fast",)
    (choice,) = resolved.choices
    assert choice.startswith("'Fast' is taken for the series in the library; the folder")
    assert "holds no episode" in choice


def test_new_episodes_in_a_folder_called_like_a_title_are_seen(
    library: Library, videos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(videos / "Fast", tmp_path / "Fast")
    study = Study(library)
    assert len(study.series("Fast").episodes) == 5
    write_shots(tmp_path / "Fast" / "Fast - 06.mkv", [20] * 6, seed=77)
    resolved = resolve_series(study, ["Fast"], jobs=1)
    assert resolved.titles == ("Fast",)
    assert resolved.choices == (
        "'Fast' is a series in the library and a folder here: both were looked at, 1 new",
    )
    assert len(study.series("Fast").episodes) == 6


def test_a_folder_of_several_series_is_refused_by_their_names(
    library: Library, videos: Path
) -> None:
    with pytest.raises(InputError, match=r"holds 3 series \('Fast', 'Lone', 'Slow'\); name one"):
        resolve_series(Study(library), [videos])


def test_files_of_which_none_can_be_analysed_are_refused(library: Library, tmp_path: Path) -> None:
    bad = tmp_path / "Bad - 01.mkv"
    bad.write_text("this is no video")
    with pytest.raises(InputError, match=r"could be analysed; first, .*Bad - 01\.mkv: not a video"):
        resolve_series(Study(library), [bad], jobs=1)


@pytest.mark.parametrize("name", ["Fasst", "x" * 5000, "nul\0byte"])
def test_a_name_of_nothing_is_an_unknown_series(library: Library, name: str) -> None:
    with pytest.raises(InputError, match="no series"):
        resolve_series(Study(library), [name])
