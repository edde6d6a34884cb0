"""Entries of lists keep their comments, in every layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinpu_tui.model.changes import Change
from jinpu_tui.services.workspace import Workspace

SECTIONS = """\
[[indicator]]
id = "I1"
name = "i"

# the first
[[indicator.observations]]
period = "2015"
value = 1.50 # exact

# an estimate
[[indicator.observations]]
period = "2017"
value = 2
page = 7 # kept
"""


def section(period: str) -> str:
    return f'[[indicator.observations]]\nperiod = "{period}"\nvalue = 9\n\n'


@pytest.mark.parametrize(("period", "above"), [("2014", "# the first"), ("2016", "# an estimate")])
def test_an_observation_comes_in_between_sections(ledger_of, period: str, above: str) -> None:
    assert ledger_of(SECTIONS).edited("observe", "I1", period, "9") == SECTIONS.replace(above, section(period) + above)


def test_an_observation_comes_in_after_the_last_section(ledger_of) -> None:
    assert ledger_of(SECTIONS).edited("observe", "I1", "2018", "9") == SECTIONS + "\n" + section("2018")[:-1]


def test_an_observation_of_a_section_changes_in_place(ledger_of) -> None:
    assert ledger_of(SECTIONS).edited("observe", "I1", "2017", "3") == SECTIONS.replace("value = 2\n", "value = 3\n")


ROWS = """\
[[indicator]]
id = "I1"
name = "i"
observations = [ # in current prices
    # 2015 is exact
    { period = "2015", value = 1.50 },
    # 2017 is an estimate,
    # by Li
    { period = "2017", value = 2, page = 7 } # see S1

    # more to come
]
"""


@pytest.mark.parametrize(
    ("period", "meant"),
    [
        ("2014", ("    # 2015 is exact", '    { period = "2014", value = 9 },\n    # 2015 is exact')),
        ("2016", ("    # 2017 is", '    { period = "2016", value = 9 },\n    # 2017 is')),
        ("2018", (" } # see S1\n", ' }, # see S1\n    { period = "2018", value = 9 }\n')),
        ("2017", ("value = 2,", "value = 9,")),
    ],
)
def test_an_observation_comes_in_between_rows(ledger_of, period: str, meant: tuple[str, str]) -> None:
    assert ledger_of(ROWS).edited("observe", "I1", period, "9") == ROWS.replace(*meant)


SUPPORT = """\
[[task]]
id = "T1"
title = "one"
support = [ # who helps
    # they have the money
    "Finance", # since May
    'Audit', # until June
    # set apart, so it belongs to the list

    "Trade",
    # nobody else
]
"""

LISTS = {
    "+Ports": ('    "Trade",\n', '    "Trade",\n    "Ports",\n'),
    "-Audit": ("    'Audit', # until June\n", ""),
    "-Finance": ('    # they have the money\n    "Finance", # since May\n', ""),
    "-Trade": ('\n    "Trade",\n', "\n"),
    "Audit,Finance,Trade": (
        "    # they have the money\n    \"Finance\", # since May\n    'Audit', # until June\n",
        "    'Audit', # until June\n    # they have the money\n    \"Finance\", # since May\n",
    ),
    "Finance,Ports,Audit,Trade": ("    'Audit'", "    \"Ports\",\n    'Audit'"),
}


@pytest.mark.parametrize(("typed", "meant"), LISTS.items(), ids=LISTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lists_keep_their_comments(ledger_of, typed: str, meant: tuple[str, str], newline: str) -> None:
    text = SUPPORT.replace("\n", newline)
    assert ledger_of(text).edited("set", "T1", f"support={typed}") == SUPPORT.replace(*meant).replace("\n", newline)


EMPTY = {
    "# nobody yet on a line": ("[\n    # nobody yet\n]", '[\n    # nobody yet\n    "X",\n]'),
    "on the line of the bracket": ("[ # nobody yet\n]", '[ # nobody yet\n    "X",\n]'),
    "after the array": ("[] # nobody yet", '["X"] # nobody yet'),
    "two lines": ("[\n  # nobody yet,\n  # ask Li\n  ]", '[\n  # nobody yet,\n  # ask Li\n  "X",\n  ]'),
}


@pytest.mark.parametrize(("empty", "filled"), EMPTY.values(), ids=EMPTY)
def test_comments_of_an_empty_list_stay(ledger_of, empty: str, filled: str) -> None:
    text = '[[task]]\nid = "T1"\ntitle = "one"\nsupport = {}\nnote = "n"\n'
    ledger = ledger_of(text.format(empty))
    assert ledger.edited("set", "T1", "support=X") == text.format(filled)
    after = ledger.edited("set", "T1", "support=-X")
    if empty.startswith("[]"):
        assert after == text.replace("support = {}\n", "")
    else:
        assert after == text.format(empty)
    assert ledger.run("set", "T1", "support=") == 0
    assert ledger.text == after


def test_a_log_that_is_empty_on_its_line(ledger_of) -> None:
    text = '[[task]]\nid = "T1"\ntitle = "one"\nlog = [] # none yet\n'
    row = '{ date = 2016-12-01, by = "li", text = "seen" }'
    assert ledger_of(text).edited("note", "T1", "seen", "--by", "li") == text.replace("[]", f"[\n    {row},\n]")


def test_undo_of_an_emptied_log_keeps_its_order(ledger_of) -> None:
    rows = '    { date = 2018-01-02, text = "a" },\n    { date = 2016-01-02, text = "b" },\n'
    text = f'[[task]]\nid = "T1"\ntitle = "one"\nlog = [\n{rows}    # to be continued\n]\n'
    assert ledger_of(text).edited("set", "T1", "log=") == text.replace(rows, "")


UNKNOWN = {
    "inline": 'target = { period = "2020", value = 1.50, page = 7 } # aim\n',
    "dotted": 'target.period = "2020"\ntarget.page = 7 # aim\ntarget.value = 1.50\n',
    "section": '[indicator.target] # aim\nperiod = "2020"\npage = 7\nvalue = 1.50\n',
    "without a value": 'target = { period = "2020", page = 7 }\n',
    "dotted in an inline table": 'target = { period = "2020", value = 1.50, unit.name = "x", page = 0x7 }\n',
}


@pytest.mark.parametrize("written", UNKNOWN.values(), ids=UNKNOWN)
def test_unknown_keys_of_a_target_stay(ledger_of, written: str) -> None:
    text = '[[indicator]]\nid = "I1"\nname = "i"\n' + written
    after = ledger_of(text).edited("set", "I1", "target=2021 8")
    meant = text.replace('"2020"', '"2021"').replace("1.50", "8")
    assert after == (meant if "1.50" in text else meant.replace('"2021"', '"2021", value = 8'))


def test_a_list_of_the_dataset_table_keeps_comments_of_its_own_when_it_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.toml"
    text = '[dataset]\nformat = 1\ntitle = "台账"\nview = [\n    # 常用视图\n\n    { name = "迟" },  # 每周\n]\n'
    path.write_bytes(text.encode())
    workspace = Workspace(path)
    workspace.apply([Change("dataset", "dataset", "view", [{"name": "迟"}], None)])
    assert path.read_text("utf-8") == '[dataset]\nformat = 1\ntitle = "台账"\nview = [\n    # 常用视图\n]\n'
    workspace.undo()
    assert path.read_bytes() == text.encode()
