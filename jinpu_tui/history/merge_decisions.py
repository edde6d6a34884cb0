"""What the sides of a merge decided about open conflicts of the merge base.

A decision may leave the value that the base has. A merge that compared values only would then take the other side's, and the
decision would be gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinpu_tui.history.merge_units import Key, Unit
from jinpu_tui.history.open_conflicts import subject_of
from jinpu_tui.toml_edit.equality import same

Units = Mapping[Key, Unit]


def decided_fields(base: Units, ours: Units, theirs: Units) -> dict[str, set[str]]:
    """Return the fields, by id of their record, whose open conflict both sides settled, or one did and the other changed them.

    A field without a name stands for the whole record.
    """
    subjects = [{subject_of(record)[:2] for record in conflicts_in(side).values()} for side in (base, ours, theirs)]
    found: dict[str, set[str]] = {}
    for on, name in subjects[0]:
        is_open = [(on, name) in side for side in subjects[1:]]
        if all(is_open):
            continue
        records = [
            next((unit.value for unit in side.values() if (unit.id or unit.name) == on), {}) for side in (base, ours, theirs)
        ]
        values = [record.get(name) if name else record for record in records]
        changed = [not same(value, values[0]) for value in values[1:]]
        if all(undecided is False or is_changed for undecided, is_changed in zip(is_open, changed, strict=True)):
            found.setdefault(on, set()).add(name)
    return found


def conflicts_in(units: Units) -> dict[str, Mapping[str, Any]]:
    """Return the open conflicts of a version by their ids."""
    return {unit.id: unit.value for unit in units.values() if unit.name == "conflict" and unit.id}
