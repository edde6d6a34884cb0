"""Ordering and grouping tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Literal, get_args

from jinpu_tui.insight.lights import ORDER, Light
from jinpu_tui.insight.progress import found_progress
from jinpu_tui.model.records import Priority, Status, Task

By = Literal["file", "due", "light", "status", "lead", "progress", "priority", "title"]
Group = Literal["none", "status", "light", "lead", "due"]

ORDERS: tuple[By, ...] = get_args(By)
GROUPS: tuple[Group, ...] = get_args(Group)


def ordered(tasks: Iterable[Task], by: By, lights: Mapping[str, Light]) -> list[Task]:
    """Tasks in an order; equal ones keep the order they came in, those without a value come last."""
    if by == "file":
        return list(tasks)
    keys: dict[By, Callable[[Task], Any]] = {
        "due": lambda task: task.due or date.max,
        "light": lambda task: ORDER.index(lights[task.id]),
        "status": lambda task: get_args(Status).index(task.status),
        "lead": lambda task: (task.lead is None, task.lead or ""),
        "progress": lambda task: found_progress(task) if found_progress(task) is not None else 101,
        "priority": lambda task: get_args(Priority).index(task.priority),
        "title": lambda task: task.title.casefold(),
    }
    return sorted(tasks, key=keys[by])


def grouped(tasks: Iterable[Task], by: Group, lights: Mapping[str, Light]) -> list[tuple[str, list[Task]]]:
    """Tasks under the name of their group, groups in their natural order; one nameless group where `by` is none."""
    if by == "none":
        return [("", list(tasks))]
    keys: dict[Group, Callable[[Task], str]] = {
        "status": lambda task: task.status,
        "light": lambda task: lights[task.id],
        "lead": lambda task: task.lead or "–",
        "due": lambda task: f"{task.due:%Y-%m}" if task.due else "–",
    }
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        groups.setdefault(keys[by](task), []).append(task)
    natural: tuple[str, ...] = {"status": get_args(Status), "light": ORDER}.get(by, ())
    rank = {name: index for index, name in enumerate(natural)}
    return sorted(groups.items(), key=lambda pair: (rank.get(pair[0], 0), pair[0] == "–", pair[0]))
