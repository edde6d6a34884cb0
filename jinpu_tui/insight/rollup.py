"""Requirements as their tasks make them: progress and light, rolled up the tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jinpu_tui.insight.lights import Light, worst
from jinpu_tui.insight.progress import mean_progress
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Task


class Standing(NamedTuple):
    """How a requirement stands: mean progress in percent and the worst light of its open tasks; None without tasks.

    Where no task is open it is `done` only if all are, else `off`.
    """

    progress: float | None
    light: Light | None
    tasks: int


def standings(dataset: Dataset, lights: Mapping[str, Light]) -> Mapping[str, Standing]:
    """How each requirement stands by its tasks and those of all requirements below it, each task counted once."""
    parents = {one.id: one.parent for one in dataset.requirements if one.id not in dataset.in_parent_ring}
    below: dict[str, dict[str, Task]] = {one.id: {} for one in dataset.requirements}
    for task in dataset.tasks:
        for requirement in task.requirements:
            here: str | None = requirement
            while here in below and task.id not in below[here]:
                below[here][task.id] = task
                here = parents.get(here)
    return {id_: _standing(list(tasks.values()), lights) for id_, tasks in below.items()}


def _standing(tasks: list[Task], lights: Mapping[str, Light]) -> Standing:
    kept = [lights[task.id] for task in tasks if task.status != "dropped"]
    open_ = [one for one in kept if one not in ("done", "off")]
    rest: Light | None = ("off" if "off" in kept else "done") if kept else None
    return Standing(mean_progress(tasks), worst(open_) or rest, len(tasks))
