"""Train the networks of the detector: ``python -m benchmarks.training VIDEOS``.

VIDEOS is a folder of annotated videos (NAME.mp4 with NAME.json beside it). The networks are fitted
to these and to sequences composed of their shots, and written to ``cutstat/detection/model.json``.
With ``--judge`` no network is written: each title in turn is left out of all training and then
detected, which tells how good the detector is on titles that it has never seen. The scores are
written to ``benchmarks/accuracy/results/left-out.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.training.footage import read_annotated
from benchmarks.training.judge import judge
from benchmarks.training.lessons import make_lessons, train

MODEL = Path(__file__).parents[2] / "cutstat" / "detection" / "model.json"
JUDGEMENT = Path(__file__).parents[1] / "accuracy" / "results" / "left-out.json"
SEQUENCES = 1200


def main() -> None:
    """Train, or judge."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument("videos", type=Path, help="folder of annotated videos")
    parser.add_argument("--sequences", type=int, default=SEQUENCES, help="sequences to compose")
    parser.add_argument("--judge", action="store_true", help="leave one title out, in turn")
    parser.add_argument("--apart", action="append", default=[], help="glob of videos not summed")
    asked = parser.parse_args()
    videos = read_annotated(asked.videos)
    lessons = make_lessons(videos, sequences=asked.sequences)
    if asked.judge:
        result = judge(videos, lessons, apart=asked.apart, say=_say)
        JUDGEMENT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    else:
        MODEL.write_text(train(lessons).to_json(), "utf-8")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
