"""Edits that would make records stand above themselves or depend on themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinpu_tui.model.changes import Added, AnyChange, Change
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _

_LINKS: tuple[tuple[Kind, str], ...] = tuple(
    (kind, field.name) for kind, spec in SPECS.items() for field in spec.fields if field.refers_to == kind
)
"""Fields that lead from a record to others of its kind and never back to it."""


def refuse_circles(dataset: Dataset, changes: Sequence[AnyChange]) -> None:
    """Raise InputError if a change links a record to one that leads back to it, over however many others.

    Links that are there already are not looked at, so that records on an old circle can be edited.

    Args:
        dataset: The records before the changes.
        changes: All changes of one edit; a circle may come from several of them together.
    """
    for kind, field in _LINKS:
        new = {change.id: value for change in changes for value in _new_values(change, kind, field)}
        if not new:
            continue
        present = {record.id: _targets(getattr(record, field)) for record in dataset.of_kind(kind)}
        links = {**present, **new}
        tangled = _leading_to_circles(links)
        for id_, targets in new.items():
            for target in targets if id_ in tangled else ():
                if target not in present.get(id_, ()) and (circle := _path(links, target, id_)):
                    message = _("{field}: {id} would lead back to itself ({circle})")
                    raise InputError(message.format(field=field, id=id_, circle=" → ".join((id_, *circle))))


def _leading_to_circles(links: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the ids that lie on a circle or lead to one, in linear time: long chains without circles are common."""
    sources: dict[str, list[str]] = {}
    left: dict[str, int] = {}
    for id_, targets in links.items():
        inner = [target for target in targets if target in links]
        left[id_] = len(inner)
        for target in inner:
            sources.setdefault(target, []).append(id_)
    ends = [id_ for id_, count in left.items() if count == 0]
    for end in ends:
        for source in sources.get(end, ()):
            left[source] -= 1
            if left[source] == 0:
                ends.append(source)
    return left.keys() - set(ends)


def _new_values(change: AnyChange, kind: Kind, field: str) -> Iterable[tuple[str, ...]]:
    """Yield the targets that a change gives the field of a record, if it is about that field."""
    if change.kind != kind:
        return
    if isinstance(change, Change) and change.field == field:
        yield _targets(change.after)
    elif isinstance(change, Added):
        yield _targets(change.record.get(field))


def _targets(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()


def _path(links: Mapping[str, Iterable[str]], start: str, end: str) -> list[str]:
    """Return the ids on a shortest way along links, with both ends; empty if there is none."""
    before: dict[str, str] = {start: ""}
    waiting = [start]
    for id_ in waiting:
        if id_ == end:
            path = [id_]
            while before[path[-1]]:
                path.append(before[path[-1]])
            return path[::-1]
        for target in links.get(id_, ()):
            if target not in before:
                before[target] = id_
                waiting.append(target)
    return []
