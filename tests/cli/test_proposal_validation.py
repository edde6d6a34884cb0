"""What a file of proposals, a journal, or an open conflict may bring in: what could be typed, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run
from jinpu_tui.model import edits
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from ..ui.conftest import Driver

HEAD = """[[entry]]
number = {number}
when = 2016-12-01T10:00:00Z
who = "{who}"
act = "edit"
changes = [{changes}]
patches = []
"""


def proposals(path: Path, *changes: str, who: str = "Wang") -> Path:
    text = "\n".join(HEAD.format(number=number, who=who, changes=change) for number, change in enumerate(changes, 1))
    path.write_text(text, "utf-8")
    return path


def change(field: str, after: str, before: str = "", kind: str = "task", id_: str = "T1") -> str:
    was = f", before = {before}" if before else ""
    return f'{{ kind = "{kind}", id = "{id_}", field = "{field}"{was}, after = {after} }}'


def added(record: str, kind: str = "task", id_: str = "T9") -> str:
    return f'{{ kind = "{kind}", id = "{id_}", added = {{ {record} }}, behind = "" }}'


INVALID = {
    "the id": (change("id", '"T77"', '"T1"'), "T1: the id"),
    "the format": (change("format", "99", "1", kind="dataset", id_="dataset"), "format"),
    "a text for a percentage": (change("progress", '"many"'), "T1: progress"),
    "a percentage too high": (change("progress", "101"), "T1: progress"),
    "a truth for a percentage": (change("progress", "true"), "T1: progress"),
    "a number for a date": (change("due", "5", "2016-12-31"), "T1: due"),
    "a moment for a date": (change("due", "2017-01-01T10:00:00Z", "2016-12-31"), "T1: due"),
    "no such status": (change("status", '"finished"', '"doing"'), "T1: status"),
    "a text for a list": (change("tags", '"a"'), "T1: tags"),
    "a number in a list": (change("tags", '["a", 5]'), "T1: tags, entry 2"),
    "a list for a text": (change("owner", '["a"]'), "T1: owner"),
    "a note without a text of its own": (change("log", "[{ date = 2016-12-01, text = 5 }]"), "T1: log, entry 1: text"),
    "a note that is no table": (change("log", '["done"]'), "T1: log, entry 1"),
    "a step with a bad date": (change("steps", '[{ text = "a", due = "soon" }]'), "T1: steps, entry 1: due"),
    "no such requirement": (change("requirements", '["R99"]', '["R1.1"]'), "R99"),
    "a task for a requirement": (change("requirements", '["T2"]', '["R1.1"]'), "T2"),
    "another kind": (change("name", '"x"', kind="indicator"), "T1 is a task"),
    "another id than shown": (added('id = "T8", title = "x"'), "T9"),
    "no id": (added('title = "x"'), "T9"),
    "an id that none may have": (added('id = "a b", title = "x"', id_="a b"), "a b"),
    "a bad value in a new record": (added('id = "T9", title = "x", due = "soon"'), "T9: due"),
    "a new record that refers to none": (added('id = "T9", title = "x", depends = ["T88"]'), "T88"),
    "not a number": (change("observations", '[{ period = "2016", value = nan }]', kind="indicator", id_="I1"), "value"),
    "no period": (change("observations", '[{ period = "soon", value = 5 }]', kind="indicator", id_="I1"), "period"),
    "a bad target": (change("target", '{ period = "2020", value = "much" }', kind="indicator", id_="I1"), "target: value"),
    "a bad light": (change("lights", "{ soon_days = -1 }", kind="dataset", id_="dataset"), "lights"),
}


@pytest.mark.parametrize("name", INVALID)
@pytest.mark.parametrize("layout", ["folder", "no dataset table in the file", "crlf"])
def test_what_cannot_be_typed_cannot_be_applied(ledger: Path, tmp_path: Path, capsys, name: str, layout: str) -> None:
    if layout == "no dataset table in the file":
        at = LEDGER.index("[[requirement]]")
        (ledger / "dataset.toml").write_text(LEDGER[:at], "utf-8")
        (ledger / "ledger.toml").write_text(LEDGER[at:], "utf-8")
    elif layout == "crlf":
        (ledger / "ledger.toml").write_bytes(b"\xef\xbb\xbf" + LEDGER.replace("\n", "\r\n").encode())
    before = {path: path.read_bytes() for path in ledger.glob("*.toml")}
    wrong, told = INVALID[name]
    file = proposals(tmp_path / "p.toml", change("owner", '"Zhao"'), wrong)
    assert run(["-D", str(ledger), "apply", str(file)]) == 0
    warned = [line for line in capsys.readouterr().out.splitlines() if "! cannot be applied: " in line]
    assert len(warned) == 1
    assert told in warned[0]
    for chosen in (["2"], ["--all"]):
        assert run(["-D", str(ledger), "apply", str(file), *chosen]) == 3
        error = capsys.readouterr().err
        assert told in error
        assert "Nothing was written" in error
        assert "internal" not in error
        assert "internal error" not in error
        assert {path: path.read_bytes() for path in ledger.glob("*.toml")} == before
    assert run(["-D", str(ledger), "apply", str(file), "1"]) == 0
    assert run(["-D", str(ledger), "undo"]) == 0
    assert {path: path.read_bytes() for path in ledger.glob("*.toml")} == before


def test_an_unknown_kind_is_named(ledger: Path, tmp_path: Path, capsys) -> None:
    file = proposals(tmp_path / "p.toml", change("x", "1", kind="risk"), change("owner", '"Zhao"'))
    assert run(["-D", str(ledger), "apply", str(file)]) == 0
    told = capsys.readouterr()
    assert "1 entry" in told.err
    assert "owner" in told.out


VALID = (
    change("progress", "40"),
    change("due", "2017-03-01", "2016-12-31"),
    change("risk_level", "{ a = [1, 2.5] }"),
    change("requirements", '["R1.1", "R2"]', '["R1.1"]'),
    change("note", '"王五：第一行\\n第二行"'),
    added('id = "T9", title = "新任务", depends = ["T1"], mystery = 5'),
    change("title", '"New title"', '"Old"', kind="dataset", id_="dataset"),
)


@pytest.mark.parametrize("wanted", VALID)
def test_what_can_be_typed_can_be_applied_and_undone(ledger: Path, tmp_path: Path, capsys, wanted: str) -> None:
    if "New title" in wanted:
        import toml_rs

        wanted = wanted.replace('"Old"', tomli_w.dumps({"v": toml_rs.loads(LEDGER)["dataset"]["title"]})[4:].strip())
    if "requirements" in wanted:
        import toml_rs

        first = toml_rs.loads(LEDGER)["task"][0].get("requirements")
        wanted = change("requirements", '["R1.1"]', tomli_w.dumps({"v": first})[4:].strip() if first else "")
    file = proposals(tmp_path / "p.toml", wanted)
    assert run(["-D", str(ledger), "apply", str(file)]) == 0
    assert "cannot be applied" not in capsys.readouterr().out
    assert run(["-D", str(ledger), "apply", str(file), "--all"]) == 0, capsys.readouterr().err
    assert run(["-D", str(ledger), "undo"]) == 0
    assert (ledger / "ledger.toml").read_bytes() == LEDGER.encode()


FAULTY = """
[[task]]
id = "T7"
title = "old"
progress = "many"
depends = ["gone"]
tags = [5]
log = [
    { date = "long ago", text = "x", who = "y" },
]
steps = [
    { text = "a", due = "soon", done = false },
]
"""


def test_what_is_wrong_already_does_not_stand_in_the_way(ledger: Path, capsys) -> None:
    text = LEDGER + FAULTY
    (ledger / "ledger.toml").write_text(text, "utf-8")
    for words in (
        ["note", "T7", "seen"],
        ["set", "T7", "progress=5"],
        ["set", "T7", "tags=+new"],
        ["set", "T7", "owner=x"],
    ):
        assert run(["-D", str(ledger), *words]) == 0, (words, capsys.readouterr().err)
    workspace = Workspace(ledger, today=TODAY)
    workspace.apply(edits.toggle_step(workspace.plain("T7"), 0))
    for _number in range(5):
        assert run(["-D", str(ledger), "undo"]) == 0, capsys.readouterr().err
    assert (ledger / "ledger.toml").read_text("utf-8") == text
    workspace = Workspace(ledger, today=TODAY)
    copied = {**workspace.plain("T7"), "progress": 5, "tags": [], "log": [], "steps": []}
    assert workspace.apply(edits.copy("task", copied, "T8")).changes  # its references are those of the original


def test_a_decided_conflict_brings_in_nothing_invalid(ledger: Path, capsys) -> None:
    conflict = '\n[[conflict]]\nid = "X1"\non = "T1"\nfield = "due"\nmine = "due = 2016-12-31"\ntheirs = "due = 5"\n'
    (ledger / "ledger.toml").write_text(LEDGER + conflict, "utf-8")
    assert run(["-D", str(ledger), "decide", "X1", "theirs"]) == 3
    assert "T1: due cannot be 5" in capsys.readouterr().err
    assert (ledger / "ledger.toml").read_text("utf-8") == LEDGER + conflict
    assert run(["-D", str(ledger), "decide", "X1", "mine"]) == 0


SIGNED = added('id = "G-li-1", on = "T1", by = "li", at = 2016-12-01', kind="signoff", id_="G-li-1")
SAID = added('id = "C-li-1", on = "T1", by = "li", text = "fine"', kind="comment", id_="C-li-1")
OWN = added('id = "G-Wang-1", on = "T1", by = "Wang", at = 2016-12-01', kind="signoff", id_="G-Wang-1")


async def test_who_is_spoken_for_is_said(ledger: Path, tmp_path: Path, capsys) -> None:
    file = proposals(tmp_path / "p.toml", SIGNED, SAID, OWN)
    assert run(["-D", str(ledger), "apply", str(file)]) == 0
    blocks = capsys.readouterr().out.split("\n2. ")
    assert "! sign-off in the name of li, proposed by Wang" in blocks[0]
    assert "! comment in the name of li, proposed by Wang" in blocks[1].split("\n3. ")[0]
    assert "in the name of" not in blocks[1].split("\n3. ")[1]
    app = JinpuApp(Workspace(ledger, today=TODAY))
    async with app.run_test(size=(120, 24)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys("2", "P", str(file), "enter")
        assert "sign-off in the name of li, proposed by Wang" in driver.text
    assert run(["-D", str(ledger), "apply", str(file), "--all"]) == 0
    assert "sign-off in the name of li, proposed by Wang" in capsys.readouterr().err
    renewed = change("at", "2016-12-24", "2016-12-01", kind="signoff", id_="G-li-1")
    answered = change("resolved", "true", kind="comment", id_="C-li-1")
    file = proposals(tmp_path / "q.toml", renewed, answered)
    assert run(["-D", str(ledger), "apply", str(file)]) == 0
    blocks = capsys.readouterr().out.split("\n2. ")
    assert "! changes a sign-off of li, proposed by Wang" in blocks[0]
    assert "!" not in blocks[1]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.floats() | st.text(max_size=4) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "date", "period", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
odd = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["task", "indicator", "dataset", "risk", 5, ["task"]]),
        "id": st.sampled_from(["T1", "I1", "T9", "", 7]),
    },
    optional={
        "field": st.sampled_from(["id", "log", "steps", "observations", "due", "progress", "format", "x", 5]),
        "before": values,
        "after": values,
        "added": values,
        "removed": values,
        "behind": st.sampled_from(["", "T1", 5]),
    },
)
entries = st.fixed_dictionaries(
    {
        "number": st.sampled_from([1, 2, -1, "x", True]),
        "when": st.datetimes() | st.just("then"),
        "who": st.sampled_from(["li", 5]),
        "act": st.sampled_from(["edit", "undo", "redo", "other", ["edit"]]),
        "changes": st.lists(odd, max_size=3) | st.just(5),
        "patches": st.just([])
        | st.just([{"file": "ledger.toml", "anchor": "", "at": -3, "old": "", "new": "x"}])
        | st.just("x"),
    },
    optional={"of": st.sampled_from([0, 1, "x"])},
)


def without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_none(item) for name, item in value.items() if item is not None}
    return [without_none(item) for item in value if item is not None] if isinstance(value, list) else value


def raised(error: BaseException) -> str:
    raise error


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, min_size=1, max_size=3))
def test_an_odd_journal_or_proposal_is_no_crash(tmp_path_factory, made: list) -> None:
    folder = tmp_path_factory.mktemp("odd")
    ledger = folder / "ledger"
    (ledger / ".jinpu").mkdir(parents=True)
    (ledger / "ledger.toml").write_bytes(LEDGER.encode())
    text = tomli_w.dumps({"entry": without_none(made)})
    for path in (ledger / ".jinpu" / "journal.toml", ledger / ".jinpu" / "waiting.toml", folder / "p.toml"):
        path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LOGNAME", "li")
        patched.setattr("jinpu_tui.cli.crash.report_crash", raised)
        for words in (["log", "T1"], ["apply", str(folder / "p.toml")], ["apply", str(folder / "p.toml"), "--all"],
                      ["undo"], ["redo"], ["set", "T2", "owner=x"], ["check"], ["undo"]):  # fmt: skip
            assert run(["-D", str(ledger), *words]) in (0, 1, 3)
    shutil.rmtree(folder)
