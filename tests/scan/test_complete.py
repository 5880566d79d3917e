"""Old tracks stay valid, and what they lack is added without losing anything."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support.shows import run_cli

from cutstat.core.making import NOTHING_KEPT
from cutstat.core.sound import Sound
from cutstat.library.store import Library
from cutstat.scan.complete import missing_parts
from cutstat.scan.keys import track_key
from cutstat.scan.scan import scan
from cutstat.study.study import Study


@pytest.fixture
def old(series: list[Path], tmp_path: Path) -> tuple[Path, Path]:
    """A library as the last release left it: without drawings and sound; and its one video."""
    video = tmp_path / "Show" / series[0].name
    video.parent.mkdir()
    shutil.copy(series[0], video)
    with Library(tmp_path / "library") as library:
        scan([video], library=library, jobs=1)
        (entry,) = library.episodes()
        key = track_key(entry.file_key)
        track = library.get_track(key)
        assert track is not None
        bare = replace(track, making=NOTHING_KEPT)
        library.put_track(bare, key=key, file_key=entry.file_key)
    return tmp_path / "library", video


def test_an_old_track_is_valid_and_says_what_it_lacks(old: tuple[Path, Path]) -> None:
    with Library(old[0]) as library:
        result = scan([old[1]], library=library, jobs=1)
        assert len(result.reused) == 1
        assert result.incomplete == (f"{old[1].name}: drawings, sound",)
        study = Study(library)
        measures = study.measure(library.episodes()[0])
        assert measures.body.shots > 1
        assert measures.body.made.drawn is None
        assert "scan --complete" in measures.making.why_unheard


def test_completing_adds_what_is_missing_and_keeps_the_rest(old: tuple[Path, Path]) -> None:
    with Library(old[0]) as library:
        entry = library.episodes()[0]
        before = library.get_track(track_key(entry.file_key))
        shots = Study(library).measure(entry).body.shots
        result = scan([old[1]], library=library, jobs=1, complete=True)
        assert (len(result.done), len(result.reused), result.incomplete) == (1, 0, ())
        after = library.get_track(track_key(entry.file_key))
        assert before is not None
        assert after is not None
        assert after.making.drawings is not None
        assert len(after.making.drawings) == after.n_frames == before.n_frames
        assert after.making.sound is not None
        assert (after.seen.fingerprints == before.seen.fingerprints).all()
        measures = Study(library).measure(library.episodes()[0])
        assert measures.body.shots == shots
        assert measures.body.made.drawn is not None
        again = scan([old[1]], library=library, jobs=1, complete=True)
        assert (len(again.done), len(again.reused)) == (0, 1)


def test_the_command_says_how_to_complete(old: tuple[Path, Path]) -> None:
    said = run_cli("scan", old[1], "--library", old[0], "--jobs", "1").stderr
    assert "Not all is kept of 1 known file (" in said
    assert "scan --complete" in said
    done = run_cli("scan", old[1], "--complete", "--library", old[0], "--jobs", "1").stderr
    assert "1 analysed, 0 known already" in done


def test_another_sound_is_listened_to_when_it_is_asked_for(old: tuple[Path, Path]) -> None:
    with Library(old[0]) as library:
        scan([old[1]], library=library, jobs=1, complete=True)
        track = library.get_track(track_key(library.episodes()[0].file_key))
    assert track is not None
    kept = track.making
    assert missing_parts(kept) == ()
    assert missing_parts(kept, audio="jpn") == ()  # a file without sound has no other
    assert missing_parts(replace(kept, sound=None)) == ("sound",)
    assert missing_parts(replace(kept, sound=Sound())) == ()
