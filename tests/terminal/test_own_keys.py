"""Keys of the configuration in a real terminal: what the program reads there is what it is bound to."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))


def configure(text: str) -> None:
    file = Path(os.environ["XDG_CONFIG_HOME"]) / "jinpu-tui" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")


def test_the_plain_preset_and_a_key_of_a_command(ledger: Path) -> None:
    configure('[keys]\npreset = "plain"\nview.zoom = ["Alt+Left"]\ngo.back = ["Backspace"]\ntask.status = ["F4"]\n')
    before = (ledger / "ledger.toml").read_bytes()
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32) as terminal:
        terminal.wait_for("Ctrl+Q quit")
        terminal.send("2 ")
        terminal.wait_for("status doing → done")
        assert (ledger / "ledger.toml").read_bytes() != before
        terminal.send("\x1a")
        terminal.wait_for("Undone")
        assert (ledger / "ledger.toml").read_bytes() == before
        terminal.send("\x13")
        terminal.wait_for("All is saved")
        terminal.send("\x1bOS")
        terminal.wait_for("status T1")
        terminal.send("\x1b")
        terminal.wait_for("F4 status")
        terminal.send("\x11")
        assert terminal.wait_for_end() == 0


def test_keys_that_cannot_be_used_are_said_at_the_start(ledger: Path) -> None:
    configure('[keys]\ntask.due = ["D"]\n')
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32) as terminal:
        terminal.wait_for("config.toml:2: D would run both task.due and review.resolve")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_a_new_user_is_welcomed_once(ledger: Path, tmp_path: Path) -> None:
    for is_new in (True, False):
        with Terminal([PROGRAM, str(ledger)], columns=100, rows=30, XDG_STATE_HOME=str(tmp_path / "new")) as terminal:
            terminal.wait_for("Welcome." if is_new else "Space scope")
            assert ("Welcome." in terminal.text) is is_new
            terminal.send("j")
            terminal.wait_for(lambda text: "2 of" in text and "Welcome." not in text)
            terminal.send("q")
            assert terminal.wait_for_end() == 0
