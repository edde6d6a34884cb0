"""How much may be on its way to the terminal, so that on a slow line the last state comes soon after the last key."""

from __future__ import annotations

import time

QUESTION = "\x1b[6n"
"""Asks the terminal where its cursor is; nearly every terminal answers, when it has come to the question."""

WINDOW = 2048
"""That many bytes may be on their way unanswered on any line: more than most keys paint."""

LAG = 0.25
"""On a faster line, as many as it takes in that many seconds."""

FLUSH_TIMEOUT_S = 5.0
"""After that many seconds without an answer none is waited for: another terminal may have taken the place of this one."""


class FlowControl:
    """Counts the bytes that are on their way; where the terminal has never answered, all is sent at once.

    One question at a time is on its way: terminals may answer several at once with one answer. `answered` may be called from
    another thread than the rest.
    """

    def __init__(self) -> None:
        self._sent = self._arrived = 0
        self._window: float = WINDOW
        self._asked = 0.0
        self._asked_at: int | None = None
        self._answers = False

    @property
    def is_full(self) -> bool:
        """Whether what comes next should wait for an answer."""
        return self._answers and self._sent - self._arrived >= self._window

    def send(self, data: str) -> str:
        """Return the data, with a question after it if none is on its way."""
        self._sent += len(data.encode())
        if self._asked_at is not None:
            return data
        self._asked_at, self._asked = self._sent, time.monotonic()
        return data + QUESTION

    def answered(self) -> None:
        """Note that the terminal has come to the question."""
        self._answers = True
        if self._asked_at is not None:
            rate = (self._asked_at - self._arrived) / max(time.monotonic() - self._asked, 0.001)
            self._window = max(WINDOW, LAG * rate)
            self._arrived, self._asked_at = self._asked_at, None

    def give_up(self) -> None:
        """Wait no longer for answers; the next one that comes counts again."""
        self._answers = False
        self._asked_at = None

    def drain(self) -> None:
        """Wait a little for the answer that is due: the shell would take one that comes later for something typed."""
        deadline = self._asked + FLUSH_TIMEOUT_S if self._answers else time.monotonic() + 0.3
        while self._asked_at is not None and time.monotonic() < deadline:
            time.sleep(0.005)
        self.give_up()
