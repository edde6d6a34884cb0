"""Two people at one record: what goes together is put together, and what does not is a conflict."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, Change, Removed
from jinpu_tui.model.field_merge import ElementConflictError, merged
from jinpu_tui.model.merge import Conflict, rebase, settled
from jinpu_tui.toml_edit.equality import same

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
    with pytest.raises(ElementConflictError):
        merged(field, base, mine, theirs)
    with pytest.raises(ElementConflictError):
        merged(field, base, theirs, mine)


LOGS = st.lists(st.sampled_from([A, B, C, D]), max_size=4)


@given(LOGS, LOGS, LOGS)
def test_notes_of_both_sides_are_all_there(base: list[Any], mine: list[Any], theirs: list[Any]) -> None:
    whole = merged("log", base, base + mine, base + theirs) or []
    for side in (mine, theirs):
        assert all(whole.count(item) >= (base + side).count(item) for item in side)
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
    mine = [item for item in edits.toggle_step(task, 0) if isinstance(item, Change)]
    theirs = {**task, "progress": 33, "steps": [{"text": "x"}, {"text": "y", "done": True}, {"text": "z"}]}
    made, conflicts = rebase(mine, theirs)
    assert not conflicts
    assert {change.field: change.after for change in made}["progress"] == 67


def test_what_is_so_already_is_left_out() -> None:
    assert rebase([Change("task", "T1", "lead", "x", "y")], {"id": "T1", "lead": "y"}) == ([], [])


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


OBSERVED = [observation("2014", 1), observation("2015", 1), observation("2016", 1)]
MINE = [observation("2014", 5), observation("2015", 2), observation("2016", 1), observation("2018", 4)]
THEIRS = [observation("2014", 1), observation("2015", 3), observation("2017", 7)]


def test_only_the_entry_that_both_changed_is_a_conflict() -> None:
    change = Change("indicator", "I1", "observations", OBSERVED, MINE)
    made, [conflict] = rebase([change], {"observations": THEIRS})
    assert not made
    assert conflict.entries("mine") == [observation("2015", 2)]
    assert conflict.entries("theirs") == [observation("2015", 3)]
    chosen = {}
    for side in conflict.sides:
        [one] = settled([change], conflict, side)
        assert isinstance(one, Change)
        assert rebase([one], {"observations": THEIRS}) == ([one], [])
        chosen[side] = [(entry["period"], entry["value"]) for entry in one.after]
    others = [("2014", 5), ("2017", 7), ("2018", 4)]
    assert chosen == {
        "theirs": sorted([*others, ("2015", 3)]),
        "mine": sorted([*others, ("2015", 2)]),
        "both": [("2014", 5), ("2015", 3), ("2015", 2), *others[1:]],
    }


PERIODS = st.lists(st.integers(2010, 2014), unique=True).map(sorted)
SERIES = PERIODS.flatmap(lambda years: st.tuples(*(st.tuples(st.just(year), st.integers(1, 3)) for year in years)))


@given(SERIES, SERIES, SERIES)
def test_each_entry_is_merged_by_itself(base: Any, mine: Any, theirs: Any) -> None:
    """Whatever clashes beside it: what one side did to a period is there, and both values of a clash are kept."""
    before, wanted, now = ([observation(str(year), value) for year, value in their] for their in (base, mine, theirs))
    try:
        whole, clashes = merged("observations", before, wanted, now), ()
    except ElementConflictError as clash:
        whole, clashes = clash.rest, clash.clashes
    found = {int(item["period"]): item["value"] for item in whole or ()}
    b, m, t = dict(base), dict(mine), dict(theirs)
    clashing = {year for year in {*b, *m, *t} if b.get(year) != m.get(year) != t.get(year) != b.get(year)}
    assert {int((item.mine or item.present)["period"]) for item in clashes} == clashing
    for year in {*b, *m, *t}:
        is_mine = year not in clashing and m.get(year) != b.get(year)
        assert found.get(year) == (m if is_mine else t).get(year)


def test_a_step_left_as_it_is_leaves_the_progress() -> None:
    task = {"id": "T1", "progress": 0, "steps": [{"text": "x"}, {"text": "y"}]}
    mine = edits.toggle_step(task, 0)
    present = {"id": "T1", "progress": 0, "steps": [{"text": "y"}, {"text": "z"}, {"text": "w"}]}
    _made, [conflict] = rebase([item for item in mine if isinstance(item, Change)], present)
    assert settled(mine, conflict, "theirs") == []
    written = {item.field: item.after for item in settled(mine, conflict, "mine") if isinstance(item, Change)}
    assert written["progress"] == 25
    assert [item.get("done", False) for item in written["steps"]].count(True) == 1


def test_a_progress_of_its_own_stays_where_a_step_is_left_as_it_is() -> None:
    steps = Change("task", "T1", "steps", [{"text": "x"}, {"text": "y"}], [{"text": "x", "done": True}, {"text": "y"}])
    progress = Change("task", "T1", "progress", 10, 70)
    _made, [conflict] = rebase([steps, progress], {"progress": 10, "steps": [{"text": "y"}]})
    assert settled([steps, progress], conflict, "theirs") == [progress]
