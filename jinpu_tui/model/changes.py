"""Edits as values. The same value is what a key makes, what undo inverts, what the journal keeps and what a screen says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from jinpu_tui.model.records import Kind, Part

Plain = dict[str, Any]


class Change(Struct, frozen=True):
    """Field `field` of record `id` goes from `before` to `after`; None stands for absent. Values are plain.

    Of the `[dataset]` table, where `kind` is "dataset" (the id says nothing then).
    """

    kind: Part
    id: str
    field: str
    before: Any
    after: Any

    def inverse(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.kind, self.id, self.field, self.after, self.before)


class Added(Struct, frozen=True, eq=False):
    """A record comes in. `after_id` is the id of the record whose file and place it follows ("" for the kind's last).

    `any_id`: nobody chose the id, and where it is taken by then the next free one does as well. `file` is the file, by its path
    below the dataset, that it goes to where `after_id` names none. `doubled`: another file may have a record of the same id.
    """

    kind: Kind
    id: str
    record: Plain
    after_id: str = ""
    any_id: bool = False
    file: str = ""
    doubled: bool = False

    def __eq__(self, other: object) -> bool:
        """Return whether the same record comes to the same place."""
        return isinstance(other, Added) and _same(self, other)

    def __hash__(self) -> int:
        return hash((self.kind, self.id, self.after_id))

    def inverse(self) -> Removed:
        """Return the removal of the record."""
        return Removed(self.kind, self.id, self.record, self.after_id, self.file if self.doubled else "")


class Removed(Struct, frozen=True, eq=False):
    """A record is removed, with what it held.

    `file`, a path below the dataset, is given if several files have a record of the id: the one in this file is removed, and
    changes of fields in the same edit are about the one that stays.
    """

    kind: Kind
    id: str
    record: Plain
    after_id: str = ""
    file: str = ""

    def __eq__(self, other: object) -> bool:
        """Return whether the same record leaves the same place."""
        return isinstance(other, Removed) and _same(self, other)

    def __hash__(self) -> int:
        return hash((self.kind, self.id, self.after_id))

    def inverse(self) -> Added:
        """Return the return of the record."""
        return Added(self.kind, self.id, self.record, self.after_id, file=self.file, doubled=bool(self.file))


def _same(one: Added | Removed, other: Added | Removed) -> bool:
    """Return whether two changes are about the same record and place; files and how ids were found do not count."""
    return (one.kind, one.id, one.record, one.after_id) == (other.kind, other.id, other.record, other.after_id)


class Moved(Struct, frozen=True, eq=False):
    """A record stands elsewhere among those of its kind in its file; what it holds stays.

    `after_id` is the id of the record of the kind that it follows then, `was_after_id` that of the one before; "" if it is the
    first of its kind in its file.
    """

    kind: Kind
    id: str
    after_id: str
    was_after_id: str = ""

    def __eq__(self, other: object) -> bool:
        """Return whether the same record comes to stand in the same place, wherever it stood."""
        return isinstance(other, Moved) and (self.kind, self.id, self.after_id) == (other.kind, other.id, other.after_id)

    def __hash__(self) -> int:
        return hash((self.kind, self.id, self.after_id))

    def inverse(self) -> Moved:
        """Return the move back."""
        return Moved(self.kind, self.id, self.was_after_id, self.after_id)


ContentChange = Change | Added | Removed
"""What changes what a dataset holds, and not only the order of its records."""

AnyChange = ContentChange | Moved


def changed(kind: Kind, record: Mapping[str, Any], **after: Any) -> list[AnyChange]:
    """Return changes that give the fields of a plain record the values `after`, leaving out those that have them."""
    id_ = str(record["id"])
    return [Change(kind, id_, name, record.get(name), new) for name, new in after.items() if record.get(name) != new]


def with_changes(record: Mapping[str, Any], changes: Iterable[Change]) -> Plain:
    """Return a plain record, or the `[dataset]` table, after changes of its fields."""
    after = dict(record)
    for change in changes:
        if change.after is None:
            after.pop(change.field, None)
        else:
            after[change.field] = change.after
    return after
