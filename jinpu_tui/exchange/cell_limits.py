"""What a cell of a workbook cannot hold: characters that XML forbids, more than 32,767 characters, days before 1900."""

from __future__ import annotations

import math
import re
from datetime import date

from msgspec.structs import replace

from jinpu_tui.exchange.sheet_headings import CUT, Language
from jinpu_tui.exchange.sheet_model import ExportSheet, OutCell, cut_notice
from jinpu_tui.query.exact_text import exact_text

MAX_CELL_UNITS = 32_767
"""UTF-16 code units that Excel keeps of a cell (Microsoft, "Excel specifications and limits")."""

MAX_EXACT_INTEGER = 10**15
"""Numbers from here on lose digits in a workbook, which keeps 15 to 16 of them; they are written as text."""

MAX_NUMBER = 9.99999999999999e307
"""Greatest number of a workbook (Microsoft, "Excel specifications and limits")."""

MAX_CHOICE = 255
"""Characters of a title or of a choice of a drop-down list."""

_FIRST_DAY = date(1900, 3, 1)
"""The first day that all spreadsheets count alike: Excel has a 29 February 1900."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 forbids (section 2.2), and carriage returns, which it does not keep."""

_LINE_ENDS = re.compile("\r\n?")


def fitted(sheet: ExportSheet, language: Language) -> ExportSheet:
    """Return a table as a workbook can hold it, with a notice about what was cut."""
    cut: list[str] = []

    def fit(cell: OutCell, id_: str, heading: str) -> OutCell:
        fit_cell = _fitted_cell(cell)
        if isinstance(fit_cell, str) and len(fit_cell) * 2 > MAX_CELL_UNITS and _units(fit_cell) > MAX_CELL_UNITS:
            cut.append(f"{id_} {heading}")
            return _cut(fit_cell, CUT.of(language))
        return fit_cell

    headings = [column.heading for column in sheet.columns]
    rows = [
        replace(row, cells=[fit(cell, row.id, heading) for cell, heading in zip(row.cells, headings, strict=True)])
        for row in sheet.rows
    ]
    notices = [*sheet.notices, cut_notice(len(cut), cut[0])] if cut else sheet.notices
    columns = [
        replace(column, choices=tuple(writable(choice)[:MAX_CHOICE] for choice in column.choices)) if column.choices else column
        for column in sheet.columns
    ]
    title = writable(sheet.title)[:MAX_CHOICE]
    return replace(sheet, title=title, columns=columns, rows=rows, notices=notices)


def writable(text: str) -> str:
    """Return a text without what XML forbids: control characters as signs that stand for them."""
    if text.isprintable():
        return text
    return _FORBIDDEN.sub(lambda match: _sign(match[0]), _LINE_ENDS.sub("\n", text))


def _fitted_cell(cell: OutCell) -> OutCell:
    if isinstance(cell, str):
        return writable(cell)
    if isinstance(cell, date):
        return cell if cell >= _FIRST_DAY else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1 << 53:
        cell = int(cell)  # as `sheets` reads it
    if isinstance(cell, int):
        return cell if abs(cell) < MAX_EXACT_INTEGER else str(cell)
    if isinstance(cell, float):
        if abs(cell) > MAX_NUMBER:
            return exact_text(cell) if math.isfinite(cell) else None
        return None if math.isnan(cell) else float(f"{cell:.16G}")
    return cell


def _cut(text: str, mark: str) -> str:
    kept = text.encode("utf-16-le")[: 2 * (MAX_CELL_UNITS - len(mark) - 1)]
    return kept.decode("utf-16-le", "ignore") + mark


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _sign(character: str) -> str:
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
