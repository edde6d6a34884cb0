"""Exported tables as a workbook that a person would have made: laid out, protected, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from jinpu_tui.exchange.cell_values import EXCEL_EPOCH
from jinpu_tui.exchange.column_widths import HEADING_LINES, column_widths
from jinpu_tui.exchange.embedded_base import BASE_SHEET
from jinpu_tui.exchange.row_heights import LINE_POINTS, row_heights, with_adjustable_rows
from jinpu_tui.exchange.sheet_headings import LOCKED, Language
from jinpu_tui.exchange.sheet_model import ExportSheet, OutCell, SheetColumn
from jinpu_tui.exchange.workbook_styles import Formats

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TITLE_ROW, SUBTITLE_ROW, HEADING_ROW = 0, 1, 2
"""Rows of a sheet, from 0; the records follow."""

SPARE_ROWS = 200
"""Empty rows below the records that are ready to be filled in, with drop-down lists."""

LIST_SHEET = ".lists"
MAX_INLINE_LIST = 255
"""Characters of a drop-down list that is written with its cells; a longer one stands in LIST_SHEET."""

MAX_SHOWN_CHOICES = 1000
PAPER_A4 = 9

PROTECTION = {
    "sort": True,
    "autofilter": True,
    "insert_rows": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
"""What a protected sheet still allows. There is no password: it is a guard against slips."""


def workbook_bytes(sheets: Sequence[ExportSheet], base: Iterable[Sequence[str]], day: date, language: Language) -> bytes:
    """Return a workbook of exported tables, the same bytes for the same tables.

    Args:
        sheets: The tables, fitted to a workbook (`cell_limits.fitted`).
        base: The rows of the hidden sheet that an import compares with.
        day: The day that the tables are of.
        language: Language of the tables.
    """
    from xlsxwriter import Workbook

    buffer = BytesIO()
    workbook = Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    workbook.set_properties({"created": datetime(max(day.year, 1900), day.month, day.day)})
    lists = _Lists()
    formats = Formats(workbook, language)
    for sheet in sheets:
        _write_sheet(workbook.add_worksheet(sheet.name), sheet, formats, lists, language)
    lists.write(workbook)
    hidden = workbook.add_worksheet(BASE_SHEET)
    for number, cells in enumerate(base):
        for column, text in enumerate(cells):
            hidden.write_string(number, column, text)
    hidden.very_hidden()
    workbook.close()
    return with_adjustable_rows(buffer.getvalue())


class _Lists:
    """The drop-down lists that are too long to be written with their cells."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, ...], int] = {}

    def source(self, choices: tuple[str, ...]) -> list[str] | str:
        """Return what a validation takes as its list."""
        if len(",".join(choices)) <= MAX_INLINE_LIST and not any("," in choice for choice in choices):
            return list(choices)
        from xlsxwriter.utility import xl_col_to_name

        choices = choices[:MAX_SHOWN_CHOICES]
        letters = xl_col_to_name(self._lists.setdefault(choices, len(self._lists)))
        return f"='{LIST_SHEET}'!${letters}$1:${letters}${len(choices)}"

    def write(self, workbook: Workbook) -> None:
        """Add the sheet of lists to a workbook, if there are any."""
        if not self._lists:
            return
        sheet = workbook.add_worksheet(LIST_SHEET)
        for choices, column in self._lists.items():
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice)
        sheet.very_hidden()


def _write_sheet(worksheet: Worksheet, sheet: ExportSheet, formats: Formats, lists: _Lists, language: Language) -> None:
    last = len(sheet.columns) - 1
    first_row, last_row = HEADING_ROW + 1, HEADING_ROW + max(1, len(sheet.rows))
    _write_text(worksheet, TITLE_ROW, last, sheet.title, formats.title)
    _write_text(worksheet, SUBTITLE_ROW, last, sheet.subtitle, formats.subtitle)
    worksheet.set_row(TITLE_ROW, 28)
    worksheet.set_row(HEADING_ROW, HEADING_LINES * LINE_POINTS + 3)
    widths = column_widths(sheet)
    for place, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        options = {"hidden": True} if column.is_hidden else {}
        worksheet.set_column(place, place, width, formats.of(column), options)
        worksheet.write_string(HEADING_ROW, place, column.heading, formats.heading)
        _validate(worksheet, column, place, (first_row, last_row + SPARE_ROWS), lists, language)
    for number, (row, height) in enumerate(zip(sheet.rows, row_heights(sheet, widths), strict=True), first_row):
        if height is not None:
            worksheet.set_row(number, height)
        for place, (column, cell) in enumerate(zip(sheet.columns, row.cells, strict=True)):
            _write_cell(worksheet, number, place, cell, formats.of_cell(column, row, cell))
    worksheet.freeze_panes(first_row, _frozen_columns(sheet.columns))
    worksheet.autofilter(HEADING_ROW, 0, last_row, last)
    worksheet.protect("", PROTECTION)
    # A spreadsheet sorts protected rows only if all of their cells may be edited: the range is free, and the validation of the
    # locked columns refuses what is typed into them.
    worksheet.unprotect_range(_range(first_row, last_row + SPARE_ROWS, last), "records")
    _set_up_print(worksheet, last, last_row, language)


def _write_text(worksheet: Worksheet, row: int, last: int, text: str, style: Any) -> None:
    if last:
        worksheet.merge_range(row, 0, row, last, "", style)
    worksheet.write_string(row, 0, text, style)


def _write_cell(worksheet: Worksheet, row: int, place: int, cell: OutCell, style: Any) -> None:
    if cell is None:
        worksheet.write_blank(row, place, None, style)
    elif isinstance(cell, str):
        worksheet.write_string(row, place, cell, style)
    elif isinstance(cell, date):
        worksheet.write_number(row, place, (cell - EXCEL_EPOCH).days, style)
    else:
        worksheet.write_number(row, place, cell, style)


def _validate(
    worksheet: Worksheet, column: SheetColumn, place: int, rows: tuple[int, int], lists: _Lists, language: Language
) -> None:
    """Offer a list, or refuse what is typed over an id and what is worked out."""
    options: dict[str, Any] | None = None
    if column.is_locked:
        options = {"validate": "custom", "value": "=FALSE", "ignore_blank": False, "error_type": "stop"}
        options |= {"error_title": column.heading[:32], "error_message": LOCKED.of(language)}
    elif column.choices:
        options = {"validate": "list", "source": lists.source(column.choices)}
        options |= {"error_type": "warning" if column.is_free else "stop"}
    elif column.style == "percent":
        options = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
    if options is not None:
        worksheet.data_validation(rows[0], place, rows[1], place, options)


def _frozen_columns(columns: Sequence[SheetColumn]) -> int:
    """Return how many columns stay in view: those up to the title, if they are few."""
    place = next((place for place, column in enumerate(columns) if column.style == "title"), 0)
    return place + 1 if place <= 2 else 0


def _range(first: int, last: int, column: int) -> str:
    from xlsxwriter.utility import xl_range

    text: str = xl_range(first, 0, last, column)
    return text


def _set_up_print(worksheet: Worksheet, last: int, last_row: int, language: Language) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(HEADING_ROW)
    worksheet.print_area(TITLE_ROW, 0, last_row, last)
    worksheet.center_horizontally()
    worksheet.set_footer("&C第 &P 页，共 &N 页" if language == "zh" else "&CPage &P of &N")
