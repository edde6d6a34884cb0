"""Sub-tables that stand far from their record stay with it, whatever is edited."""

from __future__ import annotations

import tomllib

import pytest

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage import chunks

FAR = """\
[[task]]
id = "T1"
title = "one"

[[requirement]]
id = "R1"
title = "r"

# about the visit
[[task.log]]
text = "visit"

[task.extra]
kept = 1.50
"""

TWO = """\
[[task]]
id = "T1"
title = "one"

[other]
[[task.steps]]
text = "a"
done = false

[[task]]
id = "T2"
title = "two"

[[requirement]]
id = "R1"
title = "r"

[[task.steps]]
text = "b"
done = false
"""

EDITS = {
    "add": ("add", "task", "title=new"),
    "add another kind": ("add", "requirement", "title=new"),
    "first of its kind": ("add", "view", "name=v"),
    "remove": ("remove", "T1"),
    "remove another kind": ("remove", "R1"),
    "note": ("note", "T1", "second", "--by", "li"),
    "set": ("set", "T1", "status=done"),
    "remove the list": ("set", "T1", "log="),
    "set another kind": ("set", "R1", "title=new"),
}


def records(text: str) -> dict[str, dict]:
    """The records of a text by id; `log` of T1 tells whose the sub-table is."""
    tables = tomllib.loads(text)
    return {record["id"]: record for kind in ("task", "requirement", "view") for record in tables.get(kind, [])}


@pytest.mark.parametrize("text", [FAR, TWO, FAR.replace("\n", "\r\n"), "\ufeff" + FAR, FAR.rstrip("\n")])
@pytest.mark.parametrize("words", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("piece_bytes", [32 * 1024, 8])
def test_only_the_record_differs(ledger_of, monkeypatch: pytest.MonkeyPatch, text: str, words, piece_bytes: int) -> None:
    monkeypatch.setattr(chunks, "CHUNK_BYTES", piece_bytes)
    if text == TWO and "log=" in words:
        pytest.skip("there is no log")
    ledger = ledger_of(text)
    before = records(text.removeprefix("\ufeff"))
    assert ledger.run(*words) == 0
    after = records(ledger.text.removeprefix("\ufeff"))
    for id_ in {**before, **after}:
        if words[0] != "add" and id_ == words[1]:
            continue
        if id_ in before:
            assert after[id_] == before[id_]
    if words[0] == "remove":
        assert words[1] not in after
    if words[0] == "note":
        notes = [entry["text"] for entry in after["T1"]["log"]]
        assert notes == [*(entry["text"] for entry in before["T1"].get("log", [])), "second"]
    assert ledger.run("undo") == 0
    assert records(ledger.text.removeprefix("\ufeff")) == before


@pytest.mark.parametrize("words", [EDITS["note"], EDITS["set"], EDITS["remove the list"]])
def test_undo_gives_the_bytes_back(ledger_of, words) -> None:
    ledger_of(FAR).edited(*words)


def test_in_a_long_file(ledger_of) -> None:
    many = "".join(f'\n[[requirement]]\nid = "R{number}"\ntitle = "requirement number {number}"\n' for number in range(2, 2000))
    ledger = ledger_of(
        FAR + many + '\n[[task]]\nid = "T9"\ntitle = "nine"\n\n[[source]]\nid = "S1"\ntitle = "s"\n[task.far]\na = 1\n'
    )
    ledger.edited("set", "T9", "status=done")
    ledger.edited("note", "T1", "second", "--by", "li")
    found = records(ledger.text)
    assert found["T9"]["far"] == {"a": 1}
    assert found["T9"]["status"] == "done"
    assert [entry["text"] for entry in found["T1"]["log"]] == ["visit", "second"]
    assert len(Workspace(ledger.folder).dataset.requirements) == 1999


@pytest.mark.parametrize("kind_written", ["view = []\n", "view = [ # none yet\n]\n", "[view.x]\na = 1\n", "view = 3\n"])
def test_a_first_record_beside_another_use_of_its_kind(ledger_of, kind_written: str) -> None:
    text = kind_written + "[dataset]\nformat = 1\n" + FAR
    ledger = ledger_of(text)
    code = ledger.run("add", "view", "name=v")
    if kind_written.startswith("view = ["):
        assert code == 0
        assert [view["name"] for view in tomllib.loads(ledger.text)["view"]] == ["v"]
        assert ("# none yet" in kind_written) == ("# none yet" in ledger.text)
    else:
        assert code in (2, 3)
        assert ledger.text == text
