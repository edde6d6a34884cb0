"""A file that cannot be read while it is open: the last good records stay, edits wait, and go in when it is sound again."""

from __future__ import annotations

import os
import shutil
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY, changed_lines

from jinpu_tui.files import file_set
from jinpu_tui.model import edits
from jinpu_tui.services.workspace import ConflictError, EditError, Workspace
from jinpu_tui.storage import loader

BROKEN = LEDGER.replace("[[indicator]]", "[[indicator")


def opened(folder: Path) -> Workspace:
    return Workspace(folder, today=TODAY)


def text_of(folder: Path) -> str:
    return (folder / "ledger.toml").read_bytes().decode()


def write(folder: Path, text: str) -> None:
    (folder / "ledger.toml").write_bytes(text.encode())


def due(workspace: Workspace, day: date) -> list:
    return edits.set_fields("task", workspace.plain("T1"), {"due": day}, TODAY)


def test_a_broken_file_shows_what_it_held_and_edits_wait(ledger: Path) -> None:
    workspace = opened(ledger)
    write(ledger, BROKEN)
    news = workspace.refresh()
    assert news is not None
    assert (news.ids, len(workspace.dataset), [item.code for item in workspace.stale]) == ((), 8, ["not-toml"])
    assert "T1" in workspace.dataset.stale
    assert [problem.code for problem in workspace.problems if problem.severity == "error"] == ["not-toml"]
    outcome = workspace.apply(due(workspace, date(2017, 1, 14)))
    assert outcome.waiting
    assert (workspace.dataset.tasks[0].due, workspace.pending_count) == (date(2017, 1, 14), 1)
    assert text_of(ledger) == BROKEN
    write(ledger, BROKEN + "# still broken\n")
    assert workspace.refresh() is not None
    assert workspace.dataset.tasks[0].due == date(2017, 1, 14)
    write(ledger, LEDGER)
    news = workspace.refresh()
    assert news is not None
    assert (news.went_in, workspace.pending_count, workspace.stale) == (1, 0, ())
    assert changed_lines(LEDGER, text_of(ledger)) == (["due = 2016-12-31\n"], ["due = 2017-01-14\n"])
    workspace.undo()
    assert text_of(ledger) == LEDGER


def test_an_edit_that_waited_goes_in_with_whoever_writes_next(ledger: Path) -> None:
    workspace = opened(ledger)
    write(ledger, BROKEN)
    workspace.refresh()
    workspace.apply(edits.add_note(workspace.plain("T1"), "while it was broken", "", TODAY))
    write(ledger, LEDGER)
    other = opened(ledger)
    other.apply(edits.set_fields("task", other.plain("T2"), {"lead": "Audit"}, TODAY))
    assert "while it was broken" in text_of(ledger)
    assert not (ledger / ".jinpu" / "waiting.toml").exists()
    news = workspace.refresh()
    assert news is not None
    assert set(news.ids) == {"T2"}


def test_an_edit_that_waits_can_be_taken_back(ledger: Path) -> None:
    workspace = opened(ledger)
    write(ledger, BROKEN)
    workspace.refresh()
    workspace.apply(due(workspace, date(2017, 1, 14)))
    assert workspace.undo().changes
    assert (workspace.dataset.tasks[0].due, workspace.pending_count) == (date(2016, 12, 31), 0)
    write(ledger, LEDGER)
    workspace.refresh()
    assert text_of(ledger) == LEDGER


def test_an_edit_that_waited_and_conflicts_is_asked_about(ledger: Path) -> None:
    workspace = opened(ledger)
    write(ledger, BROKEN)
    workspace.refresh()
    workspace.apply(due(workspace, date(2017, 1, 14)))
    theirs = LEDGER.replace("due = 2016-12-31", "due = 2016-12-30")
    write(ledger, theirs)
    workspace.refresh()
    [unsettled] = workspace.pending_conflicts
    assert [conflict.present for conflict in unsettled.conflicts] == [date(2016, 12, 30)]
    assert text_of(ledger) == theirs
    workspace.resolve_pending(unsettled.number, ())
    assert (workspace.pending_count, workspace.pending_conflicts, text_of(ledger)) == (0, (), theirs)


@pytest.mark.parametrize("back", ["same", "empty"])
def test_the_folder_goes_and_comes_back(ledger: Path, tmp_path: Path, back: str) -> None:
    workspace = opened(ledger)
    shutil.move(ledger, tmp_path / "away")
    assert workspace.refresh() is not None
    assert len(workspace.dataset) == 8
    with pytest.raises((OSError, EditError)):
        workspace.apply(due(workspace, date(2017, 1, 14)))
    if back == "same":
        shutil.move(tmp_path / "away", ledger)
    else:
        shutil.copytree(tmp_path / "away", ledger)
    workspace.refresh()
    assert not workspace.stale
    workspace.apply(due(workspace, date(2017, 1, 14)))
    assert "due = 2017-01-14" in text_of(ledger)


def test_a_file_of_another_mode_is_read_when_it_may_be_again(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = opened(ledger)
    path = ledger / "ledger.toml"
    real = os.open

    def refused(name: object, *given: object, **named: object) -> int:
        if str(name) == str(path):
            raise PermissionError(13, os.strerror(13), str(path))
        return real(name, *given, **named)

    path.chmod(0o000)
    with monkeypatch.context() as patched:  # root may read everything
        patched.setattr(os, "open", refused)
        assert workspace.refresh() is not None
    assert workspace.stale
    path.chmod(0o644)
    assert workspace.refresh() is not None
    assert not workspace.stale


def test_an_editor_that_moves_the_file_away_is_waited_for(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "RENAME_GRACE_S", 0.5)
    workspace = opened(ledger)
    path = ledger / "ledger.toml"
    path.rename(ledger / "ledger.toml~")
    timer = threading.Timer(0.03, lambda: path.write_text(LEDGER.replace("Third", "Fourth"), "utf-8"))
    timer.start()
    news = workspace.refresh()
    timer.join()
    assert news is not None
    assert news.ids == ("T3",)


def test_a_file_that_is_being_written_is_waited_for(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that writes in place, slowly: half of its file is a sound ledger with fewer records."""
    monkeypatch.setattr(file_set, "QUIET_NS", 1_000_000_000)
    theirs = LEDGER.replace("Third", "Fourth")
    half = theirs.index('[[task]]\nid = "T2"')
    workspace = opened(ledger)
    path = ledger / "ledger.toml"
    with path.open("wb") as file:
        file.write(theirs[:half].encode())
        file.flush()

        def finish() -> None:
            file.write(theirs[half:].encode())
            file.flush()

        timer = threading.Timer(0.1, finish)
        timer.start()
        workspace.apply(due(workspace, date(2017, 1, 14)))
        timer.join()
    assert text_of(ledger) == theirs.replace("due = 2016-12-31", "due = 2017-01-14")


@pytest.mark.parametrize("year", [1971, 2099])
def test_a_clock_that_was_set_wrong_hides_nothing(ledger: Path, year: int) -> None:
    workspace = opened(ledger)
    workspace.apply(due(workspace, date(2017, 1, 14)))
    stamp = time.mktime((year, 1, 1, 0, 0, 0, 0, 0, 0))
    write(ledger, text_of(ledger).replace("Third", "Fourth"))
    os.utime(ledger / "ledger.toml", (stamp, stamp))
    news = workspace.refresh()
    assert news is not None
    assert news.ids == ("T3",)
    write(ledger, text_of(ledger).replace("Fourth", "Fifth "))
    os.utime(ledger / "ledger.toml", (stamp, stamp))
    workspace.apply(due(workspace, date(2017, 1, 15)))
    assert "Fifth" in text_of(ledger)
    assert "due = 2017-01-15" in text_of(ledger)


def test_who_changed_it_is_known_from_the_journal(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, theirs = opened(ledger), opened(ledger)
    change = due(mine, date(2017, 1, 14))
    monkeypatch.setattr("getpass.getuser", lambda: "Li")
    theirs.apply(due(theirs, date(2017, 1, 1)))
    monkeypatch.undo()
    with pytest.raises(ConflictError) as caught:
        mine.apply(change)
    [conflict] = caught.value.conflicts
    assert (conflict.who, conflict.present) == ("Li", date(2017, 1, 1))


def test_two_add_a_record_at_once(ledger: Path) -> None:
    mine, theirs = opened(ledger), opened(ledger)
    new = edits.add("task", edits.next_id(mine.dataset, "task"), {"title": "mine"}, any_id=True)
    theirs.apply(edits.add("task", edits.next_id(theirs.dataset, "task"), {"title": "theirs"}, any_id=True))
    outcome = mine.apply(new)
    assert [change.id for change in outcome.changes] == ["T5"]
    assert [task.title for task in opened(ledger).dataset.tasks][-2:] == ["theirs", "mine"]


def test_undo_again_and_again_while_the_file_is_broken(ledger: Path) -> None:
    workspace = opened(ledger)
    workspace.apply(due(workspace, date(2017, 1, 1)))
    workspace.apply(due(workspace, date(2017, 1, 2)))
    sound = text_of(ledger)
    write(ledger, sound.replace("[[indicator]]", "[[indicator"))
    workspace.refresh()
    workspace.apply(due(workspace, date(2017, 1, 3)))
    days = [workspace.undo() and workspace.dataset.tasks[0].due for _number in range(3)]
    assert days == [date(2017, 1, 2), date(2017, 1, 1), date(2016, 12, 31)]
    assert not workspace.undo().changes
    workspace.redo()
    assert workspace.dataset.tasks[0].due == date(2017, 1, 1)
    write(ledger, sound)
    workspace.refresh()
    assert changed_lines(LEDGER, text_of(ledger)) == (["due = 2016-12-31\n"], ["due = 2017-01-01\n"])
    assert workspace.pending_count == 0


def test_an_edit_that_cannot_go_in_keeps_nobody_from_other_files(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (ledger / "more.toml").write_text('[[task]]\nid = "M1"\ntitle = "x"\n', "utf-8")
    workspace = opened(ledger)
    write(ledger, BROKEN)
    workspace.refresh()
    workspace.apply(due(workspace, date(2017, 1, 14)))
    write(ledger, LEDGER)
    real = file_set.replace_file

    def full(path: Path, data: bytes, **named: object) -> None:
        if path.name == "ledger.toml":
            raise OSError(28, "No space left on device")
        real(path, data, **named)

    monkeypatch.setattr(file_set, "replace_file", full)
    other = opened(ledger)
    other.apply(edits.set_fields("task", other.plain("M1"), {"lead": "x"}, TODAY))
    assert 'lead = "x"' in (ledger / "more.toml").read_text("utf-8")
    assert text_of(ledger) == LEDGER
    monkeypatch.undo()
    opened(ledger).tidy()
    assert "due = 2017-01-14" in text_of(ledger)
