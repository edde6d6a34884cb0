"""All that a record touches: requirements, tasks, indicators, sources and dependencies, as a small tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jinpu_tui.model.dataset import Dataset, Index
from jinpu_tui.model.records import Indicator, Record, Requirement, Source, Task
from jinpu_tui.text.i18n import _

MAX_ITEMS = 30
"""Maximum number of records that are shown of one relation; how many more there are is shown beside them."""

MAX_DEPTH = 12
"""Chains are followed so far."""


class Node(NamedTuple):
    """A record that another touches, and what lies after it."""

    id: str
    behind: Sequence[Node] = ()


class Relation(NamedTuple):
    """The records that stand in one relation to the record; `more` of them are not shown."""

    name: str
    nodes: Sequence[Node]
    more: int = 0


def trace(dataset: Dataset, id_: str) -> list[Relation]:
    """Return what a record touches, by relation; relations without a record are left out."""
    record = dataset.by_id[id_]
    found = [_relation(name, nodes) for name, nodes in _relations(dataset, record)]
    return [item for item in found if item.nodes]


def _relation(name: str, nodes: Iterable[Node]) -> Relation:
    shown = list(nodes)
    return Relation(name, shown[:MAX_ITEMS], max(0, len(shown) - MAX_ITEMS))


def _relations(dataset: Dataset, record: Record) -> Iterator[tuple[str, Iterable[Node]]]:
    match record:
        case Task():
            yield _("serves"), [_upwards(dataset, item, MAX_DEPTH) for item in _known(dataset, record.requirements)]
            yield _("waits for"), [_chain(dataset, item, {record.id}, 1) for item in _known(dataset, record.depends)]
            yield (
                _("holds up"),
                [_follow(dataset, dependent, {record.id}, 1) for dependent in dataset.dependents.get(record.id, ())],
            )
            yield _("measured by"), _nodes(_of_each(dataset.indicators_of, record.requirements))
        case Requirement():
            yield _("part of"), [_upwards(dataset, item, MAX_DEPTH) for item in _known(dataset, [record.parent])]
            yield _("parts"), [_downwards(dataset, child) for child in dataset.children.get(record.id, ())]
            yield _("tasks"), _nodes(dataset.tasks_of.get(record.id, ()))
            yield _("measured by"), _nodes(dataset.indicators_of.get(record.id, ()))
        case Indicator():
            yield _("measures"), [_upwards(dataset, item, MAX_DEPTH) for item in _known(dataset, record.requirements)]
            yield _("moved by"), _nodes(_of_each(dataset.tasks_of, record.requirements))
        case Source():
            yield _("demands in it"), _nodes(_citing(dataset, record.id, Requirement))
            yield _("tasks in it"), _nodes(_citing(dataset, record.id, Task))
            yield _("figures in it"), _nodes(_citing(dataset, record.id, Indicator))
    yield _("from"), _nodes(_known(dataset, dict.fromkeys(_sources(record))))


def _sources(record: Record) -> Iterator[str | None]:
    yield getattr(record, "source", None)
    if isinstance(record, Indicator):
        yield from (observation.source for observation in record.observations)


def _nodes(ids: Iterable[str]) -> list[Node]:
    return [Node(id_) for id_ in dict.fromkeys(ids)]


def _known(dataset: Dataset, ids: Iterable[str | None]) -> list[str]:
    return [id_ for id_ in ids if id_ is not None and id_ in dataset.by_id]


def _of_each(index: Index, ids: Iterable[str]) -> list[str]:
    return [found for id_ in ids for found in index.get(id_, ())]


def _citing(dataset: Dataset, source: str, kind: type[Record]) -> list[str]:
    return [id_ for id_ in dataset.referrers.get(source, ()) if isinstance(dataset.by_id[id_], kind)]


def _upwards(dataset: Dataset, id_: str, depth: int) -> Node:
    """Return a requirement with the one above it, and so on."""
    record = dataset.by_id[id_]
    parent = getattr(record, "parent", None)
    above = _known(dataset, [parent]) if depth and id_ not in dataset.in_parent_ring else []
    return Node(id_, [_upwards(dataset, item, depth - 1) for item in above])


def _downwards(dataset: Dataset, id_: str) -> Node:
    return Node(id_, _nodes(dataset.tasks_of.get(id_, ()))[:MAX_ITEMS])


def _chain(dataset: Dataset, id_: str, seen: set[str], depth: int) -> Node:
    """Return a task with those that it waits for in turn, each shown once."""
    record = dataset.by_id[id_]
    seen.add(id_)
    depends = [item for item in _known(dataset, getattr(record, "depends", ())) if item not in seen]
    return Node(
        id_, [_chain(dataset, depend, seen, depth + 1) for depend in depends if depend not in seen] if depth < MAX_DEPTH else ()
    )


def _follow(dataset: Dataset, id_: str, seen: set[str], depth: int) -> Node:
    """Return a task with those that wait for it in turn, each shown once."""
    seen.add(id_)
    behind = [dependent for dependent in dataset.dependents.get(id_, ()) if dependent not in seen][:MAX_ITEMS]
    return Node(
        id_, [_follow(dataset, item, seen, depth + 1) for item in behind if item not in seen] if depth < MAX_DEPTH else ()
    )
