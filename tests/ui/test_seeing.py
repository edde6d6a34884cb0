"""What shows where: layouts, filter, scope, pages, help, and text of any kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY
from rich.cells import cell_len

from jinpu_tui.query.filter import matching
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp
from jinpu_tui.ui.pages.page import FilterLink, PageRef
from jinpu_tui.ui.session import PANE_OF


async def test_wide_shows_all_panes_and_narrow_one(drive) -> None:
    async with drive() as app:
        assert all(word in app.text for word in ("Requirements", "Tasks", "Indicators", "│", "READ") if word != "READ")
        assert "Write the plan" in app.text
        await app.pilot.resize_terminal(80, 24)
        await app.pilot.pause()
        assert "Write the plan" not in app.text
        assert "First, part one" in app.text
        await app.keys("tab")
        assert "Write the plan" in app.text
        await app.pilot.resize_terminal(40, 12)
        await app.pilot.pause()
        assert "T1" in app.text
        assert all(cell_len(line) <= 40 for line in app.lines)
        await app.pilot.resize_terminal(160, 45)
        await app.pilot.pause()
        assert "First, part one" in app.text


async def test_filter_as_you_type_and_escape(drive) -> None:
    async with drive() as app:
        await app.keys("2", "/", "计划")
        assert "Write the plan" not in app.text.split("Indicators")[0].split("Tasks")[1]
        await app.keys("enter")
        assert "1 of 3" in app.text
        await app.keys("escape")
        assert "1 of 3" not in "".join(app.lines[:-1])
        await app.keys("/", "nothing", "escape")
        assert "Write the plan" in app.text


async def test_scope_narrows_the_other_panes(drive) -> None:
    async with drive() as app:
        await app.keys("1", "space")
        assert "scope R1 ✕" in app.text
        assert "Third" not in app.text
        assert "Write the plan" in app.text
        await app.keys("space")
        assert "Third" in app.text


async def test_fold_and_unfold(drive) -> None:
    async with drive() as app:
        await app.keys("1", "h")
        assert [row.record.id for row in app.app.screen.requirements.rows] == ["R1", "R2"]
        await app.keys("l", "l", "h")
        assert app.app.screen.requirements.row.record.id == "R1"


async def test_links_lead_on_and_back(drive) -> None:
    async with drive() as app:
        await app.keys("2", "enter")
        assert "task T1" in app.text
        await app.keys("j", "j", "enter")
        assert "requirement R1.1" in app.text
        assert "T1 Write the plan" in app.text
        await app.keys("backspace")
        assert "task T1" in app.text
        await app.keys("escape")
        assert "Indicators" in app.text


async def test_going_back_passes_over_what_is_gone(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "enter", "j", "j", "enter")
        without = LEDGER[: LEDGER.index("# A comment above")] + LEDGER[LEDGER.index('[[task]]\nid = "T2"') :]
        (ledger / "ledger.toml").write_text(without, "utf-8")
        app.app.screen.refresh_data()
        await app.keys("backspace")
        assert "Indicators" in app.text


async def test_find_goes_to_any_record(drive) -> None:
    async with drive() as app:
        await app.keys("f", "output", "enter")
        assert (app.app.screen.pane, app.app.screen.record.id) == ("indicators", "I1")
        await app.keys("f", "a source", "enter")
        assert "source S1" in app.text


async def test_help_runs_what_is_typed(drive) -> None:
    async with drive() as app:
        await app.keys("2", "?", "progress in", "enter")
        await app.pilot.pause()
        assert "progress T1" in app.text
        await app.keys("escape", ":", "overview", "enter")
        await app.pilot.pause()
        assert "requirements without a task" in app.text
        assert re.search(r"Finance +0 +1 ", app.text)


async def test_every_number_of_the_overview_is_a_door(drive) -> None:
    async with drive() as app:
        await app.keys("0", "enter")
        assert (app.app.screen.pane, app.app.screen.session.filter_of("tasks")) == ("tasks", "is:late")
        assert [row.id for row in app.app.screen.tasks.rows] == ["T2"]
        await app.keys("0")
        screen, session = app.app.screen, app.app.session
        found = [part for line in screen.page.rows for _start, _end, part in line.parts if part.door]
        counts = [count for section in session.overview for count in section.counts]
        assert {part.door.filter for part in found} == {count.filter for count in counts}
        assert len(counts) > 30
        for count in counts:
            screen.open_filter_link(FilterLink(PANE_OF[count.kind], count.filter))
            of_kind = session.dataset.of_kind(count.kind)
            assert count.count == len(session.matching(screen.pane, of_kind)), count
        for part in found:
            screen.open_page(PageRef("overview"))
            if part.hint:
                await app.keys(part.hint)
                assert session.filter_of(screen.pane) == (part.hinted or part.door).filter


async def test_two_columns_are_walked_and_narrow_is_one(drive) -> None:
    async with drive() as app:
        await app.keys("0", "l")
        assert app.app.screen.page.row.hint == "A"
        await app.keys("enter")
        assert app.app.session.filter_of("tasks") == 'lead="Finance"'
        await app.keys("0", "A")
        assert app.app.session.filter_of("tasks") == 'lead="Finance" is:late'
        await app.pilot.resize_terminal(80, 24)
        await app.keys("0", "l")
        assert app.app.screen.page.row.door.filter == "is:late"


async def test_another_day(drive) -> None:
    async with drive() as app:
        await app.keys("2")
        assert "■ 2" in app.lines[0]
        await app.keys("@", "ctrl+u", "2016-11-02", "enter")
        assert "as of 2016-11-02" in app.lines[0]
        assert "■ 0" in app.lines[0]
        await app.keys("@", "+", "3", "m", "enter")
        assert "as of 2017-02-02" in app.lines[0]
        await app.keys("/", "is:late", "enter")
        assert [row.id for row in app.app.screen.tasks.rows] == ["T1", "T2"]
        await app.keys("@", "ctrl+u", "nonsense", "enter")
        assert "Not a date" in app.text
        await app.keys("ctrl+u", "enter")
        assert "as of 2016-12-31" in app.lines[0]


async def test_group_order_zoom_chart_problems(drive) -> None:
    async with drive((150, 45)) as app:
        await app.keys("2", "t", "status", "enter", "o", "due", "enter")
        assert "grouped by status" in app.text
        assert "by due" in app.text
        await app.keys("z")
        assert "Indicators" not in app.text
        await app.keys("z", "3", "space")
        assert "forecast or estimate" in app.text
        await app.keys("escape", "!", "odd", "enter")
        assert app.app.screen.record.id == "T1"


async def test_full_width_keys_of_an_input_method(drive) -> None:
    async with drive() as app:
        await app.keys("２", "ｊ")
        assert app.app.screen.record.id == "T2"


async def test_movement(drive) -> None:
    async with drive() as app:
        await app.keys("2", "G")
        assert app.app.screen.record.id == "T3"
        await app.keys("g", "ctrl+d")
        assert app.app.screen.record.id == "T3"
        await app.keys("k", "up", "up", "pagedown", "home")
        assert app.app.screen.record.id == "T1"


HOSTILE = LEDGER.replace('"Third"', '"\\u001b]0;x\\u0007 [red]bold[/] [@click=app.quit]q[/] \\u202e"')


async def test_hostile_text_shows_as_text(drive, ledger: Path) -> None:
    (ledger / "ledger.toml").write_text(HOSTILE, "utf-8")
    async with drive() as app:
        await app.keys("2", "G")
        assert "␛]0;x␇ [red]bold[/] [@click=app.quit]q[/]" in app.text
        assert not set(app.text) & {"\x1b", "\x07", "\u202e"}
        await app.keys("enter", "escape", "d")
        assert not set(app.text) & {"\x1b", "\x07", "\u202e"}
        await app.keys("escape", "f", "red")
        assert "[red]bold" in app.text


LONG = '"' + "很长" * 1500 + '"'
MANY = '"""\n' + "\n".join(f"line {number}" for number in range(300)) + '"""'


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (40, 12)])
@pytest.mark.parametrize(
    "text",
    [
        "",
        '[dataset]\nformat = 1\ntitle = "Empty"\n',
        '[dataset]\nformat = 1\n[[task]]\nid = "T1"\ntitle = "One"\n',
        LEDGER.replace('"Third"', LONG).replace('title = "First"', f"title = {LONG}\ntext = {MANY}"),
    ],
    ids=["nothing", "empty", "one record", "long texts"],
)
async def test_any_amount_fits_any_size(drive, ledger: Path, text: str, size: tuple[int, int]) -> None:
    (ledger / "ledger.toml").write_text(text, "utf-8")
    async with drive(size) as app:
        for keys in (
            ("1", "j", "k"),
            ("2", "G"),
            ("3",),
            ("1", "enter", "G"),
            ("escape", "2", "G", "e", "escape"),
            ("0",),
            ("escape", "?", "escape"),
        ):
            await app.keys(*keys)
            assert len(app.lines) <= size[1]
            assert all(cell_len(line) <= size[0] for line in app.lines)


async def test_a_move_repaints_two_rows(drive) -> None:
    async with drive() as app:
        await app.keys("2")
        pane = app.app.screen.tasks
        asked: list[object] = []
        refresh = pane.refresh
        pane.refresh = lambda *regions, **more: (asked.extend(regions), refresh(*regions, **more))[1]
        await app.keys("j")
        assert [(region.y, region.height) for region in asked] == [(1, 1), (2, 1)]


async def test_the_rest_is_read_behind_the_first_screen(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jinpu_tui.storage.chunks.CHUNK_BYTES", 8)
    monkeypatch.setattr("jinpu_tui.storage.partial_load.FIRST_BYTES", 1)
    workspace = Workspace(ledger, today=TODAY, partial=True)
    assert workspace.reading
    assert len(workspace.dataset) < 8
    app = JinpuApp(workspace)
    async with app.run_test(size=(160, 45)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not workspace.reading
        assert workspace.dataset == Workspace(ledger).dataset
        assert [task.id for task in app.screen.tasks.rows] == ["T1", "T2", "T3"]
        assert matching(workspace.dataset.tasks, "third", app.session.analysis, app.session.finder)[0].id == "T3"


async def test_a_filter_completes_counts_and_points_at_mistakes(drive) -> None:
    async with drive() as app:
        await app.keys("2", "/", "le", "tab")
        assert "│ lead:" in app.text
        await app.keys("f")
        assert "1 of 3" in app.text
        assert "Finance" in app.text
        assert [row.id for row in app.app.screen.tasks.rows] == ["T1"]
        await app.keys(" status:do")
        assert "^ do is none of todo" in app.text
        assert [row.id for row in app.app.screen.tasks.rows] == ["T1"]
        await app.keys("ing", "enter")
        assert app.app.screen.session.filter_of("tasks") == "lead:f status:doing"
        await app.keys("/", "ctrl+u", "is:late", "enter", "/", "up", "up")
        assert "│ lead:f status:doing" in app.text
        await app.keys("down")
        assert "│ is:late" in app.text
        await app.keys("escape")
        assert app.app.screen.session.filter_of("tasks") == ""


async def test_a_filter_on_what_is_there_no_more(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "/", "under:R2", "enter")
        assert [row.id for row in app.app.screen.tasks.rows] == ["T2"]
        text = LEDGER.replace('[[requirement]]\nid = "R2"\ntitle = "Second"\n', "").replace('requirements = ["R2"]\n', "")
        (ledger / "ledger.toml").write_text(text, "utf-8")
        app.app.screen.refresh_data()
        await app.pilot.pause()
        assert not app.app.screen.tasks.rows
        await app.keys("escape")
        assert len(app.app.screen.tasks.rows) == 3
