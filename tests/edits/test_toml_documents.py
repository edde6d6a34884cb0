"""Valid TOML of any kind: one value set, and records among it edited. What is judged is read by `tomllib`."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from toml_documents import DOCUMENTS

from jinpu_tui.toml_edit import set_value

NEW = [
    7, -0.5, float("inf"), True, "", "x", 'a "b" # c', "one\ntwo\n", "'''\"\"\"", "任务\t", date(2016, 12, 31), time(7, 32),
    datetime(2016, 12, 31, 7, 32, tzinfo=UTC), [], [1, "a, b"], [{"a": 1}, {"b": ["x"]}], {}, {"a b": {"c": 1.5}},
]  # fmt: skip


def parsed(text: str) -> Any:
    return tomllib.loads(text.removeprefix("\ufeff"))


def paths(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """All places of a parsed document."""
    if path:
        yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in children:
        yield from paths(child, (*path, step))


def replaced(tables: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The document with another value at a place."""
    tables = copy.deepcopy(tables)
    node = tables
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return tables


def is_spread(text: str, path: tuple[str | int, ...], tables: Any) -> bool:
    """Whether a table, or an array of tables, is written over headers or dotted keys: it has no value to be replaced."""
    node = tables
    for step in path:
        node = node[step]
    return isinstance(node, dict) or (isinstance(node, list) and any(isinstance(item, dict) for item in node))


def test_there_are_enough() -> None:
    assert len(DOCUMENTS) >= 60
    for text in DOCUMENTS.values():
        parsed(text)


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_each_value_is_set_and_nothing_else(text: str) -> None:
    tables = parsed(text)
    for path in paths(tables):
        for value in NEW:
            try:
                after = set_value(text, path, value)
            except ValueError:
                assert is_spread(text, path, tables)
                break
            assert repr(parsed(after)) == repr(replaced(tables, path, value)), (path, value)


RECORDS = """\
[[task]]
id = "T1"
title = "one" # first
support = ["A", # a
  "B"]

[[indicator]]
id = "I1"
name = "i"
observations = [{ period = "2015", value = 1.50 }]
[indicator.target]
period = "2020"
value = 3
"""

COMMANDS = (
    ("set", "T1", "due=2016-12-31"), ("set", "T1", "support=B,C"), ("note", "T1", "seen", "--by", "li"), ("done", "T1"),
    ("observe", "I1", "2016", "7"), ("set", "I1", "target=2021 8"), ("add", "task", "title=new"), ("add", "source", "title=s"),
    ("remove", "T1"), ("remove", "I1"),
)  # fmt: skip


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_records_among_it_are_edited(ledger_of, text: str) -> None:
    newline = "\r\n" if "\r\n" in text else "\n"
    others = parsed(text)
    whole = text + ("" if text.endswith("\n") or not text else newline) + RECORDS.replace("\n", newline)
    ledger = ledger_of(whole)
    for words in COMMANDS:
        before = ledger.text
        assert ledger.run(*words) == 0, words
        after = ledger.text
        tables = parsed(after)
        assert repr({name: table for name, table in tables.items() if name in others}) == repr(others), words
        assert after.startswith(text), words
        assert after != before or words[0] == "add"
        assert ledger.run("undo") == 0
        assert ledger.text == before
        assert ledger.run("redo") == 0
