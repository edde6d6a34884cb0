"""The columns that records can be shown in and ordered by: every field of the format, and what is worked out of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.indicators import decimals, disagrees, growth, latest, shown
from jinpu_tui.analysis.lights import ORDER, SYMBOLS, Light
from jinpu_tui.analysis.pace import Judge
from jinpu_tui.analysis.sparkline import sparkline
from jinpu_tui.model.edits import step_share
from jinpu_tui.model.fields import FIELDS, Field
from jinpu_tui.model.formatting import day_text, value_text
from jinpu_tui.model.measures import direction_of
from jinpu_tui.model.records import Basis, Indicator, Kind, LogEntry, Observation, OpenConflict, Task
from jinpu_tui.query.search_index import folded
from jinpu_tui.query.states import attainment_of, growth_of, progress

_DIGITS = re.compile(r"\d+")
_LONGEST_NUMBER = 15

BASES: Mapping[Basis, str] = {"current": "cur", "constant": "con", "comparable": "cmp"}
"""The prices that an amount or a growth is measured in, briefly."""

Value = Any
"""What can be compared with another value of the same column; None if a record has none."""


class Column(NamedTuple):
    """A column of a list."""

    name: str
    values: Callable[[Analysis, Sequence[Any]], Iterable[Value]]
    """What records are ordered by."""
    text: Callable[[Analysis, Any], str]
    """What is shown of a record."""
    exact: Callable[[Analysis, Any], Any]
    """The value itself, as programs and spreadsheets take it; None if there is none."""
    right: bool = False
    """Whether it holds figures, which stand flush right."""
    is_of_record: bool = True
    """Whether what is shown of a record depends on it and on the day alone, not on other records."""


@lru_cache(maxsize=1 << 18)
def natural(text: str) -> str:
    """Return what puts texts in the order that people expect: numbers in them by their size, case and width aside.

    >>> sorted(["T10", "t2", "T1.10", "T1.9"], key=natural)
    ['T1.9', 'T1.10', 't2', 'T10']
    """
    return _DIGITS.sub(lambda number: number[0].zfill(_LONGEST_NUMBER), folded(text))


@cache
def columns(kind: Kind) -> Mapping[str, Column]:
    """Return the columns of a kind by name, fields in the order of the format and after them what is worked out."""
    return {**{field.name: _of_field(field) for field in FIELDS[kind]}, **_WORKED_OUT.get(kind, {})}


def _of_field(field: Field) -> Column:
    name, read = field.name, attrgetter(field.name)

    def exact(_analysis: Analysis, record: Any) -> Any:
        return read(record)

    match field.form:
        case "date":
            return Column(name, lambda _, records: map(read, records), lambda _, one: _iso(read(one)), exact)
        case "percent" | "whole" | "number":
            return _worked_out(name, lambda _, one: read(one), "{:.0f}")
        case "flag":
            return Column(name, lambda _, records: map(read, records), lambda _, one: value_text(read(one)), exact)
        case "choice":
            rank = {choice: number for number, choice in enumerate(field.choices)}
            return Column(
                name,
                lambda _, records: map(rank.get, map(read, records)),
                lambda _, one: _listed(read(one)),
                exact,
            )
        case "tables":
            return _worked_out(name, lambda _, one: len(read(one)) or None, "{}")._replace(exact=exact)
    return Column(
        name,
        lambda _, records: map(_natural_or_none, map(read, records)),
        lambda _, one: _listed(read(one)),
        exact,
    )


def _worked_out(name: str, read: Callable[[Analysis, Any], float | None], form: str) -> Column:
    """Return a column of numbers, shown in a form."""

    def text(analysis: Analysis, record: Any) -> str:
        number = read(analysis, record)
        return "–" if number is None else form.format(number)

    return Column(name, lambda analysis, records: [read(analysis, each) for each in records], text, read, right=True)


def _listed(value: str | tuple[str, ...] | None) -> str:
    return (value if isinstance(value, str) else ", ".join(value or ())) or "–"


def _natural_or_none(value: str | tuple[str, ...] | None) -> str | None:
    return natural(_listed(value)) if value else None


def _iso(value: Any) -> str:
    return value.isoformat() if value is not None else "–"


def _figure(name: str, read: Callable[[Indicator], float | None]) -> Column:
    """Return a column of figures in the unit of their indicator, with as many decimals as it has."""
    return Column(
        name,
        lambda _, records: map(read, records),
        lambda _, one: shown(read(one), decimals(one)),
        lambda _, one: read(one),
        right=True,
    )


def _of_latest(read: Callable[[Indicator, Observation], float | None]) -> Callable[[Analysis, Indicator], float | None]:
    def value(_analysis: Analysis, indicator: Indicator) -> float | None:
        last = latest(indicator)
        return None if last is None else read(indicator, last)

    return value


def _growth_column(name: str, read: Callable[[Indicator, Observation], float | None]) -> Column:
    """Growth of the latest observation with the prices it is measured in, and `!` where stated and computed disagree."""
    value = _of_latest(read)

    def text(analysis: Analysis, indicator: Indicator) -> str:
        number, last = value(analysis, indicator), latest(indicator)
        if number is None or last is None:
            return "–"
        basis = last.basis if name == "computed" else last.growth_basis
        sign = "!" if name == "computed" and disagrees(indicator, last) else ""
        return f"{number:+.1f}%{sign}" + (f" {BASES[basis]}" if basis else "")

    return Column(name, lambda analysis, records: [value(analysis, record) for record in records], text, value, right=True)


def _last_note(task: Task) -> date | None:
    return max((entry.date for entry in task.log if entry.date), default=None)


def _last_entry(task: Task) -> LogEntry | None:
    """Return the newest entry of the log that has a text; of several of one day the last."""
    return max((entry for entry in reversed(task.log) if entry.text), key=lambda entry: entry.date or date.min, default=None)


def _last_note_text(analysis: Analysis, task: Task) -> str:
    return _note_text(task, lambda day: day_text(day, analysis.day).strip()) or "–"


def _exact_last_note(_analysis: Analysis, task: Task) -> str | None:
    return _note_text(task, date.isoformat) or None


def _note_text(task: Task, show: Callable[[date], str]) -> str:
    """Return the newest entry of the log with its day; empty if there is none."""
    entry = _last_entry(task)
    return "" if entry is None else f"{show(entry.date)} {entry.text}" if entry.date else entry.text


def _steps_text(_analysis: Analysis, task: Task) -> str:
    return f"{sum(step.done for step in task.steps)}/{len(task.steps)}" if task.steps else "–"


def _last_period(indicator: Indicator) -> str | None:
    last = latest(indicator)
    return None if last is None else last.period


def _title_in_conflict(analysis: Analysis, conflict: OpenConflict) -> str:
    from jinpu_tui.analysis.open_conflicts import title_of

    return title_of(analysis.dataset, conflict)


FIGURES: Mapping[str, Callable[[Indicator], float | None]] = {
    "baseline": lambda one: one.baseline.value if one.baseline else None,
    "target": lambda one: one.target.value if one.target else None,
    "value": lambda one: last.value if (last := latest(one)) else None,
    "path": lambda one: pace.expected if (pace := Judge(one).pace) else None,
}
"""The columns of figures in the unit of their indicator."""

_RANK: Mapping[Light | None, int] = {light: rank for rank, light in enumerate(ORDER)}
_LIGHT = Column(
    "light",
    lambda analysis, records: [_RANK.get(analysis.light_of(each)) for each in records],
    lambda analysis, one: SYMBOLS[light] if (light := analysis.light_of(one)) else " ",
    lambda analysis, one: SYMBOLS[light] if (light := analysis.light_of(one)) else None,
    is_of_record=False,
)

_WORKED_OUT: Mapping[Kind, Mapping[str, Column]] = {
    "conflict": {
        "title": Column(
            "title",
            lambda analysis, conflicts: [_natural_or_none(_title_in_conflict(analysis, each)) for each in conflicts],
            lambda analysis, one: _title_in_conflict(analysis, one) or "–",
            _title_in_conflict,
            is_of_record=False,
        ),
    },
    "task": {
        "light": _LIGHT,
        "progress": _worked_out("progress", progress, "{:.0f}"),
        "steps": Column(
            "steps",
            lambda _, tasks: map(step_share, tasks),
            _steps_text,
            lambda analysis, task: _steps_text(analysis, task) if task.steps else None,
            right=True,
        ),
        "log": Column(
            "log",
            lambda _, tasks: map(_last_note, tasks),
            lambda _, task: _iso(_last_note(task)),
            lambda _, task: _last_note(task),
        ),
        "last_note": Column(
            "last_note",
            lambda analysis, tasks: [_exact_last_note(analysis, task) for task in tasks],
            _last_note_text,
            _exact_last_note,
        ),
    },
    "requirement": {
        "light": _LIGHT,
        "progress": _worked_out("progress", progress, "{:.0f}%")._replace(is_of_record=False),
        "tasks": _worked_out("tasks", lambda analysis, one: analysis.requirement_statuses[one.id].tasks, "{}")._replace(
            is_of_record=False
        ),
    },
    "indicator": {
        "direction": Column(
            "direction",
            lambda _, records: map(direction_of, records),
            lambda _, one: direction_of(one),
            lambda _, one: direction_of(one),
        ),
        "baseline": _figure("baseline", FIGURES["baseline"]),
        "target": _figure("target", FIGURES["target"]),
        "period": Column(
            "period",
            lambda _, records: map(_last_period, records),
            lambda _, one: _last_period(one) or "–",
            lambda _, one: _last_period(one),
        ),
        "value": _figure("value", FIGURES["value"]),
        "growth": _growth_column("growth", lambda _one, last: last.growth),
        "computed": _growth_column("computed", growth),
        "attainment": _worked_out("attainment", attainment_of, "{:.0f}%"),
        "path": _figure("path", FIGURES["path"]),
        "trend": Column(
            "trend",
            lambda analysis, records: [growth_of(analysis, each) for each in records],
            lambda _, one: sparkline(one).text,
            lambda _, one: sparkline(one).text,
        ),
    },
}
"""What is worked out and no field, or stands for a field in another way: progress as found, steps as the share done."""
