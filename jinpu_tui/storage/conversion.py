"""Convert plain tables to records. A value that does not fit is left out and reported; the rest of the record is used."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypeVar

import msgspec

from jinpu_tui.model.fields import FIELDS, NESTED, ORDER
from jinpu_tui.model.kinds import KINDS, SPECS
from jinpu_tui.model.problems import Finding
from jinpu_tui.model.records import DatasetInfo, Kind, Record
from jinpu_tui.model.suggestions import nearest
from jinpu_tui.storage.record_limits import has_huge_number, huge_numbers, oversize
from jinpu_tui.text.i18n import _

T = TypeVar("T")
Path = tuple[str | int, ...]

LIGHTS_KEYS = tuple(type(DatasetInfo().lights).__struct_fields__)

_KNOWN = {kind: frozenset(ORDER[kind]) for kind in KINDS}
_NESTED_NAMES = {
    kind: tuple((name, tuple(field.name for field in fields)) for name, fields in spec.nested.items())
    for kind, spec in SPECS.items()
}
_LISTS = {kind: list[spec.struct] for kind, spec in SPECS.items()}  # type: ignore[name-defined]
MAX_SHOWN = 60
"""The maximum number of characters of a wrong value that are shown."""

MAX_MISFITS = 100
"""The maximum number of values of a record that may not fit: finding each takes as long as reading the record."""

_OWN_TYPES = (date, datetime, time)
_PLACE = re.compile(r" - at `\$(.*)`$")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]")


class Converted(NamedTuple):
    """The records that tables hold."""

    records: tuple[Record | None, ...]
    """The record of each table; None for one without a usable id."""
    findings: list[tuple[int, Finding]]
    """What is wrong, each with the ordinal of its record."""
    unknown: dict[str, dict[str, Any]]
    """The keys that the format does not know, by the id of their record."""


def to_records(kind: Kind, tables: Sequence[Mapping[str, Any]], *, may_be_large: bool = True) -> Converted:
    """Convert the records of one kind: all at once if they are valid, else one by one to find what is wrong.

    Args:
        kind: The kind.
        tables: The tables of a text.
        may_be_large: Whether to check first that no table is too large to be shown.
    """
    too_large = list(map(oversize, tables)) if may_be_large else []
    if any(too_large):
        pairs = zip(tables, too_large, strict=True)
        converted = [_refused(finding) if finding else to_record(kind, table) for table, finding in pairs]
    else:
        try:
            records = tuple(msgspec.convert(tables, _LISTS[kind], builtin_types=_OWN_TYPES))
        except msgspec.ValidationError:
            records = ()
        if len(records) == len(tables) and not (kind == "indicator" and has_huge_number(records)):
            return Converted(records, [], {})
        converted = [to_record(kind, table) for table in tables]
    findings = [(ordinal, finding) for ordinal, (_record, findings) in enumerate(converted) for finding in findings]
    unknown = {
        record.id: extra
        for (record, _found), table in zip(converted, tables, strict=True)
        if record is not None and (extra := unknown_keys(kind, table))
    }
    return Converted(tuple(record for record, _found in converted), findings, unknown)


def _refused(finding: Finding) -> tuple[None, list[Finding]]:
    return None, [finding]


def to_record(kind: Kind, table: Mapping[str, Any]) -> tuple[Record | None, list[Finding]]:
    """Convert one record.

    Returns:
        The record, None if it has no usable id, and what is wrong with it.
    """
    unknown = list(_unknown_findings(kind, table))
    known = _without(table, [finding.path for finding in unknown])
    huge = huge_numbers(known) if kind == "indicator" else []
    record, findings = _converted(_without(known, huge), SPECS[kind].struct)
    findings += [_too_large(path, known) for path in huge]
    if record is None:
        return None, findings
    return record, [finding._replace(id=record.id) for finding in (*findings, *unknown)]


def _too_large(path: Path, table: Any) -> Finding:
    for step in path:
        table = table[step]
    name = next(step for step in reversed(path) if isinstance(step, str))
    message = _("{name} is {value}, out of its range").format(name=name, value=_brief(str(table)))
    return Finding("", path, "error", "out-of-range", message, _("write a number of fewer than 300 digits"))


def to_info(table: Mapping[str, Any]) -> tuple[DatasetInfo, list[Finding]]:
    """Convert the `[dataset]` table; return it and what is wrong with it."""
    unknown = [_unknown((name,), ORDER["dataset"]) for name in table if name not in ORDER["dataset"]]
    lights = table.get("lights")
    if isinstance(lights, Mapping):
        unknown += [_unknown(("lights", name), LIGHTS_KEYS) for name in lights if name not in LIGHTS_KEYS]
    info, findings = _converted(_without(table, [finding.path for finding in unknown]), DatasetInfo)
    return info or DatasetInfo(), [*findings, *unknown]


def unknown_keys(kind: Kind, table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a record that the format does not know."""
    return {name: table[name] for name in table.keys() - _KNOWN[kind]} if table.keys() - _KNOWN[kind] else {}


def unknown_word(name: str, known: tuple[str, ...]) -> tuple[str, str]:
    """Return message and hint for a key that the format does not know."""
    near = nearest(name, known)
    hint = _("did you mean `{near}`?").format(near=near) if near else ""
    return _("the format has no key `{name}`; it is kept").format(name=_brief(name)), hint


def _unknown_findings(kind: Kind, table: Mapping[str, Any]) -> Iterator[Finding]:
    for name in [name for name in table if name not in _KNOWN[kind]]:
        yield _unknown((name,), ORDER[kind])
    for name, known in _NESTED_NAMES[kind]:
        value = table.get(name)
        items = value if isinstance(value, list) else [value]
        for index, item in enumerate(items):
            if isinstance(item, Mapping) and not item.keys() <= set(known):
                place = (name, index) if isinstance(value, list) else (name,)
                yield from (_unknown((*place, key), known) for key in item if key not in known)


def _unknown(path: Path, known: tuple[str, ...]) -> Finding:
    message, hint = unknown_word(str(path[-1]), known)
    return Finding("", path, "warning", "unknown-key", message, hint)


def _without(table: Mapping[str, Any], paths: Sequence[Path]) -> Mapping[str, Any]:
    """Return a table without the values at some paths."""
    if paths:
        table = copy.deepcopy(dict(table))
    for path in paths:
        _take_out(table, path)
    return table


def _converted(table: Mapping[str, Any], type_: type[T]) -> tuple[T | None, list[Finding]]:
    """Convert a table; report and leave out each value that does not fit, and try again."""
    findings: list[Finding] = []
    left_out: dict[Path, list[int]] = {}
    working: Any = table
    while True:
        try:
            return msgspec.convert(working, type_, builtin_types=_OWN_TYPES), findings
        except msgspec.ValidationError as error:
            path = _error_path(str(error))
            if not path or path == ("id",):
                findings.append(Finding("", path, "error", "no-id", *_no_id(table)))
                return None, findings
            if not findings:
                working = copy.deepcopy(dict(table))
            value = _take_out(working, path)
            findings.append(_misfit(_original(path, left_out), value, str(error)))
            if len(findings) > MAX_MISFITS:
                message = _("more than {count} values of the record do not fit; it is not shown").format(count=MAX_MISFITS)
                findings.append(Finding("", (), "error", "wrong-type", message))
                return None, findings
            if isinstance(path[-1], int):
                left_out.setdefault(path[:-1], []).append(path[-1])


def _error_path(message: str) -> Path:
    match = _PLACE.search(message)
    steps = _STEP.findall(match[1]) if match else []
    return tuple(name or int(index) for name, index in steps)


def _take_out(table: Any, path: Path) -> Any:
    for step in path[:-1]:
        table = table[step]
    return table.pop(path[-1])


def _original(path: Path, left_out: Mapping[Path, list[int]]) -> Path:
    """Return a path with its indexes as they were before earlier items were left out."""
    original: list[str | int] = []
    for depth, step in enumerate(path):
        if isinstance(step, int):
            index = step
            for removed in reversed(left_out.get(path[:depth], [])):
                index += removed <= index
            original.append(index)
        else:
            original.append(step)
    return tuple(original)


def _no_id(table: Mapping[str, Any]) -> tuple[str, str]:
    if "id" in table:
        return _("the id is not a text"), _('write it as id = "…"')
    return _("the record has no id, so nothing can refer to it; it is not shown"), _('add a line id = "…"')


def _misfit(path: Path, value: Any, error: str) -> Finding:
    name = str(next(step for step in reversed(path) if isinstance(step, str)))
    if isinstance(value, datetime):
        message = _("{name} is a date with a time").format(name=name)
        return Finding("", path, "error", "not-a-date", message, _("write the day only: {day}").format(day=value.date()))
    if "enum" in error:
        return _bad_choice(path, name, value)
    if re.search(r"`int` [<>]=", error):
        message = _("{name} is {value}, out of its range").format(name=name, value=_brief(str(value)))
        hint = _("a whole number from 0 to 100") if name in ("progress", "verified") else _("a whole number from 0 up")
        return Finding("", path, "error", "out-of-range", message, hint)
    return Finding("", path, "error", "wrong-type", wrong_type_text(name, value, error))


def wrong_type_text(name: str, value: Any, error: str) -> str:
    """Return the message about a value of another type than its field; `error` is what msgspec says."""
    wanted = re.search(r"Expected `([^`]*)`", error)
    text = _("{name} is {got}; it must be {wanted}")
    return text.format(name=name, got=_type_name(value), wanted=_wanted(wanted[1] if wanted else ""))


def _bad_choice(path: Path, name: str, value: Any) -> Finding:
    choices = next((field.choices for field in _all_fields() if field.name == name and field.choices), ())
    message = _("{name} is {value}; it must be one of {choices}").format(
        name=name, value=_brief(str(value)), choices=", ".join(choices)
    )
    near = nearest(str(value)[:MAX_SHOWN], choices)
    return Finding("", path, "error", "bad-choice", message, _("did you mean `{near}`?").format(near=near) if near else "")


def _brief(text: str) -> str:
    """Return a text as far as a message has room for it."""
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def _all_fields() -> Iterator[Any]:
    for fields in (*FIELDS.values(), *NESTED.values()):
        yield from fields


def _type_name(value: Any) -> str:
    names = {
        bool: _("true or false"),
        int: _("a number"),
        float: _("a number"),
        str: _("a text"),
        list: _("a list"),
        dict: _("a table"),
        date: _("a date"),
        time: _("a time"),
    }
    return names.get(type(value), type(value).__name__)


def _wanted(expected: str) -> str:
    names = {
        "int": _("a whole number"),
        "float": _("a number"),
        "str": _("a text"),
        "bool": _("true or false"),
        "date": _("a date such as 2016-12-31"),
        "array": _("a list"),
        "object": _("a table"),
    }
    first = expected.split(" | ", maxsplit=1)[0]
    return _("a number") if expected.startswith("int | float") else names.get(first, first)
