"""Requirements as their tasks make them: progress and light, rolled up the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from jinpu_tui.analysis.lights import ORDER, Light
from jinpu_tui.analysis.progress import found_progress
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Task


class RequirementStatus(NamedTuple):
    """How a requirement stands: mean progress in percent and the worst light of its open tasks; None without tasks.

    If no task is open it is `done` only if all are, else `off`.
    """

    progress: float | None
    light: Light | None
    tasks: int
    worst: int = 0
    """How many tasks have that light."""


_RANK = {name: rank for rank, name in enumerate(ORDER)}
_CLOSED = _RANK["done"]
_OFF = _RANK["off"]


def requirement_statuses(dataset: Dataset, lights: Mapping[str, Light]) -> Mapping[str, RequirementStatus]:
    """How each requirement stands by its tasks and those of all requirements below it, each task counted once."""
    rolled = {requirement.id: _Tally() for requirement in dataset.requirements}
    alone = {requirement.id: _Tally() for requirement in dataset.requirements}
    above = {child: parent for parent, children in dataset.children.items() if parent for child in children}
    for task in dataset.tasks:
        rank = _RANK[lights[task.id]]
        served = [id_ for id_ in task.requirements if id_ in rolled]
        if len(served) == 1:
            rolled[served[0]].add(task, rank)
        elif served:
            for id_ in {up for item in served for up in _upwards(item, above)}:
                alone[id_].add(task, rank)
    for id_ in _from_the_leaves(dataset):
        if id_ in above:
            rolled[above[id_]].take_in(rolled[id_])
    for id_, tally in alone.items():
        tally.take_in(rolled[id_])
    return {id_: tally.status() for id_, tally in alone.items()}


class _Tally:
    """Counts of tasks. `worst` is the rank of the worst light of an open one, and `count` tasks have it; `off` are off."""

    __slots__ = ("count", "kept", "off", "points", "tasks", "worst")

    def __init__(self) -> None:
        self.tasks = self.kept = self.points = self.count = self.off = 0
        self.worst = _CLOSED

    def add(self, task: Task, rank: int) -> None:
        self.tasks += 1
        if task.status == "dropped":
            return
        self.kept += 1
        self.points += found_progress(task) or 0
        self.off += rank == _OFF
        self._count(rank, 1)

    def take_in(self, other: _Tally) -> None:
        self.tasks += other.tasks
        self.kept += other.kept
        self.points += other.points
        self.off += other.off
        self._count(other.worst, other.count)

    def _count(self, rank: int, count: int) -> None:
        if rank < self.worst:
            self.worst, self.count = rank, count
        elif rank == self.worst:
            self.count += count

    def status(self) -> RequirementStatus:
        if not self.kept:
            return RequirementStatus(None, None, self.tasks)
        is_off = self.worst == _CLOSED and self.off > 0
        light: Light = "off" if is_off else ORDER[self.worst]
        return RequirementStatus(self.points / self.kept, light, self.tasks, self.off if is_off else self.count)


def branches(dataset: Dataset, roots: Iterable[str]) -> Mapping[str, str]:
    """For each of some requirements and all below them the one of them that it belongs to."""
    found: dict[str, str] = {}
    waiting = [(id_, id_) for id_ in roots]
    for id_, root in waiting:
        found[id_] = root
        waiting += [(child, root) for child in dataset.children.get(id_, ())]
    return found


def _upwards(id_: str, above: Mapping[str, str]) -> Iterator[str]:
    here: str | None = id_
    while here is not None:
        yield here
        here = above.get(here)


def _from_the_leaves(dataset: Dataset) -> Iterable[str]:
    """Every requirement after all that lie below it."""
    return reversed([id_ for _parent, id_, _depth in dataset.tree()])
