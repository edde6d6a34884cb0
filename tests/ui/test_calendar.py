"""The calendar of deadlines: what its days show, moving over them, and what opens."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ledger_text import LEDGER

from jinpu_tui.analysis.due_days import MAX_MONTHS, months_to_show, weeks_of
from jinpu_tui.ui.pages.page import PageRef

DUE = ("2016-12-05", "2016-12-05", "2016-12-05", "2017-01-02", "2017-03-15")
TASKS = "".join(
    f'\n[[task]]\nid = "D{number}"\ntitle = "Due {number}"\nrequirements = ["R1.1"]\ndue = {day}\n'
    for number, day in enumerate(DUE)
)
DONE = '\n[[task]]\nid = "D9"\ntitle = "Over"\nstatus = "done"\ndue = 2016-12-20\n'


def fill(ledger: Path) -> None:
    (ledger / "ledger.toml").write_text(LEDGER + TASKS + DONE, "utf-8")


async def test_days_show_how_many_tasks_are_due(drive, ledger: Path) -> None:
    fill(ledger)
    async with drive((80, 40)) as app:
        await app.keys("#")
        assert app.app.screen.page_ref == PageRef("calendar")
        assert all(text in app.text for text in ("2016-12", "2017-01", "2017-03"))
        assert "2017-02" not in app.text
        assert " 5▓3" in app.text
        assert "20✓1" in app.text
        assert " 1░1" in app.text
        assert ">31░1" in app.text
        assert "5 due  4 late" in app.text


async def test_the_arrows_go_over_days_across_weeks_and_months_and_enter_lists_the_tasks(drive, ledger: Path) -> None:
    fill(ledger)
    async with drive((80, 40)) as app:
        screen = app.app.screen

        def day() -> str:
            return screen.page_line.door.filter

        await app.keys("#")
        assert day() == "due:2016-12-31"
        await app.keys("right")
        assert day() == "due:2017-01-01"
        await app.keys("l", "j")
        assert day() == "due:2017-01-09"
        await app.keys("k", "k", "h")
        assert day() == "due:2016-12-25"
        await app.keys("g")
        assert day() == "due:2016-12-01"
        await app.keys("k", "h")
        assert day() == "due:2016-12-01"
        await app.keys("G", "j", "l")
        assert day() == "due:2017-03-31"
        await app.keys("g", "l", "l", "l", "l", "enter")
        assert (screen.pane, screen.page_ref, screen.session.filter_of("tasks")) == ("tasks", None, "due:2016-12-05")
        assert [row.id for row in screen.tasks.rows] == ["D0", "D1", "D2"]


async def test_it_counts_what_is_in_scope_and_keeps_the_scope_in_what_it_opens(drive, ledger: Path) -> None:
    fill(ledger)
    async with drive((120, 40)) as app:
        await app.keys("space", "#")
        assert "in R1" in app.lines[1]
        assert "4 due  3 late" in app.text
        await app.keys("enter")
        assert app.app.screen.session.filter_of("tasks") == "due:2016-12-31 under:R1"


async def test_the_cursor_stays_on_its_day_when_the_terminal_changes_its_size(drive, ledger: Path) -> None:
    fill(ledger)
    async with drive((120, 40)) as app:
        await app.keys("#", "l", "l")
        before = app.app.screen.page_line
        await app.pilot.resize_terminal(60, 30)
        await app.pilot.pause()
        assert app.app.screen.page_line.door == before.door


async def test_it_is_legible_on_a_small_terminal_and_filters_as_other_pages_do(drive, ledger: Path) -> None:
    fill(ledger)
    async with drive((40, 12)) as app:
        await app.keys("#")
        assert ">31░1" in app.text
        await app.keys("/", "2017-03", "enter")
        assert "2017-03" in app.text
        assert "2016-12" not in app.text
        await app.keys("j", "k", "l")
        await app.keys("escape")
        assert "2016-12" in app.text or "Mo" in app.text


async def test_without_deadlines_the_month_of_the_day_is_shown(drive, ledger: Path) -> None:
    text = "\n".join(line for line in LEDGER.splitlines() if not line.startswith("due = "))
    (ledger / "ledger.toml").write_text(text, "utf-8")
    async with drive((80, 24)) as app:
        await app.keys("#")
        assert "2016-12" in app.text
        assert ">31" in app.text


def test_months_far_away_are_left_out() -> None:
    days = [date(year, 6, 1) for year in range(1, 1000)]
    shown = months_to_show(days, date(500, 1, 1))
    assert len(shown) == MAX_MONTHS
    assert (500, 1) in shown
    assert shown == sorted(shown)
    assert all(abs(year - 500) < 62 for year, _month in shown)


def test_the_first_and_the_last_month_have_weeks() -> None:
    assert weeks_of((1, 1))[0][0] == date(1, 1, 1)
    assert weeks_of((9999, 12))[-1][4] == date(9999, 12, 31)
