"""The mouse: rows, fold signs, tabs, heads, chips, keys, lists, dividers, the wheel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from ledger_text import LEDGER
from textual import events

from jinpu_tui.services.user_state import UserState
from jinpu_tui.ui.pages.page import PageRef
from jinpu_tui.ui.styles import ACCENT

MORE = "".join(f'\n[[task]]\nid = "T{number}"\ntitle = "More {number}"\nlead = "Audit"\n' for number in range(10, 60))


class Mouse:
    """A mouse that sends what a terminal would send."""

    def __init__(self, driver) -> None:
        self.driver, self.app = driver, driver.app

    async def click(self, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        for _time in range(times):
            await self.down(x, y, button)
            await self.up(x, y, button)

    async def down(self, x: int, y: int, button: int = 1) -> None:
        await self._send(events.MouseDown, x, y, button)

    async def move(self, x: int, y: int, button: int = 1) -> None:
        await self._send(events.MouseMove, x, y, button)

    async def up(self, x: int, y: int, button: int = 1) -> None:
        await self._send(events.MouseUp, x, y, button)

    async def wheel(self, x: int, y: int, by: int) -> None:
        for _turn in range(abs(by)):
            await self._send(events.MouseScrollDown if by > 0 else events.MouseScrollUp, x, y, 0)

    async def _send(self, kind: type[events.MouseEvent], x: int, y: int, button: int) -> None:
        self.app.post_message(kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y))
        await self.driver.pilot.pause()
        await self.driver.pilot.pause()

    def find(self, text: str, *, after: int = 0) -> tuple[int, int]:
        """Where on the screen a text is, below line `after`. All that stands before it on its line is one cell wide."""
        return next((line.index(text), y) for y, line in enumerate(self.driver.lines) if y >= after and text in line)

    async def click_on(self, text: str, *, after: int = 0, **how: int) -> None:
        await self.click(*self.find(text, after=after), **how)


@pytest.fixture
def opened(drive):
    """An app and a mouse."""
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def both(*size: int, **how: object) -> AsyncIterator[tuple[object, Mouse]]:
        async with drive(size or (159, 45), **how) as app:
            yield app, Mouse(app)

    return both


def many(ledger: Path) -> None:
    (ledger / "ledger.toml").write_text(LEDGER + MORE, "utf-8")


async def test_a_click_on_a_row_puts_the_cursor_there_and_gives_the_pane_the_keys(opened) -> None:
    async with opened() as (app, mouse):
        await mouse.click_on("Third")
        assert (app.app.screen.pane, app.app.screen.record.id) == ("tasks", "T3")
        await mouse.click_on("Second")
        assert (app.app.screen.pane, app.app.screen.record.id) == ("requirements", "R2")
        x, y = mouse.find("Third")
        await mouse.click(x, y, button=2)
        assert app.app.screen.record.id == "R2"


async def test_a_click_below_the_last_row_leaves_the_cursor(opened) -> None:
    async with opened() as (app, mouse):
        await app.keys("2", "j")
        x, y = mouse.find("Third")
        await mouse.click(x, y + 3)
        assert app.app.screen.record.id == "T2"


async def test_a_click_on_a_fold_sign_folds_and_unfolds(opened) -> None:
    async with opened() as (app, mouse):
        x, y = mouse.find("▾ R1")
        await mouse.click(x, y)
        assert "part one" not in app.text
        assert "▸ R1" in app.lines[y]
        await mouse.click(x, y)
        assert "part one" in app.text
        await mouse.click(x + 2, y)
        assert "part one" in app.text
        await mouse.click_on("▸", after=mouse.find("Write the plan")[1])
        assert "☑ draft" in app.text


async def test_a_click_on_a_heading_that_stays_folds_its_group(opened, ledger: Path) -> None:
    many(ledger)
    async with opened() as (app, mouse):
        await app.keys("2")
        app.app.screen.session.update_view("tasks", group="lead")
        app.app.screen.reload()
        await mouse.click_on("▾ Audit")
        assert "▸ Audit" in app.text
        assert "More 12" not in app.text


async def test_a_double_click_opens_the_record_and_follows_links(opened) -> None:
    async with opened() as (app, mouse):
        await mouse.click_on("Write the plan", times=2)
        assert app.app.screen.page_ref == PageRef("record", "T1")
        await mouse.click_on("R1.1")
        assert app.app.screen.page_ref == PageRef("record", "T1")
        await mouse.click_on("R1.1", times=2)
        assert app.app.screen.page_ref == PageRef("record", "R1.1")


async def test_a_click_on_a_part_of_a_line_chooses_the_part(opened) -> None:
    async with opened() as (app, mouse):
        await app.keys("b")
        x, y = mouse.find("Finance")
        await mouse.click(x + 1, y + 1)
        assert app.app.screen.page_line.door is not None
        await mouse.click(x + 2, y + 1, times=2)
        assert (app.app.screen.pane, app.app.screen.page_ref) == ("tasks", None)
        assert "Finance" in app.app.screen.session.filter_of("tasks")


async def test_on_cells_a_click_chooses_the_cell_and_a_double_click_edits_it(opened) -> None:
    async with opened() as (app, mouse):
        screen = app.app.screen
        await app.keys("2")
        assert screen.stand_on(screen.cells[0])
        await mouse.click_on("Finance", after=2)
        assert (screen.cell.column, screen.record.id) == ("lead", "T1")
        await mouse.click_on("inance", after=2, times=2)
        assert screen.popup is not None


async def test_a_click_on_the_head_of_a_column_sorts_by_it_and_again_reverses(opened) -> None:
    async with opened() as (app, mouse):
        screen = app.app.screen

        async def click_on_lead() -> None:
            part = next(part for part in screen.tasks.title_parts if (part.what, part.value) == ("head", "lead"))
            await mouse.click(screen.tasks.region.x + part.start, screen.tasks.region.y)

        for order in (("lead",), ("lead-",), ("lead",)):
            await click_on_lead()
            assert (screen.pane, screen.session.views["tasks"].order) == ("tasks", order)


@pytest.mark.parametrize("size", [(80, 24), (120, 35), (200, 60)], ids=str)
async def test_a_click_on_the_head_of_the_deadline_sorts_by_it(opened, size) -> None:
    async with opened(*size) as (app, mouse):
        screen = app.app.screen
        screen.go("tasks")
        await app.pilot.pause()
        for order, mark in ((("due",), "by due "), (("due-",), "by due ↓")):
            await mouse.click_on("due ", after=screen.tasks.region.y)
            assert screen.session.views["tasks"].order == order
            assert mark in screen.tasks.line(0).text


@pytest.mark.parametrize("size", [(80, 24), (120, 35)], ids=str)
async def test_a_click_above_the_deadline_sorts_by_it_but_one_to_go_to_the_pane_sorts_nothing(opened, size) -> None:
    async with opened(*size) as (app, mouse):
        screen, tasks = app.app.screen, app.app.screen.tasks
        if size[0] > 80:
            await mouse.click(tasks.region.x + 4, tasks.region.y)
        else:
            await app.keys("2")
        assert (screen.pane, screen.session.views["tasks"].order) == ("tasks", ())
        _name, start, end = tasks.column_spans(tasks.size.width)[0]
        for x, order in ((start, ("due",)), (end - 1, ("due-",)), ((start + end) // 2, ("due",))):
            await mouse.click(tasks.region.x + x, tasks.region.y)
            assert screen.session.views["tasks"].order == order


async def test_the_head_of_the_deadline_is_bright_while_the_cursor_is_on_one(opened) -> None:
    async with opened(120, 35) as (app, _mouse):
        screen = app.app.screen
        await app.keys("2")
        assert screen.stand_on(screen.cells[0])
        bright = [segment.text for segment in screen.tasks.line(0) if segment.style and segment.style.color == ACCENT.color]
        assert screen.cell.column == "due"
        assert "due" in bright


async def test_a_click_on_how_a_pane_is_arranged_changes_it(opened) -> None:
    async with opened() as (app, mouse):
        app.app.screen.session.update_view("tasks", order=("due",))
        app.app.screen.reload()
        await mouse.click_on("by due")
        assert "Order by" in app.text


async def test_periods_are_no_column_to_sort_by(opened) -> None:
    async with opened() as (app, mouse):
        await mouse.click_on("2015 ", after=20)
        assert (app.app.screen.pane, app.app.screen.session.views["indicators"].order) == ("indicators", ())


async def test_a_click_on_the_sign_of_a_chip_clears_what_it_narrows(opened) -> None:
    async with opened() as (app, mouse):
        await app.keys("space", "2", "/", "status:doing plan", "enter")
        screen = app.app.screen
        assert (screen.session.scope, screen.session.filter_of("tasks")) == ("R1", "status:doing plan")
        x, y = mouse.find("status:doing ✕")
        await mouse.click(x + len("status:doing "), y)
        assert screen.session.filter_of("tasks") == "plan"
        x, y = mouse.find("R1 ✕")
        await mouse.click(x + 3, y)
        assert screen.session.scope == ""
        await mouse.click_on("plan ✕")
        assert screen.popup is not None


async def test_a_click_on_a_key_of_the_bottom_line_runs_its_command(opened) -> None:
    async with opened() as (app, mouse):
        await app.keys("2")
        bottom = len(app.lines) - 1
        await mouse.click_on("s status", after=bottom)
        assert "╭─ status T1" in app.text
        await app.keys("escape", "j")
        await mouse.click_on("? help", after=bottom)
        assert "What you can do here" in app.text
        await app.keys("escape", "B")
        assert "does nothing here" in app.lines[-1]
        await mouse.click(5, bottom)
        assert "? help" in app.lines[-1]


async def test_the_last_keys_of_a_narrow_bottom_line_are_the_right_ones(opened) -> None:
    async with opened(60, 20) as (app, mouse):
        await app.keys("2")
        await mouse.click_on("? help")
        assert "What you can do here" in app.text


async def test_a_click_on_the_count_of_a_light_shows_its_tasks(opened) -> None:
    async with opened() as (app, mouse):
        await mouse.click_on("✓ 1")
        screen = app.app.screen
        assert (screen.pane, screen.session.filter_of("tasks")) == ("tasks", "light:done")
        assert [row.id for row in screen.tasks.rows] == ["T3"]


async def test_a_click_on_a_tab_goes_to_its_pane(opened) -> None:
    async with opened(80, 24) as (app, mouse):
        await mouse.click_on("Indicators")
        assert app.app.screen.pane == "indicators"
        await mouse.click_on("Tasks")
        assert app.app.screen.pane == "tasks"


async def test_a_click_picks_from_a_list_and_a_click_beside_closes_it(opened) -> None:
    async with opened() as (app, mouse):
        await app.keys("2", "s")
        await mouse.click(150, 40)
        assert app.app.screen.popup is None
        await app.keys("s")
        await mouse.click_on("blocked", after=mouse.find("╭─ status T1")[1])
        assert 'status = "blocked"' in app.file


async def test_a_click_beside_a_prompt_leaves_it_and_the_cursor(opened) -> None:
    async with opened() as (app, mouse):
        await app.keys("2", "n", "half a note")
        x, y = app.app.screen.tasks.region.offset
        await mouse.click(x + 5, y + 1)
        await mouse.wheel(x + 5, y + 1, 2)
        await mouse.click(5, 2)
        await mouse.click(5, len(app.lines) - 1)
        assert app.app.screen.popup is not None
        assert app.app.screen.record.id == "T1"
        await app.keys("!", "enter")
        assert "half a note!" in app.file


async def test_a_click_in_a_prompt_places_the_caret(opened) -> None:
    async with opened() as (app, mouse):
        await app.keys("2", "n", "abef")
        x, y = mouse.find("abef")
        await mouse.click(x + 2, y)
        await app.keys("cd", "enter")
        assert "abcdef" in app.file


async def test_a_click_in_a_list_of_several_acts_as_tab(opened) -> None:
    async with opened() as (app, mouse):
        await app.keys("2", "o")
        await mouse.click_on("lead", after=mouse.find("Order by")[1])
        assert app.app.screen.session.views["tasks"].order == ("lead",)
        assert app.app.screen.popup is not None


async def test_a_click_in_a_list_to_tick_ticks_and_keeps_the_other_entries(opened) -> None:
    async with opened() as (app, mouse):
        await app.keys("2", "e", ";", "requirements", "enter")
        await mouse.click_on("☐ R2")
        assert "Enter writes: R1.1, R2" in app.text
        await mouse.click_on("☑ R2")
        assert "Enter writes: R1.1" in app.text
        assert app.file == LEDGER
        await mouse.click_on("☐ R2")
        await app.keys("enter")
        assert 'requirements = ["R1.1", "R2"]' in app.file


async def test_the_right_button_lists_the_commands_for_the_record(opened) -> None:
    async with opened() as (app, mouse):
        await mouse.click_on("Third", button=3)
        assert "T3  Third" in app.text
        assert "Set the status" in app.text
        assert "Narrow tasks" not in app.text
        await mouse.click_on("Set the progress in percent")
        assert "╭─ progress T3" in app.text


async def test_the_list_of_commands_has_none_that_cannot_write(opened) -> None:
    async with opened(read_only=True) as (app, _mouse):
        await app.keys("2", ".")
        assert "All that the record touches" in app.text
        assert "Set the status" not in app.text


async def test_the_wheel_scrolls_and_the_cursor_stays_while_it_is_in_sight(opened, ledger: Path) -> None:
    many(ledger)
    async with opened() as (app, mouse):
        screen = app.app.screen
        place = mouse.find("Third")
        await app.keys("2", "j", "j", "j", "j")
        record = screen.record.id
        await mouse.wheel(*place, 1)
        assert (screen.tasks.top, screen.record.id) == (3, record)
        await mouse.wheel(*place, 3)
        assert screen.tasks.top == 12
        assert screen.tasks.cursor == 12
        assert screen.detail.record is screen.record
        await mouse.wheel(*place, -9)
        assert screen.tasks.top == 0
        assert screen.tasks.cursor == 12
        await mouse.wheel(*place, 60)
        assert screen.tasks.top == len(screen.tasks.rows) - screen.tasks.room
        await app.keys("G")
        await mouse.wheel(*place, -60)
        assert screen.tasks.cursor == screen.tasks.room - 1


async def test_dividers_are_dragged_within_limits_and_stay_where_they_were(opened, tmp_path: Path, ledger: Path) -> None:
    indicators = "".join(f'\n[[indicator]]\nid = "X{number}"\nname = "More"\n' for number in range(40))
    (ledger / "ledger.toml").write_text(LEDGER + indicators, "utf-8")
    state = UserState(tmp_path / "state")
    async with opened(120, 40, user_state=state) as (app, mouse):
        screen = app.app.screen
        x = screen.query_one("#rule").region.x
        await mouse.down(x, 10)
        await mouse.move(60, 10)
        await mouse.up(60, 10)
        assert abs(screen.requirements.region.width - 60) <= 1
        x = screen.query_one("#rule").region.x
        await mouse.down(x, 10)
        await mouse.move(2, 10)
        await mouse.up(2, 10)
        assert screen.requirements.region.width >= 24
        y = screen.indicators.region.y
        await mouse.down(70, y)
        await mouse.move(70, 12)
        await mouse.up(70, 12)
        assert screen.tasks.region.height < y - screen.tasks.region.y
        assert screen.session.views["indicators"].order == ()
        sizes = screen.session.sizes
        await app.keys("z")
        assert screen.requirements.region.width == 120 or screen.tasks.region.width == 120
        await app.keys("z")
    async with opened(120, 40, user_state=state) as (app, _mouse):
        screen = app.app.screen
        assert screen.session.sizes == sizes
        assert abs(screen.requirements.region.width - 120 * sizes.left / 100) <= 1


async def test_sizes_do_not_reach_a_narrow_terminal(opened, tmp_path: Path) -> None:
    async with opened(120, 40) as (app, mouse):
        screen = app.app.screen
        x = screen.query_one("#rule").region.x
        await mouse.down(x, 10)
        await mouse.up(60, 10)
        assert abs(screen.requirements.region.width - 60) <= 1
        await app.pilot.resize_terminal(80, 24)
        await app.pilot.pause()
        await app.pilot.pause()
        assert screen.requirements.region.width == 80
