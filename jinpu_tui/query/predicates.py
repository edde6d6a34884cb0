"""What the terms of a filter ask of a record: fields of the format, and what is worked out from them.

Every name is a field of the format, or one of `light`, `is`, `has`, `under`, `by`, `value`, `growth`, `attainment`. A record
that has no such field does not match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.lights import ORDER
from jinpu_tui.model.dates import parse_days
from jinpu_tui.model.errors import BeyondCalendarError, DateError, FilterError, InputError, PeriodError
from jinpu_tui.model.fields import FIELDS, Field
from jinpu_tui.model.input_parsing import parse_number
from jinpu_tui.model.measures import direction_of
from jinpu_tui.model.periods import span
from jinpu_tui.model.records import Comment, Indicator, Record, SignOff, Task
from jinpu_tui.model.suggestions import nearest
from jinpu_tui.query.parser import Term, Value
from jinpu_tui.query.search_index import folded, folded_line
from jinpu_tui.query.states import NUMBERS, STATES
from jinpu_tui.query.units import UNIT_FIELDS, unit_key
from jinpu_tui.text.i18n import _

Test = Callable[[Record], bool]

NONE = "none"
"""As a value: the field is not set."""

FLAGS = ("yes", "no")

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, ":": eq, "!=": ne}


def _fields() -> dict[str, Field]:
    found: dict[str, Field] = {}
    for fields in FIELDS.values():
        for field in fields:
            found.setdefault(field.name, field)
    return found


KNOWN = _fields()
"""The fields by name; where two kinds have one of the same name their values are alike."""

NAMES = (*KNOWN, *(name for name in NUMBERS if name not in KNOWN), "light", "is", "has", "under", "by")
"""All names that a term may have."""


def tester(term: Term, analysis: Analysis) -> Test:
    """What a term asks of a record. Raises FilterError."""
    if not term.values:
        raise FilterError(_("{name} needs a value, or none").format(name=term.name), term.start)
    named = {"light": _light, "is": _is, "has": _has, "under": _under, "by": _by}
    if term.name in named:
        _check_operator(term, (":", "="))
        return named[term.name](term, analysis)
    if term.name in NUMBERS:
        return _number(term, analysis)
    field = KNOWN.get(term.name)
    if field is None:
        near = nearest(term.name, NAMES)
        hint = _("; did you mean {near}?").format(near=near) if near else _("; put it in quotes to look for it as it is")
        raise FilterError(_("there is no field {name}").format(name=term.name) + hint, term.start)
    if field.form == "date":
        return _date(term, analysis)
    _check_operator(term, (":", "=", "!="))
    if field.form == "flag":
        return _flag(term)
    return _choice(term, field) if field.form == "choice" else _text(term)


def _check_operator(term: Term, allowed: tuple[str, ...]) -> None:
    if term.operator not in allowed:
        message = _("{name} takes {operators}").format(name=term.name, operators=" ".join(allowed))
        raise FilterError(message, term.start + len(term.name))


_ABSENT = object()
"""What stands for a field that a kind of record does not have."""


def _by_value(name: str, decide: Callable[[Any], bool]) -> Test:
    """Return a test that is decided by the value of one field. A record without the field fails it."""
    read = _READERS.get(name, lambda record: getattr(record, name, _ABSENT))
    return _decided(read, lambda value: value is not _ABSENT and decide(value))


_READERS: Mapping[str, Callable[[Record], Any]] = {
    "direction": lambda record: direction_of(record) if isinstance(record, Indicator) else _ABSENT,
}
"""Fields whose value is inferred if the file does not state it."""


def _decided(read: Callable[[Record], Any], decide: Callable[[Any], bool]) -> Test:
    """Return a test of what is read of a record, decided once for each value there is."""
    known: dict[Any, bool] = {}

    def test(record: Record) -> bool:
        value = read(record)
        hit = known.get(value)
        if hit is None:
            hit = known[value] = decide(value)
        return hit

    return test


def _text(term: Term) -> Test:
    """Return a text or list that holds the value anywhere (`:`), or is the value (`=`)."""
    fold = unit_key if term.name in UNIT_FIELDS else folded_line
    wanted = [fold(value.text) for value in term.values if value.text != NONE or value.is_quoted]
    none = len(wanted) < len(term.values)
    whole, is_not = term.operator != ":", term.operator == "!="

    def decide(value: Any) -> bool:
        texts = [fold(text) for text in texts_of(value)]
        hit = (none and not texts) or any((item == text) if whole else (item in text) for text in texts for item in wanted)
        return hit != is_not

    return _by_value(term.name, decide)


def texts_of(value: Any) -> Iterable[str]:
    """Return the texts that a value holds: of entries all their texts."""
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, tuple):
        return [text for item in value for text in texts_of(item)]
    fields = getattr(value, "__struct_fields__", ())
    return [text for name in fields for text in texts_of(getattr(value, name))]


def _choice(term: Term, field: Field) -> Test:
    wanted = {_one_of(value, (*field.choices, NONE)) for value in term.values}
    is_not = term.operator == "!="
    return _by_value(term.name, lambda value: ((value or NONE) in wanted) != is_not)


def _flag(term: Term) -> Test:
    wanted = {_one_of(value, FLAGS) == FLAGS[0] for value in term.values}
    is_not = term.operator == "!="
    return _by_value(term.name, lambda value: (value in wanted) != is_not)


def _one_of(value: Value, choices: tuple[str, ...]) -> str:
    if value.text.lower() not in choices:
        raise FilterError(_("{text} is none of {choices}").format(text=value.text, choices=", ".join(choices)), value.start)
    return value.text.lower()


def _date(term: Term, analysis: Analysis) -> Test:
    """Return a day, or a month or year as a whole: before it, in it, after it."""
    spans = [None if value.text == NONE else _days(value, analysis.day) for value in term.values]
    operator = term.operator

    def fits(day: date, first: date, last: date) -> bool:
        match operator:
            case "<":
                return day < first
            case "<=":
                return day <= last
            case ">":
                return day > last
            case ">=":
                return day >= first
        return first <= day <= last

    def decide(day: date | None) -> bool:
        hit = any((day is None) if item is None else (day is not None and fits(day, *item)) for item in spans)
        return hit != (operator == "!=")

    return _by_value(term.name, decide)


def _days(value: Value, today: date) -> tuple[date, date]:
    try:
        return span(value.text)
    except PeriodError:
        pass
    try:
        days = parse_days(value.text, today)
    except BeyondCalendarError as error:
        days = (error.limit, error.limit)
    except DateError:
        message = _("{text} is no date; try 2016-12-31, 2016-12, +2w, fri, eom or none").format(text=value.text)
        raise FilterError(message, value.start) from None
    return days or (date.min, date.min)


def _number(term: Term, analysis: Analysis) -> Test:
    wanted = [None if value.text == NONE else _read_number(value) for value in term.values]
    compare = _COMPARE[term.operator]

    def decide(number: float | None) -> bool:
        return any((number is None) if item is None else (number is not None and compare(number, item)) for item in wanted)

    return _decided(partial(NUMBERS[term.name], analysis), decide)


def _read_number(value: Value) -> float:
    try:
        return parse_number(value.text.rstrip("%"))
    except InputError:
        raise FilterError(_("{text} is no number").format(text=value.text), value.start) from None


def _light(term: Term, analysis: Analysis) -> Test:
    wanted = {_one_of(value, ORDER) for value in term.values}
    return lambda record: analysis.light_of(record) in wanted


def _is(term: Term, analysis: Analysis) -> Test:
    tests = [partial(STATES[_one_of(value, tuple(STATES))], analysis) for value in term.values]
    return tests[0] if len(tests) == 1 else lambda record: any(test(record) for test in tests)


def _has(term: Term, _analysis: Analysis) -> Test:
    names = [_one_of(value, tuple(KNOWN)) for value in term.values]
    return lambda record: any(getattr(record, name, None) not in (None, "", ()) for name in names)


def _under(term: Term, analysis: Analysis) -> Test:
    """Return a requirement and all below it, and what serves them."""
    below: set[str] = set()
    ids = {folded(requirement.id): requirement.id for requirement in analysis.dataset.requirements}
    for value in term.values:
        if folded(value.text) not in ids:
            raise FilterError(_("there is no requirement {id}").format(id=value.text), value.start)
        below |= analysis.dataset.below(ids[folded(value.text)])
    return lambda record: record.id in below or not below.isdisjoint(getattr(record, "requirements", ()))


def _by(term: Term, _analysis: Analysis) -> Test:
    """Who wrote in the log, granted an extension, or closed the task; of a comment or sign-off who gave it."""
    wanted = [folded(value.text) for value in term.values]

    def test(record: Record) -> bool:
        if isinstance(record, Comment | SignOff):
            return any(item in folded(record.by) for item in wanted)
        if not isinstance(record, Task):
            return False
        people = [*(item.by for item in record.log), *(extension.by for extension in record.extensions), record.closed_by]
        return any(item in folded(who) for who in people if who for item in wanted)

    return test
