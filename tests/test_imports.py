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


WAITING = (
    "dataclasses", "hashlib", "importlib.resources", "json", "tomli_w", "jinpu_tui.exchange", "jinpu_tui.history",
    "jinpu_tui.toml_edit.encoder", "jinpu_tui.toml_edit.splice", "jinpu_tui.storage.journal", "jinpu_tui.query.parser",
    "jinpu_tui.ui.commands.edit", "jinpu_tui.report", "jinpu_tui.model.dates", "jinpu_tui.services.manual",
    "jinpu_tui.ui.dialogs",
)  # fmt: skip
"""What the first screen does without."""


def test_the_first_screen_loads_only_what_it_shows() -> None:
    libraries = "textual.app, textual.widgets, textual.drivers.linux_driver, click, msgspec, asyncio"
    ours = "jinpu_tui.cli.browse, jinpu_tui.ui.app, jinpu_tui.ui.key_settings, jinpu_tui.services.workspace"
    program = f"import sys, {libraries}; before = set(sys.modules); import {ours}; print(*set(sys.modules) - before)"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not set(WAITING) & set(result.stdout.split())


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
