"""Whole screens of the Jinpu dataset, compared with pictures that somebody looked at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jinpu_tui.ui.app import JinpuApp
from jinpu_tui.workspace import Workspace

SCREENS = {
    "wide": ((160, 45), ("2", "j")),
    "narrow": ((80, 24), ("2", "j")),
    "small": ((40, 12), ("2",)),
    "record": ((80, 24), ("3", "enter")),
    "help": ((80, 24), ("2", "?")),
    "due": ((80, 24), ("2", "j", "d", "+", "2", "w")),
    "status": ((80, 24), ("2", "s")),
    "overview": ((80, 24), ("0",)),
    "chart": ((80, 24), ("3", "space")),
}


@pytest.mark.parametrize("name", SCREENS)
def test_screen(jinpu: Path, snap_compare, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(jinpu.parent)
    size, keys = SCREENS[name]
    app = JinpuApp(Workspace(Path(jinpu.name), today=date(2016, 12, 1)))
    assert snap_compare(app, terminal_size=size, press=keys)
