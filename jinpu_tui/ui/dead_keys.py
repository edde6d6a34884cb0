"""Keys that do nothing, and what is typed after them.

Whoever presses a key that opens no prompt here may go on typing the text that was meant for it. None of it may run as commands.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from textual import events

PAUSE_AFTER_PROMPT_KEY_S = 2.0
"""After a key that elsewhere asks for a text: typing ends with a pause this long, which is enough to read the message."""

PAUSE_AFTER_OTHER_KEY_S = 0.3
"""After any other key that does nothing: only what comes in the same burst belongs to it."""


class DeadKeys:
    """Swallows the printable keys that follow a key that did nothing, until a pause, or Enter, Esc or another such key."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pause_s = 0.0
        self._until = 0.0

    def begin(self, *, asks: bool) -> None:
        """Begin to swallow keys; `asks` says that the key elsewhere asks for a text."""
        self._pause_s = PAUSE_AFTER_PROMPT_KEY_S if asks else PAUSE_AFTER_OTHER_KEY_S
        self._until = self._clock() + self._pause_s

    def swallows(self, event: events.Key) -> bool:
        """Whether a key belongs to the text that was typed after a dead key."""
        if not self._pause_s:
            return False
        if self._clock() >= self._until:
            self._pause_s = 0.0
            return False
        if event.is_printable:
            self._until = self._clock() + self._pause_s
            return True
        self._pause_s = 0.0
        return event.key in ("enter", "escape")
