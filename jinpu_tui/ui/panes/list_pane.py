"""A list of any length that draws only the lines on screen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import wrap
from jinpu_tui.ui.line_widget import Lines
from jinpu_tui.ui.rows import GroupRow, RowKey, key_of
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import DIM
from jinpu_tui.ui.title import Title, TitlePart

RowT = TypeVar("RowT")


class ListPane(Lines, Generic[RowT]):
    """A title line with rows below it and a cursor on one of them. Subclasses draw the title and single rows."""

    DEFAULT_CSS = "ListPane { height: 1fr; width: 1fr; }"

    class Chosen(Message):
        """Somebody clicked on a row of this pane."""

        def __init__(self, pane: ListPane[Any]) -> None:
            super().__init__()
            self.pane = pane

    class Placed(Message):
        """A pane has come into sight, or has another size."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[RowT] = ()
        self.cursor = 0
        self.top = 0
        self.active = False
        self.alone = False
        self.title_parts: tuple[TitlePart, ...] = ()
        """What the parts of the title stand for, as it was last drawn."""
        self._headings: Sequence[int] = ()

    def title(self, width: int) -> Title:
        """Return the line above the rows, and what its parts stand for."""
        raise NotImplementedError

    def draw(self, row: RowT, width: int) -> Line:
        """One row."""
        raise NotImplementedError

    def empty_text(self) -> str:
        """Return what to say if there are no rows."""
        return ""

    @property
    def room(self) -> int:
        """How many rows fit."""
        return max(1, self.size.height - 1)

    @property
    def position(self) -> str:
        """Which row the cursor is on, of how many; headings of groups are not counted."""
        headings = bisect_right(self._headings, self.cursor)
        if not self.rows or (headings and self._headings[headings - 1] == self.cursor):
            return ""
        number, count = self.cursor + 1 - headings, len(self.rows) - len(self._headings)
        return _("{number} of {count}").format(number=number, count=count)

    @property
    def row(self) -> RowT | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def show(self, rows: Sequence[RowT]) -> None:
        """Show other rows, with the cursor on the row it was on, and that row where it was on the screen if it can be."""
        row = self.row
        if row is not None:
            key = key_of(row)
            near = self.cursor
            if not (near < len(rows) and key_of(rows[near]) == key):
                at = _index(rows, row, key)
                if at is not None:
                    self.top += at - near
                    self.cursor = at
        self.rows = rows
        self._headings = _headings(rows)
        self.cursor = max(0, min(self.cursor, len(rows) - 1))
        self._scroll()
        self.repaint()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, as near as there is one."""
        self.cursor = max(0, min(index, len(self.rows) - 1))
        self._scroll()
        self.repaint()

    def move(self, by: int) -> None:
        """Move the cursor some rows up or down."""
        self.move_to(self.cursor + by)

    def find(self, key: RowKey) -> bool:
        """Put the cursor on the row with this key; whether there is one."""
        index = _index(self.rows, None, key)
        if index is not None:
            self.move_to(index)
        return index is not None

    @property
    def heading(self) -> GroupRow | None:
        """The heading that the cursor is on or under."""
        before = bisect_right(self._headings, self.cursor)
        return self.rows[self._headings[before - 1]] if before else None  # type: ignore[return-value]  # it is a heading

    def find_heading(self) -> None:
        """Put the cursor on the heading above it, if there is one."""
        before = bisect_right(self._headings, self.cursor - 1)
        if before:
            self.move_to(self._headings[before - 1])

    def screen_row(self) -> int:
        """Return the line of the terminal that the cursor's row is on."""
        return self.region.y + 1 + self.cursor - self.top

    def line(self, y: int) -> Strip:
        """One line of the pane."""
        width = self.size.width
        if y == 0:
            title = self.title(width)
            self.title_parts = title.parts
            return strip(title.line, width)
        index = self.index_at(y)
        if index < len(self.rows):
            line = self.draw(self.rows[index], width)
            drawn = self.with_cursor(line, width) if self.active and index == self.cursor else strip(line, width)
            return self._with_mark(y, drawn)
        if not self.rows and index < len(text := wrap(self.empty_text(), max(1, width - 2))):
            return strip([(f" {text[index]}", DIM)], width)
        return Strip.blank(width)

    def with_cursor(self, line: Line, width: int) -> Strip:
        """Return the row under the cursor."""
        return strip(line, width, cursor=True)

    def index_at(self, y: int) -> int:
        """Return the index of the row on line `y`, of which the first below the title is 1; it may be beyond the last row.

        The heading of the group that the rows at the top belong to stays on the first line.
        """
        if y == 1 and self._heading_above is not None:
            return self._heading_above
        return self.top + y - 1

    @property
    def _heading_above(self) -> int | None:
        """The heading of the group of the row at the top; None if nothing is grouped."""
        before = bisect_right(self._headings, self.top)
        return self._headings[before - 1] if before and self.room > 1 else None

    def _with_mark(self, y: int, drawn: Strip) -> Strip:
        """Return a line with an arrow at its end if there is more above the first or below the last."""
        mark = ""
        if y == 1 and self.top > 0:
            mark = "↑"
        elif y == self.size.height - 1 and self.top + self.room < len(self.rows):
            mark = "↓"
        if not mark:
            return drawn
        return Strip.join([drawn.crop(0, drawn.cell_length - 1), strip([(mark, DIM)], 1)])

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._scroll()
        self.post_message(self.Placed())

    def on_show(self) -> None:
        """Say that the pane can be seen."""
        self.post_message(self.Placed())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor with the wheel."""
        event.stop()
        self.move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor with the wheel."""
        event.stop()
        self.move(-3)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked."""
        event.stop()
        self.move_to(self.index_at(event.y) if event.y else self.top - 1)
        self.post_message(self.Chosen(self))

    def _scroll(self) -> None:
        if not self.size.height:
            return  # it scrolls when it comes into sight
        room = self.room
        self.top = max(0, min(self.top, len(self.rows) - room))
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.cursor >= self.top + room:
            self.top = self.cursor - room + 1
        if self.cursor == self.top and self._heading_above not in (None, self.top):
            self.top -= 1  # else the heading that stays would cover it


def _headings(rows: Sequence[Any]) -> Sequence[int]:
    """Return where headings of groups stand; the first row is one if any is."""
    if not rows or not isinstance(rows[0], GroupRow):
        return ()
    return [at for at, row in enumerate(rows) if isinstance(row, GroupRow)]


def _index(rows: Sequence[Any], row: object, key: RowKey | None) -> int | None:
    """Where a row stands: it itself, which is found fast among many, or the one with its key."""
    with suppress(ValueError):
        return rows.index(row)
    return next((at for at, item in enumerate(rows) if key_of(item) == key), None)
