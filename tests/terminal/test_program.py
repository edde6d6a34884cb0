"""The installed program in a real pty: what only a terminal shows."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from ledger_text import LEDGER, changed_lines
from terminal import PATIENCE, Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))


@pytest.fixture
def program(ledger: Path) -> Iterator[Terminal]:
    """The program on the test ledger, its first rows shown."""
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32) as terminal:
        terminal.wait_for("Write the plan")
        yield terminal


def file_of(folder: Path) -> str:
    return (folder / "ledger.toml").read_bytes().decode()


def test_a_task_is_done_in_one_line(program: Terminal, ledger: Path) -> None:
    program.send("2jj")
    program.wait_for("T3  Third")
    program.send(" ")
    program.wait_for("status done → todo")
    assert changed_lines(LEDGER, file_of(ledger)) == (['status = "done"\n', "done_on = 2016-11-11\n"], ['status = "todo"\n'])
    program.send("u")
    program.wait_for("Undone")
    program.send("q")
    assert program.wait_for_end() == 0
    assert file_of(ledger) == LEDGER


def test_keys_typed_in_one_go_are_not_torn(program: Terminal, ledger: Path) -> None:
    program.send("2d2017-01-14\r")
    program.wait_for(lambda text: "→ 2017-01-14" in text and "╭" not in text)
    assert changed_lines(LEDGER, file_of(ledger)) == (["due = 2016-12-31\n"], ["due = 2017-01-14\n"])
    program.send("jsblock\r")
    program.wait_for("todo → blocked")


def test_the_cursor_stands_in_the_input_where_input_methods_look(program: Terminal) -> None:
    program.send("2n计划")
    program.wait_for("计划")
    program.wait_for(lambda _text: program.screen.buffer[program.screen.cursor.y][program.screen.cursor.x - 2].data == "划")
    line = program.screen.buffer[program.screen.cursor.y]
    assert line[program.screen.cursor.x - 2].data == "划"


def test_an_idle_program_writes_nothing(program: Terminal) -> None:
    while program.read(0.5):
        pass
    assert program.read(2.5) == b""


def test_a_line_that_drops_loses_nothing(program: Terminal, ledger: Path) -> None:
    program.send("2 ")
    program.wait_for("status doing → done")
    written = file_of(ledger)
    program.send("dhalf ty")
    program.wait_for("half ty")
    os.kill(program.process.pid, signal.SIGHUP)
    program.wait_for_end()
    assert file_of(ledger) == written
    assert changed_lines(LEDGER, written)[1][0] == 'status = "done"       # aligned by hand\n'


def test_a_terminal_that_is_gone_ends_the_program(ledger: Path) -> None:
    terminal = Terminal([PROGRAM, str(ledger)], columns=120, rows=32)
    terminal.wait_for("Write the plan")
    os.close(terminal.master)
    assert terminal.process.wait(PATIENCE) == 1


def test_kill_leaves_whole_files(program: Terminal, ledger: Path) -> None:
    for _round in range(5):
        program.send("2 ")
    os.kill(program.process.pid, signal.SIGKILL)
    program.wait_for_end()
    text = file_of(ledger)
    assert text.splitlines()[-1] == LEDGER.splitlines()[-1]
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32) as again:
        again.wait_for("Write the plan")
    assert [path.name for path in ledger.iterdir() if path.name != ".jinpu"] == ["ledger.toml"]


def test_resizing(program: Terminal) -> None:
    program.resize(80, 24)
    program.wait_for(lambda text: "Write the plan" not in text and "First, part one" in text)
    program.resize(160, 45)
    program.wait_for("Write the plan")


def test_colours_are_the_terminals_own(program: Terminal) -> None:
    assert b"38;2;" not in program.written
    assert b"48;2;" not in program.written


def test_hostile_text_never_reaches_the_terminal(ledger: Path) -> None:
    (ledger / "ledger.toml").write_text(LEDGER.replace('"Third"', '"Third\\u001b]0;owned\\u0007\\u009b31m"'), "utf-8")
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32) as terminal:
        terminal.wait_for("Third")
        terminal.send("2Gejj\x1b[A")
        terminal.wait_for("Enter changes a field")
        terminal.send("\r")
        terminal.wait_for(lambda text: "╭─ title T3" in text and "│ Third␛]0;owned␇" in text)
        terminal.send("\r")
        terminal.wait_for("Nothing to change")
        assert b"\x1b]0;owned" not in terminal.written
        assert "\u009b31m".encode() not in terminal.written


PLAIN = {
    "asked for": (["--plain"], {}),
    "in the environment": ([], {"JINPU_PLAIN": "1"}),
    "a dumb terminal": ([], {"TERM": "dumb", "COLORTERM": ""}),
    "eight colours": ([], {"TERM": "xterm", "COLORTERM": ""}),
    "no Unicode": ([], {"LC_ALL": "C"}),
}


@pytest.mark.parametrize(("words", "environ"), PLAIN.values(), ids=PLAIN)
def test_plain_terminals_get_neither_colour_nor_boxes(ledger: Path, words: list[str], environ: dict[str, str]) -> None:
    (ledger / "ledger.toml").write_text(LEDGER.replace("计划实施方案", "Plan"), "utf-8")
    with Terminal([PROGRAM, *words, str(ledger)], columns=80, rows=24, **environ) as terminal:
        terminal.wait_for("First, part one")
        terminal.send("2")
        terminal.wait_for("Write the plan")
        terminal.send("d")
        terminal.wait_for("+- due T1 -")
        assert terminal.text.isascii()
        assert not re.search(rb"\x1b\[[0-9;]*3[0-9][;m]", terminal.written)


def test_what_the_terminal_can_may_be_told(ledger: Path) -> None:
    with Terminal([PROGRAM, "--no-plain", str(ledger)], columns=80, rows=24, TERM="dumb", COLORTERM="") as terminal:
        terminal.wait_for("▾ R1")


def test_the_editor_opens_at_the_line(ledger: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "$1" > "$(dirname "$0")/line"\nsed -i "s/Write the plan/Written elsewhere/" "$2"\n')
    editor.chmod(0o755)
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32, EDITOR=str(editor), VISUAL="") as terminal:
        terminal.wait_for("Write the plan")
        terminal.send("2E")
        terminal.wait_for("Written elsewhere")
        assert (tmp_path / "line").read_text() == "+26\n"
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_without_a_terminal_it_says_what_to_do(ledger: Path) -> None:
    import subprocess

    result = subprocess.run([PROGRAM, str(ledger)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "needs a terminal" in result.stderr
