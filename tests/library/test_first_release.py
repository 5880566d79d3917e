"""A library that the first release wrote opens: a user's words stand, what is old is said.

It holds two series of five episodes, one of a single episode, one imported from lists, an opening
that a user has set, and an audit; the videos are gone.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import av
import pytest

import cutstat
from cutstat.core.segments import SegmentOverride
from cutstat.core.timing import parse_position
from cutstat.errors import InputError
from cutstat.library.audits import list_audits
from cutstat.library.segments import segment_overrides
from cutstat.library.store import Library

WRITTEN = Path(__file__).parent / "data" / "library-0.1.0.zip"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with zipfile.ZipFile(WRITTEN) as archive:
        archive.extractall(tmp_path / "library")
    monkeypatch.setattr(av, "open", lambda *_, **__: pytest.fail("a video was opened"))
    return tmp_path / "library"


def test_its_episodes_are_listed(library: Path) -> None:
    listing = cutstat.list(library=library)
    counts = {
        title: sum(one.name.series == title for one in listing.episodes)
        for title in ("Fast", "Slow", "Lone", "Listed")
    }
    assert counts == {"Fast": 5, "Slow": 5, "Lone": 1, "Listed": 2}


def test_what_was_scanned_is_said_to_be_old(library: Path) -> None:
    old = r"Fast - 01\.mkv: scanned by another version of cutstat, .*; run `cutstat scan` on it"
    with pytest.raises(InputError, match=old):
        cutstat.show("Fast 01", library=library)
    with pytest.raises(InputError, match=rf"{old}.*Fast - 02\.mkv.*; and so on for 3 more$"):
        cutstat.compare("Fast", "Slow", library=library)


def test_what_a_user_said_stands(library: Path) -> None:
    with Library(library) as shelf:
        said = SegmentOverride(
            "opening", parse_position("0"), parse_position("20"), "cutstat segments set"
        )
        entry = next(one for one in shelf.episodes("Fast") if one.name.label == "01")
        assert segment_overrides(shelf, entry.file_key) == (said,)
        (audit,) = list_audits(shelf)
        assert audit.detector_text == "cutstat 2 (model=3376be9e, threshold=0.5)"


def test_a_list_that_was_imported_is_measured(library: Path) -> None:
    episode = cutstat.show("Listed 01", library=library)
    assert (episode.n_frames, episode.whole.shots) == (902, 41)
    assert str(episode.detector) == "imported list 1 (by=bbc)"
