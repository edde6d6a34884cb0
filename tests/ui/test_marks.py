"""Marks: what is hidden is named before an edit of many, what was done is told, and one undo takes it back."""

from __future__ import annotations

import re

import pytest
from ledger_text import LEDGER, changed_lines

LEADS = re.compile(r'lead = "Audit"')


async def test_an_edit_of_many_is_told_and_undone_as_one(drive) -> None:
    async with drive() as app:
        await app.keys("2", "M", "w", "Audit", "enter")
        assert "lead of 3 tasks set to Audit; u undoes all of it" in app.lines[-1]
        assert len(LEADS.findall(app.file)) == 3
        await app.keys("u")
        assert "lead of 3 tasks" in app.lines[-1]
        assert app.file == LEDGER


@pytest.mark.parametrize(
    ("answer", "count"), [(("enter",), 1), (("down", "enter"), 3), (("escape",), 0), (("down", "down", "enter"), 0)]
)
async def test_marked_records_that_are_not_shown_are_named(drive, answer: tuple[str, ...], count: int) -> None:
    async with drive() as app:
        await app.keys("2", "M", "/", "third", "enter", "w")
        assert "2 of 3 marked are not shown: T1, T2" in app.text
        await app.keys(*answer)
        if count:
            await app.keys("Audit", "enter")
        else:
            assert "Nothing was changed" in app.lines[-1] or app.app.screen.popup is None
        assert len(LEADS.findall(app.file)) == count


async def test_none_in_sight_offers_all_or_none(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "j", "m", "/", "plan", "enter", "space")
        assert "1 of 1 marked is not shown: T3" in app.text
        await app.keys("down", "enter")
        assert app.file == LEDGER
        await app.keys("space", "enter")
        assert changed_lines(LEDGER, app.file)[1] == ['status = "todo"\n']


async def test_every_command_of_many_takes_the_marked(drive) -> None:
    async with drive() as app:
        await app.keys("2", "m", "m", "T", "ask due:2017-01-05", "enter")
        assert "Added to steps" in app.lines[-1] or "steps of 2 tasks" in app.lines[-1]
        assert app.file.count('text = "ask", due = 2017-01-05') == 2
        await app.keys("u", "c")
        assert "2 tasks added" in app.lines[-1]
        assert 'id = "T4"' in app.file
        assert 'id = "T5"' in app.file
        await app.keys("u", "S")
        assert "2 tasks signed off by" in app.lines[-1]
        await app.keys("u")
        assert app.file == LEDGER


@pytest.mark.parametrize("key", ["e", "C"])
async def test_commands_of_one_record_say_so(drive, key: str) -> None:
    async with drive() as app:
        await app.keys("2", "m", "m", key)
        assert "This is about T3 alone, not about the 2 tasks that are marked" in app.lines[-1]
