"""Records moved while others write: in the same file, the record itself, the one that it passes; in a file that is broken."""

from __future__ import annotations

from errno import ENOSPC
from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run
from jinpu_tui.model import edits
from jinpu_tui.model.changes import Moved
from jinpu_tui.services.record_moves import move_after, move_before
from jinpu_tui.services.workspace import ConflictError, EditError, Workspace
from jinpu_tui.storage import journal

T1 = LEDGER[LEDGER.index("# A comment above") : LEDGER.index('[[task]]\nid = "T2"')]
T2 = LEDGER[LEDGER.index('[[task]]\nid = "T2"') : LEDGER.index('[[task]]\nid = "T3"')]
MOVED = LEDGER.replace(T1 + T2, T2 + T1)


def opened(folder: Path) -> Workspace:
    return Workspace(folder, today=TODAY)


def text_of(folder: Path) -> str:
    return (folder / "ledger.toml").read_bytes().decode()


def test_what_others_write_meanwhile_is_kept(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, other = opened(ledger), opened(ledger)
    changes = move_after(workspace, "T1", "T2")
    other.apply(edits.set_fields("task", other.plain("T1"), {"lead": "Audit"}, TODAY))
    other.apply(edits.add("task", "T9", {"title": "Between"}, "T1"))
    outcome = workspace.apply(changes)
    assert [task.id for task in workspace.dataset.tasks] == ["T9", "T2", "T1", "T3"]
    assert outcome.changes == (Moved("task", "T1", "T2"),)
    assert workspace.plain("T1")["lead"] == "Audit"
    monkeypatch.setenv("LOGNAME", "wang")
    other.apply(edits.set_fields("task", other.plain("T3"), {"lead": "Audit"}, TODAY))
    monkeypatch.undo()
    workspace.undo()
    assert [task.id for task in workspace.dataset.tasks][:2] == ["T1", "T9"]
    assert workspace.plain("T3")["lead"] == "Audit"


def test_a_record_that_was_removed_meanwhile(ledger: Path) -> None:
    workspace, other = opened(ledger), opened(ledger)
    changes = move_before(workspace, "T3", "T2")
    other.apply(edits.remove("task", other.plain("T1")))
    before = text_of(ledger)
    with pytest.raises(EditError, match="T3 cannot be moved after T1, which was removed meanwhile"):
        workspace.apply(changes)
    with pytest.raises(ConflictError, match=r"T1: .* removed it meanwhile"):
        workspace.apply([Moved("task", "T1", "T2", "")])
    assert text_of(ledger) == before


def test_both_move_the_same(ledger: Path) -> None:
    workspace, other = opened(ledger), opened(ledger)
    changes = move_after(workspace, "T1", "T2")
    other.apply(move_after(other, "T1", "T2"))
    assert workspace.apply(changes).changes == ()
    assert text_of(ledger) == MOVED
    changes = move_before(workspace, "T1", "T2")
    other.refresh()
    other.apply(move_after(other, "T1", "T3"))
    workspace.apply(changes)
    assert [task.id for task in workspace.dataset.tasks] == ["T1", "T2", "T3"]


def test_a_move_waits_while_the_file_is_broken(ledger: Path) -> None:
    workspace = opened(ledger)
    (ledger / "ledger.toml").write_text(LEDGER.replace("[[indicator]]", "[[indicator"), "utf-8")
    workspace.refresh()
    assert workspace.apply(move_after(workspace, "T1", "T2")).waiting
    assert [task.id for task in workspace.dataset.tasks] == ["T2", "T1", "T3"]
    (ledger / "ledger.toml").write_text(LEDGER, "utf-8")
    news = workspace.refresh()
    assert news is not None
    assert news.went_in == 1
    assert text_of(ledger) == MOVED
    workspace.undo()
    assert text_of(ledger) == LEDGER


def test_a_move_that_the_journal_cannot_keep_is_not_made(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    workspace = opened(ledger)
    with monkeypatch.context() as patched:
        patched.setattr(journal, "append", fail)
        with pytest.raises(OSError, match="No space left"):
            workspace.apply(move_after(workspace, "T1", "T2"))
    assert text_of(ledger) == LEDGER
    workspace.apply(move_after(workspace, "T1", "T2"))
    assert text_of(ledger) == MOVED


def test_the_journal_keeps_moves_and_takes_no_invalid_ones(ledger: Path) -> None:
    opened(ledger).apply(move_after(opened(ledger), "T1", "T2"))
    path = ledger / ".jinpu" / "journal.toml"
    [entry] = journal.read(path)
    assert entry.changes == (Moved("task", "T1", "T2"),)
    assert isinstance(entry.changes[0], Moved)
    assert entry.changes[0].was_after_id == ""
    text = path.read_text("utf-8")
    for old, new in (('moved_behind = "T2"', "moved_behind = 2"), (', was_behind = ""', ""), ('kind = "task"', 'kind = "x"')):
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        assert journal.read(path) == []
        assert journal.count_unreadable(path) == 1


def test_the_command(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def call(*words: str) -> tuple[int, str]:
        code = run(["-D", str(ledger), *words])
        output = capsys.readouterr()
        return code, output.out + output.err

    assert call("move", "T1", "--after", "T2") == (0, "T1  moved after T2\n")
    assert text_of(ledger) == MOVED
    assert call("move", "T1", "--after", "T2") == (0, "Nothing to change.\n")
    assert call("undo") == (0, "Undone: T1  moved to the top of its file\n")
    assert text_of(ledger) == LEDGER
    assert call("move", "T2", "--before", "T1") == (0, "T2  moved to the top of its file\n")
    assert text_of(ledger) == MOVED
    for words in (["T1"], ["T1", "--after", "T2", "--before", "T3"], ["T1", "--after", "T7"], ["T7", "--after", "T1"]):
        code, message = call("move", *words)
        assert code == 2, message
    code, message = call("move", "T1", "--after", "I1")
    assert (code, message) == (2, "jinpu-tui: T1 and I1 are of different kinds: task and indicator\n")
    assert text_of(ledger) == MOVED
