"""What waits for what, and the chain that decides."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.critical_path import blocking, critical_path, days_left, waits_for
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Task

DAY = date(2017, 1, 1)


def analysis(*tasks: Task) -> Analysis:
    return Analysis(Dataset(tasks=tasks), DAY)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def test_only_open_tasks_block() -> None:
    found = analysis(Task("A", status="done"), Task("B"), Task("C", depends=("A", "B", "gone")))
    assert [item.id for item in waits_for(found, found.dataset.tasks[2])] == ["B"]


def test_the_longest_chain_is_critical_and_its_slack_is_told() -> None:
    found = analysis(
        Task("A", start=day(0), due=day(10)),
        Task("B", start=day(0), due=day(30)),
        Task("C", depends=("A", "B"), start=day(30), due=day(40), progress=50),
        Task("D", depends=("C",), due=day(45)),
    )
    chain = critical_path(found)
    assert [(link.task.id, link.days) for link in chain.links] == [("B", 30), ("C", 5), ("D", 5)]
    assert (chain.days, chain.ends, chain.slack(DAY)) == (40, day(45), 5)


def test_those_that_others_wait_for_most_first() -> None:
    found = analysis(Task("A"), Task("B", depends=("A",)), Task("C", depends=("B",)), Task("D", depends=("B",)), Task("E"))
    assert [(task.id, count) for task, count in blocking(found)] == [("A", 3), ("B", 2)]


def test_rings_and_nothing_at_all_do_no_harm() -> None:
    ring = analysis(Task("A", depends=("B",), due=day(9)), Task("B", depends=("A",), due=day(9)), Task("C", depends=("A",)))
    assert {link.task.id for link in critical_path(ring).links} <= {"C"}
    assert {task.id: count for task, count in blocking(ring)} == {"A": 2, "B": 2}
    assert critical_path(analysis()).links == []


tasks = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 30), st.sets(st.integers(0, 9), max_size=3), st.booleans()), max_size=10
)


@given(tasks)
def test_no_chain_is_longer(made: list[tuple[int, int, set[int], bool]]) -> None:
    all_tasks = [
        Task(f"T{number}", start=day(start), due=day(start + length), status="done" if done else "todo",
             depends=tuple(f"T{item}" for item in sorted(before) if item < number))
        for number, (start, length, before, done) in enumerate(made)
    ]  # fmt: skip
    found = analysis(*all_tasks)
    chain = critical_path(found)
    assert all(item.task in waits_for(found, following.task) for item, following in pairwise(chain.links))

    def longest(task: Task) -> int:
        return days_left(found, task) + max((longest(item) for item in waits_for(found, task)), default=0)

    ends = [longest(task) for task in all_tasks if task.id in found.open_tasks]
    assert chain.days == max(ends, default=0)


IDS = [f"T{number}" for number in range(7)]
TASKS = st.tuples(*(st.tuples(st.booleans(), st.lists(st.sampled_from([*IDS, "gone"]), max_size=3)) for _id in IDS))


@given(TASKS)
def test_how_many_wait_is_counted_as_by_following_every_chain(drawn: tuple[tuple[bool, list[str]], ...]) -> None:
    """Chains, forks and rings in all combinations."""
    tasks = [
        Task(id_, status="done" if is_done else "todo", depends=tuple(depends))
        for id_, (is_done, depends) in zip(IDS, drawn, strict=True)
    ]
    found = analysis(*tasks)
    expected = {}
    for task in tasks:
        waiting = {task.id}
        while more := {item.id for item in tasks if item.status == "todo" and waiting & set(item.depends)} - waiting:
            waiting |= more
        if task.status == "todo" and len(waiting) > 1:
            expected[task.id] = len(waiting) - 1
    assert {task.id: count for task, count in blocking(found)} == expected


def test_chains_of_thousands_of_tasks_are_counted_in_one_pass() -> None:
    number = 5000
    chain = analysis(*(Task(f"T{n}", depends=(f"T{n - 1}",) if n else ()) for n in range(number)))
    assert [count for _task, count in blocking(chain)] == list(range(number - 1, 0, -1))
    ring = analysis(*(Task(f"T{n}", depends=(f"T{(n - 1) % number}",)) for n in range(number)))
    assert {count for _task, count in blocking(ring)} == {number - 1}
