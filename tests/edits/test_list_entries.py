"""Lists as they are typed: an entry with a comma stands in double quotes."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.model.list_parsing import list_text, parse_list

TEXT = '[[task]]\nid = "T1"\ntitle = "one"\nsupport = ["Finance, Audit Bureau", "Trade"]\n'

TYPED = {
    "-Finance, Audit Bureau": ["Trade"],
    '-"Finance, Audit Bureau"': ["Trade"],
    "-Finance, Audit Bureau,+Ports": ["Trade", "Ports"],
    "+Ports": ["Finance, Audit Bureau", "Trade", "Ports"],
    '"a, b", c': ["a, b", "c"],
    '"a、b"，c、d': ["a、b", "c", "d"],
    '+"a，b"': ["Finance, Audit Bureau", "Trade", "a，b"],
    '"say ""yes"", then", c': ['say "yes", then', "c"],
    "Finance, Audit Bureau": ["Finance", "Audit Bureau"],
    'a 5" pipe, b': ['a 5" pipe', "b"],
    '"-5 degrees"': ["-5 degrees"],
}


@pytest.mark.parametrize(("typed", "meant"), TYPED.items(), ids=TYPED)
def test_set(ledger_of, typed: str, meant: list[str]) -> None:
    after = ledger_of(TEXT).edited("set", "T1", f"support={typed}")
    assert tomllib.loads(after)["task"][0]["support"] == meant


def test_add(ledger_of) -> None:
    after = ledger_of(TEXT).edited("add", "task", "title=a, b", 'support="a, b",c')
    assert tomllib.loads(after)["task"][1] == {"id": "T2", "title": "a, b", "support": ["a, b", "c"]}


def test_an_open_quote_is_refused(ledger_of, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = ledger_of(TEXT)
    assert ledger.run("set", "T1", 'support="a" b, c') == 2
    assert "comma" in capsys.readouterr().err
    assert ledger.text == TEXT


@given(st.lists(st.text(st.sampled_from('ab ,，、"+-\t财'), max_size=8), unique=True))
def test_what_is_shown_is_read_back(entries: list[str]) -> None:
    assert parse_list(list_text(entries)) == (entries or None)
    assert parse_list(list_text(entries), ["x", "a, b"]) == (entries or None)


@given(
    st.lists(
        st.text(st.sampled_from('ab ,，、"+-'), min_size=1, max_size=8).filter(lambda item: item == item.strip()), unique=True
    )
)
def test_an_entry_is_taken_out_by_its_own_text(entries: list[str]) -> None:
    for entry in entries:
        if not entry.startswith('"'):
            assert parse_list(f"-{entry}", entries) == ([item for item in entries if item != entry] or None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
@pytest.mark.parametrize(("keys", "meant"), [("\r", TEXT), ("Y\r", TEXT.replace('"Trade"', '"Trade", "Y"'))])
def test_the_prompt(ledger_of, keys: str, meant: str) -> None:
    from terminal import Terminal

    ledger = ledger_of(TEXT)
    program = str(Path(sys.executable).with_name("jinpu-tui"))
    with Terminal([program, str(ledger.folder)], columns=100, rows=32) as terminal:
        terminal.wait_for("T1")
        terminal.send("2e")
        terminal.wait_for("Enter changes a field")
        terminal.send(";")
        terminal.wait_for("type to narrow")
        terminal.send("support\r")
        terminal.wait_for('"Finance, Audit Bureau", Trade')
        terminal.send(keys)
        terminal.wait_for(lambda text: ("Nothing to change" if keys == "\r" else "→") in text and "╭" not in text)
        terminal.send("\x1bq")
    assert ledger.text == meant
