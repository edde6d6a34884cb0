"""Files that version 0.1.0 wrote beside a dataset are read by today's program: journal, draft, proposals, state file."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

OLD = Path(__file__).parent / "fixtures" / "program-0.1"
DRAFT = "draft-077ae6688b9786e4"


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The dataset as the eight commands left it, with their journal."""
    monkeypatch.setenv("LOGNAME", "li")
    folder = tmp_path / "old"
    shutil.copytree(OLD / "states" / "08", folder)
    (folder / ".jinpu").mkdir()
    shutil.copy(OLD / "sidecar" / "journal.toml", folder / ".jinpu")
    return folder


def assert_state(folder: Path, number: int) -> None:
    """The dataset's files hold the bytes that they held after the command of that number."""
    for path in sorted((OLD / "states" / f"{number:02}").iterdir()):
        assert (folder / path.name).read_bytes() == path.read_bytes(), (number, path.name)


def test_each_edit_of_an_old_journal_is_undone_to_the_byte(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in (5, 4, 3, 2, 1, 0):  # the eighth command undid the seventh
        assert run(["undo", "-D", str(old)]) == 0
        assert_state(old, number)
    capsys.readouterr()
    assert run(["undo", "-D", str(old)]) == 0
    assert capsys.readouterr().out == "Nothing to undo.\n"
    for number in (1, 2, 3, 4, 5):
        assert run(["redo", "-D", str(old)]) == 0
        assert_state(old, number)


def test_what_an_old_undo_took_back_is_redone(old: Path) -> None:
    assert run(["redo", "-D", str(old)]) == 0
    assert_state(old, 7)


def test_old_proposals_are_shown_and_applied(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["apply", str(OLD / "proposals.toml"), "-D", str(old)]) == 0
    shown = capsys.readouterr().out
    assert "2017-03-01" in shown
    assert "建议" in shown
    assert run(["apply", str(OLD / "proposals.toml"), "--all", "-D", str(old)]) == 0
    text = (old / "finance.toml").read_text("utf-8")
    assert "due = 2017-03-01\n" in text
    assert '{ date = 2016-12-20, by = "li", text = "建议" }' in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_an_old_draft_comes_back_in_its_prompt(old: Path) -> None:
    from terminal import Terminal

    for suffix in (".toml", ".lock"):
        shutil.copy(OLD / "sidecar" / (DRAFT + suffix), old / ".jinpu")
    program = str(Path(sys.executable).with_name("jinpu-tui"))
    with Terminal([program, str(old)], columns=100, rows=30, LOGNAME="li") as terminal:
        terminal.wait_for("note on fin-1")
        terminal.wait_for("half a note, ")
        terminal.send("\r")
        terminal.wait_for(lambda text: "note on fin-1" not in text)
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert 'text = "half a note, 半句"' in (old / "finance.toml").read_text("utf-8")


def test_an_old_state_file_is_read(tmp_path: Path) -> None:
    from jinpu_tui.storage.pane_state import read_pane_state

    left = read_pane_state(OLD / "panes.toml")
    assert left.filters == ("fin",)
    assert [view.pane for view in left.view] == ["requirements", "tasks", "indicators"]
