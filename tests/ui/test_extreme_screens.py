"""The app on values, days and trees at the edge of what there is, and while a large dataset is still being read."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_text import TODAY

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage import chunks, partial_load
from jinpu_tui.ui.app import JinpuApp

HEAD = '[dataset]\nformat = 1\ntitle = "x"\nas_of = {}\n\n'
TASK = '[[task]]\nid = "{}"\ntitle = "任务 {}"\nstatus = "doing"\nstart = 0001-01-01\ndue = 9999-12-31\n'
FIGURES = """\
[[indicator]]
id = "I1"
name = "指标"
baseline = {{ period = "2015", value = -{0} }}
target = {{ period = "9999", value = {0} }}
observations = [
    {{ period = "0001", value = {0} }},
    {{ period = "2016", value = -{0}, growth = {0} }},
    {{ period = "9999", value = {0} }},
]
"""
TREE = "".join(
    f'[[requirement]]\nid = "R{n}"\ntitle = "要求 {n}"\n' + (f'parent = "R{n - 1}"\n' if n else "") for n in range(2000)
)
WAITING = "".join(f'[[task]]\nid = "D{n}"\ntitle = "d"\ndepends = ["D{(n - 1) % 2000}"]\n' for n in range(2000))
KEYS = (
    *("1", "G", "enter", "escape", "space", "escape", "2", "G", "enter", "r", "escape", "escape", "3", "G", "enter", "escape"),
    *("space", "escape", "0", "escape", "b", "escape", "W", "escape", "I", "escape", "2", "g", "p", "5", "enter", "u"),
)


@pytest.mark.parametrize(
    "text",
    [
        HEAD.format("2016-12-31") + TASK.format("T1", 1) + FIGURES.format("9" * 400),
        HEAD.format("2016-12-31") + TASK.format("T1", 1) + FIGURES.format("1.7e308"),
        HEAD.format("0001-01-01") + TASK.format("T1", 1) + FIGURES.format("3"),
        HEAD.format("9999-12-31") + TASK.format("T1", 1) + FIGURES.format("3"),
        HEAD.format("2016-12-31") + TREE + TASK.format("T1", 1) + WAITING,
    ],
    ids=["400 digits", "1.7e308", "the first day", "the last day", "deep and in rings"],
)
async def test_keys_on_every_screen(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text, "utf-8")
    app = JinpuApp(Workspace(path, partial=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await app.workers.wait_for_complete()
        for key in KEYS:
            await pilot.press(key)
        await pilot.pause()
        assert not app.screen.page_ref
    assert path.read_text("utf-8") == text


async def test_the_deepest_requirement_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD.format("2016-12-31") + TREE, "utf-8")
    app = JinpuApp(Workspace(tmp_path))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("G")
        await pilot.pause()
        rows = [app.screen.requirements.line(y).text for y in range(1, app.screen.requirements.size.height)]
        assert any("要求 1999" in row for row in rows)


def records(kind: str, letter: str, first: int, count: int) -> str:
    return "".join(f'[[{kind}]]\nid = "{letter}{n}"\ntitle = "{kind} {n}"\n' for n in range(first, first + count))


HIDING = '[[requirement]]\nid = "R99"\ntitle = "r"\ntext = """\n[[task]]\nid = "T9000"\ntitle = "inside"\n# """\n'


async def test_an_edit_of_what_is_no_record_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A header inside a text is taken for a record until all is read; the edit must not go to the row that comes there then."""
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 64)
    monkeypatch.setattr(partial_load, "FIRST_BYTES", 2000)
    monkeypatch.setattr("jinpu_tui.ui.main_screen.MainScreen._read_on", _nothing)
    path = tmp_path / "a.toml"
    text = HEAD.format("2016-12-31") + records("requirement", "R", 0, 50) + HIDING + records("task", "T", 0, 300)
    path.write_text(text, "utf-8")
    app = JinpuApp(Workspace(path, today=TODAY, partial=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2")
        assert app.screen.record.id == "T9000"
        await pilot.press("space")
        await pilot.pause()
        assert "T9000 is not a record" in app.screen.keys.message
        assert path.read_text("utf-8") == text
        await pilot.press("space")
        await pilot.pause()
        assert path.read_text("utf-8") != text


async def test_rows_that_come_before_leave_the_cursor_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jinpu_tui.ui.main_screen.MainScreen._read_on", _nothing)
    path = tmp_path / "a.toml"
    hidden = records("task", "H", 0, 200).replace("[[task]]", "[[ task ]]")
    path.write_text(
        HEAD.format("2016-12-31") + records("requirement", "R", 0, 3000) + hidden + records("task", "T", 0, 9000), "utf-8"
    )
    app = JinpuApp(Workspace(path, today=TODAY, partial=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2", "j", "j")
        pane = app.screen.tasks
        before = pane.row.id, pane.cursor - pane.top
        assert before[0] == "T2"
        app.screen.load_all()
        await pilot.pause()
        assert len(pane.rows) == 9200
        assert (pane.row.id, pane.cursor - pane.top) == before


async def _nothing(_screen: object) -> None:
    """Read nothing more: the test says when all is read."""
