"""A song under other pictures every week is found by ear; the truth is where it was put."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from cutstat.core.timing import FrameTimes
from cutstat.scan.analyse import read_track
from cutstat.segment.footage import Source, common_clock
from cutstat.segment.label import Label
from cutstat.segment.segmenter import segment_series
from cutstat.segment.songs import _matches, label_songs
from cutstat.sound.prints import PrintObserver
from cutstat.synth import tones

DATA = Path(__file__).parents[3] / "shared" / "data"
SECONDS = 180
RATE = 24
OPENING, ENDING = 44.0, 42.0


def prints_of(samples: np.ndarray) -> np.ndarray:
    observer = PrintObserver()
    for start in range(0, len(samples), 160_000):
        observer.feed(samples[start : start + 160_000])
    return observer.finish()


def played_faster(samples: np.ndarray, by: Fraction) -> np.ndarray:
    """Play a song faster and keep its pitch, as files of 25 frames a second do it."""
    graph = av.filter.Graph()
    source = graph.add(
        "abuffer", f"sample_rate={tones.RATE}:sample_fmt=flt:channel_layout=mono:time_base=1/16000"
    )
    filters = (graph.add("atempo", str(float(by))), graph.add("abuffersink"))
    source.link_to(filters[0])
    filters[0].link_to(filters[1])
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
    frame.sample_rate, frame.pts = tones.RATE, 0
    graph.push(frame)
    graph.push(None)
    pieces: list[np.ndarray] = []
    with contextlib.suppress(av.error.EOFError):
        while True:
            pieces.append(graph.pull().to_ndarray()[0])
    return np.concatenate(pieces)


def episode(number: int, themes: dict[float, np.ndarray], *, rate: int = RATE) -> Source:
    """Make an episode with pictures of its own, and cuts where its themes begin and end."""
    rng = np.random.default_rng(number)
    samples = (0.06 * rng.normal(size=SECONDS * tones.RATE)).astype(np.float32)
    beats = np.repeat(rng.uniform(0.2, 1.0, SECONDS * 5), tones.RATE // 5)
    samples *= beats.astype(np.float32)  # noise of its own, as no two episodes sound alike
    cuts = set(rng.integers(1, SECONDS * rate, 40).tolist())
    for start, song in themes.items():
        at = round(start * tones.RATE)
        samples[at : at + len(song)] = song * np.float32(rng.uniform(0.7, 1.3))
        edges = {round(start * rate), round((start + len(song) / tones.RATE) * rate)}
        cuts = {cut for cut in cuts if all(abs(cut - edge) > 14 for edge in edges)} | edges
    n = SECONDS * rate
    return Source(
        number=number,
        times=FrameTimes(np.arange(n), n, Fraction(1, rate), Fraction(rate)),
        fingerprints=rng.integers(0, 2**63, n).astype(np.uint64),
        colours=rng.integers(0, 256, (n, 3)).astype(np.uint8),
        deviation=np.full(n, 40, np.float32),
        borders=np.array(sorted(cut for cut in cuts if 0 < cut < n), np.intp),
        prints=prints_of(samples),
    )


@pytest.fixture(scope="module")
def themed() -> tuple[list[Source], list[float], list[float]]:
    """Seven episodes with one opening and one ending at shifting places."""
    opening = tones.music(OPENING, seed=1)
    ending = tones.music(ENDING, seed=2)
    begins = [0.0, 12.5, 3.25, 30.75, 8.0, 21.5, 5.0]
    ends = [SECONDS - ENDING - after for after in (0.0, 10.5, 4.0, 15.0, 2.25, 8.0, 12.0)]
    sources = [
        episode(k, {begin: opening, end: ending})
        for k, (begin, end) in enumerate(zip(begins, ends, strict=True))
    ]
    return sources, begins, ends


def test_a_song_under_other_pictures_is_found_to_the_frame(
    themed: tuple[list[Source], list[float], list[float]],
) -> None:
    sources, begins, ends = themed
    for known, begin, end in zip(segment_series(sources), begins, ends, strict=True):
        spans = {one.kind: (one.start, one.stop) for one in known.segments}
        assert spans["opening"] == (round(begin * RATE), round((begin + OPENING) * RATE))
        assert spans["ending"] == (round(end * RATE), round((end + ENDING) * RATE))
        evidence = next(one.evidence for one in known.segments if one.kind == "opening")
        assert "the same song in 7 of 7 episodes" in evidence


@pytest.mark.parametrize("order", [1, -1])
def test_a_song_is_found_between_film_speed_and_a_faster_copy_that_keeps_its_pitch(
    order: int,
) -> None:
    song = tones.music(50.0, seed=1)
    fast = played_faster(song, Fraction(25, 24))
    begins = (4.0, 20.5)
    sources = [
        episode(40, {begins[0]: song}),
        episode(41, {begins[1]: fast}, rate=25),
    ]
    found = dict(zip((24, 25)[::order], segment_series(sources[::order]), strict=True))
    for (rate, known), begin, length in zip(
        sorted(found.items()), begins, (50.0, 48.0), strict=True
    ):
        spans = {one.kind: (one.start / rate, one.stop / rate) for one in known.segments}
        assert spans["opening"] == pytest.approx((begin, begin + length), abs=0.5)


def test_episodes_without_a_common_song_have_none() -> None:
    sources = [episode(k, {10.0: tones.music(OPENING, seed=50 + k)}) for k in range(10, 14)]
    for known in segment_series(sources):
        assert {one.kind for one in known.segments} == {"body"}


def test_a_short_piece_of_the_score_in_the_middle_is_no_theme() -> None:
    cue = tones.music(25, seed=7)
    sources = [episode(k, {60.0 + 2 * k: cue}) for k in range(20, 24)]
    for known in segment_series(sources):
        assert {one.kind for one in known.segments} == {"body"}


def test_silence_is_no_song() -> None:
    silent = [episode(k, {}) for k in (30, 31)]
    series = common_clock(
        [
            Source(
                *(one.number, one.times, one.fingerprints, one.colours, one.deviation, one.borders),
                prints=np.zeros_like(one.prints),
            )
            for one in silent
        ]
    )
    labels: dict[int, list[Label]] = defaultdict(list)
    label_songs(series, labels)
    assert not any(labels.values())


def test_what_the_pictures_have_shown_stands(
    themed: tuple[list[Source], list[float], list[float]],
) -> None:
    series = common_clock(themed[0])
    labels: dict[int, list[Label]] = defaultdict(list)
    labels[0].append(Label("opening", 0, 10, "by hand"))
    label_songs(series, labels)
    assert [one for one in labels[0] if one.kind == "opening"] == [
        Label("opening", 0, 10, "by hand")
    ]


@pytest.mark.skipif(not DATA.is_dir(), reason="the real videos are not beside the project")
def test_real_title_cards_with_one_jingle_are_no_openings() -> None:
    """Five cards of 15 s each, which sound alike from start to end."""
    sources = []
    for video in sorted((DATA / "cards").glob("*.mp4")):
        track = read_track(video)
        assert track.making.sound is not None
        sources.append(
            Source(
                number=None,
                times=track.times,
                fingerprints=track.seen.fingerprints,
                colours=track.seen.colours,
                deviation=track.seen.curves["deviation"],
                borders=np.zeros(0, np.intp),
                prints=track.making.sound.prints,
                prints_start=track.making.sound.start_seconds,
            )
        )
    assert len(sources) == 5
    matches = list(_matches(common_clock(sources)))
    assert len(matches) >= 10  # each with each: the jingle is heard
    for one in segment_series(sources):
        assert {segment.kind for segment in one.segments} == {"body"}
