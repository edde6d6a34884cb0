"""The columns of exported tables: which, in which order, and what each says of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.exchange.period_headings import PeriodColumn, observation_heading, point_heading
from jinpu_tui.exchange.record_cells import (
    Reader,
    observation_cell,
    point_reader,
    reader_of,
    says_something,
    style_of,
    title_reader,
)
from jinpu_tui.exchange.sheet_headings import HEADINGS, Language, choice_words
from jinpu_tui.exchange.sheet_model import OutCell, SheetColumn, Style
from jinpu_tui.exchange.sheets import MAX_COLUMNS
from jinpu_tui.model.fields import Field, field_of, title_field
from jinpu_tui.model.periods import is_period, time_order
from jinpu_tui.model.records import Indicator, Kind, Record
from jinpu_tui.query.columns import columns
from jinpu_tui.query.exact_text import exact_text
from jinpu_tui.query.units import UnitNames, leads_of
from jinpu_tui.query.views import PERIODS
from jinpu_tui.text.i18n import ngettext

TITLES = "requirement titles"
"""Column of the titles of the requirements that a record serves."""

USUAL: Mapping[Kind, frozenset[str]] = {
    "task": frozenset(["light", "id", "title", "lead", "owner", "due", "status", "progress", "log", "problem", "next"]),
    "requirement": frozenset(["light", "id", "title", "text", "parent", "tasks", "progress"]),
    "indicator": frozenset(["id", "name", "unit", "baseline", "target", "attainment"]),
}
"""Columns that a table has also if all their cells are empty: they are to be filled in."""

ORDER: Mapping[Kind, tuple[str, ...]] = {
    "task": (
        *("light", "id", "title", TITLES, "lead", "support", "leader", "owner", "supervisor", "start", "due", "ongoing"),
        *("status", "progress", "verified", "steps", "deliverable", "log", "problem", "next", "priority", "depends"),
        *("extensions", "done_on", "closed_on", "closed_by", "origin", "source", "quote", "note", "tags", "requirements"),
    ),
    "requirement": ("light", "id", "title", "text", "parent", "tasks", "progress", "source", "quote", "note", "tags"),
    "indicator": (
        *("id", "name", "unit", TITLES, "lead", "kind", "direction", "measure", "definition", "baseline", "target"),
        *(PERIODS, "attainment", "source", "note", "tags", "decimals", "requirements"),
    ),
}
"""All columns in the order in which tables have them."""

MAX_PERIODS = MAX_COLUMNS - 100
"""Columns of periods: as many as `import` reads beside all others."""

_READ_ONLY = ("id", "origin", "extensions")
_WORKED_OUT: Mapping[str, Style] = {"light": "light", "attainment": "percent", "tasks": "number"}


class PlannedColumn(NamedTuple):
    """A column and what makes its cells."""

    column: SheetColumn
    read: Reader


class RegisterColumns:
    """Makes the columns of a table of some records."""

    def __init__(
        self, analysis: Analysis, kind: Kind, records: Sequence[Record], language: Language, *, is_exact: bool
    ) -> None:
        self._analysis, self._kind, self._records, self._language = analysis, kind, records, language
        self._is_exact = is_exact
        self.notices: list[str] = []
        """What the columns leave out, a sentence each."""

    def usual(self) -> list[PlannedColumn]:
        """Return the usual columns, and those of other fields that a record states something for."""
        return [column for name in ORDER[self._kind] if self._is_used(name) for column in self._columns(name)]

    def named(self, names: Sequence[str]) -> list[PlannedColumn]:
        """Return columns by name. In a workbook `id` comes first if it is not among them, so that rows are recognized again."""
        wanted = dict.fromkeys(names if "id" in names or self._is_exact else ["id", *names])
        return [column for name in wanted for column in self._columns(name, is_named=True)]

    def _is_used(self, name: str) -> bool:
        field = field_of(self._kind, "requirements" if name == TITLES else name)
        if name in USUAL[self._kind] or name == PERIODS or field is None:
            return True
        return any(map(says_something(self._kind, field), self._records))

    def _columns(self, name: str, *, is_named: bool = False) -> Iterator[PlannedColumn]:
        if name in ("baseline", "target") and self._kind == "indicator":
            yield from self._points(name)
        elif name in (PERIODS, "observations"):
            yield from self._observations()
        elif name == TITLES:
            titles = {each.id: " ".join(each.title.split()) or each.id for each in self._analysis.dataset.requirements}
            yield self._column(TITLES, "line", lambda one: "\n".join(titles.get(id_, id_) for id_ in one.requirements) or None)
        elif name == "requirements" and is_named:
            yield from self._columns(TITLES)
            yield from self._columns(name)
        elif name == title_field(self._kind):
            yield self._column(name, "title", title_reader(name))
        elif (field := field_of(self._kind, name)) and (field.form != "tables" or name in ("steps", "log", "extensions")):
            yield self._of_field(field)
        else:
            yield self._worked_out(name)

    def _of_field(self, field: Field) -> PlannedColumn:
        choices: tuple[str, ...] = ()
        is_free = field.name == "lead"
        if field.choices:
            choices = choice_words(field.name, field.choices, self._language)
        elif is_free:
            choices = self._units()
        read = reader_of(field, self._language, is_exact=self._is_exact)
        return self._column(field.name, style_of(field), read, choices=choices, is_free=is_free)

    def _worked_out(self, name: str) -> PlannedColumn:
        read, analysis = columns(self._kind)[name].exact, self._analysis

        def cell(record: Any) -> OutCell:
            value = read(analysis, record)
            if isinstance(value, float):
                if not isfinite(value):
                    return None
                return round(value) if style == "percent" else round(value, 6)
            return value if isinstance(value, int) and not isinstance(value, bool) else exact_text(value) or None

        style = _WORKED_OUT.get(name, "percent" if name == "progress" else "line")
        return self._column(name, style, cell)

    def _column(
        self, name: str, style: Style, read: Reader, *, choices: tuple[str, ...] = (), is_free: bool = False
    ) -> PlannedColumn:
        words = HEADINGS[self._kind].get(name)
        field = field_of(self._kind, name)
        column = SheetColumn(
            name,
            words.of(self._language) if words else name,
            style,
            is_locked=field is None or name in _READ_ONLY,
            choices=choices,
            is_free=is_free,
            is_hidden=name == "requirements",
        )
        return PlannedColumn(column, read)

    def _units(self) -> tuple[str, ...]:
        """Return the lead units of all tasks and indicators, each in one spelling."""
        spelling = UnitNames()
        dataset = self._analysis.dataset
        leads = (*(task.lead for task in dataset.tasks), *(indicator.lead for indicator in dataset.indicators))
        return tuple(dict.fromkeys(spelling.of(name) for lead in leads for name in leads_of(lead) if name))

    def _points(self, name: str) -> Iterator[PlannedColumn]:
        points = (getattr(record, name) for record in self._records)
        periods = sorted({point.period for point in points if point and is_period(point.period)}, key=time_order)
        heading = HEADINGS["indicator"][name].of(self._language)
        for period in periods:
            column = SheetColumn(name, point_heading(heading, period, self._language), "number")
            yield PlannedColumn(column, point_reader(name, period, self._language))
        if not periods:
            yield PlannedColumn(SheetColumn(name, heading, "number"), lambda _record: None)

    def _observations(self) -> Iterator[PlannedColumn]:
        figures: dict[PeriodColumn, dict[str, OutCell]] = {}
        for record in self._records:
            for each in record.observations if isinstance(record, Indicator) else ():
                if is_period(each.period):
                    cells = figures.setdefault(PeriodColumn(each.period, each.cumulative), {})
                    cells[record.id] = observation_cell(each, self._language)
        periods = sorted(figures, key=lambda column: (time_order(column.period), column.is_cumulative))
        if left_out := len(periods[:-MAX_PERIODS]):
            text = ngettext(
                "{count} early period has no column; the ledger keeps it",
                "{count} early periods have no column; the ledger keeps them",
                left_out,
            )
            self.notices.append(text.format(count=left_out))
        for period in periods[-MAX_PERIODS:]:
            column = SheetColumn("observations", observation_heading(period, self._language), "number")
            yield PlannedColumn(column, _cell_of(figures[period]))


def _cell_of(cells: Mapping[str, OutCell]) -> Callable[[Any], OutCell]:
    return lambda record: cells.get(record.id)
