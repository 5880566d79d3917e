"""Lines of subtitles go where their pictures go when the clock of a file breaks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest
from support import odd_videos as odd

from cutstat.scan.analyse import read_track

LINE = "1\n00:00:01,000 --> 00:00:01,500\nHello\n\n2\n00:00:02,000 --> 00:00:02,500\nAgain\n"


def write_with_lines(folder: Path) -> Path:
    """Write a video of three seconds with two lines of subtitles in it."""
    video = odd.write_small(folder / "video.mkv", lengths=[36, 36], rate=Fraction(24))
    (folder / "lines.srt").write_text(LINE, "utf-8")
    target = folder / "both.mkv"
    with (
        av.open(str(video)) as pictures,
        av.open(str(folder / "lines.srt")) as lines,
        av.open(str(target), "w") as new,
    ):
        streams = [
            (source, new.add_stream_from_template(source.streams[0]))
            for source in (pictures, lines)
        ]
        packets = [
            (float(packet.dts * packet.time_base), packet, stream)
            for source, stream in streams
            for packet in source.demux()
            if packet.dts is not None
        ]
        for _, packet, stream in sorted(packets, key=lambda one: one[0]):
            packet.stream = stream
            new.mux(packet)
    return target


def test_lines_behind_a_clock_that_begins_anew_are_those_of_their_pictures(tmp_path: Path) -> None:
    part = write_with_lines(tmp_path)
    joined = tmp_path / "joined.mkv"
    joined.write_bytes(part.read_bytes() * 2)
    track = read_track(joined, threads=1)
    assert track.n_frames == 144
    (lines,) = track.making.subtitles
    assert lines.starts.tolist() == pytest.approx([1, 2, 4, 5], abs=0.05)
