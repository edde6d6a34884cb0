"""What the panes show, as rows: plain values made from a dataset and the choices of the person at the keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jinpu_tui.insight.arrange import grouped, ordered
from jinpu_tui.model.records import Indicator, Record, Requirement, Task
from jinpu_tui.ui.session import Session

RowKey = tuple[str, int]


class RequirementRow(NamedTuple):
    """A requirement in its tree, `depth` levels down. `folded` is None where nothing lies below it."""

    record: Requirement
    depth: int
    folded: bool | None


class StepRow(NamedTuple):
    """A step of an opened task; `nth` -1 stands for the place of the first step where there is none yet."""

    record: Task
    nth: int


class GroupRow(NamedTuple):
    """The heading of a group of tasks."""

    name: str
    size: int
    record: None = None


TasksRow = Task | StepRow | GroupRow


def record_of(row: object) -> Record | None:
    """The record that a row shows or belongs to."""
    return row if isinstance(row, Record) else getattr(row, "record", None)


def key_of(row: object) -> RowKey | None:
    """What a row keeps while those around it change; None for lines of a page."""
    match row:
        case Task() | Indicator():
            return row.id, -1
        case RequirementRow():
            return row.record.id, -1
        case StepRow():
            return row.record.id, max(row.nth, 0)
        case GroupRow():
            return row.name, -2
    return None


def requirement_rows(session: Session) -> list[RequirementRow]:
    """The tree without what is folded away; under a filter the matches with all above them."""
    dataset = session.dataset
    text = session.filters["requirements"]
    shown: set[str] | None = None
    if text:
        shown = set()
        parents = {one.id: one.parent for one in dataset.requirements}
        for match in session.matching("requirements", dataset.requirements):
            here: str | None = match.id
            while here in parents and here not in shown:
                shown.add(here)
                here = parents[here]
    return list(_tree(session, shown))


def _tree(session: Session, shown: set[str] | None) -> Iterator[RequirementRow]:
    dataset = session.dataset
    waiting = [(id_, 0) for id_ in reversed(dataset.children.get("", ()))]
    while waiting:
        id_, depth = waiting.pop()
        if shown is not None and id_ not in shown:
            continue
        record = dataset.by_id[id_]
        assert isinstance(record, Requirement)
        below = dataset.children.get(id_, ())
        folded = id_ in session.folded and shown is None
        yield RequirementRow(record, depth, folded if below else None)
        if not folded:
            waiting += [(child, depth + 1) for child in reversed(below)]


def task_rows(session: Session) -> Sequence[TasksRow]:
    """The tasks in scope that match the filter, ordered and grouped, opened ones with their steps."""
    tasks = session.matching("tasks", session.tasks_in_scope)
    tasks = ordered(tasks, session.order, session.lights)
    if session.group == "none" and not session.opened:
        return tasks
    rows: list[TasksRow] = []
    for name, members in grouped(tasks, session.group, session.lights):
        if name:
            rows.append(GroupRow(name, len(members)))
        for task in members:
            rows.append(task)
            if task.id in session.opened:
                rows += [StepRow(task, index) for index in range(len(task.steps))] or [StepRow(task, -1)]
    return rows


def indicator_rows(session: Session) -> Sequence[Indicator]:
    """The indicators in scope that match the filter."""
    return session.matching("indicators", session.indicators_in_scope)
