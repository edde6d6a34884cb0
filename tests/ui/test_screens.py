"""Whole screens of the Jinpu dataset, compared with pictures that somebody looked at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

SCREENS = {
    "wide": ((160, 45), ("2", "j")),
    "narrow": ((80, 24), ("2", "j")),
    "small": ((40, 12), ("2",)),
    "record": ((80, 24), ("3", "enter")),
    "help": ((80, 24), ("2", "?")),
    "due": ((80, 24), ("2", "j", "d", "+", "2", "w")),
    "status": ((80, 24), ("2", "s")),
    "overview": ((80, 24), ("0",)),
    "overview-wide": ((160, 45), ("0",)),
    "chart": ((80, 24), ("3", "space")),
    "chart-wide": ((160, 45), ("3", "space")),
    "chart-of-two": ((80, 24), ("3", "m", "m", "k", "space")),
    "relations": ((80, 24), ("2", "j", "j", "r")),
    "board": ((100, 28), ("b", "l", "l")),
    "grouped": ((100, 28), ("2", "V", "s", "t", "i", "l", "l", "enter")),
    "columns": ((80, 24), ("2", "L", "q", "u", "o", "t", "e", "tab")),
}


@pytest.mark.parametrize("name", SCREENS)
def test_screen(jinpu: Path, snap_compare, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(jinpu.parent)
    size, keys = SCREENS[name]
    app = JinpuApp(Workspace(Path(jinpu.name), today=date(2016, 12, 1)))
    assert snap_compare(app, terminal_size=size, press=keys)


TEXTS = {
    "conflict": ("Ask the finance bureau for its part of the plan, then send the whole to the leading group",
                 "Send the plan to the leading group without waiting for the finance bureau"),
    "conflict-long": ("A long text. " * 60, "Another one. " * 45),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_conflict(jinpu: Path, snap_compare, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(jinpu.parent)
    theirs, mine = TEXTS[name]
    app = JinpuApp(Workspace(Path(jinpu.name), today=date(2016, 12, 1)))
    file = jinpu / "tasks.toml"

    async def meet(pilot: object) -> None:
        await pilot.press("2", "j", "j", "w")
        await pilot.press(*("space" if item == " " else item for item in mine[:300]))
        app.screen._file_poll._is_polling = True  # what was written comes in with the edit, not half a second before it
        file.write_text(file.read_text("utf-8").replace('id = "T3"\n', f'id = "T3"\nlead = "{theirs}"\n'), "utf-8")
        await pilot.press("enter")
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=meet)
