"""What an edit costs in a dataset of many files: the files that nobody has touched are not opened again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from jinpu_tui.model.changes import Change
from jinpu_tui.services.workspace import Workspace

FILES = 300


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a dataset of many files of one task."""
    (tmp_path / "dataset.toml").write_text("[dataset]\nformat = 1\n", "utf-8")
    for number in range(FILES):
        path = tmp_path / f"office{number % 7}" / f"task{number}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'[[task]]\nid = "T{number}"\ntitle = "t"\nlead = "a"\n', "utf-8")
    return tmp_path


def count_opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which every file that is opened from now on is added."""
    opened: list[str] = []
    open_file = os.open
    monkeypatch.setattr(os, "open", lambda path, *args, **named: opened.append(str(path)) or open_file(path, *args, **named))
    return opened


def test_an_edit_opens_no_file_that_was_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 60_000_000_000)  # the files were written a minute ago
    workspace = Workspace(folder)
    opened = count_opened(monkeypatch)
    workspace.apply([Change("task", "T7", "lead", "a", "b")])
    workspace.apply([Change("task", "T7", "lead", "b", "c")])
    workspace.undo()
    assert len({path for path in opened if path.endswith(".toml") and "/office" in path}) == 1
    assert 'lead = "b"' in (folder / "office0" / "task7.toml").read_text("utf-8")


def test_a_file_written_a_moment_ago_is_compared_to_the_byte(folder: Path) -> None:
    """The clocks of file systems tick slowly: what was read may have been written again with the same stamp."""
    workspace = Workspace(folder)
    path = folder / "office1" / "task8.toml"
    status = path.stat()
    path.write_bytes(path.read_bytes().replace(b'"a"', b'"z"'))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    workspace.apply([Change("task", "T7", "lead", "a", "b")])
    assert workspace.dataset.by_id["T8"].lead == "z"


def test_permissions_are_asked_for_without_a_look_at_every_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(folder)
    looked_at: list[object] = []
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: looked_at.append(path) or access(path, mode))
    assert not workspace.read_only
    assert len(looked_at) < 10
