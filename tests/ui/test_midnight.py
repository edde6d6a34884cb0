"""An app that stays open over midnight: every day that it uses is asked for at each use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ledger_text import LEDGER

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from .conftest import Driver

EVENING, MORNING = date(2016, 12, 31), date(2017, 1, 1)
NO_DAY = LEDGER.replace("as_of = 2016-12-31\n", "").replace('lead = "Finance"', 'lead = "Finance"\nprogress = 100')


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.day = EVENING

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def clock(ledger: Path) -> Clock:
    (ledger / "ledger.toml").write_text(NO_DAY, "utf-8")
    return Clock()


async def test_screens_follow_within_a_minute_and_write_nothing(ledger: Path, clock: Clock) -> None:
    app = JinpuApp(Workspace(ledger, clock=clock))
    async with app.run_test(size=(120, 30)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys("2")
        assert "as of 2016-12-31" in driver.text
        assert "■ 1" in driver.lines[0]  # T2; T1 is due today
        clock.day = MORNING
        await pilot.pause(1.5)
        assert "as of 2017-01-01" in driver.text
        assert "■ 2" in driver.lines[0]
        assert driver.file == NO_DAY


async def test_a_page_follows_too(ledger: Path, clock: Clock) -> None:
    app = JinpuApp(Workspace(ledger, clock=clock))
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys("0")
        before = driver.text
        clock.day = MORNING
        await pilot.pause(1.5)
        assert driver.text != before
        assert "2017-01-01" in driver.text


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        (("2", "j", "n", "called"), ("enter",), '{ date = 2017-01-01, by = "li", text = "called" }'),
        (("2", "j", "d", "ctrl+u", "today"), ("enter",), "due = 2017-01-01"),
        (("2", "j"), ("space",), "done_on = 2017-01-01"),
        (("2", "j", "T", "visit due:+2w"), ("enter",), "due = 2017-01-15"),
    ],
)
async def test_what_is_typed_over_midnight_is_dated_with_the_new_day(
    ledger: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, before: tuple[str, ...], after: tuple[str, ...], written: str
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "li")
    app = JinpuApp(Workspace(ledger, clock=clock))
    async with app.run_test(size=(120, 30)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys(*before)
        clock.day = MORNING
        await driver.keys(*after)
        assert written in driver.file
        assert "2016-12-31" not in driver.file.replace("due = 2016-12-31", "")


def test_the_command_line_takes_the_day_that_is_asked_for(ledger: Path, clock: Clock) -> None:
    workspace = Workspace(ledger, clock=clock)
    assert (workspace.today, workspace.day, workspace.reference_day) == (EVENING, EVENING, EVENING)
    clock.day = MORNING
    assert (workspace.today, workspace.day, workspace.reference_day) == (MORNING, MORNING, MORNING)
    fixed = Workspace(ledger, as_of=date(2016, 6, 1), clock=clock)
    assert (fixed.today, fixed.day, fixed.reference_day) == (date(2016, 6, 1),) * 3
