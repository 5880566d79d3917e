"""Episodes or shots as a list of JSON objects."""

from __future__ import annotations

from collections.abc import Sequence

from cutstat.formats.format import Format
from cutstat.formats.json_documents import to_json
from cutstat.formats.tables import Row


def to_json_table(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Write rows as objects with the columns of the table as keys."""
    return to_json(rows, indent=1) + "\n"


FORMAT = Format(
    key="json",
    title="the same as objects",
    write_rows=to_json_table,
    suffix=".json",
    plural="tables",
)
