"""What a new record takes over from what is shown: a value that all records in view have is meant for it, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.dates import parse_days
from jinpu_tui.model.errors import DateError, FilterError, InputError
from jinpu_tui.model.fields import Field, field_of
from jinpu_tui.model.input_parsing import parse_percent
from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.records import Kind, Record
from jinpu_tui.query.parser import All, Node, Term, Value, parse
from jinpu_tui.query.predicates import FLAGS, NONE
from jinpu_tui.query.quick_add import parent_field
from jinpu_tui.query.search_index import folded, folded_line
from jinpu_tui.query.sorting import NOWHERE
from jinpu_tui.query.spelling import spelled, values_in
from jinpu_tui.query.units import UNIT_FIELDS, unit_key

Origin = Literal["group", "filter", "scope", "record"]

ALSO_INHERITED = ("support", "tags", "parent", "ongoing", "progress")
"""Fields that are taken over although records are not grouped by them."""


class Inherited(NamedTuple):
    """A value that a new record takes over."""

    value: Any
    origin: Origin
    """Why: the heading that the cursor is under, the filter, the scope, or the record that the new one stands beside."""


class Surroundings(NamedTuple):
    """What is shown around the place of a new record."""

    filter: str = ""
    scope: str = ""
    group: tuple[str, str] | None = None
    """The field that records are grouped by, and the name of the group."""
    beside: Record | None = None


def inherited_values(kind: Kind, dataset: Dataset, around: Surroundings, today: date) -> Mapping[str, Inherited]:
    """Return the fields that a new record takes over; what stands nearer to it counts more: group, filter, scope, record."""
    found: dict[str, Inherited] = {}
    above = parent_field(kind)
    if above == "requirements":
        served = [around.scope] if around.scope else list(getattr(around.beside, above, ()))[:1]
        if served:
            found[above] = Inherited(served, "scope" if around.scope else "record")
    for name, value in _of_filter(kind, dataset, around.filter, today):
        found[name] = Inherited(value, "filter")
    if around.group is not None:
        by, name = around.group
        value = _of_group(kind, by, name)
        if value is not None:
            found[by] = Inherited(value, "group")
    return found


def _is_inherited(kind: Kind, name: str) -> bool:
    return name in SPECS[kind].groups or name in ALSO_INHERITED


def _of_group(kind: Kind, by: str, name: str) -> Any:
    """Return the value that a group stands for; None if it stands for none, or for several."""
    field = field_of(kind, by)
    if field is None or field.form == "date" or name in ("", NOWHERE):
        return None
    return [name] if field.form == "list" else name


def _of_filter(kind: Kind, dataset: Dataset, text: str, today: date) -> Iterator[tuple[str, Any]]:
    """Yield the fields that a filter asks one value of, with the value."""
    try:
        tree = parse(text)
    except FilterError:
        return
    for term in _terms(tree):
        (value,) = term.values
        if value.text == NONE and not value.is_quoted:
            continue
        name = term.name
        if name == "under":
            name = parent_field(kind)
        field = field_of(kind, name)
        if field is None or not _is_inherited(kind, name):
            continue
        meant = _value(kind, dataset, field, value, today, is_whole=term.operator == "=" or term.name == "under")
        if meant is not None:
            yield name, meant


def _terms(tree: Node) -> Iterable[Term]:
    """Return the terms that a record must all fulfil and that have one value each."""
    parts = tree.parts if isinstance(tree, All) else (tree,)
    return [part for part in parts if isinstance(part, Term) and part.operator in (":", "=") and len(part.values) == 1]


def _value(kind: Kind, dataset: Dataset, field: Field, value: Value, today: date, *, is_whole: bool) -> Any:
    """Return the value that a field has if it fulfils a term; None if several do."""
    text = value.text
    match field.form:
        case "choice":
            return text.lower() if text.lower() in field.choices else None
        case "flag":
            return True if text.lower() == FLAGS[0] else None
        case "percent":
            try:
                return parse_percent(text)
            except InputError:
                return None
        case "date":
            try:
                days = parse_days(text, today)
            except DateError:
                return None
            return days[0] if days is not None and days[0] == days[1] else None
        case "list" | "reference" if field.refers_to is not None:
            known = dataset.ids[field.refers_to]
            found = text if text in known else spelled(known, text, folded, is_whole=True)
            is_there = found in known
            return None if not is_there else [found] if field.form == "list" else found
        case "list" | "units" | "line":
            fold = unit_key if field.name in UNIT_FIELDS else folded_line
            meant = spelled(values_in(dataset, kind, field.name), text, fold, is_whole=is_whole)
            return None if meant is None else [meant] if field.form == "list" else meant
    return None
