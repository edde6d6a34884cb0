"""Histories in which branches merge each other, so that a merge has several bases, which are merged first."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from criss_cross import merge_crosswise

from jinpu_tui.history.merge_audit import missing_changes
from jinpu_tui.history.merge_driver import merge


def test_random_histories_lose_nothing_by_cause_and_effect() -> None:
    found = merge_crosswise(range(80))
    assert (found.lost, found.refused) == ([], [])
    assert found.merges > 300
    assert found.of_bases > 200
    assert found.conflicts > 20
    assert found.decisions > 5


OBSERVED = """\
[[indicator]]
id = "I1"
name = "a"
observations = [
  { period = "2015", value = 1 },
  { period = "2016", value = 2 },
]
"""


def test_decisions_about_one_entry_leave_the_others_alone() -> None:
    """The base has an open conflict of an observation; each side decides it, and adds an observation."""
    base = OBSERVED.encode()
    opened = merge(base, base.replace(b"value = 2", b"value = 3"), base.replace(b"value = 2", b"value = 4")).data
    decided = opened[: opened.index(b"[[conflict]]")]
    ours = decided.replace(b"},\n]\n", b'},\n  { period = "2017", value = 7 },\n]\n')
    theirs = decided.replace(b"},\n]\n", b'},\n  { period = "2018", value = 8 },\n]\n')
    tables = tomllib.loads(merge(opened, ours, theirs).data.decode())
    assert "conflict" not in tables
    assert [item["value"] for item in tables["indicator"][0]["observations"]] == [1, 3, 7, 8]
    tables = tomllib.loads(merge(opened, ours, theirs.replace(b"value = 3", b"value = 2")).data.decode())
    [conflict] = tables["conflict"]
    assert (conflict["mine"], conflict["theirs"], conflict["base"]) == (
        'observations = [{ period = "2016", value = 3 }]',
        'observations = [{ period = "2016", value = 2 }]',
        'observations = [{ period = "2016", value = 2 }]',
    )
    assert [item["value"] for item in tables["indicator"][0]["observations"]] == [1, 3, 7, 8]


LIGHTS = "[dataset]\nformat = 1\n\n[dataset.lights]\nsoon_days = 5\n"


def test_opposite_decisions_about_a_table_of_the_dataset_stay_open() -> None:
    base, *sides = (LIGHTS.replace("= 5", f"= {days}").encode() for days in (5, 6, 7))
    opened = merge(base, *sides).data
    for ours, theirs in (sides, sides[::-1]):
        [conflict] = tomllib.loads(merge(opened, ours, theirs).data.decode())["conflict"]
        assert {conflict["mine"], conflict["theirs"]} == {"lights = { soon_days = 6 }", "lights = { soon_days = 7 }"}


TWO = '[[task]]\nid = "T1"\ntitle = "one"\n\n[[task]]\nid = "T2"\ntitle = "two"\n'
WITHOUT = TWO[: TWO.index("\n[[task]]\n") + 1]


@pytest.mark.parametrize("removed_here", [True, False])
@pytest.mark.parametrize("turned", [True, False])
def test_opposite_decisions_about_a_removed_record_stay_open(removed_here: bool, turned: bool) -> None:
    changed = TWO.replace('"two"', '"two!"')
    versions = [WITHOUT, changed] if removed_here else [changed, WITHOUT]
    opened = merge(TWO.encode(), *(text.encode() for text in versions)).data
    sides = [WITHOUT.encode(), changed.encode()][:: -1 if turned else 1]
    [conflict] = tomllib.loads(merge(opened, *sides).data.decode())["conflict"]
    assert (conflict["on"], conflict.get("field", "")) == ("T2", "")
    assert "two!" in conflict.get("mine", "") + conflict.get("theirs", "")
    assert tomllib.loads(conflict["base"])["task"][0]["title"] == "two"


def test_the_audit_misses_the_decision_that_a_result_forgot() -> None:
    days = ("2016-12-31", "2017-01-31", "2017-02-28")
    base, ours, theirs = (f'[[task]]\nid = "T1"\ndue = {day}\n'.encode() for day in days)
    opened = merge(base, ours, theirs).data
    assert missing_changes(opened, ours, theirs, theirs) == ["one of two decisions of X-T1-due-a24a04"]
    assert missing_changes(opened, ours, theirs, merge(opened, ours, theirs).data) == []
    assert missing_changes(opened, ours, ours, ours) == []
    assert missing_changes(opened, ours, ours, opened) != []
