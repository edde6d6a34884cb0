"""Widths of the columns of a sheet, by what they hold. Wide characters count two."""

from __future__ import annotations

from collections.abc import Mapping

from jinpu_tui.exchange.sheet_model import ExportSheet, OutCell, Style
from jinpu_tui.text.width import cell_width

HEADING_LINES = 2
"""Lines that a heading may take."""

MAX_HEADING = 24
MAX_SAMPLE = 400
"""Rows that a width is judged by."""

_BOUNDS: Mapping[Style, tuple[int, int]] = {
    "light": (4, 5),
    "id": (6, 16),
    "title": (16, 36),
    "line": (8, 18),
    "text": (12, 28),
    "date": (11, 11),
    "percent": (7, 10),
    "number": (8, 16),
    "choice": (8, 14),
}
"""Least and greatest width in characters; longer texts are wrapped."""


def column_widths(sheet: ExportSheet) -> list[float]:
    """Return the width of each column in characters."""
    step = max(1, len(sheet.rows) // MAX_SAMPLE)
    sample = sheet.rows[::step]
    widths = []
    for place, column in enumerate(sheet.columns):
        least, most = _BOUNDS[column.style]
        cells = max((_cell_width(row.cells[place], most) for row in sample), default=0)
        heading = _heading_width(column.heading)
        widths.append(float(max(least, heading, min(cells + 2, most))))
    return widths


def _heading_width(heading: str) -> int:
    """Return the width that a heading on some lines needs; words of letters are not parted."""
    words = max((len(word) for word in heading.split() if word.isascii()), default=0)
    return min(max(words, -(-cell_width(heading) // HEADING_LINES)), MAX_HEADING) + 2


def _cell_width(cell: OutCell, most: int) -> int:
    if isinstance(cell, str):
        return max((cell_width(line[:most]) for line in cell[:2000].split("\n")), default=0)
    return 0 if cell is None else len(f"{cell:,.2f}" if isinstance(cell, float) else str(cell)) + 1
