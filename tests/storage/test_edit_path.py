"""The path of one edit through the code, and the number of times that it parses a text."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import toml_rs

import jinpu_tui
from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Change
from jinpu_tui.services.workspace import Workspace

PACKAGE = Path(jinpu_tui.__file__).parent
MAX_MODULES = 12
MAX_RETURNS = 2
"""How often an edit may come back to a module that it has left."""


def make_dataset(folder: Path) -> Workspace:
    tasks = "".join(f'[[task]]\nid = "T{number}"\ntitle = "任务 {number}"\nlead = "财政局"\n\n' for number in range(300))
    (folder / "dataset.toml").write_text('[dataset]\nformat = 1\ntitle = "台账"\n', "utf-8")
    (folder / "tasks.toml").write_text(tasks, "utf-8")
    (folder / "indicators.toml").write_text('[[indicator]]\nid = "I1"\nname = "指标"\n', "utf-8")
    workspace = Workspace(folder, today=date(2016, 12, 1))
    workspace.apply([Change("task", "T7", "progress", None, 10)])  # what is imported and created once is there then
    return workspace


def stations(workspace: Workspace, changes: list[AnyChange]) -> list[str]:
    """Return the modules of the layers that know records (services and storage) which an edit passes, in order.

    Only calls of functions count; comprehensions and lambdas belong to the function around them. The layers below (`model`,
    `toml_edit`, `files`, `text`) are libraries for these two and are not counted.
    """
    called: list[str] = []

    def trace(frame: FrameType, event: str, _argument: Any) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(PACKAGE) and not frame.f_code.co_name.startswith("<"):
            module = path.relative_to(PACKAGE).with_suffix("")
            if module.parts[0] in ("services", "storage"):
                called.append(str(module))

    before = sys.getprofile()
    sys.setprofile(trace)
    try:
        workspace.apply(changes)
    finally:
        sys.setprofile(before)
    return [module for module, _calls in groupby(called)]


def test_one_edit_passes_few_modules_and_returns_to_none_often(tmp_path: Path) -> None:
    workspace = make_dataset(tmp_path)
    passed = stations(workspace, [Change("task", "T7", "progress", 10, 20)])
    entered = Counter(passed)
    assert 'id = "T7"\ntitle = "任务 7"\nlead = "财政局"\nprogress = 20\n' in (tmp_path / "tasks.toml").read_text("utf-8")
    assert len(entered) <= MAX_MODULES, passed
    assert max(entered.values()) - 1 <= MAX_RETURNS, passed


@pytest.mark.parametrize(
    "changes",
    [
        [Change("task", "T7", "progress", 10, 20)],
        [Change("task", "T7", "title", "任务 7", "任务七"), Change("task", "T250", "lead", "财政局", "商务局")],
        [Change("dataset", "dataset", "title", "台账", "年度台账")],
        edits.add("task", "T900", {"title": "新任务"}, "T7"),
        edits.add("requirement", "R1", {"title": "新要求"}),
    ],
    ids=["a field", "fields of two records", "the dataset table", "a record", "the first record of its kind"],
)
def test_an_edit_parses_each_new_text_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: list[AnyChange]) -> None:
    workspace = make_dataset(tmp_path)
    texts = {path: path.read_text("utf-8") for path in tmp_path.glob("*.toml")}
    parsed: list[str] = []
    loads = toml_rs.loads
    monkeypatch.setattr(toml_rs, "loads", lambda text: (parsed.append(text), loads(text))[1])
    workspace.apply(changes)
    monkeypatch.undo()
    assert any(path.read_text("utf-8") != text for path, text in texts.items())
    new = [text for text in parsed if not any(text in old for old in texts.values())]
    assert new
    assert max(Counter(new).values()) == 1
