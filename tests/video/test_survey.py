"""What packets tell, and decoding some groups of pictures: the same as decoding everything."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support.guided import CODECS, X264, X265, damage_middle, write_guidable
from support.videos import write_shots

from cutstat.core.pictures import Pictures
from cutstat.core.survey import Survey
from cutstat.errors import UnguidableError
from cutstat.synth.encode import Encoding
from cutstat.video.decode import FrameRecord, VideoReader
from cutstat.video.groups import GroupPool, GroupReader
from cutstat.video.survey import survey_video


@pytest.fixture(scope="module", params=[(c, s) for c in CODECS for s in ("mkv", "mp4", "ts")])
def video(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of 20 shots in each codec and container."""
    codec, suffix = request.param
    path = tmp_path_factory.mktemp("survey") / f"{codec}.{suffix}"
    write_guidable(path, shots=20, encoding=CODECS[codec])
    return path


@pytest.fixture(scope="module")
def whole(video: Path) -> tuple[FrameRecord, Pictures]:
    """All that decoding it gives."""
    with VideoReader(video, threads=1) as reader:
        pictures = Pictures.join(list(reader.pictures()))
        return reader.record(), pictures


@pytest.fixture(scope="module")
def survey(video: Path) -> Survey:
    return survey_video(video, threads=1)


def test_times_and_kinds_of_frames_are_those_of_decoding(
    survey: Survey, whole: tuple[FrameRecord, Pictures], video: Path
) -> None:
    record, _ = whole
    assert np.array_equal(survey.times.pts, record.times.pts)
    assert survey.times.stop_pts == record.times.stop_pts
    assert (survey.times.time_base, survey.times.rate) == (
        record.times.time_base,
        record.times.rate,
    )
    assert np.array_equal(survey.is_key, record.is_key)
    assert np.array_equal(survey.intra, np.flatnonzero(record.is_intra))
    with VideoReader(video) as reader:
        assert survey.header == reader.header


def test_pictures_coded_on_their_own_are_those_of_decoding(
    survey: Survey, whole: tuple[FrameRecord, Pictures]
) -> None:
    _, pictures = whole
    assert np.array_equal(survey.pictures.luma, pictures.luma[survey.intra])
    assert np.array_equal(survey.pictures.chroma, pictures.chroma[survey.intra])


def test_the_first_frame_is_an_anchor_and_so_is_every_picture_on_its_own(survey: Survey) -> None:
    assert survey.is_anchor[0]
    assert survey.is_anchor[survey.intra].mean() > 0.9  # leading pictures may come after one
    assert survey.sizes.min() > 0


def test_groups_in_any_order_are_decoded_as_in_the_whole_video(
    survey: Survey, whole: tuple[FrameRecord, Pictures], video: Path
) -> None:
    _, pictures = whole
    keys = np.flatnonzero(survey.is_key).tolist()
    with GroupReader(video, survey) as reader:
        for key, stop in [*zip(keys, [*keys[1:], survey.n_frames], strict=True)][::-1]:
            start = (key + stop) // 2
            after = min(stop + 4, survey.n_frames)
            frames, found = reader.read(key, start, after)
            assert frames.tolist() == list(range(start, after))
            assert np.array_equal(found.luma, pictures.luma[start:after])


def test_a_pool_gives_groups_in_the_order_in_which_they_were_asked_for(
    survey: Survey, whole: tuple[FrameRecord, Pictures], video: Path
) -> None:
    _, pictures = whole
    keys = np.flatnonzero(survey.is_key).tolist()
    spans = [(key, key, stop) for key, stop in pairwise([*keys, survey.n_frames])][::-1]
    with GroupPool(video, survey, threads=2) as pool:
        for (_, start, stop), (frames, found) in zip(spans, pool.read(spans), strict=True):
            assert frames.tolist() == list(range(start, stop))
            assert np.array_equal(found.luma, pictures.luma[start:stop])


def test_an_error_in_a_pool_comes_through(survey: Survey, video: Path) -> None:
    keys = np.flatnonzero(survey.is_key).tolist()
    with GroupPool(video, survey, threads=2) as pool:
        results = pool.read([(key, key, key + 2) for key in keys] + [(0, 0, survey.n_frames + 1)])
        with pytest.raises(UnguidableError, match="cannot be decoded on their own"):
            list(results)


def test_light_decoding_leaves_frames_out_and_hardly_changes_the_others(
    survey: Survey, whole: tuple[FrameRecord, Pictures], video: Path
) -> None:
    _, pictures = whole
    key = int(np.flatnonzero(survey.is_key)[2])
    with GroupReader(video, survey, is_light=True) as reader:
        frames, found = reader.read(key, key, key + 14)
    assert frames[0] == key
    assert len(frames) < 14
    difference = found.luma.astype(int) - pictures.luma[frames]
    assert np.abs(difference).mean() < 3


def test_the_notes_of_the_encoder_are_read(tmp_path: Path) -> None:
    options = {**X264, "x264-params": "no-mbtree=1:keyint=77"}
    write_shots(tmp_path / "noted.mkv", [30, 30], encoding=Encoding(options=options))
    assert survey_video(tmp_path / "noted.mkv").longest_distance == 77
    options = {**X264, "x264-params": "no-mbtree=1:scenecut=0"}
    write_shots(tmp_path / "blind.mkv", [30, 30], encoding=Encoding(options=options))
    with pytest.raises(UnguidableError, match="was told not to look for cuts"):
        survey_video(tmp_path / "blind.mkv")


def test_key_frames_that_need_others_are_no_guide(tmp_path: Path) -> None:
    """An open GOP: pictures before a key frame need what lies before it."""
    options = {**X264, "x264-params": "no-mbtree=1:open-gop=1:keyint=24"}
    write_shots(tmp_path / "open.mkv", [90, 90], encoding=Encoding(options=options))
    try:
        survey = survey_video(tmp_path / "open.mkv")
    except UnguidableError as error:
        assert "cannot be decoded alone" in str(error)  # noqa: PT017 - both are right
    else:
        with VideoReader(tmp_path / "open.mkv") as reader:
            list(reader.pictures())
            assert np.array_equal(survey.intra, np.flatnonzero(reader.record().is_intra))


@pytest.mark.parametrize(
    ("lengths", "options", "intra"),
    [([74, 600], "", [0, 74, 324, 574]), ([256, 200], ":min-keyint=500:keyint=600", [0, 256])],
)
def test_hevc_pictures_far_apart_are_not_mixed_up(
    tmp_path: Path, lengths: list[int], options: str, intra: list[int]
) -> None:
    """FFmpeg loses the second of two some 256 frames apart, if all between are left out."""
    wanted = X265 | {"x265-params": X265["x265-params"] + options}
    write_shots(tmp_path / "far.mkv", lengths, encoding=Encoding(codec="libx265", options=wanted))
    survey = survey_video(tmp_path / "far.mkv")
    assert survey.intra.tolist() == intra
    with VideoReader(tmp_path / "far.mkv") as reader:
        pictures = Pictures.join(list(reader.pictures()))
    assert np.array_equal(survey.pictures.luma, pictures.luma[survey.intra])


def test_avi_does_not_say_when_packets_are_shown(tmp_path: Path) -> None:
    write_shots(tmp_path / "old.avi", [20, 20], encoding=CODECS["h264"])
    with pytest.raises(UnguidableError, match="AVI"):
        survey_video(tmp_path / "old.avi")


def test_other_codecs_are_not_guided(tmp_path: Path) -> None:
    write_shots(tmp_path / "old.mp4", [20, 20], encoding=Encoding(codec="mpeg4", options={}))
    with pytest.raises(UnguidableError, match="not mpeg4"):
        survey_video(tmp_path / "old.mp4")


def read_all(file: Path) -> None:
    """Survey a video and decode all its groups."""
    survey = survey_video(file)
    keys = np.flatnonzero(survey.is_key).tolist()
    with GroupReader(file, survey) as reader:
        for key, stop in zip(keys, [*keys[1:], survey.n_frames], strict=True):
            reader.read(key, key, stop)


def test_a_damaged_video_is_not_guided(tmp_path: Path) -> None:
    file = tmp_path / "damaged.mkv"
    write_guidable(file, shots=12)
    damage_middle(file)
    with pytest.raises(UnguidableError):
        read_all(file)


def test_a_file_that_has_changed_since_its_survey_is_not_decoded(tmp_path: Path) -> None:
    file = tmp_path / "video.mkv"
    write_guidable(file, shots=8)
    survey = survey_video(file)
    write_shots(file, [5, 5], encoding=CODECS["h264"])
    with GroupReader(file, survey) as reader, pytest.raises(UnguidableError):
        reader.read(int(survey.intra[3]), int(survey.intra[3]), int(survey.intra[4]))
