"""Two states of a record, as the changes that lead from one to the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinpu_tui.model.changes import Change
from jinpu_tui.model.fields import ORDER
from jinpu_tui.model.plain import same
from jinpu_tui.model.records import Part


def changes_between(kind: Part, id_: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """The changes of fields that make a plain record, or the `[dataset]` table, another, in the order of the format."""
    names = [*ORDER[kind], *(name for name in (*old, *new) if name not in ORDER[kind])]
    for name in dict.fromkeys(names):
        if not same(old.get(name), new.get(name)):
            yield Change(kind, id_, name, old.get(name), new.get(name))
