"""Ordering and grouping records by columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.lights import ORDER, Light
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.records import Kind, Record
from jinpu_tui.query.columns import columns, natural
from jinpu_tui.query.units import UNIT_FIELDS, UnitNames, leads_of

R = TypeVar("R", bound=Record)

GROUPS: Mapping[Kind, tuple[str, ...]] = {kind: spec.groups for kind, spec in SPECS.items() if spec.groups}
"""What records of a kind can be grouped by. Deadlines are grouped by month."""

NOWHERE = "–"
"""The name of the group of records that have no value."""


class Group(Struct, frozen=True, dict=True):
    """The records of one value, and its name."""

    name: str
    members: Sequence[Any]
    light_of: Mapping[str, Light]
    """The lights of records by their ids."""

    @cached_property
    def lights(self) -> Mapping[Light, int]:
        """How many of the records have each light; counted when the heading comes into sight."""
        return Counter(filter(None, map(self.light_of.get, map(attrgetter("id"), self.members))))


def column_of(term: str) -> tuple[str, bool]:
    """Return the column that a term of an order names, and whether it goes from the last to the first.

    >>> column_of("due"), column_of("due-")
    (('due', False), ('due', True))
    """
    return term.removesuffix("-"), term.endswith("-")


def sized(term: str) -> tuple[str, int | None]:
    """Return the column that a term of `columns` names, and its width in cells where that is fixed.

    >>> sized("lead:12"), sized("due")
    (('lead', 12), ('due', None))
    """
    name, _colon, width = term.partition(":")
    return name, max(1, min(200, int(width))) if width.isascii() and width.isdigit() else None


def ordered(records: Sequence[R], order: Sequence[str], kind: Kind, analysis: Analysis) -> Sequence[R]:
    """Return records ordered by columns, the first counts most. Equal ones keep the order they came in.

    Those without a value come last, in both directions. What names no column is passed over.
    """
    for term in reversed(order):
        name, backwards = column_of(term)
        column = columns(kind).get(name)
        if column is not None:
            records = _sorted(list(zip(column.values(analysis, records), records, strict=True)), backwards=backwards)
    return records


def _sorted(pairs: list[tuple[Any, R]], *, backwards: bool) -> list[R]:
    known = [pair for pair in pairs if pair[0] is not None and pair[0] == pair[0]]  # not a number is no value
    known.sort(key=itemgetter(0), reverse=backwards)
    rest = [pair for pair in pairs if pair[0] is None or pair[0] != pair[0]] if len(known) < len(pairs) else []
    return [record for _value, record in (*known, *rest)]


def grouped(records: Sequence[R], by: str, kind: Kind, analysis: Analysis) -> list[Group]:
    """Return records grouped by a field, groups in the order of their values; a record with several values is in each group."""
    names = UnitNames() if by in UNIT_FIELDS else None
    members: dict[_Key, list[R]] = {}
    groups_of: dict[Any, Sequence[list[R]]] = {}
    values = [analysis.lights.get(each.id) for each in records] if by == "light" else map(attrgetter(by), records)
    for value, record in zip(values, records, strict=True):
        groups = groups_of.get(value)
        if groups is None:
            keys = _keys(value, by, kind) if names is None else _unit_keys(value, names)
            groups = groups_of[value] = [members.setdefault(key, []) for key in keys]
        for group in groups:
            group.append(record)
    light_of = analysis.lights if kind == "task" else {}
    return [Group(key.name, found, light_of) for key, found in sorted(members.items(), key=itemgetter(0))]


class _Key(NamedTuple):
    """What orders a group, and what it is called."""

    is_last: bool
    rank: Any
    name: str


def _unit_keys(value: Any, names: UnitNames) -> Sequence[_Key]:
    """Return the groups of the units that a value names; two spellings of one unit are one group."""
    return [_Key(not unit, natural(unit), unit or NOWHERE) for unit in map(names.of, leads_of(value))]


def _keys(value: Any, by: str, kind: Kind) -> Sequence[_Key]:
    """Return the groups that a value puts a record in."""
    if not value:
        return [_Key(True, 0, NOWHERE)]
    if isinstance(value, tuple):
        return [_Key(False, natural(fromkey), fromkey) for fromkey in dict.fromkeys(value)]
    if isinstance(value, date):
        return [_Key(False, f"{value:%Y-%m}", f"{value:%Y-%m}")]
    field = field_of(kind, by)
    choices = ORDER if by == "light" else field.choices if field is not None else ()
    return [_Key(False, choices.index(value) if value in choices else natural(value), value)]
