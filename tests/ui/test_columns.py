"""Columns are as wide as their contents ask for, and what a pane hides or narrows is said at its edges."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from ledger_text import TODAY
from msgspec.structs import replace

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import LogEntry, Task
from jinpu_tui.query.sorting import sized
from jinpu_tui.query.wanted_words import wanted_words
from jinpu_tui.services.demo import demo_ledger
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp
from jinpu_tui.ui.column_needs import MEASURED
from jinpu_tui.ui.column_shares import LEGIBLE
from jinpu_tui.ui.columns import Own, Table
from jinpu_tui.ui.highlight import highlighted
from jinpu_tui.ui.styles import PLAIN

LEADS = ("Audit", "行政审批局（营商局）", "人力资源和社会保障局", "Commerce")


def tasks(count: int = 12) -> tuple[Task, ...]:
    return tuple(Task(f"T{n}", title="t" * (20 + n % 5), lead=LEADS[n % 4], status="doing") for n in range(count))


def places(made: tuple[Task, ...], width: int, names: tuple[str, ...] = ("title", "lead", "status")) -> dict[str, int]:
    table = Table("task", "title", weights={"lead": 8})
    table.measure(Analysis(Dataset(tasks=made), TODAY), made, names)
    return dict(table.in_sight(width, [sized(name)[0] for name in names], {}))


def test_what_is_not_needed_by_titles_goes_to_leads_and_the_rest_to_nobody() -> None:
    assert places(tasks(), 90) == {"title": 24, "lead": 20, "status": 7}


@pytest.mark.parametrize("width", range(20, 70))
def test_no_lead_is_cut_while_a_title_has_blanks(width: int) -> None:
    made = tuple(replace(task, title=task.title + "t" * 10) for task in tasks())
    found = places(made, width)
    assert sum(found.values()) + len(found) - 1 <= width
    if "lead" in found and found["lead"] < 20:
        assert found["title"] <= LEGIBLE


def test_one_long_lead_does_not_cut_all_titles() -> None:
    made = (*tasks(30), Task("X", title="short", lead="w" * 60))
    assert places(made, 52) == {"title": 23, "lead": 20, "status": 7}


LONG_LEADS = ("–", "–", "w" * 48, "w" * 32)


def with_long_leads() -> tuple[Task, ...]:
    return tuple(Task(f"T{n}", title="t" * (30 + 5 * (n % 9)), lead=LONG_LEADS[n % 4]) for n in range(24))


@pytest.mark.parametrize("width", range(60, 140))
def test_long_leads_leave_titles_half_of_the_room_and_are_cut_only_beside_cut_titles(width: int) -> None:
    found = places(with_long_leads(), width, ("title", "lead"))
    shared = sum(found.values())
    assert found["title"] >= min(70, shared // 2)
    if found["lead"] < 48:
        assert found["title"] < 70
        assert shared == width - 1


def test_a_lead_longer_than_all_others_is_whole_if_the_room_would_be_blank() -> None:
    made = (*tasks(60), Task("X", title="short", lead="w" * 60))
    assert places(made, 70)["lead"] == 70 - 24 - 7 - 2
    assert places(made, 100)["lead"] == 60


def test_what_takes_only_the_rest_does_not_count_in_the_half_of_titles() -> None:
    table = Table("task", "title", weights={"lead": 8, "last_note": 0.02}, floors={"last_note": 20})
    made = tuple(replace(task, log=(LogEntry(date(2016, 12, 8), text="n" * 90),)) for task in with_long_leads())
    table.measure(Analysis(Dataset(tasks=made), TODAY), made, ("title", "lead", "last_note"))
    assert dict(table.in_sight(102, ("title", "lead", "last_note"), {})) == {"title": 40, "lead": 40, "last_note": 20}


def test_records_are_measured_all_over() -> None:
    made = (*tasks(MEASURED * 2), *(Task(f"L{n}", title="short", lead="w" * 30) for n in range(MEASURED)))
    assert places(made, 100)["lead"] == 30


def test_widths_of_ones_own_are_kept() -> None:
    assert places(tasks(), 60, ("lead:9", "title"))["lead"] == 9


def test_heads_stand_over_their_columns() -> None:
    table = Table("task", "title", weights={})
    made = tasks()
    table.measure(Analysis(Dataset(tasks=made), TODAY), made, ("title", "lead", "progress"))
    own = {"progress": Own(9, "        %", lambda _task: [("x" * 9, PLAIN)])}
    at = table.in_sight(70, ("title", "lead", "progress"), own)
    line = "".join(
        text for text, _style in table.line(Analysis(Dataset(tasks=made), TODAY), made[0], at, lambda _name: PLAIN, own)
    )
    heads = {head.name: head.start for head in table.heads(at, own, 0)}
    assert line[heads["lead"] :].startswith("Audit")
    assert line[heads["progress"] :].startswith("x")


def test_wanted_words_are_made_visible() -> None:
    wanted = wanted_words('PLAN lead:fin -is:late -"not this" title="a b"')
    assert wanted == (("", "plan"), ("lead", "fin"), ("title", "a b"))
    line = highlighted("Write the plan, Plan B", PLAIN, "title", wanted)
    assert [text for text, style in line if style.underline] == ["plan", "Plan"]
    assert "".join(text for text, _style in line) == "Write the plan, Plan B"
    assert highlighted("Finance", PLAIN, "title", wanted) == [("Finance", PLAIN)]
    assert [text for text, style in highlighted("Finance", PLAIN, "lead", wanted) if style.underline] == ["Fin"]
    assert [text for text, style in highlighted("海水ＥＰＣ项目", PLAIN, "title", wanted_words("epc")) if style.underline] == [
        "ＥＰＣ"
    ]
    assert wanted_words("(") == ()


def ledger_of(path: Path, count: int) -> Path:
    folder = path / "many"
    folder.mkdir()
    leads = ("Audit Office", "行政审批局（营商局）")
    text = '[dataset]\nformat = 1\nas_of = 2016-12-20\n[[requirement]]\nid = "R1"\ntitle = "First"\n'
    text += "".join(
        f'[[task]]\nid = "{"督查-2016-" if n > count - 3 else "T"}{n}"\n'
        f'title = "Draw up plan number {n}"\nlead = "{leads[n % 2]}"\n'
        f'status = "doing"\nrequirements = ["R1"]\ndue = 2016-{9 + n % 4:02}-15\nprogress = {n % 100}\n'
        f'log = [{{ date = 2016-12-08, by = "Li", text = "the {n}th visit" }}]\n'
        for n in range(count)
    )
    (folder / "ledger.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 35), (160, 45), (200, 60)], ids=str)
async def test_signals_at_each_size(drive, tmp_path: Path, size: tuple[int, int]) -> None:
    async with drive(size, folder=ledger_of(tmp_path, 83)) as app:
        await app.pilot.press("@")
        await app.keys("ctrl+u", "2016-12-20", "enter", "2")
        rows = [line for line in app.lines if "plan number" in line or "Draw up" in line]
        assert re.search(r"■ 15 Sep −96 d  T0  +Draw up", rows[0])
        assert "行政审批局" in rows[1]
        if size[0] != 100:
            assert "行政审批局（营商局）" in rows[1]
        pane = app.app.screen.tasks
        shown = "".join(pane.line(y).text for y in range(1, pane.size.height))
        assert bool(re.search("[━╸]", shown)) == (size[0] not in (100, 120, 160))
        assert ("8 Dec  Li  the 0th visit" in app.text) == (size[0] >= 160)
        assert app.lines[-1].endswith("1 of 83")
        assert any(pane.line(y).text.endswith("↓") for y in range(1, pane.size.height))
        await app.keys("G")
        assert app.lines[-1].endswith("83 of 83")
        assert any(pane.line(y).text.endswith("↑") for y in range(1, pane.size.height))
        last = next(text for y in range(1, pane.size.height) if "督查-2016-82" in (text := pane.line(y).text))
        assert re.search(r"督查-2016-82 +Draw", last)


@pytest.mark.parametrize(
    ("size", "keys", "names"),
    [
        ((80, 24), ("2",), ["due", "title", "lead", "progress"]),
        ((160, 45), ("2",), ["due", "title", "lead", "progress"]),
        ((160, 45), ("2", "z"), ["due", "title", "lead", "progress", "last_note"]),
        ((200, 60), ("2",), ["due", "title", "lead", "progress", "last_note"]),
        ((240, 60), ("2", "z"), ["due", "title", "lead", "status", "progress", "last_note"]),
    ],
    ids=str,
)
async def test_wide_lists_add_the_bar_then_the_last_note_then_the_status(drive, size, keys, names) -> None:
    async with drive(size, folder=demo_ledger("en")) as app:
        await app.keys(*keys)
        pane = app.app.screen.tasks
        assert list(pane.names(pane.size.width)) == names
        shown = "".join(pane.line(y).text for y in range(1, pane.size.height))
        assert bool(re.search("[━╸]", shown)) == ("last_note" in names)
        assert ("24 Nov Final survey" in shown) == ("last_note" in names)
        if "status" in names:
            assert "…" not in shown


async def test_bar_and_last_note_can_be_chosen_as_columns(drive) -> None:
    async with drive((80, 24), folder=demo_ledger("en")) as app:
        await app.keys("2", "L", "last", "tab", "enter")
        pane = app.app.screen.tasks
        assert list(pane.names(pane.size.width)) == ["due", "title", "lead", "progress", "last_note"]
        await app.keys("L", "lead", "tab", "enter")
        assert "24 Nov Final survey" in app.text


async def test_chips_say_what_narrows_and_what_is_left_without_them(drive) -> None:
    async with drive((120, 35)) as app:
        await app.keys("1", "space", "2", "/", "lead:fin status:doing", "enter")
        pane = app.app.screen.tasks
        head = next(line for line in app.lines if "2 Tasks" in line)
        assert "1 of 3" in head
        assert "scope R1 ✕  lead:fin ✕  status:doing ✕" in head
        chips = [part for part in pane.title_parts if part.what not in ("head", "covered")]
        assert [(part.what, part.value) for part in chips] == [
            ("scope", ""),
            ("filter", "status:doing"),
            ("filter", "lead:fin"),
        ]
        line = pane.line(0).text
        assert [line[part.start : part.end] for part in chips] == ["scope R1 ✕", "lead:fin ✕", "status:doing ✕"]
        assert {part.what for part in pane.title_parts} <= {"scope", "filter", "head", "covered"}
        await app.keys("escape", "escape", "escape")
        line = pane.line(0).text
        heads = {part.value: line[part.start : part.end].strip(" ─") for part in pane.title_parts if part.what == "head"}
        assert heads == {"due": "due", "lead": "lead", "status": "status", "progress": "%"}


async def test_the_heading_of_a_group_stays_and_never_covers_the_cursor(drive, tmp_path: Path) -> None:
    async with drive((100, 30), folder=ledger_of(tmp_path, 60)) as app:
        await app.keys("2", "t", "lead", "enter", "g")
        pane = app.app.screen.tasks
        for key in ("pagedown", "k", "k", "k", "k", "k", "k", "k", "k", "k", "k", "k", "k", "k", "G", "k", "pagedown", "k"):
            await app.keys(key)
            on_screen = [pane.index_at(y) for y in range(1, pane.size.height)]
            assert pane.cursor in on_screen
            heading = pane.rows[on_screen[0]]
            above = [row for row in pane.rows[: pane.top + 1] if type(row).__name__ == "GroupRow"]
            assert heading is above[-1]
        assert app.lines[-1].endswith("59 of 60")
        assert re.search(r"▾ 行政审批局（营商局）  30  .*─", pane.line(1).text)


async def test_columns_stay_while_a_filter_is_typed(drive, tmp_path: Path) -> None:
    async with drive((120, 35), folder=ledger_of(tmp_path, 20)) as app:
        await app.keys("2")
        pane = app.app.screen.tasks
        before = pane.column_spans(pane.size.width)
        await app.keys("/", "number 7")
        assert pane.shown < 20
        assert pane.column_spans(pane.size.width) == before
        hit = [segment.text for segment in pane.line(1) if segment.style and segment.style.underline]
        assert hit == ["7", "number", "7"]


@pytest.mark.parametrize(("size", "shown"), [((159, 45), "83 ■83"), ((160, 45), "■83")], ids=str)
async def test_requirements_say_how_many_tasks_and_how_many_of_the_worst(drive, tmp_path: Path, size, shown: str) -> None:
    async with drive(size, folder=ledger_of(tmp_path, 83)) as app:
        await app.keys("@", "ctrl+u", "2016-12-20", "enter")
        assert re.search(rf"R1 First +{shown} +\d+ *│", app.text)


def test_the_last_note_is_the_newest_with_a_text() -> None:
    from jinpu_tui.query.columns import columns

    task = Task(
        "T",
        log=(
            LogEntry(date(2016, 11, 2), text="one"),
            LogEntry(date(2016, 12, 8), text="two"),
            LogEntry(date(2016, 12, 8), text="three"),
            LogEntry(date(2016, 12, 9)),
            LogEntry(date(2015, 12, 9), text="old"),
        ),
    )
    analysis = Analysis(Dataset(tasks=(task,)), TODAY)
    column = columns("task")["last_note"]
    assert column.text(analysis, task) == "8 Dec three"
    assert column.exact(analysis, task) == "2016-12-08 three"
    assert column.text(analysis, Task("U")) == "–"
    assert list(column.values(analysis, [task, Task("U")])) == ["2016-12-08 three", None]


async def test_a_hundred_thousand_rows_are_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = JinpuApp(Workspace(ledger_of(tmp_path, 3000), today=TODAY))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("2")
        asked: list[object] = []
        measure = Table.measure
        monkeypatch.setattr(Table, "measure", lambda *values: (asked.append(values), measure(*values))[1])
        await pilot.press("pagedown", "/", *"plan", "enter", "pagedown")
        assert not asked


MONEY = """
[dataset]
format = 1

[[indicator]]
id = "I1"
name = "Capital from elsewhere"
unit = "万元"
target = { period = "2016", value = 2000000 }
baseline = { period = "2015", value = 1500000 }
observations = [
    { period = "2016-10", value = 1695833.33, cumulative = true },
    { period = "2016-11", value = 1865416.67, cumulative = true },
]
"""


async def test_amounts_are_scaled_in_all_columns_and_exact_on_the_record(drive, tmp_path: Path) -> None:
    folder = tmp_path / "money"
    folder.mkdir()
    (folder / "a.toml").write_text(MONEY, "utf-8")
    async with drive((159, 45), folder=folder) as app:
        await app.keys("3")
        row = next(line for line in app.lines if "Capital from" in line)
        assert re.search(r"Capital from elsewhere 亿元 +169.6 +186.5 .*━━━━━╸ +93%", row)
        app.app.session.update_view("indicators", columns=("name", "value", "unit", "baseline", "target"))
        app.app.screen.reload()
        await app.pilot.pause()
        row = next(line for line in app.lines if "Capital from" in line)
        assert re.search(r"186.5 亿元 +150 +200", row)
        await app.keys("enter")
        assert "1865416.67" in app.text.replace(",", "")
        assert "万元" in app.text


async def test_what_is_typed_is_marked_in_the_results_of_find(drive) -> None:
    async with drive((120, 35)) as app:
        await app.keys("f", "PLAN wri")
        listed = app.app.screen.popup._listed
        hits = [segment.text for segment in listed.line(0) if segment.style and segment.style.underline]
        assert hits == ["Wri", "plan"]


async def test_the_top_line_names_lights_if_there_is_room_and_says_where_they_stand(drive) -> None:
    async with drive((160, 45)) as app:
        top = app.app.screen.top
        assert "■ 2 late, blocked  ▲ 0 behind" in app.lines[0]
        line = top.line(0).text
        assert [line[part.start : part.end] for part in top.parts][::4] == ["■ 2 late, blocked", "✓ 1 done"]
        await app.pilot.resize_terminal(80, 24)
        await app.keys("2")
        assert "■ 2  ▲ 0" in app.lines[0]
        tabs = app.app.screen.tabs
        assert app.lines[1].startswith(" 1 Requirements 3 [2 Tasks]  3 Indicators 1")
        text = tabs.line(0).text
        assert [text[part.start : part.end].strip() for part in tabs.parts] == [
            "1 Requirements 3",
            "[2 Tasks]",
            "3 Indicators 1",
        ]
        assert [part.value for part in tabs.parts] == ["requirements", "tasks", "indicators"]
