"""Odd videos give the frames and times that the plainest PyAV decode gives, and say their damage.

What a file must give stands in `plain`, written out in the simplest way; where pictures change
stands in the script of the video.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from support import odd_videos as odd
from support.odd_videos import write_small
from support.videos import borders

from cutstat.errors import DecodeError, InputError
from cutstat.video import decode
from cutstat.video.decode import FrameRecord, VideoReader

CUTS = borders(odd.LENGTHS)
N_FRAMES = sum(odd.LENGTHS)
FILM, TELEVISION = Fraction(24000, 1001), Fraction(30000, 1001)
DURATIONS = [1, 2, 3, 2, 4] * 10
REAL_FILES = Path(__file__).parents[2].parent / "shared" / "data" / "other"


@dataclass(frozen=True)
class Case:
    """A video that decodes without damage."""

    name: str
    make: Callable[[Path], object]
    times: Callable[[int], Fraction] | None = None
    """Exact time of each frame in seconds; None where only the plain decode knows."""

    unit: Fraction = Fraction(0)
    """Seconds to which the container rounds times; 0 for none."""

    n_frames: int = N_FRAMES
    codec: str = "h264"
    has_cuts: bool = True


def steady(rate: Fraction) -> Callable[[int], Fraction]:
    return lambda frame: frame / rate


def source(path: Path, name: str, **settings: object) -> Path:
    """Write the file that an odd one is made from, beside it."""
    return write_small(path.with_name(f"source of {path.stem}{name}"), **settings)  # type: ignore[arg-type]


MS = Fraction(1, 1000)
HEVC = {"preset": "ultrafast", "x265-params": "log-level=none:pools=1"}
AV1 = {"preset": "10", "svtav1-params": "lp=1"}
VP9 = {"deadline": "realtime", "cpu-used": "8"}
CASES = [
    Case("film rate.mkv", write_small, steady(FILM), MS),
    Case("25.mp4", lambda p: write_small(p, rate=Fraction(25)), steady(Fraction(25))),
    Case("tv rate.mkv", lambda p: write_small(p, rate=TELEVISION), steady(TELEVISION), MS),
    Case("tv rate.mp4", lambda p: write_small(p, rate=TELEVISION), steady(TELEVISION)),
    Case(
        "variable.mp4",
        lambda p: write_small(p, durations=DURATIONS),
        lambda frame: sum(DURATIONS[:frame]) / FILM,
    ),
    Case(
        "variable.mkv",
        lambda p: write_small(p, durations=DURATIONS),
        lambda frame: sum(DURATIONS[:frame]) / FILM,
        MS,
    ),
    Case("late.mkv", lambda p: write_small(p, first_pts=90), steady(FILM), MS),
    Case("late.mp4", lambda p: write_small(p, first_pts=90), steady(FILM)),
    Case("transport.ts", write_small, steady(FILM), Fraction(1, 90000)),
    Case("bare stream.h264", write_small, steady(FILM)),
    Case("b-frames.mkv", lambda p: write_small(p, options=odd.B_FRAMES), steady(FILM), MS),
    Case("open gop.mp4", lambda p: write_small(p, options=odd.OPEN_GOP), steady(FILM)),
    Case(
        "ten bit.mkv",
        lambda p: write_small(p, codec="libx265", pixel_format="yuv420p10le", options=HEVC),
        steady(FILM),
        MS,
        codec="hevc",
    ),
    Case(
        "av1.mp4",
        lambda p: write_small(p, codec="libsvtav1", options=AV1),
        steady(FILM),
        codec="av1",
    ),
    Case(
        "vp9.webm",
        lambda p: write_small(p, codec="libvpx-vp9", options=VP9),
        steady(FILM),
        MS,
        codec="vp9",
    ),
    Case(
        "old.avi",
        lambda p: write_small(p, codec="mpeg4", options={}),
        steady(FILM),
        codec="mpeg4",
    ),
    Case("letterbox.mkv", odd.write_letterbox, steady(FILM), MS),
    Case("anamorphic.mp4", lambda p: write_small(p, sample_aspect=Fraction(64, 45)), steady(FILM)),
    Case("rotated.mp4", lambda p: odd.write_rotated(source(p, ".mp4"), p), steady(FILM)),
    Case(
        "two videos.mkv",
        lambda p: odd.join_streams(
            p, [source(p, "1.mkv"), source(p, "2.mkv", lengths=[30], rate=Fraction(10))]
        ),
        steady(FILM),
        MS,
    ),
    Case("cover first.mp4", lambda p: odd.write_cover_first(source(p, ".mp4"), p), steady(FILM)),
    Case("no sound.mkv", write_small, steady(FILM), MS),
    Case("sound.mkv", lambda p: odd.write_with_sound(p, with_video=True), steady(Fraction(25)), MS),
    Case("Re:Zero, 100% %03d - 01.mkv", write_small, steady(FILM), MS),
    Case("one frame.mkv", lambda p: write_small(p, lengths=[1]), n_frames=1, has_cuts=False),
    Case("two frames.mp4", lambda p: write_small(p, lengths=[1, 1]), n_frames=2, has_cuts=False),
    Case(
        "gap.mkv",
        lambda p: odd.drop_packets(
            source(p, ".mkv", options={**odd.QUICK, "g": "1"}), p, first=10, stop=24
        ),
        lambda frame: (frame if frame < 10 else frame + 14) / FILM,
        MS,
        n_frames=N_FRAMES - 14,
        has_cuts=False,
    ),
]


def plain(path: Path) -> tuple[list[int], Fraction]:
    """Give the times of all frames of the first video stream that is no cover, and their unit."""
    with av.open(str(path.absolute())) as container:
        stream = container.streams.video[0]
        if stream.codec_context.name == "png":
            stream = container.streams.video[1]
        return [frame.pts for frame in container.decode(stream)], Fraction(stream.time_base)


def read(path: Path, *, threads: int = 1) -> tuple[NDArray[np.uint8], FrameRecord]:
    """Give the small grey pictures and the record of a video."""
    with VideoReader(path, threads=threads) as reader:
        luma = np.concatenate([pictures.luma for pictures in reader.pictures()])
        return luma, reader.record()


@pytest.fixture(scope="session")
def videos(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Path]:
    """Make each video once."""
    folder = tmp_path_factory.mktemp("odd videos")
    made: dict[str, Path] = {}

    def make(case: Case) -> Path:
        if case.name not in made:
            case.make(folder / case.name)
            made[case.name] = folder / case.name
        return made[case.name]

    return make


each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each_case
@pytest.mark.parametrize("threads", [1, 4])
def test_frames_and_times_are_those_of_a_plain_decode(
    videos: Callable[[Case], Path], case: Case, threads: int
) -> None:
    path = videos(case)
    pts, time_base = plain(path)
    luma, record = read(path, threads=threads)
    assert len(luma) == len(record.times) == len(pts) == case.n_frames
    assert record.times.time_base == time_base
    if pts[0] is not None:
        assert record.times.pts.tolist() == pts
    assert len(record.is_key) == len(record.is_intra) == case.n_frames
    assert record.is_key[0]
    assert record.is_intra[0]
    assert record.damage == () or case.name == "gap.mkv"


@each_case
def test_times_are_exact(videos: Callable[[Case], Path], case: Case) -> None:
    if case.times is None:
        pytest.skip("too few frames for a rate")
    times = read(videos(case))[1].times
    for frame in range(len(times)):
        assert abs(times.time(frame) - case.times(frame)) <= case.unit
    assert times.time(len(times)) > times.time(len(times) - 1)


@each_case
def test_pictures_change_where_the_script_says(videos: Callable[[Case], Path], case: Case) -> None:
    if not case.has_cuts:
        pytest.skip("has other shots")
    luma = read(videos(case))[0].astype(np.int16)
    change = np.abs(np.diff(luma, axis=0)).mean(axis=(1, 2))
    largest = np.sort(np.argsort(change)[-len(CUTS) :]) + 1
    assert largest.tolist() == CUTS


@each_case
def test_the_header_says_codec_and_size(videos: Callable[[Case], Path], case: Case) -> None:
    with VideoReader(videos(case)) as reader:
        header = reader.header
    assert (header.codec, header.width, header.height) == (case.codec, *odd.SIZE)
    assert header.sample_aspect == (Fraction(64, 45) if case.name == "anamorphic.mp4" else 1)


def case_named(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


@pytest.mark.parametrize(
    ("name", "rate"),
    [("film rate.mkv", FILM), ("25.mp4", Fraction(25)), ("tv rate.mkv", TELEVISION)],
)
def test_the_nominal_rate_is_the_one_written_though_mkv_rounds_times(
    videos: Callable[[Case], Path], name: str, rate: Fraction
) -> None:
    assert read(videos(case_named(name)))[1].times.rate == rate


def test_a_gap_in_the_times_is_found_at_its_place(videos: Callable[[Case], Path]) -> None:
    times = read(videos(case_named("gap.mkv")))[1].times
    assert [frame for frame, _ in times.gaps()] == [9]
    assert times.gaps()[0][1] == pytest.approx(15 / FILM, abs=0.002)


def test_only_whole_intra_frames_are_marked(tmp_path: Path) -> None:
    record = read(write_small(tmp_path / "g12.mkv", options={**odd.QUICK, "g": "12"}))[1]
    assert np.flatnonzero(record.is_key).tolist() == [0, 12, 24, 36, 48]
    assert np.flatnonzero(record.is_intra).tolist() == [0, 12, 24, 36, 48]


def test_batches_are_full_but_the_last_and_memory_stays_flat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decode, "BATCH_FRAMES", 16)
    with VideoReader(write_small(tmp_path / "a.mkv")) as reader:
        assert [len(pictures) for pictures in reader.pictures()] == [16, 16, 16, 2]


def test_whole_images_and_small_pictures_are_of_the_same_frames(tmp_path: Path) -> None:
    path = write_small(tmp_path / "a.mkv")
    luma, _ = read(path)
    with VideoReader(path) as reader:
        images = list(reader.images())
    assert [image.shape for image in images] == [(*odd.SIZE[::-1], 3)] * N_FRAMES
    for small, image in zip(luma, images, strict=True):
        grey = image.astype(float) @ [0.114, 0.587, 0.299]
        assert abs(grey.mean() - small.mean()) < 3


# --- damage ---------------------------------------------------------------------------------

GROUPS = {**odd.QUICK, "g": "10"}


@pytest.fixture(scope="session")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video in which a decoder can start at every tenth frame, coded in order."""
    return write_small(tmp_path_factory.mktemp("grouped") / "groups.mkv", options=GROUPS)


@pytest.mark.parametrize("threads", [1, 2, 8])
@pytest.mark.parametrize("index", [0, 1, 22, 40, N_FRAMES - 2, N_FRAMES - 1])
def test_a_destroyed_packet_costs_its_frame_and_the_rest_is_analysed(
    grouped: Path, tmp_path: Path, index: int, threads: int
) -> None:
    expected, _ = plain(grouped)
    _, record = read(
        odd.damage_packet(grouped, tmp_path / "d.mkv", index=index, from_byte=4), threads=threads
    )
    pts = record.times.pts.tolist()
    lost = [time for time in expected if time not in pts]
    group = range(index // 10 * 10, min(index // 10 * 10 + 10, N_FRAMES))
    assert set(pts) <= set(expected)
    assert set(lost) <= {expected[k] for k in group}
    if index % 10:  # frames that need no other are all there
        assert len(lost) <= 1
    assert record.damage
    assert min(group) <= record.damage[0].frame <= index


def test_how_many_frames_damage_costs_does_not_depend_on_the_machine(
    grouped: Path, tmp_path: Path
) -> None:
    for index in (22, N_FRAMES - 3, N_FRAMES - 1):
        path = odd.damage_packet(grouped, tmp_path / f"{index}.mkv", index=index)
        alone, together = (read(path, threads=threads)[1] for threads in (1, 8))
        assert together.times.pts.tolist() == alone.times.pts.tolist()
        assert together.damage == alone.damage


def test_a_picture_that_is_patched_up_is_said(grouped: Path, tmp_path: Path) -> None:
    size = len(odd.packet_payloads(grouped)[20])
    path = odd.damage_packet(grouped, tmp_path / "d.mkv", index=20, from_byte=size // 2)
    luma, record = read(path)
    assert len(luma) == N_FRAMES
    assert record.damage[0].frame == 20
    assert "patched up" in record.damage[0].message


def test_a_file_that_is_cut_short_gives_what_is_there_and_says_so(tmp_path: Path) -> None:
    whole = write_small(tmp_path / "whole.mkv", rate=Fraction(5))
    expected, _ = plain(whole)
    half = tmp_path / "half.mkv"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    record = read(half)[1]
    assert 5 < len(record.times) < N_FRAMES - 5
    assert record.times.pts.tolist() == expected[: len(record.times)]
    assert record.damage[-1].frame == len(record.times)
    assert "may be cut short" in record.damage[-1].message


def test_a_late_start_or_long_sound_is_no_file_cut_short(tmp_path: Path) -> None:
    assert read(write_small(tmp_path / "late.mkv", first_pts=300))[1].damage == ()
    assert read(write_small(tmp_path / "late.mp4", first_pts=300))[1].damage == ()
    for name in ("sound.mkv", "sound.mp4"):
        path = odd.write_with_sound(tmp_path / name, with_video=True, seconds=5)
        assert read(path)[1].damage == ()


# --- what is no video -------------------------------------------------------------------------


def test_what_is_no_video_is_said_in_one_sentence_with_the_path(tmp_path: Path) -> None:
    (tmp_path / "empty.mkv").touch()
    (tmp_path / "text.mkv").write_text("Dear diary, " * 400)
    (tmp_path / "noise.mp4").write_bytes(np.random.default_rng(1).bytes(5000))
    odd.write_with_sound(tmp_path / "sound.mkv", with_video=False)
    whole = write_small(tmp_path / "whole.mp4")
    (tmp_path / "half.mp4").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    said = {
        "empty.mkv": r"the file is empty \(0 bytes\); copy it again",
        "text.mkv": "not a video that FFmpeg can read .* check that it plays",
        "noise.mp4": "not a video that FFmpeg can read",
        "sound.mkv": "holds no video that can be decoded, only audio",
        "half.mp4": "not a video that FFmpeg can read",
    }
    for name, message in said.items():
        with pytest.raises(DecodeError, match=message) as caught:
            VideoReader(tmp_path / name)
        assert str(caught.value).startswith(str(tmp_path / name))
        assert "\n" not in str(caught.value)


def test_a_path_that_leads_to_no_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.mkv: no such file; check the path"):
        VideoReader(tmp_path / "absent.mkv")
    with pytest.raises(InputError, match="a folder, where a video file is needed"):
        VideoReader(tmp_path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_that_must_not_be_read_is_an_input_error(tmp_path: Path) -> None:
    path = write_small(tmp_path / "closed.mkv", lengths=[2])
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be read"):
        VideoReader(path)


def test_a_video_without_one_good_frame_is_a_decode_error(tmp_path: Path) -> None:
    whole = write_small(tmp_path / "one.mkv", lengths=[1])
    odd.damage_packet(whole, tmp_path / "none.mkv", index=0)
    with VideoReader(tmp_path / "none.mkv") as reader:
        assert list(reader.pictures()) == []
        with pytest.raises(DecodeError, match="no frame could be decoded"):
            reader.record()


def test_a_relative_path_may_look_like_a_protocol(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_small(tmp_path / "http:show - 01.mkv", lengths=[3])
    monkeypatch.chdir(tmp_path)
    assert len(read(Path("http:show - 01.mkv"))[0]) == 3


def test_a_name_in_bytes_that_are_no_utf8_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "Sh\udcf6w - 01.mkv"
    write_small(tmp_path / "a.mkv", lengths=[3]).rename(path)
    assert len(read(path)[0]) == 3


# --- real files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "psd-goldeneye-vfr-drop3.mp4",
        "psd-issue-236-split-copy.mkv",
        "psd-issue-134-rotate.mp4",
        "dvt-sitcom-12s.mp4",
    ],
)
def test_real_odd_files_give_what_a_plain_decode_gives(name: str) -> None:
    path = REAL_FILES / name
    if not path.is_file():
        pytest.skip(f"{name} is not in the folder of real videos")
    pts, _ = plain(path)
    assert read(path, threads=0)[1].times.pts.tolist() == pts


def test_a_reader_that_cannot_be_opened_leaves_no_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.mkv"
    write_small(path)
    closed: list[bool] = []

    class Container:
        def __init__(self) -> None:
            self._own = av.open(str(path))

        def __getattr__(self, name: str) -> object:
            return getattr(self._own, name)

        def close(self) -> None:
            self._own.close()
            closed.append(True)

    def fail(*_: object) -> None:
        raise ValueError("no header")

    monkeypatch.setattr(decode, "open_container", lambda _: Container())
    monkeypatch.setattr(decode, "read_header", fail)
    with pytest.raises(ValueError, match="no header"):
        VideoReader(path)
    assert closed == [True]


def test_the_film_is_taken_and_not_a_still_that_stands_first(tmp_path: Path) -> None:
    still = write_small(tmp_path / "still.mkv", lengths=[1])
    film = write_small(tmp_path / "film.mkv")
    both = odd.join_streams(tmp_path / "both.mkv", [still, film])
    with VideoReader(both, threads=1) as reader:
        assert sum(len(pictures) for pictures in reader.pictures()) == N_FRAMES
        assert reader.header.notes == ("stream 1 is taken for the film, not video stream 0 (h264)",)


def test_a_file_of_one_video_has_nothing_to_say_of_others(tmp_path: Path) -> None:
    path = odd.write_cover_first(write_small(tmp_path / "film.mp4"), tmp_path / "cover.mp4")
    with VideoReader(path) as reader:
        assert reader.header.notes == ()


def test_pictures_larger_than_a_machine_can_hold_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_small(tmp_path / "large.mkv")
    monkeypatch.setattr("cutstat.video.decoder.LARGEST_PICTURE", 160 * 90 - 1)
    with pytest.raises(DecodeError, match="pictures of 160×90, larger than"):
        VideoReader(path)


def test_a_list_of_other_files_is_no_video(tmp_path: Path) -> None:
    write_small(tmp_path / "other.mkv")
    path = tmp_path / "list.mkv"
    path.write_text("ffconcat version 1.0\nfile other.mkv\n")
    with pytest.raises(DecodeError, match="a list that names other files"):
        VideoReader(path)
