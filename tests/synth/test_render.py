"""What is drawn is what the script says, frame by frame, every time."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cutstat.core.segments import Segment, check_cover
from cutstat.core.shots import Detection, DetectorInfo, Transition
from cutstat.synth.paint import Image
from cutstat.synth.render import frames, truth
from cutstat.synth.script import (
    ACTIONS,
    EFFECTS,
    VIEWS,
    EpisodeScript,
    Part,
    SeriesScript,
    ShotScript,
    TransitionScript,
    View,
)

PLACES = ("harbour", "classroom", "night-street", "cafe", "rooftop", "garden", "canyon", "office")


def series(*, grain: float = 0.0, step: int = 2) -> SeriesScript:
    return SeriesScript("Show", Fraction(25), ".mkv", (96, 54), step, 30, grain)


def shot(
    index: int, length: int, view: View = "wide", *actions: str, effects: tuple = ()
) -> ShotScript:
    """Make a shot; shots of different index look different."""
    who = ("rei", "kai", "mara")[index % 3]
    place = PLACES[index % len(PLACES)]
    return ShotScript(length, place, view, who, frozenset(actions), effects)


SCRIPT = EpisodeScript(
    series(),
    1,
    (
        Part("body", (shot(0, 9), shot(1, 7, "close", "talk"), shot(2, 12, "insert"))),
        Part("opening", (shot(3, 8, "action", "lines", "shake"), shot(4, 10, "medium", "run"))),
        Part(
            "body",
            (
                shot(5, 8, "wide", "pan-left"),
                TransitionScript("dissolve", (6,)),
                shot(6, 9, "wide", effects=(("black", 3),)),
                TransitionScript("fade", (4, 3, 5)),
                shot(7, 8, "close"),
                TransitionScript("fade", (2, 2, 2), is_white=True),
                shot(0, 7),
                TransitionScript("wipe", (5,)),
                shot(1, 9, "medium", effects=(("flash", 4), ("impact", 0))),
            ),
        ),
    ),
)
# counted by hand
CUTS = [9, 16, 28, 36, 46]
GRADUAL = [("dissolve", 54, 60), ("fade", 69, 81), ("fade", 89, 95), ("wipe", 102, 107)]
N_FRAMES = 116


@pytest.fixture(scope="module")
def drawn() -> list[Image]:
    return list(frames(SCRIPT))


def difference(one: Image, other: Image) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_the_truth_is_what_was_counted_by_hand() -> None:
    facts = truth(SCRIPT, video="a.mkv")
    found = [(t["kind"], t["start"], t["stop"]) for t in facts["transitions"]]
    assert found == sorted([("cut", c, c) for c in CUTS] + GRADUAL, key=lambda one: one[1])
    assert facts["segments"] == [
        {"kind": "body", "start": 0, "stop": 28},
        {"kind": "opening", "start": 28, "stop": 46},
        {"kind": "body", "start": 46, "stop": N_FRAMES},
    ]
    assert [one[:2] for one in facts["hard"]] == [[28, 36], [63, 66], [111, 114], [107, 110]]
    assert (facts["video"], facts["frames"], facts["fps"]) == ("a.mkv", N_FRAMES, "25")


def test_as_many_frames_are_drawn_as_the_truth_counts(drawn: list[Image]) -> None:
    assert len(drawn) == N_FRAMES
    assert {image.shape for image in drawn} == {(54, 96, 3)}
    assert {image.dtype for image in drawn} == {np.dtype(np.uint8)}


def test_pictures_change_at_the_cuts_more_than_within_calm_shots(drawn: list[Image]) -> None:
    calm = [k for k in range(1, 28) if k not in CUTS] + [47, 49, 51]
    within = max(difference(drawn[k - 1], drawn[k]) for k in calm)
    for cut in CUTS:
        assert difference(drawn[cut - 1], drawn[cut]) > 2 * within


def test_a_dissolve_lies_between_both_shots(drawn: list[Image]) -> None:
    before, after = drawn[53], drawn[60]
    to_new = [difference(drawn[k], after) for k in range(54, 60)]
    assert all(a > b for a, b in pairwise(to_new))
    assert difference(drawn[54], before) < difference(drawn[54], after)
    assert difference(drawn[59], after) < difference(drawn[59], before)


def test_a_fade_reaches_its_colour_for_the_frames_held(drawn: list[Image]) -> None:
    assert [k for k in range(67, 83) if drawn[k].max() == 0] == [73, 74, 75]
    assert [k for k in range(87, 97) if drawn[k].min() == 255] == [91, 92]
    levels = [float(drawn[k].mean()) for k in range(68, 74)]
    assert levels == sorted(levels, reverse=True)


def test_a_wipe_shows_the_new_shot_on_one_side_and_the_old_on_the_other(
    drawn: list[Image],
) -> None:
    middle = drawn[104]  # 3 of 6 parts of the way
    assert np.array_equal(middle[:, 48:], drawn[101][:, 48:])
    assert not np.array_equal(middle[:, :48], drawn[101][:, :48])


def test_effects_last_for_their_frames_only(drawn: list[Image]) -> None:
    assert [k for k in range(60, 69) if drawn[k].max() == 0] == [63, 64, 65]
    calm = drawn[110]
    assert all(difference(255 - drawn[k], calm) < 1 for k in range(107, 110))
    assert [k for k in range(110, 116) if drawn[k].mean() > calm.mean() + 20] == [111, 112, 113]


def test_drawing_twice_gives_the_same_pixels(drawn: list[Image]) -> None:
    assert all(np.array_equal(a, b) for a, b in zip(drawn, frames(SCRIPT), strict=True))


def test_grain_is_the_same_every_time_and_changes_from_frame_to_frame() -> None:
    still = Part("body", (shot(0, 8),))
    clean = next(frames(EpisodeScript(series(), 1, (still,))))
    one = list(frames(EpisodeScript(series(grain=3.0), 1, (still,))))
    two = list(frames(EpisodeScript(series(grain=3.0), 1, (still,))))
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
    assert not np.array_equal(one[0], one[1])
    assert np.std(one[0].astype(int) - clean) == pytest.approx(3.0, abs=0.5)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_drawing_stands_as_many_frames_as_the_series_says(step: int) -> None:
    talking = Part("body", (shot(1, 12, "close", "talk"),))
    images = list(frames(EpisodeScript(series(step=step), 1, (talking,))))
    changes = [k for k in range(1, 12) if not np.array_equal(images[k - 1], images[k])]
    assert changes
    assert all(k % step == 0 for k in changes)


@pytest.mark.parametrize("action", sorted(ACTIONS - {"hold"}))
def test_every_action_moves_the_picture_and_hold_does_not(action: str) -> None:
    held = list(
        frames(EpisodeScript(series(), 1, (Part("body", (shot(0, 9, "medium", "hold"),)),)))
    )
    moved = list(
        frames(EpisodeScript(series(), 1, (Part("body", (shot(0, 9, "medium", action),)),)))
    )
    assert all(np.array_equal(held[0], image) for image in held)
    assert any(not np.array_equal(moved[0], image) for image in moved)


@st.composite
def episodes(draw: st.DrawFn) -> EpisodeScript:
    """Draw scripts in which every transition stands between two shots."""
    parts: list[Part] = []
    index = 0
    for kind in draw(
        st.lists(st.sampled_from(["body", "opening", "preview"]), min_size=1, max_size=3)
    ):
        lines: list[ShotScript | TransitionScript] = []
        for _ in range(draw(st.integers(1, 3))):
            if index and draw(st.booleans()):
                name = draw(st.sampled_from(["dissolve", "wipe", "fade"]))
                counts = st.integers(1, 4)
                phases = (draw(counts),) if name != "fade" else (draw(counts), 0, draw(counts))
                lines.append(TransitionScript(name, phases, is_white=draw(st.booleans())))
            view = draw(st.sampled_from(VIEWS))
            effect = draw(st.none() | st.sampled_from(sorted(EFFECTS)))
            length = draw(st.integers(3, 9))
            effects = ((effect, length - 3),) if effect else ()
            lines.append(
                shot(index, length, view, draw(st.sampled_from(sorted(ACTIONS))), effects=effects)
            )
            index += 1
        parts.append(Part(kind, tuple(lines)))
    return EpisodeScript(series(), 1, tuple(parts))


@settings(max_examples=25, deadline=None)
@given(episodes())
def test_the_truth_of_any_episode_adds_up(episode: EpisodeScript) -> None:
    facts = truth(episode, video="a.mkv")
    n_frames = facts["frames"]
    assert sum(1 for _ in frames(episode)) == n_frames
    check_cover(
        [Segment(s["kind"], s["start"], s["stop"], "script") for s in facts["segments"]],
        n_frames=n_frames,
    )
    transitions = tuple(Transition(t["start"], t["stop"], t["kind"]) for t in facts["transitions"])
    shots = [line for one in episode.parts for line in one.lines if isinstance(line, ShotScript)]
    info = DetectorInfo("script", "1", {})
    detection = Detection(info, transitions, np.zeros(n_frames, np.float32), 0.5)
    assert len(detection.shots) == len(shots)
    assert all(0 <= start < stop <= n_frames for start, stop, _ in facts["hard"])


def test_every_view_is_drawn() -> None:
    assert get_args(View) == VIEWS
    for view in VIEWS:
        (image,) = frames(EpisodeScript(series(), 1, (Part("body", (shot(0, 1, view),)),)))
        assert image.std() > 0 or view == "title"
