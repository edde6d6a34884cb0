"""Datasets of several files, edited by the command line as by different people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run
from jinpu_tui.files.permissions import PRIVATE
from jinpu_tui.storage import journal
from jinpu_tui.storage.pending import PendingEdits


class Ledger:
    """A folder with files of given bytes, and the command line on it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.out = self.err = ""

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Put files in the folder."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def let_wait(self, entries: str, who: str = "li") -> None:
        """Leave entries, given as the journal has them, as edits of a user that wait to be written."""
        self._monkeypatch.setenv("LOGNAME", who)
        self.write({".jinpu/waiting.toml": "", ".jinpu/entries.toml": entries})
        given = self.folder / ".jinpu" / "entries.toml"
        for entry in journal.read(given):
            PendingEdits(self.folder / ".jinpu" / "waiting.toml").add(entry, PRIVATE)
        given.unlink()

    def bytes(self) -> dict[str, bytes]:
        """Every file of the dataset."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*.toml"))
            if ".jinpu" not in path.parts
        }

    def run(self, *words: str, who: str = "li") -> int:
        """Run a command as a user; `out` and `err` are what it says."""
        self._capsys.readouterr()
        self._monkeypatch.setenv("LOGNAME", who)
        code = run([words[0], "-D", str(self.folder), "--as-of", "2016-12-01", *words[1:]])
        self.out, self.err = self._capsys.readouterr()
        return code

    def does(self, *words: str, who: str = "li") -> str:
        """Run a command that succeeds; what it says."""
        assert self.run(*words, who=who) == 0, (words, self.out, self.err)
        return self.out


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ledger:
    folder = tmp_path / "dataset"
    folder.mkdir()
    return Ledger(folder, monkeypatch, capsys)
