"""A real pty with a terminal in memory at its other end."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

PATIENCE = 20.0
"""Seconds after which something that was waited for is taken not to come; no test waits this long when all is well."""


class _AnsweringScreen(pyte.Screen):
    """Answers where its cursor is, as terminals do, and lets pass what pyte does not know."""

    def __init__(self, columns: int, rows: int, answer: Callable[[str], None]) -> None:
        super().__init__(columns, rows)
        self._answer = answer

    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        if not private:
            super().select_graphic_rendition(*attributes)

    def write_process_input(self, data: str) -> None:
        self._answer(data)


class Terminal:
    """A program running in a pty of `columns` by `rows`; use as a context manager."""

    def __init__(
        self, command: Sequence[str], *, columns: int = 80, rows: int = 24, folder: Path | None = None, **env: str
    ) -> None:
        self.screen = _AnsweringScreen(columns, rows, self.send)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "COLUMNS": "", "LINES": "", **env},
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *raised: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)

    @property
    def text(self) -> str:
        """What the screen shows."""
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        return "\n".join("".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows)

    def send(self, keys: str) -> None:
        """Type."""
        os.write(self.master, keys.encode())

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str:
        """Read until the screen shows what is wanted; the screen. Raises TimeoutError with the screen."""
        fits = wanted if callable(wanted) else lambda text: wanted in text
        deadline = time.monotonic() + PATIENCE
        while not fits(self.text):
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited for {wanted!r}; the screen shows\n{self.text}")
            if not self.read(0.2) and self.process.poll() is not None and not fits(self.text):
                raise EOFError(f"the program ended with {self.process.returncode}; the screen shows\n{self.text}")
        return self.text

    def read(self, seconds: float) -> bytes:
        """What the program writes within so many seconds; returns at the first bytes."""
        data = self._take(seconds)
        self._stream.feed(data)
        return data

    def _take(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self.master], [], [], seconds)
        try:
            data = os.read(self.master, 1 << 16) if ready else b""
        except OSError:
            return b""
        self.written += data
        return data

    def wait_for_end(self) -> int:
        """Read until the program ends; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"still running; the screen shows\n{self.text}")
            self.read(0.1)
        return self.process.returncode

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)
        os.killpg(self.process.pid, signal.SIGWINCH)


class Gbk(Terminal):
    """A terminal of which both sides speak GBK."""

    def send(self, keys: str) -> None:
        os.write(self.master, keys.encode("gbk"))

    def read(self, seconds: float) -> bytes:
        data = self._take(seconds)
        self._stream.feed(data.decode("gbk", "replace").encode())
        return data
