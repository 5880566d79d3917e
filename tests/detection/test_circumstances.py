"""What stands around a candidate makes it more or less likely."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray
from support.stored import make_track

from cutstat.core.track import Evidence, Track
from cutstat.detection.circumstances import CALM, UNLIKELY, around_cuts, around_runs
from cutstat.detection.footage import Footage
from cutstat.detection.gradual import Run

DRAWN, FILMED = Footage.surely("drawn"), Footage.surely("filmed")


def track_with(
    candidates: list[int], *, n_frames: int = 960, rate: int = 24, change: float = 0
) -> Track:
    """Make a track with candidates at some frames, and an even change until its middle."""
    track = make_track(n_frames)
    curve = np.where(np.arange(n_frames) < n_frames // 2, change, 0).astype(np.float32)
    frames = np.array(candidates, np.int32)
    seen = replace(
        track.seen,
        evidence=Evidence(frames, ("a",), np.zeros((len(frames), 1), np.float32)),
        curves={**track.seen.curves, "change": curve},
    )
    header = replace(track.header, declared_rate=Fraction(rate))
    return replace(track, header=header, seen=seen)


def odds(*values: float) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def test_the_likeliest_candidate_near_by_is_a_rival() -> None:
    track = track_with([100, 103, 104, 300, 305])
    around = around_cuts(odds(5, 2, 1, 4, 6), track, DRAWN)
    # The one at 104 is but the shadow of that at 103; four frames off is near, five are not.
    assert around["rival"].tolist() == [2, 5, 5, UNLIKELY, UNLIKELY]


def test_at_sixty_frames_a_second_near_is_as_long() -> None:
    track = track_with([100, 108, 300, 301], rate=60)
    around = around_cuts(odds(5, 2, 4, 3), track, DRAWN)
    assert around["rival"].tolist() == [2, 5, UNLIKELY, UNLIKELY]


def test_pace_counts_cuts_around_by_their_chance_over_the_time_there_is() -> None:
    every_second = list(range(27, 1620, 27))
    track = track_with(every_second, n_frames=1620, rate=27)
    sure = around_cuts(np.full(len(every_second), 20, np.float32), track, DRAWN)
    doubtful = around_cuts(np.zeros(len(every_second), np.float32), track, FILMED)
    middle = len(every_second) // 2
    for place in (0, middle, -1):  # at the ends of the file as in its middle
        assert np.expm1(sure["pace"][place]) == pytest.approx(1, rel=0.1)
        assert np.expm1(doubtful["pace"][place]) == pytest.approx(0.5, rel=0.1)
    assert (sure["pace_drawn"] == sure["pace"]).all()
    assert (doubtful["pace_drawn"] == 0).all()


def test_a_candidate_is_not_counted_in_its_own_pace() -> None:
    around = around_cuts(odds(9), track_with([400]), DRAWN)
    assert around["pace"].tolist() == pytest.approx([np.log1p(CALM)])


def test_no_candidates_have_no_circumstances() -> None:
    around = around_cuts(odds(), track_with([]), DRAWN)
    assert {len(values) for values in around.values()} == {0}


def test_a_run_knows_of_cuts_within_and_of_motion_before() -> None:
    track = track_with([100, 130, 700], change=8)
    runs = [
        Run(95, 110, "dissolve", 2.0),
        Run(131, 140, "fade", 2.0),
        Run(690, 700, "wipe", 2.0),
    ]
    around = around_runs(runs, odds(1.5, 3, -2), track, DRAWN)
    assert around["cut"].tolist() == [1.5, UNLIKELY, -2]
    assert around["fade"].tolist() == [0, 1, 0]
    assert around["motion"].tolist() == pytest.approx([np.log(9), np.log(9), 0])
    assert around["drawn"].tolist() == [1, 1, 1]


def test_a_run_at_the_very_start_has_circumstances_too() -> None:
    around = around_runs([Run(1, 9, "fade", 2.0)], odds(), track_with([], change=3), FILMED)
    assert around["motion"].tolist() == pytest.approx([np.log(4)])
