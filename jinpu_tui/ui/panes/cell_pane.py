"""A list pane whose cursor can stand on a cell of its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rich.style import Style
from textual.strip import Strip

from jinpu_tui.model.records import Record
from jinpu_tui.ui.cells import Cell
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import ACCENT, CURSOR

RowT = TypeVar("RowT")


class CellPane(ListPane[RowT]):
    """Rows of cells. The cursor is on a row until it is put on one of its cells, and keeps the column from row to row."""

    always_in_sight = ""
    """The column that stays in sight when columns are moved over."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._standing = ""
        """The name of the cell that the cursor is on; empty while it is on the row."""
        self.last_cell = ""
        """The name of the cell that the cursor was on last."""

    def cells_in_sight(self, width: int) -> Sequence[Cell]:
        """Return the cells of the cursor's row that are in sight, from left to right."""
        raise NotImplementedError

    def all_cells(self, width: int) -> Sequence[str]:
        """Return the names of all cells of a row from left to right, those out of sight, too."""
        raise NotImplementedError

    def shift(self, by: int) -> bool:
        """Move over the columns; return whether there are any there."""
        raise NotImplementedError

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor; None while the cursor is on the row, or the row has none."""
        if not self._standing or not isinstance(self.row, Record):
            return None
        return next((cell for cell in self.cells_in_sight(self.size.width) if cell.name == self._standing), None)

    def stand_on(self, name: str) -> bool:
        """Put the cursor on the cell of a name, bringing it into sight; return whether the row has one."""
        names = self.all_cells(self.size.width)
        if name not in names or not isinstance(self.row, Record):
            return False
        self._standing = self.last_cell = name
        for _ in names:
            shown = self.cells_in_sight(self.size.width)
            if name in (cell.name for cell in shown):
                break
            column = name.partition(":")[0]
            beside = [cell for cell in shown if cell.column == column] or [
                cell for cell in shown if cell.name != self.always_in_sight
            ]
            self.shift(-1 if beside and names.index(name) < names.index(beside[0].name) else 1)
        self.repaint()
        return True

    def leave_cells(self) -> None:
        """Put the cursor on the row again."""
        self._standing = ""
        self.repaint()

    def move_cell(self, by: int) -> bool:
        """Put the cursor on the next cell (1) or the one before (-1); return whether there is one."""
        names = self.all_cells(self.size.width)
        at = (names.index(self._standing) if self._standing in names else -1) + by
        return 0 <= at < len(names) and self.stand_on(names[at])

    def cell_at(self, x: int) -> str:
        """Return the name of the cell at a column of the pane; empty if there is none."""
        return next((cell.name for cell in self.cells_in_sight(self.size.width) if cell.start <= x < cell.end), "")

    def point_at(self, index: int, x: int) -> None:
        """Put the cursor on a row; if it is on a cell, not on the row, on the cell at a column of the pane."""
        super().point_at(index, x)
        if self.cell is not None and (name := self.cell_at(x)):
            self.stand_on(name)

    def line(self, y: int) -> Strip:
        """Return a line; in the title the head of the cell's column is bright."""
        whole = super().line(y)
        cell = self.cell if y == 0 and self.active else None
        heads = [part for part in self.title_parts if part.what == "head" and cell is not None and part.value == cell.column]
        if cell is None or not heads:
            return whole
        is_above = heads[0].start <= cell.start
        return _restyled(whole, cell if is_above else cell._replace(start=heads[0].start, end=heads[0].end), ACCENT)

    def with_cursor(self, line: Line, width: int) -> Strip:
        """Return the row under the cursor; if the cursor is on a cell only that is reversed."""
        cell = self.cell
        return super().with_cursor(line, width) if cell is None else _restyled(strip(line, width), cell, CURSOR)


def _restyled(whole: Strip, cell: Cell, style: Style) -> Strip:
    """Return a line with what stands where a cell is in another style."""
    width = whole.cell_length
    end = min(cell.end, width)
    here = [(segment.text, style) for segment in whole.crop(cell.start, end)]
    return Strip.join([whole.crop(0, cell.start), strip(here, end - cell.start), whole.crop(end, width)])
