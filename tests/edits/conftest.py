"""A dataset of one file, edited from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n\n'


class Ledger:
    """A file below a folder with a dataset of its own."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder, self.path = folder, folder / "office.toml"
        if "[dataset]" not in text:
            (folder / "dataset.toml").write_text(HEAD, "utf-8")
        self.path.write_bytes(text.encode())

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

    def run(self, *words: str) -> int:
        return int(run(["-D", str(self.folder), *words, "--as-of", "2016-12-01"]))

    def edited(self, *words: str) -> str:
        """Make an edit, see that undo and redo give the bytes back, and return the text."""
        before = self.text
        assert self.run(*words) == 0
        after = self.text
        assert self.run("undo") == 0
        assert self.text == before
        assert self.run("redo") == 0
        assert self.text == after
        return after


@pytest.fixture
def ledger_of(tmp_path: Path) -> Callable[[str], Ledger]:
    """Make a ledger of a text."""
    return lambda text: Ledger(tmp_path, text)
