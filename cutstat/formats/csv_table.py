"""Episodes or shots as CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

from cutstat.formats.format import Format
from cutstat.formats.tables import Row


def to_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Write rows as CSV (RFC 4180); missing and undefined values are empty."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(row[key]) for key in columns} for row in rows)
    return buffer.getvalue()


def _cell(value: str | int | float | None) -> str | int | float:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return round(value, 6) if isinstance(value, float) else value


FORMAT = Format(key="csv", title="a table", write_rows=to_csv, suffix=".csv", plural="tables")
