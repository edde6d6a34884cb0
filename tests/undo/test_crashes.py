"""An edit of several files that a crash cut in two is completed, and can be undone to the byte as a whole."""

from __future__ import annotations

from jinpu_tui.services.workspace import Workspace

FILES = {
    "a.toml": '[dataset]\nformat = 1\ntitle = "t"\n\n[[task]]\nid = "T1"\ntitle = "one"  # 1\n',
    "b.toml": '# of b\r\n[[task]]\r\nid = "T2"\r\ntitle = "two"\r\n',
    "c.toml": '[[task]]\nid = "T3"\ntitle = "three"',
}


def cut_in_two(dataset, written: str, before: dict[str, bytes]) -> None:
    """Leave what a kill leaves once one of the files of the last entry is written: the entry waits, the journal lacks it."""
    journal = dataset.folder / ".jinpu" / "journal.toml"
    *kept, last = journal.read_text("utf-8").split("[[entry]]\n")[1:]
    journal.write_text("".join(f"[[entry]]\n{entry}" for entry in kept), "utf-8")
    dataset.let_wait(f"[[entry]]\n{last}")
    dataset.write({name: data for name, data in before.items() if name != written})


def test_of_records(dataset) -> None:
    dataset.write(FILES)
    before = dataset.bytes()
    dataset.does("done", "T1", "T2", "T3")
    after = dataset.bytes()
    cut_in_two(dataset, "b.toml", before)
    dataset.does("note", "T1", "a visit")
    dataset.does("undo")
    assert dataset.bytes() == after
    dataset.does("undo")
    assert dataset.bytes() == before
    dataset.does("redo")
    assert dataset.bytes() == after


def test_of_the_undo_of_an_editor_session(dataset, monkeypatch) -> None:
    monkeypatch.setenv("LOGNAME", "li")
    dataset.write(FILES)
    before = dataset.bytes()
    with Workspace(dataset.folder).outside_editor():
        dataset.write({"a.toml": before["a.toml"].replace(b"# 1", b"# first"), "b.toml": b"# more\r\n" + before["b.toml"]})
    session = dataset.bytes()
    dataset.does("undo")
    assert dataset.bytes() == before
    cut_in_two(dataset, "a.toml", session)
    dataset.does("set", "T3", "lead=Audit")
    dataset.does("undo")
    assert dataset.bytes() == before
    dataset.does("redo")
    dataset.does("undo")
    assert dataset.bytes() == before
