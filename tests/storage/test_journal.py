"""The journal: what was done can be undone by who did it, also after a torn write, and old entries go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from jinpu_tui.model.changes import Added, Change
from jinpu_tui.storage import journal
from jinpu_tui.storage.journal_entries import Entry, Patch, undoable

WHEN = datetime(2016, 12, 1, 8, 30, tzinfo=UTC)


def entry(act: journal.Act = "edit", who: str = "me", of: int = 0, title: str = 'odd "title"\n[[entry]]\nnumber = 99') -> Entry:
    changes = (Change("task", "T1", "title", None, title), Added("task", "T2", {"id": "T2"}))
    return Entry(0, WHEN, who, act, changes, (Patch("a.toml", "T1", 3, "old", "new"),), of)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "journal.toml"
    written = [journal.append(path, entry()), journal.append(path, entry("undo", of=1))]
    assert journal.read(path) == written
    assert [item.number for item in written] == [1, 2]


def test_each_person_undoes_their_own(tmp_path: Path) -> None:
    path = tmp_path / "journal.toml"
    for item in (entry(who="me"), entry(who="you"), entry(who="me"), entry("undo", "me", of=3)):
        journal.append(path, item)
    done, undone = undoable(journal.read(path), "me")
    assert ([item.number for item in done], [item.number for item in undone]) == ([1], [3])
    assert undone[0].patches == (Patch("a.toml", "T1", 3, "new", "old"),)
    journal.append(path, entry(who="me"))
    done, undone = undoable(journal.read(path), "me")
    assert ([item.number for item in done], undone) == ([1, 5], [])


def test_a_torn_entry_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "journal.toml"
    journal.append(path, entry())
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert [item.number for item in journal.read(path)] == [1]
    assert journal.append(path, entry()).number == 2
    assert [item.number for item in journal.read(path)] == [1, 2]


def test_old_entries_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MAX_ENTRIES", 10)
    path = tmp_path / "journal.toml"
    for _number in range(30):
        journal.append(path, entry())
    numbers = [item.number for item in journal.read(path)]
    assert numbers[-1] == 30
    assert 10 <= len(numbers) <= 11
