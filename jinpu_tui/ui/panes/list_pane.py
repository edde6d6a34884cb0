"""A list of any length that draws only the lines on screen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import width_of, wrap
from jinpu_tui.ui.line_widget import Lines
from jinpu_tui.ui.rows import GroupRow, RowKey, headings_in, key_of
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import DIM
from jinpu_tui.ui.title import Title, TitlePart

RowT = TypeVar("RowT")

FOLD_MARKS = "▸▾"
"""The signs before rows that have something below them; a click on one folds or unfolds."""

WHEEL_ROWS = 3
LEFT_BUTTON, RIGHT_BUTTON = 1, 3


class ListPane(Lines, Generic[RowT]):
    """A title line with rows below it and a cursor on one of them. Subclasses draw the title and single rows."""

    DEFAULT_CSS = "ListPane { height: 1fr; width: 1fr; }"

    class Clicked(Message):
        """The mouse was clicked on this pane, at a cell of it; `count` is 2 for the second click of a double click."""

        def __init__(self, pane: ListPane[Any], place: Offset, *, count: int, is_right: bool) -> None:
            super().__init__()
            self.pane, self.place, self.count, self.is_right = pane, place, count, is_right

    class Wheeled(Message):
        """The wheel was turned over this pane, to show rows that are `by` further down."""

        def __init__(self, pane: ListPane[Any], by: int) -> None:
            super().__init__()
            self.pane, self.by = pane, by

    class TitleDragged(Message):
        """The title of this pane is dragged to a line of the terminal; `is_over`: it is let go there."""

        def __init__(self, line: int, *, is_over: bool) -> None:
            super().__init__()
            self.line, self.is_over = line, is_over

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
        self.divides = False
        """Whether the title can be dragged, to give the pane more or less room."""
        self._drag_from: float | None = None
        self._was_dragged = False

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
        self._headings = headings_in(rows)
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
        """Keep the cursor in sight; the pane may have been painted in its new size already."""
        self._scroll()
        self.repaint()
        self.post_message(self.Placed())

    def on_show(self) -> None:
        """Say that the pane can be seen."""
        self.post_message(self.Placed())

    def scroll_by(self, by: int) -> None:
        """Show rows further down or up; the cursor stays on its row while that is in sight, else it goes to the nearest one."""
        self.top = max(0, min(self.top + by, len(self.rows) - self.room))
        covered = 1 if self._heading_above not in (None, self.top) else 0
        self.cursor = max(self.top + covered, min(self.cursor, self.top + self.room - 1, len(self.rows) - 1))
        self._scroll()
        self.repaint()

    def is_fold_mark(self, index: int, x: int) -> bool:
        """Return whether the sign at a cell of a row folds and unfolds it."""
        column = 0
        for text, _style in self.draw(self.rows[index], self.size.width) if index < len(self.rows) else ():
            at = next((at for at, sign in enumerate(text) if sign in FOLD_MARKS), None)
            if at is not None:
                return x == column + width_of(text[:at])
            column += width_of(text)
        return False

    def point_at(self, index: int, x: int) -> None:
        """Put the cursor on a row, and if the row has parts on what is at a cell of it."""
        self.move_to(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show what is further down."""
        event.stop()
        self.post_message(self.Wheeled(self, WHEEL_ROWS))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show what is further up."""
        event.stop()
        self.post_message(self.Wheeled(self, -WHEEL_ROWS))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag the title if it divides two panes. The screen captures the mouse for it."""
        self._drag_from = event.screen_y if self.divides and event.y == 0 and event.button == LEFT_BUTTON else None
        self._was_dragged = False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the title."""
        if self._drag_from is not None and (self._was_dragged or event.screen_y != self._drag_from):
            self._was_dragged = True
            self.post_message(self.TitleDragged(int(event.screen_y), is_over=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let the title go."""
        if self._drag_from is not None and (self._was_dragged or event.screen_y != self._drag_from):
            self._was_dragged = True
            self.post_message(self.TitleDragged(int(event.screen_y), is_over=True))
        self._drag_from = None

    def on_click(self, event: events.Click) -> None:
        """Hand on a click with the left or the right button that did not end a drag."""
        event.stop()
        if event.button in (LEFT_BUTTON, RIGHT_BUTTON) and not self._was_dragged:
            place = Offset(int(event.x), int(event.y))
            self.post_message(self.Clicked(self, place, count=event.chain, is_right=event.button == RIGHT_BUTTON))

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


def _index(rows: Sequence[Any], row: object, key: RowKey | None) -> int | None:
    """Where a row stands: it itself, which is found fast among many, or the one with its key."""
    with suppress(ValueError):
        return rows.index(row)
    return next((at for at, item in enumerate(rows) if key_of(item) == key), None)
