"""The page of open conflicts: what it shows, deciding one after the other, and what it does not do."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from ledger_text import TODAY

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from .conftest import Driver

Opened = Callable[..., AbstractAsyncContextManager[Driver]]

TEXT = """\
[dataset]
format = 1
title = "台账"

[[task]]
id = "T1"
title = "Draft the plan"
due = 2017-01-31
lead = "Finance"

[[task]]
id = "T2"
title = "两个单位"
status = "doing"

[[conflict]]
id = "X1"
on = "T1"
field = "due"
mine = "due = 2017-01-31"
theirs = "due = 2017-02-28"
base = "due = 2016-12-31"
mine_by = "main (王芳)"
theirs_by = "finance (Li)"
at = 2016-12-20

[[conflict]]
id = "X2"
on = "T1"
field = "lead"
mine = 'lead = "Finance"'
theirs = 'lead = "Audit"'
base = ""

[[conflict]]
id = "X3"
on = "T2"
mine = ""
theirs = '''
[[task]]
id = "T2"
title = "两个单位"
status = "doing"
due = 2017-03-31
'''
base = '''
[[task]]
id = "T2"
title = "两个单位"
'''
"""


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    folder = tmp_path / "data"
    folder.mkdir()

    @asynccontextmanager
    async def open_(text: str = TEXT, *, size: tuple[int, int] = (80, 24), read_only: bool = False) -> AsyncIterator[Driver]:
        (folder / "ledger.toml").write_text(text, "utf-8")
        app = JinpuApp(Workspace(folder, today=TODAY, read_only=read_only))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Driver(app, pilot, folder)

    return open_


def tables(driver: Driver) -> dict[str, Any]:
    return tomllib.loads(driver.file)


def conflicts(driver: Driver) -> list[str]:
    return [table["id"] for table in tables(driver).get("conflict", [])]


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (40, 12)])
async def test_the_page_shows_record_field_sides_who_and_when(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(size=size) as driver:
        await driver.keys("K", "escape")
        assert "3 open conflicts" in driver.text
        shown = ("1/3", "T1", "due", "due = 2017-01-31", "due = 2017-02-28", "due = 2016-12-31", "main (王芳)", "finance (Li)")
        assert all(item in driver.text for item in shown)
        if size[0] >= 80:
            assert "Draft the plan" in driver.text
            assert "2016-12-20" in driver.text
            assert "2/3" in driver.text
        await driver.keys("G")
        assert "title = " in driver.text
        assert driver.file == TEXT


async def test_one_after_the_other(opened: Opened) -> None:
    async with opened() as driver:
        await driver.keys("K", "down", "enter")
        assert conflicts(driver) == ["X2", "X3"]
        assert str(tables(driver)["task"][0]["due"]) == "2017-02-28"
        assert "2 conflicts are left" in driver.lines[-1]
        await driver.keys("enter")
        assert "T1 lead was changed on two sides" in driver.text
        await driver.keys("enter")
        assert conflicts(driver) == ["X3"]
        assert tables(driver)["task"][0]["lead"] == "Finance"
        await driver.keys("enter", "down", "enter")
        assert conflicts(driver) == []
        assert str(tables(driver)["task"][1]["due"]) == "2017-03-31"
        assert "no conflict is left" in driver.lines[-1]
        assert "open conflict" not in driver.lines[1]
        await driver.keys("u", "u", "u")
        assert driver.file == TEXT
        await driver.keys("ctrl+r")
        assert conflicts(driver) == ["X2", "X3"]


async def test_the_conflict_of_the_record_under_the_cursor(opened: Opened) -> None:
    async with opened() as driver:
        await driver.keys("2", "j", "K")
        assert "T2 was changed on two sides" in driver.text
        await driver.keys("escape", "k", "k", "k", "k", "K")
        assert "T1 lead was changed on two sides" in driver.text
        await driver.keys("escape", "escape", "K")
        assert "T2 was changed on two sides" in driver.text
        assert driver.file == TEXT


async def test_another_value_is_one_edit(opened: Opened) -> None:
    async with opened() as driver:
        await driver.keys("K", "type it", "enter")
        await driver.keys("ctrl+u", "2017-04-01", "enter")
        assert str(tables(driver)["task"][0]["due"]) == "2017-04-01"
        assert conflicts(driver) == ["X2", "X3"]
        await driver.keys("u")
        assert driver.file == TEXT


async def test_leaving_it_as_it_is_now(opened: Opened) -> None:
    async with opened() as driver:
        await driver.keys("K", "leave", "enter")
        assert conflicts(driver) == ["X2", "X3"]
        assert tables(driver)["task"] == tomllib.loads(TEXT)["task"]


@pytest.mark.parametrize(("answer", "due"), [(("enter",), "2017-06-30"), (("down", "enter"), "2017-02-28"), (("escape",), "")])
async def test_a_later_value_is_asked_about(opened: Opened, answer: tuple[str, ...], due: str) -> None:
    text = TEXT.replace("due = 2017-01-31\nlead", "due = 2017-06-30\nlead")
    async with opened(text) as driver:
        await driver.keys("K")
        assert "2017-06-30" in driver.text
        await driver.keys("down", "enter")
        assert "changed elsewhere meanwhile" in driver.text
        assert driver.file == text
        await driver.keys(*answer)
        if not due:
            assert driver.file == text
            return
        assert str(tables(driver)["task"][0]["due"]) == due
        assert conflicts(driver) == ["X2", "X3"]
        await driver.keys("u")
        assert driver.file == text


async def test_a_moved_record_can_have_both(opened: Opened) -> None:
    text = TEXT.replace('\n[[task]]\nid = "T2"\ntitle = "两个单位"\nstatus = "doing"\n', "", 1)
    async with opened(text) as driver:
        other = driver.folder / "other.toml"
        other.write_text('[[task]]\nid = "T2"\ntitle = "两个单位"\nowner = "Li"\n', "utf-8")
        driver.app.screen.refresh_data()
        await driver.keys("K", "escape", "G", "enter", "both", "enter")
        [task] = tomllib.loads(other.read_text("utf-8"))["task"]
        assert (task["owner"], task["status"], str(task["due"])) == ("Li", "doing", "2017-03-31")
        assert conflicts(driver) == ["X1", "X2"]


async def test_in_a_read_only_dataset_it_only_shows(opened: Opened) -> None:
    async with opened(read_only=True) as driver:
        await driver.keys("K")
        assert "3 open conflicts" in driver.lines[1]
        assert "which counts" not in driver.text
        await driver.keys("enter", "down", "enter")
        assert "which counts" not in driver.text
        assert driver.file == TEXT


async def test_without_conflicts_the_key_says_so(opened: Opened) -> None:
    async with opened(TEXT[: TEXT.index("[[conflict]]")]) as driver:
        await driver.keys("K")
        assert "There is no open conflict" in driver.lines[-1]
