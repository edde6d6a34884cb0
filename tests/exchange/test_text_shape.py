"""A text without a name: a table by its headings or its shape, else a policy document. And when JSON is printed."""

from __future__ import annotations

import io
import json
import sys

import pytest
from exchange.conftest import Office

from jinpu_tui.cli import imports
from jinpu_tui.exchange import delimited_text
from jinpu_tui.exchange.text_shape import is_table_text
from jinpu_tui.model.errors import EditError

TABLES = {
    "known headings, one line": "任务名称\t牵头单位\n",
    "known headings below a title": "2021年任务,,\n任务名称,牵头单位,备注\n",
    "tabs": "甲项目\t张三\t2021\n乙项目\t李四\t2022\n",
    "commas": "甲项目,张三,2021\n乙项目,李四,2022\n丙项目,王五,\n",
    "semicolons": "a;b;c\nd;e;f\n",
    "bars": "甲|张三\n乙|李四\n",
    "numbers first": "1,修路,交通局\n2,建港,商务局\n",
    "a title above": "一览表\n" + "甲,张三\n" * 12,
    "a line break in a cell": '甲,"第一行\n第二行",x\n乙,b,y\n',
    "amounts with a decimal point": "甲\t1.5\n乙\t2.\n",
}

DOCUMENTS = {
    "numbered": "关于修路的通知\n一、北路。要修。\n（一）测量。\n",
    "with commas of their own": "推进建设,完成任务。\n加强管理,提高水平。\n",
    "English": "First, we build the road.\nSecond, we build the port.\nLast, we open both.\n",
    "English without stops": "roads, ports and rails\nschools, clinics and parks\n",
    "tabs after numbers": "1.\t总则\n2.\t机构\n3.\t附则\n",
    "tabs after articles": "第一条\t目的\n第二条\t范围\n",
    "outline": "1.1\tGeneral\n1.2\tScope\n",
    "one line": "修路\t建港\n",
    "lines of any width": "甲,乙\n丙,丁,戊,己\n庚\n辛,壬,癸\n",
    "nothing": "",
    "blank lines": "\n\n \n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables(text, encoding):
    assert is_table_text(text.encode(encoding))


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents(text):
    assert not is_table_text(text.encode())


def pipe(monkeypatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_a_table_of_unknown_headings_is_not_read_as_a_document(office: Office, monkeypatch):
    before = office.text()
    pipe(monkeypatch, TABLES["tabs"])
    code, out, err = office.run("import", "-")
    assert (code, out) == (3, "")
    assert "headings" in err
    assert office.text() == before


def test_a_piped_document_is_read_as_one(office: Office, monkeypatch):
    pipe(monkeypatch, DOCUMENTS["numbered"])
    code, _out, err = office.run("import", "-")
    assert (code, err) == (0, "")
    assert office.records("requirement")[0]["title"].startswith("北路")


def test_only_the_beginning_of_a_document_is_read_as_a_table(office: Office, save, monkeypatch):
    seen = []
    cell = delimited_text._cell
    monkeypatch.setattr(delimited_text, "_cell", lambda text: seen.append(text) or cell(text))
    path = save("notice.txt", "关于修路的通知\n" + "".join(f"第{number}条 要修{number}号路。\n" for number in range(1, 3000)))
    assert office.run("import", str(path), "--dry-run")[0] == 0
    assert 0 < len(seen) <= 60


def test_json_is_printed_after_the_edit(office: Office, save, monkeypatch):
    path = save("tasks.csv", "任务名称,牵头单位\n修路,交通局\n")

    def fail(*_arguments):
        raise EditError("the disk is full; nothing was written")

    with monkeypatch.context() as patch:
        patch.setattr(imports, "apply_import", fail)
        code, out, err = office.run("import", str(path), "--format", "json")
    assert (code, out) == (3, "")
    assert "disk is full" in err
    code, out, err = office.run("import", str(path), "--format", "json")
    assert (code, json.loads(out)["counts"]["add"], err) == (0, 1, "")
    assert [task["title"] for task in office.records()] == ["修路"]


def test_json_of_proposals_is_printed_after_they_are_written(office: Office, save, tmp_path):
    path = save("tasks.csv", "任务名称,牵头单位\n修路,交通局\n")
    code, out, err = office.run("import", str(path), "--format", "json", "--propose", str(tmp_path / "no" / "folder.toml"))
    assert (code, out) == (3, "")
    assert err
    target = tmp_path / "proposed.toml"
    code, out, _err = office.run("import", str(path), "--format", "json", "--propose", str(target))
    assert (code, json.loads(out)["counts"]["add"], target.exists(), office.records()) == (0, 1, True, [])
