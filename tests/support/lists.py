"""Lists as programs write them, with the shots that they hold, counted by hand."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

EDL = """\
TITLE: Reel
FCM: NON-DROP FRAME

001  AX       V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
002  AX       A     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
003  AX       V     C        00:00:05:00 00:00:05:00 01:00:02:00 01:00:02:00
003  BL       V     D    012 00:00:00:00 00:00:03:05 01:00:02:00 01:00:05:05
* FROM CLIP NAME: A
004  AX       V     C        00:00:09:00 00:00:10:00 01:00:05:05 01:00:06:05
"""

TABLE_HEADER = (
    "file,shot,start_frame,stop_frame,start_seconds,stop_seconds,segment,transition,confidence"
)

CMS = """\
1
3
29.0
8.7
BCU;CU;MCU;MS;MLS;FS;LS;Other
0;0;0;0;0;0;0;0
0;0;0;0;0;0;0;0
&@1;35;35;0
2;12.5;47.5;0
3;40;87.5;0
"""
"""What the measuring tool of Cinemetrics submits, in tenths of a second."""

SCENES = "Scene Number,Start Frame,End Frame,End Time (seconds)\n1,1,100,4.000\n2,101,200,8.000\n"

FILM = Fraction(24000, 1001)


def put(folder: Path, text: str | bytes, name: str = "Show - 01.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def clip(start: int, length: int) -> dict[str, Any]:
    """Give a clip of OpenTimelineIO, at 24 frames a second."""

    def time(value: int) -> dict[str, Any]:
        return {"OTIO_SCHEMA": "RationalTime.1", "rate": 24.0, "value": float(value)}

    span = {"OTIO_SCHEMA": "TimeRange.1", "duration": time(length), "start_time": time(start)}
    return {"OTIO_SCHEMA": "Clip.2", "name": "a", "source_range": span, "metadata": {}}


def timeline(*children: dict[str, Any]) -> str:
    empty = {"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": []}
    track = {"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": list(children)}
    tracks = {"OTIO_SCHEMA": "Stack.1", "children": [empty, track]}
    return json.dumps({"OTIO_SCHEMA": "Timeline.1", "name": "t", "tracks": tracks})


GAP = {**clip(0, 10), "OTIO_SCHEMA": "Gap.1"}
FADE = {
    "OTIO_SCHEMA": "Transition.1",
    "transition_type": "SMPTE_Dissolve",
    "in_offset": {"rate": 24.0, "value": 4.0},
    "out_offset": {"rate": 24.0, "value": 8.0},
}

FCPXML = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.10"><resources>
  <format id="r1" name="FFVideoFormat1080p2398" frameDuration="1001/24000s"/>
  <asset id="r2" src="file:///a.mov"/>
</resources><library><event name="e"><project name="Show"><sequence format="r1" tcStart="3600s">
<spine>
  <asset-clip ref="r2" offset="3600s" duration="48048/24000s" start="0s"><title lane="1"/>
  </asset-clip>
  <transition name="Cross Dissolve" offset="86436036/24000s" duration="24024/24000s"/>
  <asset-clip ref="r2" offset="86448048/24000s" duration="24024/24000s" start="9s"/>
  <gap offset="86472072/24000s" duration="12012/24000s"/>
  <video ref="r2" offset="86484084/24000s" duration="24024/24000s"/>
</spine></sequence></project></event></library></fcpxml>
"""
"""48, 24 and 24 frames and a gap of 12; the dissolve covers frames 36 to 60."""

XMEML = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="5"><sequence id="s"><name>Show</name>
<rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>
<media><video><track></track><track>
  <clipitem><name>a</name><start>0</start><end>-1</end></clipitem>
  <transitionitem><start>40</start><end>56</end><alignment>center</alignment></transitionitem>
  <clipitem><name>b</name><start>-1</start><end>96</end></clipitem>
  <clipitem><name>c</name><start>96</start><end>120</end></clipitem>
  <clipitem><name>off</name><enabled>FALSE</enabled><start>100</start><end>110</end></clipitem>
</track></video><audio><track><clipitem><start>0</start><end>99</end></clipitem></track></audio>
</media></sequence></xmeml>
"""

SCDET = """\
Input #0, matroska,webm, from 'a.mkv':
  Duration: 00:00:12.50, start: 0.000000, bitrate: 900 kb/s
  Stream #0:0: Video: h264 (High), yuv420p(progressive), 320x180, 24 fps, 24 tbr (default)
[scdet @ 0x55d0] lavfi.scd.score: 26.337, lavfi.scd.time: 2.5
[Parsed_scdet_0 @ 0x55d0] lavfi.scd.score: 31.100, lavfi.scd.time: 7.75
frame=  300 fps= 90 q=-0.0 Lsize=N/A time=00:00:12.50 bitrate=N/A speed=3.9x
"""
SHOWINFO = """\
[Parsed_showinfo_1 @ 0x1] n:   0 pts:   2500 pts_time:2.5     duration: 41 fmt:yuv420p
[Parsed_showinfo_1 @ 0x1] color_range:unknown
[Parsed_showinfo_1 @ 0x1] n:   1 pts:   7750 pts_time:7.75    duration: 41 fmt:yuv420p
"""
METADATA = """\
frame:0    pts:2500    pts_time:2.5
lavfi.scene_score=0.412
frame:1    pts:7750    pts_time:7.75
lavfi.scene_score=0.713
"""

XVID = "# XviD 2pass stat file (core version 1.3.0)\n# Please do not modify this file\n\n"
X264 = "#options: 64x64 fps=24/1 timebase=1/24 bitdepth=8\n"
LLC = """\
{
  version: 1, // a comment
  mediaFileName: 'It\\'s - 01.mp4',
  cutSegments: [
    { start: 0, end: 2.5, name: 'a, b', },
    { start: 2.5, end: 4, name: "end: 9", tags: { a: 'b' }, },
    { start: 4, name: '', },
  ],
}
"""

Expected = tuple[list[tuple[int, int]], int | None, Fraction | None]
LISTS: list[tuple[str, str, dict[str, Any], Expected]] = [
    ("otio", timeline(clip(0, 48), clip(900, 24)), {}, ([(48, 48)], 72, Fraction(24))),
    (
        "otio",
        timeline(GAP, clip(0, 48), FADE, clip(9, 24), GAP, clip(0, 24)),
        {},
        ([(44, 56), (82, 82)], 106, Fraction(24)),
    ),
    ("fcpxml", FCPXML, {}, ([(36, 60), (84, 84)], 108, FILM)),
    ("xmeml", XMEML, {}, ([(40, 56), (96, 96)], 120, FILM)),
    (
        "av1an",
        '{"frames":500,"scenes":[{"start_frame":0,"end_frame":120,"zone_overrides":null},'
        '{"start_frame":120,"end_frame":500}],"split_scenes":[]}',
        {"rate": Fraction(24)},
        ([(120, 120)], 500, Fraction(24)),
    ),
    (
        "av-scenechange",
        '{"scene_changes":[0,120,217],"frame_count":500,"speed":88.2}',
        {"rate": Fraction(24)},
        ([(120, 120), (217, 217)], 500, Fraction(24)),
    ),
    ("scdet", SCDET, {}, ([(60, 60), (186, 186)], 300, Fraction(24))),
    (
        "scdet",
        SHOWINFO,
        {"rate": Fraction(24), "length": Fraction(10)},
        ([(60, 60), (186, 186)], 240, Fraction(24)),
    ),
    ("scdet", METADATA, {"length": Fraction(10)}, ([(250, 250), (775, 775)], 1000, Fraction(100))),
    (
        "keyframes",
        "# keyframe format v1\nfps 23.976025\n0\n72\n113\n",
        {"length": Fraction(10)},
        ([(72, 72), (113, 113)], 240, FILM),
    ),
    (
        "keyframes",
        XVID + "i 2 0 0\np 2 0 0\nb 2 0 0\ni 2 0 0\np 2 0 0\n",
        {"rate": Fraction(24)},
        ([(3, 3)], 5, Fraction(24)),
    ),
    (
        "keyframes",
        X264 + "in:0 out:0 type:I q:25\nin:3 out:1 type:P q:2\nin:1 out:2 type:b q:2\n"
        "in:2 out:3 type:b q:2\nin:4 out:4 type:I dur:2 q:2\nin:5 out:5 type:P q:1\n",
        {},
        ([(4, 4)], 6, Fraction(24)),
    ),
    (
        "keyframes",
        "# WWXD log file, using qpfile format\n\n0 I -1\n48 I -1\n90 I -1\n",
        {"rate": Fraction(24), "length": Fraction(5)},
        ([(48, 48), (90, 90)], 120, Fraction(24)),
    ),
    (
        "keyframes",
        "0 K\n48 K\n90 K\n",
        {"rate": Fraction(24), "length": Fraction(5)},
        ([(48, 48), (90, 90)], 120, Fraction(24)),
    ),
    (
        "losslesscut",
        ',2.5,First\n2.5,4,"a, b"\n4,10,\n',
        {"rate": Fraction(24)},
        ([(60, 60), (96, 96)], 240, Fraction(24)),
    ),
    (
        "losslesscut",
        "0\t2.5\tFirst\n2.5\t4\tb\n4\t\tlast\n",
        {"rate": Fraction(24), "length": Fraction(10)},
        ([(60, 60), (96, 96)], 240, Fraction(24)),
    ),
    (
        "losslesscut",
        LLC,
        {"rate": Fraction(24), "length": Fraction(10)},
        ([(60, 60), (96, 96)], 240, Fraction(24)),
    ),
    (
        "audacity",
        "0.000000\t2.500000\tone\n\\\t200.0\t400.0\n2.500000\t4.000000\t\n4.000000\t10.000000\tx\n",
        {"rate": Fraction(24)},
        ([(60, 60), (96, 96)], 240, Fraction(24)),
    ),
    (
        "audacity",
        "2,500000\t2,500000\tcut\n4,000000\t4,000000\tcut\n",
        {"rate": Fraction(24), "length": Fraction(10)},
        ([(60, 60), (96, 96)], 240, Fraction(24)),
    ),
    (
        "movienet",
        "0 48 12 24 36\n49 96 60 70 80\n97 239 100 150 200\n",
        {"rate": Fraction(24)},
        ([(49, 49), (97, 97)], 240, Fraction(24)),
    ),
    (
        "trecvid",
        "0 164 0 164\n165 181 165 332\n182 191 165 332\n",
        {"rate": Fraction(25)},
        ([(165, 165), (182, 182)], 192, Fraction(25)),
    ),
    (
        "trecvid",
        "startframe\tstarttime\tendframe\tendtime\n1\t0.0\t60\t2.5\n61\t2.5\t96\t4.0\n",
        {"rate": Fraction(24)},
        ([(60, 60)], 96, Fraction(24)),
    ),
    (
        "bbc",
        "1 164\n165 332\n333 430\n",
        {"rate": Fraction(25)},
        ([(164, 164), (332, 332)], 430, Fraction(25)),
    ),
    (
        "transnet",
        "0.010000 0.1\n0.900000 0.9\n0.020000 0.1\n0.600000 0.6\n0.700000 0.7\n0.1 0.1\n",
        {"rate": Fraction(24)},
        ([(2, 2), (4, 5)], 6, Fraction(24)),
    ),
    (
        "cinemetrics",
        '{"shots":[{"number":1,"timestamp":2.5,"shotLength":2.5,"type":"x"},'
        '{"number":2,"timestamp":4,"shotLength":1.5}]}',
        {"rate": Fraction(24)},
        ([(60, 60)], 96, Fraction(24)),
    ),
    (
        "cinemetrics",
        "shot_id,type_name,timestamp_sec,shot_length_sec\na_1,CU,0,2.5\na_2,LS,2.5,1.5\n",
        {"rate": Fraction(24)},
        ([(60, 60)], 96, Fraction(24)),
    ),
]
