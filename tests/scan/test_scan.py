"""Bring the library up to date, lose nothing, decode nothing twice."""

from __future__ import annotations

import os
import shutil
import signal
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.shows import finish, lengths_of, start, write_copies
from support.stored import plain
from support.videos import borders, write_shots

from cutstat.core.shots import Detection
from cutstat.core.track import Track
from cutstat.detection.detector import CutstatDetector
from cutstat.detection.registry import make_detector
from cutstat.errors import InputError
from cutstat.library.store import Library
from cutstat.scan import scan as scan_module
from cutstat.scan.keys import detection_key, track_key
from cutstat.scan.scan import ScanEvent, scan
from cutstat.study.study import Study
from cutstat.video.identify import file_key


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def folder(series: list[Path], tmp_path: Path) -> Path:
    """A folder of its own with three episodes, which a test may change."""
    place = tmp_path / "Show"
    place.mkdir()
    for file in series[:3]:
        shutil.copy(file, place)
    return place


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of ten files."""
    place = tmp_path_factory.mktemp("ten")
    video = place / "video.mkv"
    write_shots(video, [12, 20, 16], seed=5)
    write_copies(place / "videos", video, count=10)
    return place / "videos"


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were decoded, in order, by scans with one job."""
    paths: list[Path] = []
    real = scan_module.SerialExecutor.run

    def run(self: object, jobs: list[scan_module.Job], **rest: object) -> object:
        paths.extend(job.path for job in jobs)
        return real(self, jobs, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(scan_module.SerialExecutor, "run", run)
    return paths


def kept(folder: Path, library: Library) -> dict[str, tuple[Track | None, Detection | None]]:
    """Give what the library holds of each file of a folder."""
    found = {}
    for file in sorted(folder.iterdir()):
        key = file_key(file)
        detection = library.get_detection(detection_key(CutstatDetector().info, key))
        found[file.name] = (library.get_track(track_key(key)), detection)
    return found


# What a scan leaves behind


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_scan_keeps_track_and_transitions_of_every_episode(
    folder: Path, library: Library, jobs: int
) -> None:
    result = scan([folder], library=library, jobs=jobs)
    assert [file.path.name for file in result.done] == [f"Show - 0{n}.mkv" for n in (1, 2, 3)]
    assert result.reused == result.failed == result.skipped == ()
    for number, (track, detection) in enumerate(kept(folder, library).values(), 1):
        lengths = lengths_of(number, pace=9)
        assert track is not None
        assert detection is not None
        assert track.n_frames == sum(lengths)
        assert [found.start for found in detection.transitions] == borders(lengths)


def test_a_second_scan_decodes_nothing(folder: Path, library: Library, decoded: list[Path]) -> None:
    first = scan([folder], library=library, jobs=1)
    again = scan([folder], library=library, jobs=1)
    assert len(decoded) == 3
    assert again.done == ()
    assert again.files == again.reused == first.done


def test_files_that_were_renamed_or_moved_are_not_decoded_again(
    folder: Path, library: Library, tmp_path: Path, decoded: list[Path]
) -> None:
    scan([folder], library=library, jobs=1)
    moved = tmp_path / "Archive"
    folder.rename(moved)
    (moved / "Show - 01.mkv").rename(moved / "Other - 07.mkv")
    result = scan([moved], library=library, jobs=1)
    assert len(decoded) == 3
    assert len(result.reused) == 3
    assert {e.path.parent for e in library.episodes()} == {moved}
    assert {e.path.name for e in library.episodes("Other")} == {"Other - 07.mkv"}


def test_a_series_named_by_the_user_overrules_the_file_names(
    folder: Path, library: Library
) -> None:
    scan([folder], library=library, jobs=1, series="海の駅")
    assert library.series_names() == ("海の駅",)


@pytest.mark.parametrize("damage", ["track", "detection", "both", "gone"])
def test_damaged_results_are_made_again(folder: Path, library: Library, damage: str) -> None:
    scan([folder], library=library, jobs=1)
    before = kept(folder, library)
    key = file_key(folder / "Show - 02.mkv")
    keys = {"track": track_key(key), "detection": detection_key(CutstatDetector().info, key)}
    for what, stem in keys.items():
        (file,) = (library.folder / "arrays").rglob(f"{stem}.npz")
        if damage == "gone":
            file.unlink()
        elif damage in (what, "both"):
            file.write_bytes(file.read_bytes()[:100])
    result = scan([folder], library=library, jobs=1)
    assert plain(kept(folder, library)) == plain(before)
    assert [path.name for path in result.restored] == ["Show - 02.mkv"]
    assert scan([folder], library=library, jobs=1).restored == ()


def test_another_detector_leaves_the_results_of_the_first(
    folder: Path, library: Library, decoded: list[Path]
) -> None:
    scan([folder], library=library, jobs=1)
    before = kept(folder, library)
    for detector in ("content", "hash"):
        assert (
            len(scan([folder], library=library, jobs=1, detector=make_detector(detector)).done) == 3
        )
    assert plain(kept(folder, library)) == plain(before)
    for detector in ("cutstat", "content", "hash"):
        assert (
            len(scan([folder], library=library, jobs=1, detector=make_detector(detector)).reused)
            == 3
        )
    assert len(decoded) == 9


def test_the_own_detector_runs_again_from_the_track_alone(
    folder: Path, library: Library, decoded: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan([folder], library=library, jobs=1)
    before = kept(folder, library)
    monkeypatch.setattr(CutstatDetector, "VERSION", "next")
    assert len(scan([folder], library=library, jobs=1).reused) == 3
    assert len(decoded) == 3
    for (_, old), (_, new) in zip(before.values(), kept(folder, library).values(), strict=True):
        assert old is not None
        assert new is not None
        assert new.detector.version == "next"
        assert new.transitions == old.transitions


# Bad files


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_files_end_up_in_the_list_and_the_others_go_on(
    folder: Path, library: Library, jobs: int
) -> None:
    (folder / "Show - 04.mkv").write_text("this is no video")
    whole = (folder / "Show - 01.mkv").read_bytes()
    (folder / "Show - 05.mkv").write_bytes(whole[:300])
    (folder / "Show - 06.mkv").touch()
    (folder / "Show - 07.mkv").symlink_to("nowhere")
    result = scan([folder], library=library, jobs=jobs)
    assert len(result.done) == 3
    assert {f.path.name for f in result.failed} == {"Show - 04.mkv", "Show - 05.mkv"}
    assert {s.path.name for s in result.skipped} == {"Show - 06.mkv", "Show - 07.mkv"}
    for failure in result.failed:
        assert failure.reason.startswith(f"{failure.path}: ")
    assert {f.path: f.reason for f in library.failures()} == {
        f.path: f.reason for f in result.failed
    }


def test_a_file_that_was_mended_is_no_failure_any_more(folder: Path, library: Library) -> None:
    bad = folder / "Show - 01.mkv"
    whole = bad.read_bytes()
    bad.write_text("this is no video")
    assert len(scan([folder], library=library, jobs=1).failed) == 1
    assert len(library.failures()) == 1
    bad.write_bytes(whole)
    assert scan([folder], library=library, jobs=1).failed == ()
    assert library.failures() == ()
    assert len(library.episodes("Show")) == 3


def test_a_file_that_is_replaced_during_the_scan_fails_and_is_not_kept(
    folder: Path, library: Library
) -> None:
    file = folder / "Show - 02.mkv"
    first_key = file_key(file)

    def replace(event: ScanEvent) -> None:
        if event.kind == "found":
            shutil.copy(folder / "Show - 01.mkv", file)

    result = scan([folder], library=library, jobs=1, listener=replace)
    (failure,) = result.failed
    assert failure.reason == f"{file}: changed during the scan; scan it once it is whole"
    assert not library.has_track(track_key(first_key))


def test_a_file_that_vanishes_during_the_scan_costs_itself_only(
    folder: Path, library: Library
) -> None:
    def remove(event: ScanEvent) -> None:
        if event.kind == "found":
            (folder / "Show - 02.mkv").unlink()

    result = scan([folder], library=library, jobs=1, listener=remove)
    assert [f.path.name for f in result.failed] == ["Show - 02.mkv"]
    assert len(result.done) == 2


def test_a_file_that_vanishes_before_it_is_known_costs_itself_only(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key_then_remove(path: Path) -> str:
        key = file_key(path)
        if path.name == "Show - 02.mkv":
            path.unlink(missing_ok=True)
        return key

    monkeypatch.setattr(scan_module, "file_key", key_then_remove)
    result = scan([folder], library=library, jobs=1)
    assert [f.path.name for f in result.failed] == ["Show - 02.mkv"]
    assert len(result.done) == 2


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["nowhere"], "nowhere: no such file or folder"),
        (["*.nothing"], "no file matches this pattern"),
        (["."], "holds no video files"),
    ],
)
def test_a_wrong_call_is_a_sentence(
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    paths: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=message.replace("*", r"\*").replace(".", r"\.")):
        scan(paths, library=library)


# What is told on the way


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_episode_is_in_the_library_as_soon_as_it_is_done(
    folder: Path, library: Library, jobs: int
) -> None:
    counts: list[int] = []

    def look(event: ScanEvent) -> None:
        if event.kind == "done":
            with Library(library.folder) as other:
                counts.append(sum(e.track_key is not None for e in other.episodes()))

    scan([folder], library=library, jobs=jobs, listener=look)
    assert counts == [1, 2, 3]


def test_events_tell_what_happens_to_every_file(folder: Path, library: Library) -> None:
    events: list[ScanEvent] = []
    (folder / "Show - 04.mkv").write_text("this is no video")
    scan([folder / "Show - 01.mkv"], library=library, jobs=1)
    scan([folder], library=library, jobs=1, listener=events.append)
    told = [(e.kind, e.path.name if e.path else None) for e in events if e.kind != "progress"]
    assert told == [
        ("reused", "Show - 01.mkv"),
        ("found", None),
        ("done", "Show - 02.mkv"),
        ("done", "Show - 03.mkv"),
        ("failed", "Show - 04.mkv"),
    ]
    assert next(e.files for e in events if e.kind == "found") == 3
    assert [e.shots for e in events if e.kind == "done"] == [5, 5]


# Runs that are stopped, and runs beside each other

SCAN_UNTIL_KILLED = """
    import multiprocessing, os, signal, sys
    from cutstat.library.store import Library
    from cutstat.scan.scan import scan

    done = 0

    def listen(event):
        global done
        done += event.kind == "done"
        if done == 3:
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

    if __name__ == "__main__":
        with Library(sys.argv[2]) as library:
            scan([sys.argv[1]], library=library, jobs=int(sys.argv[3]), listener=listen)
""".replace("sys.argv[2]", "__import__('pathlib').Path(sys.argv[2])")


def is_running(pid: int) -> bool:
    """Whether a process is there; one that is dead but not yet collected is not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def has_members(group: int) -> bool:
    """Whether a process group still has a process."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Wait for something to become true; False if it has not after a long time."""
    deadline = time.monotonic() + 20
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_goes_on_where_it_was(ten: Path, tmp_path: Path, jobs: int) -> None:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(SCAN_UNTIL_KILLED))
    run = start([script, ten, tmp_path / "library", str(jobs)])
    stdout, stderr = finish(run)
    assert run.returncode == -signal.SIGKILL, stderr
    workers = [int(pid) for pid in stdout.split()]
    assert len(workers) == (0 if jobs == 1 else jobs)
    if Path("/proc/self/stat").exists():
        assert wait_until(lambda: not any(map(is_running, workers)))
    with Library(tmp_path / "library") as library, Library(tmp_path / "whole") as whole:
        result = scan([ten], library=library, jobs=jobs)
        assert (len(result.reused), len(result.done)) == (3, 7)
        scan([ten], library=whole, jobs=1)
        assert plain(kept(ten, library)) == plain(kept(ten, whole))
        assert None not in [value for pair in kept(ten, whole).values() for value in pair]
        assert library.state().problems == ()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that take a while."""
    place = tmp_path_factory.mktemp("long")
    video = place / "video.mkv"
    write_shots(video, [12] * 40, seed=6)
    write_copies(place / "videos", video, count=30)
    return place / "videos"


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("whom", ["group", "parent"])
def test_ctrl_c_ends_a_scan_in_one_sentence_and_leaves_no_process(
    long: Path, tmp_path: Path, jobs: int, whom: str
) -> None:
    command = ["-m", "cutstat", "scan", long, "-j", str(jobs), "--library", tmp_path / "library"]
    run = start(command)
    assert run.stderr is not None
    assert run.stderr.readline().startswith("1/30 ")
    # A terminal sends Ctrl-C to all processes of the group, `kill -INT` to the parent alone.
    (os.killpg if whom == "group" else os.kill)(run.pid, signal.SIGINT)
    stdout, stderr = finish(run)
    assert run.returncode == 130
    assert stdout == ""
    lines = [line for line in stderr.splitlines() if line and "/30 " not in line]
    assert lines == ["cutstat: interrupted; the same command goes on from here"]
    assert wait_until(lambda: not has_members(run.pid))
    with Library(tmp_path / "library") as library:
        finished = sum(e.track_key is not None for e in library.episodes())
        assert 1 <= finished < 30
        assert library.state().problems == ()


def test_two_scans_of_one_folder_into_one_library_at_once(ten: Path, tmp_path: Path) -> None:
    command = ["-m", "cutstat", "scan", ten, "-j", "1", "--library", tmp_path / "library"]
    runs = [start(command) for _ in range(2)]
    for run in runs:
        _, stderr = finish(run)
        assert run.returncode == 0, stderr
    with Library(tmp_path / "library") as library, Library(tmp_path / "whole") as whole:
        scan([ten], library=whole, jobs=1)
        assert len(library.episodes()) == 10
        assert plain(kept(ten, library)) == plain(kept(ten, whole))
        assert library.state().problems == ()


def test_two_files_with_the_same_content_are_one(series: list[Path], tmp_path: Path) -> None:
    for name in ("A - 01.mkv", "B - 01.mkv"):
        shutil.copy(series[0], tmp_path / name)
    with Library(tmp_path / "library") as library:
        result = scan([tmp_path], library=library, jobs=1)
        assert [file.path.name for file in result.done] == ["A - 01.mkv"]
        (skipped,) = result.skipped
        assert skipped.reason == f"has the same content as {tmp_path / 'A - 01.mkv'}"
        assert library.series_names() == ("A",)


def test_a_failed_file_that_is_gone_is_reported_no_more(series: list[Path], tmp_path: Path) -> None:
    shutil.copy(series[0], tmp_path / "Show - 01.mkv")
    bad = tmp_path / "Show - 02.mkv"
    bad.write_text("no video")
    with Library(tmp_path / "library") as library:
        scan([tmp_path], library=library, jobs=1)
        assert len(library.failures()) == 1
        bad.unlink()
        scan([tmp_path], library=library, jobs=1)
        assert library.failures() == ()
        assert [entry.path.name for entry in library.episodes()] == ["Show - 01.mkv"]


def test_a_copy_elsewhere_does_not_take_an_episode_from_its_series(
    series: list[Path], tmp_path: Path
) -> None:
    original = tmp_path / "Show" / "Show - 01.mkv"
    copy = tmp_path / "Backup" / "Backup - 01.mkv"
    for file in (original, copy):
        file.parent.mkdir()
        shutil.copy(series[0], file)
    with Library(tmp_path / "library") as library:
        scan([original.parent], library=library, jobs=1)
        (skipped,) = scan([copy.parent], library=library, jobs=1).skipped
        assert skipped.reason == f"has the same content as {original}"
        assert library.series_names() == ("Show",)
        original.unlink()  # now it is no copy, but the file itself, moved and renamed
        result = scan([copy.parent], library=library, jobs=1)
        assert [file.path for file in result.reused] == [copy]
        assert library.series_names() == ("Backup",)


def test_a_file_cut_short_is_analysed_and_named_as_damaged(
    series: list[Path], tmp_path: Path
) -> None:
    file = tmp_path / "Cut - 01.mkv"
    data = series[0].read_bytes()
    file.write_bytes(data[: len(data) * 2 // 3])
    with Library(tmp_path / "library") as library:
        (done,) = scan([file], library=library, jobs=1).done
        assert any("damage at frame" in doubt for doubt in done.doubts)
        (episode,) = Study(library).series("Cut").episodes
    assert episode.is_damaged
