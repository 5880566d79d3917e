"""Attack cutstat: ``python -m benchmarks.attack --videos 2000 --texts 2000``.

Small videos in all containers, shot lists in all formats, TOML files, subtitles and names are
damaged at random, and each is read as a scan or an import does it. Every one must end with a
result, a result with a note, or a sentence. The table says how many did; the status is 1 if one
ended otherwise. Files that did are kept in the folder of ``--keep``.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from pathlib import Path

from benchmarks.attack.endings import Trial, counted
from benchmarks.attack.texts import attack_texts
from benchmarks.attack.videos import attack_videos


def main() -> None:
    """Damage, read and count."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack", description=__doc__)
    parser.add_argument("--videos", type=int, default=2000, help="how many videos are damaged")
    parser.add_argument("--texts", type=int, default=2000, help="how many texts are damaged")
    parser.add_argument("--seed", type=int, default=1, help="another seed damages otherwise")
    parser.add_argument("--processes", type=int, default=2, help="how many videos at once")
    parser.add_argument("--keep", type=Path, help="folder for files that ended otherwise")
    asked = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it
    trials: list[Trial] = []
    for name, attack in (
        ("videos", attack_videos(asked.videos, seed=asked.seed, processes=asked.processes)),
        ("texts", attack_texts(asked.texts, seed=asked.seed)),
    ):
        begun, own = time.monotonic(), []
        for trial, path in attack:
            own.append(trial)
            if trial.ending.is_wrong:
                sys.stderr.write(f"{trial.ending.value}, {trial.kind}: {trial.said}\n")
                if asked.keep:
                    asked.keep.mkdir(parents=True, exist_ok=True)
                    (asked.keep / f"{len(own)}-{path.name}").write_bytes(path.read_bytes())
        if own:
            print(f"\n{len(own)} {name}, seed {asked.seed}, {time.monotonic() - begun:.0f} s")  # noqa: T201
            print("\n".join([*counted(own, by="what"), "", *counted(own, by="kind")]))  # noqa: T201
        trials += own
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\n{peak:.0f} MiB in the largest process that decoded")  # noqa: T201
    sys.exit(1 if any(one.ending.is_wrong for one in trials) else 0)


if __name__ == "__main__":
    main()
