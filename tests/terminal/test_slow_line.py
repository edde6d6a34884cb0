"""The program over a slow line: nothing typed is lost or swapped, and what is painted is what is meant in the end."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from ledger_text import LEDGER, changed_lines
from slow_line import SlowLine
from terminal import Terminal

from jinpu_tui.ui.terminal.flow_control import WINDOW

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))
SCREENFUL = 3000


@pytest.fixture
def long_ledger(ledger: Path) -> Path:
    """The test ledger and 300 tasks more."""
    tasks = "".join(f'[[task]]\nid = "N{n}"\ntitle = "Number {n} of many tasks 计划"\nstatus = "todo"\n\n' for n in range(300))
    (ledger / "more.toml").write_text(tasks, "utf-8")
    return ledger


@pytest.fixture
def line(long_ledger: Path) -> Iterator[SlowLine]:
    """The program on it, at the far end of a slow line."""
    with SlowLine([PROGRAM, str(long_ledger)], columns=80, rows=24, SSH_TTY="/dev/pts/1") as terminal:
        terminal.wait_for("First, part one")
        yield terminal


def test_holding_a_key_paints_where_it_ends(line: SlowLine) -> None:
    line.send("2")
    line.wait_for("Write the plan")
    line.most_waiting = 0
    for _key in range(150):
        line.send("j")
        until = time.monotonic() + 1 / 30
        while time.monotonic() < until:
            line.read(0.005)
    line.wait_for("\n N147  Number 147")
    assert line.most_waiting <= WINDOW + SCREENFUL


def test_keys_typed_ahead_are_neither_lost_nor_swapped(line: SlowLine, long_ledger: Path) -> None:
    line.send("2d2017-01-14\rjnsecond visit\rjsblock\r/Number 7\rjp35\r\x1bgq")
    assert line.wait_for_end() == 0
    went, came = changed_lines(LEDGER, (long_ledger / "ledger.toml").read_bytes().decode())
    assert went == ["due = 2016-12-31\n", 'status = "done"\n', "done_on = 2016-11-11\n"]
    assert (came[0], came[2]) == ("due = 2017-01-14\n", 'status = "blocked"\n')
    assert '"second visit"' in came[1]
    assert (long_ledger / "more.toml").read_text("utf-8").count("progress = 35") == 1


def test_resizing_comes_back_clean(line: SlowLine) -> None:
    line.send("2")
    line.resize(100, 30)
    line.wait_for("Write the plan")
    line.resize(60, 20)
    line.resize(80, 24)
    settle(line)
    assert line.text == painted_anew(line)


def test_suspending_comes_back_clean(line: SlowLine) -> None:
    line.send("2\x1a")
    line.wait_for(lambda _text: is_stopped(line.process.pid))
    line.process.send_signal(signal.SIGCONT)
    line.wait_for("Write the plan")
    settle(line)
    assert line.text == painted_anew(line)


def test_no_answer_of_the_terminal_is_left_for_the_shell(line: SlowLine) -> None:
    line.send("2jjjjq")
    assert line.wait_for_end() == 0
    while line.queue:
        line.read(0.1)
    assert not line._typed


def is_stopped(pid: int) -> bool:
    """Whether a child of ours was stopped since we last asked."""
    return os.waitpid(pid, os.WNOHANG | os.WUNTRACED)[0] == pid


def settle(terminal: Terminal) -> None:
    """Read until nothing more comes."""
    while terminal.read(1.5):
        pass


def painted_anew(terminal: Terminal) -> str:
    """What the screen shows after it was wiped and painted as a whole."""
    terminal.screen.reset()
    terminal.send("\x0c")
    settle(terminal)
    return terminal.text
