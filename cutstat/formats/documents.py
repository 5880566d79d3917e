"""What ``--json`` prints, document by document; the schemas in ``docs/schemas`` are made of it."""

from __future__ import annotations

from typing import Any

from cutstat.formats.episode_documents import (
    DetectDocument,
    FindingDocument,
    ImportDocument,
    ListDocument,
    ReviewDocument,
    ScanDocument,
    ScoreDocument,
    SegmentsDocument,
    ShowDocument,
)
from cutstat.formats.said_documents import LinesDocument, StretchesDocument
from cutstat.formats.verdict_documents import (
    AuditDocument,
    ClaimDocument,
    CompareDocument,
    MemberDocument,
    PlaceDocument,
    PopulationDocument,
    PublishedTableDocument,
)

DOCUMENTS: dict[str, tuple[Any, int]] = {
    "detect": (DetectDocument, 1),
    "scan": (ScanDocument, 1),
    "list": (ListDocument, 1),
    "show": (ShowDocument, 1),
    "segments": (SegmentsDocument, 1),
    "lines": (LinesDocument, 1),
    "stretches": (StretchesDocument, 1),
    "compare": (CompareDocument, 1),
    "compare-published": (PlaceDocument, 1),
    "compare-population": (PopulationDocument, 1),
    "claim": (ClaimDocument, 1),
    "review": (ReviewDocument, 1),
    "audit": (AuditDocument, 1),
    "published": (PublishedTableDocument, 1),
    "population": (list[MemberDocument], 1),
    "import": (ImportDocument, 1),
    "score": (ScoreDocument, 1),
    "doctor": (list[FindingDocument], 1),
}
"""What each command prints, with the version of its schema: one that takes a key away or gives it
another meaning is a new version; new keys may come."""
