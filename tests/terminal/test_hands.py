"""What is typed reaches the real program in a real pty as it was meant: Esc, other charsets, pastes, small screens, editors."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from ledger_text import LEDGER
from terminal import Gbk, Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))


def opened(ledger: Path, columns: int = 80, rows: int = 24, *words: str, **environ: str) -> Terminal:
    terminal = Terminal([PROGRAM, *words, str(ledger)], columns=columns, rows=rows, **environ)
    terminal.wait_for("R1")
    return terminal


def many(count: int) -> str:
    tasks = "".join(f'\n[[task]]\nid = "T{number}"\ntitle = "第{number}项 task"\n' for number in range(1, count + 1))
    return f'[dataset]\nformat = 1\ntitle = "many"\n\n[[requirement]]\nid = "R1"\ntitle = "要求"\n{tasks}'


def row_of(terminal: Terminal, text: str) -> int:
    return next((at for at, line in enumerate(terminal.text.splitlines()) if text in line), -1)


def settled(terminal: Terminal) -> str:
    while terminal.read(0.4):
        pass
    return terminal.text


@pytest.mark.parametrize("key", ["3", "c", "f", "b", "j", "q", "d"])
def test_escape_and_a_key_in_one_packet_close_the_prompt(ledger: Path, key: str) -> None:
    with opened(ledger) as terminal:
        terminal.send("2n")
        terminal.wait_for("note on T1")
        terminal.send("zzz")
        terminal.wait_for("│ zzz")
        terminal.send("\x1b" + key)
        if key == "q":
            assert terminal.wait_for_end() == 0
        else:
            terminal.wait_for(lambda text: "note on T1" not in text)
        assert "£" not in terminal.text
    assert "zzz" not in (ledger / "ledger.toml").read_text("utf-8")


def test_invalid_bytes_never_end_the_app(ledger: Path) -> None:
    with opened(ledger) as terminal:
        terminal.send("2n")
        terminal.wait_for("note on T1")
        for data in (b"\xff", b"\xd6\xd0", b"ok\xc3", b"\x80\x80\x80"):
            os.write(terminal.master, data)
        terminal.wait_for("ok")
        terminal.send("\r")
        terminal.wait_for(lambda text: "note on T1" not in text)
        assert "ok" in (ledger / "ledger.toml").read_text("utf-8")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("plain", [True, False], ids=["plain", "not plain"])
def test_chinese_is_typed_and_shown_in_a_gbk_locale(ledger: Path, plain: bool) -> None:
    text = LEDGER.replace("计划实施方案", "计划实施方案é🎉")
    (ledger / "ledger.toml").write_text(text, "utf-8")
    command = [PROGRAM, "--plain" if plain else "--no-plain", str(ledger)]
    with Gbk(command, columns=120, rows=32, PYTHONIOENCODING="gbk", PYTHONUTF8="0") as terminal:
        terminal.wait_for(lambda text: "计划实施方案" in text.replace(" ", ""))
        terminal.send("2jn")
        terminal.wait_for("note on T2")
        terminal.send("第二次走访\r")
        terminal.wait_for(lambda text: "note on T2" not in text)
        assert 'text = "第二次走访"' in (ledger / "ledger.toml").read_text("utf-8")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "gb18030", "latin-1"])
@pytest.mark.parametrize(
    "words",
    [
        ["list", "tasks"],
        ["show", "T2"],
        ["list", "tasks", "--format", "json"],
        ["list", "tasks", "--format", "csv"],
        ["check"],
        ["show", "T9"],
    ],
)
def test_commands_print_in_other_charsets(ledger: Path, encoding: str, words: list[str]) -> None:
    import json
    import subprocess

    (ledger / "ledger.toml").write_text(LEDGER.replace("计划实施方案", "计划é🎉\\u001b"), "utf-8")
    environ = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [PROGRAM, "-D", str(ledger), *words]
    done = subprocess.run(command, env=environ, capture_output=True, check=False)
    assert done.returncode == (2 if "T9" in words else 0), done.stderr
    assert b"fault" not in done.stderr
    shown = done.stdout.decode(encoding)
    if "json" in words:
        assert "计划é🎉\x1b" in [load["title"] for load in json.loads(shown)]
    elif words[0] in ("list", "show") and "T9" not in words:
        assert ("计划" if encoding.startswith("gb") else "????") in shown


def test_the_draft_that_comes_back_is_visible_on_a_small_screen(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(many(60), "utf-8")
    with opened(tmp_path) as terminal:
        terminal.send("2" + "j" * 44)
        terminal.wait_for("T45")
        terminal.send("nhalf a thou")
        terminal.wait_for("half a thou")
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.wait_for_end()
    with Terminal([PROGRAM, str(tmp_path)], columns=80, rows=24) as again:
        again.wait_for("half a thou")
        settled(again)
        at = row_of(again, "note on T45")
        assert at > 0
        assert "T45" in again.text.splitlines()[at - 1]


@pytest.mark.parametrize("prompt", [False, True], ids=["no prompt", "prompt"])
@pytest.mark.parametrize(
    ("before", "after"), [((160, 45), (80, 24)), ((80, 24), (80, 14)), ((160, 45), (100, 28)), ((80, 40), (40, 12))]
)
def test_shrinking_keeps_the_row_in_view(tmp_path: Path, before: tuple[int, int], after: tuple[int, int], prompt: bool) -> None:
    (tmp_path / "d.toml").write_text(many(60), "utf-8")
    with opened(tmp_path, *before) as terminal:
        terminal.send("2" + "j" * 24)
        terminal.wait_for("T25")
        if prompt:
            terminal.send("p")
            terminal.wait_for("progress T25")
        settled(terminal)
        terminal.resize(*after)
        terminal.wait_for("T25")
        settled(terminal)
        lines = terminal.text.splitlines()
        at = next(at for at, line in enumerate(lines) if "T25" in line and "progress" not in line)
        assert 0 < at < after[1]
        if prompt:
            assert abs(row_of(terminal, "progress T25") - at) in (1, 4)
        else:
            assert terminal.screen.cursor.y == at


def test_the_cursor_of_the_terminal_follows_the_row(tmp_path: Path) -> None:
    (tmp_path / "d.toml").write_text(many(60), "utf-8")
    with opened(tmp_path) as terminal:

        def on(text: str) -> Callable[[str], bool]:
            return lambda shown: text in shown.splitlines()[terminal.screen.cursor.y]

        terminal.send("2")
        terminal.wait_for(on("T1 "))
        for keys, row in (
            ("j", "T2 "),
            ("G", "T60"),
            ("gjjj", "T4 "),
            ("n", "│"),
            ("\x1b", "T4 "),
            ("\r", "id"),
            ("\x1b", "T4 "),
        ):
            terminal.send(keys)
            terminal.wait_for(on(row))
        while terminal.read(0.7):
            pass
        assert terminal.read(1.5) == b""


EDITORS = {
    "not there": ("/nonexistent/ed", "/nonexistent/ed: no such file; set $EDITOR"),
    "not executable": ("{folder}/notes.txt", "not an executable program; set $EDITOR"),
    "a folder": ("{folder}", "set $EDITOR"),
    "an odd quote": ('vim"', "quote without its partner"),
    "an odd apostrophe": ("vim 'a", "quote without its partner"),
    "fails": ("/bin/false", "ended with 1"),
    "not a program": ("{folder}/odd", "Exec format error"),
}


@pytest.mark.parametrize("editor", EDITORS)
def test_an_editor_that_cannot_start_leads_back_into_the_app(ledger: Path, tmp_path: Path, editor: str) -> None:
    (tmp_path / "notes.txt").write_text("no program", "utf-8")
    (tmp_path / "odd").write_bytes(b"\x7fELFnot")
    (tmp_path / "odd").chmod(0o755)
    command, said = EDITORS[editor]
    with opened(ledger, 120, 32, EDITOR=command.format(folder=tmp_path), VISUAL="") as terminal:
        terminal.send("2E")
        terminal.wait_for(said[:60])
        terminal.send("j")
        terminal.send("p")
        terminal.wait_for("progress T2")
        terminal.send("\x1b")
        terminal.wait_for(lambda text: "progress T2" not in text)
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_without_an_editor_and_without_vi(ledger: Path, tmp_path: Path) -> None:
    with opened(ledger, 120, 32, EDITOR="", VISUAL="", PATH=str(tmp_path)) as terminal:
        terminal.send("2E")
        terminal.wait_for("There is no vi here; set $EDITOR")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_what_is_typed_after_a_key_that_does_nothing_runs_nothing(ledger: Path) -> None:
    with opened(ledger, 120, 32) as terminal:
        terminal.send("2")
        terminal.send("v2017 5 done x\r")
        terminal.wait_for("runs no command")
        settled(terminal)
        assert (ledger / "ledger.toml").read_text("utf-8") == LEDGER
        terminal.send("j")
        terminal.wait_for("T2")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


SEAM = """
import sys
from jinpu_tui.cli import main
from jinpu_tui.ui.terminal import input_parser

class Broken(Exception):
    pass

def fails(self):
    raise Broken("the reader failed here")

input_parser.PasteAwareInput.run_input_thread = fails
main.main(sys.argv[1:])
"""


def test_the_report_of_a_fault_in_another_thread_has_its_traceback(ledger: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SEAM, str(ledger)]
    with Terminal(command, columns=120, rows=32, HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path)) as terminal:
        assert terminal.wait_for_end() == 3
    (report,) = tmp_path.rglob("crash-*.txt")
    text = report.read_text("utf-8")
    assert "the reader failed here" in text
    assert "in fails" in text
