"""A report shows what the videos show, and says so where they are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.shows import write_shows

from cutstat.core.track import Track
from cutstat.errors import InputError
from cutstat.formats.claim_file import read_claim
from cutstat.formats.clock import parse_rate
from cutstat.library.records import LibraryEpisode
from cutstat.library.store import Library
from cutstat.report.cards import Passage
from cutstat.scan.keys import track_key
from cutstat.scan.scan import scan
from cutstat.study.claim import answer_claim, compare_claimed, resolve_claim
from cutstat.study.comparison import PublishedPlace, compare_series
from cutstat.study.episode import StudiedEpisode
from cutstat.study.imports import import_lists
from cutstat.study.report import compose_report
from cutstat.study.study import Study
from cutstat.study.thumbnails import film_frames, look_at_series

CLAIM = """
show = "Fast"
baselines = ["Slow", "published"]
margin = 20

[[exclude]]
episode = "Slow 02"
reason = "a recap"

[[exclude]]
episode = "Slow 03"
reason = "a recap"

[[statement]]
text = "It is cut faster"
measure = "shots_per_minute"
direction = "higher"
against = "mean"
"""


@pytest.fixture(scope="module")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shows(tmp_path_factory.mktemp("shows"), single="lone")


@pytest.fixture
def library(videos: Path, tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library") as opened:
        scan([videos / "Fast", videos / "Slow"], library=opened, jobs=1)
        yield opened


def stored_track(library: Library, entry: LibraryEpisode) -> Track:
    track = library.get_track(track_key(entry.file_key))
    assert track is not None
    return track


def compare_answered(library: Library, file: Path) -> None:
    study = Study(library)
    compare_claimed(study, answer_claim(study, resolve_claim(study, read_claim(file))))


def test_an_episode_looks_like_its_video(library: Library) -> None:
    series = Study(library).series("Fast")
    told: list[tuple[int, int]] = []
    look = look_at_series(
        Study(library), series, has_pictures=True, progress=lambda *step: told.append(step)
    )
    assert look.notes == ()
    assert told[-1] == (5, 5)
    for one, entry in zip(look.episodes, series.entries, strict=True):
        track = stored_track(library, entry)
        assert one.video.endswith("frames/s")
        assert f"{track.header.width}×{track.header.height}" in one.video
        assert np.allclose(one.colours.mean(0), track.seen.colours.mean(0), atol=3)
        (pictures,) = one.films
        assert len(pictures) == 10
        assert {image.shape[2] for image in pictures} == {3}
        # The first and the last picture have the colours of their frames.
        frames = film_frames(
            Study(library).episode(entry), Passage("", np.arange(len(track.times)), 10)
        )
        for image, frame in ((pictures[0], frames[0]), (pictures[-1], frames[-1])):
            assert np.allclose(image.mean((0, 1)), track.seen.colours[frame], atol=12)


def test_pictures_are_taken_where_a_decoder_can_start_if_there_are_enough(
    library: Library,
) -> None:
    (entry, *_) = Study(library).series("Slow").entries
    track = stored_track(library, entry)
    every = Passage("", np.arange(len(track.times)), int(track.is_key.sum()))
    assert (
        film_frames(StudiedEpisode.of_track(track), every) == np.flatnonzero(track.is_key).tolist()
    )
    frames = film_frames(StudiedEpisode.of_track(track), Passage("", np.arange(10, 50), 40))
    assert frames == list(range(10, 50))


def test_videos_that_are_gone_are_named_and_nothing_else_is_missing(
    library: Library, videos: Path
) -> None:
    found = compare_series(Study(library), "Fast", ["Slow"])
    gone = videos / "Fast" / "Fast - 02.mkv"
    data = gone.read_bytes()
    gone.unlink()
    try:
        composed = compose_report(Study(library), found)
    finally:
        gone.write_bytes(data)
    said = "Pictures of Fast 02 are left out: the videos are not there, or have changed."
    assert composed.notes == (said,)
    assert said in composed.report.notes
    assert [len(card.films) for card in composed.report.values("cards")] == [1, 0, 1, 1, 1]
    assert all(len(card.colours) for card in composed.report.values("cards"))
    bare = compose_report(Study(library), found, has_pictures=False)
    assert [len(card.films) for card in bare.report.values("cards")] == [0] * 5
    assert bare.notes == ()


def test_lists_without_videos_make_a_whole_report(tmp_path: Path) -> None:
    lists = []
    for number in range(1, 6):
        file = tmp_path / f"Show - {number:02d}.txt"
        shots = [(start, start + 20 + number) for start in range(0, 9000, 21 + number)]
        file.write_text("\n".join(f"{first} {last}" for first, last in shots))
        lists.append(file)
    with Library(tmp_path / "library") as library:
        for title in ("A", "B"):
            import_lists(library, lists, series=title, form="bbc", rate=parse_rate("25"), by="me")
        composed = compose_report(Study(library), compare_series(Study(library), "A", ["B"]))
    assert composed.notes == ()
    assert len(composed.report.values("cards")) == 5
    assert "shot lists, no video (5)" in dict(composed.report.basis)["Videos"][0]


def test_a_claim_is_reported_with_its_answers(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "claim.toml"
    file.write_text(CLAIM)
    resolved = resolve_claim(Study(library), read_claim(file))
    result = answer_claim(Study(library), resolved)
    found = compare_claimed(Study(library), result)
    assert found.plan.settings.margin == pytest.approx(0.2)
    assert [len(one) for one in found.comparison.baselines] == [3]
    report = compose_report(
        Study(library), found, answers=result.answers, has_pictures=False
    ).report
    assert report.said.answers[0][0] == "It is cut faster"
    assert report.said.answers[0][1].startswith("Cannot be asked of these data: a verdict needs")
    assert "left out: Slow 02, Slow 03" in dict(report.basis)["Settings"][0]


def test_a_claim_that_cannot_be_compared_says_why(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "claim.toml"
    file.write_text(CLAIM.replace('"Slow", "published"', '"published"').split("[[exclude]]")[0])
    file.write_text(file.read_text() + "[[statement]]" + CLAIM.split("[[statement]]")[1])
    study = Study(library)
    result = answer_claim(study, resolve_claim(study, read_claim(file)))
    placed = compare_claimed(study, result)
    assert isinstance(placed, PublishedPlace)  # with nothing but published figures to ask
    report = compose_report(study, placed, answers=result.answers).report
    assert report.said.headline == "Fast has 5 shots an episode"
    assert report.said.paragraph == result.paragraph
    file.write_text(CLAIM.replace('"Slow"', '"Nowhere"'))
    with pytest.raises(InputError, match="Nowhere"):
        compare_claimed(
            Study(library),
            answer_claim(Study(library), resolve_claim(Study(library), read_claim(file))),
        )


def test_flashes_and_fades_are_passed_over(library: Library) -> None:
    (entry, *_) = Study(library).series("Slow").entries
    track = stored_track(library, entry)
    n = track.n_frames
    is_white = np.arange(n) % 2 == 0
    curves = {
        **track.seen.curves,
        "level": np.where(is_white, 250, 100).astype(np.float32),
        "deviation": np.where(is_white, 0, 40).astype(np.float32),
    }
    flashing = replace(track, seen=replace(track.seen, curves=curves), is_key=np.ones(n, bool))
    assert all(
        frame % 2
        for frame in film_frames(StudiedEpisode.of_track(flashing), Passage("", np.arange(n), 10))
    )
    plain = {"level": np.full(n, 250, np.float32), "deviation": np.zeros(n, np.float32)}
    white = replace(track, seen=replace(track.seen, curves={**curves, **plain}))
    assert len(film_frames(StudiedEpisode.of_track(white), Passage("", np.arange(n), 10))) == 10
