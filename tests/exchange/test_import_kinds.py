"""Files of several tables, and documents, as one edit."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
from exchange.conftest import Office

DOCUMENT = """关于加快港口建设的实施意见

为贯彻落实上级部署，制定本意见。

一、加快基础设施建设
（一）推进航道疏浚。2016年底前完成主航道疏浚。（市交通局牵头，市财政局、市水务局配合）
（二）完善集疏运体系。
二、优化口岸服务
压缩通关时间。（市商务局、海关按职责分工负责）
"""


def test_a_document_becomes_a_tree_with_tasks(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "意见.txt"
    file.write_text(DOCUMENT, "gb18030")
    code, out, err = office.run("import", str(file), "--dry-run", "--format", "json")
    assert code == 0, err
    shown = json.loads(out)
    assert (shown["sheet"], shown["header_rows"], shown["columns"], office.records("requirement")) == ("", [], [], [])
    office.run("import", str(file))
    titles = {record["id"]: (record["title"], record.get("parent")) for record in office.records("requirement")}
    assert titles == {
        "R1": ("加快基础设施建设", None),
        "R1.1": ("推进航道疏浚", "R1"),
        "R1.2": ("完善集疏运体系", "R1"),
        "R2": ("优化口岸服务", None),
    }
    first, second = office.records()
    assert (first["lead"], first["support"], str(first["due"])) == ("市交通局", ["市财政局", "市水务局"], "2016-12-31")
    assert (first["requirements"], second["requirements"]) == (["R1.1"], ["R2"])
    assert office.records("source")[0]["title"] == "关于加快港口建设的实施意见"
    before = office.text()
    assert office.run("import", str(file))[0] == 0
    assert office.text() == before
    assert office.run("check")[0] == 0


def test_a_text_with_headings_is_a_table(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "register.txt"
    file.write_text("任务名称\t牵头单位\n修路\t财政局\n", "utf-8")
    assert office.counts(file) == {"add": 1}
    assert office.records()[0]["lead"] == "财政局"


def test_all_sheets_of_an_exported_workbook_come_back_at_once(office: Office, tmp_path: Path) -> None:
    office.run("add", "requirement", "title=港口")
    office.run("add", "task", "title=修路", "requirements=R1", "lead=财政局")
    office.run("add", "indicator", "name=吞吐量", "unit=万吨")
    file = tmp_path / "台账.xlsx"
    assert office.run("export", str(file))[0] == 0
    before = office.text()
    assert office.counts(file) == {"same": 3}
    assert office.text() == before
    book = openpyxl.load_workbook(file)
    for name, old, new in [("工作要求", "港口", "港口建设"), ("任务", "财政局", "审计局"), ("指标", "万吨", "亿吨")]:
        (cell,) = [cell for row in book[name].iter_rows() for cell in row if cell.value == old and row[0].row > 3][:1]
        cell.value = new
    book.save(file)
    code, out, err = office.run("import", str(file), "--format", "json")
    assert code == 0, err
    assert json.loads(out)["counts"]["change"] == 3
    assert [table["sheet"] for table in json.loads(out)["tables"]] == ["工作要求", "任务", "指标"]
    assert office.records("requirement")[0]["title"] == "港口建设"
    assert office.records()[0]["lead"] == "审计局"
    assert office.records("indicator")[0]["unit"] == "亿吨"
    office.run("undo")
    assert office.text() == before
