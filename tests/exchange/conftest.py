"""A dataset to import into, and the command line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jinpu_tui.cli.main import run


class Office:
    """A dataset folder and what is done to it."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capture = capture

    def run(self, *words: str) -> tuple[int, str, str]:
        code = run([words[0], "-D", str(self.folder), *words[1:]])
        captured = self._capture.readouterr()
        return code, captured.out, captured.err

    def counts(self, file: Path, *words: str) -> dict[str, int]:
        """Import a file, and return what became of its rows."""
        code, out, err = self.run("import", str(file), "--format", "json", *words)
        assert code in (0, 1), err
        return {action: count for action, count in json.loads(out)["counts"].items() if count}

    def records(self, kind: str = "task") -> list[dict[str, Any]]:
        return tomllib.loads(self.text()).get(kind, [])

    def text(self) -> str:
        return (self.folder / "dataset.toml").read_text("utf-8")


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    folder = tmp_path / "ledger"
    folder.mkdir()
    (folder / "dataset.toml").write_text('# 台账\n[dataset]\nformat = 1\ntitle = "台账"\n', "utf-8")
    return Office(folder, capsys)


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return what writes a file beside the dataset."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write
