"""The door to the data: each edit changes its own lines only, survives other writers, and can be taken back to the byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_text import LEDGER, TODAY, changed_lines

from jinpu_tui.model import edits
from jinpu_tui.model.changes import Change
from jinpu_tui.services.workspace import ConflictError, EditError, ReadOnlyError, Workspace, create_dataset


def opened(folder: Path) -> Workspace:
    return Workspace(folder, today=TODAY)


def text_of(folder: Path) -> str:
    return (folder / "ledger.toml").read_bytes().decode()


def test_done_changes_one_line_and_adds_the_day(ledger: Path) -> None:
    workspace = opened(ledger)
    workspace.apply(edits.toggle_done(workspace.plain("T1"), TODAY))
    assert changed_lines(LEDGER, text_of(ledger)) == (
        ['status = "doing"       # aligned by hand\n'],
        ['status = "done"       # aligned by hand\n', "done_on = 2016-12-01\n"],
    )
    task = workspace.dataset.tasks[0]
    assert (task.status, task.done_on) == ("done", TODAY)
    assert workspace.dataset.unknown == {"T1": {"odd_key": 31}}


EDITS = {
    "due": lambda w: edits.set_fields("task", w.plain("T1"), {"due": date(2017, 1, 14)}, TODAY),
    "no due": lambda w: edits.set_fields("task", w.plain("T1"), {"due": None}, TODAY),
    "title of many lines": lambda w: edits.set_fields("task", w.plain("T2"), {"title": "a\nb"}, TODAY),
    "note": lambda w: edits.add_note(w.plain("T2"), "second visit", "Li", TODAY),
    "first note": lambda w: edits.add_note(w.plain("T3"), "found", "", TODAY),
    "tick": lambda w: edits.toggle_step(w.plain("T1"), 1),
    "untick": lambda w: edits.toggle_step(w.plain("T1"), 0),
    "step": lambda w: edits.add_step(w.plain("T1"), "file", date(2017, 1, 1)),
    "step out": lambda w: edits.remove_step(w.plain("T1"), 0),
    "first step": lambda w: edits.add_step(w.plain("T3"), "file"),
    "observation": lambda w: edits.observe(w.plain("I1"), "2016-S1", {"value": 110.5, "cumulative": True}),
    "changed observation": lambda w: edits.observe(w.plain("I1"), "2016", {"value": 226, "growth": None}),
    "task in": lambda w: edits.add("task", "T4", {"title": "new", "due": TODAY}, "T1"),
    "task at the end": lambda w: edits.add("task", "T4", {"title": "new"}),
    "source in": lambda w: edits.add("source", "S2", {"title": "new"}),
    "copy": lambda w: edits.copy("task", w.plain("T1"), "T4"),
    "first task out": lambda w: edits.remove("task", w.plain("T1")),
    "middle task out": lambda w: edits.remove("task", w.plain("T2")),
    "last record out": lambda w: edits.remove("indicator", w.plain("I1")),
    "two at once": lambda w: edits.toggle_done(w.plain("T1"), TODAY) + edits.toggle_done(w.plain("T3"), TODAY),
}

DRESSES = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "no last newline": lambda text: text.rstrip("\n"),
    "no blank lines": lambda text: text.replace("\n\n", "\n"),
    "indented": lambda text: text.replace("\n", "\n  ").rstrip(" "),
}


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES)
@pytest.mark.parametrize("make", EDITS.values(), ids=EDITS)
def test_undo_gives_back_the_very_bytes_and_redo_the_others(ledger: Path, make: object, dress: object) -> None:
    before = dress(LEDGER).encode()
    (ledger / "ledger.toml").write_bytes(before)
    workspace = opened(ledger)
    workspace.apply(make(workspace))
    after = (ledger / "ledger.toml").read_bytes()
    assert after != before
    dataset = workspace.dataset
    assert opened(ledger).dataset == dataset
    opened(ledger).undo()
    assert (ledger / "ledger.toml").read_bytes() == before
    opened(ledger).redo()
    assert (ledger / "ledger.toml").read_bytes() == after
    assert opened(ledger).dataset == dataset
    lost = set(before.decode().splitlines()) - set(after.decode().splitlines())
    assert not any(line.lstrip().startswith("#") for line in lost)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=8))
def test_any_run_of_edits_is_undone_to_the_byte(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    folder = tmp_path_factory.mktemp("run")
    (folder / "ledger.toml").write_bytes(LEDGER.encode())
    workspace = opened(folder)
    made = 0
    for name in names:
        try:
            made += bool(workspace.apply(EDITS[name](workspace)).changes)
        except (KeyError, IndexError, EditError):
            continue
    assert opened(folder).dataset == workspace.dataset
    for _number in range(made):
        assert workspace.undo().changes
    assert (folder / "ledger.toml").read_bytes() == LEDGER.encode()
    assert not workspace.undo().changes


def test_a_colleagues_edit_of_another_field_stays(ledger: Path) -> None:
    mine, theirs = opened(ledger), opened(ledger)
    change = edits.set_fields("task", mine.plain("T1"), {"due": date(2017, 1, 14)}, TODAY)
    theirs.apply(edits.set_fields("task", theirs.plain("T1"), {"lead": "Planning"}, TODAY))
    mine.apply(change)
    task = opened(ledger).dataset.tasks[0]
    assert (task.lead, task.due) == ("Planning", date(2017, 1, 14))


def test_the_same_field_changed_elsewhere_is_a_conflict(ledger: Path) -> None:
    mine = opened(ledger)
    change = edits.set_fields("task", mine.plain("T1"), {"lead": "Planning"}, TODAY)
    theirs = text_of(ledger).replace('"Finance"', '"Audit"')
    (ledger / "ledger.toml").write_text(theirs, "utf-8")
    with pytest.raises(ConflictError, match="lead"):
        mine.apply(change)
    assert text_of(ledger) == theirs
    assert mine.dataset.tasks[0].lead == "Audit"


def test_undo_refuses_what_somebody_changed_since(ledger: Path) -> None:
    workspace = opened(ledger)
    workspace.apply(edits.set_fields("task", workspace.plain("T1"), {"lead": "Planning"}, TODAY))
    theirs = text_of(ledger).replace('"Planning"', '"Audit"')
    (ledger / "ledger.toml").write_text(theirs, "utf-8")
    with pytest.raises(ConflictError):
        workspace.undo()
    assert text_of(ledger) == theirs


def test_refresh_shows_what_others_wrote(ledger: Path) -> None:
    workspace = opened(ledger)
    assert not workspace.refresh()
    (ledger / "more.toml").write_text('[[task]]\nid = "T9"\ntitle = "more"\n', "utf-8")
    assert workspace.refresh()
    assert "T9" in workspace.dataset.by_id


def test_a_write_that_fails_halfway_writes_nothing(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = opened(ledger)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jinpu_tui.storage.journal.append", full)
    with pytest.raises(OSError, match="No space"):
        workspace.apply(edits.toggle_done(workspace.plain("T1"), TODAY))
    assert text_of(ledger) == LEDGER
    assert workspace.dataset == opened(ledger).dataset


def test_read_only_says_why(ledger: Path) -> None:
    workspace = Workspace(ledger, read_only=True)
    with pytest.raises(ReadOnlyError, match="read-only"):
        workspace.apply([Change("task", "T1", "lead", "Finance", "x")])
    (ledger / "new.toml").write_text("[dataset]\nformat = 2\n", "utf-8")
    assert "newer format" in opened(ledger).read_only
    assert not (ledger / ".jinpu").exists()


def test_the_journal_hides_from_git(ledger: Path) -> None:
    workspace = opened(ledger)
    workspace.apply(edits.toggle_done(workspace.plain("T1"), TODAY))
    assert (ledger / ".jinpu" / ".gitignore").read_text() == "*\n"


def test_records_written_inline(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(
        'task = [ { id = "T1", title = "a" }, # one\n { id = "T2", title = "b", status = "todo" } ]\n[dataset]\nformat = 1\n'
    )
    workspace = Workspace(path, today=TODAY)
    before = path.read_bytes()
    workspace.apply(edits.toggle_done(workspace.plain("T2"), TODAY))
    workspace.apply(edits.add("task", "T3", {"title": "c"}, "T2"))
    workspace.apply(edits.remove("task", workspace.plain("T1")))
    assert [(task.id, task.status) for task in Workspace(path).dataset.tasks] == [("T2", "done"), ("T3", "todo")]
    for _number in range(3):
        workspace.undo()
    assert path.read_bytes() == before


def test_a_new_dataset(tmp_path: Path) -> None:
    path = create_dataset(tmp_path / "new", 'A "new" one')
    workspace = Workspace(tmp_path / "new", today=TODAY)
    assert not workspace.problems
    workspace.apply(edits.add("task", "T1", {"title": "first"}))
    assert path.read_text("utf-8").endswith('title = \'A "new" one\'\n\n[[task]]\nid = "T1"\ntitle = "first"\n')
    with pytest.raises(FileExistsError):
        create_dataset(tmp_path / "new", "again")


def test_where_a_record_stands(ledger: Path) -> None:
    path, line = opened(ledger).locate("T2")
    assert text_of(ledger).splitlines()[line - 1 : line + 1] == ["[[task]]", 'id = "T2"']
    assert path == ledger / "ledger.toml"
