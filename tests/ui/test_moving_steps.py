"""Steps moved up and down: as wholes, with their comments, and back to the byte."""

from __future__ import annotations

import pytest
from ledger_text import LEDGER

STEPS = """\
steps = [
    { text = "draft", due = 2016-12-10, done = true },  # quick
    { text = "send", done = false },
]
"""
MOVED = """\
steps = [
    { text = "send", done = false },
    { text = "draft", due = 2016-12-10, done = true },  # quick
]
"""


@pytest.mark.parametrize("key", ["}", "shift+down", "alt+down"])
async def test_a_step_goes_down_and_the_cursor_with_it(drive, key: str) -> None:
    async with drive() as app:
        await app.keys("2", "l", "j")
        await app.pilot.press(key)
        await app.pilot.pause()
        assert app.file == LEDGER.replace(STEPS, MOVED)
        assert "Step 1 of T1 is number 2 now" in app.lines[-1]
        assert app.app.screen.step[1] == 1
        await app.keys("}")
        assert "This is the last step" in app.lines[-1]
        await app.keys("{")
        assert app.app.screen.step[1] == 0
        assert app.file == LEDGER
        await app.keys("u", "u")
        assert app.file == LEDGER


async def test_the_place_of_a_first_step_does_not_move(drive) -> None:
    async with drive() as app:
        app.app.screen.session.opened.add("T2")
        app.app.screen.reload()
        await app.keys("2", "j", "j", "{")
        assert "Here steps are moved up and down: put the cursor on one." in app.lines[-1]
        assert app.file == LEDGER


async def test_a_step_moves_in_the_form(drive) -> None:
    async with drive() as app:
        await app.keys("2", "e", "/", "send", "enter", "j", "{")
        assert app.file == LEDGER.replace(STEPS, MOVED)
