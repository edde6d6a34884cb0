"""The fields of a struct with the form of each, derived from the types of its annotations."""

from __future__ import annotations

from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

from jinpu_tui.model.vocabulary import Kind

Form = Literal[
    "id",
    "line",
    "text",
    "date",
    "percent",
    "whole",
    "number",
    "flag",
    "choice",
    "reference",
    "list",
    "units",
    "table",
    "tables",
]


class Field(NamedTuple):
    """A field of a record or of a table inside one."""

    name: str
    """Its key in the file."""
    form: Form
    """The form of its value. `list` is a list of lines, with `refers_to` of ids; `units` is a line, or a list of several;
    `table` and `tables` hold fields again."""
    choices: tuple[str, ...] = ()
    """Its fixed choices, if it has any."""
    refers_to: Kind | None = None
    """The kind of record that it names."""


def fields_of(struct: type[Struct]) -> tuple[Field, ...]:
    """Return the fields of a struct, in its order."""
    hints = _hints(struct)
    return tuple(_field(name, hints[name]) for name in struct.__struct_fields__)


def nested_structs(struct: type[Struct]) -> dict[str, type[Struct]]:
    """Return the structs of the tables inside a record, by the name of the field that holds them."""
    hints = _hints(struct)
    nested = {}
    for name in struct.__struct_fields__:
        type_, _extra = _without_extra(hints[name])
        type_ = get_args(type_)[0] if get_origin(type_) is tuple else type_
        if isinstance(type_, type) and issubclass(type_, Struct):
            nested[name] = type_
    return nested


@cache
def _hints(struct: type[Struct]) -> dict[str, Any]:
    return get_type_hints(struct, include_extras=True)


def _field(name: str, hint: Any) -> Field:
    type_, extra = _without_extra(hint)
    if name == "id":
        return Field(name, "id")
    if get_origin(type_) is Literal:
        return Field(name, "choice", get_args(type_))
    if get_origin(type_) is tuple:
        entry, extra = _without_extra(get_args(type_)[0])
        is_table = isinstance(entry, type) and issubclass(entry, Struct)
        return Field(name, "tables") if is_table else Field(name, "list", refers_to=extra.get("refers_to"))
    if "refers_to" in extra:
        return Field(name, "reference", refers_to=extra["refers_to"])
    return Field(name, _form(type_, extra))


def _form(type_: Any, extra: dict[str, Any]) -> Form:
    if type_ is int:
        return "percent" if extra.get("le") == 100 else "whole"
    if type_ is str:
        return "text" if extra.get("form") == "text" else "line"
    if get_origin(type_) in (Union, UnionType):
        return "units" if str in get_args(type_) else "number"
    if issubclass(type_, Struct):
        return "table"
    forms: dict[type, Form] = {bool: "flag", date: "date"}
    return forms[type_]


def _without_extra(hint: Any) -> tuple[Any, dict[str, Any]]:
    """Return a type without None and annotations, and what the annotations say."""
    extra: dict[str, Any] = {}
    if get_origin(hint) in (Union, UnionType):
        members = [member for member in get_args(hint) if member is not NoneType]
        if len(members) > 1:
            return Union[tuple(members)], extra  # noqa: UP007  the members are known at run time only
        hint = members[0]
    if get_origin(hint) is Annotated:
        hint, *annotations = get_args(hint)
        for meta in annotations:
            if isinstance(meta, Meta):
                extra |= {"le": meta.le, **(meta.extra or {})}
    return hint, extra
