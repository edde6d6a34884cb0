"""Driving the screens: keys in, what is shown and what is on disk out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from full_ledger import FULL
from ledger_text import TODAY

from jinpu_tui.services.user_state import UserState
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp


class Driver:
    """An app under a Pilot."""

    def __init__(self, app: JinpuApp, pilot: object, folder: Path) -> None:
        self.app, self.pilot, self.folder = app, pilot, folder

    async def keys(self, *keys: str) -> None:
        """Press keys; a text of several letters that names no key is typed."""
        for key in keys:
            await self.pilot.press(*([key] if _is_key(key) else _typed(key)))
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal with bracketed paste hands it over."""
        from textual import events

        self.app.post_message(events.Paste(text))
        await self.pilot.pause()
        await self.pilot.pause()

    async def until(self, is_there: Callable[[], bool]) -> None:
        """Let the app work until something is there that only its work can bring about."""
        for _attempt in range(2000):
            if is_there():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(self.text)

    @property
    def text(self) -> str:
        """What the screen shows."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def lines(self) -> list[str]:
        """What the screen shows, line by line."""
        return self.text.splitlines()

    @property
    def file(self) -> str:
        """What the ledger's file holds."""
        return (self.folder / "ledger.toml").read_bytes().decode()


_NAMED = {"enter", "escape", "space", "tab", "backspace", "up", "down", "left", "right"}
_NAMED |= {"home", "end", "pagedown", "delete", "f2"}


def _is_key(key: str) -> bool:
    return len(key) == 1 or key in _NAMED or key.startswith(("ctrl+", "shift+", "alt+"))


def _typed(text: str) -> list[str]:
    return ["space" if item == " " else item for item in text]


@pytest.fixture
def drive(ledger: Path) -> Callable[..., object]:
    """Open the test ledger in an app of a size."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (160, 45),
        *,
        folder: Path = ledger,
        read_only: bool = False,
        user_state: UserState | None = None,
    ):
        app = JinpuApp(Workspace(folder, today=TODAY, read_only=read_only), user_state)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Driver(app, pilot, folder)

    return opened


@pytest.fixture
def full(ledger: Path) -> Path:
    """Return a folder with a ledger whose records have all that is shown."""
    (ledger / "ledger.toml").write_text(FULL, "utf-8")
    return ledger
