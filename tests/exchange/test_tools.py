"""Exports of other tools: what becomes which field, what is left out, and that a second import changes nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from exchange.conftest import Office

from jinpu_tui.services.imports import ImportOptions, apply_import, decide, prepare_file
from jinpu_tui.services.workspace import Workspace

Save = Callable[[str, str], Path]


def imported(office: Office, file: Path, *words: str) -> dict[str, Any]:
    """Import a file twice: the second time nothing changes. Return what the first import said."""
    code, out, err = office.run("import", str(file), "--format", "json", *words)
    assert (code, err) == (0, "")
    before = office.text()
    again = office.counts(file)
    assert not again.keys() & {"add", "change"}, again
    assert office.text() == before
    assert office.run("check")[0] == 0
    return json.loads(out)


def problems(said: dict[str, Any]) -> list[str]:
    return [*said.get("problems", []), *(problem for row in said["rows"] for problem in row["problems"])]


@pytest.fixture(params=["UTC", "Asia/Shanghai"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if not hasattr(time, "tzset"):
        pytest.skip("no time zones")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


TASKS = [
    {
        "id": 1,
        "uuid": "u-1",
        "description": "修路\t一期",
        "entry": "20160101T020304Z",
        "status": "pending",
        "start": "20160105T080000Z",
        "due": "20161230T160000Z",
        "project": "城建.道路",
        "priority": "H",
        "tags": ["重点"],
        "depends": ["u-2", "u-9"],
        "annotations": [{"entry": "20160203T040000Z", "description": "已立项"}],
        "effort": 3,
        "urgency": 9.1,
    },
    {
        "uuid": "u-2",
        "description": "设计",
        "entry": "20160101T020304Z",
        "end": "20160301T040000Z",
        "status": "completed",
        "project": "城建",
    },
    {"uuid": "u-3", "description": "每周例会", "entry": "20160101T020304Z", "status": "recurring", "recur": "weekly"},
    {"uuid": "u-4", "description": "作废", "entry": "20160101T020304Z", "status": "deleted"},
]


def test_tasks_of_taskwarrior(office: Office, save: Save, zone: str) -> None:
    said = imported(office, save("mine.json", json.dumps(TASKS)))
    assert said["counts"] == {"add": 4, "change": 0, "same": 0, "skip": 2}
    city, roads = office.records("requirement")
    road, design = office.records()
    assert (city["title"], roads["title"], roads["parent"]) == ("城建", "道路", city["id"])
    due = date(2016, 12, 31) if zone == "Asia/Shanghai" else date(2016, 12, 30)  # midnight of the office that wrote it
    assert road == {
        "id": "T1",
        "title": "修路 一期",
        "requirements": [roads["id"]],
        "status": "doing",
        "due": due,
        "priority": "high",
        "depends": ["T2"],
        "origin": "taskwarrior#u-1",
        "log": [{"date": date(2016, 2, 3), "text": "已立项"}],
        "tags": ["重点"],
    }
    assert (design["status"], design["done_on"], design["requirements"]) == ("done", date(2016, 3, 1), [city["id"]])
    assert [column["header"] for column in said["columns"] if column["field"] is None] == ["effort", "recur"]
    assert problems(said) == [
        "1 task recurs; its rule of recurrence is left out",
        "row 1: depends: u-9 is not in the file; left out",
        "row 3: the template of a task that recurs",
        "row 4: deleted in taskwarrior",
    ]


def test_a_later_export_changes_what_it_changed_and_appends_notes(office: Office, save: Save) -> None:
    file = save("mine.json", json.dumps(TASKS))
    imported(office, file)
    office.run("set", "T1", "owner=张三")
    office.run("note", "T1", "会上研究")
    changed = json.loads(json.dumps(TASKS))
    changed[0]["description"] = "修路二期"
    changed[0]["annotations"].append({"entry": "20160303T040000Z", "description": "已开工"})
    del changed[0]["depends"], changed[3]
    save("mine.json", json.dumps(changed))
    assert office.counts(file) == {"change": 1, "same": 3, "skip": 1}
    road = office.records()[0]
    assert (road["title"], road["owner"], "depends" in road) == ("修路二期", "张三", False)
    assert [note["text"] for note in road["log"]] == ["已立项", "会上研究", "已开工"]
    office.run("undo")
    assert office.counts(file) == {"change": 1, "same": 3, "skip": 1}
    assert [note["text"] for note in office.records()[0]["log"]] == ["已立项", "会上研究", "已开工"]


def test_all_kinds_are_one_edit_drawn_from_one_source(office: Office, save: Save) -> None:
    with (office.folder / "dataset.toml").open("a", encoding="utf-8") as dataset:
        dataset.write('[[source]]\nid = "S1"\ntitle = "清单"\n')
    before = office.text()
    imported(office, save("mine.json", json.dumps(TASKS)), "--source", "S1")
    assert {record["source"] for kind in ("task", "requirement") for record in office.records(kind)} == {"S1"}
    office.run("undo")
    assert office.text() == before


def test_a_refused_requirement_is_not_referred_to_and_offered_again(office: Office, save: Save) -> None:
    file = save("mine.json", json.dumps(TASKS))
    workspace = Workspace(office.folder)
    prepared = prepare_file(workspace, file, ImportOptions())
    city = next(key for key, row in prepared.rows.items() if row.title == "城建")
    apply_import(workspace, decide(prepared, {city: "refuse"}))
    assert ["parent" in record for record in office.records("requirement")] == [False]
    assert ["requirements" in record for record in office.records()] == [True, False]
    assert office.run("check")[0] == 0
    assert office.counts(file) == {"add": 1, "change": 2, "same": 1, "skip": 2}
    city_id = next(record["id"] for record in office.records("requirement") if record["title"] == "城建")
    assert office.records()[1]["requirements"] == [city_id]


def test_whose_value_counts_is_decided_for_each_kind(office: Office, save: Save) -> None:
    file = save("mine.json", json.dumps(TASKS))
    imported(office, file)
    roads = office.records("requirement")[1]["id"]
    office.run("set", roads, "title=公路", "note=改名")
    office.run("set", "T1", "title=修公路")
    save("mine.json", json.dumps(TASKS).replace(json.dumps("修路\t一期"), json.dumps("修桥")))
    assert office.run("import", str(file))[0] == 1
    assert office.counts(file, "--force") == {"change": 1, "same": 3, "skip": 2}
    assert (office.records()[0]["title"], office.records("requirement")[1]["title"]) == ("修桥", "公路")


def test_a_renamed_export_is_recognized_by_the_tools_keys(office: Office, save: Save) -> None:
    imported(office, save("mine.json", json.dumps(TASKS)))
    assert office.counts(save("yours.json", json.dumps(TASKS))) == {"same": 4, "skip": 2}


DOORSTOP = """uid,level,text,ref,links,active,derived,header,normative,reviewed
系-1,1.0,,,,True,False,总则,False,
系-2,1.1,"系统应当记录登录。保留六个月。",日志.c,,True,False,,True,
系-3,1.2,已废止,,,False,False,,True,
低-1,1.0,登录记录写入文件,,系-2:a1b2 系-1:c3,True,False,,True,
低-2,1.0,写入的文件可以检索,,低-2 外-7,True,False,,True,
"""


def test_items_of_doorstop(office: Office, save: Save) -> None:
    said = imported(office, save("req.csv", DOORSTOP))
    assert said["counts"] == {"add": 4, "change": 0, "same": 0, "skip": 1}
    records = {record["id"]: record for record in office.records("requirement")}
    assert {id_: record.get("parent") for id_, record in records.items()} == {
        "系-1": None,
        "系-2": "系-1",
        "低-1": "系-2",
        "低-2": None,
    }
    assert records["系-1"]["title"] == "总则"
    assert records["系-2"]["text"] == "系统应当记录登录。保留六个月。"
    assert records["系-2"]["note"] == "ref: 日志.c"
    assert problems(said) == [
        "row 4: an inactive item: 系-3",
        "row 5: parent: only the first one can be held; left out: 系-1",
        "row 6: parent: 外-7 is not in the file; left out",
        "row 6: parent: 低-2 leads back to this row; left out",
    ]


def test_a_link_may_lead_to_a_requirement_of_the_dataset(office: Office, save: Save) -> None:
    with (office.folder / "dataset.toml").open("a", encoding="utf-8") as file:
        file.write('[[requirement]]\nid = "外-7"\ntitle = "外部要求"\n')
    imported(office, save("req.csv", DOORSTOP.replace("低-2 外-7", "外-7")))
    assert next(record for record in office.records("requirement") if record["id"] == "低-2")["parent"] == "外-7"


def test_a_known_base_or_an_option_keeps_a_table_a_table(office: Office, save: Save) -> None:
    file = save("req.csv", DOORSTOP)
    code, out, _err = office.run("import", str(file), "--kind", "requirement", "--format", "json")
    assert code in (0, 1)
    assert "tool" not in json.loads(out)
    assert "tool" not in json.loads(office.run("import", str(file), "--format", "json")[1])


CATALOG = {
    "catalog": {
        "uuid": "c",
        "metadata": {"title": "样本"},
        "groups": [
            {
                "id": "ac",
                "title": "访问控制",
                "controls": [
                    {
                        "id": "ac-1",
                        "title": "制度",
                        "class": "X",
                        "params": [{"id": "ac-1_prm_1", "label": "岗位"}],
                        "links": [{"href": "#ac-2", "rel": "related"}],
                        "parts": [
                            {
                                "name": "statement",
                                "parts": [
                                    {
                                        "name": "item",
                                        "props": [{"name": "label", "value": "a."}],
                                        "prose": "由 {{ insert: param, ac-1_prm_1 }} 制定制度",
                                        "parts": [{"name": "item", "prose": "每年修订"}],
                                    }
                                ],
                            },
                            {"name": "guidance", "prose": "参考"},
                        ],
                        "controls": [{"id": "ac-1.1", "title": "自动化"}],
                    },
                    {"id": "ac-3", "title": "旧", "props": [{"name": "status", "value": "withdrawn"}]},
                ],
            }
        ],
    }
}


def test_controls_of_an_oscal_catalog(office: Office, save: Save) -> None:
    said = imported(office, save("catalog.json", json.dumps(CATALOG)))
    assert [(record["id"], record.get("parent"), record["title"]) for record in office.records("requirement")] == [
        ("ac", None, "访问控制"),
        ("ac-1", "ac", "制度"),
        ("ac-1.1", "ac-1", "自动化"),
    ]
    assert office.records("requirement")[1]["text"] == "a. 由 [岗位] 制定制度\n  每年修订"
    assert problems(said) == [
        "1 part is left out: guidance, assessment and the like",
        "1 link to another control or document is left out",
        "row 4: withdrawn: ac-3",
    ]


PLAN = """plan-of-action-and-milestones:
  uuid: p
  poam-items:
    - uuid: i1
      title: 口令整改
      description: 口令过短
      related-risks: [{risk-uuid: r1}]
  risks:
    - uuid: r1
      title: 弱口令
      statement: 容易猜中
      status: open
      deadline: "2023-06-23T17:00:00-04:00"
      remediations:
        - uuid: m1
          title: 方案一
          lifecycle: completed
          tasks:
            - {uuid: t1, type: milestone, title: 改口令, timing: {within-date-range: {start: "2023-06-03T00:00:00Z", end: "2023-06-20T23:00:00-04:00"}}}
            - {uuid: t2, type: action, title: 复查, dependencies: [{task-uuid: t1}], timing: {at-frequency: {period: 1, unit: months}}}
    - {uuid: r2, title: 未备份, status: open, deadline: "2023-07-01T00:00:00Z"}
"""  # noqa: E501


def test_a_plan_of_action_of_oscal(office: Office, save: Save) -> None:
    pytest.importorskip("yaml")
    said = imported(office, save("poam.yaml", PLAN))
    item, risk, other = office.records("requirement")
    assert (risk["parent"], risk["text"], risk["note"]) == (item["id"], "容易猜中", "方案一\ndeadline: 2023-06-23")
    first, second, backup = office.records()
    assert (first["start"], first["due"], first["status"], first["tags"]) == (
        date(2023, 6, 3),
        date(2023, 6, 20),
        "done",
        ["milestone"],
    )
    assert (second["depends"], second["requirements"]) == ([first["id"]], [risk["id"]])
    assert (backup["title"], backup["due"], backup["requirements"]) == ("未备份", date(2023, 7, 1), [other["id"]])
    assert problems(said) == ["1 task is repeated at a frequency, which is left out"]


def test_yaml_without_its_library_is_explained(office: Office, save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    code, out, err = office.run("import", str(save("poam.yaml", PLAN)))
    assert (code, out) == (3, "")
    assert "pip install 'jinpu-tui[yaml]'" in err


SDG = """Year,性别,Units,Value
2015,,%,33.7
2016,,%,<25
2015,女,%,32.123456789012345678
2016-17,,%,1
2017,,%,约二成
"""


def test_figures_of_open_sdg_with_the_metadata_beside_them(office: Office, save: Save) -> None:
    save(
        "3-4-1.md",
        "---\nindicator: 3.4.1\nindicator_name: '死亡率'\ntarget_id: '3.4'\nsdg_goal: '3'\ngraph_type: line\n---\n正文: 不读\n",
    )
    said = imported(office, save("indicator_3-4-1.csv", SDG))
    goal, target = office.records("requirement")
    assert (goal["title"], target["title"], target["parent"]) == ("SDG 3", "SDG 3.4", goal["id"])
    assert office.records("indicator") == [
        {
            "id": "3.4.1",
            "name": "死亡率",
            "unit": "%",
            "requirements": [target["id"]],
            "observations": [{"period": "2015", "value": 33.7}, {"period": "2016", "value": 25, "qualifier": "under"}],
        }
    ]
    assert problems(said) == [
        "1 value by 性别 is left out: an indicator has one value for each period",
        "row 5: 2016-17 is no period; left out",
        "row 6: no number: 约二成",
    ]


def test_series_of_open_sdg_are_indicators_of_their_own(office: Office, save: Save) -> None:
    file = save("indicator_1-1-1.csv", "Year,Series,Value\n2015,城镇,1\n2015,农村,2\n")
    imported(office, file)
    assert [record["name"] for record in office.records("indicator")] == ["1.1.1, 城镇", "1.1.1, 农村"]
    office.run("observe", "I1", "2016", "5")
    save("indicator_1-1-1.csv", "Year,Series,Value\n2015,城镇,3\n2015,农村,2\n")
    assert office.counts(file) == {"change": 1, "same": 1}
    assert [each["value"] for each in office.records("indicator")[0]["observations"]] == [3, 5]


def test_figures_without_a_number_get_a_name_only(office: Office, save: Save) -> None:
    imported(office, save("road length.csv", "Year,Value\n2015,1\n"))
    indicator = office.records("indicator")[0]
    assert (indicator["id"], indicator["name"]) == ("I1", "road length")


SDMX = """DATAFLOW,FREQ,AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE,UNIT_MULT,DECIMALS
X:F(1.0),M: Monthly,CN: 中国,2016-M02,1.5,P,CNY,8,1
X:F(1.0),M: Monthly,CN: 中国,2016-01,1e1,A,CNY,8,1
X:F(1.0),M: Monthly,KG: 吉尔吉斯斯坦,2016-01,,M,CNY,8,1
X:F(1.0),M: Monthly,KZ: 哈萨克斯坦,2016-01,-3,A,CNY,8,1
X:F(1.0),M: Monthly,KZ: 哈萨克斯坦,2016-01,4,A,CNY,8,1
"""


def test_observations_in_sdmx_csv(office: Office, save: Save) -> None:
    said = imported(office, save("data.csv", SDMX))
    china, kazakhstan = office.records("indicator")
    assert china == {
        "id": "I1",
        "name": "中国",
        "unit": "10^8 CNY",
        "decimals": 1,
        "observations": [
            {"period": "2016-01", "value": 10.0},
            {"period": "2016-02", "value": 1.5, "status": "provisional"},
        ],
    }
    assert kazakhstan["observations"] == [{"period": "2016-01", "value": -3}]
    assert problems(said) == [
        "Dimensions are kept in the names of the indicators only: FREQ, AREA",
        "1 observation has no value; left out",
        "row 6: another value for 2016-01; the first one was taken",
    ]


def project(tasks: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project"><Name>p</Name>'
        f"<Tasks>{tasks}</Tasks><Resources><Resource><UID>7</UID><Name>王五</Name></Resource></Resources>"
        "<Assignments><Assignment><TaskUID>2</TaskUID><ResourceUID>7</ResourceUID></Assignment></Assignments></Project>"
    )


def task(uid: int, level: int, name: str, more: str = "") -> str:
    return f"<Task><UID>{uid}</UID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>{more}</Task>"


def test_tasks_of_microsoft_project(office: Office, save: Save) -> None:
    link = "<PredecessorLink><PredecessorUID>{}</PredecessorUID><Type>{}</Type></PredecessorLink>"
    tasks = [
        task(0, 0, "全部"),
        task(1, 1, "一期", "<Summary>1</Summary>"),
        task(
            2,
            2,
            "设计",
            "<Start>2025-01-01T08:00:00</Start><Finish>2025-01-14T17:00:00</Finish><PercentComplete>40</PercentComplete>",
        ),
        task(
            3,
            2,
            "施工",
            f"<Priority>800</Priority><Milestone>1</Milestone>{link.format(2, 1)}{link.format(1, 1)}{link.format(2, 3)}",
        ),
        task(4, 1, "验收", "<Finish>NA</Finish>"),
    ]
    said = imported(office, save("plan.xml", project("".join(tasks))))
    assert said["counts"] == {"add": 4, "change": 0, "same": 0, "skip": 1}
    phase = office.records("requirement")[0]
    design, build, acceptance = office.records()
    assert (phase["title"], design["requirements"], build["requirements"]) == ("一期", [phase["id"]], [phase["id"]])
    assert (design["owner"], design["progress"], design["status"]) == ("王五", 40, "doing")
    assert (design["start"], design["due"]) == (date(2025, 1, 1), date(2025, 1, 14))
    assert (build["depends"], build["priority"], build["tags"]) == ([design["id"]], "high", ["milestone"])
    assert (acceptance["origin"], acceptance["note"]) == ("plan#4", "Finish: NA")
    assert problems(said) == [
        "1 summary task becomes a requirement; its dates and progress are left out",
        "row 1: the project itself: 全部",
        "row 4: only links from finish to start can be held; left out: 2",
        "row 4: depends: 1 is not in the file; left out",
        "row 5: Finish is no date: NA",
    ]
