"""Merging two versions of a file: what both did stays, and only the same field made different is a conflict."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import toml_rs
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run
from jinpu_tui.history.merge_driver import Merge, MergeError, merge
from jinpu_tui.history.textconv import lines_of
from jinpu_tui.model.merge import Side
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from ..ui.conftest import Driver

BASE = LEDGER.encode()


def with_(*pairs: tuple[str, str]) -> bytes:
    """The ledger with pieces of its text replaced."""
    text = LEDGER
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def merged(ours: bytes, theirs: bytes, base: bytes = BASE) -> str:
    found = merge(base, ours, theirs)
    assert found.conflicts == ()
    return found.data.decode()


def test_fields_of_one_record_and_the_comments_of_both() -> None:
    ours = with_(('lead = "Finance"', 'lead = "Audit"  # since May'))
    theirs = with_(("due = 2016-12-31", "due = 2017-02-28"), ("# A comment above", "# Another comment above"))
    text = merged(ours, theirs)
    assert all(
        item in text for item in ('lead = "Audit"  # since May', "due = 2017-02-28", "# Another comment above the first")
    )
    assert len(text.splitlines()) == len(LEDGER.splitlines())


def test_fields_on_lines_beside_each_other_are_no_conflict() -> None:
    text = merged(with_(('status = "doing"', 'status = "blocked"')), with_(('lead = "Finance"', 'lead = "Audit"')))
    assert 'status = "blocked"       # aligned by hand\nlead = "Audit"\n' in text


def test_notes_of_both_are_in_the_order_of_their_days() -> None:
    old = '    { date = 2016-11-30, by = "Li", text = "first visit" },\n'
    ours = with_((old, old + '    { date = 2016-12-20, by = "Li", text = "ours" },\n'))
    theirs = with_((old, old + '    { date = 2016-12-10, by = "Wang", text = "theirs" },\n'))
    log = toml_rs.loads(merged(ours, theirs))["task"][1]["log"]
    assert [item["text"] for item in log] == ["first visit", "theirs", "ours"]


def test_notes_that_one_side_has_put_in_order_are_no_conflict() -> None:
    first, second = (
        '    { date = 2016-11-30, by = "Li", text = "first visit" },\n',
        '    { date = 2016-10-01, text = "early" },\n',
    )
    base = with_((first, first + second))
    ours = with_((first, second + first + '    { date = 2016-12-01, text = "ours" },\n'))
    theirs = with_((first, first + second + '    { date = 2016-12-02, text = "theirs" },\n'))
    for item, other in ((ours, theirs), (theirs, ours)):
        log = toml_rs.loads(merged(item, other, base))["task"][1]["log"]
        assert sorted(entry["text"] for entry in log) == ["early", "first visit", "ours", "theirs"]


def test_observations_of_both_are_in_the_order_of_time() -> None:
    last = '    { period = "2016", value = 225, growth = 7, status = "forecast", qualifier = "over" },\n'
    ours = with_((last, last + '    { period = "2018", value = 250 },\n'))
    theirs = with_((last, last + '    { period = "2017", value = 240 },\n'))
    periods = [load["period"] for load in toml_rs.loads(merged(ours, theirs))["indicator"][0]["observations"]]
    assert periods == ["2015", "2016", "2017", "2018"]


def test_of_observations_only_the_period_that_both_gave_is_a_conflict(tmp_path: Path) -> None:
    last = '    { period = "2016", value = 225, growth = 7, status = "forecast", qualifier = "over" },\n'
    ours, theirs = (
        with_((last, f'{last}    {{ period = "2017", value = {value} }},\n    {{ period = "{own}", value = 1 }},\n'))
        for value, own in ((240, "2018"), (250, "2019"))
    )
    found = merge(BASE, ours, theirs)
    assert found.conflicts == ("I1 observations",)
    tables = toml_rs.loads(found.data.decode())
    [one] = tables["conflict"]
    assert one["mine"] == 'observations = [{ period = "2017", value = 240 }]'
    assert one["theirs"] == 'observations = [{ period = "2017", value = 250 }]'
    decided = toml_rs.loads(decide(tmp_path, found, "theirs"))
    values = {entry["period"]: entry["value"] for entry in decided["indicator"][0]["observations"]}
    assert {period: values[period] for period in ("2017", "2018", "2019")} == {"2017": 250, "2018": 1, "2019": 1}
    assert not decided.get("conflict")


def test_records_come_and_go_with_the_comments_above_them() -> None:
    new = '\n# From the meeting.\n[[task]]\nid = "T9"\ntitle = "New"\n'
    ours = with_(('[[task]]\nid = "T3"\ntitle = "Third"\nstatus = "done"\ndone_on = 2016-11-11\n\n', ""))
    theirs = (LEDGER + new).encode()
    text = merged(ours, theirs)
    assert '# From the meeting.\n[[task]]\nid = "T9"' in text
    assert '"T3"' not in text


def test_the_same_field_is_a_conflict_that_keeps_both() -> None:
    found = merge(BASE, with_(("due = 2016-12-31", "due = 2017-01-31")), with_(("due = 2016-12-31", "due = 2017-02-28")))
    assert found.conflicts == ("T1 due",)
    tables = toml_rs.loads(found.data.decode())
    assert str(tables["task"][0]["due"]) == "2017-01-31"
    (one,) = tables["conflict"]
    assert (one["on"], one["field"], one["mine"], one["theirs"]) == ("T1", "due", "due = 2017-01-31", "due = 2017-02-28")


def decide(folder: Path, found: Merge, side: Side) -> str:
    """The file once all its conflicts are decided for a side; undoing that gives the merged file back."""
    file = folder / "ledger.toml"
    file.write_bytes(found.data)
    workspace = Workspace(folder, today=TODAY)
    conflicts = workspace.dataset.conflicts
    for conflict in conflicts:
        workspace.apply(workspace.decided(conflict.id, side))
    text = file.read_text("utf-8")
    for _one in conflicts:
        workspace.undo()
    assert file.read_bytes() == found.data
    return text


def test_a_status_keeps_its_dates_in_a_conflict(tmp_path: Path) -> None:
    before = 'status = "done"\ndone_on = 2016-11-11\n'
    ours = with_((before, 'status = "closed"\ndone_on = 2016-11-11\nclosed_on = 2016-11-20\n'))
    theirs = with_((before, 'status = "doing"\n'))
    for item, other in ((ours, theirs), (theirs, ours)):
        found = merge(BASE, item, other)
        assert found.conflicts == ("T3 status",)
        assert toml_rs.loads(decide(tmp_path, found, "mine")) == toml_rs.loads(item.decode())
        assert toml_rs.loads(decide(tmp_path, found, "theirs")) == toml_rs.loads(other.decode())


def test_changed_here_removed_there_is_a_conflict_with_the_whole_record(tmp_path: Path) -> None:
    gone = with_(('[[task]]\nid = "T3"\ntitle = "Third"\nstatus = "done"\ndone_on = 2016-11-11\n\n', ""))
    changed = with_(('title = "Third"', 'title = "Third time"\nlead = "finance"'))
    for ours, theirs in ((gone, changed), (changed, gone)):
        found = merge(BASE, ours, theirs)
        assert found.conflicts == ("T3",)
        sides: dict[bytes, Side] = {ours: "mine", theirs: "theirs"}
        for version, side in sides.items():
            tasks = {load["id"]: load for load in toml_rs.loads(decide(tmp_path, found, side))["task"]}
            assert tasks == {load["id"]: load for load in toml_rs.loads(version.decode())["task"]}


def test_two_new_records_of_one_id_are_both_kept(tmp_path: Path) -> None:
    ours, theirs = ((LEDGER + f'\n[[task]]\nid = "T9"\ntitle = "{name}"\n').encode() for name in ("Mine", "Yours"))
    found = merge(BASE, ours, theirs)
    assert found.conflicts == ("T9",)
    assert all(name in found.data.decode() for name in ("Mine", "Yours"))
    assert merge(BASE, ours, ours).data == ours
    assert decide(tmp_path, found, "mine").encode() == ours
    assert decide(tmp_path, found, "theirs").encode() == theirs
    tasks = toml_rs.loads(decide(tmp_path, found, "both"))["task"]
    assert {task["id"]: task["title"] for task in tasks[3:]} == {"T9": "Mine", "T10": "Yours"}


HOSTILE = {
    "another id": '[[task]]\nid = "T2"\ntitle = "x"\n',
    "another kind": '[[dataset]]\nid = "T9"\n',
    "no records": "task = [1, 2]\n",
    "two": '[[task]]\nid = "T9"\n[[task]]\nid = "T9"\n',
    "no TOML": "[[",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_no_merge_has_written_is_refused(ledger: Path, text: str) -> None:
    conflict = {"id": "X1", "on": "T9", "mine": text, "theirs": text}
    file = ledger / "ledger.toml"
    file.write_text(f"{LEDGER}\n[[conflict]]\n{tomli_w.dumps(conflict)}", "utf-8")
    before = file.read_bytes()
    for side in ("mine", "theirs", "both"):
        assert run(["-D", str(ledger), "decide", "X1", side]) == 3
    assert file.read_bytes() == before


def test_a_conflict_of_no_dataset_table_is_refused(tmp_path: Path) -> None:
    conflict = {"id": "X1", "on": "dataset", "field": "title", "mine": "", "theirs": 'title = "x"'}
    for text in ("dataset = 5\n", ""):
        (tmp_path / "ledger.toml").write_text(f"{text}[[conflict]]\n{tomli_w.dumps(conflict)}", "utf-8")
        assert run(["-D", str(tmp_path), "decide", "X1", "theirs"]) == 3


def test_a_conflict_decides_its_own_field_only(ledger: Path) -> None:
    conflict = {"id": "X1", "on": "T1", "field": "due", "mine": "", "theirs": 'id = "T7"\ndue = 2017-02-28\nlead = "x"'}
    file = ledger / "ledger.toml"
    file.write_text(f"{LEDGER}\n[[conflict]]\n{tomli_w.dumps(conflict)}", "utf-8")
    assert run(["-D", str(ledger), "decide", "X1", "both"]) == 3
    assert run(["-D", str(ledger), "decide", "X1", "theirs"]) == 0
    assert file.read_text("utf-8") == LEDGER.replace("due = 2016-12-31", "due = 2017-02-28", 1)


def test_the_dataset_table_is_merged_by_field_too(tmp_path: Path) -> None:
    text = merged(with_(('title = "Test"', 'title = "Ours"')), with_(("as_of = 2016-12-31", "as_of = 2017-06-30")))
    assert 'title = "Ours"\nas_of = 2017-06-30\n' in text
    found = merge(BASE, with_(('title = "Test"', 'title = "A"')), with_(('title = "Test"', 'title = "B"')))
    assert found.conflicts == ("dataset title",)
    assert 'title = "A"\n' in decide(tmp_path, found, "mine")
    assert decide(tmp_path, found, "theirs") == LEDGER.replace('title = "Test"', 'title = "B"')


def test_a_dataset_table_that_one_side_moved_elsewhere_is_left_to_git() -> None:
    without = (LEDGER[: LEDGER.index("[dataset]")] + LEDGER[LEDGER.index("[[") :]).encode()
    changed = with_(('title = "Test"', 'title = "A"'))
    for versions in ((changed, without), (without, changed)):
        with pytest.raises(MergeError, match="dataset"):
            merge(BASE, *versions)


def test_another_kind_of_record_is_left_to_git() -> None:
    kind = with_(('[[task]]\nid = "T3"', '[[indicator]]\nid = "T3"'), ('title = "Third"', 'name = "Third"'))
    changed = with_(('title = "Third"', 'title = "3rd"'))
    for versions in ((changed, kind), (kind, changed)):
        with pytest.raises(MergeError, match="T3"):
            merge(BASE, *versions)


def test_what_is_no_dataset_is_left_to_git() -> None:
    with pytest.raises(MergeError):
        merge(BASE, b"[broken", BASE)


fields = st.tuples(st.sampled_from(["T1", "T2", "T3"]), st.sampled_from(["lead", "note", "owner", "progress"]))
edits = st.dictionaries(fields, st.integers(0, 1), max_size=5)


def edited(folder: Path, made: dict[tuple[str, str], int], side: str) -> bytes:
    """The ledger with fields set by the program; values differ by side."""
    (folder / "ledger.toml").write_bytes(BASE)
    for (id_, field), number in made.items():
        value = {"progress": str(10 * number + (5 if side == "theirs" else 0))}.get(field, f"{side} {number}")
        assert run(["-D", str(folder), "set", id_, f"{field}={value}"]) == 0
    return (folder / "ledger.toml").read_bytes()


@settings(max_examples=40, deadline=None)
@given(edits, edits)
def test_no_edit_is_lost_and_only_the_same_field_conflicts(tmp_path_factory, mine: dict, other: dict) -> None:
    folder = tmp_path_factory.mktemp("side")
    ours, theirs = edited(folder, mine, "ours"), edited(folder, other, "theirs")
    found = merge(BASE, ours, theirs)
    both = {f"{id_} {field}" for id_, field in mine.keys() & other.keys()}
    assert set(found.conflicts) == both
    tables = toml_rs.loads(found.data.decode())
    records = {table["id"]: table for table in tables["task"]}
    for version, made in ((ours, mine), (theirs, {key: item for key, item in other.items() if key not in mine})):
        stated = {load["id"]: load for load in toml_rs.loads(version.decode())["task"]}
        for id_, field in made:
            assert records[id_][field] == stated[id_][field]
    for conflict in tables.get("conflict", ()):
        assert conflict["mine"] != conflict["theirs"]
    shutil.rmtree(folder)


def test_git_itself_merges_by_records(ledger: Path, git, capsys) -> None:
    assert run(["-D", str(ledger), "git-setup"]) == 0
    assert "commit .gitattributes" in capsys.readouterr().out
    assert (ledger / ".gitattributes").read_text("utf-8") == "*.toml merge=jinpu diff=jinpu\n"
    git("add", "-A")
    git("commit", "-qm", "attributes")
    git("checkout", "-qb", "other")
    run(["-D", str(ledger), "set", "T1", "lead=Audit", "due=2017-02-28"])
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    run(["-D", str(ledger), "set", "T1", "status=blocked", "due=2017-01-31"])
    git("commit", "-qam", "ours")
    capsys.readouterr()
    shown = git("diff", "HEAD~1", "HEAD")
    assert "+task T1  due = 2017-01-31" in shown
    git("merge", "-q", "-m", "both", "other")
    text = (ledger / "ledger.toml").read_text("utf-8")
    there = ('lead = "Audit"', 'status = "blocked"       # aligned by hand', "due = 2017-01-31", "[[conflict]]")
    assert all(record in text for record in there)
    assert run(["-D", str(ledger), "check"]) == 1
    assert "error[open-conflict] T1 due was changed to different values" in capsys.readouterr().out
    assert subprocess.run(["git", "status", "--porcelain"], cwd=ledger, capture_output=True, check=True).stdout == b""


def test_textconv_tells_each_field_with_its_record() -> None:
    lines = list(lines_of(BASE))
    assert 'task T1  lead = "Finance"' in lines
    assert 'task T2  log: { date = 2016-11-30, by = "Li", text = "first visit" }' in lines
    assert list(lines_of(b"[broken")) == ["[broken"]


CONFLICTS = """
[[conflict]]
id = "X1"
on = "T1"
field = "due"
mine = "due = 2016-12-31"
theirs = "due = 2017-02-28"

[[conflict]]
id = "X2"
on = "T3"
theirs = '''
[[task]]
id = "T3"
title = "Third time"
'''
"""


async def test_an_open_conflict_is_decided_with_one_key(ledger: Path) -> None:
    (ledger / "ledger.toml").write_text(LEDGER + CONFLICTS, "utf-8")
    app = JinpuApp(Workspace(ledger, today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot, ledger)
        await pilot.pause()
        assert "! 3 problems" in driver.lines[0]
        await driver.keys("2", "K", "down", "enter")
        assert "due = 2017-02-28" in driver.file
        assert '"X1"' not in driver.file
        await driver.keys("u")
        assert driver.file == LEDGER + CONFLICTS
        await driver.keys("G", "K", "down", "enter")
        assert 'title = "Third time"' in driver.file
        await driver.keys("u", "!", "T3 was changed", "enter", "K", "enter")
        assert '"X2"' not in driver.file
        assert '"Third"' not in driver.file
        await driver.keys("u", "escape", "1", "K", "enter")
        assert '"X1"' not in driver.file


async def test_both_of_two_new_records_are_kept_with_one_key(ledger: Path) -> None:
    ours, theirs = ((LEDGER + f'\n[[task]]\nid = "T9"\ntitle = "{name}"\n').encode() for name in ("Mine", "Yours"))
    (ledger / "ledger.toml").write_bytes(merge(BASE, ours, theirs).data)
    app = JinpuApp(Workspace(ledger, today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys("2", "G", "K", "Both", "enter")
        assert {task.id: task.title for task in app.session.dataset.tasks[3:]} == {"T9": "Mine", "T10": "Yours"}
        assert not app.session.dataset.conflicts
