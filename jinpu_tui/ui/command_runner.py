"""The command that runs: started by a key, waiting for a dialog or a thread, ended, refused or cancelled."""

from __future__ import annotations

from asyncio import Event, to_thread
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from jinpu_tui.ui.command import Steps
from jinpu_tui.ui.command_run import CommandRun, next_answer
from jinpu_tui.ui.refusals import REFUSALS, reason_of

T = TypeVar("T")


class CommandRunner:
    """Runs one command at a time.

    Args:
        start: Starts a coroutine in the event loop.
        on_refusal: Shows why a command was refused.
        on_end: Called when the last started command has ended.
    """

    def __init__(
        self,
        start: Callable[[Coroutine[Any, Any, None]], object],
        on_refusal: Callable[[str], None],
        on_end: Callable[[], None],
    ) -> None:
        self._start = start
        self._on_refusal = on_refusal
        self._on_end = on_end
        self._run: CommandRun | None = None
        self._is_idle = Event()
        self._is_idle.set()

    @property
    def is_busy(self) -> bool:
        """Whether the command waits for a thread."""
        return not self._is_idle.is_set()

    def run(self, steps: Steps) -> None:
        """Run a coroutine as a command until it waits or ends. A command that starts another one gives its place to it."""
        self._run = CommandRun(self._guarded(steps), self._end)
        self._run.resume()

    async def dialog_answer(self, connect: Callable[[Callable[[str | None], None]], None]) -> str | None:
        """Wait for the answer of a dialog.

        Args:
            connect: Gives the dialog the function that takes its answer.
        """
        run = self._running()
        connect(run.resume)
        text: str | None = await next_answer()
        return text

    async def in_thread(self, function: Callable[..., T], *args: object) -> T:
        """Call a function in another thread and wait for its result."""
        run = self._running()
        self._is_idle.clear()

        async def call() -> None:
            try:
                result = await to_thread(function, *args)
            except Exception as error:
                if run is self._run:
                    self._is_idle.set()
                    run.fail(error)
            else:
                if run is self._run:
                    self._is_idle.set()
                    run.resume(result)

        self._start(call())
        result: T = await next_answer()
        return result

    async def wait(self) -> None:
        """Wait until no command waits for a thread."""
        await self._is_idle.wait()

    def cancel(self) -> bool:
        """End the command that waits for a thread; return whether there was one."""
        if self._run is None or not self.is_busy:
            return False
        self._run.cancel()
        return True

    def _running(self) -> CommandRun:
        assert self._run is not None, "only a running command can wait"
        return self._run

    async def _guarded(self, steps: Steps) -> None:
        try:
            await steps
        except REFUSALS as error:
            self._on_refusal(reason_of(error))

    def _end(self, run: CommandRun) -> None:
        if run is self._run:
            self._run = None
            self._is_idle.set()
            self._on_end()
