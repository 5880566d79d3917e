"""Write the schema of each ``--json`` document: ``python -m cutstat.formats.schemas FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from cutstat.formats.documents import (
    DOCUMENTS,
)


def schemas() -> dict[str, dict[str, Any]]:
    """Give a JSON Schema (draft 2020-12) for each document, by the name of its file."""
    return {
        f"{name}-{version}.json": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"cutstat {name.partition('-')[0]} --json, version {version}",
            **msgspec.json.schema(kind),
        }
        for name, (kind, version) in DOCUMENTS.items()
    }


def write_schemas(folder: Path) -> None:
    """Write all of them into a folder, and nothing else that was there."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.json"):
        stale.unlink()
    for name, schema in schemas().items():
        (folder / name).write_text(to_text(schema), "utf-8")


def to_text(schema: dict[str, Any]) -> str:
    """Write a schema as text."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
