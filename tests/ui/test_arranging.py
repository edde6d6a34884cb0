"""Orders, groups, columns and views: chosen by key, shown at once, and there again at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_text import TODAY

from jinpu_tui.services.user_state import UserState
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from .conftest import Driver

MANY = """
[dataset]
format = 1

[[requirement]]
id = "R1"
title = "First"

[[task]]
id = "T10"
title = "Tenth"
lead = "Finance"
due = 2017-01-10
requirements = ["R1"]

[[task]]
id = "T2"
title = "Second"
lead = "Audit"
due = 2017-01-20

[[task]]
id = "T3"
title = "Third"
lead = "Finance"
due = 2017-02-01

[[task]]
id = "T4"
title = "Fourth"
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "ledger.toml").write_text(MANY, "utf-8")
    return folder


@pytest.fixture
def user_state(tmp_path: Path) -> UserState:
    return UserState(tmp_path / "state", tmp_path / "own")


def titles(app: Driver) -> list[str]:
    """The first words of the tasks on screen, from the top."""
    names = ("Tenth", "Second", "Third", "Fourth")
    found = [name for line in app.lines for name in names if f" {name} " in line]
    return list(dict.fromkeys(found))


async def test_order_by_one_backwards_and_by_several(drive, many: Path) -> None:
    async with drive((80, 24), folder=many) as app:
        await app.keys("2", "o", "id", "enter")
        assert titles(app) == ["Second", "Third", "Fourth", "Tenth"]
        assert "by id" in app.text
        await app.keys("o", "id", "enter")
        assert titles(app) == ["Tenth", "Fourth", "Third", "Second"]
        assert "by id ↓" in app.text
        await app.keys("o", "as in", "enter", "o", "lead", "tab", "ctrl+u", "due", "tab", "tab", "enter")
        assert titles(app) == ["Second", "Third", "Tenth", "Fourth"]
        assert "by lead, due ↓" in app.text
        await app.keys("o", "title", "tab", "escape")
        assert "by lead, due ↓" in app.text


async def test_group_fold_and_count(drive, many: Path) -> None:
    async with drive((80, 24), folder=many) as app:
        await app.keys("2", "t", "lead", "enter")
        assert "▾ Finance  2" in app.text
        assert titles(app) == ["Second", "Tenth", "Third", "Fourth"]
        await app.keys("g", "j", "j", "h")
        assert "▸ Finance  2" in app.text
        assert titles(app) == ["Second", "Fourth"]
        assert "Tasks" in app.text
        await app.keys("l", "l", "x", "escape")
        assert app.app.screen.tasks.row.id == "T10"
        await app.keys("h")
        assert app.app.screen.tasks.row.group.name == "Finance"
        await app.keys("enter")
        assert "▸ Finance  2" in app.text
        await app.keys("t", "due month", "enter")
        assert "2017-01  2" in app.text
        await app.keys("1", "t")
        assert "can be grouped" in app.text


async def test_columns_are_chosen_moved_and_sized(drive, many: Path) -> None:
    async with drive((80, 24), folder=many) as app:
        await app.keys(
            "2",
            "L",
            *(key for name in ("owner", "lead", "status") for key in (name, "tab", "ctrl+u")),
            "due",
            "<",
            "<",
            "enter",
        )
        assert app.app.session.views["tasks"].columns == ("due", "title", "progress", "owner")
        row = next(line for line in app.lines if "Tenth" in line)
        assert row.index("10 Jan") < row.index("T10") < row.index("Tenth")
        await app.keys("L", "lead", "tab", "-", "-", "+", "enter")
        assert app.app.session.views["tasks"].columns == ("due", "title", "progress", "owner", "lead:16")
        await app.keys("L", "lead", "tab", "escape")
        assert "lead:16" in app.app.session.views["tasks"].columns
        await app.keys(">", ">")
        row = next(line for line in app.lines if "Tenth" in line)
        assert row.lstrip().startswith("● T10")
        assert "10 Jan" not in row
        await app.keys("<", "<")
        assert "10 Jan" in app.text


async def test_what_was_chosen_is_there_again(many: Path, user_state: UserState) -> None:
    async def run(*keys: str) -> Driver:
        app = JinpuApp(Workspace(many, today=TODAY), user_state)
        async with app.run_test(size=(80, 24)) as pilot:
            driver = Driver(app, pilot, many)
            await pilot.pause()
            await driver.keys(*keys)
            driver.seen = driver.text
            return driver

    await run("2", "o", "due", "enter", "t", "lead", "enter", "/", "is:open", "enter")
    again = await run("2")
    assert "by due" in again.seen
    assert "▾ Audit  1" in again.seen
    assert "is:open" not in again.seen
    assert "is:open" in (await run("2", "/", "up")).seen
    assert (many / "ledger.toml").read_text("utf-8") == MANY
    assert not (many / ".jinpu").exists()


async def test_views_of_ones_own_and_of_the_dataset(many: Path, user_state: UserState) -> None:
    app = JinpuApp(Workspace(many, today=TODAY), user_state)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot, many)
        await driver.keys("2", "/", "lead:finance", "enter", "o", "due", "enter", "V", "for all", "enter", "Finance", "enter")
        file = (many / "ledger.toml").read_text("utf-8")
        assert file.startswith(MANY)
        assert '[[view]]\nid = "V1"\nname = "Finance"\npane = "tasks"\nfilter = "lead:finance"\norder = ["due"]' in file
        await driver.keys("V", "yourself", "enter", "My own", "enter")
        assert "Saved as My own" in driver.text
        await driver.keys("escape", "1", "V", "finance", "enter")
        assert titles(driver) == ["Tenth", "Third"]
        await driver.keys("escape", "1", ":", "my own", "enter")
        assert titles(driver) == ["Tenth", "Third"]
        await driver.keys("V", "yourself", "enter", "ctrl+u", "My own", "enter")
        assert len(user_state.views()) == 1
        await driver.keys("V", "remove", "enter", "my own", "enter")
        assert user_state.views() == ()


async def test_what_a_view_asks_for_that_there_is_none_of_is_a_problem(drive, many: Path) -> None:
    (many / "views.toml").write_text(
        '[[view]]\nid = "V1"\nname = "Odd"\nfilter = "leed:x"\norder = ["dew-"]\ngroup = "colour"\ncolumns = ["ttle:20"]\n',
        "utf-8",
    )
    async with drive((110, 24), folder=many) as app:
        assert "! 4 problems" in app.text
        await app.keys("!")
        assert "views.toml:4" in app.text
        assert "there is no field leed" in app.text
        await app.keys("escape", "V", "odd", "enter")
        assert "No match" in app.text
