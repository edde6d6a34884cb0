"""What a command loads: the command line works without the screen's libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = [
    ("check",),
    ("list", "tasks"),
    ("show", "T1"),
    ("overview",),
    ("set", "T1", "lead=x"),
    ("done", "T2"),
    ("note", "T1", "x"),
    ("add", "task", "title=x"),
    ("observe", "I1", "2018", "1"),
    ("remove", "T3"),
    ("undo",),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_commands_do_not_load_the_screen(ledger: Path, words: tuple[str, ...]) -> None:
    program = (
        "import sys; from jinpu_tui.cli.main import run; code = run(sys.argv[1:]);"
        "bad = {'textual', 'asyncio', 'jinpu_tui.ui'} & set(sys.modules); print(code, sorted(bad))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, *words, "-D", str(ledger)], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "0 []"
