"""Ticking the entries of a list: requirements as their tree, tasks that others wait for, tags and units."""

from __future__ import annotations

from ledger_text import LEDGER, changed_lines


async def open_field(app, field: str) -> None:
    await app.keys("e")
    fields = [row.field for row in app.app.screen.page.rows]
    await app.keys("g", *["j"] * fields.index(field), "enter")


async def test_requirements_are_a_tree_and_space_ticks(drive) -> None:
    async with drive() as app:
        await app.keys("2")
        await open_field(app, "requirements")
        assert "☑   R1.1  First, part one" in app.text
        await app.keys("R2", "space", "up", "up")
        assert "Enter writes: R1.1, R2" in app.text
        await app.keys("space", "enter")
        assert changed_lines(LEDGER, app.file)[1] == ['requirements = ["R1.1", "R2", "R1"]\n']


async def test_enter_alone_takes_what_was_typed_and_nothing_else_changes_nothing(drive) -> None:
    async with drive() as app:
        await app.keys("2")
        await open_field(app, "depends")
        await app.keys("计划", "enter")
        assert 'depends = ["T2"]\n' in app.file
        before = app.file
        await app.keys("enter", "enter")
        assert "Nothing to change" in app.lines[-1]
        assert app.file == before
        await app.keys("enter", "space", "enter")
        assert app.file == LEDGER


async def test_tags_are_new_by_typing_and_may_have_blanks(drive) -> None:
    async with drive() as app:
        await app.keys("2")
        await open_field(app, "tags")
        await app.keys("big road", "enter", "enter", "bridge", "down", "space", "enter")
        assert 'tags = ["big road", "bridge"]\n' in app.file
        await app.keys("enter", "-bridge, +x", "enter")
        assert 'tags = ["big road", "x"]\n' in app.file
