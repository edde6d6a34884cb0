"""Branches in which records were moved, merged by git: the order of one side and the fields of the other are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run
from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.services.record_moves import move_after, move_before
from jinpu_tui.services.workspace import Workspace


def apply(folder: Path, make) -> None:
    workspace = Workspace(folder, today=TODAY)
    changes: list[AnyChange] = make(workspace)
    assert workspace.apply(changes).changes


def branches(ledger: Path, git, ours, theirs) -> str:
    """Edit the ledger in two branches, merge them, and return the text."""
    assert run(["-D", str(ledger), "git-setup"]) == 0
    git("add", "-A")
    git("commit", "-qm", "set up")
    git("checkout", "-qb", "other")
    apply(ledger, theirs)
    git("commit", "-qam", "theirs", who="Wang")
    git("checkout", "-q", "main")
    apply(ledger, ours)
    git("commit", "-qam", "ours")
    git("merge", "-q", "other", "-m", "merge")
    assert git("status", "--porcelain") == ""
    return (ledger / "ledger.toml").read_bytes().decode()


def move_first(workspace: Workspace):
    return move_after(workspace, "T1", "T3")


def edit_first(workspace: Workspace):
    return edits.set_fields("task", workspace.plain("T1"), {"lead": "Audit", "note": "seen"}, TODAY)


@pytest.mark.parametrize(("ours", "theirs"), [(move_first, edit_first), (edit_first, move_first)])
def test_a_move_and_fields_of_the_same_record(ledger: Path, git, ours, theirs) -> None:
    text = branches(ledger, git, ours, theirs)
    tasks = Workspace(ledger, today=TODAY).dataset.tasks
    assert [task.id for task in tasks] == ["T2", "T3", "T1"]
    assert (tasks[2].lead, tasks[2].note) == ("Audit", "seen")
    assert '# A comment above the first task.\n[[task]]\nid = "T1"' in text
    lines = [*LEDGER.replace('lead = "Finance"', 'lead = "Audit"').splitlines(), 'note = "seen"']
    assert sorted(filter(None, text.splitlines())) == sorted(filter(None, lines))


def test_moves_of_different_records(ledger: Path, git) -> None:
    branches(
        ledger, git, lambda workspace: move_after(workspace, "T2", "T3"), lambda workspace: move_before(workspace, "R2", "R1")
    )
    dataset = Workspace(ledger, today=TODAY).dataset
    assert [task.id for task in dataset.tasks] == ["T1", "T3", "T2"]
    assert [requirement.id for requirement in dataset.requirements] == ["R2", "R1", "R1.1"]


def test_a_move_and_a_new_record(ledger: Path, git) -> None:
    text = branches(ledger, git, move_first, lambda _workspace: edits.add("task", "T9", {"title": "New"}, "T1"))
    dataset = Workspace(ledger, today=TODAY).dataset
    assert sorted(task.id for task in dataset.tasks) == ["T1", "T2", "T3", "T9"]
    ids = [task.id for task in dataset.tasks]
    assert ids.index("T3") < ids.index("T1")
    assert ids.index("T2") < ids.index("T3")
    assert set(LEDGER.splitlines()) <= set(text.splitlines())


def test_the_same_record_at_two_places_stops_the_merge_with_both_versions(ledger: Path, git) -> None:
    with pytest.raises(AssertionError, match="both sides moved the same records to different places"):
        branches(ledger, git, move_first, lambda workspace: move_after(workspace, "T1", "T2"))
    text = (ledger / "ledger.toml").read_text("utf-8")
    assert "<<<<<<<" in text
    assert set(LEDGER.splitlines()) <= set(text.splitlines())
