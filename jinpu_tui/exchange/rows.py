"""Rows of a table as records: every row and every cell is accounted for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from jinpu_tui.exchange import headings
from jinpu_tui.exchange.cell_values import CellContext, cell_text, value_of
from jinpu_tui.exchange.imported_row import ImportedRow
from jinpu_tui.exchange.layout import year_in
from jinpu_tui.exchange.period_headings import parse_observation_heading, period_in_brackets
from jinpu_tui.exchange.quantities import parse_quantity
from jinpu_tui.exchange.rules import ColumnRule, Rules
from jinpu_tui.exchange.sheets import Cell, Sheet
from jinpu_tui.exchange.stages import split_stages
from jinpu_tui.exchange.step_lines import parse_step_lines
from jinpu_tui.exchange.unit_names import split_units
from jinpu_tui.exchange.xlsx_scan import column_letters, column_number
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.fields import Field, field_of, title_field
from jinpu_tui.text.i18n import _

_DUE = Field("due", "date")
_GROWTH = re.compile(r"(?:同比|growth)?(?:增长|增|\s|[:：])\s*([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*%", re.IGNORECASE)
_TOTALS = ("合计", "小计", "总计", "总分", "total", "subtotal")
_REMARKS = ("注:", "注：", "备注:", "备注：", "说明:", "说明：", "note:", "填报", "审核人", "联系电话")


Taker = Callable[[ImportedRow, ColumnRule, Cell, str, CellContext], None]
"""Takes a cell, with its text, into a row."""


def read_rows(sheet: Sheet, rules: Rules, today: date) -> list[ImportedRow]:
    """Return all rows below the heading that hold something, as records or with the reason why they are none.

    Args:
        sheet: The sheet that the rules are about.
        rules: What its columns are.
        today: Day that relative dates count from.
    """
    reader = _Reader(sheet, rules, today)
    return list(reader.rows())


class _Reader:
    def __init__(self, sheet: Sheet, rules: Rules, today: date) -> None:
        self._sheet, self._rules = sheet, rules
        self._first = rules.heading_rows[-1] if rules.heading_rows else 0
        self._columns = [(column_number(rule.column) - 1, rule) for rule in rules.columns if rule.field]
        self._contexts = {place: self._context(place, rule, today) for place, rule in self._columns}
        self._contexts_of_year: dict[tuple[int, int], CellContext] = {}
        self._title = title_field(rules.kind)
        self._title_places = {place for place, rule in self._columns if rule.field == self._title}
        self._taken_by = [(place, rule, self._taker(rule)) for place, rule in self._columns]

    def rows(self) -> Iterator[ImportedRow]:
        group = ""
        for index in range(self._first, len(self._sheet.rows)):
            cells = self._sheet.rows[index]
            cell_texts = list(map(cell_text, cells))
            texts = set(cell_texts) - {""}
            if not texts:
                continue
            if len(texts) == 1 and self._is_beside_the_table(index, cells):
                text = next(iter(texts))
                if not text.lower().startswith(_REMARKS):
                    group = text
                yield ImportedRow(index + 1, skipped=_("a heading or a remark: {text}").format(text=text))
                continue
            row = self._row(index, cells, cell_texts)
            row.group = row.group or group
            if not row.values.get(self._title):
                self._name_or_skip(row, texts)
            yield row

    def _context(self, place: int, rule: ColumnRule, today: date) -> CellContext:
        """Percentages are fractions if all numbers of the column are at most 1 and some are no whole numbers."""
        field_ = field_of(self._rules.kind, rule.field or "")
        numbers: list[float] = []
        if (field_ and field_.form == "percent") or rule.field == headings.REPORT:
            column = (row[place] for row in self._sheet.rows[self._first :] if place < len(row))
            numbers = [cell for cell in column if isinstance(cell, int | float) and not isinstance(cell, bool)]
        has_fractions = bool(numbers) and max(numbers) <= 1 and any(isinstance(number, float) for number in numbers)
        return CellContext(today, self._rules.year, has_fractions)

    def _is_beside_the_table(self, index: int, cells: Sequence[Cell]) -> bool:
        """Return whether the only text of a row stands outside of the title's column, or is merged over several columns."""
        filled = [place for place, cell in enumerate(cells) if cell is not None]
        return any((index, place) in self._sheet.merged for place in filled) or self._title_places.isdisjoint(filled)

    def _row(self, index: int, cells: Sequence[Cell], texts: Sequence[str]) -> ImportedRow:
        row = ImportedRow(index + 1)
        has_faults = bool(self._sheet.errors or self._sheet.without_value)
        year = self._year_of_due(cells) if self._rules.year is None else None
        for place, rule, take in self._taken_by:
            cell = cells[place] if place < len(cells) else None
            if cell is None and has_faults:
                self._name_fault(row, rule, f"{column_letters(place + 1)}{index + 1}")
            if cell is not None and (text := texts[place]):
                take(row, rule, cell, text, self._contexts[place] if year is None else self._of_year(place, year))
        for name, value in self._rules.defaults.items():
            row.values.setdefault(name, value)
        return row

    def _of_year(self, place: int, year: int) -> CellContext:
        """Return the context of a column for dates of a row that states its year elsewhere."""
        context = self._contexts_of_year.get((place, year))
        if context is None:
            context = self._contexts_of_year[place, year] = self._contexts[place]._replace(year=year)
        return context

    def _name_fault(self, row: ImportedRow, rule: ColumnRule, place: str) -> None:
        """Say why a cell is empty that is not empty in its program."""
        if error := self._sheet.errors.get(place):
            self._problem(row, rule, _("the cell holds the error {error}").format(error=error))
        elif place in self._sheet.without_value:
            self._problem(row, rule, _("the value of the formula was not saved; open and save the file in its program"))

    def _year_of_due(self, cells: Sequence[Cell]) -> int | None:
        """Return the year of the row's deadline if it states one: that of stages whose days state none."""
        for place, rule in self._columns:
            cell = cells[place] if place < len(cells) else None
            if rule.field == "due" and (isinstance(cell, date) or (isinstance(cell, str) and year_in(cell))):
                value = value_of(_DUE, cell, self._contexts[place]).value
                return value.year if value is not None else None
        return None

    def _taker(self, rule: ColumnRule) -> Taker:
        """Return what takes the cells of a column into a row."""
        match rule.field:
            case headings.NUMBER:
                return self._take_number
            case headings.GROUP:
                return self._take_group
            case headings.REPORT:
                return self._take_report
            case "lead" if self._rules.kind == "task":
                return self._take_units
            case "steps":
                return self._take_steps
            case "baseline" | "target":
                return self._take_point
            case "observations":
                return self._take_observation
        field_ = field_of(self._rules.kind, rule.field or "")
        return partial(self._take_value, field_) if field_ else _take_nothing

    def _take_number(self, row: ImportedRow, _rule: ColumnRule, _cell: Cell, text: str, _context: CellContext) -> None:
        row.number = text

    def _take_group(self, row: ImportedRow, _rule: ColumnRule, _cell: Cell, text: str, _context: CellContext) -> None:
        row.group = " ".join(text.split())

    def _take_value(
        self, field_: Field, row: ImportedRow, rule: ColumnRule, cell: Cell, text: str, context: CellContext
    ) -> None:
        if field_.name in row.values:
            if text not in str(row.values[field_.name]):
                row.notes.append(f"{rule.heading}：{text}")
            return
        if (
            field_.name == self._title
            and self._rules.kind == "task"
            and (stages := split_stages(text, context.today, context.year))
        ):
            self._take_steps(row, rule, cell, text, context)
            row.values[field_.name] = "；".join(stage.text for stage in stages)
            return
        understood = value_of(field_, cell, context)
        if understood.value is not None:
            row.values[field_.name] = understood.value
        if not understood.is_kept:
            row.notes.append(f"{rule.heading}：{text}")
        if understood.problem:
            self._problem(row, rule, f"{understood.problem}: {text}")

    def _take_units(self, row: ImportedRow, _rule: ColumnRule, _cell: Cell, text: str, _context: CellContext) -> None:
        units = split_units(text)
        if len(units.leads) == 1:
            row.values["lead"] = units.leads[0]
        elif units.leads:
            row.values["lead"] = list(units.leads)
        if units.support:
            row.values["support"] = [*row.values.get("support", []), *units.support]

    def _take_steps(self, row: ImportedRow, rule: ColumnRule, _cell: Cell, text: str, context: CellContext) -> None:
        if ticked := parse_step_lines(text) if rule.field == "steps" else []:
            row.values["steps"] = ticked
            return
        stages = split_stages(text, context.today, context.year)
        if not stages:
            row.values["steps"] = [{"text": line.strip(), "done": False} for line in text.splitlines() if line.strip()]
            return
        row.values["steps"] = [
            {"text": stage.text, "due": stage.due, "done": False} if stage.due else {"text": stage.text, "done": False}
            for stage in stages
        ]
        for stage in stages:
            if stage.unread:
                row.notes.append(f"{stage.text}：{stage.unread}")
                self._problem(row, rule, _("no date: {text}").format(text=stage.unread))

    def _take_point(self, row: ImportedRow, rule: ColumnRule, _cell: Cell, text: str, context: CellContext) -> None:
        """Take a baseline or target. Its period is that of the heading (2015年基期值), else the year of the sheet."""
        quantity, growth = parse_quantity(text), _GROWTH.fullmatch(text)
        year = year_in(rule.heading) or (context.year or context.today.year) - (rule.field == "baseline")
        period = period_in_brackets(rule.heading) or f"{year:04}"
        if growth is not None and rule.field == "target" and (quantity := parse_quantity(growth[1])):
            row.values["target"] = {"period": period, "growth": quantity.value}
            return
        if quantity is None:
            row.notes.append(f"{rule.heading}：{text}")
            self._problem(row, rule, _("no number: {text}").format(text=text))
            return
        row.values[str(rule.field)] = {"period": period, "value": quantity.value}

    def _take_observation(self, row: ImportedRow, rule: ColumnRule, _cell: Cell, text: str, _context: CellContext) -> None:
        """Take the figure of the period that the heading names."""
        quantity, column = parse_quantity(text), parse_observation_heading(rule.heading)
        if quantity is None or column is None:
            row.notes.append(f"{rule.heading}：{text}")
            self._problem(row, rule, _("no number: {text}").format(text=text))
            return
        observation: Plain = {"period": column.period, "value": quantity.value}
        observation |= {"qualifier": quantity.qualifier} if quantity.qualifier else {}
        observation |= {"cumulative": True} if column.is_cumulative else {}
        row.values.setdefault("observations", []).append(observation)

    def _take_report(self, row: ImportedRow, rule: ColumnRule, cell: Cell, text: str, context: CellContext) -> None:
        quantity = parse_quantity(text)
        is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
        progress = field_of(self._rules.kind, "progress")
        if (
            progress
            and "progress" not in row.values
            and (is_number or (quantity and quantity.unit == "%" and not quantity.qualifier))
        ):
            understood = value_of(progress, cell, context)
            if understood.value is not None and understood.is_kept:
                row.values["progress"] = understood.value
                return
        if progress is None:
            row.notes.append(f"{rule.heading}：{text}")
        else:
            row.report = f"{row.report}\n{text}".strip()

    def _name_or_skip(self, row: ImportedRow, texts: set[str]) -> None:
        """A row without a title is named by its longest text, unless it is a sum or a remark."""
        if any(text.replace(" ", "").lower().startswith(_TOTALS) for text in texts):
            row.skipped = _("a sum: {text}").format(text=" ".join(sorted(texts)))
        elif any(text.lower().startswith(_REMARKS) for text in texts) and len(texts) <= 2:
            row.skipped = _("a remark: {text}").format(text=" ".join(sorted(texts)))
        else:
            longest = max(texts, key=len)
            row.has_title = False
            row.values[self._title] = " ".join(longest.split())
            row.problems.append(_("row {row}: no title; {text} was taken").format(row=row.row, text=longest[:40]))

    def _problem(self, row: ImportedRow, rule: ColumnRule, problem: str) -> None:
        text = _("row {row}, column {column} ({heading}): {problem}")
        row.problems.append(text.format(row=row.row, column=rule.column, heading=rule.heading, problem=problem))


def _take_nothing(_row: ImportedRow, _rule: ColumnRule, _cell: Cell, _text: str, _context: CellContext) -> None:
    """Leave the cell out: its column is for no field of the kind."""
