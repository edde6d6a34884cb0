"""The fields of each kind of record, in the order that the format writes them, and what form their values have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from jinpu_tui.model.records import (
    Basis,
    DatasetInfo,
    Direction,
    Kind,
    Measure,
    ObservationStatus,
    Pane,
    Part,
    Priority,
    Qualifier,
    Status,
    TargetKind,
)

Form = Literal[
    "id", "line", "text", "date", "percent", "whole", "number", "flag", "choice", "reference", "list", "table", "tables"
]


class Field(NamedTuple):
    """One field: its name in the file, the form of its value, its fixed choices, and what a reference points to.

    `list` is a list of lines; with `refers_to` of ids. `table` and `tables` hold the fields named in NESTED.
    """

    name: str
    form: Form
    choices: tuple[str, ...] = ()
    refers_to: Kind | None = None


_TAIL = (Field("source", "reference", refers_to="source"), Field("quote", "line"), Field("note", "text"), Field("tags", "list"))

FIELDS: dict[Kind, tuple[Field, ...]] = {
    "source": (
        Field("id", "id"),
        Field("title", "line"),
        Field("publisher", "line"),
        Field("published", "date"),
        Field("number", "line"),
        Field("url", "line"),
        Field("note", "text"),
    ),
    "requirement": (
        Field("id", "id"),
        Field("title", "line"),
        Field("text", "text"),
        Field("parent", "reference", refers_to="requirement"),
        *_TAIL,
    ),
    "task": (
        Field("id", "id"),
        Field("title", "line"),
        Field("requirements", "list", refers_to="requirement"),
        Field("status", "choice", get_args(Status)),
        Field("lead", "line"),
        Field("support", "list"),
        Field("owner", "line"),
        Field("supervisor", "line"),
        Field("start", "date"),
        Field("due", "date"),
        Field("progress", "percent"),
        Field("verified", "percent"),
        Field("steps", "tables"),
        Field("priority", "choice", get_args(Priority)),
        Field("depends", "list", refers_to="task"),
        Field("deliverable", "line"),
        Field("problem", "text"),
        Field("next", "text"),
        Field("extensions", "tables"),
        Field("done_on", "date"),
        Field("closed_on", "date"),
        Field("closed_by", "line"),
        Field("log", "tables"),
        *_TAIL,
    ),
    "indicator": (
        Field("id", "id"),
        Field("name", "line"),
        Field("unit", "line"),
        Field("requirements", "list", refers_to="requirement"),
        Field("kind", "choice", get_args(TargetKind)),
        Field("direction", "choice", get_args(Direction)),
        Field("definition", "text"),
        Field("lead", "line"),
        Field("decimals", "whole"),
        Field("measure", "choice", get_args(Measure)),
        Field("baseline", "table"),
        Field("target", "table"),
        Field("observations", "tables"),
        Field("source", "reference", refers_to="source"),
        Field("note", "text"),
        Field("tags", "list"),
    ),
    "view": (
        Field("id", "id"),
        Field("name", "line"),
        Field("pane", "choice", get_args(Pane)),
        Field("filter", "line"),
        Field("order", "list"),
        Field("group", "line"),
        Field("columns", "list"),
        Field("note", "text"),
    ),
    "conflict": (
        Field("id", "id"),
        Field("on", "line"),
        Field("field", "line"),
        Field("mine", "text"),
        Field("theirs", "text"),
        Field("base", "text"),
        Field("mine_by", "line"),
        Field("theirs_by", "line"),
        Field("at", "date"),
    ),
    "comment": (
        Field("id", "id"),
        Field("on", "line"),
        Field("field", "line"),
        Field("by", "line"),
        Field("at", "date"),
        Field("text", "text"),
        Field("reply_to", "reference", refers_to="comment"),
        Field("resolved", "flag"),
    ),
    "signoff": (
        Field("id", "id"),
        Field("on", "line"),
        Field("by", "line"),
        Field("at", "date"),
        Field("fields", "list"),
    ),
}

_POINT = (Field("period", "line"), Field("value", "number"))

NESTED: dict[tuple[Kind, str], tuple[Field, ...]] = {
    ("task", "steps"): (Field("text", "line"), Field("due", "date"), Field("done", "flag")),
    ("task", "extensions"): (
        Field("date", "date"),
        Field("before", "date"),
        Field("after", "date"),
        Field("reason", "line"),
        Field("by", "line"),
    ),
    ("task", "log"): (Field("date", "date"), Field("by", "line"), Field("text", "line")),
    ("indicator", "baseline"): _POINT,
    ("indicator", "target"): (*_POINT, Field("growth", "number")),
    ("indicator", "observations"): (
        *_POINT,
        Field("growth", "number"),
        Field("status", "choice", get_args(ObservationStatus)),
        Field("qualifier", "choice", get_args(Qualifier)),
        Field("cumulative", "flag"),
        Field("basis", "choice", get_args(Basis)),
        Field("growth_basis", "choice", get_args(Basis)),
        Field("source", "reference", refers_to="source"),
        Field("quote", "line"),
        Field("note", "line"),
    ),
}

ORDER: dict[Part, tuple[str, ...]] = {
    "dataset": DatasetInfo.__struct_fields__,
    **{kind: tuple(field.name for field in fields) for kind, fields in FIELDS.items()},
}


KIND_OF: dict[Pane, Kind] = {"requirements": "requirement", "tasks": "task", "indicators": "indicator"}
"""The kind of record that each pane shows."""

ENTRY_IDENTITIES = (("id",), ("period", "cumulative"), ("text",))
"""Keys that distinguish the tables of a list: records by id, observations by period, steps by text."""


def field_of(kind: Kind, name: str) -> Field | None:
    """Return the field of that name, or None if the format knows none."""
    return next((field for field in FIELDS[kind] if field.name == name), None)


def title_field(kind: Kind) -> str:
    """Return the field that names a record of this kind."""
    return {"indicator": "name", "view": "name", "conflict": "on", "comment": "text", "signoff": "on"}.get(kind, "title")


def references(kind: Kind) -> Iterator[Field]:
    """Return the fields of a kind that point to other records."""
    return (field for field in FIELDS[kind] if field.refers_to)
