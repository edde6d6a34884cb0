"""Edits that waited for their files go in one by one, also if a coarse clock gave them the same time."""

from __future__ import annotations

import pytest

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n'
TASKS = "".join(f'\n[[task]]\nid = "T{number}"\ntitle = "x"\n' for number in range(1, 4))
ENTRY = """\
[[entry]]
number = {number}
when = 2016-12-01T08:00:00Z
who = "li"
act = "edit"
changes = [{{ kind = "task", id = "T{number}", field = "lead", after = "Audit" }}]
patches = [{{ file = "a.toml", anchor = "T{number}", at = 31, old = "", new = "lead = \\"Audit\\"\\n" }}]
"""


@pytest.mark.parametrize("uid", ["", 'uid = "{number}{number}"\n'], ids=["without a uid", "with a uid"])
def test_three_of_one_moment(dataset, uid: str) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    before = dataset.bytes()
    entries = "".join((ENTRY + uid).format(number=number) for number in (1, 2, 3))
    dataset.let_wait(entries)
    dataset.does("set", "T1", "owner=Wang")
    text = dataset.bytes()["a.toml"].decode()
    assert text.count('lead = "Audit"') == 3
    assert not (dataset.folder / ".jinpu" / "waiting.toml").exists()
    for _number in range(4):
        dataset.does("undo")
    assert dataset.bytes() == before


def test_one_that_went_in_already_is_not_made_again(dataset) -> None:
    dataset.write({"a.toml": HEAD + TASKS})
    entry = ENTRY.format(number=1) + 'uid = "1"\n'
    dataset.let_wait(entry)
    dataset.does("set", "T2", "owner=Wang")
    dataset.does("set", "T1", "lead=Finance", who="wang")
    dataset.let_wait(entry)
    dataset.does("set", "T2", "owner=Zhao")
    assert 'lead = "Finance"' in dataset.bytes()["a.toml"].decode()


def test_edits_while_a_file_is_broken_each_go_in(dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    from jinpu_tui.model import edits
    from jinpu_tui.services.workspace import Workspace

    monkeypatch.setenv("LOGNAME", "li")
    dataset.write({"a.toml": HEAD + TASKS})
    workspace = Workspace(dataset.folder)
    dataset.write({"a.toml": HEAD + TASKS + "[[broken"})
    workspace.refresh()
    for number in (1, 2, 3):
        change = edits.set_fields("task", workspace.plain(f"T{number}"), {"lead": "Audit"}, workspace.today)
        assert workspace.apply(change).waiting
    path = dataset.folder / ".jinpu" / "waiting.toml"
    lines = [line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith("mark = ")]
    dataset.let_wait("".join("when = 2016-12-01T08:00:00Z\n" if line.startswith("when = ") else line for line in lines))
    dataset.write({"a.toml": HEAD + TASKS})
    workspace.refresh()
    assert dataset.bytes()["a.toml"].decode().count('lead = "Audit"') == 3
