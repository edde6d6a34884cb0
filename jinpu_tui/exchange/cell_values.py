"""Cells of a spreadsheet as values of fields. What a cell does not yield is said, and never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from jinpu_tui.exchange.quantities import parse_quantity
from jinpu_tui.exchange.sheets import Cell
from jinpu_tui.exchange.unit_names import unit_names
from jinpu_tui.model.date_spans import DateSpan, parse_date_span, reason_for_no_day
from jinpu_tui.model.fields import Field
from jinpu_tui.text.i18n import _

EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial numbers, with its leap day of 1900 counted in (right from March 1900 on)."""

MIN_SERIAL, MAX_SERIAL = 20_000, 80_000
"""Serial numbers of days from 1954 to 2119; other numbers in a column of dates are no dates."""

MAX_KEPT = 40
"""Characters of the longest text whose days are kept."""

_STATUS: Mapping[str, tuple[str, ...]] = {
    "todo": ("未启动", "未开始", "未开工", "待启动", "尚未启动", "todo", "pending", "not started", "open", "否", "no"),
    "doing": (
        "进行中",
        "推进中",
        "正在推进",
        "正在办理",
        "在办",
        "办理中",
        "正常推进",
        "已启动",
        "实施中",
        "doing",
        "in progress",
        "started",
    ),
    "blocked": ("受阻", "暂停", "停滞", "blocked", "on hold"),
    "done": ("已完成", "完成", "办结", "已办结", "done", "completed", "complete", "finished", "✓", "✔", "√", "是", "yes"),
    "closed": ("销号", "已销号", "closed"),
    "dropped": ("取消", "已取消", "终止", "作废", "dropped", "cancelled", "canceled", "deleted"),
}
_PRIORITY: Mapping[str, tuple[str, ...]] = {
    "high": ("高", "重要", "紧急", "重点", "h", "high", "1"),
    "normal": ("中", "一般", "普通", "m", "normal", "medium", "2"),
    "low": ("低", "l", "low", "3"),
}
_KIND = {"binding": ("约束性", "约束性指标"), "anticipatory": ("预期性", "预期性指标")}
_DIRECTION = {"up": ("上升", "正向", "越高越好"), "down": ("下降", "逆向", "负向", "越低越好")}
_MEASURE = {"flow": ("流量",), "stock": ("存量",), "rate": ("比率",)}
_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "status": _STATUS,
    "priority": _PRIORITY,
    "kind": _KIND,
    "direction": _DIRECTION,
    "measure": _MEASURE,
}
_FLAGS = {"是": True, "有": True, "✓": True, "✔": True, "√": True, "yes": True, "true": True, "y": True}
_FLAGS |= {"否": False, "无": False, "✗": False, "×": False, "no": False, "false": False, "n": False}


class CellContext(NamedTuple):
    """What the meaning of a cell depends on."""

    today: date
    year: int | None
    """Year of dates that state none; None if neither the title nor the name of the file states one."""

    has_fractions: bool = False
    """Whether the percentages of the column are written as fractions of 1."""


class CellValue(NamedTuple):
    """The value of a cell, or why it has none."""

    value: Any = None
    problem: str = ""
    """What could not be understood or was assumed; the empty text if all is well."""

    is_kept: bool = True
    """Whether the value says all that the cell says. If not, the text of the cell goes into the note."""


def cell_text(cell: Cell) -> str:
    """Return a cell as text, as a spreadsheet would show it: days without a time, whole numbers without a point."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case float():
            return f"{cell:.15g}"
    return str(cell).strip()


def value_of(field: Field, cell: Cell, context: CellContext) -> CellValue:
    """Return what a cell says for a field. An empty cell has the value None."""
    text = cell_text(cell)
    if not text:
        return CellValue()
    match field.form:
        case "date":
            return _date(cell, text, context)
        case "percent":
            return _percent(cell, text, context)
        case "number" | "whole":
            quantity = parse_quantity(text)
            return CellValue(quantity.value) if quantity else _unread(_("no number"))
        case "flag":
            flag = cell if isinstance(cell, bool) else _FLAGS.get(text.lower())
            return CellValue(flag) if flag is not None else _unread(_("neither yes nor no"))
        case "choice":
            return _choice(field, text)
        case "list":
            return CellValue(unit_names(text))
        case "text":
            return CellValue(text)
    return CellValue(" ".join(text.split()))


def _date(cell: Cell, text: str, context: CellContext) -> CellValue:
    if isinstance(cell, datetime):
        return CellValue(cell.date())
    if isinstance(cell, date):
        return CellValue(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        is_serial = MIN_SERIAL <= cell <= MAX_SERIAL
        return CellValue(EXCEL_EPOCH + timedelta(days=int(cell))) if is_serial else _unread(_("no date"))
    try:
        parse = _parse_short_date if len(text) <= MAX_KEPT else parse_date_span
        span = parse(text, context.today, context.year)
    except (ValueError, OverflowError):
        return _unread(_("there is no such day"))
    if span is None:
        return _unread(reason_for_no_day(text) or _("no date"))
    if not span.has_year and context.year is None:
        return CellValue(span.last, _("the year is not stated; {year} was taken").format(year=context.today.year))
    return CellValue(span.last)


@lru_cache(maxsize=4096)
def _parse_short_date(text: str, today: date, year: int | None) -> DateSpan | None:
    """Return what `parse_date_span` returns: a register of thousands of rows has few days."""
    return parse_date_span(text, today, year)


def _percent(cell: Cell, text: str, context: CellContext) -> CellValue:
    if isinstance(cell, bool):
        return CellValue(100 if cell else 0)
    if isinstance(cell, int | float):
        number: float = cell * 100 if context.has_fractions else cell
    else:
        quantity = parse_quantity(text)
        if quantity is None or quantity.unit not in ("", "%"):
            return _unread(_("no percentage"))
        number = quantity.value
    if not 0 <= number <= 100:
        return _unread(_("not between 0 and 100 percent"))
    whole = round(number)
    exact = abs(number - whole) < 1e-9
    return CellValue(whole, "" if exact else _("rounded to a whole percentage"), is_kept=exact)


def _choice(field: Field, text: str) -> CellValue:
    word = " ".join(text.lower().split())
    if word in field.choices:
        return CellValue(word)
    names = _WORDS.get(field.name, {})
    value = next((value for value, words in names.items() if word in words), None)
    if value in field.choices:
        return CellValue(value)
    return _unread(_("none of {choices}").format(choices=", ".join(field.choices)))


def _unread(problem: str) -> CellValue:
    return CellValue(None, problem, is_kept=False)
