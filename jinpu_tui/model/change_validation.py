"""Validating changes before they are written, whoever thought of them: typed, proposed by a colleague, pending, or decided.

What cannot be typed cannot come in as a change either. Only what a change brings is judged: values that the record holds
already, with whatever is wrong with them, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from math import isfinite
from typing import Any

import msgspec

from jinpu_tui.model.changes import Added, AnyChange, Change, Moved, Removed
from jinpu_tui.model.dataset import Dataset, outgoing
from jinpu_tui.model.errors import InvalidChangeError, PeriodError
from jinpu_tui.model.fields import NESTED, ORDER, Field, field_of
from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.periods import span
from jinpu_tui.model.records import DatasetInfo, Kind
from jinpu_tui.model.validation import ID
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same

_MAX_SHOWN = 60
"""Characters of an invalid value that a message shows."""

_OWN_TYPES = (date, datetime, time)

_REFERRING: Mapping[Kind, frozenset[str]] = {
    kind: frozenset(
        field.name
        for field in spec.fields
        if field.refers_to or any(item.refers_to for item in spec.nested.get(field.name, ()))
    )
    for kind, spec in SPECS.items()
}
"""The fields that name other records, themselves or in their tables."""

_JUDGED_BY_CONVERSION = frozenset(
    kind
    for kind, spec in SPECS.items()
    if not any(field.form in ("number", "table") for fields in (spec.fields, *spec.nested.values()) for field in fields)
)
"""Kinds without numbers and periods: conversion takes numbers that are not finite, and periods of any form."""


def check_changes(dataset: Dataset, changes: Sequence[AnyChange]) -> None:
    """Check that what changes bring is valid in a dataset.

    Raises:
        InvalidChangeError: for the first change that is not.
    """
    check_structure(dataset, changes)
    known = _known_ids(dataset, changes)
    for change in changes:
        if isinstance(change, Added):
            if not ID.fullmatch(change.id):
                raise InvalidChangeError(_("An id has letters, digits and . _ - only: {text}").format(text=_brief(change.id)))
            copied = _references_of(dataset, change.after_id) if change.after_id else frozenset()
            is_checked = _fits_as_a_whole(change)
            for name, value in change.record.items():
                if not is_checked and name != "id":
                    _check_field(change.kind, change.id, name, None, value)
                if name in _REFERRING[change.kind]:
                    _check_references(change.kind, change.id, name, copied, value, known)
        elif isinstance(change, Change) and change.after is not None and not same(change.before, change.after):
            if change.kind == "dataset":
                _check_info(change)
            else:
                _check_field(change.kind, change.id, change.field, change.before, change.after)
                held = _ids_in(change.before)
                _check_references(change.kind, change.id, change.field, held, change.after, known)


def check_structure(dataset: Dataset, changes: Iterable[AnyChange]) -> None:
    """Check what holds for undoing and redoing, too: records keep their ids and kinds, the dataset its format.

    Raises:
        InvalidChangeError: for the first change of which it does not hold.
    """
    for change in changes:
        name = _brief(change.id)
        if isinstance(change, Change):
            if change.kind == "dataset":
                if change.field == "format":
                    raise InvalidChangeError(_("The format of a dataset cannot be changed by an edit"))
                continue
            if change.field == "id":
                raise InvalidChangeError(_("{id}: the id of a record cannot be changed").format(id=name))
        elif not isinstance(change, Moved) and change.record.get("id") != change.id:
            message = _("{id}: the record that is named holds another id, {other}")
            raise InvalidChangeError(message.format(id=name, other=_brief(change.record.get("id"))))
        record = dataset.by_id.get(change.id)
        if record is not None and change.kind != record.TYPE and not isinstance(change, Added):
            message = _("{id} is a {kind}, not a {other}")
            raise InvalidChangeError(message.format(id=name, kind=record.TYPE, other=change.kind))


def _check_info(change: Change) -> None:
    """Check a field of the `[dataset]` table."""
    if change.field not in ORDER["dataset"]:
        return
    value = change.after
    if change.field == "lights" and isinstance(value, Mapping):
        known = type(DatasetInfo().lights).__struct_fields__
        value = {name: number for name, number in value.items() if name in known}
    if not _converts({change.field: value}, DatasetInfo):
        message = _("dataset: {field} cannot be {value}").format(field=change.field, value=_brief(change.after))
        raise InvalidChangeError(message)


def _fits_as_a_whole(change: Added) -> bool:
    """Return whether a new record is valid without a look at each field: what conversion alone decides, and fast for many."""
    if change.kind not in _JUDGED_BY_CONVERSION:
        return False
    known = {name: value for name, value in change.record.items() if field_of(change.kind, name) is not None}
    return _converts(known, SPECS[change.kind].struct)


def _check_field(kind: Kind, id_: str, name: str, before: Any, after: Any) -> None:
    """Check the value of a field. Keys that the format does not know are anybody's own."""
    field = field_of(kind, name)
    if field is None:
        return
    place = _("{id}: {field}").format(id=_brief(id_), field=name)
    if field.form == "table":
        _check_entry(kind, field, place, [before], after)
    elif field.form in ("tables", "list"):
        if not isinstance(after, list):
            raise _unfit(place, field, after)
        held = before if isinstance(before, list) else []
        for number, entry in enumerate(after, 1):
            if any(same(entry, item) for item in held):
                continue
            where = _("{place}, entry {number}").format(place=place, number=number)
            if field.form == "tables":
                _check_entry(kind, field, where, held, entry)
            elif not isinstance(entry, str):
                raise _unfit(where, Field(name, "line"), entry)
    else:
        _check_value(place, field, after, fits=_converts({"id": "x", name: after}, SPECS[kind].struct))


def _check_entry(kind: Kind, field: Field, place: str, held: Sequence[Any], entry: Any) -> None:
    """Check a table inside a record: a baseline or target, or an entry of a list. `held` are those that were there before."""
    if not isinstance(entry, Mapping):
        raise _unfit(place, Field(field.name, "table"), entry)
    old = [item for item in held if isinstance(item, Mapping)]
    for item in NESTED[kind, field.name]:
        if any(same(before.get(item.name), entry.get(item.name)) for before in old):
            continue
        where = _("{place}: {field}").format(place=place, field=item.name)
        if item.name in entry:
            value = {item.name: entry[item.name]}
            record = {"id": "x", field.name: [value] if field.form == "tables" else value}
            _check_value(where, item, entry[item.name], fits=_converts(record, SPECS[kind].struct))
        if item.name == "period":
            try:
                span(entry.get("period", ""))
            except PeriodError as error:
                raise InvalidChangeError(f"{where}: {error}") from None


def _check_value(place: str, field: Field, value: Any, *, fits: bool) -> None:
    if not fits or (isinstance(value, float) and not isfinite(value)):
        raise _unfit(place, field, value)


def _unfit(place: str, field: Field, value: Any) -> InvalidChangeError:
    message = _("{place} cannot be {value}; it takes {wanted}")
    return InvalidChangeError(message.format(place=place, value=_brief(value), wanted=_wanted(field)))


def _wanted(field: Field) -> str:
    """Return what the values of a field are."""
    match field.form:
        case "date":
            return _("a date such as 2016-12-31")
        case "percent":
            return _("a whole percentage from 0 to 100")
        case "whole":
            return _("a whole number in its range")
        case "number":
            return _("a number")
        case "flag":
            return _("true or false")
        case "choice":
            return _("one of {choices}").format(choices=", ".join(field.choices))
        case "list" | "tables":
            return _("a list")
        case "units":
            return _("a unit, or a list of units")
        case "table":
            return _("a table")
    return _("a text")


def _converts(table: Mapping[str, Any], type_: type[Any]) -> bool:
    try:
        msgspec.convert(table, type_, builtin_types=_OWN_TYPES)
    except msgspec.ValidationError:
        return False
    return True


def _known_ids(dataset: Dataset, changes: Sequence[AnyChange]) -> Mapping[Kind, frozenset[str]]:
    """Return the ids of each kind once the changes are made."""
    added = [change for change in changes if isinstance(change, Added)]
    removed = {change.id for change in changes if isinstance(change, Removed)}
    if not added and not removed:
        return dataset.ids
    return {kind: (ids - removed) | {item.id for item in added if item.kind == kind} for kind, ids in dataset.ids.items()}


def _check_references(
    kind: Kind, id_: str, name: str, held: frozenset[str], value: Any, known: Mapping[Kind, frozenset[str]]
) -> None:
    """Check that the records exist that a value refers to, but for those that were referred to before."""
    field = field_of(kind, name)
    for wanted, target in _references_in(kind, field, value):
        if target not in known[wanted] and target not in held:
            message = _("{id}: {field} refers to the {kind} {target}, which does not exist")
            raise InvalidChangeError(message.format(id=_brief(id_), field=name, kind=wanted, target=_brief(target)))


def _references_in(kind: Kind, field: Field | None, value: Any) -> Iterator[tuple[Kind, str]]:
    if field is None:
        return
    if field.refers_to is not None:
        for target in [value] if isinstance(value, str) else value:
            yield field.refers_to, target
    for item in NESTED.get((kind, field.name), ()):
        if item.refers_to is not None:
            for entry in value if isinstance(value, list) else [value]:
                if entry.get(item.name):
                    yield item.refers_to, entry[item.name]


def _ids_in(value: Any) -> frozenset[str]:
    """Return the texts in a value that may be ids."""
    entries = value if isinstance(value, list) else [value]
    flat = [item for entry in entries for item in (entry.values() if isinstance(entry, Mapping) else (entry,))]
    return frozenset(item for item in flat if isinstance(item, str))


def _references_of(dataset: Dataset, id_: str) -> frozenset[str]:
    """Return the ids that a record refers to: a copy of it may do so, too, whether they exist or not."""
    record = dataset.by_id.get(id_)
    return frozenset(target for _path, target in outgoing(record)) if record is not None else frozenset()


def _brief(value: Any) -> str:
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
