"""Pasting into the real program: nothing that is pasted is run as keys."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from ledger_text import LEDGER
from terminal import Terminal

START, END = "\x1b[200~", "\x1b[201~"


def started(ledger: Path) -> Terminal:
    program = "from jinpu_tui.cli.main import main; main()"
    return Terminal([sys.executable, "-c", program, "-D", str(ledger), "--as-of", "2016-12-31"])


def text_of(ledger: Path) -> str:
    return (ledger / "ledger.toml").read_text("utf-8")


@pytest.mark.parametrize("packets", ["one", "each character"])
def test_an_escape_in_a_paste_is_text(ledger: Path, packets: str) -> None:
    sent = f"{START}before\x1b\x1b[Aafter xq2dd{END}"
    with started(ledger) as terminal:
        terminal.wait_for("First")
        terminal.send("2n")
        terminal.wait_for("T1")
        terminal.wait_for(lambda text: "╭" in text or "┌" in text)
        for part in [sent] if packets == "one" else sent:
            terminal.send(part)
        terminal.wait_for("before␛␛[Aafter xq2dd")
        assert text_of(ledger) == LEDGER
        terminal.send("\r")
        terminal.wait_for(lambda text: "before␛" in text and "╭" not in text and "┌" not in text)
        assert "before␛␛[Aafter xq2dd" in text_of(ledger)
        assert "\x1b" not in text_of(ledger)
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_a_paste_where_nothing_is_typed_does_nothing(ledger: Path) -> None:
    with started(ledger) as terminal:
        terminal.wait_for("First")
        terminal.send(f"{START}2\x1bxy\rxy\r 2dd\x1b[B{END}")
        terminal.send("3")
        terminal.wait_for("billion yuan")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert text_of(ledger) == LEDGER
