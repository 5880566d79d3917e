"""What the library keeps as JSON comes back as it was, and what is none is said or made anew."""

from __future__ import annotations

import pytest

from cutstat.core.segments import Doubt, Segment, Segmentation
from cutstat.errors import LibraryError
from cutstat.library.documents import (
    AuditRecord,
    audit_from_json,
    audit_to_json,
    segmentations_from_json,
    segmentations_to_json,
)
from cutstat.stats.detection_error import DetectionError, Spans, Stratum

ERROR = DetectionError(
    (Stratum("boundary", 100, 40, 38), Stratum("candidate", 60, 30, 3)), Spans(600, 60, 2)
)
FOUND = Segmentation(
    (Segment("opening", 0, 90, "heard"), Segment("body", 90, 400, "the rest")),
    doubts=(Doubt("ending", 200, 300, 50, "not seen"),),
    part_starts=(200,),
    bank=((120, 140),),
    notes=("海",),
)


def test_an_audit_comes_back() -> None:
    record = AuditRecord(3, {"a": "1"}, ERROR)
    again = audit_from_json(audit_to_json(record))
    assert again == record
    assert again.error.factor_interval == ERROR.factor_interval


def test_an_audit_of_the_first_release_is_read() -> None:
    text = (
        '{"seed": 1, "digests": {"k": "d"}, "error": {"strata": [{"kind": "boundary", "size": 20, '
        '"audited": 19, "true": 19}], "spans": {"total_seconds": 5.0, "audited_seconds": 5.0, '
        '"missed": 0}, "level": 0.95}}'
    )
    assert audit_from_json(text).error.precision == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seed": 1, "digests": {}, "error": {}}'])
def test_an_audit_that_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(LibraryError, match="an audit in the library cannot be read"):
        audit_from_json(text)


def test_segments_come_back() -> None:
    assert segmentations_from_json(segmentations_to_json({"a": FOUND})) == {"a": FOUND}


@pytest.mark.parametrize("text", ["", "[]", '{"a": {"segments": [{"kind": "intermission"}]}}'])
def test_segments_of_another_version_are_as_good_as_none(text: str) -> None:
    assert segmentations_from_json(text) == {}
