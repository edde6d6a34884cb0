"""Values of fields that hold units: one unit is written as a text or as a list of one, and both mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinpu_tui.model.fields import FIELDS
from jinpu_tui.toml_edit.equality import same

UNITS_FIELDS = frozenset(field.name for fields in FIELDS.values() for field in fields if field.form == "units")
"""Fields that hold a unit or a list of units."""


def units_in(value: Any) -> list[Any] | None:
    """Return the units of a value as a list; None if it is neither a text nor a list of texts."""
    if value is None:
        return []
    units = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else [None]
    return units if all(isinstance(unit, str) for unit in units) else None


def means_same(field: str, one: Any, other: Any) -> bool:
    """Return whether two values of a field mean the same, in whatever form they are written."""
    if same(one, other):
        return True
    if field not in UNITS_FIELDS or one is None or other is None:
        return False
    units = units_in(one)
    return units is not None and units == units_in(other)


def records_mean_same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Return whether two plain records mean the same; None stands for no record."""
    if one is None or other is None:
        return one is other
    return one.keys() == other.keys() and all(means_same(name, value, other[name]) for name, value in one.items())
