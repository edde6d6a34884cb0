"""The lights, rule by rule in their order, and what requirements make of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from jinpu_tui.analysis.lights import ORDER, is_silent, light, task_lights
from jinpu_tui.analysis.progress import found_progress, tasks_below
from jinpu_tui.analysis.rollup import requirement_statuses
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Lights, LogEntry, Requirement, Step, Task

DAY = date(2016, 12, 31)
START, LATER = date(2016, 12, 1), date(2017, 3, 1)


@pytest.mark.parametrize(
    ("task", "meant"),
    [
        (Task("T", status="done", due=START), "done"),
        (Task("T", status="closed"), "done"),
        (Task("T", status="dropped", due=START), "off"),
        (Task("T"), "off"),
        (Task("T", due=date(2016, 12, 30)), "red"),
        (Task("T", status="blocked"), "red"),
        (Task("T", status="doing", start=START, due=date(2017, 1, 30), progress=19), "red"),
        (Task("T", status="doing", start=START, due=date(2017, 1, 30), progress=20), "yellow"),
        (Task("T", status="doing", start=START, due=date(2017, 1, 30), progress=90, verified=10), "red"),
        (Task("T", status="doing", start=START, due=date(2017, 1, 30), progress=40), "green"),
        (Task("T", status="doing", due=LATER, steps=(Step("a", START),)), "yellow"),
        (Task("T", status="doing", due=LATER, steps=(Step("a", START, done=True),)), "green"),
        (Task("T", due=DAY), "blue"),
        (Task("T", due=date(2017, 1, 14)), "blue"),
        (Task("T", due=date(2017, 1, 15)), "green"),
        (Task("T", status="doing"), "green"),
    ],
)
def test_lights(task: Task, meant: str) -> None:
    assert light(task, DAY, Lights()) == meant


def test_offices_differ() -> None:
    assert light(Task("T", due=date(2017, 1, 14)), DAY, Lights(soon_days=7)) == "green"


def test_silence() -> None:
    task = Task("T", status="doing", log=(LogEntry(date(2016, 10, 1), text="x"),))
    assert is_silent(task, DAY, Lights())
    assert not is_silent(task, date(2016, 11, 1), Lights())


def test_requirements_roll_up_each_task_once() -> None:
    requirements = (Requirement("R"), Requirement("R.1", parent="R"), Requirement("R.2", parent="R"), Requirement("E"))
    tasks = (
        Task("A", status="done", requirements=("R.1", "R.2")),
        Task("B", status="doing", progress=20, requirements=("R.2",), due=date(2017, 1, 1)),
        Task("C", status="dropped", requirements=("R.1",)),
    )
    dataset = Dataset(requirements=requirements, tasks=tasks)
    found = requirement_statuses(dataset, task_lights(dataset, DAY))
    assert found["R"] == (60, "blue", 3, 1)
    assert found["R.1"] == (100, "done", 2, 1)
    assert found["E"] == (None, None, 0, 0)


def test_a_ring_of_parents_ends() -> None:
    ring = (Requirement("A", parent="B"), Requirement("B", parent="A"))
    dataset = Dataset(requirements=ring, tasks=(Task("T", status="done", requirements=("A",)),))
    assert requirement_statuses(dataset, task_lights(dataset, DAY))["A"].progress == 100
    assert dataset.children[""] == ("A", "B")


def naive(dataset: Dataset, id_: str, lights: dict[str, str]) -> tuple[float | None, str | None, int, int]:
    """The rule as the design words it, one requirement at a time."""
    tasks = tasks_below(dataset, id_)
    kept = [task for task in tasks if task.status != "dropped"]
    if not kept:
        return None, None, len(tasks), 0
    progress = sum(found_progress(task) or 0 for task in kept) / len(kept)
    opened = [lights[task.id] for task in kept if lights[task.id] not in ("done", "off")]
    idle: str = "off" if any(lights[task.id] == "off" for task in kept) else "done"
    worst = min(opened, key=ORDER.index, default=idle)
    return progress, worst, len(tasks), sum(lights[task.id] == worst for task in kept)


@given(data=st.data())
def test_rolling_up_is_the_rule_for_each_requirement(data: st.DataObject) -> None:
    ids = [f"R{number}" for number in range(data.draw(st.integers(1, 8)))]
    parents = st.one_of(st.none(), st.sampled_from([*ids, "gone"]))
    requirements = tuple(Requirement(id_, parent=data.draw(parents)) for id_ in ids)
    made = st.builds(
        Task,
        st.just("T"),
        status=st.sampled_from(["todo", "doing", "done", "closed", "blocked", "dropped"]),
        progress=st.one_of(st.none(), st.integers(0, 100)),
        due=st.one_of(st.none(), st.sampled_from([START, DAY, LATER])),
        requirements=st.lists(st.sampled_from([*ids, "gone"]), max_size=3, unique=True).map(tuple),
    )
    tasks = tuple(replace(task, id=f"T{number}") for number, task in enumerate(data.draw(st.lists(made, max_size=8))))
    dataset = Dataset(requirements=requirements, tasks=tasks)
    lights = task_lights(dataset, DAY)
    found = requirement_statuses(dataset, lights)
    rings = dataset.in_parent_ring
    for id_ in ids:
        if rings.isdisjoint(dataset.below(id_)):
            assert found[id_] == naive(dataset, id_, lights)
