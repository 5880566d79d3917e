"""The files of an audit: a table to fill in, and the plan that its estimate needs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cutstat.errors import InputError
from cutstat.formats.json_documents import to_json
from cutstat.stats.audit_sample import (
    AuditedEpisode,
    AuditItem,
    AuditPlan,
    SampledStratum,
    Verdict,
)

TABLE_NAME = "audit.csv"
PLAN_NAME = "audit.json"
HELP_NAME = "README.txt"

FORMAT = 1
"""Changes whenever a plan is written otherwise."""

COLUMNS = (
    "item",
    "sheet",
    "series",
    "episode",
    "kind",
    "time",
    "frame",
    "stop_frame",
    "verdict",
)
YES, NO, OPEN = ("yes", "y", "1", "true"), ("no", "n", "0", "false"), ("?",)

MOST_A_SECOND = 4
"""Borders a second that a strip can hold: it shows three pictures a second."""

HELP = """\
An audit of {series}
{rule}
The sheets (borders-01.png and so on) show places, numbered as in audit.csv. Write what you see
into its column "verdict" and save it as CSV. Then:

    {command}

borders-*.png: is this a border between two shots?

    yes   the picture changes to another shot at the bar in the middle of the row, or while the
          slow change (dissolve, fade, wipe) lasts that the row shows
    no    the same shot goes on: a movement, a flash, a pan, an effect, a change of light
    ?     you cannot tell

    A slow change that has two rows counts once: yes for the first of them, no for the other.
    Some rows were found by the detector and some were not; which, is not said, so as not to lead
    you. A row shows the two pictures beside the place and what is half a second away, or for a
    slow change, what is before, within and after it.

spans-*.png: how many borders have no bar?

    0, 1, 2, …   borders between two shots in this strip that have no bar; nearly always 0
    ?            you cannot tell

    A strip reads like text, {step} from picture to picture. Bars stand where
    places are listed already, found or not: these do not count here, whether they are right or
    wrong. A slow change has its bar near its middle.

You may stop early: what is left empty is left out. The borders stand in random order, and so do the
spans, so the first of each are a fair sample; the more, the narrower the result. Judge some of
both: without spans, misses that left no trace are not counted. Keep audit.json where it is, beside
the table.
"""


def audit_table(plan: AuditPlan, *, sheets: Sequence[str], times: Sequence[str]) -> str:
    """Write the table to fill in, as CSV.

    Parameters
    ----------
    plan : AuditPlan
        What is shown.
    sheets : sequence of str
        File of the sheet that shows each item.
    times : sequence of str
        Where each item begins, for people.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item, sheet, time in zip(plan.items, sheets, times, strict=True):
        kind = "span" if item.is_strip else "gradual" if item.start < item.stop else "cut"
        label = plan.episodes[item.episode].label
        place = (time, item.start, item.stop)
        writer.writerow((item.number, sheet, plan.series, label, kind, *place, ""))
    return buffer.getvalue()


def audit_plan_document(plan: AuditPlan) -> str:
    """Write all that the estimate needs, as JSON."""
    return to_json({"format": FORMAT, **asdict(plan)}, indent=1)


def read_audit_files(path: Path) -> tuple[AuditPlan, dict[int, Verdict]]:
    """Read a table that was filled in, and the plan beside it.

    Parameters
    ----------
    path : Path
        The table, or the folder that holds both.

    Returns
    -------
    plan, verdicts
        Verdicts by number of the item; None for a question mark. What is empty is not among them.

    Raises
    ------
    InputError
        If a file is missing or damaged, or a verdict is none of the words.
    """
    path = path / TABLE_NAME if path.is_dir() else path
    rows = _rows(path)
    plan = _read_plan(path.with_name(PLAN_NAME))
    items = {item.number: item for item in plan.items}
    verdicts: dict[int, Verdict] = {}
    for line, row in enumerate(rows, 2):
        written, answer = (row.get(key) or "" for key in ("item", "verdict"))
        answer = answer.strip().casefold()
        if not answer:
            continue
        number = int(written) if written.strip().isdecimal() and len(written) < 10 else 0
        if number not in items:
            raise InputError(
                f"{path}: line {line} has item {written!r}, which {PLAN_NAME} does not list; "
                "leave the column as it was"
            )
        verdict = _verdict(items[number], answer, place=f"{path}: item {number}")
        if verdicts.setdefault(number, verdict) != verdict:
            raise InputError(f"{path}: item {number} has two different verdicts; keep one")
    return plan, verdicts


def _verdict(item: AuditItem, answer: str, *, place: str) -> Verdict:
    if answer in OPEN:
        return None
    if item.is_strip:
        if answer.isdecimal() and len(answer) <= 3:
            if int(answer) > MOST_A_SECOND * item.seconds + 1:
                raise InputError(
                    f"{place} says {answer}; so many borders do not fit into {item.seconds:.0f} s"
                )
            return int(answer)
        raise InputError(f"{place} says {answer!r}; write how many borders have no bar, or ?")
    if answer in YES or answer in NO:
        return answer in YES
    raise InputError(f"{place} says {answer!r}; write yes, no or ?")


def _rows(path: Path) -> list[dict[str, str | None]]:
    """Read the rows of a table, whatever a spreadsheet has made its separator and its encoding."""
    data = _read(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # numbers and verdicts are ASCII
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        if not {"item", "verdict"} <= set(reader.fieldnames or ()):
            raise InputError(
                f"{path}: has no columns 'item' and 'verdict'; fill in the {TABLE_NAME} that "
                "`cutstat audit` wrote, and save it as CSV"
            )
        return list(reader)
    except csv.Error as error:
        raise InputError(f"{path}: no CSV that can be read ({error}); save it as CSV") from error


def _read_plan(path: Path) -> AuditPlan:
    try:
        document = json.loads(_read(path))
        if document["format"] != FORMAT:
            raise InputError(f"{path}: written by another version of cutstat; draw a new audit")
        return _plan(document)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{path}: no plan of an audit ({error}); put back the file that `cutstat audit` wrote"
        ) from error


def _plan(document: Mapping[str, Any]) -> AuditPlan:
    return AuditPlan(
        series=document["series"],
        detector=document["detector"],
        seed=document["seed"],
        episodes=tuple(AuditedEpisode(**one) for one in document["episodes"]),
        strata=tuple(SampledStratum(**one) for one in document["strata"]),
        total_seconds=document["total_seconds"],
        items=tuple(AuditItem(**one) for one in document["items"]),
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from error
