"""Records as files state them, many at once: the same as one by one, with each chunk parsed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage import raw_records as module
from jinpu_tui.storage.dataset_files import DatasetFiles

FAR = '[[task]]\nid = "T1"\n[[requirement]]\nid = "R1"\n[task.odd]\na = 1\n'
INLINE = 'task = [ { id = "T1", title = "甲" }, { id = "T2", odd = [ 1, 2 ] } ]\n'


def loaded_from(path: Path, text: str) -> DatasetFiles:
    path.write_text(text, "utf-8")
    return Workspace(path).loaded


@pytest.mark.parametrize("text", [FAR, INLINE, "\ufeff" + INLINE, FAR + INLINE.replace("task", "source").replace("T", "S")])
def test_the_same_as_one_by_one(tmp_path, text):
    loaded = loaded_from(tmp_path / "ledger.toml", text)
    record = module.raw_records(loaded)
    assert {id_: record(id_) for id_ in loaded.locations} == {id_: loaded.raw_record(id_) for id_ in loaded.locations}


def test_each_chunk_is_parsed_once(tmp_path, monkeypatch):
    count = 2000
    tasks = "".join(f'[[task]]\nid = "T{number}"\ntitle = "任务{number}"\n\n' for number in range(count))
    loaded = loaded_from(tmp_path / "ledger.toml", tasks)
    parsed = []
    parse = module.parse
    monkeypatch.setattr(module, "parse", lambda text: parsed.append(text) or parse(text))
    record = module.raw_records(loaded)
    assert [record(f"T{number}")["title"] for number in reversed(range(count))] == [f"任务{n}" for n in reversed(range(count))]
    assert len(parsed) == len(loaded.files[0].chunks) > 1


def test_an_edit_that_grows_a_file_finds_each_record_again(tmp_path):
    """New records that make a chunk into many are where the file has them, and later edits in it are right."""
    from jinpu_tui.model import edits

    path = tmp_path / "ledger.toml"
    path.write_text('[dataset]\n[[requirement]]\nid = "R1"\n[[task]]\nid = "T0"\ntitle = "a"\n', "utf-8")
    workspace = Workspace(path)
    new = [change for number in range(1, 3000) for change in edits.add("task", f"T{number}", {"title": f"任务{number}" * 9})]
    workspace.apply([*new, *edits.add("requirement", "R2", {"title": "b"})])
    fresh = Workspace(path).loaded
    assert dict(workspace.loaded.locations) == dict(fresh.locations)
    for id_ in ("T0", "T1", "T1500", "T2999"):
        workspace.apply(edits.set_fields("task", workspace.plain(id_), {"title": f"new {id_}"}, workspace.today))
    assert [task.title for task in Workspace(path).dataset.tasks if task.title.startswith("new")] == [
        f"new {id_}" for id_ in ("T0", "T1", "T1500", "T2999")
    ]
