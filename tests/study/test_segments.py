"""From the library to segments, kept there until something changes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.footage import Film, bodies, encoded, frames, shots, spans
from support.stored import make_track

from cutstat.core.episodes import EpisodeFile, EpisodeName
from cutstat.core.segments import SegmentKind, SegmentOverride, check_cover
from cutstat.core.shots import Detection, Transition
from cutstat.core.timing import parse_position
from cutstat.core.track import Evidence, Observations, Track
from cutstat.detection.registry import make_detector
from cutstat.errors import InputError
from cutstat.library.results import get_result, put_result
from cutstat.library.segments import put_overrides
from cutstat.library.store import Library
from cutstat.scan.keys import detection_key, track_key
from cutstat.study import segments as segments_module
from cutstat.study.shelf import pack_series, unpack_series
from cutstat.study.study import Study

OPENING = shots(90, seed=1)
BODIES = list(bodies(5))
FILMS = [shots(20 + 3 * k, seed=600 + k) + OPENING + body for k, body in enumerate(BODIES)]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A series of three episodes with an opening after a cold open of 20, 23 and 26 s."""
    with Library(tmp_path / "library") as opened:
        for number in (1, 2, 3):
            put(opened, number)
        yield opened


def put(library: Library, number: int, *, key: str = "") -> str:
    """Put an episode into the library as a scan would, and give its key."""
    film = FILMS[number - 1]
    key = key or f"Show {number}"
    file = EpisodeFile(Path(f"/v/{key}.mkv"), EpisodeName("Show", Fraction(number)))
    library.put_file(file, key=key, size=1)
    library.put_track(track_of(film, number), key=track_key(key), file_key=key)
    put_detection(library, film, key=key)
    return key


def track_of(film: Film, number: int) -> Track:
    source, random = encoded(film, seed=number), make_track(len(film))
    return replace(
        random,
        header=replace(random.header, chapters=()),
        times=source.times,
        seen=Observations(
            fingerprints=source.fingerprints,
            colours=source.colours,
            similarities=np.zeros((len(film), 1, 1), np.uint8),
            curves={
                **random.seen.curves,
                "deviation": source.deviation,
                "level": np.full(len(film), 100, np.float32),
            },
            evidence=Evidence(np.zeros(0, np.int32), (), np.zeros((0, 0), np.float32)),
        ),
        damage=(),
    )


def put_detection(library: Library, film: Film, *, key: str, detector: str = "cutstat") -> None:
    info = make_detector(detector).info
    cuts = tuple(Transition(border, border) for border in film.borders.tolist())
    found = Detection(info, cuts, np.zeros(len(film), np.float32), 0.5)
    library.put_detection(found, key=detection_key(info, key), track_key=track_key(key))


def kept(library: Library) -> tuple[str, str] | None:
    return get_result(library, "segmentation", "Show", detector=make_detector("cutstat").info.key)


def lies(kind: SegmentKind, start: str | int, stop: str | int) -> SegmentOverride:
    return SegmentOverride(kind, parse_position(start), parse_position(stop), "a test")


def opening_of(number: int) -> tuple[int, int]:
    start = frames(20 + 3 * (number - 1))
    return start, start + len(OPENING)


def test_a_series_is_segmented_from_the_library_alone(library: Library) -> None:
    found = Study(library).segments("Show")
    assert found.title == "Show"
    assert [episode.file_key for episode in found.episodes] == ["Show 1", "Show 2", "Show 3"]
    for number, one in enumerate(found.segmentations, 1):
        assert spans(one, "opening") == [opening_of(number)]
        check_cover(one.segments, n_frames=len(FILMS[number - 1]))
    assert (found.changes, found.left_out) == ((), ())
    assert found.summary == "Show: opening in 3 of 3"
    assert found.of("Show 2") == found.segmentations[1]
    assert found.of("Show 9") is None


# Kept


def test_what_was_found_is_kept_and_read_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Study(library).segments("Show")
    document = kept(library)
    assert document is not None
    assert set(json.loads(document[1])) == {"Show 1", "Show 2", "Show 3"}

    def fail(*_: Any) -> None:
        raise AssertionError("the segments were looked for again")

    monkeypatch.setattr(segments_module, "segment_series", fail)
    assert Study(library).segments("Show") == found
    assert kept(library) == document


def test_what_is_read_is_what_was_kept(library: Library) -> None:
    Study(library).segments("Show")
    key, document = kept(library) or ("", "")
    changed = document.replace("what is left", "from the document")
    detector = make_detector("cutstat").info.key
    put_result(library, "segmentation", "Show", detector=detector, key=key, document=changed)
    (first, *_) = Study(library).segments("Show").segmentations
    assert first.segments[0].evidence == "from the document"


@pytest.mark.parametrize("document", ["", "no json", "[]", "{}", '{"Show 1": {"segments": []}}'])
def test_a_document_that_cannot_be_read_is_made_anew(library: Library, document: str) -> None:
    found = Study(library).segments("Show")
    key, good = kept(library) or ("", "")
    detector = make_detector("cutstat").info.key
    put_result(library, "segmentation", "Show", detector=detector, key=key, document=document)
    assert Study(library).segments("Show") == found
    assert kept(library) == (key, good)


def test_another_version_of_the_stage_looks_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    Study(library).segments("Show")
    before = kept(library)
    monkeypatch.setattr(segments_module, "SEGMENT_VERSION", "next")
    assert Study(library).segments("Show").changes == ()
    after = kept(library)
    assert before is not None
    assert after is not None
    assert before[0] != after[0]
    assert before[1] == after[1]


@pytest.mark.parametrize("fingerprints", [True, False])
def test_fingerprints_on_a_shelf_are_evidence_for_episodes_scanned_here(
    tmp_path: Path, fingerprints: bool
) -> None:
    shelf = tmp_path / "show.cutstat"
    with Library(tmp_path / "theirs") as theirs:
        for number in (1, 2):
            put(theirs, number, key=f"{number:032x}")
        pack_series(Study(theirs), ["Show"], shelf, fingerprints=fingerprints)
    with Library(tmp_path / "ours") as ours:
        unpack_series(Study(ours), shelf)
        put(ours, 3)
        found = Study(ours).segments("Show").segmentations
    assert [spans(one, "opening") for one in found[:2]] == [[opening_of(1)], [opening_of(2)]]
    assert spans(found[2], "opening") == ([opening_of(3)] if fingerprints else [])


def test_a_new_episode_is_evidence_for_the_old_ones(tmp_path: Path) -> None:
    with Library(tmp_path / "library") as library:
        put(library, 1)
        alone = Study(library).segments("Show")
        assert alone.changes == ()
        assert [doubt.kind for doubt in alone.segmentations[0].doubts] == ["opening", "ending"]
        put(library, 2)
        found = Study(library).segments("Show")
        assert [spans(one, "opening") for one in found.segmentations] == [
            [opening_of(1)],
            [opening_of(2)],
        ]
        assert found.changes == ("Show 01: opening found",)
        assert Study(library).segments("Show").changes == ()  # said once


def test_what_is_found_no_more_is_said(library: Library) -> None:
    Study(library).segments("Show")
    for number in (2, 3):
        library.forget(f"Show {number}")
    found = Study(library).segments("Show")
    assert found.changes == ("Show 01: opening no longer found",)
    assert found.summary == "Show: nothing that the episodes share; the whole file is the body"


def test_an_unknown_series_has_no_segments(library: Library) -> None:
    found = Study(library).segments("Nothing")
    assert (found.episodes, found.segmentations) == ((), ())


# What could not be looked at


def test_a_file_that_is_not_analysed_is_left_out_and_named(library: Library) -> None:
    file = EpisodeFile(Path("/v/Show 4.mkv"), EpisodeName("Show", Fraction(4)))
    library.put_file(file, key="Show 4", size=1)
    for _ in range(2):  # looked for, and read again
        found = Study(library).segments("Show")
        assert len(found.episodes) == 3
        (sentence,) = found.left_out
        assert sentence.startswith("/v/Show 4.mkv: not scanned yet")
        assert "`cutstat scan`" in sentence
    put(library, 4)
    assert len(Study(library).segments("Show").episodes) == 4


def test_a_file_that_another_detector_has_seen_since_is_looked_at(library: Library) -> None:
    for number in (1, 2):
        put_detection(library, FILMS[number - 1], key=f"Show {number}", detector="content")
    found = Study(library, detector="content").segments("Show")
    assert len(found.episodes) == 2
    assert "cutstat scan --detector content" in found.left_out[0]
    put_detection(library, FILMS[2], key=f"Show {3}", detector="content")
    found = Study(library, detector="content").segments("Show")
    assert [spans(one, "opening") for one in found.segmentations] == [
        [opening_of(number)] for number in (1, 2, 3)
    ]
    assert found.left_out == ()


def test_detectors_keep_their_segments_apart(library: Library) -> None:
    found = Study(library).segments("Show")
    for number in (1, 2, 3):
        put_detection(library, FILMS[number - 1], key=f"Show {number}", detector="content")
    other = Study(library, detector="content").segments("Show")
    assert other.changes == ()
    assert other.segmentations == found.segmentations
    assert kept(library) is not None


# The user's word


def test_the_users_word_is_used_and_forgotten(library: Library) -> None:
    before = Study(library).segments("Show")
    put_overrides(library, "Show 1", [lies("opening", 100, 900)], is_command=True)
    said = Study(library).segments("Show")
    assert spans(said.segmentations[0], "opening") == [(100, 900)]
    assert said.segmentations[1:] == before.segmentations[1:]
    assert said.changes == ("Show 01: opening moved",)
    put_overrides(library, "Show 1", [], is_command=True)
    assert Study(library).segments("Show").segmentations == before.segmentations


def test_an_opening_that_is_said_to_be_absent_is_body(library: Library) -> None:
    word = SegmentOverride("opening", None, None, "a test")
    put_overrides(library, "Show 2", [word], is_command=False)
    found = Study(library).segments("Show").segmentations[1]
    assert spans(found, "body") == [(0, len(FILMS[1]))]
    assert [doubt.kind for doubt in found.doubts] == ["ending"]


@pytest.mark.parametrize(
    ("start", "stop"), [(0, 10**6), (10**6, 10**6 + 5), (-(10**6), "end"), ("2h", None)]
)
def test_a_word_that_does_not_fit_becomes_a_note(
    library: Library, start: str | int, stop: str | int | None
) -> None:
    word = lies("card", "99:00:00", "99:00:09") if stop is None else lies("card", start, stop)
    before = Study(library).segments("Show")
    put_overrides(library, "Show 1", [word], is_command=True)
    found = Study(library).segments("Show")
    (note,) = found.segmentations[0].notes
    assert note.startswith("the card said in a test is not used: ")
    assert found.segmentations[0].segments == before.segmentations[0].segments
    assert len(found.segmentations) == 3


# Measured


def test_the_body_is_counted_and_the_whole_beside(library: Library) -> None:
    measured = Study(library).series("Show")
    for number, episode in enumerate(measured.episodes, 1):
        film = FILMS[number - 1]
        start, stop = opening_of(number)
        borders = film.borders
        inside = int(((borders > start) & (borders < stop)).sum())
        assert episode.whole.shots == len(borders) + 1
        # The cold open and the rest; the shots at both edges of the opening end there.
        assert episode.body.shots == episode.whole.shots - (inside + 1)
        assert episode.body.seconds == pytest.approx(
            float((len(film) - len(OPENING)) / film.rate), abs=1e-6
        )
        assert episode.is_segmented


def test_an_episode_measured_alone_has_the_segments_of_its_series(library: Library) -> None:
    entry = library.episodes("Show")[1]
    alone = Study(library).measure(entry)
    (_, second, _) = Study(library).series("Show").episodes
    assert alone.segments == second.segments
    assert alone.body.shots == second.body.shots


def test_a_special_is_segmented_by_itself(library: Library) -> None:
    file = EpisodeFile(Path("/v/Show 4.mkv"), EpisodeName("Show", Fraction(4), role="special"))
    put(library, 4)
    library.put_file(file, key="Show 4", size=1)
    put_overrides(library, "Show 4", [lies("opening", 0, 500)], is_command=True)
    special = next(one for one in library.episodes("Show") if one.file_key == "Show 4")
    measures = Study(library).measure(special)
    assert [(one.kind, one.start, one.stop) for one in measures.segments] == [
        ("opening", 0, 500),
        ("body", 500, len(FILMS[3])),
    ]


def test_an_episode_without_any_body_is_left_out_and_named(library: Library) -> None:
    put_overrides(library, "Show 3", [lies("recap", 0, "end")], is_command=True)
    measured = Study(library).series("Show")
    assert len(measured.episodes) == 2
    assert measured.left_out == (
        "Show 3.mkv: has no body; all of it is opening, ending or the like",
    )
    for number in (1, 2):
        put_overrides(library, f"Show {number}", [lies("recap", 0, "end")], is_command=True)
    with pytest.raises(InputError, match="has no body"):
        Study(library).series("Show")
