"""What a result depends on, and what not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cutstat.core.shots import DetectorInfo
from cutstat.scan import keys
from cutstat.scan.keys import detection_key, stage_key, track_key

VALUES = st.booleans() | st.integers(-9, 9) | st.text(max_size=3)
PARAMETERS = st.dictionaries(st.text(max_size=3), VALUES, max_size=3)
STAGES = st.tuples(
    st.text(max_size=5),
    st.text(max_size=3),
    PARAMETERS,
    st.lists(st.text(max_size=4), max_size=3).map(tuple),
)
Stage = tuple[str, str, Mapping[str, int | str | bool], tuple[str, ...]]


def key(stage: Stage) -> str:
    name, version, parameters, inputs = stage
    return stage_key(name, version=version, parameters=parameters, inputs=inputs)


def exactly(stage: Stage) -> tuple[object, ...]:
    """Compare True and 1, which are equal in Python, as the different values that they are."""
    name, version, parameters, inputs = stage
    typed = {key: (type(value).__name__, value) for key, value in parameters.items()}
    return name, version, typed, inputs


@given(STAGES, STAGES)
def test_keys_are_equal_when_all_that_they_depend_on_is(one: Stage, other: Stage) -> None:
    assert (key(one) == key(other)) == (exactly(one) == exactly(other))


@given(STAGES)
def test_the_order_of_parameters_does_not_count(stage: Stage) -> None:
    name, version, parameters, inputs = stage
    turned = dict(reversed(list(parameters.items())))
    assert key((name, version, turned, inputs)) == key(stage)


@given(STAGES)
def test_a_key_is_a_file_name(stage: Stage) -> None:
    assert len(key(stage)) == 32
    assert set(key(stage)) <= set("0123456789abcdef")


def test_keys_stay_the_same_between_releases() -> None:
    # Written down once; another value would make every library be decoded anew.
    assert stage_key("track", version="1.1", parameters={}, inputs=("abc",)) == (
        "cf5fd755f57569a695f29d26801dd63b"
    )


@pytest.mark.parametrize("constant", ["DECODE_VERSION", "OBSERVATION_VERSION"])
def test_another_version_of_decoding_or_observing_makes_tracks_and_detections_anew(
    monkeypatch: pytest.MonkeyPatch, constant: str
) -> None:
    info = DetectorInfo("cutstat", "1", {})
    before = track_key("f"), detection_key(info, "f")
    monkeypatch.setattr(keys, constant, "another")
    after = track_key("f"), detection_key(info, "f")
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_tracks_and_detections_of_different_files_have_different_keys() -> None:
    info = DetectorInfo("cutstat", "1", {})
    found = {function for f in "ab" for function in (track_key(f), detection_key(info, f))}
    assert len(found) == 4


@pytest.mark.parametrize(
    "other",
    [
        DetectorInfo("another", "1", {"threshold": 0.5}),
        DetectorInfo("cutstat", "2", {"threshold": 0.5}),
        DetectorInfo("cutstat", "1", {"threshold": 0.6}),
        DetectorInfo("cutstat", "1", {}),
    ],
)
def test_another_detector_finds_its_own_detections(other: DetectorInfo) -> None:
    own = DetectorInfo("cutstat", "1", {"threshold": 0.5})
    assert detection_key(own, "f") != detection_key(other, "f")
    assert track_key("f") == track_key("f")
