"""A terminal at the far end of a slow line: 1,200 bytes a second, 300 ms each way."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from terminal import Terminal

BYTES_A_SECOND = 1200
DELAY = 0.3


class SlowLine(Terminal):
    """Takes what the program writes at once, as an SSH server does, and lets it through slowly.

    `queue` is what waits to be let through, `most_waiting` the longest that it was.
    """

    def __init__(self, command: Sequence[str], **named: Any) -> None:
        self.queue = bytearray()
        self.most_waiting = 0
        self._let_through_until = time.monotonic()
        self._arriving: deque[tuple[float, bytes]] = deque()
        self._typed: deque[tuple[float, bytes]] = deque()
        super().__init__(command, **named)

    def send(self, keys: str) -> None:
        """Type: the keys reach the program later, in their order."""
        self._typed.append((time.monotonic() + DELAY, keys.encode()))

    def read(self, seconds: float) -> bytes:
        """Let pass what may pass within so many seconds; returns when something has come to the screen."""
        deadline = time.monotonic() + seconds
        while True:
            came = self._step()
            if came or time.monotonic() >= deadline:
                return came

    def _step(self) -> bytes:
        self.queue += self._take(0.01)
        self.most_waiting = max(self.most_waiting, len(self.queue))
        now = time.monotonic()
        while self._typed and self._typed[0][0] <= now:
            os.write(self.master, self._typed.popleft()[1])
        passing = int((now - self._let_through_until) * BYTES_A_SECOND)
        if not self.queue:
            self._let_through_until = now
        elif passing:
            self._arriving.append((now + DELAY, bytes(self.queue[:passing])))
            del self.queue[:passing]
            self._let_through_until = now
        came = b""
        while self._arriving and self._arriving[0][0] <= now:
            came += self._arriving.popleft()[1]
        if came:
            self._stream.feed(came)
        return came
