"""Values set in any TOML text: exactly that value differs, and every character outside its place is the same."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from documents import NEW_VALUES, Document, documents
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import ParseError, parse
from jinpu_tui.toml_edit.splice import SpliceError, rewrite, set_value


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), st.data(), NEW_VALUES)
def test_any_scalar_of_any_document(document: Document, data: st.DataObject, new: Any) -> None:
    try:
        before = parse(document.text)
    except ParseError:
        assume(False)
    assume(document.spans)
    path = data.draw(st.sampled_from(sorted(document.spans, key=repr)))
    start, end = document.spans[path]
    after_text = set_value(document.text, path, new)
    assert after_text.startswith(document.text[:start])
    assert after_text.endswith(document.text[end:])
    meant = copy.deepcopy(before)
    node: Any = meant
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = new
    assert same(parse(after_text), meant)


CASES = {
    "comment and odd spacing": ("a   =  1   # why\nb = 2\n", ("a",), 5, "a   =  5   # why\nb = 2\n"),
    "hexadecimal neighbour": ("a = 0x1F\nb = 1_000\n", ("b",), 3, "a = 0x1F\nb = 3\n"),
    "trailing zero kept elsewhere": ("a = 12.50\nb = 1\n", ("b",), 2, "a = 12.50\nb = 2\n"),
    "dotted key": ("a.b.c = 1\na.b.d = 2\n", ("a", "b", "d"), 3, "a.b.c = 1\na.b.d = 3\n"),
    "quoted key": ('"a b"."" = 1\n', ("a b", ""), 2, '"a b"."" = 2\n'),
    "CRLF": ("a = 1\r\nb = 2\r\n", ("a",), "x\ny", 'a = """\r\nx\r\ny"""\r\nb = 2\r\n'),
    "byte order mark": ("\ufeffa = 1\n", ("a",), 2, "\ufeffa = 2\n"),
    "no newline at the end": ("a = 1", ("a",), 2, "a = 2"),
    "array of tables": ("[[t]]\na = 1\n[[t]]\na = 2\n", ("t", 1, "a"), 3, "[[t]]\na = 1\n[[t]]\na = 3\n"),
    "sub-table of an array": (
        "[[t]]\n[t.s]\na = 1\n[[t]]\n[t.s]\na = 2\n",
        ("t", 1, "s", "a"),
        3,
        "[[t]]\n[t.s]\na = 1\n[[t]]\n[t.s]\na = 3\n",
    ),
    "nested array": ("a = [[1, 2], [3, # x\n 4]]\n", ("a", 1, 1), 9, "a = [[1, 2], [3, # x\n 9]]\n"),
    "inline table": ("a = { b = 1, c = { d = 2 } }\n", ("a", "c", "d"), 3, "a = { b = 1, c = { d = 3 } }\n"),
    "header inside a text": ('a = """\n[b]\nc = 1\n"""\n[b]\nc = 2\n', ("b", "c"), 3, 'a = """\n[b]\nc = 1\n"""\n[b]\nc = 3\n'),
    "date": ("d = 2016-12-31 # due\n", ("d",), date(2017, 1, 14), "d = 2017-01-14 # due\n"),
    "a whole array": ("a = [1, 2] # x\n", ("a",), [3], "a = [3] # x\n"),
}


@pytest.mark.parametrize(("text", "path", "value", "meant"), CASES.values(), ids=CASES)
def test_layouts(text: str, path: tuple[str | int, ...], value: object, meant: str) -> None:
    assert set_value(text, path, value) == meant


def test_refuses_what_is_not_there() -> None:
    with pytest.raises(KeyError):
        set_value("a = 1\n", ("b",), 1)
    with pytest.raises(KeyError):
        set_value("a = [1]\n", ("a", 1), 1)
    with pytest.raises(SpliceError):
        set_value("[a]\nb = 1\n", ("a",), 1)
    with pytest.raises(TypeError):
        set_value("a = 1\n", ("a",), object())


ORDER = ("id", "title", "status", "due", "steps", "log")

REWRITES = {
    "a new field goes where the order puts it": (
        '[[t]]\nid = "a"  # first\nstatus = "todo"\n# about the log\nlog = []\n',
        {"due": date(2016, 12, 31)},
        '[[t]]\nid = "a"  # first\nstatus = "todo"\ndue = 2016-12-31\n# about the log\nlog = []\n',
    ),
    "a removed field takes its line": (
        '[[t]]\nid = "a"\nstatus = "x" # gone\n# stays\ndue = 1\n',
        {"status": None},
        '[[t]]\nid = "a"\n# stays\ndue = 1\n',
    ),
    "an entry follows the lines of the others": (
        '[[t]]\nid = "a"\nlog = [\n  { n = 1 }, # one\n  { n = 2 }   # two\n]\n',
        {"log": [{"n": 1}, {"n": 2}, {"n": 3}]},
        '[[t]]\nid = "a"\nlog = [\n  { n = 1 }, # one\n  { n = 2 },   # two\n  { n = 3 }\n]\n',
    ),
    "an entry follows the others on one line": (
        '[[t]]\nid = "a"\nlog = [{n=1}]\n',
        {"log": [{"n": 1}, {"n": 2}]},
        '[[t]]\nid = "a"\nlog = [{n=1}, { n = 2 }]\n',
    ),
    "a tick changes only the tick": (
        '[[t]]\nid = "a"\nsteps = [\n    { text = "x",   done = false }, # soon\n]\n',
        {"steps": [{"text": "x", "done": True}]},
        '[[t]]\nid = "a"\nsteps = [\n    { text = "x",   done = true }, # soon\n]\n',
    ),
    "the last line without a newline": ('[[t]]\nid = "a"', {"status": "done"}, '[[t]]\nid = "a"\nstatus = "done"'),
    "CRLF lines": ('[[t]]\r\nid = "a"\r\n', {"status": "done"}, '[[t]]\r\nid = "a"\r\nstatus = "done"\r\n'),
    "entries written as sections": (
        '[[t]]\nid = "a"\n\n[[t.log]]\nn = 1\n\n[other]\n',
        {"log": [{"n": 1}, {"n": 2}]},
        '[[t]]\nid = "a"\n\n[[t.log]]\nn = 1\n\n[[t.log]]\nn = 2\n\n[other]\n',
    ),
}


@pytest.mark.parametrize(("text", "fields", "meant"), REWRITES.values(), ids=REWRITES)
def test_rewriting_a_record(text: str, fields: dict[str, Any], meant: str) -> None:
    before = parse(text)["t"][0]
    after = {name: value for name, value in {**before, **fields}.items() if value is not None}
    written = rewrite(text, ("t", 0), before, after, ORDER)
    assert written == meant
    assert same(parse(written)["t"][0], after)
