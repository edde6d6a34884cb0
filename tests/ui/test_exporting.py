"""Exporting in the app: a workbook of what the pane shows, and rows for the clipboard."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest


def titles(path: Path) -> list[object]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if "ID" in row)
    at = rows[head].index("Task")
    return [row[at] for row in rows[head + 1 :] if row[at]]


async def test_what_the_pane_shows(drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with drive() as app:
        await app.keys("2", "/", "lead:finance", "enter", "X", "enter", "enter")
        assert "Written: register.xlsx" in app.text
        shown = [task.title for task in app.app.screen.tasks.rows]
        assert titles(tmp_path / "register.xlsx") == shown
        assert shown != [task.title for task in app.app.session.dataset.tasks]


async def test_a_file_that_exists_is_asked_about(drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"somebody's own")
    async with drive() as app:
        await app.keys("2", "X", "enter", "enter")
        assert "exists already" in app.text
        await app.keys("enter")
        assert path.read_bytes() == b"somebody's own"
        await app.keys("X", "enter", "enter", "down", "enter")
        assert path.read_bytes().startswith(b"PK")


async def test_a_name_that_says_no_form_is_refused_in_the_prompt(
    drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with drive() as app:
        await app.keys("X", "enter", "ctrl+u", "register.doc", "enter")
        assert "Name the file …xlsx, …csv or …ics" in app.text
        assert "register.doc" in app.text
        assert list(tmp_path.glob("register*")) == []


async def test_marked_rows_are_copied_as_cells(drive, monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as app:
        copied: list[str] = []
        monkeypatch.setattr(app.app, "copy_to_clipboard", copied.append)
        await app.keys("2", "m", "m", "ctrl+y")
        lines = copied[0].splitlines()
        assert lines[0].split("\t")[:3] == ["id", "due", "title"]
        assert [line.split("\t")[0] for line in lines[1:]] == ["T1", "T2"]
        assert "Copied 2 rows" in app.text
