"""What $EDITOR changed while the app was away is one undo, to the byte."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from ledger_text import LEDGER

from jinpu_tui.services.workspace import Workspace

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))

SCRIPTS = {
    "a field": "sed -i 's/Write the plan/Written elsewhere/' ledger.toml",
    "a comment only": "sed -i 's/# quick/# quickly/' ledger.toml",
    "several records and files": "sed -i 's/Finance/Audit/; s/Third/Fourth/' ledger.toml; echo '# end' >> more.toml",
    "records moved": "(echo '[[task]]'; sed -n '/T2/,$p' ledger.toml) > more.toml; sed -i '/T2/,$d' ledger.toml",
    "a record removed": "sed -i '/T3/,/^done_on/d' ledger.toml",
    "order": "tac more.toml > .m; cat .m > more.toml; rm .m",
    "broken": "echo '[[task' >> ledger.toml",
    "not UTF-8": "printf '# \\261\\nx' >> ledger.toml",
    "an unknown table": "printf '\\n[budget]\\nyear = 2016\\n' >> more.toml",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_u_takes_back_an_editor_session(ledger: Path, tmp_path: Path, script: str) -> None:
    (ledger / "more.toml").write_bytes(b"# more\r\n# lines\r\n")
    editor = tmp_path / "editor"
    editor.write_text(f"#!/bin/sh\ncd '{ledger}'\n{script}\n: > '{tmp_path}/saved'\n")
    editor.chmod(0o755)
    with Terminal(
        [PROGRAM, "--as-of", "2016-12-01", str(ledger)], columns=120, rows=32, EDITOR=str(editor), VISUAL=""
    ) as terminal:
        terminal.wait_for("Write the plan")
        terminal.send("2jp40\r")
        terminal.wait_for(lambda text: "╭" not in text and b"progress = 40" in (ledger / "ledger.toml").read_bytes())
        before = {path.name: path.read_bytes() for path in ledger.glob("*.toml")}
        terminal.send("E")
        terminal.wait_for(lambda _text: (tmp_path / "saved").exists())  # the script writes one file after the other
        changed = {path.name: path.read_bytes() for path in ledger.glob("*.toml")}
        terminal.send("u")
        terminal.wait_for("Undone")
        assert {path.name: path.read_bytes() for path in ledger.glob("*.toml")} == before
        terminal.send("\x12")
        terminal.wait_for("Redone")
        assert {path.name: path.read_bytes() for path in ledger.glob("*.toml")} == changed
        terminal.send("u")
        terminal.wait_for("Undone")
        terminal.send("u")
        terminal.wait_for(lambda _text: (ledger / "ledger.toml").read_bytes() == LEDGER.encode())
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_an_editor_that_changes_nothing_leaves_nothing(ledger: Path) -> None:
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32, EDITOR="true", VISUAL="") as terminal:
        terminal.wait_for("Write the plan")
        terminal.send("2E")
        terminal.wait_for("Write the plan")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert [path.name for path in ledger.iterdir()] == ["ledger.toml"]


def test_what_a_colleague_writes_meanwhile_is_not_part_of_the_session(dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """The colleague writes before the editor saves, and again after it did."""
    monkeypatch.setenv("LOGNAME", "li")
    tasks = "".join(f'\n# of {number}\n[[task]]\nid = "T{number}"\ntitle = "x"\n' for number in (1, 2, 3))
    dataset.write({"a.toml": f'[dataset]\nformat = 1\ntitle = "t"\n{tasks}'})
    with Workspace(dataset.folder).outside_editor():
        dataset.does("set", "T1", "lead=Finance", who="wang")
        text = dataset.bytes()["a.toml"]
        dataset.write(
            {"a.toml": text.replace(b"# of 2", b"# of the second").replace(b'title = "x"\n\n# of 3', b'title = "y"\n\n# of 3')}
        )
        dataset.does("set", "T3", "lead=Audit", who="wang")
        monkeypatch.setenv("LOGNAME", "li")
    edited = dataset.bytes()
    assert "title" in dataset.does("undo")
    expected = edited["a.toml"].replace(b"# of the second", b"# of 2").replace(b'title = "y"', b'title = "x"')
    assert dataset.bytes() == {"a.toml": expected}
    assert dataset.does("undo", who="wang").startswith("Undone: T3")
    assert dataset.does("undo", who="wang").startswith("Undone: T1")


def test_a_session_whose_lines_were_changed_again_is_passed_over(dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "li")
    dataset.write({"a.toml": '# about\n[dataset]\nformat = 1\ntitle = "t"\n\n[[task]]\nid = "T1"\ntitle = "x"\n'})
    dataset.does("set", "T1", "lead=Finance")
    with Workspace(dataset.folder).outside_editor():
        dataset.write({"a.toml": dataset.bytes()["a.toml"].replace(b"# about", b"# about it")})
    dataset.write({"a.toml": dataset.bytes()["a.toml"].replace(b"# about it", b"# about that")})
    assert dataset.does("undo").startswith("Undone: T1")
    assert "a.toml" in dataset.err
    assert "lines were changed since" in dataset.err
