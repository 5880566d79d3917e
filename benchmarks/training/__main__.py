"""Train what weighs evidence: ``python -m benchmarks.training VIDEOS...``.

VIDEOS are folders of annotated videos (NAME.mp4 with NAME.json beside it). Sequences are composed
of their shots, and networks and trees are fitted to both. First a sixth of the titles at a time is
left out of all training and then detected: that tells how far a confidence can be believed, and how
good the detector is on titles that it has never seen; the scores are written to
``benchmarks/accuracy/results/left-out.json``.
Then all titles are learnt from, and the numbers are written to ``cutstat/detection/model.json``;
with ``--judge`` they are not.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.training.calibrate import calibrations
from benchmarks.training.footage import read_annotated
from benchmarks.training.judge import judge
from benchmarks.training.kinds import fit_footage
from benchmarks.training.left_out import leave_out
from benchmarks.training.lessons import make_lessons, train
from cutstat.detection.model import Model

MODEL = Path(__file__).parents[2] / "cutstat" / "detection" / "model.json"
JUDGEMENT = Path(__file__).parents[1] / "accuracy" / "results" / "left-out.json"
SEQUENCES = 1000


def main() -> None:
    """Judge, and train."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__)
    parser.add_argument("videos", type=Path, nargs="+", help="folders of annotated videos")
    parser.add_argument("--sequences", type=int, default=SEQUENCES, help="sequences to compose")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--judge", action="store_true", help="keep the numbers that are there")
    asked = parser.parse_args()
    videos = read_annotated(asked.videos)
    _say(f"{len(videos)} videos of {len({video.title for video in videos})} titles")
    lessons = make_lessons(videos, sequences=asked.sequences, jobs=asked.jobs)
    said = leave_out(videos, lessons, jobs=asked.jobs, say=_say)
    JUDGEMENT.write_text(json.dumps(judge(said, say=_say), indent=1) + "\n", "utf-8")
    if not asked.judge:
        cut, gradual = train(lessons)
        of_cuts, of_gradual = calibrations(said)
        model = Model(
            replace(cut, calibration=of_cuts),
            replace(gradual, calibration=of_gradual),
            fit_footage(videos),
        )
        MODEL.write_text(model.to_json(), "utf-8")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
