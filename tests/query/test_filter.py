"""Filters: what each term asks, held against plain predicates, and what is said of mistakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import FilterError
from jinpu_tui.model.records import (
    Indicator,
    LogEntry,
    Observation,
    Point,
    Requirement,
    Step,
    Task,
)
from jinpu_tui.query.filter import check, matching
from jinpu_tui.query.parser import parse
from jinpu_tui.query.search_index import SearchIndex

DAY = date(2016, 12, 31)
TASKS = (
    Task("T1", "Write the PLAN", ("R1.1",), "doing", lead="Finance", start=date(2016, 1, 1), due=date(2017, 1, 1), progress=50),
    Task("T2", "计划", status="blocked", tags=("reform",), verified=10, progress=40),
    Task(
        "T3",
        "Ｗｉｄｅ letters",
        ("R2",),
        lead="Audit office",
        due=date(2016, 1, 1),
        log=(LogEntry(date(2016, 2, 1), "Li", "x"),),
    ),
    Task("T4", "Last", ("R1",), "done", lead="Finance", due=date(2016, 6, 1), depends=("T3",)),
    Task("T5", "Waits", ("R1",), "doing", due=date(2017, 6, 1), depends=("T3",), steps=(Step("a", date(2016, 5, 1)),)),
)
REQUIREMENTS = (
    Requirement("R1", "First"),
    Requirement("R1.1", "Below", parent="R1"),
    Requirement("R2", "Second"),
    Requirement("R3"),
)
INDICATORS = (
    Indicator("I1", "Output", "billion", ("R1",), baseline=Point("2015", 200), target=Point("2020", 300),
              observations=(Observation("2016", 210, growth=5), Observation("2015", 200))),
    Indicator("I2", "Jobs", baseline=Point("2015", 200), target=Point("2020", 300), observations=(Observation("2017", 250),)),
    Indicator("I3", "Waste", direction="down", baseline=Point("2015", 9), target=Point("2017", 5)),
)  # fmt: skip
DATASET = Dataset(requirements=REQUIREMENTS, tasks=TASKS, indicators=INDICATORS)
FACTS = Analysis(DATASET, DAY)

OF_TASKS = {
    "": "T1 T2 T3 T4 T5",
    "plan finance": "T1",
    "计": "T2",
    "wide ＬＥＴ": "T3",
    '"the plan"': "T1",
    '"plan the"': "",
    "lead:finance": "T1 T4",
    "LEAD：Finance": "T1 T4",
    "lead:finance,audit": "T1 T3 T4",
    'lead:"audit office"': "T3",
    "lead=audit": "",
    "lead!=finance": "T2 T3 T5",
    "lead:none": "T2 T5",
    "status:doing,done": "T1 T4 T5",
    "status!=doing": "T2 T3 T4",
    "due<2016-12-31": "T3 T4",
    "due<=2017-01-01": "T1 T3 T4",
    "due:2016": "T3 T4",
    "due>2016": "T1 T5",
    "due>=2016-06": "T1 T4 T5",
    "due<+2w": "T1 T3 T4",
    "due:none": "T2",
    "progress>=50": "T1 T4",
    "progress<50": "T2 T5",
    "progress:none": "T3",
    "verified=10": "T2",
    "light:red": "T1 T2 T3",
    "is:late": "T3",
    "is:behind": "T1 T5",
    "is:blocked": "T2 T5",
    "is:silent": "T1",
    "is:unverified": "T1 T2 T4",
    "is:orphan": "T2",
    "is:open -is:late": "T1 T2 T5",
    "has:log": "T3",
    "-has:due": "T2",
    "under:r1": "T1 T4 T5",
    "under:R1.1,R2": "T1 T3",
    "by:li": "T3",
    "#reform": "T2",
    "#ref": "",
    "-lead:finance -status:blocked": "T3 T5",
    "is:late or status:blocked": "T2 T3",
    "(is:late or lead:finance) -status:done": "T1 T3",
    "is:late or lead:finance -status:done": "T1 T3",
    "-(is:late or lead:finance)": "T2 T5",
    "steps:a": "T5",
    "or": "T1 T2 T3 T4 T5",
    "-": "",
    "http://x": "",
}


@pytest.mark.parametrize("text", OF_TASKS)
def test_tasks(text: str) -> None:
    assert [task.id for task in matching(TASKS, text, FACTS)] == OF_TASKS[text].split()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("is:orphan", "R3"),
        ("under:R1", "R1 R1.1"),
        ("parent:R1", "R1.1"),
        ("progress>=50", "R1 R1.1"),
        ("light:red", "R1 R1.1 R2"),
        ("lead:finance", ""),
    ],
)
def test_requirements(text: str, ids: str) -> None:
    assert [item.id for item in matching(REQUIREMENTS, text, FACTS)] == ids.split()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("value>200", "I1 I2"),
        ("growth=5%", "I1"),
        ("attainment>=50", "I2"),
        ("is:behind", "I1"),
        ("has:observations", "I1 I2"),
        ("unit:none", "I2 I3"),
        ("is:orphan", "I2 I3"),
        ("direction:down", "I3"),
    ],
)
def test_indicators(text: str, ids: str) -> None:
    assert [item.id for item in matching(INDICATORS, text, FACTS)] == ids.split()


MISTAKES = {
    "leed:x": ("did you mean lead", 0),
    "plan  foo:x": ("no field foo", 6),
    "status:dome": ("none of todo", 7),
    "due<soon": ("no date", 4),
    "progress>much": ("no number", 9),
    "is:tired": ("none of late", 3),
    "under:R9": ("no requirement", 6),
    "lead<x": ("takes :", 4),
    "is<late": ("takes :", 2),
    "lead:": ("needs a value", 0),
    "(a or b": ("a ( without a )", 0),
    "a)": ("a ) without a (", 1),
    "(" * 99: ("too deep", 51),
    "-" * 99 + "a": ("too deep", 51),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_are_pointed_at(text: str) -> None:
    told, start = MISTAKES[text]
    with pytest.raises(FilterError, match=told.replace("(", r"\(").replace(")", r"\)")) as caught:
        check(text, FACTS)
    assert caught.value.start == start


@given(st.text(alphabet=st.sampled_from('ab:<>=!-#()", ，：（）orlead:dueisprogress\n'), max_size=25))
def test_any_text_is_a_filter_or_a_mistake_at_a_place(text: str) -> None:
    place = -1
    kept: Sequence[Task] = ()
    try:
        kept = matching(TASKS, text, FACTS)
    except FilterError as error:
        place = error.start
    assert place < max(1, len(text))
    assert [task for task in TASKS if task in kept] == list(kept)


PARTS: dict[str, Callable[[Task], bool]] = {
    "lead:a": lambda task: "a" in (task.lead or "").lower(),
    "lead:none": lambda task: not task.lead,
    "status:done": lambda task: task.status == "done",
    "status!=todo": lambda task: task.status != "todo",
    "due<2016-06-01": lambda task: task.due is not None and task.due < date(2016, 6, 1),
    "due>=2016-06-01,none": lambda task: task.due is None or task.due >= date(2016, 6, 1),
    "progress>=50": lambda task: (
        (100 if task.status in ("done", "closed") else task.progress if task.progress is not None else -1) >= 50
    ),
    "is:late": lambda task: task.status not in ("done", "closed", "dropped") and task.due is not None and task.due < DAY,
    "#x": lambda task: "x" in task.tags,
    "b": lambda task: any("b" in text.lower() for text in (task.id, task.title, task.status, task.lead or "", *task.tags)),
}

GROUPS = st.lists(
    st.lists(st.tuples(st.booleans(), st.sampled_from(sorted(PARTS))), min_size=1, max_size=3), min_size=1, max_size=3
)
TASK_LISTS = st.lists(
    st.tuples(
        st.text("abAB计", max_size=4),
        st.sampled_from(["todo", "doing", "done", "closed", "blocked", "dropped"]),
        st.sampled_from([None, "Audit", "Bureau", "计划"]),
        st.none() | st.dates(date(2016, 1, 1), date(2016, 12, 31) + timedelta(60)),
        st.none() | st.integers(0, 100),
        st.lists(st.sampled_from("xy"), max_size=2),
    ),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(
    TASK_LISTS,
    st.lists(
        st.lists(st.tuples(st.booleans(), st.sampled_from(sorted(PARTS))), min_size=1, max_size=3), min_size=1, max_size=3
    ),
)
def test_filters_are_plain_predicates(rows: list, groups: list) -> None:
    tasks = tuple(
        Task(f"T{number}", title, status=status, lead=lead, due=due, progress=progress, tags=tuple(tags))
        for number, (title, status, lead, due, progress, tags) in enumerate(rows)
    )
    text = " or ".join(" ".join("-" * minus + part for minus, part in group) for group in groups)
    wanted = [task.id for task in tasks if any(all(PARTS[part](task) != minus for minus, part in group) for group in groups)]
    analysis = Analysis(Dataset(tasks=tasks), DAY)
    finder = SearchIndex()
    assert [task.id for task in matching(tasks, text, analysis, finder)] == wanted
    assert [task.id for task in matching(tasks, f"-({text})", analysis, finder)] == [
        item.id for item in tasks if item.id not in wanted
    ]


def test_the_tree() -> None:
    assert parse("a or (b -c)") == parse("a or b -c")
    assert parse("a b") != parse("a or b")
