"""What waits for what: tasks in chains by `depends`, and the chain that decides when all can be done.

The critical chain is the critical path of Kelley and Walker ("Critical-Path Planning and Scheduling", 1959) over the tasks that
are still open: no other chain has as many days of work left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from jinpu_tui.insight.facts import Facts
from jinpu_tui.insight.progress import found_progress
from jinpu_tui.model.records import Task


class Link(NamedTuple):
    """A task in a chain, and how many days of work are left on it."""

    task: Task
    days: int


@dataclass(frozen=True)
class Chain:
    """Open tasks, each of which waits for the one before it."""

    links: Sequence[Link]

    @property
    def days(self) -> int:
        """How many days of work are left in all."""
        return sum(link.days for link in self.links)

    @property
    def ends(self) -> date | None:
        """The last due date."""
        return max((link.task.due for link in self.links if link.task.due), default=None)

    def slack(self, day: date) -> int | None:
        """How many days more there are to the last due date than days of work; less than 0 where it cannot be done in time."""
        return None if self.ends is None else (self.ends - day).days - self.days


def waits_for(facts: Facts, task: Task) -> list[Task]:
    """The open tasks that a task directly depends on."""
    return _open_tasks(facts, task.depends)


def holds_up(facts: Facts, task: Task) -> list[Task]:
    """The open tasks that directly depend on a task."""
    return _open_tasks(facts, facts.dataset.dependents.get(task.id, ()))


def days_left(facts: Facts, task: Task) -> int:
    """Days of work left on a task: the share not yet done of its time from start to due, at most what is left of that time.

    A task without a start begins when the last that it waits for is due, else on the day. Without a due date nothing is known,
    and 0 is counted; an overdue task has the rest of its work still before it.

    >>> from datetime import date
    >>> from jinpu_tui.model.dataset import Dataset
    >>> half = Task("T1", start=date(2017, 1, 1), due=date(2017, 1, 21), progress=50)
    >>> days_left(Facts(Dataset(tasks=(half,)), date(2016, 12, 31)), half)
    10
    """
    if task.due is None:
        return 0
    before = [one.due for one in waits_for(facts, task) if one.due]
    begin = task.start or max([facts.day, *before])
    length = max(0, (task.due - begin).days)
    return round(length * (100 - (found_progress(task) or 0)) / 100)


def critical_chain(facts: Facts) -> Chain:
    """Return the chain with most days of work left; of equal ones that with the later last due date, then with more tasks.

    Tasks in a ring are left out.

    >>> from datetime import date
    >>> from jinpu_tui.model.dataset import Dataset
    >>> first = Task("T1", start=date(2017, 1, 1), due=date(2017, 1, 11))
    >>> then = Task("T2", depends=("T1",), due=date(2017, 1, 31))
    >>> alone = Task("T3", start=date(2017, 1, 1), due=date(2017, 1, 25))
    >>> found = critical_chain(Facts(Dataset(tasks=(first, then, alone)), date(2017, 1, 1)))
    >>> [link.task.id for link in found.links], found.days, found.slack(date(2017, 1, 1))
    (['T1', 'T2'], 30, 0)
    """
    best: dict[str, tuple[int, date, int]] = {}
    before: dict[str, str] = {}
    days: dict[str, int] = {}
    for task in _in_order(facts):
        days[task.id] = days_left(facts, task)
        earlier = [one.id for one in waits_for(facts, task) if one.id in best]
        longest = max(earlier, key=best.__getitem__, default=None)
        if longest is not None:
            before[task.id] = longest
        base, ends, count = best[longest] if longest is not None else (0, date.min, 0)
        best[task.id] = base + days[task.id], max(ends, task.due or date.min), count + 1
    here: str | None = max(best, key=best.__getitem__, default=None)
    links: list[Link] = []
    while here is not None:
        last = facts.dataset.by_id[here]
        assert isinstance(last, Task)
        links.append(Link(last, days[here]))
        here = before.get(here)
    return Chain(links[::-1])


def blocking(facts: Facts) -> list[tuple[Task, int]]:
    """The open tasks that others wait for, with how many wait in the end, most first."""
    found = []
    for id_ in facts.dataset.dependents:
        task = facts.dataset.by_id.get(id_)
        if isinstance(task, Task) and id_ in facts.open_tasks and (waiting := _held_up(facts, task)):
            found.append((task, waiting))
    return sorted(found, key=lambda pair: -pair[1])


def _held_up(facts: Facts, task: Task) -> int:
    """How many open tasks wait for a task, directly or behind others."""
    seen = {task.id}
    waiting = [task]
    for one in waiting:
        following = [other for other in holds_up(facts, one) if other.id not in seen]
        seen.update(other.id for other in following)
        waiting += following
    return len(seen) - 1


def _open_tasks(facts: Facts, ids: Sequence[str]) -> list[Task]:
    found = (facts.dataset.by_id.get(id_) for id_ in ids if id_ in facts.open_tasks)
    return [one for one in found if isinstance(one, Task)]


def _in_order(facts: Facts) -> Iterator[Task]:
    """The open tasks of chains, each behind those it waits for (Kahn, 1962); those in a ring never come."""
    chained = [one for one in facts.dataset.tasks if one.id in facts.open_tasks and one.id not in facts.dataset.in_depends_ring]
    known = {one.id for one in chained}
    missing = {one.id: len({other.id for other in waits_for(facts, one)} & known) for one in chained if one.depends}
    ready = [one for one in chained if not missing.get(one.id)]
    for task in ready:
        yield task
        for follower in holds_up(facts, task):
            if follower.id in missing:
                missing[follower.id] -= 1
                if not missing[follower.id]:
                    ready.append(follower)
