"""Two states of a record or a dataset, and what differs between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinpu_tui.model.changes import Change
from jinpu_tui.model.dataset import Dataset, changed_ids
from jinpu_tui.model.fields import ORDER
from jinpu_tui.model.records import Part
from jinpu_tui.model.unit_values import means_same
from jinpu_tui.toml_edit.equality import same


def changes_between(kind: Part, id_: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """Return the changes of fields that make a plain record, or the `[dataset]` table, another, in the order of the format."""
    names = [*ORDER[kind], *(name for name in (*old, *new) if name not in ORDER[kind])]
    for name in dict.fromkeys(names):
        if not same(old.get(name), new.get(name)):
            yield Change(kind, id_, name, old.get(name), new.get(name))


def value_changes(kind: Part, id_: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """Return `changes_between` without those that only write the same units in another form."""
    for change in changes_between(kind, id_, old, new):
        if not means_same(change.field, change.before, change.after):
            yield change


def differing_ids(before: Dataset, after: Dataset) -> Iterator[str]:
    """Return the ids of the records that differ, those among them that differ only in a key that the format does not know."""
    yield from (found := changed_ids(before, after))
    old, new = before.unknown, after.unknown
    seen = set(found)
    yield from (id_ for id_ in {**old, **new} if id_ not in seen and not same(old.get(id_), new.get(id_)))
