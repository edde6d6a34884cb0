"""What the sides of a merge decided about open conflicts of the merge base.

A decision may leave the value that the base has. A merge that compared values only would then take the other side's, and the
decision would be gone. In a criss-cross history git merges the merge bases first, so that every conflict which both sides have
decided since is an open one of the base.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from msgspec import Struct, field

from jinpu_tui.history.merge_units import Key, Unit
from jinpu_tui.history.open_conflicts import subject_of
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.unit_values import means_same, records_mean_same
from jinpu_tui.toml_edit.parser import ParseError, parse

Units = Mapping[Key, Unit]
Table = Mapping[str, Any]


class Decided(Struct):
    """The open conflicts of the merge base about one field, or one whole record, that count as decided on both sides."""

    bases: list[str] = field(default_factory=list)
    """The text of what the sides began from before each conflict."""
    entries: set[str] = field(default_factory=set)
    """The keys of the entries of a list that were in conflict; empty if the field as a whole was."""

    def before(self) -> Plain:
        """Return the fields as they were before the conflicts; lists hold the entries that were in conflict."""
        found: Plain = {}
        for text in self.bases:
            with suppress(ParseError):
                for name, value in parse(text).items():
                    found[name] = [*found[name], *value] if self.entries and isinstance(found.get(name), list) else value
        return found


Decisions = Mapping[str, Mapping[str, Decided]]
"""By id of the record, then by field. A field without a name stands for the whole record."""


def decided_fields(base: Units, ours: Units, theirs: Units) -> Decisions:
    """Return the fields whose open conflict both sides settled, or one side did and the other changed them."""
    subjects = [{subject_of(record)[:2] for record in conflicts_in(side).values()} for side in (base, ours, theirs)]
    found: dict[str, dict[str, Decided]] = {}
    for record in conflicts_in(base).values():
        on, name, entries = subject_of(record)
        is_open = [(on, name) in side for side in subjects[1:]]
        if all(is_open):
            continue
        records = [
            next((unit.value for unit in side.values() if (unit.id or unit.name) == on), {}) for side in (base, ours, theirs)
        ]
        values = [record.get(name) if name else record for record in records]
        is_unchanged = partial(means_same, name, values[0]) if name else partial(records_mean_same, records[0])
        changed = [not is_unchanged(value) for value in values[1:]]
        if all(undecided is False or is_changed for undecided, is_changed in zip(is_open, changed, strict=True)):
            decided = found.setdefault(on, {}).setdefault(name, Decided())
            decided.bases.append(str(record.get("base", "")))
            decided.entries |= entries if len(entries) == 1 else set()
    return found


def conflicts_in(units: Units) -> dict[str, Table]:
    """Return the open conflicts of a version by their ids."""
    return {unit.id: unit.value for unit in units.values() if unit.name == "conflict" and unit.id}
