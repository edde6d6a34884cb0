"""An exported workbook as openpyxl sees it, and as an import reads it again."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.exchange.cell_limits import MAX_CELL_UNITS, fitted
from jinpu_tui.exchange.comparison import is_equal
from jinpu_tui.exchange.embedded_base import BASE_SHEET, base_lines, embedded_base
from jinpu_tui.exchange.import_plan import Ledger
from jinpu_tui.exchange.imported_row import values_with_notes
from jinpu_tui.exchange.layout import find_table
from jinpu_tui.exchange.plan import plan_import
from jinpu_tui.exchange.register_sheets import export_sheet
from jinpu_tui.exchange.rows import read_rows
from jinpu_tui.exchange.rules import rules_for
from jinpu_tui.exchange.sheets import read_sheets
from jinpu_tui.exchange.workbook_writer import workbook_bytes
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import (
    DatasetInfo,
    Extension,
    Indicator,
    LogEntry,
    Observation,
    Point,
    Requirement,
    Step,
    Task,
)
from jinpu_tui.services.exports import KINDS, ExportOptions, make_exports
from jinpu_tui.services.workspace import Workspace

LEDGER = """\
[dataset]
title = "年度重点工作台账"
as_of = 2016-12-01
language = "zh"

[[requirement]]
id = "R1"
title = "改善交通"

[[requirement]]
id = "R1.1"
title = "修路"
parent = "R1"

[[task]]
id = "T1"
title = "修通环城路"
requirements = ["R1.1", "R1"]
status = "doing"
lead = "交通局"
support = ["财政局", "管委会（综合、法制）"]
start = 2016-01-01
due = 2016-12-31
ongoing = true
progress = 40
priority = "high"
steps = [{ text = "勘察", due = 2016-03-31, done = true }, { text = "开工" }]
log = [{ date = 2016-05-01, text = "已完成勘察" }, { date = 2016-06-01, text = "=1+1" }]
problem = "资金未到位。\\n征拆滞后。"
extensions = [{ before = 2016-10-31, after = 2016-12-31, reason = "汛期" }]
tags = ["民生", "督办"]

[[task]]
id = "T2"
title = "植树"
requirements = ["R1"]
depends = ["T1"]
done_on = 2016-11-11
status = "done"

[[indicator]]
id = "I1"
name = "道路里程"
unit = "公里"
kind = "binding"
direction = "up"
measure = "stock"
decimals = 1
requirements = ["R1"]
baseline = { period = "2015", value = 100 }
target = { period = "2016", value = 120.5 }
observations = [
    { period = "2016-06", value = 50, cumulative = true, growth = 7.5, note = "快报" },
    { period = "2016", value = 118, qualifier = "over" },
]

[[indicator]]
id = "I2"
name = "投资"
target = { period = "2016-Q4", growth = 7 }
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "ledger.toml").write_text(LEDGER, "utf-8")
    return Workspace(tmp_path / "ledger.toml")


def exported(workspace: Workspace, **options) -> bytes:
    return make_exports(workspace, ExportOptions(Path("a.xlsx"), "xlsx", **options))[0].data


def table_of(data: bytes, kind):
    table = find_table(read_sheets(data), kind, {"task": "任务", "requirement": "工作要求", "indicator": "指标"}[kind])
    rules = rules_for(table)
    return rules, read_rows(table.sheet, rules, date(2030, 1, 1))


@pytest.mark.parametrize("kind", KINDS)
def test_values_come_back(workspace, kind):
    rules, rows = table_of(exported(workspace), kind)
    assert len(rows) == len(workspace.dataset.of_kind(kind))
    for row in rows:
        assert not row.problems
        plain = workspace.plain(row.values["id"])
        for name, value in values_with_notes(row).items():
            if name == "observations":
                shown = ("period", "value", "cumulative", "qualifier")
                stated = [{key: each[key] for key in shown if key in each} for each in plain[name]]
                assert sorted(map(str, value)) == sorted(str(dict(each)) for each in map(_in_order, stated))
            elif name in plain:
                assert is_equal(value, plain[name]), name
            else:
                assert value in ("todo", "normal")
        assert {*plain} - {*row.values} <= {"log", "extensions"}
    ledger = Ledger(workspace.dataset, workspace.plain, workspace.today)
    base = embedded_base(read_sheets(exported(workspace))).rows[kind]
    assert not plan_import(ledger, kind, rows, base, rules.columns_for).changes


def _in_order(observation):
    return {key: observation[key] for key in ("period", "value", "qualifier", "cumulative") if key in observation}


def test_a_person_could_have_made_it(workspace):
    book = openpyxl.load_workbook(io.BytesIO(exported(workspace)))
    assert book.sheetnames == ["任务", "工作要求", "指标", BASE_SHEET]
    assert book[BASE_SHEET].sheet_state == "veryHidden"
    sheet = book["任务"]
    place = {cell.value: cell.column for cell in sheet[3]}
    assert sheet["A1"].value == "年度重点工作台账　任务"
    assert sheet.freeze_panes == "D4"
    assert sheet.auto_filter.ref.startswith("A3:")
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth or 1) == (0, 1)
    first = {heading: sheet.cell(4, column) for heading, column in place.items()}
    assert first["完成时限"].value.date() == date(2016, 12, 31)
    assert (first["进度"].value, first["进度"].number_format) == (40, '0"%"')
    assert first["存在问题"].alignment.wrap_text
    assert first["灯"].value == "■"
    assert first["灯"].font.color.rgb == "FFC00000"
    assert first["工作要求"].value == "修路\n改善交通"
    assert [first[heading].value for heading in ("状态", "优先级", "长期坚持")] == ["进行中", "高", "是"]
    requirements = book["工作要求"]
    assert [cell.alignment.indent for cell in (requirements["C4"], requirements["C5"])] == [0, 1]
    headings = [cell.value for cell in book["指标"][3]]
    assert {"基期值（2015）", "目标值（2016）", "目标值（2016-Q4）", "2016-06累计", "2016"} <= set(headings)


def test_ids_and_headings_are_locked_and_work_stays_possible(workspace):
    sheet = openpyxl.load_workbook(io.BytesIO(exported(workspace)))["任务"]
    place = {cell.value: cell.column for cell in sheet[3]}
    protection = sheet.protection
    assert protection.sheet
    assert not any((protection.sort, protection.autoFilter, protection.insertRows, protection.formatColumns))
    assert protection.password is None
    assert all(cell.protection.locked for cell in sheet[3])
    assert sheet.cell(4, place["标识"]).protection.locked
    assert not sheet.cell(4, place["进展情况"]).protection.locked
    rules = {str(each.sqref).split(":")[0]: each for each in sheet.data_validations.dataValidation}

    def rule(heading):
        return rules[f"{sheet.cell(4, place[heading]).coordinate}"]

    assert rule("状态").formula1 == '"未启动,进行中,已完成,已销号,受阻,取消"'
    assert rule("牵头单位").formula1 == '"交通局"'
    assert (rule("标识").type, rule("标识").errorStyle) == ("custom", None)


def test_many_units_are_listed_on_a_sheet_of_their_own():
    tasks = tuple(Task(f"T{number}", "a", lead=f"Unit of the town number {number}") for number in range(40))
    book = openpyxl.load_workbook(io.BytesIO(workbook(Dataset(tasks=tasks), "task")))
    sheet = book["Tasks"]
    sources = [each.formula1 for each in sheet.data_validations.dataValidation if each.type == "list"]
    assert "'.lists'!$A$1:$A$40" in sources
    assert book[".lists"].sheet_state == "veryHidden"
    assert book[".lists"]["A40"].value == "Unit of the town number 39"


def workbook(dataset: Dataset, kind, day: date = date(2016, 12, 1)) -> bytes:
    sheet = fitted(export_sheet(Analysis(dataset, day), kind, dataset.of_kind(kind)), "en")
    return workbook_bytes([sheet], base_lines([sheet], "r1"), day, "en")


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "http://example.org",
    "\x01\x1f",
    "_x0041_",
    "\ufffe",
    "a\r\nb",
    "\tx",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_stay_texts(text):
    dataset = Dataset(tasks=(Task("T1", text, problem=text, lead=text, log=(LogEntry(text=text),)),))
    data = workbook(dataset, "task")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert all(cell.data_type != "f" and cell.hyperlink is None for sheet in book for row in sheet for cell in row)
    assert_unchanged(dataset, data, "task")


def assert_unchanged(dataset: Dataset, data: bytes, kind):
    """A workbook that nobody has touched changes nothing, whatever its cells could hold."""
    sheets = read_sheets(data)
    table = find_table(sheets, kind)
    rules = rules_for(table)
    rows = read_rows(table.sheet, rules, date(2031, 1, 1))
    base = embedded_base(sheets).rows[kind]
    ledger = Ledger(dataset, lambda id_: plain(dataset.by_id[id_]), date(2031, 1, 1))
    plan = plan_import(ledger, kind, rows, base, rules.columns_for)
    assert plan.changes == []
    assert not any(row.clashes for row in plan.rows)
    assert not plan.missing


def plain(value):
    """A record as its file would state it."""
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, msgspec.Struct):
        return {name: plain(each) for name, each in msgspec.structs.asdict(value).items() if each is not None}
    return value


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
DAYS = st.dates()


@st.composite
def tasks(draw, id_="T1"):
    return Task(
        id_,
        draw(TEXTS),
        requirements=tuple(draw(st.lists(st.sampled_from(["R1", "R2", "R3"]), unique=True))),
        status=draw(st.sampled_from(["todo", "doing", "done", "closed", "blocked", "dropped"])),
        lead=draw(st.none() | TEXTS),
        support=tuple(draw(st.lists(TEXTS, max_size=3))),
        due=draw(st.none() | DAYS),
        ongoing=draw(st.booleans()),
        progress=draw(st.none() | st.integers(0, 100)),
        steps=tuple(draw(st.lists(st.builds(Step, TEXTS, st.none() | DAYS, st.booleans()), max_size=3))),
        extensions=tuple(draw(st.lists(st.builds(Extension, DAYS, DAYS, DAYS, TEXTS), max_size=1))),
        log=tuple(draw(st.lists(st.builds(LogEntry, st.none() | DAYS, TEXTS, TEXTS), max_size=2))),
        note=draw(st.none() | TEXTS),
        tags=tuple(draw(st.lists(TEXTS, max_size=3))),
    )


@given(tasks("T1"), tasks("T2"))
def test_an_untouched_workbook_of_tasks_changes_nothing(one, two):
    dataset = Dataset(DatasetInfo(language="zh"), requirements=(Requirement("R1", "a"), Requirement("R2")), tasks=(one, two))
    assert_unchanged(dataset, workbook(dataset, "task"), "task")


NUMBERS = st.integers(-(10**20), 10**20) | st.floats()
PERIODS = st.sampled_from(["2015", "2016-Q3", "2016-11", "2016-S1", "2016-W47", "2016-11-22", "soon"])


@given(
    st.lists(
        st.builds(
            Observation,
            PERIODS,
            st.none() | NUMBERS,
            qualifier=st.sampled_from([None, "over", "under", "about"]),
            cumulative=st.booleans(),
        ),
        max_size=4,
    ),
    st.none() | st.builds(Point, PERIODS, st.none() | NUMBERS, st.none() | st.floats(-100, 100)),
    TEXTS,
)
def test_an_untouched_workbook_of_indicators_changes_nothing(observations, target, text):
    one = Indicator("I1", text, unit=text, observations=tuple(observations), target=target)
    dataset = Dataset(indicators=(one, Indicator("I2", "b", target=Point("2016", 5))))
    assert_unchanged(dataset, workbook(dataset, "indicator"), "indicator")


@pytest.mark.parametrize("names", [("市委和政府办", "财政局"), ("a/b", "c"), ("a，b",), (" a", "b  c"), ("牵头单位：甲",)])
def test_names_that_are_parted_elsewhere_stay_as_they_are(names):
    dataset = Dataset(tasks=(Task("T1", "a", support=names, tags=names, lead="、".join(names)),))
    assert_unchanged(dataset, workbook(dataset, "task"), "task")


def test_a_cut_cell_is_named_and_loses_nothing():
    long = Task("T1", "Long", problem="字" * 40_000, note="𠀀" * 20_000)
    dataset = Dataset(tasks=(long, Task("T2", "Short", problem="字" * MAX_CELL_UNITS)))
    sheet = fitted(export_sheet(Analysis(dataset, date(2016, 12, 1)), "task", dataset.tasks), "en")
    assert len(sheet.notices) == 1
    assert "T1 Problem" in sheet.notices[0]
    data = workbook(dataset, "task")
    cells = [cell for row in read_sheets(data)[0].rows for cell in row if isinstance(cell, str)]
    assert max(len(cell.encode("utf-16-le")) // 2 for cell in cells) == MAX_CELL_UNITS
    assert_unchanged(dataset, data, "task")


def test_the_same_tables_give_the_same_bytes(workspace):
    assert exported(workspace) == exported(workspace)


def test_base_is_read_of_exported_workbooks_only(workspace):
    base = embedded_base(read_sheets(exported(workspace)))
    assert list(base.sheets.items()) == [("task", "任务"), ("requirement", "工作要求"), ("indicator", "指标")]
    assert base.rows["task"]["id:T1"].values["due"] == date(2016, 12, 31)
    assert base.rows["task"]["id:T1"].values["steps"][0] == {"text": "勘察", "due": date(2016, 3, 31), "done": True}
    assert base.rows["task"]["id:T1"].report == "=1+1"
    assert "problem" not in base.rows["task"]["id:T2"].values
    assert embedded_base(read_sheets(b"title,lead\na,b\n")) is None


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["nothing"],
        ['{"version": 2}'],
        ["[" * 100_000],
        ['{"version": 1}', "[" * 30_000, '{"kind": "task"}', '{"kind": "task", "id": "T1", "values": []}'],
        ['{"version": 1}', '{"kind": "task", "id": "T1", "values": {"due": 3, "steps": ["a", {"due": "x"}]}}'],
    ],
)
def test_a_damaged_base_does_no_harm(lines):
    book = openpyxl.Workbook()
    sheet = book.create_sheet(BASE_SHEET)
    sheet.sheet_state = "veryHidden"
    for line in lines:
        sheet.append([line[at : at + 30_000] for at in range(0, len(line), 30_000)])
    buffer = io.BytesIO()
    book.save(buffer)
    base = embedded_base(read_sheets(buffer.getvalue()))
    assert base is None or all(isinstance(row.values, dict) for rows in base.rows.values() for row in rows.values())
