"""A pane without rows says why, and which key to press."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_text import TODAY

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp
from jinpu_tui.ui.command_table import COMMANDS
from jinpu_tui.ui.keymap import Keymap

from .conftest import Driver

ALONE = '[dataset]\ntitle = "Empty"\n'
WITH_REQUIREMENT = ALONE + '\n[[requirement]]\nid = "R1"\ntitle = "Roads"\n'


def folder_with(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "ledger.toml").write_text(text, "utf-8")
    return folder


def joined(app: Driver) -> str:
    """The words of the screen with single blanks: texts are wrapped in narrow panes."""
    return " ".join(app.text.split())


@pytest.mark.parametrize("size", [(80, 24), (120, 35)])
async def test_an_empty_dataset_says_how_to_begin(drive, tmp_path: Path, size: tuple[int, int]) -> None:
    async with drive(size, folder=folder_with(tmp_path, ALONE)) as app:
        for key, noun in (("1", "requirements"), ("2", "tasks"), ("3", "indicators")):
            await app.keys(key)
            text = joined(app)
            assert f"There are no {noun} yet; a adds the first" in text or size[0] > 80
            if noun != "requirements":
                assert f"There are no {noun} yet; a adds the first, i imports a spreadsheet" in text
        await app.keys("2", "a", "Write the plan", "enter")
        assert "Write the plan" in app.text
        assert "no tasks yet" not in app.text


async def test_a_scope_and_a_filter_say_how_to_see_more(drive, tmp_path: Path) -> None:
    async with drive((120, 35), folder=folder_with(tmp_path, WITH_REQUIREMENT)) as app:
        await app.keys("space")
        assert "R1 has no tasks; a adds one, Esc shows the tasks of all requirements" in joined(app)
        assert "R1 has no indicators; a adds one" in joined(app)
        await app.keys("escape", "2", "/", "nothing", "enter")
        assert "No match; / changes the filter, Esc clears it" in joined(app)


async def test_a_long_text_is_wrapped_in_a_narrow_pane(drive, tmp_path: Path) -> None:
    async with drive((100, 30), folder=folder_with(tmp_path, ALONE)) as app:
        left = " ".join(" ".join(line.split("│")[0] for line in app.lines[1:8]).split())
        assert left.endswith("There are no requirements yet; a adds the first, i imports a spreadsheet or a document")


async def test_who_may_not_write_is_not_told_to_add(drive, tmp_path: Path) -> None:
    async with drive((120, 35), folder=folder_with(tmp_path, ALONE), read_only=True) as app:
        assert "There are no tasks" in app.text
        assert "adds the first" not in app.text


async def test_the_keys_are_those_that_are_set(tmp_path: Path) -> None:
    keymap = Keymap(COMMANDS, {"record.add": ("insert",), "exchange.import": ()})
    app = JinpuApp(Workspace(folder_with(tmp_path, ALONE), today=TODAY), keymap=keymap)
    async with app.run_test(size=(159, 45)) as pilot:
        await pilot.pause()
        text = joined(Driver(app, pilot, tmp_path))
        assert "There are no tasks yet; Ins adds the first, : import imports a spreadsheet" in text
