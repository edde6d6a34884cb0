"""Every key of every pane on an extreme dataset, in a real pty: no page ends the app or reports an internal error."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from extreme_dataset import write_extremes
from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))
KEYS = [*(chr(code) for code in range(33, 127) if chr(code) not in "qQ"), " ", "\r", "\t", "\x0f", "\x1b[F", "\x1b[6~"]
"""All that open something; letters that no command has now are tried as well, for those to come."""


@pytest.mark.parametrize(("pane", "day"), [("2", "0001-01-01"), ("3", "9999-12-31")])
def test_no_key_ends_the_app(tmp_path: Path, pane: str, day: str) -> None:
    folder = write_extremes(tmp_path / "data", depth=40, characters=5000, day=day)
    with Terminal([PROGRAM, str(folder)], columns=100, rows=30, EDITOR="true", VISUAL="true") as terminal:
        terminal.wait_for(lambda text: "■ " in text.splitlines()[0])
        for key in KEYS:
            for typed in ("\x1b", pane, key, "j", "\x1b[6~"):
                terminal.send(typed)
                while terminal.read(0.04):
                    pass
            assert terminal.process.poll() is None, (key, terminal.text)
            assert "internal error" not in terminal.text, (key, terminal.text)
        for typed in ("\x1b", "\x1b", "\x1b", pane):
            terminal.send(typed)
            while terminal.read(0.2):
                pass
        terminal.send("q")
        assert terminal.wait_for_end() == 0
