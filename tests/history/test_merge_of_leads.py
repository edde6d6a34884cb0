"""One lead unit written as a text or as a list of one: the form is no change of value, in merges, differences and filters."""

from __future__ import annotations

import json
import tomllib
from itertools import product
from pathlib import Path

import pytest

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.cli.main import run
from jinpu_tui.history.merge_audit import missing_changes
from jinpu_tui.history.merge_driver import merge
from jinpu_tui.model.field_merge import ElementConflictError, merged
from jinpu_tui.query.filter import matching
from jinpu_tui.services.workspace import Workspace

FORMS = ('"A"', '["A"]', '[ "A", ] # joint?')


def ledger(lead: str, title: str = "a") -> bytes:
    return f'[[task]]\nid = "T1"\ntitle = "{title}"\nlead = {lead}\nowner = "x"\n'.encode() if lead else (
        f'[[task]]\nid = "T1"\ntitle = "{title}"\nowner = "x"\n'.encode()
    )  # fmt: skip


@pytest.mark.parametrize(("base", "form"), [pair for pair in product(FORMS, FORMS) if pair[0] != pair[1]])
@pytest.mark.parametrize(
    ("change", "lead"), [('"B"', ["B"]), ('["B", "C"]', ["B", "C"]), ('["A", "C"]', ["A", "C"]), ("", None)]
)
@pytest.mark.parametrize("is_ours", [True, False])
def test_a_change_counts_and_another_form_beside_it_does_not(base, form, change, lead, is_ours):
    sides = (ledger(change), ledger(form)) if is_ours else (ledger(form), ledger(change))
    result = merge(ledger(base), *sides)
    document = tomllib.loads(result.data.decode())
    value = document["task"][0].get("lead")
    assert "conflict" not in document
    assert ([value] if isinstance(value, str) else value) == lead
    assert missing_changes(ledger(base), *sides, result.data) == []


@pytest.mark.parametrize(("base", "ours", "theirs"), [forms for forms in product(FORMS, FORMS, FORMS) if len({*forms}) == 3])
def test_of_two_forms_ours_is_kept(base, ours, theirs):
    result = merge(ledger(base), ledger(ours), ledger(theirs, "b"))
    assert b"conflict" not in result.data
    assert b'title = "b"' in result.data
    values = [tomllib.loads(text.decode())["task"][0]["lead"] for text in (ledger(base), ledger(ours), result.data)]
    assert values[2] == values[1] or values[1] == values[0]  # ours if it differs from the base at all
    assert missing_changes(ledger(base), ledger(ours), ledger(theirs, "b"), result.data) == []


def test_the_form_of_a_side_is_taken_if_the_other_left_it():
    assert merge(ledger('"A"'), ledger('"A"', "b"), ledger('["A"]')).data == ledger('["A"]', "b")


@pytest.mark.parametrize("base", FORMS)
@pytest.mark.parametrize(("ours", "theirs"), [('"B"', '["C"]'), ('["B"]', '["C"]'), ('["B", "A"]', '"C"'), ('["A", "B"]', "")])
def test_another_unit_on_each_side_is_a_conflict_in_every_form(base, ours, theirs):
    sides = ledger(base), ledger(ours), ledger(theirs)
    result = merge(*sides)
    (conflict,) = tomllib.loads(result.data.decode())["conflict"]
    assert (conflict["on"], conflict["field"]) == ("T1", "lead")
    assert missing_changes(*sides, result.data) == []


@pytest.mark.parametrize("base", FORMS)
def test_units_that_both_added_come_together(base):
    sides = ledger(base), ledger('["A", "B"]'), ledger('["A", "C"]')
    result = merge(*sides)
    assert tomllib.loads(result.data.decode())["task"][0]["lead"] == ["A", "B", "C"]
    assert missing_changes(*sides, result.data) == []


@pytest.mark.parametrize("base", FORMS)
def test_a_record_in_another_form_can_be_removed(base):
    other = next(form for form in FORMS[:2] if form != base)
    head = b'[[task]]\nid = "T0"\n\n'
    for ours, theirs in ((head, head + ledger(other)), (head + ledger(other), head)):
        result = merge(head + ledger(base.partition(" #")[0]), ours, theirs)
        assert [task["id"] for task in tomllib.loads(result.data.decode())["task"]] == ["T0"]
        assert missing_changes(head + ledger(base.partition(" #")[0]), ours, theirs, result.data) == []


def test_both_added_the_same_in_two_forms():
    base = b'[dataset]\ntitle = "a"\n\n'
    result = merge(base, base + ledger('"A"'), base + ledger('["A"]'))
    assert result.data == base + ledger('"A"')


@pytest.mark.parametrize("spoilt", ['"B"', "", '["A", "B"]'])
def test_the_audit_misses_a_lead_in_every_form(spoilt):
    for base, theirs in product(FORMS[:2], ('"C"', '["C"]')):
        assert missing_changes(ledger(base), ledger('["A"]'), ledger(theirs), ledger(spoilt))


def test_values_that_are_no_units_stay_a_matter_of_both_sides():
    with pytest.raises(ElementConflictError):
        merged("lead", "A", 3, "B")
    assert merged("title", "A", ["A"], "A") == ["A"]


def test_filter_finds_both_forms(tmp_path):
    path = tmp_path / "ledger.toml"
    path.write_bytes(ledger('"A"') + ledger('["A"]').replace(b"T1", b"T2") + ledger('["B", "A"]').replace(b"T1", b"T3"))
    workspace = Workspace(path)
    analysis = Analysis(workspace.dataset, workspace.day)
    assert [task.id for task in matching(workspace.dataset.tasks, "lead:A", analysis)] == ["T1", "T2", "T3"]


def test_diff_and_log_leave_out_another_form(ledger: Path, git, capsys):
    path = next(path for path in sorted(ledger.rglob("*.toml")) if 'lead = "' in path.read_text("utf-8"))
    text = path.read_text("utf-8")
    before, _mark, rest = text.partition('lead = "')
    unit, _quote, after = rest.partition('"')
    id_ = before.rpartition('id = "')[2].partition('"')[0]
    path.write_text(f'{before}lead = ["{unit}"]{after}', "utf-8")
    git("commit", "-qam", "another form")
    assert run(["diff", "HEAD~1", "-D", str(ledger), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(["log", id_, "-D", str(ledger)]) == 0
    assert "another form" not in capsys.readouterr().out
