"""A library that the first release wrote opens, and nothing in it has to be decoded again.

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
from cutstat.library.audits import list_audits
from cutstat.library.segments import segment_overrides
from cutstat.library.store import Library
from cutstat.study.comparison import SeriesComparison

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


def test_what_was_compared_gives_the_same_again(library: Path) -> None:
    result = cutstat.compare("Fast", "Slow", library=library)
    assert isinstance(result, SeriesComparison)
    # As the first release printed it.
    assert result.comparison.ratio == pytest.approx(2.17257277140783, rel=1e-12)
    assert result.comparison.total is not None
    chance = result.comparison.total.chance_interval  # which was the whole interval then
    assert chance == pytest.approx((1.84507547, 2.56375975), rel=0.005)
    low, high = result.comparison.interval or (0, 0)
    assert low < chance[0] < chance[1] < high
    assert result.comparison.correction is not None  # by the audit
    assert result.comparison.correction.factors == {"Fast": 1.0}
    assert result.plan.digest == "b9465a4dda69"


def test_what_a_user_said_stands(library: Path) -> None:
    first = cutstat.show("Fast 01", library=library)
    opening = first.segments[0]
    assert (opening.kind, opening.start, opening.stop) == ("opening", 0, 20)
    with Library(library) as shelf:
        said = SegmentOverride(
            "opening", parse_position("0"), parse_position("20"), "cutstat segments set"
        )
        entry = next(one for one in shelf.episodes("Fast") if one.name.label == "01")
        assert segment_overrides(shelf, entry.file_key) == (said,)
        (audit,) = list_audits(shelf)
        assert audit.detector_text == "cutstat 2 (model=3376be9e, threshold=0.5)"


def test_segments_that_were_found_are_not_looked_for_again(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cutstat.study import segments

    monkeypatch.setattr(segments, "segment_series", lambda *_: pytest.fail("looked for again"))
    for one in cutstat.segments(["Fast", "Slow", "Lone"], library=library):
        assert one.segments.changes == ()


def test_a_list_that_was_imported_is_measured(library: Path) -> None:
    episode = cutstat.show("Listed 01", library=library)
    assert (episode.n_frames, episode.whole.shots) == (902, 41)
    assert str(episode.detector) == "imported list 1 (by=bbc)"
