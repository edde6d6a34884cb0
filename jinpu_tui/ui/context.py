"""What a command may use of the screen, in parts: the cursor, pages, what is shown. `ui.command` puts all parts together.

This module imports no screen and no dialog.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from jinpu_tui.model.records import Indicator, Pane, Record, Task
from jinpu_tui.services.configuration import ThemeName
from jinpu_tui.ui.cells import Cell
from jinpu_tui.ui.pages.page import FilterLink, PageLine, PageRef

if TYPE_CHECKING:
    from jinpu_tui.ui.rows import GroupRow


class Cursor(Protocol):
    """Where the cursor is, and moving it."""

    @property
    def pane(self) -> Pane:
        """The pane that has the keys while no page covers it."""

    @property
    def page_ref(self) -> PageRef | None:
        """The page in front of the panes."""

    @property
    def place(self) -> str:
        """The pane in front; `page` for the page of a record, `kept` for that of kept texts, `summary` for any other page."""

    @property
    def record(self) -> Record | None:
        """The record under the cursor."""

    @property
    def row(self) -> object:
        """The row or line under the cursor; None if there is none."""

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of the pane in front, or the lines of the page."""

    @property
    def page_line(self) -> PageLine | None:
        """The line of the page under the cursor; None while no page is open."""

    @property
    def step(self) -> tuple[Task, int] | None:
        """The step under the cursor and its index; -1 for the place of a first one."""

    @property
    def observation(self) -> tuple[Indicator, int] | None:
        """The observation under the cursor and its index."""

    @property
    def heading(self) -> GroupRow | None:
        """The heading of a group that the cursor is on or under."""

    @property
    def room(self) -> int:
        """How many rows fit into what is in front."""

    def move(self, by: int) -> None:
        """Move the cursor by some rows."""

    def move_to(self, index: int) -> None:
        """Put the cursor on a row."""

    def find_row(self, record: str, entry: int = -1) -> bool:
        """Put the cursor on the row of a record, or of one of its steps; return whether there is one."""

    def find_line(self, field: str, entry: int | None = None) -> bool:
        """Put the cursor of the page on the first line of a field, or of one of its entries; return whether there is one."""

    def find_heading(self) -> None:
        """Put the cursor on the heading above it."""

    def go(self, pane: Pane) -> None:
        """Give the keys to a pane."""

    def turn(self, by: int) -> None:
        """Give the keys to the next pane (1) or to the previous one (-1)."""

    def go_to(self, record: str) -> None:
        """Put the cursor on a record, lifting filter, scope and folds if they hide it."""

    def shift(self, by: int) -> bool:
        """Move over columns, periods, or parts of a line; return whether there are any there."""

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor; None while the cursor is on a row or line."""

    @property
    def cells(self) -> Sequence[str]:
        """The names of the cells of the row under the cursor, from left to right; before them the one that was left last."""

    def stand_on(self, cell: str) -> bool:
        """Put the cursor on a cell of the row; return whether there is one of that name."""

    def move_cell(self, by: int) -> bool:
        """Put the cursor on the next cell (1) or the one before (-1); return whether there is one."""

    def leave_cells(self) -> None:
        """Put the cursor on the whole row."""


class Pages(Protocol):
    """The pages in front of the panes."""

    def open_page(self, ref: PageRef) -> None:
        """Open a page."""

    def close_page(self) -> None:
        """Go back to the page before, or to the panes."""

    def leave_pages(self) -> None:
        """Go back to the panes."""

    def open_filter_link(self, link: FilterLink) -> None:
        """Open a pane with the filter of a link."""

    @property
    def page_filter(self) -> str:
        """The filter of the page in front."""

    def narrow_page(self, text: str) -> None:
        """Show the lines of the page that have all words of a text; all lines for an empty text."""


class Display(Protocol):
    """What is shown."""

    def show_message(self, message: str, *, bad: bool = False) -> None:
        """Show a message on the bottom line until the next key."""

    def add_news(self, news: str, *, bad: bool = False) -> None:
        """Show what others did after the message of the last key."""

    def reload(self) -> None:
        """Show the dataset as it is now."""

    def reload_pane(self, pane: Pane) -> None:
        """Show the rows of one pane as they are now."""

    def load_all(self) -> None:
        """Read what is left of the dataset, and show all of it."""

    def refresh_data(self) -> None:
        """Read what others wrote to the files, and show it."""

    @property
    def shown_columns(self) -> Sequence[str]:
        """The names of the columns that the pane shows now."""

    def count_of(self, pane: Pane) -> str:
        """How many rows of a pane are shown, of how many."""

    @property
    def page_count(self) -> str:
        """How many lines of the page are shown, of how many."""

    is_zoomed: bool
    """Whether the pane is shown alone."""

    def repaint_marks(self) -> None:
        """Show which records are marked."""

    def redraw(self) -> None:
        """Send the whole screen to the terminal again."""

    def use_theme(self, name: ThemeName) -> None:
        """Show all in the colours of a theme."""
