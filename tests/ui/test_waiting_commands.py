"""Commands that wait: keys typed meanwhile are kept in order, Esc ends the wait, and drafts find their command by its id."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_text import TODAY
from textual.worker import WorkerFailed

from jinpu_tui.model.drafts import Draft
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage.recent_texts import RecentTexts
from jinpu_tui.ui.command_table import COMMANDS

LIMIT_S = 20.0


class SlowHistory:
    """A history of records that comes when the test lets it."""

    def __init__(self) -> None:
        self.asked, self.answered = threading.Event(), threading.Event()

    def log_of(self, _workspace: Workspace, _record: str) -> tuple[()]:
        """Say that the history was asked for, and wait."""
        self.asked.set()
        assert self.answered.wait(LIMIT_S)
        return ()


@pytest.fixture
def history(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowHistory]:
    slow = SlowHistory()
    monkeypatch.setattr("jinpu_tui.services.history.log_of", slow.log_of)
    yield slow
    slow.answered.set()


async def test_keys_wait_for_a_command_in_another_thread(drive, history: SlowHistory) -> None:
    async with drive() as app:
        await app.keys("2")
        screen = app.app.screen
        await app.keys("H", "backspace", "n", *"typed while it waited", "enter")
        await app.until(history.asked.is_set)
        assert screen.page_ref is None
        assert screen.popup is None
        assert "typed while it waited" not in app.file
        history.answered.set()
        await app.until(lambda: "typed while it waited" in app.file)
        assert screen.page_ref is None


async def test_no_escape_can_say_that_a_written_edit_was_cancelled(drive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Esc may come in one packet with Enter: what follows the writing must not wait for a thread."""
    waits: list[bool] = []
    async with drive() as app:
        screen = app.app.screen
        monkeypatch.setattr(RecentTexts, "keep", lambda *_given: waits.append(screen.is_busy))
        await app.keys("2", "n", *"first visit", "enter")
        assert "first visit" in app.file
    assert waits == [False]


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_escape_ends_a_command_in_another_thread(drive, history: SlowHistory, key: str) -> None:
    async with drive() as app:
        await app.keys("2")
        screen = app.app.screen
        await app.keys("H", "x")
        await app.until(history.asked.is_set)
        await app.keys(key)
        await app.until(lambda: not screen.is_busy)
        history.answered.set()
        await app.keys("j")
        assert (screen.page_ref, screen.popup, screen.record.id) == (None, None, "T2")


async def test_a_fault_in_another_thread_ends_the_app_with_it(drive, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("jinpu_tui.services.history.log_of", broken)

    async def ask() -> None:
        async with drive() as app:
            await app.keys("2", "H")
            await app.until(lambda: app.app.fault is not None)

    with pytest.raises(WorkerFailed) as raised:
        await ask()
    assert isinstance(raised.value.error, ZeroDivisionError)


def test_ids_of_commands_are_unique() -> None:
    ids = [command.id for command in COMMANDS]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("command", ["task.note", ""], ids=["by id", "by the key of an older version"])
async def test_a_draft_opens_the_prompt_of_its_command(drive, ledger: Path, command: str) -> None:
    crashed = Workspace(ledger, today=TODAY)
    crashed.keep_draft(Draft("half a thought", key="n", pane="tasks", id="T1", command=command))
    del crashed
    async with drive() as app:
        await app.until(lambda: app.app.screen.popup is not None)
        await app.until(lambda: app.app.screen.popup.typed == "half a thought")
        await app.keys("enter")
        assert "half a thought" in app.file
