"""Undo by key passes over what cannot be undone any more and says so; circular links are refused where they are picked."""

from __future__ import annotations

from pathlib import Path

from ledger_text import LEDGER


async def test_u_passes_over_what_somebody_changed_since(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "w", "Audit", "enter", "j", "p", "40", "enter")
        theirs = app.file.replace("progress = 40", "progress = 50")
        (ledger / "ledger.toml").write_text(theirs, "utf-8")
        await app.keys("u")
        assert app.file == theirs.replace('lead = "Audit"', 'lead = "Finance"')
        assert "Undone: T1" in app.text
        assert "Skipped" in app.text
        await app.keys("u")
        assert "T2" in app.lines[-1]
        assert app.file == theirs.replace('lead = "Audit"', 'lead = "Finance"')


async def test_a_parent_below_itself_is_refused_in_the_form(drive) -> None:
    async with drive() as app:
        await app.keys("1", "e", ";", "parent", "enter", "R1.1", "enter")
        assert "would lead back to itself" in app.text
        assert app.file == LEDGER


async def test_a_removed_task_does_not_give_its_id_to_the_next(drive) -> None:
    async with drive() as app:
        await app.keys("2", "G", "x", "down", "enter")
        assert 'id = "T3"' not in app.file
        await app.keys("a", "Another", "enter")
        assert 'id = "T4"' in app.file
        await app.keys("c")
        assert 'id = "T5"' in app.file
        await app.keys("u", "u", "u")
        assert app.file == LEDGER
