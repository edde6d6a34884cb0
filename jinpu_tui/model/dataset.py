"""The dataset: an immutable snapshot of all records with the indexes that readers of it need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from jinpu_tui.model.kinds import KINDS, KINDS_ON_SCREEN, SPECS
from jinpu_tui.model.records import (
    Comment,
    DatasetInfo,
    Indicator,
    Kind,
    OpenConflict,
    Record,
    Requirement,
    SignOff,
    Source,
    Task,
    View,
)

Index = Mapping[str, tuple[str, ...]]

_REFERENCES: Mapping[Kind, tuple[str, ...]] = {
    kind: tuple(each.name for each in spec.fields if each.refers_to) for kind, spec in SPECS.items()
}

NESTED_REFERENCES: Mapping[Kind, tuple[tuple[str, str, Kind], ...]] = {
    kind: tuple((name, each.name, each.refers_to) for name, fields in spec.nested.items() for each in fields if each.refers_to)
    for kind, spec in SPECS.items()
}
"""References in lists of tables: the field of the record, the key in each of its tables, and the kind that it names."""


class Dataset(Struct, frozen=True, dict=True):
    """Records by kind, each in the order of the files, and what is wrong with them by id.

    `stale` are those whose file cannot be read now: they are shown as they were. `unknown` holds, by record id, the keys that
    the format doesn't know, as they stand in the file.
    `others` holds the records of kinds that have no field here.
    Indexes are made when first asked for and live as long as the snapshot.
    """

    info: DatasetInfo = field(default_factory=DatasetInfo)
    sources: tuple[Source, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    tasks: tuple[Task, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    views: tuple[View, ...] = ()
    conflicts: tuple[OpenConflict, ...] = ()
    comments: tuple[Comment, ...] = ()
    signoffs: tuple[SignOff, ...] = ()
    others: Mapping[Kind, tuple[Record, ...]] = field(default_factory=dict)
    unknown: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    faulty: frozenset[str] = frozenset()
    stale: frozenset[str] = frozenset()

    @classmethod
    def from_records(
        cls, info: DatasetInfo, records: Mapping[Kind, Sequence[Any]], unknown: Mapping[str, Mapping[str, Any]]
    ) -> Dataset:
        """Return the dataset of records by kind; those of kinds without a field of their own are in `others`."""
        own: dict[str, Any] = {}
        others: dict[Kind, tuple[Any, ...]] = {}
        for kind, of_kind in records.items():
            if SPECS[kind].plural in cls.__struct_fields__:
                own[SPECS[kind].plural] = tuple(of_kind)
            else:
                others[kind] = tuple(of_kind)
        return cls(info, others=others, unknown=unknown, **own)

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Every record by its id."""
        return {record.id: record for record in self}

    @cached_property
    def ids(self) -> Mapping[Kind, frozenset[str]]:
        """The ids of each kind."""
        return {kind: frozenset(record.id for record in self.of_kind(kind)) for kind in KINDS}

    @cached_property
    def children(self) -> Index:
        """Ids of the requirements directly below each requirement; those without a present parent are under ""."""
        known = {requirement.id for requirement in self.requirements}
        rings = self.in_parent_ring
        return _index(
            (item.parent if item.parent in known and item.id not in rings else "", item.id) for item in self.requirements
        )

    @cached_property
    def in_parent_ring(self) -> frozenset[str]:
        """Ids of the requirements whose parents lead back to themselves."""
        return rings({requirement.id: (requirement.parent,) for requirement in self.requirements if requirement.parent})

    @cached_property
    def tasks_of(self) -> Index:
        """Ids of the tasks that serve each requirement."""
        return _index((id_, task.id) for task in self.tasks for id_ in dict.fromkeys(task.requirements))

    @cached_property
    def indicators_of(self) -> Index:
        """Ids of the indicators that measure each requirement."""
        return _index((id_, indicator.id) for indicator in self.indicators for id_ in dict.fromkeys(indicator.requirements))

    @cached_property
    def dependents(self) -> Index:
        """Ids of the tasks that depend on each task."""
        return _index((id_, task.id) for task in self.tasks for id_ in dict.fromkeys(task.depends))

    @cached_property
    def in_depends_ring(self) -> frozenset[str]:
        """Ids of the tasks that depend on themselves in the end."""
        return rings({task.id: task.depends for task in self.tasks if task.depends})

    @cached_property
    def comments_on(self) -> Index:
        """Ids of the comments on each record."""
        return _index((comment.on, comment.id) for comment in self.comments)

    @cached_property
    def signoffs_on(self) -> Index:
        """Ids of the sign-offs of each record."""
        return _index((signoff.on, signoff.id) for signoff in self.signoffs)

    @cached_property
    def referrers(self) -> Index:
        """Ids of the records that refer to each id."""
        return _index((target, record.id) for record in self for _, target in outgoing(record))

    def __iter__(self) -> Iterator[Record]:
        for kind in KINDS_ON_SCREEN:
            yield from self.of_kind(kind)

    def __len__(self) -> int:
        return sum(len(self.of_kind(kind)) for kind in KINDS)

    def below(self, id_: str) -> frozenset[str]:
        """Return the requirement and all requirements below it."""
        found, waiting = {id_}, [id_]
        while waiting:
            below = self.children.get(waiting.pop(), ())
            waiting += [child for child in below if child not in found]
            found.update(below)
        return frozenset(found)

    def tree(self) -> Iterator[tuple[str, str, int]]:
        """Yield each requirement after the one above it: the id of that one, its own, and how deep it lies, from 0 on."""
        waiting = [("", id_, 0) for id_ in reversed(self.children.get("", ()))]
        while waiting:
            parent, id_, depth = waiting.pop()
            yield parent, id_, depth
            waiting += [(id_, child, depth + 1) for child in reversed(self.children.get(id_, ()))]

    def of_kind(self, kind: Kind) -> tuple[Record, ...]:
        """Return all records of one kind."""
        if kind in self.others:
            return self.others[kind]
        records: tuple[Record, ...] = getattr(self, SPECS[kind].plural, ())
        return records


def changed_ids(before: Dataset, after: Dataset) -> tuple[str, ...]:
    """Return the ids of the records that differ between two snapshots, those that went and those that came among them."""
    found = [id_ for id_, record in after.by_id.items() if before.by_id.get(id_) != record]
    return (*found, *(id_ for id_ in before.by_id if id_ not in after.by_id))


def outgoing(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the references of a record: the path of each inside the record, and the id that it names."""
    for name in _REFERENCES[record.TYPE]:
        value = getattr(record, name)
        if isinstance(value, str):
            yield (name,), value
        elif value:
            yield from (((name, index), target) for index, target in enumerate(value))
    for name, key, _kind in NESTED_REFERENCES[record.TYPE]:
        for index, table in enumerate(getattr(record, name)):
            if target := getattr(table, key):
                yield (name, index, key), target


def rings(edges: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the ids that lie on a ring of `edges`: those from which a way along the edges leads back to themselves.

    These are the members of strongly connected components of more than one id, and ids that point at themselves. They are
    found in linear time and without recursion by Tarjan's algorithm (SIAM Journal on Computing 1 (2), 1972).

    Args:
        edges: For each id, the ids that it points at. Ids that are no keys point at nothing.

    >>> sorted(rings({"a": ["b", "c"], "b": ["a"], "c": ["b"], "d": ["a"]}))
    ['a', 'b', 'c']
    """
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    component: list[str] = []
    is_open: set[str] = set()
    members: set[str] = set()
    for start in edges:
        trail: list[tuple[str, Iterator[str]]] = [] if start in numbers else [(start, iter(edges[start]))]
        while trail:
            id_, following = trail[-1]
            if id_ not in numbers:
                numbers[id_] = lowest[id_] = len(numbers)
                component.append(id_)
                is_open.add(id_)
            for target in following:
                if target == id_:
                    members.add(id_)
                elif target not in numbers and target in edges:
                    trail.append((target, iter(edges[target])))
                    break
                elif target in is_open:
                    lowest[id_] = min(lowest[id_], numbers[target])
            else:
                trail.pop()
                if trail:
                    above = trail[-1][0]
                    lowest[above] = min(lowest[above], lowest[id_])
                if lowest[id_] == numbers[id_]:
                    at = _last_index(component, id_)
                    if len(component) - at > 1:
                        members.update(component[at:])
                    is_open.difference_update(component[at:])
                    del component[at:]
    return frozenset(members)


def _last_index(items: Sequence[str], item: str) -> int:
    """Return where an item stands that is known to be near the end."""
    return next(at for at in range(len(items) - 1, -1, -1) if items[at] == item)


def _index(pairs: Iterable[tuple[str | None, str]]) -> Index:
    lists: dict[str, list[str]] = {}
    for key, value in pairs:
        lists.setdefault(key or "", []).append(value)
    return {key: tuple(values) for key, values in lists.items()}
