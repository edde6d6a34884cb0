"""Fields among the words of a new record, and what it takes over from what is shown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.records import Indicator, Requirement, Task
from jinpu_tui.query.inherited import Surroundings, inherited_values
from jinpu_tui.query.quick_add import parse_new_record

TODAY = date(2016, 12, 1)
DATASET = Dataset(
    requirements=(Requirement("R1", "First"), Requirement("R1.2", "Part", parent="R1"), Requirement("R2", "Second")),
    tasks=(
        Task("T1", "Plan", ("R1.2",), lead="Finance Bureau", tags=("road",), support=("Audit",)),
        Task("T2", "Report", ("R2",), lead="Trade"),
        Task("T3", "Call", lead="Trade and Industry", due=date(2016, 12, 15)),
    ),
    indicators=(Indicator("I1", "Output", "yuan"),),
)


@pytest.mark.parametrize(
    ("text", "title", "values"),
    [
        ("Write the plan", "Write the plan", {}),
        ("Write  it", "Write  it", {}),
        ("Write due:+2w it", "Write it", {"due": date(2016, 12, 15)}),
        ("写方案 due:下周五 lead:财政局", "写方案", {"due": date(2016, 12, 9), "lead": "财政局"}),
        ("写方案 lead：财政局、商务局", "写方案", {"lead": ["财政局", "商务局"]}),
        ("x @R1.2", "x", {"requirements": ["R1.2"]}),
        ("x @r1.2 @R2,R1", "x", {"requirements": ["R1.2", "R2", "R1"]}),
        ('x support:"Audit Bureau",Trade', "x", {"support": ["Audit Bureau", "Trade"]}),
        ('x lead:"Audit Bureau" y', "x y", {"lead": "Audit Bureau"}),
        ("x status:doing progress:40 tags:a,b", "x", {"status": "doing", "progress": 40, "tags": ["a", "b"]}),
        (
            "x d:+2w w:fin s:bl p:5 @1.2 support:aud",
            "x",
            {
                "due": date(2016, 12, 15),
                "lead": "Finance Bureau",
                "status": "blocked",
                "progress": 5,
                "requirements": ["R1.2"],
                "support": ["Audit"],
            },
        ),
        ('x w:"fin" d:/tmp w:', "x d:/tmp w:", {"lead": "fin"}),
        ("x lead:tra", "x", {"lead": "tra"}),  # two units have it: it is a new one
        ("x lead:ind", "x", {"lead": "Trade and Industry"}),
        ("x lead:trade", "x", {"lead": "Trade"}),
        ("x tags:a tags:b,a", "x", {"tags": ["a", "b"]}),
        ("x lead:none", "x", {"lead": None}),
        ("meet at 10:30, see https://a.b/c?due:x", "meet at 10:30, see https://a.b/c?due:x", {}),
        ("source://x and due: later", "source://x and due: later", {}),
        ("mail li@example.org @home Due:x title:y id:z", "mail li@example.org @home Due:x title:y id:z", {}),
        (r"explain \due:+2w and \x", r"explain due:+2w and \x", {}),
        ('explain "due:+2w" in the "blue book"', 'explain due:+2w in the "blue book"', {}),
        ('a 5" pipe due:+1w', 'a 5" pipe', {"due": date(2016, 12, 8)}),
        (r"\@R1.2 holds", "@R1.2 holds", {}),
    ],
)
def test_lines(text: str, title: str, values: dict[str, object]) -> None:
    assert parse_new_record(text, "task", DATASET, TODAY) == (title, values)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "A title is needed"),
        ("due:+2w", "A title is needed"),
        ("x due:whenever", r"Not a date: whenever.*; \\due:whenever keeps it in the title"),
        ("x status:dong", "status is one of"),
        ("x @R9.9", r"There is no requirement R9.9; \\@R9.9 keeps it in the title"),
        ("x depends:T9", "depends: there is no task T9"),
        ("x due:+1w due:+2w", "due is set twice"),
    ],
)
def test_what_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse_new_record(text, "task", DATASET, TODAY)


def test_each_kind_has_its_own_fields() -> None:
    assert parse_new_record("x @R1", "requirement", DATASET, TODAY).values == {"parent": "R1"}
    assert parse_new_record("x @R1 unit:% due:+1w", "indicator", DATASET, TODAY) == (
        "x due:+1w",
        {"requirements": ["R1"], "unit": "%"},
    )
    assert parse_new_record("x @R1", "source", DATASET, TODAY) == ("x @R1", {})


WORDS = st.text(st.sampled_from('ab:@"\\ 计：R1.2due'), max_size=30)


@given(WORDS)
def test_every_word_is_in_the_title_or_a_field(text: str) -> None:
    try:
        new = parse_new_record(text, "task", DATASET, TODAY)
    except InputError:
        return
    if not new.values and "\\" not in text and '"' not in text:
        assert new.title == text.strip()
    assert new.title.strip()


@given(WORDS)
def test_a_title_can_always_be_typed(text: str) -> None:
    """Each word can be kept in the title by a backslash, whatever it looks like."""
    words = [word for word in text.replace('"', "").split() if not word.startswith("\\")]
    plain = [word for word in words if _is_plain(word)]
    typed = " ".join(word if word in plain else f"\\{word}" for word in words)
    if words:
        assert parse_new_record(typed, "task", DATASET, TODAY) == (" ".join(words), {})


def _is_plain(word: str) -> bool:
    try:
        return parse_new_record(f"x {word}", "task", DATASET, TODAY) == (f"x {word}", {})
    except InputError:
        return False


@pytest.mark.parametrize(
    ("around", "values"),
    [
        (Surroundings(), {}),
        (Surroundings(beside=DATASET.tasks[0]), {"requirements": (["R1.2"], "record")}),
        (Surroundings(scope="R1", beside=DATASET.tasks[0]), {"requirements": (["R1"], "scope")}),
        (Surroundings("lead:finance status:doing"), {"lead": ("Finance Bureau", "filter"), "status": ("doing", "filter")}),
        (Surroundings("lead:trade"), {"lead": ("Trade", "filter")}),
        (Surroundings("lead:tra"), {}),  # two units
        (Surroundings("lead=审计局"), {"lead": ("审计局", "filter")}),
        (Surroundings("lead:a or lead:b"), {}),
        (Surroundings("lead:a,b -status:doing due<+2w is:late words"), {}),
        (Surroundings("lead:none"), {}),
        (Surroundings("(broken"), {}),
        (Surroundings("#road under:r1"), {"tags": (["road"], "filter"), "requirements": (["R1"], "filter")}),
        (Surroundings("due:2016-12-15"), {"due": (date(2016, 12, 15), "filter")}),
        (Surroundings("due:2016-12"), {}),
        (Surroundings("ongoing:yes"), {"ongoing": (True, "filter")} if hasattr(Task("x"), "ongoing") else {}),
        (Surroundings(scope="R1", group=("requirements", "R2")), {"requirements": (["R2"], "group")}),
        (Surroundings("lead:trade", group=("lead", "Trade")), {"lead": ("Trade", "group")}),
        (Surroundings(group=("lead", "–")), {}),
        (Surroundings(group=("due", "2016-12")), {}),
        (Surroundings(group=("light", "red")), {}),
    ],
)
def test_what_is_taken_over(around: Surroundings, values: dict[str, object]) -> None:
    assert dict(inherited_values("task", DATASET, around, TODAY)) == values


def test_a_requirement_lies_under_the_one_of_the_filter() -> None:
    assert dict(inherited_values("requirement", DATASET, Surroundings("under:R1"), TODAY)) == {"parent": ("R1", "filter")}
