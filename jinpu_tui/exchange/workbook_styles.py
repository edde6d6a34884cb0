"""Formats of the cells of an exported workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jinpu_tui.analysis.lights import Light
from jinpu_tui.exchange.sheet_headings import Language
from jinpu_tui.exchange.sheet_model import OutCell, SheetColumn, SheetRow

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

COLOURS: Mapping[Light, str] = {
    "red": "#C00000",
    "yellow": "#B7791F",
    "blue": "#1F5FBF",
    "green": "#2E7D32",
    "done": "#595959",
    "off": "#8C8C8C",
}
"""Colour of the sign of each light: dark enough to be distinguished in print."""

MAX_INDENT = 15
_CENTRED = ("light", "id", "date", "percent", "choice")


class Formats:
    """The formats of one workbook; cells that look alike share one."""

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self._workbook = workbook
        self._font = {"font_name": "宋体" if language == "zh" else "Calibri", "font_size": 10, "valign": "vcenter"}
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._of_row: dict[tuple[Any, ...], Any] = {}
        self.title = self._format(font_size=16, bold=True, align="center")
        self.subtitle = self._format(font_size=9, align="right", font_color="#595959")
        self.heading = self._format(
            bold=True, align="center", text_wrap=True, border=1, bg_color="#DCE6F1", border_color="#A6A6A6"
        )

    def of(self, column: SheetColumn) -> Any:
        """Return the format of the empty cells of a column, which may be filled in."""
        return self._format(**self._column_style(column), locked=False)

    def of_cell(self, column: SheetColumn, row: SheetRow, cell: OutCell) -> Any:
        """Return the format of a cell."""
        key = (column.style, column.is_locked, isinstance(cell, str), row.light, row.depth, row.decimals)
        made = self._of_row.get(key)
        if made is None:
            made = self._of_row[key] = self._format(**self._cell_style(column, row, cell))
        return made

    def _cell_style(self, column: SheetColumn, row: SheetRow, cell: OutCell) -> dict[str, Any]:
        style = {**self._column_style(column), "border": 1, "border_color": "#BFBFBF", "locked": column.is_locked}
        if column.style == "light" and row.light is not None:
            style |= {"font_color": COLOURS[row.light], "bold": True, "font_size": 12}
        elif column.is_locked:
            style |= {"font_color": "#595959"}
        if column.style == "title" and row.depth:
            style |= {"indent": min(row.depth, MAX_INDENT)}
        if column.style == "number" and row.decimals is not None and not column.is_locked and column.name != "decimals":
            places = min(row.decimals, 12)
            style["num_format"] = "#,##0." + "0" * places if places else "#,##0"
        if isinstance(cell, str) and column.style == "number":
            style["align"] = "right"
        return style

    def _column_style(self, column: SheetColumn) -> dict[str, Any]:
        style: dict[str, Any] = {"text_wrap": True}
        if column.style in _CENTRED:
            style["align"] = "center"
        if column.style == "date":
            style["num_format"] = "yyyy-mm-dd"
        elif column.style == "percent":
            style["num_format"] = '0"%"'
        elif column.style == "id":
            style["num_format"] = "@"
        return style

    def _format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**self._font, **properties})
        return self._made[key]
