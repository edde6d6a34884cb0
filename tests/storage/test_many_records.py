"""Many records in one edit: the same bytes as one after the other, in any layout, and no repeated id twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinpu_tui.model.changes import Added
from jinpu_tui.services.workspace import ConflictError, Workspace

HEAD = '[dataset]\nformat = 1\ntitle = "台账"\n'
LAYOUTS = {
    "no record": HEAD,
    "a record": HEAD + '\n[[task]]\nid = "T1"\ntitle = "a"\n',
    "comments after it": HEAD + '\n[[task]]\nid = "T1"\ntitle = "a"   # by hand\n# belongs to T1\n\n# the end\n',
    "others after it": HEAD + '\n[[task]]\nid = "T1"\ntitle = "a"\n\n[[indicator]]\nid = "I1"\nname = "i"\n',
    "an inline array": 'task = [\n    { id = "T1", title = "a" },  # first\n]\n' + HEAD,
    "sub-tables": HEAD + '\n[[task]]\nid = "T1"\ntitle = "a"\n\n[[task.steps]]\ntext = "s"\n',
    "no line end": HEAD + '\n[[task]]\nid = "T1"\ntitle = "a"',
}


def added(kind: str, id_: str, title: str) -> Added:
    name = "name" if kind == "indicator" else "title"
    return Added(kind, id_, {"id": id_, name: title})  # type: ignore[arg-type]


ALL = [
    *(added("task", f"N{number}", f"任务 {number}") for number in range(7)),
    *(added("requirement", f"R{number}", f"r {number}") for number in range(3)),
    *(added("task", f"M{number}", f"m {number}") for number in range(4)),
    added("indicator", "I9", "i"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_together_they_are_as_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layout: str, newline: str) -> None:
    monkeypatch.setattr("jinpu_tui.storage.record_changes.MAX_ADDED_AT_ONCE", 3)
    monkeypatch.setattr("jinpu_tui.storage.transaction.MAX_GROWN_BYTES", 200)
    monkeypatch.setattr("jinpu_tui.storage.chunks.CHUNK_BYTES", 100)
    before = LAYOUTS[layout].replace("\n", newline).encode()
    texts = []
    for name, portions in [("one by one", [[change] for change in ALL]), ("together", [ALL])]:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "ledger.toml").write_bytes(before)
        workspace = Workspace(folder)
        for portion in portions:
            workspace.apply(portion)
        texts.append((folder / "ledger.toml").read_bytes())
        assert Workspace(folder).dataset == workspace.dataset
        for _portion in portions:
            workspace.undo()
        assert (folder / "ledger.toml").read_bytes() == before
    assert texts[0] == texts[1]


def test_an_id_that_an_edit_repeats_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.toml"
    path.write_text(LAYOUTS["a record"], "utf-8")
    Workspace(tmp_path).apply([added("task", "T2", "x"), added("task", "T2", "x"), added("task", "T3", "y")])
    assert [task.id for task in Workspace(tmp_path).dataset.tasks] == ["T1", "T2", "T3"]
    assert path.read_text("utf-8").count('id = "T2"') == 1


def test_an_id_that_an_edit_gives_to_two_records_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.toml"
    path.write_text(LAYOUTS["a record"], "utf-8")
    with pytest.raises(ConflictError):
        Workspace(tmp_path).apply([added("task", "T2", "x"), added("requirement", "R1", "r"), added("task", "T2", "y")])
    assert path.read_text("utf-8") == LAYOUTS["a record"]
