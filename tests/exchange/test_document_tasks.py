"""Tasks that a document assigns: units, aliases, deadlines; and documents as changes of a dataset."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from exchange.conftest import Office

from jinpu_tui.exchange.documents.aliases import find_aliases
from jinpu_tui.exchange.documents.deadlines import find_deadline
from jinpu_tui.exchange.documents.files import read_document
from jinpu_tui.exchange.documents.plan import DocumentPlan
from jinpu_tui.exchange.documents.reading import plan_document
from jinpu_tui.exchange.documents.records import plan_records
from jinpu_tui.exchange.import_plan import ImportPlan, Ledger
from jinpu_tui.exchange.unit_names import split_units
from jinpu_tui.model.change_validation import check_changes
from jinpu_tui.model.changes import Added
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Requirement, Source, Task
from jinpu_tui.services.imports import ImportOptions, apply_import, decide, prepare_file
from jinpu_tui.services.workspace import Workspace

TODAY = date(2020, 5, 6)


def plan_of(text: str, name: str = "") -> DocumentPlan:
    return plan_document(read_document(text.encode(), ".txt"), TODAY, name)


def tasks(text: str) -> list[dict[str, Any]]:
    return [item.values for item in plan_of(text).items if item.kind == "task"]


@pytest.mark.parametrize(
    ("text", "leads", "support"),
    [
        ("市甲局牵头，市乙局、市丙委和县丁办分工负责", "市甲局", "市乙局 市丙委 县丁办"),
        ("市甲局、市乙局牵头，市丙局配合", "市甲局 市乙局", "市丙局"),
        ("市甲局、市乙局按职责分工负责", "市甲局 市乙局", ""),
        ("市甲局负责", "市甲局", ""),
        ("由市甲局会同市乙局、市丙局负责", "市甲局", "市乙局 市丙局"),
        ("市甲局牵头负责，各县（市、区）人民政府配合", "市甲局", "各县（市、区）人民政府"),
        ("市甲局等有关部门按照各自职责负责", "市甲局", ""),
        ("东省、西省和南省人民政府负责", "东省人民政府 西省人民政府 南省人民政府", ""),
        ("青山、绿水县人民政府，市甲局负责", "青山县人民政府 绿水县人民政府 市甲局", ""),
        ("市甲局、各县政府负责", "市甲局 各县政府", ""),
        ("市甲局（牵头），市乙局、市丙局（配合）", "市甲局", "市乙局 市丙局"),
    ],
)
def test_units(text: str, leads: str, support: str) -> None:
    assert split_units(text) == (tuple(leads.split()), tuple(support.split()))


def test_a_bracket_gives_a_task() -> None:
    (task,) = tasks("（一）改革窗口。2021年底前建成统一的服务大厅和平台。（市甲局牵头，市乙局配合）")
    assert task == {
        "title": "2021年底前建成统一的服务大厅和平台",
        "lead": "市甲局",
        "support": ["市乙局"],
        "due": date(2021, 12, 31),
        "quote": "2021年底前建成统一的服务大厅和平台。（市甲局牵头，市乙局配合）",
    }


def test_each_bracket_is_about_what_stands_before_it() -> None:
    found = tasks("一、修路。北段的测量要在春天全部做完。（市甲局负责）南段的测量要在秋天全部做完。（市乙局、市丙局负责）")
    assert [(task["title"], task["lead"]) for task in found] == [
        ("北段的测量要在春天全部做完", "市甲局"),
        ("南段的测量要在秋天全部做完", ["市乙局", "市丙局"]),
    ]


def test_other_brackets_are_text() -> None:
    text = "一、修路（含桥梁）。各地（要认真抓好落实）及时报告（见附表）。"
    assert tasks(text) == []
    assert plan_of(text).items[0].values["text"] == "各地（要认真抓好落实）及时报告（见附表）。"


@pytest.mark.parametrize(
    "text",
    [
        "1.修路。 | 牵头领导：副县长丁 | 牵头单位：市甲局。 | 责任单位：市乙局、市丙局 | 完成时限：6月底",
        "1.修路。牵头领导：副县长丁；牵头单位：市甲局；配合单位：市乙局、市丙局；完成时限：6月底前。",
        "1.修路。\n牵头领导：副县长丁\n牵头单位：市甲局\n协同责任单位：市乙局、市丙局\n完成时限：6月底",
        "1.修路。【牵头领导：副县长丁；牵头单位：市甲局；责任单位：市乙局、市丙局；办结时限：2020年6月】",
        "1.修路。（牵头领导：副县长丁）（市甲局牵头，市乙局、市丙局配合，6月底前完成）",
        "1.修路。（牵头领导：副县长丁）（市甲局牵头，市乙局、市丙局配合）（完成时限：6月30日）",
    ],
)
def test_labels_give_a_task(text: str) -> None:
    (task,) = tasks(f"2020年工作要点\n{text}")
    quote = task.pop("quote")
    assert quote.startswith("修路。")
    assert task == {
        "title": "修路",
        "lead": "市甲局",
        "support": ["市乙局", "市丙局"],
        "leader": "副县长丁",
        "due": date(2020, 6, 30),
    }


def test_labels_in_english() -> None:
    (task,) = tasks("1. Mend the road. (Lead: Works Office; Support: Finance Office, Port Office; Due: 30 June 2021)")
    assert (task["lead"], task["support"]) == ("Works Office", ["Finance Office", "Port Office"])
    assert task["due"] == date(2021, 6, 30)


def test_a_deadline_that_is_no_day_goes_into_the_note() -> None:
    plan = plan_of("1.修路。责任单位：市甲局；完成时限：长期坚持")
    assert plan.items[1].values["note"] == "长期坚持"
    assert len(plan.items[1].problems) == 1


def test_a_duty_at_the_end_of_an_enumeration_is_about_all_of_it() -> None:
    plan = plan_of("一、要点。一是建库；二是修路。（市甲局负责）")
    (task,) = [item for item in plan.items if item.kind == "task"]
    assert (task.parent, task.values["title"]) == (0, "要点")
    each = plan_of("一、要点。一是建库（市甲局负责）；二是修路（市乙局负责）。")
    assert [(item.parent, item.values["lead"]) for item in each.items if item.kind == "task"] == [(1, "市甲局"), (3, "市乙局")]


def test_a_preamble_that_makes_somebody_responsible_is_not_lost() -> None:
    plan = plan_of("关于修路的通知\n全市道路要巡查。（市甲局负责）\n一、修路。")
    assert [(item.kind, item.line) for item in plan.items] == [("requirement", 2), ("task", 2), ("requirement", 3)]


def test_aliases() -> None:
    text = (
        "一、青山、绿水、白石县人民政府〔以下称三县人民政府〕要修路。（三县人民政府负责）\n"
        "二、由丰和开发区管理委员会（以下简称“管委会”）养护。（管委会、市甲局负责）"
    )
    found = tasks(text)
    assert found[0]["lead"] == ["青山县人民政府", "绿水县人民政府", "白石县人民政府"]
    assert found[1]["lead"] == ["丰和开发区管理委员会", "市甲局"]
    assert find_aliases(["各项工作（以下简称工作）"]) == {}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016年底前出台。", date(2016, 12, 31)),
        ("12月底前完成。", date(2020, 12, 31)),
        ("6月10日前、9月底前两次上报。", date(2020, 9, 30)),
        ("到2023年，全部建成。", date(2023, 12, 31)),
        ("二〇二一年六月底前建成。", date(2021, 6, 30)),
        ("Open it by the end of 2021.", date(2021, 12, 31)),
        ("Open it by 15 March 2021.", date(2021, 3, 15)),
        ("Open it before June 2021.", date(2021, 6, 30)),
        ("每月底前报送。", None),
        ("截至2015年底已建成。", None),
        ("三年前建成。", None),
        ("2019年13月底前完成。", None),
    ],
)
def test_deadlines(text: str, day: date | None) -> None:
    found = find_deadline(text, TODAY, 2020)
    assert (found.day if found else None) == day


def test_the_year_comes_from_the_document() -> None:
    line = "一、修路。8月底前完成。（市甲局负责）"
    assert plan_of(f"2018年工作要点\n{line}").items[1].values["due"].year == 2018
    assert plan_of(f"丰政发〔2017〕3号\n{line}").items[1].values["due"].year == 2017
    assert plan_of(line, "要点2016").items[1].values["due"].year == 2016
    assert plan_of(line).items[1].problems == ["line 1: the year is not stated; 2020 was taken"]


TEXT = (
    "关于修路的通知\n丰政发〔2019〕3号\n一、北路。要修。（市甲局负责）\n"
    "（一）测量。\n（二）测量。再测。\n二、南路。\n（一）测量。\n"
)


def records(dataset: Dataset, text: str = TEXT, source: str = "", used: frozenset[str] = frozenset()) -> ImportPlan:
    return plan_records(Ledger(dataset, dict, TODAY, lambda: used), plan_of(text), source)


def with_changes(dataset: Dataset, plan: ImportPlan) -> Dataset:
    """The dataset after the changes of a plan, which only add records."""
    check_changes(dataset, plan.changes)
    structs = {"source": Source, "requirement": Requirement, "task": Task}
    added: dict[str, list[Any]] = {"source": [], "requirement": [], "task": []}
    for change in plan.changes:
        assert isinstance(change, Added)
        record = {name: tuple(value) if isinstance(value, list) else value for name, value in change.record.items()}
        added[change.kind].append(structs[change.kind](**record))
    return Dataset(
        sources=(*dataset.sources, *added["source"]),
        requirements=(*dataset.requirements, *added["requirement"]),
        tasks=(*dataset.tasks, *added["task"]),
    )


def test_records_get_ids_in_the_manner_of_the_dataset() -> None:
    plan = records(Dataset())
    assert [row.id for row in plan.rows if row.id] == ["R1", "T1", "R1.1", "R1.2", "R2", "R2.1"]
    (source,) = plan.groups
    assert isinstance(source, Added)
    assert source.record == {"id": "S1", "title": "关于修路的通知", "number": "丰政发〔2019〕3号"}
    task = plan.rows[3].changes[0]
    assert isinstance(task, Added)
    assert task.record["requirements"] == ["R1"]
    assert task.record["source"] == "S1"
    before = Dataset(requirements=(Requirement("Q7", "甲"), Requirement("Q7.4", "乙", parent="Q7")), tasks=(Task("a-09"),))
    plan = records(before, source="S9", used=frozenset({"Q8.3", "a-12"}))
    assert [row.id for row in plan.rows if row.id] == ["Q8", "a-13", "Q8.4", "Q8.5", "Q9", "Q9.1"]
    assert plan.groups == []


def test_a_second_import_changes_nothing() -> None:
    after = with_changes(Dataset(), records(Dataset()))
    again = records(after)
    assert again.changes == []
    assert again.counts() == {"add": 0, "change": 0, "same": 6, "skip": 2}
    assert [row.id for row in again.rows if row.id] == ["R1", "T1", "R1.1", "R1.2", "R2", "R2.1"]


def test_records_are_recognized_after_edits() -> None:
    after = with_changes(Dataset(), records(Dataset()))
    edited = tuple(
        Requirement(
            each.id, {"R1": "North road", "R1.2": "Survey"}.get(each.id, each.title), quote=each.quote, parent=each.parent
        )
        for each in after.requirements
    )
    again = records(Dataset(sources=after.sources, requirements=edited, tasks=after.tasks))
    assert again.changes == []


def test_what_is_new_in_a_later_version_is_added_below_what_is_there() -> None:
    after = with_changes(Dataset(), records(Dataset()))
    again = records(after, TEXT + "（二）铺设。（市乙局负责）\n三、西路。\n")
    assert [(row.action, row.id) for row in again.rows if row.action == "add"] == [
        ("add", "R2.2"),
        ("add", "T2"),
        ("add", "R3"),
    ]
    assert again.groups == []
    check_changes(after, again.changes)


def test_the_stated_encoding_decides_what_a_text_is(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_bytes("一、推进改革。（市甲局牵头）\n二、优化环境。\n".encode("utf-16-le"))  # without a byte order mark
    assert office.counts(file, "--encoding", "utf-16-le")["add"] == 3
    assert [record["title"] for record in office.records("requirement")] == ["推进改革", "优化环境"]


def test_a_requirement_and_the_task_of_its_line_are_two_rows(office, save):
    file = save("notice.txt", "一、北路。要修。（市甲局负责）\n（一）测量。\n")
    code, out, _err = office.run("import", str(file), "--dry-run", "--format", "json")
    shown = json.loads(out)
    assert (code, [(row["row"], row["id"]) for row in shown["rows"]]) == (0, [(1, "R1"), (1, "T1"), (2, "R1.1")])
    workspace = Workspace(office.folder)
    prepared = prepare_file(workspace, file, ImportOptions())
    task = next(key for key, row in prepared.rows.items() if row.id == "T1")
    apply_import(workspace, decide(prepared, {task: "refuse"}))
    assert (len(office.records("requirement")), office.records()) == (2, [])
