"""The kinds of records: everything that differs from kind to kind and is no code, in one table.

A new kind of record is a struct in `records`, its name in `vocabulary.Kind`, and a line of `SPECS`. Reading, checking, editing,
merging, listing, filtering, showing and the JSON schema follow from these.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from jinpu_tui.model.records import (
    Comment,
    Indicator,
    OpenConflict,
    Requirement,
    SignOff,
    Source,
    Task,
    View,
)
from jinpu_tui.model.struct_fields import Field, fields_of, nested_structs
from jinpu_tui.model.vocabulary import Kind, Pane


class KindSpec(Struct, frozen=True, dict=True):
    """A kind of record. Its name is that of its tables in files: `[[task]]`."""

    struct: type[Any]
    """The records, with their fields and what these may hold."""
    prefix: str
    """What the first id of the kind begins with."""
    title_field: str = "title"
    """The field that names a record."""
    pane: Pane | None = None
    """The pane of the main screen that shows the records."""
    is_addable: bool = True
    """Whether people add records by hand, as with `jinpu-tui add`."""
    is_content: bool = True
    """Whether a file that holds only such records makes its folder a part of a dataset."""
    signed_fields: tuple[str, ...] = ()
    """What a sign-off is about; records of a kind without any are not signed off."""
    groups: tuple[str, ...] = ()
    """What records can be grouped by: names of columns."""
    written_after: Mapping[str, str] = field(default_factory=dict)
    """Fields that a file has after another one than the struct has: the struct's order is that of the keys in JSON."""

    @property
    def name(self) -> Kind:
        """The kind's name in files."""
        kind: Kind = self.struct.TYPE
        return kind

    @property
    def plural(self) -> str:
        """The name of several records on the command line."""
        return f"{self.name}s"

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields in the order in which files have them."""
        fields = {each.name: each for each in fields_of(self.struct)}
        for name, before in self.written_after.items():
            moved = fields.pop(name)
            at = list(fields).index(before) + 1
            fields = dict([*list(fields.items())[:at], (name, moved), *list(fields.items())[at:]])
        return tuple(fields.values())

    @cached_property
    def nested(self) -> Mapping[str, tuple[Field, ...]]:
        """The fields of the tables inside a record, by the field that holds them."""
        structs: dict[str, type[Struct]] = nested_structs(self.struct)
        return {name: fields_of(struct) for name, struct in structs.items()}


SPECS: Mapping[Kind, KindSpec] = {
    spec.name: spec
    for spec in (
        KindSpec(Source, "S"),
        KindSpec(Requirement, "R", pane="requirements", signed_fields=("title", "text")),
        KindSpec(
            Task,
            "T",
            pane="tasks",
            signed_fields=("title", "requirements", "due"),
            groups=("lead", "status", "light", "requirements", "due", "leader", "owner", "supervisor", "priority", "tags"),
        ),
        KindSpec(
            Indicator,
            "I",
            title_field="name",
            pane="indicators",
            signed_fields=("name", "target"),
            groups=("lead", "requirements", "kind", "unit"),
            written_after={"measure": "decimals"},
        ),
        KindSpec(View, "V", title_field="name", is_content=False),
        KindSpec(OpenConflict, "X", title_field="on", is_addable=False, is_content=False),
        KindSpec(Comment, "C", title_field="text", is_addable=False, is_content=False),
        KindSpec(SignOff, "G", title_field="on", is_addable=False, is_content=False),
    )
}

KINDS: tuple[Kind, ...] = tuple(SPECS)
"""The kinds in the order in which problems of records are reported."""

KINDS_ON_SCREEN: tuple[Kind, ...] = tuple(sorted(KINDS, key=lambda kind: SPECS[kind].pane is None))
"""The kinds in the order in which records are listed: those with a pane first."""
