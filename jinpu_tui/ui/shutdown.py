"""Ways out that nobody asked for: signals, a terminal that is gone, a fault. Every edit is on disk; the terminal is restored.

An orderly way out is tried first. Where the terminal takes nothing more, what Textual wants to write to it waits for ever; then
the process ends all the same, soon after.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinpu_tui.ui.app import JinpuApp

PATIENCE = 3.0
"""Seconds that an orderly way out may take."""

RESTORE = (
    b"\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[?1004l"
    b"\x1b[?1049l\x1b[?25h\x1b[0m"
)
"""Takes back all that Textual's driver asks of a terminal."""


class Leaving:
    """Watches for reasons to leave, and leaves."""

    def __init__(self, app: JinpuApp) -> None:
        self.fault: BaseException | None = None
        self._app = app
        self._before: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def watch(self) -> None:
        """Leave on the signals that end programs, and when what writes to the terminal has died."""
        self._loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._on_signal)
        threading.excepthook = self._on_thread_fault
        with suppress(Exception):
            import termios

            self._before = getattr(self._app._driver, "attrs_before", None), termios

    def leave(self, code: int) -> None:
        """Leave now, orderly if that can be done in time."""
        last = threading.Timer(PATIENCE, self._leave_at_once, (code,))
        last.daemon = True
        last.start()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._app.exit, code, code)

    def note_fault(self, what: str) -> None:
        """Remember what went wrong where no exception reaches us."""
        self.fault = self.fault or RuntimeError(what)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.leave(128 + number)

    def _on_thread_fault(self, raised: threading.ExceptHookArgs) -> None:
        """End the program because a thread died; with an OSError it was the terminal that did."""
        if isinstance(raised.exc_value, OSError):
            self._leave_at_once(1)
        self.fault = self.fault or raised.exc_value
        self.leave(1)

    def _leave_at_once(self, code: int) -> None:
        with suppress(Exception):
            os.set_blocking(sys.__stderr__.fileno(), False)  # type: ignore[union-attr]
            os.write(sys.__stderr__.fileno(), RESTORE)  # type: ignore[union-attr]
        with suppress(Exception):
            attributes, termios = self._before
            termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, attributes)  # type: ignore[union-attr]
        os._exit(code)
