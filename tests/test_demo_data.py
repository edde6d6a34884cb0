"""The invented example: sound, of everything something, and of one structure in both languages."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.lights import ORDER
from jinpu_tui.analysis.pace import is_on_pace
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.query.overview import overview
from jinpu_tui.query.views import faults
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.toml_edit.parser import parse

DEMO = Path(__file__).parents[1] / "jinpu_tui" / "demo"
LANGUAGES = ("en", "zh")
FORM = (
    *("id", "requirements", "status", "priority", "depends", "ongoing"),
    *("start", "due", "done_on", "closed_on", "progress", "verified"),
)
"""Fields of tasks that no translation changes."""


def opened(language: str) -> Workspace:
    return Workspace(DEMO / language / "ledger")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_no_problem(language: str) -> None:
    workspace = opened(language)
    assert workspace.problems == ()
    assert not list(faults(Analysis(workspace.dataset, workspace.day)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_called_invented(language: str) -> None:
    info = opened(language).dataset.info
    assert ("invented" if language == "en" else "虚构") in info.title
    assert info.as_of == date(2025, 11, 28)
    assert all(
        ("invented" if language == "en" else "虚构") in (source.publisher or "") for source in opened(language).dataset.sources
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_much_it_has(language: str) -> None:
    dataset = opened(language).dataset
    assert len(dataset.tasks) == 80
    assert len({task.lead for task in dataset.tasks}) == 8
    assert len(dataset.requirements) == 20
    assert len(dataset.indicators) == 12
    assert len(dataset.views) == 5
    assert sum(comment.reply_to is not None for comment in dataset.comments) >= 3
    assert len(dataset.signoffs) >= 5
    assert {task.status for task in dataset.tasks} == {"todo", "doing", "blocked", "done", "closed", "dropped"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_light_and_pace_occurs(language: str) -> None:
    workspace = opened(language)
    analysis = Analysis(workspace.dataset, workspace.day)
    assert all(analysis.light_counts[light] >= 2 for light in ORDER)
    assert Counter(map(is_on_pace, workspace.dataset.indicators)) == {True: 6, False: 5, None: 1}
    assert analysis.outdated
    assert analysis.commented


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_a_count_of_the_overview_is_zero(language: str) -> None:
    workspace = opened(language)
    counts = [
        count
        for section in overview(Analysis(workspace.dataset, workspace.day))
        if section.name in ("deadlines", "look-at", "leads", "lights", "requirements", "indicators")
        for count in section.counts
    ]
    assert [count.filter for count in counts if not count.count] == ["is:unjudged"]  # the plan has a start


def test_both_languages_have_one_structure() -> None:
    english, chinese = (opened(language).dataset for language in LANGUAGES)
    assert form(english) == form(chinese)
    assert structure(parse_month("en")) == structure(parse_month("zh"))


def form(dataset: Dataset) -> list[Any]:
    tasks = [
        [
            *(getattr(task, name) for name in FORM),
            [(step.due, step.done) for step in task.steps],
            [entry.date for entry in task.log],
            [bool(getattr(task, name)) for name in ("problem", "next", "note", "deliverable")],
        ]
        for task in dataset.tasks
    ]
    indicators = [
        (item.id, item.measure, item.kind, [(one.period, one.growth, one.status, one.cumulative) for one in item.observations])
        for item in dataset.indicators
    ]
    views = [(view.id, view.filter, view.order, view.group) for view in dataset.views]
    return [tasks, indicators, views, [(item.id, item.parent) for item in dataset.requirements]]


def parse_month(language: str) -> Any:
    return parse((DEMO / language / "month.toml").read_text("utf-8"))


def structure(month: Any) -> list[Any]:
    return [
        (commit.get("at"), len(commit.get("added", ())), [len(values) for values in commit.get("before", {}).values()])
        for commit in month["commit"]
    ]


def test_the_chinese_example_is_chinese() -> None:
    texts = [
        text
        for task in opened("zh").dataset.tasks
        for text in (task.title, task.problem, task.next, *(entry.text for entry in task.log))
        if text
    ]
    assert [text for text in texts if not re.search("[一-鿿]", text)] == []
    assert [text for text in texts if re.search("[A-Za-z]{4}", text)] == []


def test_the_history_changes_what_it_says() -> None:
    """Each value before a commit differs from the value after it, and no record is changed before it is added."""
    from jinpu_tui.services.demo_history import past_commits, read_month
    from jinpu_tui.storage.loader import from_bytes, read_dataset

    for language in LANGUAGES:
        root = DEMO / language / "ledger"
        month = read_month((DEMO / language / "month.toml").read_text("utf-8"))
        commits = past_commits(read_dataset(root), month)
        assert len(commits) == sum(commit.at is not None for commit in month)
        states = [from_bytes(root, commit.files) for commit in commits] + [read_dataset(root)]
        assert [state.problems for state in states if state.problems] == []
        for (before, after), commit in zip(pairwise(states), month[1:], strict=True):
            for id_, values in commit.before.items():
                old, new = before.raw_record(id_), after.raw_record(id_)
                fields = {"steps" if name == "ticked" else name for name in values}
                assert {name for name in {*old, *new} if old.get(name) != new.get(name)} == fields, (language, id_, commit)
            assert set(after.locations) - set(before.locations) == set(commit.added)
