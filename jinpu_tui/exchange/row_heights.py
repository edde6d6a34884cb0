"""Heights of the rows of a sheet whose texts are wrapped; and making them heights that a spreadsheet may change."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

from jinpu_tui.exchange.sheet_model import ExportSheet, OutCell
from jinpu_tui.text.width import cell_width

LINE_POINTS = 13.5
MAX_LINES = 30
"""A row takes at most 409 points (Microsoft, "Excel specifications and limits")."""

MAX_MEASURED = 2000
"""Characters of a text that its height is judged by: as many as the highest row may show."""

_CUSTOM = b' customHeight="1"'


def row_heights(sheet: ExportSheet, widths: Sequence[float]) -> list[float | None]:
    """Return the height of each row in points; None for a row of one line, which every spreadsheet makes itself."""
    seen = [(place, width) for place, width in enumerate(widths) if not sheet.columns[place].is_hidden]
    heights: list[float | None] = []
    for row in sheet.rows:
        lines = max((_lines(row.cells[place], width) for place, width in seen), default=1)
        heights.append(min(lines, MAX_LINES) * LINE_POINTS + 3 if lines > 1 else None)
    return heights


def with_adjustable_rows(workbook: bytes) -> bytes:
    """Return a workbook whose row heights are not marked as chosen by hand.

    XlsxWriter marks every height that it writes. A spreadsheet would not let such a row grow when somebody types more into it.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            is_sheet = part.filename.startswith("xl/worksheets/sheet")
            new.writestr(part, data.replace(_CUSTOM, b"") if is_sheet else data, compresslevel=4)
    return buffer.getvalue()


def _lines(cell: OutCell, width: float) -> int:
    """Return how many lines a text takes. A word that does not fit goes to the next line, which takes some room."""
    if not isinstance(cell, str) or (len(cell) * 2 < width and "\n" not in cell):
        return 1
    room = max(4, width - 0.5)
    lines = cell[:MAX_MEASURED].split("\n")
    return sum(1 if len(line) * 2 <= room else -int(-cell_width(line) // room) for line in lines)
