"""What a change did, told entry by entry and word by word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.analysis.word_diff import change_lines, marked
from jinpu_tui.model.changes import Change
from jinpu_tui.model.formatting import change_text

OLD = [{"period": "2015", "value": 1}, {"period": "2016", "value": 225, "status": "forecast"}]
TOLD = {
    "a period that changed": (
        "observations",
        OLD,
        [OLD[0], {"period": "2016", "value": 230, "status": "forecast"}],
        ["2016 [-225-]{+230+} forecast"],
    ),
    "periods that came and went": ("observations", OLD, [OLD[1], {"period": "2017", "value": 3}], ["- 2015 1", "+ 2017 3"]),
    "the first": ("observations", None, [OLD[0]], ["+ 2015 1"]),
    "a tick": ("steps", [{"text": "x", "done": False}], [{"text": "x", "done": True}], ["x [-no-]{+yes+}"]),
    "a note": ("log", [{"text": "a"}], [{"text": "a"}, {"text": "b"}], ["+ b"]),
    "moved about": ("tags", ["a", "b"], ["b", "a"], ["[-a-]{+b+}, [-b-]{+a+}"]),
    "a word": ("lead", "x", "y", ["x → y"]),
    "other words": ("title", "Task 1: write the plan", "A new title", ["[-Task 1: write the plan-]{+A new title+}"]),
    "a text": ("note", "make it", "make them", ["make [-it-]{+them+}"]),
    "set": ("lead", None, "y", ["– → y"]),
}


@pytest.mark.parametrize(("field", "before", "after", "told"), TOLD.values(), ids=TOLD)
def test_what_a_change_did(field: str, before: Any, after: Any, told: list[str]) -> None:
    lines = change_lines(Change("task", "T1", field, before, after))
    assert ["".join(piece.text for piece in line) for line in lines] == told


TEXTS = st.lists(st.sampled_from(["a", "bc", " ", "  ", "\n", "计", "."])).map("".join)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = marked(before, after)
    assert "".join(text for mark, text in pieces if mark != "new") == before
    assert "".join(text for mark, text in pieces if mark != "gone") == after
    assert all(text for _mark, text in pieces)


ENTRIES = {
    "a period that changed": (
        "observations",
        OLD,
        [OLD[0], {**OLD[1], "value": 230, "note": "n"}],
        "observations 2016 value 225 → 230, note – → n",
    ),
    "came and went": ("observations", OLD, [OLD[1], {"period": "2017", "value": 3}], "observations 2015 1 → 2017 3"),
    "two of them": ("observations", OLD, [], "observations - 2015 1; - 2016 225 forecast"),
    "a tick": ("steps", [{"text": "x", "done": False}], [{"text": "x", "done": True}], "steps x done no → yes"),
    "a note": ("log", [{"text": "a"}], [{"text": "a"}, {"text": "b"}], "log + b"),
}


@pytest.mark.parametrize(("field", "before", "after", "told"), ENTRIES.values(), ids=ENTRIES)
def test_a_list_of_tables_on_one_line(field: str, before: Any, after: Any, told: str) -> None:
    assert change_text(Change("task", "T1", field, before, after)) == told
