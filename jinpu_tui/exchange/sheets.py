"""Tables of other programs as plain rows: workbooks by python-calamine, delimited text by `delimited_text`.

Formulas are never evaluated: a cell holds the value that the other program saved. What is too large or locked is refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO

from msgspec import Struct, field

from jinpu_tui.exchange.delimited_text import read_delimited
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.isolated_reader import RawSheet, read_isolated
from jinpu_tui.exchange.xlsx_scan import MAX_CELLS, SheetScan, scan_sheets
from jinpu_tui.text.i18n import _

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""The value of a cell. Empty cells are None."""

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
"""Largest size of a workbook after decompression: a register of 100,000 rows takes about 60 MB."""

MAX_ROWS = 200_000
"""Rows that hold something."""

MAX_COLUMNS = 1024

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_ZIP_SIGNATURE = b"PK\x03\x04"
_REPEATED = re.compile(rb'<table:table-(?:row|cell)\b[^>]*?number-(?:rows|columns)-repeated="(\d+)"[^>]*?>(?!</)')
_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


class Sheet(Struct, frozen=True):
    """One table."""

    name: str
    """Name of the sheet; the empty text for delimited text."""

    rows: Sequence[Sequence[Cell]]
    """All rows from the first of the sheet on, each from column A on. Merged cells are filled; no empty rows at the end."""

    merged: frozenset[tuple[int, int]] = frozenset()
    """Places (row, column), from 0, that were filled: they belong to a merged range and are not its first cell."""

    is_hidden: bool = False

    encoding: str = ""
    """Encoding that delimited text was read in; empty for workbooks."""

    errors: Mapping[str, str] = field(default_factory=dict)
    """Error values such as #REF!, by the place of their cell. The cells themselves are None."""

    without_value: frozenset[str] = frozenset()
    """Places of formulas whose value the other program did not save."""


def read_sheets(data: bytes, ending: str = "", encoding: str = "") -> list[Sheet]:
    """Return the tables of a file.

    Args:
        data: The bytes of the file.
        ending: Ending of its name, such as `.xlsx`, to name the fault if the bytes are something else.
        encoding: Encoding of delimited text; by default it is recognized.

    Raises:
        ExchangeError: The file is too large, locked by a password, damaged, or no table.
    """
    if len(data) > MAX_FILE_BYTES:
        raise ExchangeError(_("The file has more than {size} MB").format(size=MAX_FILE_BYTES >> 20))
    if is_workbook(data):
        return _read_workbook(data)
    if ending.lower() in _WORKBOOK_ENDINGS:
        raise ExchangeError(_("The file is not a workbook, although its name ends in {ending}").format(ending=ending))
    rows, used = read_delimited(data, encoding)
    return [Sheet("", _without_empty_end(rows), encoding=used)]


def is_workbook(data: bytes) -> bool:
    """Return whether a file begins as workbooks do."""
    return data.startswith((_ZIP_SIGNATURE, _OLE_SIGNATURE))


def _read_workbook(data: bytes) -> list[Sheet]:
    scans = _scan_archive(data) if data.startswith(_ZIP_SIGNATURE) else {}
    raw = _read_scanned(data) if scans else read_isolated(data)
    return [_sheet_of(sheet, scans.get(sheet.name)) for sheet in raw]


def _read_scanned(data: bytes) -> list[RawSheet]:
    """Read an .xlsx file that was found harmless."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        tables = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        hidden = {sheet.name for sheet in tables if sheet.visible != SheetVisibleEnum.Visible}
        sheets = [workbook.get_sheet_by_name(sheet.name) for sheet in tables]
        return [
            RawSheet(
                sheet.name,
                sheet.name in hidden,
                sheet.total_width,
                sheet.start[1] if sheet.start else 0,
                list(sheet.iter_rows()) if sheet.start else [],
                list(sheet.merged_cell_ranges or ()),
            )
            for sheet in sheets
        ]
    except CalamineError as error:
        raise ExchangeError(_("The workbook cannot be read: {reason}").format(reason=error)) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the library's own fault at a damaged file; no Exception
            raise ExchangeError(_("The workbook is damaged")) from None
        raise


def _scan_archive(data: bytes) -> dict[str, SheetScan]:
    """Return a scan of each sheet of an .xlsx file by its name; refuse archives that are small on disk and huge in memory."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > MAX_UNPACKED_BYTES:
                raise ExchangeError(_("The workbook would take {size} MB of memory and is refused").format(size=size >> 20))
            if "content.xml" in archive.namelist():
                _refuse_repetition(archive.read("content.xml"))
            scans = scan_sheets(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, EOFError):
        raise ExchangeError(_("The workbook is damaged")) from None
    for name, scan in scans.items():
        if scan.cells > MAX_CELLS:
            message = _("Sheet {name} reaches to a cell so far out that it would take too much memory; remove what lies there")
            raise ExchangeError(message.format(name=name))
    return scans


def _refuse_repetition(content: bytes) -> None:
    """Refuse an .ods table whose cells with a value are repeated without end."""
    filled = (int(match[1]) for match in _REPEATED.finditer(content) if b"office:value" in match[0])
    if any(count > MAX_ROWS for count in filled):
        raise ExchangeError(_("The workbook repeats a cell too often and is refused"))


def _sheet_of(raw: RawSheet, scan: SheetScan | None) -> Sheet:
    if raw.width > MAX_COLUMNS:
        raise ExchangeError(_("Sheet {name} has more than {count} columns").format(name=raw.name, count=MAX_COLUMNS))
    rows = [_plain_row(row, raw.left) for row in raw.rows]
    filled, merged = _fill_merged(_without_empty_end(rows), raw.merged)
    return Sheet(
        raw.name,
        filled,
        merged,
        raw.is_hidden,
        errors=scan.errors if scan else {},
        without_value=scan.without_value if scan else frozenset(),
    )


_EMPTY: tuple[Cell, ...] = ()


def _plain_row(row: Sequence[Cell], left: int) -> Sequence[Cell]:
    """Return a row from column A on, whole numbers as int; one shared value for all empty rows."""
    if not any(cell != "" for cell in row):
        return _EMPTY
    cells: list[Cell] = [None] * left
    for cell in row:
        if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1 << 53:
            cells.append(int(cell))
        else:
            cells.append(cell if cell != "" else None)
    return cells


def _without_empty_end(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    kept = list(rows)
    while kept and not any(cell is not None for cell in kept[-1]):
        kept.pop()
    if sum(1 for row in kept if row) > MAX_ROWS:
        raise ExchangeError(_("The table has more than {count} rows; import it in parts").format(count=MAX_ROWS))
    return kept


def _fill_merged(
    rows: list[Sequence[Cell]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> tuple[list[Sequence[Cell]], frozenset[tuple[int, int]]]:
    """Return the rows with each merged range filled from its first cell, and the places that were filled."""
    filled: dict[int, list[Cell]] = {}
    places = set()
    for (top, left), (bottom, right) in ranges:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        if value is None:
            continue
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            cells = filled.setdefault(row, list(rows[row]))
            last = min(right, MAX_COLUMNS)
            cells += [None] * (last + 1 - len(cells))
            for column in range(left, last + 1):
                if (row, column) != (top, left):
                    cells[column] = value
                    places.add((row, column))
    return [filled.get(number, row) for number, row in enumerate(rows)], frozenset(places)
