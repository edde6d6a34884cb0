"""The fields of each kind of record by name, in the order in which files have them; derived from the table of kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.records import DatasetInfo
from jinpu_tui.model.struct_fields import Field, Form
from jinpu_tui.model.vocabulary import Kind, Pane, Part

__all__ = [
    "ENTRY_IDENTITIES",
    "FIELDS",
    "KIND_OF",
    "NESTED",
    "ORDER",
    "Field",
    "Form",
    "default_values",
    "field_of",
    "references",
    "title_field",
]

FIELDS: dict[Kind, tuple[Field, ...]] = {kind: spec.fields for kind, spec in SPECS.items()}

_BY_NAME = {kind: {field.name: field for field in fields} for kind, fields in FIELDS.items()}

NESTED: dict[tuple[Kind, str], tuple[Field, ...]] = {
    (kind, name): fields for kind, spec in SPECS.items() for name, fields in spec.nested.items()
}
"""The fields of the tables inside records, by kind and by the field that holds them."""

ORDER: dict[Part, tuple[str, ...]] = {
    "dataset": DatasetInfo.__struct_fields__,
    **{kind: tuple(field.name for field in fields) for kind, fields in FIELDS.items()},
}


KIND_OF: dict[Pane, Kind] = {spec.pane: kind for kind, spec in SPECS.items() if spec.pane is not None}
"""The kind of record that each pane shows."""

ENTRY_IDENTITIES = (("id",), ("period", "cumulative"), ("text",))
"""Keys that distinguish the tables of a list: records by id, observations by period, steps by text."""


def field_of(kind: Kind, name: str) -> Field | None:
    """Return the field of that name, or None if the format knows none."""
    return _BY_NAME[kind].get(name)


def title_field(kind: Kind) -> str:
    """Return the field that names a record of this kind."""
    return SPECS[kind].title_field


def default_values(kind: Kind) -> Mapping[str, Any]:
    """Return what fields hold that a record does not state, such as the status `todo`."""
    fields = msgspec.structs.fields(SPECS[kind].struct)
    return {field.name: field.default for field in fields if field.default not in (msgspec.NODEFAULT, None, "", ())}


def references(kind: Kind) -> Iterator[Field]:
    """Return the fields of a kind that point to other records."""
    return (field for field in FIELDS[kind] if field.refers_to)
