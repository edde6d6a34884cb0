"""How a filter may go on."""

from __future__ import annotations

from datetime import date

import pytest

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Indicator, LogEntry, Requirement, Task
from jinpu_tui.query.completion import completion

FACTS = Analysis(
    Dataset(
        requirements=(Requirement("R1", "x"), Requirement("R1.1", "y")),
        tasks=(
            Task("T1", "a", lead="Finance bureau", tags=("reform",)),
            Task("T2", "b", lead="Audit", log=(LogEntry(by="Li"),)),
            Task("T3", "c", lead="Audit"),
        ),
        indicators=(Indicator("I1", "a", unit="tons"),),
    ),
    date(2016, 12, 31),
)

CASES = {
    "le": (0, ("lead:", "leader:")),
    "plan -le": (6, ("lead:", "leader:")),
    "(le": (1, ("lead:", "leader:")),
    "lead:": (5, ("Audit", '"Finance bureau"')),
    "lead:Audit,f": (11, ('"Finance bureau"',)),
    'lead:"fin': (5, ('"Finance bureau"',)),
    "status:do": (7, ("doing", "done", "todo")),
    "is:la": (3, ("late",)),
    "light:r": (6, ("red", "green")),
    "due<+": (4, ("+1w", "+2w", "+1m")),
    "under:r1": (6, ("R1", "R1.1")),
    "by:": (3, ("Li",)),
    "#": (0, ("#reform",)),
    "progress>": (9, ()),
    "": (0, ()),
    "plan": (0, ()),
}


@pytest.mark.parametrize("text", CASES)
def test_completion(text: str) -> None:
    assert tuple(completion(text, "task", FACTS)) == CASES[text]


def test_names_are_those_of_the_kind() -> None:
    assert completion("un", "indicator", FACTS).candidates == ("unit:", "under:")
    assert completion("unit:", "indicator", FACTS).candidates == ("tons",)
    assert completion("va", "task", FACTS).candidates == ()
    assert completion("du", "requirement", FACTS).candidates == ()
