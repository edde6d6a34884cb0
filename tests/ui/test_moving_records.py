"""Records moved up and down in the panes: the cursor stays on them, and what cannot be done is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run
from jinpu_tui.model import edits
from jinpu_tui.model.changes import Moved
from jinpu_tui.services.proposals import holds_already
from jinpu_tui.services.record_moves import move_after
from jinpu_tui.services.user_state import load_user_state
from jinpu_tui.services.workspace import Workspace


def ids(text: str, kind: str) -> list[str]:
    """Return the ids of the records of a kind in the order of a text."""
    blocks = text.split("\n[[")[1:]
    return [block.split('id = "', 1)[1].split('"', 1)[0] for block in blocks if block.startswith(f"{kind}]]")]


@pytest.mark.parametrize("key", ["}", "shift+down", "alt+down"])
async def test_a_task_goes_down_and_the_cursor_with_it(drive, key: str) -> None:
    async with drive() as app:
        await app.keys("2", key)
        assert ids(app.file, "task") == ["T2", "T1", "T3"]
        assert "T1 stands after T2 now" in app.text
        assert '# A comment above the first task.\n[[task]]\nid = "T1"' in app.file
        await app.keys(key)
        assert ids(app.file, "task") == ["T2", "T3", "T1"]
        assert app.app.screen.record.id == "T1"
        before = app.file
        await app.keys(key)
        assert "T1 is the last one here already" in app.text
        assert app.file == before
        await app.keys("u", "u")
        assert app.file == LEDGER
        await app.keys("ctrl+r", "ctrl+r")
        assert app.file == before


@pytest.mark.parametrize("key", ["{", "shift+up", "alt+up"])
async def test_a_task_goes_up(drive, key: str) -> None:
    async with drive() as app:
        await app.keys("2", "G", key)
        assert ids(app.file, "task") == ["T1", "T3", "T2"]
        assert "T3 stands before T2 now" in app.text
        await app.keys(key)
        assert ids(app.file, "task") == ["T3", "T1", "T2"]
        await app.keys(key)
        assert "T3 is the first one here already" in app.text


async def test_what_was_passed_stays_in_sight(drive, ledger: Path) -> None:
    tasks = "".join(f'\n[[task]]\nid = "N{number}"\ntitle = "Number {number}"\n' for number in range(60))
    (ledger / "ledger.toml").write_text(LEDGER + tasks, "utf-8")
    async with drive(size=(80, 24)) as app:
        await app.keys("2", "}")
        assert app.app.screen.record.id == "T1"
        assert any(line.startswith(" ") and " T2 " in line for line in app.lines)
        await app.keys("G", "{")
        assert app.app.screen.record.id == "N59"
        assert any(" N58 " in line and "Number 58" in line for line in app.lines)


async def test_a_requirement_passes_its_siblings_only(drive) -> None:
    async with drive() as app:
        await app.keys("1", "j", "}")
        assert "R1.1 is the last one here already" in app.text
        await app.keys("k", "}")
        assert ids(app.file, "requirement") == ["R1.1", "R2", "R1"]
        assert [row.record.id for row in app.app.screen.rows] == ["R2", "R1", "R1.1"]
        assert app.app.screen.record.id == "R1"
        await app.keys("{")
        assert ids(app.file, "requirement") == ["R1.1", "R1", "R2"]


async def test_an_indicator_goes_up_past_what_a_filter_hides(drive, ledger: Path) -> None:
    more = "".join(f'\n[[indicator]]\nid = "I{n}"\nname = "{name}"\n' for n, name in ((2, "hidden"), (3, "Output too")))
    (ledger / "ledger.toml").write_text(LEDGER + more, "utf-8")
    async with drive() as app:
        await app.keys("3", "/", "output", "enter", "j", "{")
        assert ids(app.file, "indicator") == ["I3", "I1", "I2"]
        await app.keys("}")
        assert ids(app.file, "indicator") == ["I1", "I3", "I2"]


async def test_in_another_order_nothing_is_moved(drive) -> None:
    async with drive() as app:
        await app.keys("2", "o", "due", "enter", "}")
        assert "Records are moved in the order of the files, and this pane has another: o brings it back" in app.text
        assert app.file == LEDGER


async def test_in_groups_nothing_is_moved(drive) -> None:
    async with drive() as app:
        await app.keys("2", "t", "lead", "enter", "g", "j", "}")
        assert "this pane has groups: t takes them away" in app.text
        assert app.file == LEDGER


async def test_a_record_keeps_its_file(drive, ledger: Path) -> None:
    (ledger / "more.toml").write_text('[[task]]\nid = "T4"\ntitle = "Fourth"\n', "utf-8")
    async with drive() as app:
        await app.keys("2", "G", "{")
        assert "T4 stands in more.toml, T3 in ledger.toml: a record keeps its file" in app.text
        assert app.file == LEDGER


async def test_a_requirement_keeps_its_file(drive, ledger: Path) -> None:
    (ledger / "more.toml").write_text('[[requirement]]\nid = "R3"\ntitle = "Third"\n', "utf-8")
    async with drive() as app:
        await app.keys("1", "G", "{")
        assert "R3 stands in more.toml, R2 in ledger.toml: a record keeps its file" in app.text
        assert app.file == LEDGER


async def test_in_a_scope_a_task_passes_what_is_not_in_it(drive) -> None:
    async with drive() as app:
        app.app.screen.session.scope = "R1"
        app.app.screen.reload()
        await app.keys("2", "}")
        assert "T1 is the last one here already" in app.text
        assert app.file == LEDGER


async def test_a_move_waits_while_the_file_is_broken(drive, ledger: Path) -> None:
    async with drive() as app:
        (ledger / "ledger.toml").write_text(LEDGER.replace("[[indicator]]", "[[indicator"), "utf-8")
        await app.keys("2", "}")
        assert "Kept, written when the file can be read again: T1  moved after T2" in app.text
        assert [row.id for row in app.app.screen.rows] == ["T2", "T1", "T3"]
        assert app.app.screen.record.id == "T1"


async def test_the_marked_stay(drive) -> None:
    async with drive() as app:
        await app.keys("2", "m", "}")
        assert ids(app.file, "task") == ["T1", "T3", "T2"]
        assert "T2 stands after T3 now · This is about T2 alone, not about the 1 task that are marked" in app.text


async def test_a_page_moves_steps_only(drive) -> None:
    async with drive() as app:
        await app.keys("2", "enter", "}")
        assert "Here steps are moved up and down" in app.text
        assert app.file == LEDGER


async def test_read_only(drive) -> None:
    async with drive(read_only=True) as app:
        await app.keys("2", "}")
        assert "Nothing was changed: opened read-only" in app.text


async def test_what_a_colleague_writes_meanwhile_is_kept(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2", "j")
        other = Workspace(ledger, today=TODAY)
        other.apply(edits.set_fields("task", other.plain("T1"), {"lead": "Audit"}, TODAY))
        await app.keys("{")
        assert ids(app.file, "task") == ["T2", "T1", "T3"]
        assert 'lead = "Audit"' in app.file


async def test_the_order_that_a_colleague_makes_is_shown(drive, ledger: Path) -> None:
    async with drive() as app:
        await app.keys("2")
        other = Workspace(ledger, today=TODAY)
        other.apply(move_after(other, "T1", "T3"))
        app.app.screen.refresh_data()
        assert [row.id for row in app.app.screen.rows] == ["T2", "T3", "T1"]
        assert app.app.screen.record.id == "T1"


async def test_a_move_is_proposed_and_accepted(drive, ledger: Path, tmp_path: Path, capsys) -> None:
    async with drive(read_only=True, user_state=load_user_state()) as app:
        await app.keys("2", "}")
        assert "Proposed, as you may not write here: T1  moved after T2" in app.text
    file = tmp_path / "proposals.toml"
    assert run(["-D", str(ledger), "proposals", "export", str(file)]) == 0
    assert run(["-D", str(ledger), "apply", str(file)]) == 0
    assert "T1  moved after T2\n" in capsys.readouterr().out
    assert run(["-D", str(ledger), "apply", str(file), "--all"]) == 0
    assert capsys.readouterr().out == "T1  moved after T2\n"
    assert ids((ledger / "ledger.toml").read_text("utf-8"), "task") == ["T2", "T1", "T3"]
    assert holds_already(Workspace(ledger), Moved("task", "T1", "T2"))
    assert not holds_already(Workspace(ledger), Moved("task", "T1", ""))
