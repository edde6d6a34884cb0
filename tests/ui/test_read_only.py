"""Every edit key on every kind of row, page and form of a read-only dataset: refused or proposed, never a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY

from jinpu_tui.services.user_state import load_user_state
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp
from jinpu_tui.ui.command_table import COMMANDS

from .conftest import Driver

REVIEWS = """\
[[comment]]
id = "C1"
on = "T1"
by = "li"
text = "who pays?"

[[conflict]]
id = "X1"
on = "T1"
field = "lead"
mine = "Audit"
theirs = "Finance"
"""

PLACES = {
    "requirement": ("1",),
    "requirement below": ("1", "j"),
    "task": ("2",),
    "step": ("2", "l", "j"),
    "place of a first step": ("2", "j", "l", "j"),
    "group": ("2", "t", "lead", "enter", "g"),
    "indicator": ("3",),
    "page of a requirement": ("1", "enter"),
    "page of a task": ("2", "enter"),
    "step on a page": ("2", "enter", "j", "j", "j", "j", "j", "j", "j"),
    "page of an indicator": ("3", "enter"),
    "source": ("1", "j", "enter", "j", "j", "j", "enter"),
    "form of a requirement": ("1", "e"),
    "form of a task": ("2", "e"),
    "chart": ("3", "space"),
    "observation": ("3", "space", "G"),
    "relations": ("2", "r"),
    "overview": ("0",),
    "board": ("b",),
    "chains": ("W",),
    "comments": ("I", "j", "j"),
    "kept texts": ("Y",),
    "marked": ("2", "M"),
    "no rows": ("2", "/", "nothing", "enter"),
}
KEYS = sorted({key for command in COMMANDS if command.edits for key in command.keys} - {"delete", "E", "P"})
ANSWERS = {"p": "35", "d": "+1w", "v": "2018 250", "w": "Audit", "s": "done", "x": ""}


@pytest.mark.parametrize("proposing", [True, False], ids=["proposing", "refusing"])
@pytest.mark.parametrize("place", PLACES)
async def test_no_edit_key_fails_or_writes(ledger: Path, place: str, proposing: bool) -> None:
    (ledger / "reviews.toml").write_text(REVIEWS, "utf-8")
    before = {path: path.read_bytes() for path in ledger.iterdir()}
    user_state = load_user_state() if proposing else None
    app = JinpuApp(Workspace(ledger, today=TODAY, read_only=True), user_state)
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys(*PLACES[place])
        for key in KEYS:
            await driver.keys(key)
            if app.screen.popup is not None:
                if key == "x":
                    await driver.keys("down")
                await driver.keys(*([ANSWERS.get(key, "a text")] if ANSWERS.get(key, "a text") else []), "enter")
                if app.screen.popup is not None:  # what was typed is not fit for it here
                    await driver.keys("ctrl+u", "escape")
            assert app.screen.popup is None, key
            assert app.is_running, key
    assert {path: path.read_bytes() for path in ledger.iterdir()} == before


@pytest.mark.parametrize("kind", ["1", "2", "3"])
async def test_no_field_of_a_form_fails_or_writes(ledger: Path, kind: str) -> None:
    app = JinpuApp(Workspace(ledger, today=TODAY, read_only=True), load_user_state())
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys(kind, "e")
        tried = []
        while app.screen.page.cursor not in tried:  # at the last row `j` stays
            tried.append(app.screen.page.cursor)
            await driver.keys("enter")
            if app.screen.popup is not None:
                await driver.keys("ctrl+u", "2017", "enter")
            if app.screen.popup is not None:
                await driver.keys("ctrl+s")
            if app.screen.popup is not None:
                await driver.keys("escape")
            assert app.screen.popup is None, tried
            assert driver.file == LEDGER
            await driver.keys("j")
        assert tried[-1] == len(app.screen.page.rows) - 1


@pytest.mark.parametrize(
    ("keys", "title", "said"),
    [
        (("2", "a"), "a new task", "T4  added"),
        (("1", "A"), "a new part", "R1.2  added"),
        (("2", "T"), "a new step", "T1  steps + ☐ a new step"),
    ],
    ids=["a", "A", "T"],
)
async def test_a_second_try_does_not_double_the_first(ledger: Path, keys, title: str, said: str) -> None:
    app = JinpuApp(Workspace(ledger, today=TODAY, read_only=True), load_user_state())
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys(*keys, title, "enter")
        assert "Proposed, as you may not write here" in driver.lines[-1]
        assert len(app.session.user_state.proposals(ledger)) == 1
        await driver.keys(keys[-1], "another", "enter")
        first, second = app.session.user_state.proposals(ledger)
        if keys[-1] != "T":
            assert first.changes[0].id != second.changes[0].id


async def test_a_copy_is_proposed_once(ledger: Path) -> None:
    app = JinpuApp(Workspace(ledger, today=TODAY, read_only=True), load_user_state())
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys("2", "c", "c")
        assert [proposal.changes[0].id for proposal in app.session.user_state.proposals(ledger)] == ["T4", "T5"]
        assert app.screen.record.id == "T1"
        assert driver.file == LEDGER


async def test_a_sign_off_that_is_only_proposed_says_so(ledger: Path) -> None:
    app = JinpuApp(Workspace(ledger, today=TODAY, read_only=True), load_user_state())
    async with app.run_test(size=(120, 40)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys("2", "S")
        assert "Proposed" in driver.lines[-1]
        assert "signed off by" not in driver.lines[-1]
