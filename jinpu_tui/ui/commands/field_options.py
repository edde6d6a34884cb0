"""What the value of a field can be picked from."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from jinpu_tui.model.changes import Plain
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.fields import Field
from jinpu_tui.model.records import Kind
from jinpu_tui.query.columns import natural
from jinpu_tui.query.spelling import values_in
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.option import Option

INDENT = "  "
"""Blanks before a requirement for each level that it lies down."""


def options_of(dataset: Dataset, kind: Kind, field: Field, records: Sequence[Plain]) -> list[Option]:
    """Return what a field of some records can be picked from; nothing at all is the last, if one of them has a value.

    Choices stand in their order, requirements as their tree, other records in the order of the files, and values that records
    have in alphabetical order.
    """
    if field.choices:
        options = [Option(value, value) for value in field.choices]
    elif field.refers_to is not None:
        options = list(record_options(dataset, field.refers_to, {str(record["id"]) for record in records}))
    else:
        options = [Option(value, value) for value in values_of(dataset, kind, field.name)]
    if field.form != "list" and field.name != "status" and any(field.name in record for record in records):
        options.append(Option(_("(none)"), ""))
    return options


def record_options(dataset: Dataset, kind: Kind, without: Container[str] = ()) -> Iterator[Option]:
    """Return the records of a kind to pick from, requirements indented as their tree."""
    if kind == "requirement":
        for _above, id_, depth in dataset.tree():
            if id_ not in without:
                yield Option(f"{INDENT * depth}{id_}  {dataset.by_id[id_].name}", id_)
        return
    for record in dataset.of_kind(kind):
        if record.id not in without:
            yield Option(f"{record.id}  {record.name}", record.id)


def values_of(dataset: Dataset, kind: Kind, name: str) -> list[str]:
    """Return the values that a field has in records, each once; the names of units from tasks and indicators."""
    kinds: tuple[Kind, ...] = ("task", "indicator") if name == "lead" else (kind,)
    return sorted(set().union(*(values_in(dataset, each, name) for each in kinds)), key=natural)
