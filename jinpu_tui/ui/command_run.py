"""Run commands, which are coroutines.

A command goes on in the very call that brings it what it waits for: the answer of a dialog, or the result of a thread. No
event loop stands between: no key can be handled between an Enter and what it does, and an exception ends up where the answer
came from.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from types import coroutine
from typing import Any

from jinpu_tui.ui.command import Steps


@coroutine
def next_answer() -> Generator[None, Any, Any]:
    """Wait for what `CommandRun.resume` is called with."""
    return (yield)


class CommandRun:
    """One run of a command."""

    def __init__(self, steps: Steps, on_end: Callable[[CommandRun], None]) -> None:
        self._steps = steps
        self._on_end = on_end

    def resume(self, answer: object = None) -> None:
        """Go on with an answer (None at the start) until the command waits again or ends. Raises what the command raises."""
        self._advance(lambda: self._steps.send(answer))

    def fail(self, error: BaseException) -> None:
        """Go on with an exception raised where the command waits."""
        self._advance(lambda: self._steps.throw(error))

    def cancel(self) -> None:
        """End the command where it waits."""
        self._steps.close()
        self._on_end(self)

    def _advance(self, act: Callable[[], object]) -> None:
        try:
            act()
        except StopIteration:
            self._on_end(self)
