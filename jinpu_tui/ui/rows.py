"""What the panes show, as rows: plain values made from a dataset and the choices of the person at the keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.records import Indicator, Pane, Record, Requirement, Task
from jinpu_tui.query.sorting import GROUPS, Group, grouped
from jinpu_tui.ui.session import Session

RowKey = tuple[str, int]


class RequirementRow(NamedTuple):
    """A requirement in its tree, `depth` levels down. `folded` is None if nothing lies below it."""

    record: Requirement
    depth: int
    folded: bool | None


class StepRow(NamedTuple):
    """A step of an opened task; `nth` -1 stands for the place of the first step if there is none yet."""

    record: Task
    nth: int


class GroupRow(NamedTuple):
    """The heading of a group of records; `folded`: they are not shown."""

    group: Group
    folded: bool
    record: None = None


TasksRow = Task | StepRow | GroupRow
IndicatorsRow = Indicator | GroupRow


def record_of(row: object) -> Record | None:
    """Return the record that a row shows or belongs to."""
    return row if isinstance(row, Record) else getattr(row, "record", None)


def key_of(row: object) -> RowKey | None:
    """Return what a row keeps while those around it change; None for lines of a page."""
    match row:
        case Task() | Indicator():
            return row.id, -1
        case RequirementRow():
            return row.record.id, -1
        case StepRow():
            return row.record.id, max(row.nth, 0)
        case GroupRow():
            return row.group.name, -2
    return None


def requirement_rows(session: Session) -> list[RequirementRow]:
    """Return the tree without what is folded away; under a filter the matches with all above them."""
    dataset = session.dataset
    text = session.filter_of("requirements")
    shown: set[str] | None = None
    if text:
        shown = set()
        parents = {requirement.id: requirement.parent for requirement in dataset.requirements}
        for match in session.matching("requirements", dataset.requirements):
            here: str | None = match.id
            while here in parents and here not in shown:
                shown.add(here)
                here = parents[here]
    return list(_tree(session, shown))


def _tree(session: Session, shown: set[str] | None) -> Iterator[RequirementRow]:
    dataset = session.dataset
    rank = (
        {item.id: rank for rank, item in enumerate(session.in_order("requirements"))}
        if session.views["requirements"].order
        else {}
    )
    waiting = [(id_, 0) for id_ in _last_first(dataset.children.get("", ()), rank)]
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
            waiting += [(child, depth + 1) for child in _last_first(below, rank)]


def _last_first(ids: Sequence[str], rank: Mapping[str, int]) -> Iterable[str]:
    """Return requirements under the same one, in the order of the pane but backwards."""
    return reversed(sorted(ids, key=rank.__getitem__) if rank else ids)


def task_rows(session: Session) -> tuple[Sequence[TasksRow], int]:
    """Return the tasks in scope that match the filter, ordered and grouped, open ones with their steps; and their number."""
    tasks = session.matching("tasks", session.in_order("tasks"))
    by = session.views["tasks"].group
    if not by and not session.opened:
        return tasks, len(tasks)
    rows: list[TasksRow] = []
    for heading, members in _under_headings(session, "tasks", tasks):
        rows += heading
        if not session.opened:
            rows += members
            continue
        for task in members:
            rows.append(task)
            if task.id in session.opened:
                rows += [StepRow(task, index) for index in range(len(task.steps))] or [StepRow(task, -1)]
    return rows, len(tasks)


def indicator_rows(session: Session) -> tuple[Sequence[IndicatorsRow], int]:
    """Return the indicators in scope that match the filter, ordered and grouped; and how many match."""
    indicators: Sequence[Indicator] = session.matching("indicators", session.in_order("indicators"))
    if not session.views["indicators"].group:
        return indicators, len(indicators)
    found = _under_headings(session, "indicators", indicators)
    return [row for heading, members in found for row in (*heading, *members)], len(indicators)


def _under_headings(session: Session, pane: Pane, records: Sequence[Any]) -> Iterator[tuple[Sequence[GroupRow], Sequence[Any]]]:
    """Return records under the heading of their group, none if it is folded; under no heading where nothing is grouped."""
    by = session.views[pane].group
    if by not in GROUPS.get(KIND_OF[pane], ()):
        yield (), records
        return
    for group in grouped(records, by, KIND_OF[pane], session.analysis):
        folded = group.name in session.closed
        yield (GroupRow(group, folded),), () if folded else group.members


def headings_in(rows: Sequence[Any]) -> Sequence[int]:
    """Return where headings of groups stand; the first row is one if any is.

    Below a heading there is a row for each of its records, and rows for the steps of those that are open.
    """
    if not rows or not isinstance(rows[0], GroupRow):
        return ()
    headings, at = [], 0
    while at < len(rows):
        row = rows[at]
        if isinstance(row, GroupRow):
            headings.append(at)
            at += 0 if row.folded else len(row.group.members)
        at += 1
    return headings
