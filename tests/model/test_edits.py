"""What people mean to do, as changes."""

from __future__ import annotations

from datetime import date

import pytest

from jinpu_tui.model import edits
from jinpu_tui.model.changes import Change, Removed
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.records import Requirement, Task

DAY = date(2016, 12, 1)


def fields(changes: list) -> dict:
    return {change.field: change.after for change in changes}


def test_done_and_back() -> None:
    task = {"id": "T", "status": "todo"}
    assert fields(edits.toggle_done(task, DAY)) == {"status": "done", "done_on": DAY}
    done = {"id": "T", "status": "done", "done_on": DAY}
    assert fields(edits.toggle_done(done, DAY)) == {"status": "todo", "done_on": None}
    assert fields(edits.toggle_done({**done, "progress": 40}, DAY))["status"] == "doing"


def test_closed_has_both_dates_and_keeps_the_day_it_was_done() -> None:
    assert fields(edits.set_fields("task", {"id": "T"}, {"status": "closed"}, DAY)) == {
        "status": "closed",
        "done_on": DAY,
        "closed_on": DAY,
    }
    done = {"id": "T", "status": "done", "done_on": date(2016, 11, 1)}
    assert fields(edits.set_fields("task", done, {"status": "closed"}, DAY)) == {"status": "closed", "closed_on": DAY}


def test_a_stated_date_wins() -> None:
    stated = date(2016, 11, 5)
    assert fields(edits.set_fields("task", {"id": "T"}, {"status": "done", "done_on": stated}, DAY))["done_on"] == stated


def test_progress_follows_the_steps_where_it_did() -> None:
    task = {"id": "T", "progress": 50, "steps": [{"text": "a", "done": True}, {"text": "b", "done": False}]}
    assert fields(edits.toggle_step(task, 1))["progress"] == 100
    assert "progress" not in fields(edits.toggle_step({**task, "progress": 30}, 1))


def test_observations_stay_in_the_order_of_time() -> None:
    indicator = {"id": "I", "observations": [{"period": "2015", "value": 1}, {"period": "2017", "value": 3}]}
    (change,) = edits.observe(indicator, "2016-S1", {"value": 2})
    assert [item["period"] for item in change.after] == ["2015", "2016-S1", "2017"]
    (change,) = edits.observe(indicator, "2017", {"value": 4, "status": "estimate"})
    assert change.after[1] == {"period": "2017", "value": 4, "status": "estimate"}


def test_inverses() -> None:
    change = Change("task", "T", "due", None, DAY)
    assert change.inverse().inverse() == change
    removed = Removed("task", "T", {"id": "T"}, "S")
    assert removed.inverse().inverse() == removed


def test_free_ids_in_the_manner_of_those_there_are() -> None:
    dataset = Dataset(
        requirements=(Requirement("R1"), Requirement("R1.1", parent="R1")), tasks=(Task("2016-T9"), Task("2016-T10"))
    )
    assert edits.next_id(dataset, "task") == "2016-T11"
    assert edits.next_id(dataset, "requirement") == "R2"
    assert edits.next_id(dataset, "requirement", "R1") == "R1.2"
    assert edits.next_id(dataset, "source") == "S1"
    with pytest.raises(InputError):
        edits.checked_id("two words")
