"""What waits for what: tasks in chains by `depends`, and the chain that decides when all can be done.

The critical chain is the critical path of Kelley and Walker ("Critical-Path Planning and Scheduling", 1959) over the tasks that
are still open: no other chain has as many days of work left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.progress import found_progress
from jinpu_tui.model.records import Task


class Link(NamedTuple):
    """A task in a chain, and how many days of work are left on it."""

    task: Task
    days: int


class Chain(Struct, frozen=True):
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
        """How many days more there are to the last due date than days of work; less than 0 if it cannot be done in time."""
        return None if self.ends is None else (self.ends - day).days - self.days


def waits_for(analysis: Analysis, task: Task) -> list[Task]:
    """Return the open tasks that a task directly depends on."""
    return _open_tasks(analysis, task.depends)


def holds_up(analysis: Analysis, task: Task) -> list[Task]:
    """Return the open tasks that directly depend on a task."""
    return _open_tasks(analysis, analysis.dataset.dependents.get(task.id, ()))


def days_left(analysis: Analysis, task: Task) -> int:
    """Days of work left on a task: the share not yet done of its time from start to due, at most what is left of that time.

    A task without a start begins when the last that it waits for is due, else on the day. Without a due date nothing is known,
    and 0 is counted; an overdue task has the rest of its work still before it.

    >>> from datetime import date
    >>> from jinpu_tui.model.dataset import Dataset
    >>> half = Task("T1", start=date(2017, 1, 1), due=date(2017, 1, 21), progress=50)
    >>> days_left(Analysis(Dataset(tasks=(half,)), date(2016, 12, 31)), half)
    10
    """
    if task.due is None:
        return 0
    before = [item.due for item in waits_for(analysis, task) if item.due]
    begin = task.start or max([analysis.day, *before])
    length = max(0, (task.due - begin).days)
    return round(length * (100 - (found_progress(task) or 0)) / 100)


def critical_path(analysis: Analysis) -> Chain:
    """Return the chain with most days of work left; of equal ones that with the later last due date, then with more tasks.

    Tasks in a ring are left out.

    >>> from datetime import date
    >>> from jinpu_tui.model.dataset import Dataset
    >>> first = Task("T1", start=date(2017, 1, 1), due=date(2017, 1, 11))
    >>> then = Task("T2", depends=("T1",), due=date(2017, 1, 31))
    >>> alone = Task("T3", start=date(2017, 1, 1), due=date(2017, 1, 25))
    >>> found = critical_path(Analysis(Dataset(tasks=(first, then, alone)), date(2017, 1, 1)))
    >>> [link.task.id for link in found.links], found.days, found.slack(date(2017, 1, 1))
    (['T1', 'T2'], 30, 0)
    """
    best: dict[str, tuple[int, date, int]] = {}
    before: dict[str, str] = {}
    days: dict[str, int] = {}
    for task in _in_order(analysis):
        days[task.id] = days_left(analysis, task)
        earlier = [item.id for item in waits_for(analysis, task) if item.id in best]
        longest = max(earlier, key=best.__getitem__, default=None)
        if longest is not None:
            before[task.id] = longest
        base, ends, count = best[longest] if longest is not None else (0, date.min, 0)
        best[task.id] = base + days[task.id], max(ends, task.due or date.min), count + 1
    here: str | None = max(best, key=best.__getitem__, default=None)
    links: list[Link] = []
    while here is not None:
        last = analysis.dataset.by_id[here]
        assert isinstance(last, Task)
        links.append(Link(last, days[here]))
        here = before.get(here)
    return Chain(links[::-1])


def blocking(analysis: Analysis) -> list[tuple[Task, int]]:
    """Return the open tasks that others wait for, with how many open tasks wait in the end, most first."""
    counts = _held_up(analysis)
    found = []
    for id_ in analysis.dataset.dependents:
        task = analysis.dataset.by_id.get(id_)
        if isinstance(task, Task) and counts.get(id_):
            found.append((task, counts[id_]))
    return sorted(found, key=lambda pair: -pair[1])


def _held_up(analysis: Analysis) -> dict[str, int]:
    """Return by id how many open tasks wait for a task, directly or through others.

    Each task is visited once, after those that wait for it. The tasks that wait are a set of bits, kept until the tasks that
    are waited for have taken it over: following each chain from each of its tasks would be quadratic.
    """
    numbers = {id_: number for number, id_ in enumerate(analysis.open_tasks)}
    waiting = _waiting_for_rings(analysis, numbers)
    counts = {id_: (bits & ~(1 << numbers[id_])).bit_count() for id_, bits in waiting.items()}
    takers = {
        task.id: len({item.id for item in waits_for(analysis, task)}) for task in analysis.dataset.tasks if task.id in numbers
    }
    for task in reversed(list(_in_order(analysis))):
        bits = 0
        for follower in {item.id: item for item in holds_up(analysis, task)}:
            bits |= waiting.get(follower, 0) | 1 << numbers[follower]
            takers[follower] -= 1
            if not takers[follower]:
                waiting.pop(follower, None)
        if bits:
            waiting[task.id] = bits
            counts[task.id] = (bits & ~(1 << numbers[task.id])).bit_count()
    return counts


def _waiting_for_rings(analysis: Analysis, numbers: Mapping[str, int]) -> dict[str, int]:
    """Return by id of each open task in a ring the tasks that wait for it, as bits; the tasks of a ring have the same."""
    found: dict[str, int] = {}
    ring = analysis.dataset.in_depends_ring & analysis.open_tasks
    for id_ in sorted(ring - found.keys()):
        if id_ not in found:
            reached = _reached(analysis, id_, holds_up)
            bits = sum(1 << numbers[item] for item in reached)
            found |= dict.fromkeys({id_} | (ring & reached & _reached(analysis, id_, waits_for)), bits)
    return found


def _reached(analysis: Analysis, id_: str, step: Callable[[Analysis, Task], list[Task]]) -> set[str]:
    """Return the ids of the tasks that are reached from a task by steps in one direction."""
    reached: set[str] = set()
    to_do = _open_tasks(analysis, [id_])
    for task in to_do:
        following = [item for item in {item.id: item for item in step(analysis, task)}.values() if item.id not in reached]
        reached.update(item.id for item in following)
        to_do += following
    return reached


def _open_tasks(analysis: Analysis, ids: Sequence[str]) -> list[Task]:
    found = (analysis.dataset.by_id.get(id_) for id_ in ids if id_ in analysis.open_tasks)
    return [item for item in found if isinstance(item, Task)]


def _in_order(analysis: Analysis) -> Iterator[Task]:
    """Return the open tasks of chains, each after those it waits for (Kahn, 1962); those in a ring never come."""
    chained = [
        item
        for item in analysis.dataset.tasks
        if item.id in analysis.open_tasks and item.id not in analysis.dataset.in_depends_ring
    ]
    known = {item.id for item in chained}
    missing = {item.id: len({other.id for other in waits_for(analysis, item)} & known) for item in chained if item.depends}
    ready = [item for item in chained if not missing.get(item.id)]
    for task in ready:
        yield task
        for follower in holds_up(analysis, task):
            if follower.id in missing:
                missing[follower.id] -= 1
                if not missing[follower.id]:
                    ready.append(follower)
