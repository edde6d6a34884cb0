"""A broken configuration file in the app: said on the bottom line after the first edit, at 80x24, and nothing else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))


def test_it_is_said_once_and_stops_nothing(ledger: Path) -> None:
    file = Path(os.environ["XDG_CONFIG_HOME"], "jinpu-tui", "config.toml")
    file.parent.mkdir(parents=True)
    file.write_text('[user]\nname = "李伟"\nunti = "x"\n', "utf-8")
    with Terminal([PROGRAM, str(ledger)]) as terminal:
        terminal.wait_for("R1")
        assert "config.toml" not in terminal.text
        terminal.send("2C")
        terminal.wait_for("comment on T1")
        terminal.send("why\r")
        terminal.wait_for("config.toml:3: unknown key user.unti")
        terminal.send("C")
        terminal.wait_for("comment on T1")
        terminal.send("again\r")
        terminal.wait_for("C-李伟-2-")
        assert "config.toml" not in terminal.text
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert (ledger / "reviews" / "李伟.toml").read_text("utf-8").count("[[comment]]") == 2
