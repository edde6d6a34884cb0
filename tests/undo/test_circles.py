"""Links that would lead a record back to itself are refused as dangling ones are."""

from __future__ import annotations

import pytest

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n'
TASKS = "".join(f'\n[[task]]\nid = "T{number}"\ntitle = "x"\n' for number in range(1, 6))
PARTS = "".join(f'\n[[requirement]]\nid = "R{number}"\ntitle = "x"\n' for number in range(1, 6))


@pytest.fixture
def ledger(dataset):
    dataset.write({"a.toml": HEAD + TASKS, "b.toml": PARTS})
    return dataset


@pytest.mark.parametrize("length", [1, 2, 5])
@pytest.mark.parametrize(("letter", "field"), [("R", "parent"), ("T", "depends")])
def test_of_any_length(ledger, letter: str, field: str, length: int) -> None:
    for number in range(1, length):
        ledger.does("set", f"{letter}{number}", f"{field}={letter}{number + 1}")
    before = ledger.bytes()
    assert ledger.run("set", f"{letter}{length}", f"{field}={letter}1") == 2
    assert field in ledger.err
    assert f"{letter}1" in ledger.err
    assert ledger.bytes() == before
    assert ledger.run("check") == 0


def test_one_of_several_dependencies(ledger) -> None:
    ledger.does("set", "T1", "depends=T2,T3")
    assert ledger.run("set", "T3", "depends=T4,T1") == 2
    ledger.does("set", "T3", "depends=T4")
    assert ledger.run("set", "T3", "depends=+T1") == 2


def test_an_old_circle_does_not_block_other_edits_and_can_be_opened(dataset) -> None:
    ring = TASKS.replace('id = "T1"\n', 'id = "T1"\ndepends = ["T2"]\n').replace('id = "T2"\n', 'id = "T2"\ndepends = ["T1"]\n')
    dataset.write({"a.toml": HEAD + ring})
    dataset.does("set", "T1", "lead=Audit")
    dataset.does("set", "T1", "depends=+T3")
    assert dataset.run("set", "T3", "depends=T2") == 2
    dataset.does("set", "T2", "depends=")
    assert dataset.run("set", "T2", "depends=T1") == 2
    dataset.does("undo")
    assert b'depends = ["T1"]' in dataset.bytes()["a.toml"]


def test_of_a_new_record(ledger) -> None:
    ledger.does("add", "task", "T6", "title=x", "depends=T1")
    assert ledger.run("set", "T1", "depends=T6") == 2


def test_of_proposals(ledger, tmp_path) -> None:
    proposals = tmp_path / "proposals.toml"
    one = '[[entry]]\nnumber = {0}\nwhen = 2016-12-01T08:00:00Z\nwho = "wang"\nact = "edit"\npatches = []\nchanges = [{1}]\n'
    first = '{ kind = "task", id = "T1", field = "depends", after = ["T2"] }'
    second = '{ kind = "task", id = "T2", field = "depends", after = ["T1"] }'
    proposals.write_text(one.format(1, first) + one.format(2, second))
    before = ledger.bytes()
    assert ledger.run("apply", str(proposals), "--all") == 2
    assert ledger.bytes() == before
    ledger.does("apply", str(proposals), "1")
    assert ledger.run("apply", str(proposals), "2") == 2


def test_what_a_colleague_linked_meanwhile_counts(ledger) -> None:
    from jinpu_tui.model import edits
    from jinpu_tui.model.errors import InputError
    from jinpu_tui.services.workspace import Workspace

    mine = Workspace(ledger.folder)
    change = edits.set_fields("requirement", mine.plain("R1"), {"parent": "R2"}, mine.today)
    ledger.does("set", "R2", "parent=R1", who="wang")
    with pytest.raises(InputError):
        mine.apply(change)
