"""The example in a real terminal: it opens, its past is there, the copy stays and is named, the user's files are left alone."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))


def test_it_opens_and_says_where_it_stays(tmp_path: Path) -> None:
    temporary = tmp_path / "t"
    temporary.mkdir()
    with Terminal([PROGRAM, "--demo-en"], columns=120, rows=35, TMPDIR=str(temporary)) as terminal:
        terminal.wait_for("Example Harbour District (invented)")
        (root,) = temporary.iterdir()
        terminal.send("2jnby hand\r")
        terminal.wait_for(lambda _text: "by hand" in (root / "tasks.toml").read_text("utf-8"))
        terminal.send("R")
        terminal.wait_for("Simon Gray")
        terminal.send("\x1bq")
        assert terminal.wait_for_end() == 0
        terminal.read(0.2)
        assert f"jinpu-tui {root}" in re.sub(r"\s*\n", "", terminal.text)
    assert "by hand" in (root / "tasks.toml").read_text("utf-8")
    assert not list(Path(os.environ["XDG_STATE_HOME"]).parent.rglob("*.toml"))
