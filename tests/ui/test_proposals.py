"""Proposals: what cannot be written is kept, given away, and applied by somebody who may."""

from __future__ import annotations

import shutil
from pathlib import Path

from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run
from jinpu_tui.services.user_state import load_user_state
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from .conftest import Driver


async def test_proposed_exported_and_accepted_one_by_one(ledger: Path, tmp_path: Path, capsys) -> None:
    app = JinpuApp(Workspace(ledger, today=TODAY, read_only=True), load_user_state())
    async with app.run_test(size=(100, 24)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys("2", "w", "Audit", "enter")
        assert "Proposed, as you may not write here: T1  lead Finance → Audit" in driver.text
        await driver.keys("d", "ctrl+u", "2017-03-01", "enter", "p", "9", "enter", "u")
        assert "No longer proposed: T1  progress" in driver.text
        await driver.keys("j", "n", "seen", "enter", "E")
        assert "Nothing was changed" in driver.text
        assert driver.file == LEDGER
    assert not (ledger / ".jinpu").exists()

    file = tmp_path / "for-li.toml"
    assert run(["-D", str(ledger), "proposals", "export", str(file)]) == 0
    assert "3 proposals" in capsys.readouterr().out
    theirs = Path(shutil.copytree(ledger, tmp_path / "theirs"))
    run(["-D", str(theirs), "set", "T1", "due=2017-02-02"])
    capsys.readouterr()
    assert run(["-D", str(theirs), "apply", str(file)]) == 0
    told = capsys.readouterr().out
    assert "T1  due 2016-12-31 → 2017-03-01\n      by now it is 2017-02-02" in told

    app = JinpuApp(Workspace(theirs, today=TODAY))
    async with app.run_test(size=(120, 24)) as pilot:
        driver = Driver(app, pilot, theirs)
        await driver.keys("2", "P", str(file), "enter")
        assert "by now 2017-02-02" in driver.text
        await driver.keys("tab", "down", "down", "tab", "enter")
        assert 'lead = "Audit"' in driver.file
        assert 'text = "seen"' in driver.file
        assert "due = 2017-02-02" in driver.file
        await driver.keys("u")
        assert 'lead = "Finance"' in driver.file
        assert "seen" not in driver.file


def test_apply_by_number_and_drop(ledger: Path, tmp_path: Path, capsys) -> None:
    user_state = load_user_state()
    from jinpu_tui.model.changes import Change

    user_state.propose(ledger, [Change("task", "T1", "progress", None, 40)])
    user_state.propose(ledger, [Change("task", "T2", "progress", None, 50)])
    file = tmp_path / "p.toml"
    run(["-D", str(ledger), "proposals", "export", str(file)])
    assert run(["-D", str(ledger), "apply", str(file), "2"]) == 0
    text = (ledger / "ledger.toml").read_text("utf-8")
    assert "progress = 50" in text
    assert "progress = 40" not in text
    assert run(["-D", str(ledger), "apply", str(file), "7"]) == 2
    assert run(["-D", str(ledger), "apply", str(file), "--all"]) == 0
    assert "progress = 40" in (ledger / "ledger.toml").read_text("utf-8")
    run(["-D", str(ledger), "proposals", "drop"])
    capsys.readouterr()
    run(["-D", str(ledger), "proposals"])
    assert capsys.readouterr().out == "Nothing is proposed.\n"
