"""A Textual driver that sends less: that of the system, with a grid of cells between the application and it."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events
from textual.driver import Driver
from textual.message import Message

from jinpu_tui.ui.terminal.flow_control import FLUSH_TIMEOUT_S, FlowControl
from jinpu_tui.ui.terminal.grid import BLANK, UNKNOWN, AnsiWriter, Cell, Grid, Row
from jinpu_tui.ui.terminal.input_parser import PasteAwareInput

ALTERNATE_SCREEN = "\x1b[?1049h"
CLEAR = "\x1b[2J\x1b[H"
BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Textual writes these around a frame where the terminal is known to show all between them at once."""

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
"""The cursor is always on the selected row or the caret. A plain screen shows it, for screen readers and magnifiers that follow
only a cursor that can be seen; elsewhere it would lie over the colours that mark the row."""

MOUSE_MOVES, MOUSE_DRAGS = "\x1b[?1003", "\x1b[?1002"
"""Moves without a button are not asked for, as nobody looks at them and each would cross the line; those with a button drag."""

OLD_MOUSE = "\x1b[?1015"
"""Another form of what the mouse does, which terminals that know the form asked for after it (1006) do not need."""


class DiffingDriver(Driver):
    """Keeps what Textual writes in a grid, and sends the difference when a frame is whole; stands before a driver."""

    plain = False

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._grid, self._shown = Grid(0, 0), list[Row]()
        self._pen, self._flow = AnsiWriter(), FlowControl()
        self._at_once = self._begun = False
        self._waiting: asyncio.TimerHandle | None = None

    def write(self, data: str) -> None:
        """Keep what is for the screen until `flush`; send on what is not about cells."""
        width, height = self._app.size
        if (self._grid.width, self._grid.height) != (width, height):
            self._grid = Grid(width, height, plain=self.plain)
            self._showing(UNKNOWN)
            self._pen.lose()
        others = self._grid.feed(data)
        self._at_once = self._at_once or BEGIN in others
        for unwanted in (BEGIN, END, OLD_MOUSE + "h", OLD_MOUSE + "l"):
            others = others.replace(unwanted, "")
        others = others.replace(MOUSE_MOVES, MOUSE_DRAGS)
        if self.plain:
            others = others.replace(HIDE_CURSOR, SHOW_CURSOR)
        if ALTERNATE_SCREEN in others:
            others += CLEAR
            self._pen, self._flow = AnsiWriter(), FlowControl()
            self._showing(BLANK)
        if others:
            super().write(others)  # type: ignore[safe-super]  # a real driver stands behind

    def flush(self) -> None:
        """Send what differs, now or when the terminal has come so far."""
        if not self._flow.is_full:
            self._send()
        elif self._waiting is None:
            self._waiting = self._loop.call_later(FLUSH_TIMEOUT_S, self._give_up)

    def redraw(self) -> None:
        """Send all again, whatever the terminal shows."""
        if self._begun:
            self._showing(UNKNOWN)
            self._pen.lose()
            self.flush()

    def process_message(self, message: Message) -> None:
        """Take the terminal's answers and pass on all else. Called in the thread that reads."""
        if isinstance(message, events.CursorPosition):
            self._flow.answered()
            self._loop.call_soon_threadsafe(self._answered)
        else:
            super().process_message(message)

    def disable_input(self) -> None:
        """Leave no answer to whoever reads next."""
        self._flow.drain()
        super().disable_input()  # type: ignore[safe-super]

    def _showing(self, cell: Cell) -> None:
        self._shown = [[cell] * self._grid.width for _row in range(self._grid.height)]

    def _send(self) -> None:
        difference = self._pen.difference(self._shown, self._grid)
        if difference:
            self._begun = True
            self._shown = [new.copy() if new != old else old for old, new in zip(self._shown, self._grid.rows, strict=True)]
            super().write(self._flow.send(BEGIN + difference + END if self._at_once else difference))  # type: ignore[safe-super]

    def _answered(self) -> None:
        if self._flow.is_full:
            super().write(self._flow.send(""))  # type: ignore[safe-super]
        elif self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
            self._send()

    def _give_up(self) -> None:
        self._waiting = None
        self._flow.give_up()
        self._send()


def diffing_driver(base: type[Driver], *, plain: bool = False) -> type[Driver]:
    """Return a driver like `base` that sends only what differs on the terminal, and takes all that is pasted as text."""
    reads_a_tty = base.__module__ == "textual.drivers.linux_driver"
    bases = (DiffingDriver, PasteAwareInput, base) if reads_a_tty else (DiffingDriver, base)
    return type("DiffingDriver", bases, {"plain": plain})
