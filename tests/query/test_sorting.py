"""Ordering and grouping."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.fields import FIELDS
from jinpu_tui.model.records import Indicator, Observation, Requirement, Task
from jinpu_tui.query.columns import columns
from jinpu_tui.query.sorting import GROUPS, NOWHERE, grouped, ordered

DAY = date(2016, 12, 31)
TASKS = (
    Task("T1", "Write the PLAN", lead="Finance", due=date(2017, 1, 1)),
    Task("T2", "计划", status="blocked"),
    Task("T3", "Ｗｉｄｅ letters", lead="Audit", due=date(2016, 1, 1)),
)
FACTS = Analysis(Dataset(tasks=TASKS), DAY)


def ids(order: list[str], tasks=TASKS) -> list[str]:
    return [task.id for task in ordered(tasks, order, "task", FACTS)]


def test_orders_put_what_has_no_value_last_in_both_directions() -> None:
    assert ids(["due"]) == ["T3", "T1", "T2"]
    assert ids(["due-"]) == ["T1", "T3", "T2"]
    assert ids(["lead"]) == ["T3", "T1", "T2"]
    assert ids(["light"]) == ["T2", "T3", "T1"]


def test_numbers_in_ids_go_by_their_size() -> None:
    tasks = [Task("T10"), Task("t2"), Task("T1.10"), Task("T1.9")]
    assert ids(["id"], tasks) == ["T1.9", "T1.10", "t2", "T10"]


def test_several_columns_the_first_counts_most() -> None:
    tasks = [Task("T1", lead="b", priority="low"), Task("T2", lead="a", priority="low"), Task("T3", lead="b", priority="high")]
    assert ids(["lead", "priority"], tasks) == ["T2", "T3", "T1"]
    assert ids(["priority-", "lead"], tasks) == ["T2", "T1", "T3"]
    assert ids(["nothing like it"], tasks) == ["T1", "T2", "T3"]


texts = st.none() | st.text("aB1 0Ａ", max_size=4)
many = st.lists(st.builds(Task, st.text("T012", min_size=1, max_size=4), lead=texts, progress=st.none() | st.integers(0, 100)))


@given(many, st.lists(st.sampled_from(["id", "lead", "progress", "progress-", "lead-"]), max_size=3))
def test_orders_are_stable_and_lose_nothing(tasks: list[Task], order: list[str]) -> None:
    found = list(ordered(tasks, order, "task", FACTS))
    assert sorted(map(id, found)) == sorted(map(id, tasks))
    for term in order[:1]:
        name = term.removesuffix("-")
        values = list(columns("task")[name].values(FACTS, found))
        known = [value for value in values if value is not None]
        assert values == [*known, *[None] * (len(values) - len(known))]
        assert known == sorted(known, reverse=term.endswith("-"))
    if len(order) == 1:
        place = {id(task): number for number, task in enumerate(tasks)}
        values = list(columns("task")[order[0].removesuffix("-")].values(FACTS, found))
        pairs = zip(found, found[1:], values, values[1:], strict=False)
        assert all(place[id(item)] < place[id(other)] for item, other, value, next_value in pairs if value == next_value)


def test_every_field_is_a_column_with_a_text_and_a_value() -> None:
    observations = (Observation("2015", 10.5), Observation("2016", 12, 7, "forecast", basis="current", growth_basis="constant"))
    requirement = Requirement("R1", "First")
    indicator = Indicator("I1", "GDP", observations=observations)
    data = Dataset(requirements=(requirement,), tasks=(Task("T1", "Do", requirements=("R1",)),), indicators=(indicator,))
    analysis = Analysis(data, DAY)
    for kind in ("requirement", "task", "indicator"):
        records = data.of_kind(kind)
        assert {field.name for field in FIELDS[kind]} <= set(columns(kind))
        for column in columns(kind).values():
            assert len(list(column.values(analysis, records))) == 1
            assert "\n" not in column.text(analysis, records[0]) or column.name in ("note", "text", "definition")
    told = {name: columns("indicator")[name].text(analysis, indicator) for name in ("value", "growth", "computed", "trend")}
    assert told == {"value": "12.0", "growth": "+7.0% con", "computed": "–", "trend": "▁█"}


def test_groups_in_their_natural_order() -> None:
    assert [(item.name, len(item.members)) for item in grouped(TASKS, "status", "task", FACTS)] == [("todo", 2), ("blocked", 1)]
    assert [item.name for item in grouped(TASKS, "lead", "task", FACTS)] == ["Audit", "Finance", NOWHERE]
    assert [item.name for item in grouped(TASKS, "due", "task", FACTS)] == ["2016-01", "2017-01", NOWHERE]
    assert [item.name for item in grouped(TASKS, "light", "task", FACTS)] == ["red", "blue"]


def test_a_task_of_two_requirements_is_in_both_groups() -> None:
    tasks = (Task("T1", requirements=("R10", "R2")), Task("T2"))
    found = grouped(tasks, "requirements", "task", Analysis(Dataset(tasks=tasks), DAY))
    assert [(item.name, [task.id for task in item.members]) for item in found] == [
        ("R2", ["T1"]),
        ("R10", ["T1"]),
        (NOWHERE, ["T2"]),
    ]
    assert found[0].lights == {"off": 1}


def test_whatever_can_be_grouped_by_is_a_field_or_the_light() -> None:
    for kind, names in GROUPS.items():
        assert set(names) <= {field.name for field in FIELDS[kind]} | {"light"}
