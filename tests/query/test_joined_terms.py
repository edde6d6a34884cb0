"""Filters of thousands of terms: what they keep is the same, and each value of a field is decided once."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import LogEntry, Requirement, Task
from jinpu_tui.query import joined_terms
from jinpu_tui.query.filter import matching
from jinpu_tui.query.joined_terms import joined
from jinpu_tui.query.parser import AnyOf, Not, Term, parse

REQUIREMENTS = (Requirement("R1", "one"), Requirement("R2", "two", parent="R1"))
LOG = (LogEntry(date(2016, 6, 1), by="Li", text="x"),)
TASKS = tuple(
    Task(f"T{number}", "plan" * (number % 3), requirements, status, lead=lead, due=due, log=LOG[: number % 2])
    for number, (requirements, status, lead, due) in enumerate(
        (requirements, status, lead, due)
        for requirements in ((), ("R1",), ("R2",))
        for status in ("todo", "done")
        for lead in (None, "Finance", "audit")
        for due in (None, date(2016, 6, 1), date(2017, 6, 1))
    )
)
ANALYSIS = Analysis(Dataset(requirements=REQUIREMENTS, tasks=TASKS), date(2016, 12, 31))
TERMS = (
    *("lead:a", "lead:fin", "lead:none", "lead=audit", "lead!=audit", "status:done", "status:todo,done", "under:R2", "by:li"),
    *("by:x", "light:red", "light:green", "is:late", "is:open", "has:log", "has:due", "due:2016", "due:none"),
    *("due:2017-06-01", "id:T3", "plan", "progress:0", "progress>5"),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([" ", " or "]), st.lists(st.tuples(st.booleans(), st.sampled_from(TERMS)), min_size=2, max_size=12))
def test_joining_does_not_change_what_is_kept(between: str, parts: list[tuple[bool, str]]) -> None:
    text = between.join("-" * is_negated + term for is_negated, term in parts)
    with patch.object(joined_terms, "MAX_APART", 1000):
        wanted = matching(TASKS, text, ANALYSIS)
    with patch.object(joined_terms, "MAX_APART", 0):
        assert matching(TASKS, text, ANALYSIS) == wanted


def test_terms_of_one_field_become_one() -> None:
    tree = parse(" or ".join(f"lead:u{number % 5000}" for number in range(12_000)))
    assert isinstance(tree, AnyOf)
    [term] = joined(tree.parts, negated=False)
    assert isinstance(term, Term)
    assert [value.text for value in term.values] == [f"u{number}" for number in range(5000)]
    assert [value.start for value in term.values[:2]] == [5, 16]


def test_negated_terms_become_one_and_others_stay() -> None:
    parts = tuple(Not(parse(f"id:T{number}")) for number in range(100))
    word = parse("plan")
    [one, other] = joined((*parts, word, word), negated=True)
    assert isinstance(one, Not)
    assert isinstance(one.part, Term)
    assert len(one.part.values) == 100
    assert other == word


def test_a_few_stay_as_they_were_typed() -> None:
    parts = (parse("lead:a"), parse("lead:b"))
    assert joined(parts, negated=False) is parts
