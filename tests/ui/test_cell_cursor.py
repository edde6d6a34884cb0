"""The cursor on a cell: where it can stand, what edits it, and that the row's own keys stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_text import LEDGER, changed_lines


def cell(app) -> str:
    found = app.app.screen.cell
    return found.name if found is not None else ""


def reversed_text(app) -> str:
    strips = app.app.screen._compositor.render_strips()
    return "".join(segment.text for strip in strips for segment in strip if segment.style and segment.style.reverse).strip()


COLUMNS = ("due", "title", "lead", "status", "progress")


def show_columns(app, *names: str) -> None:
    app.app.screen.session.update_view("tasks", columns=names or COLUMNS)
    app.app.screen.reload()


async def go_to(app, name: str) -> None:
    """Go right over the cells, or from the first one on, to one of a name."""
    while cell(app):
        await app.keys("left")
    while cell(app) != name:
        before = cell(app)
        await app.keys("right")
        assert cell(app) != before, name


async def test_right_goes_over_the_cells_and_left_back_to_the_row(drive) -> None:
    async with drive() as app:
        show_columns(app)
        await app.keys("2", "j", "right")
        assert (cell(app), reversed_text(app)) == ("due", "1 Dec −30 d")
        assert app.lines[-1].startswith(" Enter edit due  0-9 type it  Esc row")
        await app.keys("l")
        assert (cell(app), reversed_text(app)) == ("title", "计划实施方案")
        assert app.lines[-1].startswith(" Enter edit title  Esc row")
        await app.keys("down")
        assert (app.app.screen.record.id, cell(app)) == ("T3", "title")
        seen = []
        while not seen or cell(app) != seen[-1]:
            seen.append(cell(app))
            await app.keys("right")
        assert seen[:3] == ["title", "lead", "status"]
        await app.keys(*["left"] * (len(seen) + 1))
        assert cell(app) == ""
        await app.keys("f2")
        assert cell(app) == "due"
        await app.keys("escape", "enter")
        assert "task T3" in app.text


async def test_a_task_with_steps_opens_before_its_cells(drive) -> None:
    async with drive() as app:
        await app.keys("2", "right")
        assert ("☑ draft" in app.text, cell(app)) == (True, "")
        await app.keys("right")
        assert cell(app) == "due"
        await app.keys("down")
        assert cell(app) == ""  # a step has no cells
        await app.keys("f2")
        assert app.app.screen.popup.typed == "draft due:2016-12-10"
        await app.keys("escape", "up")
        assert cell(app) == "due"
        await app.keys("left", "left")
        assert "☑ draft" not in app.text


async def test_enter_edits_with_the_picker_of_the_field_and_stays(drive) -> None:
    async with drive() as app:
        show_columns(app)
        await app.keys("2", "j")
        await go_to(app, "status")
        await app.keys("enter", "block", "enter")
        assert changed_lines(LEDGER, app.file) == (['status = "todo"\n'], ['status = "blocked"\n'])
        assert cell(app) == "status"
        await app.keys("left", "enter", "fin", "enter", "left", "enter", "end", "!", "enter")
        assert changed_lines(LEDGER, app.file)[1] == [
            'title = "计划实施方案!"\n',
            'status = "blocked"\n',
            'lead = "Finance"\n',
        ]


async def test_tab_writes_and_goes_on_and_shift_tab_goes_back(drive) -> None:
    async with drive() as app:
        show_columns(app, "title", "status", "lead", "due", "progress")
        await app.keys("2", "j")
        await go_to(app, "status")
        await app.keys("enter", "doing", "tab", "fin", "tab", "+1w", "tab", "40", "shift+tab")
        assert changed_lines(LEDGER, app.file)[1] == [
            'status = "doing"\n',
            'lead = "Finance"\n',
            "due = 2016-12-08\n",
            "progress = 40\n",
        ]
        assert cell(app) == "due"
        assert app.app.screen.popup.typed == "2016-12-08"
        await app.keys("escape")
        assert (app.app.screen.popup, cell(app)) == (None, "due")
        await app.keys("right", "enter", "tab")  # the last cell: nothing to go on to
        assert (app.app.screen.popup, cell(app)) == (None, "progress")
        await app.keys("u", "u", "u", "u")
        assert app.file == LEDGER


async def test_a_digit_begins_a_date_or_number_and_letters_stay_commands(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "right", "2017-01-31", "enter")
        assert "due = 2017-01-31\n" in app.file
        await go_to(app, "progress")
        await app.keys("3", "5", "enter")
        assert "progress = 35\n" in app.file
        await app.keys("+10", "enter")
        assert "progress = 45\n" in app.file
        await app.keys("d")  # the command of the field, as on a row
        assert app.app.screen.popup.title == "due T2"
        await app.keys("escape")
        await go_to(app, "title")
        await app.keys("=", "Anew", "enter")
        assert 'title = "Anew"\n' in app.file
        await app.keys("1")
        assert (app.app.screen.pane, cell(app)) == ("requirements", "")  # a title begins with no digit: 1 is the pane's key


async def test_down_writes_and_goes_to_the_cell_below(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j")
        await go_to(app, "progress")
        await app.keys("4", "0", "down")
        assert (app.app.screen.popup, app.app.screen.record.id, cell(app)) == (None, "T3", "progress")
        await app.keys("5", "0", "down")
        assert changed_lines(LEDGER, app.file)[1] == ["progress = 40\n", "progress = 50\n"]


async def test_what_cannot_be_typed_says_so(drive) -> None:
    async with drive((160, 45)) as app:
        show_columns(app, "light", "title", "steps", "log", "due")
        await app.keys("2", "j", "right", "enter")
        assert "light is worked out from other values" in app.lines[-1]
        await app.keys("right", "right", "enter")
        assert "T adds a step" in app.lines[-1]
        await app.keys("right", "enter")
        assert app.app.screen.popup.title == "note on T2"
        await app.keys("escape")
        await go_to(app, "title")
        await app.keys("enter", "tab")
        assert app.app.screen.popup.title == "due T2"  # Tab passes over what cannot be typed
        await app.keys("escape")
        assert app.file == LEDGER


async def test_a_figure_is_typed_into_its_period(drive) -> None:
    async with drive() as app:
        await app.keys("3", "right")
        assert cell(app) == "periods:2016"
        await app.keys("230.5", "enter")
        assert '{ period = "2016", value = 230.5 },\n' in app.file
        assert 'period = "2015", value = 210.50 }' in app.file
        await app.keys("left", "enter")
        assert app.app.screen.popup.typed == "210.5"
        await app.keys("end", " +3%", "tab", ">700", "enter")
        assert '{ period = "2015", value = 210.50, growth = 3 },\n' in app.file
        assert '{ period = "2016", value = 700, qualifier = "over" },\n' in app.file
        await app.keys("u", "u", "u")
        assert app.file == LEDGER


async def test_left_shows_earlier_periods_before_and_on_cells(drive, ledger: Path) -> None:
    figures = "".join(f'    {{ period = "{year}", value = {year} }},\n' for year in range(1960, 2015))
    (ledger / "ledger.toml").write_text(LEDGER.replace("observations = [\n", f"observations = [\n{figures}"), "utf-8")
    async with drive((80, 24)) as app:
        await app.keys("3", "left")
        assert cell(app) == ""
        await app.keys("right", "right")
        assert cell(app) == "periods:2016"
        await app.keys(*["left"] * 20)
        assert (cell(app), reversed_text(app)) == ("periods:1996", "1,996")
        await app.keys(*["right"] * 19)
        assert (cell(app), reversed_text(app)) == ("periods:2015", "210.5")


async def test_columns_out_of_sight_come_into_sight(drive) -> None:
    async with drive((44, 24)) as app:
        names = ("title", "status", "lead", "owner", "start", "due", "priority")
        app.app.screen.session.update_view("tasks", columns=names)
        app.app.screen.reload()
        await app.keys("2", "j")
        for name in names:
            await app.keys("right")
            assert cell(app) == name
        for name in reversed(names[:-1]):
            await app.keys("left")
            assert cell(app) == name


async def test_a_cell_of_marked_records_is_that_of_all(drive) -> None:
    async with drive() as app:
        await app.keys("2", "m", "m", "k", "right", "+1w", "enter")
        assert changed_lines(LEDGER, app.file)[1] == ["due = 2017-01-07\n", "due = 2016-12-08\n"]
        await go_to(app, "title")
        await app.keys("enter")
        assert "one record at a time" in app.lines[-1]


async def test_an_edit_that_hides_the_record_ends_the_row(drive) -> None:
    async with drive() as app:
        show_columns(app)
        await app.keys("2", "/", "status:todo", "enter")
        await go_to(app, "status")
        await app.keys("enter", "doing", "tab")
        assert app.app.screen.popup is None
        assert "T2 is not shown here any more" in app.lines[-1]


@pytest.mark.parametrize("key", ["enter", "f2", "5", "="])
async def test_read_only_cells_refuse(drive, key: str) -> None:
    async with drive(read_only=True) as app:
        await app.keys("2", "j", "right", key)
        assert "Nothing was changed: opened read-only" in app.lines[-1]
        assert (app.app.screen.popup, app.file) == (None, LEDGER)


async def test_what_is_typed_into_a_cell_comes_back(drive) -> None:
    async with drive() as app:
        await app.keys("2", "j", "right", "2018", "escape", "enter")
        assert app.app.screen.popup.typed == "2018"


async def test_f2_renames_a_requirement(drive) -> None:
    async with drive() as app:
        await app.keys("f2", "end", "!", "enter")
        assert 'title = "First!"\n' in app.file


async def test_the_cell_stands_after_a_resize(drive) -> None:
    async with drive((80, 24)) as app:
        await app.keys("2", "j")
        await go_to(app, "title")
        await app.pilot.resize_terminal(120, 40)
        await app.pilot.pause()
        assert (cell(app), reversed_text(app)) == ("title", "计划实施方案")
