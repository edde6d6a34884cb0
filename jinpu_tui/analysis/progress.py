"""How far tasks and requirements are, in percent."""

from __future__ import annotations

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.edits import step_share
from jinpu_tui.model.records import Task


def claimed_progress(task: Task) -> int | None:
    """Return what the unit claims: done counts 100, else the stated progress, else the share of steps done."""
    if task.status in ("done", "closed"):
        return 100
    return step_share(task) if task.progress is None else task.progress


def found_progress(task: Task) -> int | None:
    """Return the verified progress if there is one, else what is claimed."""
    return claimed_progress(task) if task.verified is None or task.status in ("done", "closed") else task.verified


def tasks_below(dataset: Dataset, requirement: str) -> list[Task]:
    """Return the tasks of a requirement and of all below it, each once, in the order of the dataset."""
    wanted = dataset.below(requirement)
    return [task for task in dataset.tasks if not wanted.isdisjoint(task.requirements)]
