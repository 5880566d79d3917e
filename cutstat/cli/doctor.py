"""``cutstat doctor``: whether this machine has what is needed."""

from __future__ import annotations

from pathlib import Path

import click

from cutstat.cli import options
from cutstat.cli.output import emit, emit_table
from cutstat.errors import CutstatError


@click.command()
@options.library_option
@options.json_option
def doctor(library: Path | None, as_json: bool) -> None:
    """Look at versions, decoders, fonts, the library and the free space.

    Example: cutstat doctor
    """
    from cutstat.api.machine import doctor as run_doctor
    from cutstat.formats.episode_documents import (
        FindingDocument,
    )
    from cutstat.formats.json_documents import to_json

    findings = run_doctor(library=library)
    if as_json:
        emit(to_json([FindingDocument(f.state, f.what, f.found) for f in findings]))
    else:
        emit_table(("State", "What", "Found"), [(f.state, f.what, f.found) for f in findings])
    bad = [finding.what for finding in findings if finding.state == "bad"]
    if bad:
        raise CutstatError(f"something is wrong with: {', '.join(bad)}")
