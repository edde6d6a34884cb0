"""Two people at one record: what goes together is put together, and what does not is a conflict."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, Change, Removed
from jinpu_tui.model.merging import ClashError, Conflict, merged, rebased, settled
from jinpu_tui.model.plain import same

DAY = date(2016, 12, 1)


def entry(text: str) -> dict[str, Any]:
    return {"date": DAY, "text": text}


def observation(period: str, value: float, **more: Any) -> dict[str, Any]:
    return {"period": period, "value": value, **more}


A, B, C, D = map(entry, "abcd")
GOES_TOGETHER = {
    "both add a note": ("log", [A], [A, B], [A, C], [A, C, B]),
    "both add the first note": ("log", None, [B], [C], [C, B]),
    "the same note": ("log", [A], [A, B], [A, B], [A, B]),
    "theirs is undone": ("log", [A, B], [A], [A, B, C], [A, C]),
    "the same word twice": ("log", [A], [A, A], [A, C], [A, C, A]),
    "a tick each": (
        "steps",
        [{"text": "x", "done": False}, {"text": "y"}],
        [{"text": "x", "done": True}, {"text": "y"}],
        [{"text": "x", "done": False}, {"text": "y", "done": True}],
        [{"text": "x", "done": True}, {"text": "y", "done": True}],
    ),
    "a tick and a date of one step": (
        "steps",
        [{"text": "x"}],
        [{"text": "x", "done": True}],
        [{"text": "x", "due": DAY}],
        [{"text": "x", "due": DAY, "done": True}],
    ),
    "a step in between": ("steps", [A, C], [A, B, C], [A, C, D], [A, B, C, D]),
    "observations in the order of time": (
        "observations",
        [observation("2015", 1)],
        [observation("2015", 1), observation("2016", 2)],
        [observation("2014", 0), observation("2015", 1), observation("2017", 3)],
        [observation("2014", 0), observation("2015", 1), observation("2016", 2), observation("2017", 3)],
    ),
    "value and note of one observation": (
        "observations",
        [observation("2015", 1)],
        [observation("2015", 2)],
        [observation("2015", 1, note="n")],
        [observation("2015", 2, note="n")],
    ),
    "tags": ("tags", ["a", "b"], ["b", "c"], ["a", "b", "d"], ["b", "d", "c"]),
    "all go": ("tags", ["a", "b"], ["a"], ["b"], None),
    "both the same": ("lead", "x", "y", "y", "y"),
    "only mine": ("lead", "x", "y", "x", "y"),
    "only theirs": ("lead", "x", "x", "y", "y"),
}

CLASHES = {
    "a word": ("lead", "x", "y", "z"),
    "set and taken away": ("lead", "x", None, "z"),
    "a date": ("due", DAY, date(2016, 12, 2), date(2016, 12, 3)),
    "one observation": ("observations", [observation("2015", 1)], [observation("2015", 2)], [observation("2015", 3)]),
    "a new observation each": ("observations", None, [observation("2015", 2)], [observation("2015", 3)]),
    "a step that went": ("steps", [{"text": "x"}], [{"text": "x", "done": True}], []),
    "an observation changed and removed": ("observations", [observation("2015", 1)], [], [observation("2015", 2)]),
    "moved about by both": ("tags", ["a", "b", "c"], ["b", "a", "c"], ["a", "c", "b"]),
    "a list and a text": ("tags", ["a"], ["b"], "a"),
}


@pytest.mark.parametrize(("field", "base", "mine", "theirs", "both"), GOES_TOGETHER.values(), ids=GOES_TOGETHER)
def test_what_goes_together(field: str, base: Any, mine: Any, theirs: Any, both: Any) -> None:
    assert merged(field, base, mine, theirs) == both


@pytest.mark.parametrize(("field", "base", "mine", "theirs"), CLASHES.values(), ids=CLASHES)
def test_what_does_not(field: str, base: Any, mine: Any, theirs: Any) -> None:
    with pytest.raises(ClashError):
        merged(field, base, mine, theirs)
    with pytest.raises(ClashError):
        merged(field, base, theirs, mine)


LOGS = st.lists(st.sampled_from([A, B, C, D]), max_size=4)


@given(LOGS, LOGS, LOGS)
def test_notes_of_both_sides_are_all_there(base: list[Any], mine: list[Any], theirs: list[Any]) -> None:
    whole = merged("log", base, base + mine, base + theirs) or []
    for side in (mine, theirs):
        assert all(whole.count(one) >= (base + side).count(one) for one in side)
    assert len(whole) <= len(base) + len(mine) + len(theirs)
    assert whole[: len(base)] == base


VALUES = st.one_of(st.none(), st.text(max_size=2), st.lists(st.sampled_from("abc"), max_size=3), st.integers(0, 2))


@given(st.sampled_from(["log", "tags", "steps", "observations", "lead"]), VALUES, VALUES)
def test_a_side_that_did_nothing_changes_nothing(field: str, base: Any, theirs: Any) -> None:
    assert same(merged(field, base, base, theirs), theirs)
    assert same(merged(field, base, theirs, base), theirs)
    assert same(merged(field, base, theirs, theirs), theirs)


def test_the_share_of_ticks_follows_the_steps_of_both() -> None:
    task = {"id": "T1", "progress": 0, "steps": [{"text": "x"}, {"text": "y"}, {"text": "z"}]}
    mine = [one for one in edits.toggle_step(task, 0) if isinstance(one, Change)]
    theirs = {**task, "progress": 33, "steps": [{"text": "x"}, {"text": "y", "done": True}, {"text": "z"}]}
    made, conflicts = rebased(mine, theirs)
    assert not conflicts
    assert {change.field: change.after for change in made}["progress"] == 67


def test_what_is_so_already_is_left_out() -> None:
    assert rebased([Change("task", "T1", "lead", "x", "y")], {"id": "T1", "lead": "y"}) == ([], [])


def test_choosing_sides() -> None:
    status = Change("task", "T1", "status", "todo", "done")
    day = Change("task", "T1", "done_on", None, DAY)
    other = Change("task", "T2", "status", "todo", "done")
    conflict = Conflict(status, "blocked")
    assert settled([status, day, other], conflict, "theirs") == [other]
    assert settled([status, day, other], conflict, "mine") == [Change("task", "T1", "status", "blocked", "done"), day, other]
    gone = Conflict(status, gone=True)
    assert gone.sides == ("theirs",)
    assert settled([status, day, other], gone, "theirs") == [other]
    removal = Removed("task", "T1", {"id": "T1"})
    assert settled([removal], Conflict(removal, {"id": "T1", "lead": "x"}), "mine") == [
        Removed("task", "T1", {"id": "T1", "lead": "x"})
    ]
    assert Conflict(Added("task", "T1", {"id": "T1"}), {"id": "T1"}).sides == ("theirs",)


def test_keeping_both_observations() -> None:
    change = Change("indicator", "I1", "observations", [], [observation("2015", 2)])
    conflict = Conflict(change, [observation("2015", 3)])
    assert "both" in conflict.sides
    [both] = settled([change], conflict, "both")
    assert isinstance(both, Change)
    assert both.after == [observation("2015", 3), observation("2015", 2)]
