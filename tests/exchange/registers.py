"""Registers as offices make them, at random, with the records that their rows must come to."""

from __future__ import annotations

import csv
import io
import random
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl

YEAR = 2021

HEADINGS = {
    "number": ["序号", "编号", "No."],
    "group": ["类别", "工作类别", "重点领域"],
    "title": ["任务名称", "目标任务", "重点工作", "工作内容", "Title"],
    "lead": ["牵头单位", "责任单位", "牵头 部门", "Lead"],
    "support": ["配合单位", "协同单位", "Support"],
    "leader": ["牵头领导", "分管领导"],
    "due": ["完成时限", "完成时间（月底前）", "Deadline"],
    "progress": ["进度", "完成比例", "Progress"],
    "note": ["备注", "说明", "Remarks"],
}
UNITS = ["财政局", "市发改委", "商务局", "市教育局", "人社局", "交通运输局", "Finance", "Trade Office"]
WORDS = ["推进", "建设", "完成", "重点", "项目", "服务", "改革", "企业", "港口", "开放", "road", "port"]


@dataclass
class Row:
    """A row of a register: what stands in its cells, and the record that it is."""

    cells: dict[str, Any]
    expected: dict[str, Any]


@dataclass
class Register:
    """A register as a file."""

    name: str
    data: bytes
    rows: list[Row]
    columns: list[str] = field(default_factory=list)


def make_register(seed: int) -> Register:
    """Return the register of a seed."""
    chance = random.Random(seed)  # noqa: S311
    optional = ["number", "group", "support", "leader", "due", "progress", "note"]
    columns = ["title", "lead", *(name for name in optional if chance.random() < 0.7)]
    chance.shuffle(columns)
    if "group" in columns:  # a merged group stands before what it groups
        columns.remove("group")
        columns.insert(0, "group")
    rows = _rows(chance, columns, chance.randint(1, 12))
    headings = [chance.choice(HEADINGS[name]) for name in columns]
    if chance.random() < 0.5:
        form = chance.choice([("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("utf-16", "\t"), ("gb18030", ";")])
        return Register(f"{YEAR}年任务.csv", _delimited(columns, headings, rows, *form), rows, columns)
    return Register("register.xlsx", _workbook(chance, columns, headings, rows), rows, columns)


def _rows(chance: random.Random, columns: list[str], count: int) -> list[Row]:
    rows = []
    group = ""
    for number in range(1, count + 1):
        cells: dict[str, Any] = {}
        expected: dict[str, Any] = {}
        cells["title"] = expected["title"] = f"第{number}项" + "".join(chance.choices(WORDS, k=chance.randint(1, 6)))
        cells["number"] = number
        if chance.random() < 0.4 or not group:
            group = f"{chance.choice(WORDS)}{number}类"
        cells["group"] = expected["group"] = group
        _choose_units(chance, cells, expected, has_support="support" in columns)
        if chance.random() < 0.7:
            cells["leader"] = expected["leader"] = chance.choice(["张副市长", "李副市长"])
        if chance.random() < 0.9:
            cells["due"], expected["due"] = _day(chance)
        if chance.random() < 0.6:
            percent = chance.randint(0, 100)
            cells["progress"], expected["progress"] = f"{percent}%", percent
        if chance.random() < 0.5:
            cells["note"] = expected["note"] = "".join(chance.choices(WORDS, k=3))
        rows.append(
            Row(
                {name: cells[name] for name in columns if name in cells},
                {name: value for name, value in expected.items() if name in columns or name == "support"},
            )
        )
    return rows


def _choose_units(chance: random.Random, cells: dict[str, Any], expected: dict[str, Any], *, has_support: bool) -> None:
    units = chance.sample(UNITS, chance.randint(1, 4))
    if len(units) > 1 and chance.random() < 0.5:
        cells["lead"] = f"{units[0]}（牵头），" + "、".join(units[1:])
        expected["lead"], expected["support"] = units[0], units[1:]
        return
    cells["lead"] = expected["lead"] = units[0]
    if has_support and units[1:]:
        cells["support"] = chance.choice(["、", "，", "\n", ";"]).join(units[1:])
        expected["support"] = units[1:]


def _day(chance: random.Random) -> tuple[Any, date]:
    month = chance.randint(1, 12)
    last = date(YEAR, month, monthrange(YEAR, month)[1])
    day = date(YEAR, month, chance.randint(1, 28))
    return chance.choice(
        [
            (f"{YEAR}年{month}月底前", last),
            (f"{month}月底", last),
            (f"{YEAR}.{day.month}.{day.day}", day),
            (day.isoformat(), day),
            (f"{day:%Y%m%d}", day),
            (f"{YEAR}年{day.month}月{day.day}日", day),
            ("全年", date(YEAR, 12, 31)),
            (f"{YEAR}年底前", date(YEAR, 12, 31)),
            (datetime(day.year, day.month, day.day), day),
            ("四季度", date(YEAR, 12, 31)),
        ]
    )


def _delimited(columns: list[str], headings: list[str], rows: list[Row], encoding: str, delimiter: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_text(row.cells.get(name)) for name in columns])
    return text.getvalue().encode(encoding)


def _text(value: Any) -> str:
    return "" if value is None else f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)


def _workbook(chance: random.Random, columns: list[str], headings: list[str], rows: list[Row]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = chance.choice(["Sheet1", "任务分解表"])
    first_column = chance.randint(1, 2)
    line = 1
    for title in chance.sample([f"{YEAR}年重点任务分解表", "填报单位：督查室"], chance.randint(1, 2)):
        sheet.cell(line, first_column, title if str(YEAR) in title or line > 1 else f"{YEAR}年{title}")
        line += 1
    if "support" in columns and "lead" in columns and abs(columns.index("lead") - columns.index("support")) == 1:
        left = first_column + min(columns.index("lead"), columns.index("support"))
        sheet.merge_cells(start_row=line, end_row=line, start_column=left, end_column=left + 1)
        for at, (name, heading) in enumerate(zip(columns, headings, strict=True), first_column):
            if name in ("lead", "support"):
                sheet.cell(line + 1, at, "牵头单位" if name == "lead" else heading)
            else:
                sheet.cell(line, at, heading)
                sheet.merge_cells(start_row=line, end_row=line + 1, start_column=at, end_column=at)
        sheet.cell(line, left, "责任单位")
        line += 2
    else:
        for at, heading in enumerate(headings, first_column):
            sheet.cell(line, at, heading)
        line += 1
    for number, row in enumerate(rows):
        for at, name in enumerate(columns, first_column):
            if name == "group" and number and row.cells[name] == rows[number - 1].cells[name]:
                continue
            sheet.cell(line + number, at, row.cells.get(name))
    if "group" in columns:
        _merge_groups(sheet, first_column, line, rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _merge_groups(sheet: Any, column: int, line: int, rows: list[Row]) -> None:
    start = 0
    for number in range(1, len(rows) + 1):
        if number == len(rows) or rows[number].cells["group"] != rows[start].cells["group"]:
            if number - start > 1:
                sheet.merge_cells(start_row=line + start, end_row=line + number - 1, start_column=column, end_column=column)
            start = number
