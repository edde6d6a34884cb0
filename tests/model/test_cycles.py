"""Links that would lead back to their record are refused, all others are not."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from hypothesis import given, settings
from hypothesis import strategies as st

from jinpu_tui.model.changes import Added
from jinpu_tui.model.cycles import refuse_circles
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import InputError


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 9), max_size=3)))
def test_exactly_circles_are_refused(links: dict[int, list[int]]) -> None:
    records = {f"T{key}": [f"T{target}" for target in targets] for key, targets in links.items()}
    changes = [Added("task", id_, {"id": id_, "depends": targets}) for id_, targets in records.items()]
    try:
        tuple(TopologicalSorter(records).static_order())
        has_circle = False
    except CycleError:
        has_circle = True
    try:
        refuse_circles(Dataset(), changes)
        is_refused = False
    except InputError:
        is_refused = True
    assert is_refused == has_circle
