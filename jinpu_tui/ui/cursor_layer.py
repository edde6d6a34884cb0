"""Which pane has the keys, and where its cursor is: on a row, or on a cell of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.geometry import Offset, Region

from jinpu_tui.model.records import Pane, Record, Task
from jinpu_tui.ui.cells import Cell
from jinpu_tui.ui.layout import Layout
from jinpu_tui.ui.panes.cell_pane import CellPane
from jinpu_tui.ui.panes.indicators import IndicatorsPane
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.requirements import RequirementsPane
from jinpu_tui.ui.panes.tasks import TasksPane
from jinpu_tui.ui.panes.titles import count_text
from jinpu_tui.ui.rows import GroupRow, StepRow, record_of
from jinpu_tui.ui.session import PANE_OF, PANES, Session


class CursorLayer(Layout):
    """Panes one of which has the keys."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pane: Pane = "requirements"

    def show_cursor(self) -> None:
        """Scroll the cursor's row into view in the size that the panes have now."""
        self.front.move(0)
        self.moved()

    @property
    def front(self) -> ListPane[Any]:
        """The pane that the keys move in."""
        return self.pane_in_front

    @property
    def pane_in_front(self) -> RequirementsPane | TasksPane | IndicatorsPane:
        """The pane that has the keys where no page covers it."""
        return self.panes[self.pane]

    @property
    def place(self) -> str:
        """The pane that has the keys."""
        return self.pane

    @property
    def record(self) -> Record | None:
        """The record that a command is about."""
        return record_of(self.front.row)

    @property
    def step(self) -> tuple[Task, int] | None:
        """The step under the cursor, index -1 for the place of a first one."""
        row = self.tasks.row
        return (row.record, row.nth) if self.pane == "tasks" and isinstance(row, StepRow) else None

    @property
    def row(self) -> object:
        """The row or line under the cursor."""
        return self.front.row

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of the pane in front, or the lines of the page."""
        return self.front.rows

    @property
    def heading(self) -> GroupRow | None:
        """The heading of a group that the cursor is on or under."""
        return self.front.heading if self.session.views[self.pane].group else None

    @property
    def room(self) -> int:
        """How many rows fit into what is in front."""
        return self.front.room

    @property
    def shown_columns(self) -> Sequence[str]:
        """The names of the columns that the pane shows now."""
        return self.pane_in_front.names(self.pane_in_front.size.width)

    @property
    def prompt_line(self) -> int:
        """The line of the terminal that prompts belong to."""
        return self.front.screen_row()

    def go(self, pane: Pane) -> None:
        """Give the keys to a pane."""
        self.pane = self.tabs.pane = pane
        for name, widget in self.panes.items():
            widget.active = name == pane
            widget.set_class(widget.active, "-active")
            widget.repaint()
        self.query_one("#right").set_class(pane != "requirements", "-active")
        self.moved()

    def turn(self, by: int) -> None:
        """Give the keys to the next or previous pane."""
        self.go(PANES[(PANES.index(self.pane) + by) % len(PANES)])

    def move(self, by: int) -> None:
        """Move the cursor of the pane in front."""
        self.front.move(by)
        self.moved()

    def move_to(self, index: int) -> None:
        """Put the cursor of the pane in front on a row."""
        self.front.move_to(index)
        self.moved()

    def find_row(self, record: str, entry: int = -1) -> bool:
        """Put the cursor of the pane of a record on its row, or on one of its steps; return whether there is one."""
        shown = self.session.dataset.by_id.get(record)
        pane = PANE_OF.get(shown.TYPE) if shown is not None else None
        is_there = self.panes[pane or self.pane].find((record, entry))
        self.moved()
        return is_there

    def find_heading(self) -> None:
        """Put the cursor on the heading above it."""
        self.front.find_heading()
        self.moved()

    def shift(self, by: int) -> bool:
        """Move over columns or periods; return whether there are any there."""
        has_moved = self.pane_in_front.shift(by)
        self.moved()
        return has_moved

    @property
    def _cell_pane(self) -> CellPane[Any] | None:
        """The pane in front, if it has cells."""
        return self.front if isinstance(self.front, CellPane) else None

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor; None while the cursor is on a row or line."""
        return self._cell_pane.cell if self._cell_pane is not None else None

    @property
    def cells(self) -> Sequence[str]:
        """The names of the cells of the row under the cursor, from left to right; the one that was left last at first."""
        pane = self._cell_pane
        if pane is None or not isinstance(pane.row, Record):
            return ()
        names = pane.all_cells(pane.size.width)
        return [pane.last_cell, *names] if pane.last_cell in names else names

    def stand_on(self, cell: str) -> bool:
        """Put the cursor on a cell of the row; return whether there is one of that name."""
        is_there = self._cell_pane is not None and self._cell_pane.stand_on(cell)
        self.moved()
        return is_there

    def move_cell(self, by: int) -> bool:
        """Put the cursor on the next cell (1) or the one before (-1); return whether there is one."""
        is_there = self._cell_pane is not None and self._cell_pane.move_cell(by)
        self.moved()
        return is_there

    def leave_cells(self) -> None:
        """Put the cursor on the whole row."""
        if self._cell_pane is not None:
            self._cell_pane.leave_cells()
        self.moved()

    def repaint_marks(self) -> None:
        """Show which records are marked."""
        self.front.repaint()
        self.top.repaint()

    def count_of(self, pane: Pane) -> str:
        """How many rows of a pane are shown, of how many."""
        return self.tabs.counts[pane]

    def moved(self) -> None:
        """Follow the cursor with the detail, and with the terminal's own cursor."""
        self.detail.show(self.record)
        self.tabs.repaint()
        self.keys.show_position(self.front.position)
        self.place_cursor()

    def place_cursor(self) -> None:
        """Put the terminal's cursor on the row under ours, where screen readers and magnifiers look."""
        if self.front.region.height:  # else the pane says when it has come into sight
            start = self.cell.start if self.cell is not None else 0
            self.app.cursor_position = Offset(self.front.region.x + start, self.front.screen_row())

    def give_keys_to(self, pane: ListPane[Any]) -> None:
        """Give the keys to a pane or page that the mouse points to."""
        chosen = next((name for name, widget in self.panes.items() if pane is widget), self.pane)
        if chosen != self.pane:
            self.go(chosen)

    def on_list_pane_placed(self, _message: ListPane.Placed) -> None:
        """Put the terminal's cursor where a pane has come into sight; it is sent with what is painted."""
        self.place_cursor()
        self.keys.show_position(self.front.position)
        self.front.refresh(Region(0, 0, 1, 1))

    def reload(self) -> None:
        """Repaint what differs from what the panes show."""
        self.session.prune()
        self.fit_panes()
        for widget in self.panes.values():
            widget.reload()
        self._count()
        self.top.repaint()
        self.moved()

    def reload_pane(self, pane: Pane) -> None:
        """Repaint one pane."""
        self.panes[pane].reload()
        self._count()
        self.moved()

    def _count(self) -> None:
        dataset = self.session.dataset
        self.tabs.counts = {
            "requirements": str(len(dataset.requirements)),
            "tasks": count_text(self.tasks.shown, len(dataset.tasks)),
            "indicators": count_text(self.indicators.shown, len(dataset.indicators)),
        }
