"""Exported tables as delimited text for spreadsheets (RFC 4180)."""

from __future__ import annotations

import csv
from io import StringIO

from jinpu_tui.exchange.sheet_model import ExportSheet, OutCell
from jinpu_tui.query.exact_text import exact_text
from jinpu_tui.text.formula_guard import guarded

BYTE_ORDER_MARK = "\ufeff"
"""By which Excel recognizes UTF-8; it takes Chinese text for another encoding without."""


def csv_text(sheet: ExportSheet, *, has_mark: bool) -> str:
    """Return a table as comma-separated values: a row of headings, then the records with their exact values.

    Args:
        sheet: The table.
        has_mark: Whether the text begins with a byte order mark.
    """
    buffer = StringIO(BYTE_ORDER_MARK if has_mark else "")
    buffer.seek(0, 2)
    writer = csv.writer(buffer)
    writer.writerow([guarded(column.heading) for column in sheet.columns])
    writer.writerows([_text(cell) for cell in row.cells] for row in sheet.rows)
    return buffer.getvalue()


def _text(cell: OutCell) -> str:
    """Return a cell; a NUL, which no reader takes, as the sign that stands for it."""
    return guarded(exact_text(cell).replace("\0", "\u2400"))
