"""Delimited text and calendars."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.exchange.calendar_text import MAX_LINE_BYTES, calendar_text, escaped, folded
from jinpu_tui.exchange.csv_text import csv_text
from jinpu_tui.exchange.delimited_text import read_delimited
from jinpu_tui.exchange.register_sheets import export_sheet
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import DatasetInfo, Step, Task
from jinpu_tui.text.formula_guard import guarded, unguarded

DAY = date(2016, 12, 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
RISKY = st.text("'=+-@＝＋－＠5e.%\t\r\n a", max_size=8)


@given(TEXTS | RISKY)
def test_guarded_texts_come_back(text):
    assert unguarded(guarded(text)) == text


@given(TEXTS | RISKY)
def test_guarded_texts_are_no_formulas(text):
    begin = guarded(text).lstrip()[:1]
    assert begin not in ("=", "@", "＝", "＠", "＋", "－")
    assert begin not in ("+", "-") or text.strip("+-0123456789e.%") == ""


@pytest.mark.parametrize("text", ["'=1", "'@x", "'-5", "'+5"])
def test_apostrophes_of_other_programs_are_taken_off(text):
    assert unguarded(text) == text[1:]


@given(st.lists(st.tuples(TEXTS, TEXTS | RISKY), min_size=1, max_size=4))
def test_csv_is_read_again(texts):
    tasks = tuple(Task(f"T{number}", title, note=note) for number, (title, note) in enumerate(texts))
    dataset = Dataset(DatasetInfo(language="en"), tasks=tasks)
    sheet = export_sheet(Analysis(dataset, DAY), "task", tasks, ["id", "title", "note", "status"], is_exact=True)
    records, encoding = read_delimited(csv_text(sheet, has_mark=True).encode())
    assert encoding == "utf-8"
    assert records[0] == ["ID", "Task", "Note", "Status"]
    assert records[1:] == [[task.id, " ".join(task.title.split()) or task.id, task.note or None, "todo"] for task in tasks]


def test_csv_has_exact_values():
    task = Task("T1", "a", due=date(2016, 1, 5), progress=7, status="doing", ongoing=True, tags=("x", "y"))
    names = ["due", "progress", "status", "ongoing", "tags"]
    sheet = export_sheet(
        Analysis(Dataset(DatasetInfo(language="zh"), tasks=(task,)), DAY), "task", (task,), names, is_exact=True
    )
    assert csv_text(sheet, has_mark=False).splitlines() == ["完成时限,进度,状态,长期坚持,标签", "2016-01-05,7,doing,true,x、y"]


TASK = Task(
    "T1",
    "修通环城路; phase 1, part 2\\",
    status="doing",
    lead="交通局",
    start=date(2016, 1, 1),
    due=date(2016, 12, 31),
    progress=40,
    priority="high",
    problem="一\r\n二",
    steps=(Step("勘察", date(2016, 3, 31), done=True), Step("开工"), Step("勘察", date(2016, 5, 31))),
    tags=("民生", "a,b"),
)


def lines_of(*tasks: Task, title: str = "台账") -> list[str]:
    text = calendar_text(tasks, Analysis(Dataset(DatasetInfo(title=title), tasks=tasks), DAY))
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= MAX_LINE_BYTES for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def test_calendar_of_a_task_and_its_steps():
    lines = lines_of(TASK)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VTODO") == lines.count("END:VTODO") == 3
    task = lines[lines.index("BEGIN:VTODO") : lines.index("END:VTODO")]
    assert "SUMMARY:修通环城路\\; phase 1\\, part 2\\\\" in task
    assert {"DTSTAMP:20161201T000000Z", "DTSTART;VALUE=DATE:20160101", "DUE;VALUE=DATE:20161231"} <= set(task)
    assert {"STATUS:IN-PROCESS", "PERCENT-COMPLETE:40", "PRIORITY:1", "CATEGORIES:民生,a\\,b"} <= set(task)
    assert "DESCRIPTION:T1\\n交通局\\n一\\n二" in task
    uid = next(line for line in task if line.startswith("UID:"))[4:]
    assert lines.count(f"RELATED-TO;RELTYPE=PARENT:{uid}") == 2
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 3
    assert {"STATUS:COMPLETED", "STATUS:NEEDS-ACTION", "DUE;VALUE=DATE:20160331"} <= set(lines)


def test_identities_are_stable():
    def uids(*tasks: Task, **options: str) -> set[str]:
        return {line for line in lines_of(*tasks, **options) if line.startswith("UID:")}

    import msgspec

    changed = msgspec.structs.replace(TASK, title="Other", due=None, status="done", steps=TASK.steps[:1])
    assert uids(changed) < uids(TASK, Task("T2"))
    assert not uids(TASK) & uids(TASK, title="another ledger")


def test_a_start_on_the_due_day_is_left_out():
    lines = lines_of(Task("T1", "a", start=DAY, due=DAY, status="closed", done_on=date(987, 1, 2)))
    assert not any(line.startswith("DTSTART") for line in lines)
    assert {"STATUS:COMPLETED", "PERCENT-COMPLETE:100", "COMPLETED:09870102T000000Z"} <= set(lines)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_escaped_and_folded(text):
    line = folded(f"SUMMARY:{escaped(text)}")
    assert all(len(each.encode()) <= MAX_LINE_BYTES for each in line.split("\r\n"))
    assert line.replace("\r\n ", "") == f"SUMMARY:{escaped(text)}"
    assert not any(sign < " " and sign != "\t" for sign in escaped(text))
