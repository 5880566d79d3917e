"""``cutstat detect``: transitions of files, without a library."""

from __future__ import annotations

from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.output import emit, emit_table, say
from cutstat.errors import CutstatError, PartialError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.detector_option
@options.json_option
@options.quiet_option
def detect(files: tuple[Path, ...], detector: str, as_json: bool, quiet: bool) -> None:
    """Find the transitions of video files.

    Needs no library and leaves nothing behind. With --json, one document a line for each file.

    Example: cutstat detect episode.mkv --json
    """
    from cutstat.api.episodes import detect as run_detect
    from cutstat.core.timing import format_clock
    from cutstat.formats.json_documents import detection_document, to_json

    failed: list[CutstatError] = []
    for file in files:
        try:
            found = run_detect(file, detector=detector)
        except CutstatError as error:
            failed.append(error)
            if len(files) > 1:
                say(f"cutstat: {error}")
            continue
        track, detection = found.track, found.detection
        for note in track.header.notes:
            say(f"cutstat: {file}: {note}", quiet=quiet)
        for damage in track.damage:
            say(f"cutstat: {file}: at frame {damage.frame}: {damage.message}", quiet=quiet)
        if as_json:
            emit(to_json(detection_document(str(file), detection, rate=track.times.rate)))
            continue
        rows = [
            (
                str(one.start),
                str(one.stop),
                format_clock(track.times.seconds(one.start)),
                one.kind,
                f"{one.confidence:.2f}",
            )
            for one in detection.transitions
        ]
        say(f"{file}: {len(detection.shots)} shots in {track.n_frames} frames", quiet=quiet)
        emit_table(("Start", "Stop", "Time", "Kind", "Confidence"), rows)
    if len(failed) == len(files):
        raise failed[0] if len(files) == 1 else CutstatError("no file could be analysed")
    if failed:
        raise PartialError(f"{len(failed)} of {len(files)} files could not be analysed")
