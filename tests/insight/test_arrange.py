"""Filtering, ordering and grouping."""

from __future__ import annotations

from datetime import date

from jinpu_tui.insight.arrange import grouped, ordered
from jinpu_tui.insight.lights import task_lights
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Task

TASKS = (
    Task("T1", "Write the PLAN", lead="Finance", due=date(2017, 1, 1)),
    Task("T2", "计划", status="blocked"),
    Task("T3", "Ｗｉｄｅ letters", lead="Audit", due=date(2016, 1, 1)),
)
LIGHTS = task_lights(Dataset(tasks=TASKS), date(2016, 12, 31))


def test_orders_put_what_has_no_value_last() -> None:
    assert [task.id for task in ordered(TASKS, "due", LIGHTS)] == ["T3", "T1", "T2"]
    assert [task.id for task in ordered(TASKS, "lead", LIGHTS)] == ["T3", "T1", "T2"]
    assert [task.id for task in ordered(TASKS, "light", LIGHTS)] == ["T2", "T3", "T1"]


def test_groups_in_their_natural_order() -> None:
    assert [(name, len(tasks)) for name, tasks in grouped(TASKS, "status", LIGHTS)] == [("todo", 2), ("blocked", 1)]
    assert [name for name, _tasks in grouped(TASKS, "lead", LIGHTS)] == ["Audit", "Finance", "–"]
