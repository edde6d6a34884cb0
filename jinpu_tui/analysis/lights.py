"""How a task stands on a day: the first light whose rule fits (section 6 of the design)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from jinpu_tui.analysis.progress import found_progress
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Lights, Task

Light = Literal["red", "yellow", "blue", "green", "done", "off"]

ORDER: tuple[Light, ...] = ("red", "yellow", "blue", "green", "done", "off")
"""From the worst; what wants nobody's eye comes last."""

SYMBOLS: dict[Light, str] = {"red": "■", "yellow": "▲", "blue": "◆", "green": "●", "done": "✓", "off": "–"}


def light(task: Task, day: date, rules: Lights, plan_start: date | None = None) -> Light:
    """Return the light of a task at the end of `day`.

    `plan_start` is the dataset's `start`, from which the pace of tasks without their own is measured.
    """
    if task.status in ("done", "closed"):
        return "done"
    if task.status == "dropped" or (task.due is None and task.status == "todo"):
        return "off"
    if task.status == "blocked" or (task.due is not None and task.due < day):
        return "red"
    behind = points_behind(task, day, plan_start)
    if behind > rules.far_behind:
        return "red"
    if behind > rules.behind or has_missed_step(task, day):
        return "yellow"
    if task.due and (task.due - day).days <= rules.soon_days:
        return "blue"
    return "green"


def is_open(task: Task) -> bool:
    """Return whether a task is neither done nor closed nor dropped."""
    return task.status not in ("done", "closed", "dropped")


def is_late(task: Task, day: date) -> bool:
    """Return whether a task is open and was due before the day."""
    return task.due is not None and task.due < day and is_open(task)


def points_behind(task: Task, day: date, plan_start: date | None = None) -> float:
    """Return how many points the progress lies behind the share of start to due that has passed; 0 without both dates."""
    start = task.start or plan_start
    if start is None or task.due is None or day <= start:
        return 0.0
    length = (task.due - start).days
    passed = min(1.0, (day - start).days / length) if length > 0 else 1.0
    return max(0.0, 100 * passed - (found_progress(task) or 0))


def has_missed_step(task: Task, day: date) -> bool:
    """Whether the date of a step has passed undone."""
    return any(step.due is not None and step.due < day and not step.done for step in task.steps)


def is_silent(task: Task, day: date, rules: Lights) -> bool:
    """Whether nothing was logged on an open, begun task for `silent_days`."""
    if task.status not in ("doing", "blocked"):
        return False
    dates = [entry.date for entry in task.log if entry.date] + ([task.start] if task.start else [])
    return bool(dates) and (day - max(dates)).days > rules.silent_days


def task_lights(dataset: Dataset, day: date) -> dict[str, Light]:
    """Return the light of each task by its id."""
    rules, plan_start = dataset.info.lights, dataset.info.start
    return {task.id: light(task, day, rules, plan_start) for task in dataset.tasks}
