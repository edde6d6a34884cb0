"""Naming records and their fields on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import click

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.fields import Field
from jinpu_tui.model.input_parsing import check_references, parse_field
from jinpu_tui.model.records import Kind, Record
from jinpu_tui.model.suggestions import nearest
from jinpu_tui.text.i18n import _


def kind_of(dataset: Dataset, id_: str) -> Kind:
    """Return the kind of a record. Raises UsageError with the near miss if there is none."""
    return record_of(dataset, id_).TYPE


def record_of(dataset: Dataset, id_: str) -> Record:
    """Return a record by its id. Raises UsageError with the near miss if there is none."""
    record = dataset.by_id.get(id_)
    if record is None:
        near = nearest(id_, dataset.by_id)
        hint = _("; did you mean {near}?").format(near=near) if near else ""
        raise click.UsageError(_("no record has the id {id}").format(id=id_) + hint)
    return record


def checked_field(name: str, known: Iterable[str]) -> str:
    """Return a name that is one of the known fields. Raises UsageError with the near miss."""
    if name not in known:
        near = nearest(name, known)
        hint = _("; did you mean {near}?").format(near=near) if near else ""
        raise click.UsageError(_("there is no field {name}").format(name=name) + hint)
    return name


def parse_assignments(
    words: Iterable[str], fields: Sequence[Field], dataset: Dataset, day: date, present: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values of `FIELD=VALUE` words; an empty VALUE is None. Raises UsageError, InputError, DateError."""
    known = {field.name: field for field in fields}
    values: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise click.UsageError(_("{word} is not FIELD=VALUE").format(word=word))
        field = known[checked_field(name, known)]
        values[name] = parse_field(field, text, day, present.get(name))
        check_references(dataset, field, values[name])
    return values
